/**
 * Does a question ask for a figure that the entry does not give? An entry that says how many authorities are engaged in all
 * does not say how many are in Brittany, in 1992, or with Senegal; one that gives a ceiling does not give the fine.
 * Retrieval cannot see this: the words are the entry's own but for one. Pure.
 */
import type { Entry } from '../src/knowledge/schema.js';
import { stem, tokenise } from '../src/language/index.js';
import { plain } from './references.js';

/** « combien de X », « nombre de X », with X a thing that is counted (not time, money or what a person may do). */
const counts =
  /\b(?:combien d(?:e |')|(?:quel(?:le)?(?:s)? )?(?:nombre|quantite|total) d(?:e |')|c(?:om)?bien y a t il d(?:e |'))(?!temps|mois|jours?|ans|annees|euros?|argent|sous|cents?|pour)([a-z]+)/;

/** Quantities that are asked for by their name; an entry that never says the word does not give it. */
const quantities =
  /\b(amendes?|sanctions?|penalites?|salaires?|remunerations?|tarifs?|prix|(?:budget|cout|montant|nombre) moyen|(?:en )?moyenne|classement|palmares|repartition|par mois|date limite)\b/;

/** A count in an answer: digits, or a small number in words. */
const number = /\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|vingt|cent)\b/;

const years = /\b(?:1[89]|20)\d\d\b/g;

/** Words that narrow a count to a part of the world: « franco-allemands », « avec le Sénégal », « en Bretagne ». */
const bilateral = /\bfranco[- ]?([a-z]+)/g;

const toStems = (text: string): Set<string> => new Set(tokenise(text).map(stem));

/** Names in a message: words that begin with a capital inside a sentence, acronyms aside. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?<=[\p{Ll}\d,;:'’] ?)\p{Lu}\p{Ll}[\p{L}-]+/gu)].map((match) => match[0]);
}

/**
 * True when the text asks for a figure with a part that the entry's answer never mentions.
 * @param places names of places in the text, French or foreign
 */
export function asksBeyond(entry: Entry, text: string, places: readonly string[]): boolean {
  const message = plain(text);
  const answer = [
    entry.title,
    entry.question,
    entry.answer,
    entry.details,
    ...entry.forProfile.map((section) => section.text),
  ].join(' ');
  const said = toStems(answer);
  const missing = (words: string) => tokenise(words).some((word) => !said.has(stem(word)));
  const quantity = quantities.exec(message)?.[1];
  if (quantity && !plain(answer).includes(quantity.replace(/s$/, ''))) return true;
  const counted = counts.exec(message)?.[1];
  if (!counted) return false;
  // The year of a law or of a report counts nothing.
  if (!number.test(plain(`${entry.answer} ${entry.details}`).replace(years, ''))) return true;
  const qualifiers = [
    ...(message.match(years) ?? []),
    ...[...message.matchAll(bilateral)].map((match) => match[1] ?? ''),
    ...places,
  ];
  return qualifiers.some(missing);
}
