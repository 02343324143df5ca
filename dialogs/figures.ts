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

/** What an entry says, as it is looked through here. */
interface Said {
  plain: string;
  stems: Set<string>;
  /** It gives a number that is not a year: that of a law or of a report counts nothing. */
  counts: boolean;
}

/** Made once per entry of a release: a message is compared with it, not it with every message. */
const saidBy = new WeakMap<Entry, Said>();

function readSaid(entry: Entry): Said {
  const known = saidBy.get(entry);
  if (known) return known;
  const text = [
    entry.title,
    entry.question,
    entry.answer,
    entry.details,
    ...entry.forProfile.map((section) => section.text),
  ].join(' ');
  const counts = number.test(plain(`${entry.answer} ${entry.details}`).replace(years, ''));
  const said = { plain: plain(text), stems: toStems(text), counts };
  saidBy.set(entry, said);
  return said;
}

/**
 * True when the text asks for a figure with a part that the entry's answer never mentions.
 * @param places finds the names of places in the text, French or foreign; only asked where it matters
 */
export function asksBeyond(entry: Entry, text: string, places: () => readonly string[]): boolean {
  const message = plain(text);
  const quantity = quantities.exec(message)?.[1];
  if (quantity && !readSaid(entry).plain.includes(quantity.replace(/s$/, ''))) return true;
  const counted = counts.exec(message)?.[1];
  if (!counted) return false;
  const said = readSaid(entry);
  if (!said.counts) return true;
  const qualifiers = [
    ...(message.match(years) ?? []),
    ...[...message.matchAll(bilateral)].map((match) => match[1] ?? ''),
    ...places(),
  ];
  return qualifiers.some((words) => tokenise(words).some((word) => !said.stems.has(stem(word))));
}
