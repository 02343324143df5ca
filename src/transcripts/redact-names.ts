import {
  COMMON_WORDS,
  FAMOUS_SURNAMES,
  FIRST_NAMES,
  LAW_AUTHORS,
  NAMING_NOUNS,
  ORDINARY_FIRST_NAMES,
  PLACES,
  ROLE_WORDS,
  SURNAMES_LIKE_WORDS,
} from './redact-lexicon.js';
import { type Finding, findWordAt, readBefore, type Shadow, type Word } from './redact-shadow.js';

/**
 * How much a cue says by itself. `named`: a name follows, however written. `claimed`: a name may follow, a capital or a known
 * first name must show it. `known`: only a known first name shows it. `signed`: as `claimed`, or one capital word that ends the line.
 */
type Strength = 'named' | 'claimed' | 'known' | 'signed';

const PERSON_NOUN =
  'adjointe?|collegues?|collaborat(?:eur|rice)|assistante?|secretaire|dgs|dga|dgst|direct(?:eur|rice)|president|presidente|vice-presidente?|maire|maires|elue?|elue? referente?|referente?|conseillere?|chef|cheffe|chargee? de mission|contact|interlocut(?:eur|rice)|homologue|mari|femme|epouse?|fils|fille|frere|soeur|ami|amie|stagiaire|agent|agente|correspondante?|partenaire|delegue?e?|senat(?:eur|rice)|deputee?|prefet|prefete|docteur|professeur|benevole|volontaire|technicienne?|responsable';
const CUES: readonly (readonly [RegExp, Strength])[] = [
  [/(?<!\p{L})j(?:e {0,2}| ?)m['\s]?\s?app?ell?e?(?!\p{L})/gu, 'named'],
  [/(?<!\p{L})je me (?:nomme|prenomme)(?!\p{L})/gu, 'named'],
  [/(?<!\p{L})je me presente(?!\p{L})/gu, 'claimed'],
  [/(?<!\p{L})(?:mon|son) (?:nom|prenom)(?: de famille)? {0,2}(?:est|c'est|cest|c|:|=)(?!\p{L})/gu, 'named'],
  [
    /(?<!\p{L})(?:nom de famille|nom|prenom|prenoms|nom et prenom|nom complet|interlocuteur|signe|signature|signataire|contact|referent)\s{0,2}[:=]/gu,
    'named',
  ],
  [/(?<!\p{L})moi\s{0,2},?\s{0,2}(?:c'est|cest|c)(?!\p{L})/gu, 'signed'],
  [/(?:^|\n|bonjour|bonsoir|salut|coucou|hello)[ ,!]{0,3}(?:c'est|cest)(?!\p{L})/gu, 'known'],
  [/(?<!\p{L})(?:bonjour|bonsoir|salut|coucou)(?: a tous)?(?=[ ,!])[ ,!]{0,3}/gu, 'known'],
  [/(?<!\p{L})c'est(?= [^\n]{2,40} a l'appareil)/gu, 'named'],
  [/(?<!\p{L})(?:je suis|chuis|jsuis|j'suis|ici|signe)(?!\p{L})/gu, 'claimed'],
  [/(?<!\p{L})(?:de la part de?|a l'attention de?|au nom de|accompagnee? de|nommee?|prenommee?)(?!\p{L})/gu, 'claimed'],
  [
    /(?<!\p{L})(?:contactez|contacter|contacte|joindre|joignez|appelez|appeler|rappelez|rappeler|demandez|demander|prevenez|prevenir|voir|voyez|vu|parler|parle|ecrire|ecrivez|envoyer|rencontre|remerciez)(?: (?:avec|a))?(?!\p{L})/gu,
    'known',
  ],
  [
    /(?<!\p{L})(?:cordialement|cdlt|cdt|bien a (?:vous|toi)|salutations?(?: \p{L}{1,15})?|respectueusement|sincerement|amicalement|amities|bonne (?:journee|soiree|reception)|merci d'avance|par avance merci|merci|a bientot|bises|bisous|le maire|la maire)(?!\p{L})(?: {0,2}[,:-]\s{0,3}| {0,2}[.!]{0,2} {0,2}\n\s{0,3})/gu,
    'signed',
  ],
  [/(?<!\p{L})(?:cordialement|cdlt|cdt|bien a (?:vous|toi)|amicalement|respectueusement)(?= )/gu, 'claimed'],
  [
    new RegExp(
      `(?<!\\p{L})(?:mon|ma|notre|nos|votre|vos|son|sa|leur|le|la|l'|un|une) {0,1}(?:${PERSON_NOUN})(?!\\p{L})(?: s'appelle)?,?`,
      'gu',
    ),
    'claimed',
  ],
  [/(?<!\p{L})(?:mon|ma|notre|son|sa) [^\n.,;]{2,30} s'appelle(?!\p{L})/gu, 'known'],
  [/(?<!\p{L})(?:il|elle) s'appelle(?!\p{L})/gu, 'known'],
];
const TITLE =
  /(?<![\p{L}\d'])(?:(mm\.?|mmes|messieurs|mesdames|mlles)|(m\.|mr\.?|mme\.?|mlle\.?|melle\.?|dr\.?|pr\.?)|(m|me|monsieur|madame|mademoiselle|docteur|professeur|maitre))(?!\p{L})/gu;
const PARTICLES = new Set('de du des le la van von der den ben bin bint el al ould da dos di del y ait n'.split(' '));
const MOST_WORDS = 5;

/** Names that are introduced: by a sentence, a title, a signature, a function, or a known first name and a surname. */
export function detectNames(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const [cue, strength] of CUES) {
    for (const match of shadow.lower.matchAll(cue)) {
      const finding = readName(shadow, match.index + match[0].length, strength);
      if (finding) findings.push(finding);
    }
  }
  return [...findings, ...detectTitled(shadow), ...detectFullNames(shadow)];
}

function readName(shadow: Shadow, after: number, strength: Strength): Finding | undefined {
  const { words } = shadow;
  const first = findWordAt(words, after);
  const word = words[first];
  if (!word || !/^[\s:,=«"(-]{0,4}(?:[dl]')?$/.test(shadow.text.slice(after, word.start))) return undefined;
  if (!opensName(words, first)) return undefined;
  const last = word.capital ? collectCapitals(shadow, first) : collectSmall(shadow, first);
  const taken = words.slice(first, last + 1);
  const end = taken.at(-1)?.end ?? word.end;
  const finding: Finding = { start: word.start, end, kind: 'nom' };
  if (strength === 'named') return finding;
  const known = taken.some((each) => isFirstName(each) && (each.capital || !ORDINARY_FIRST_NAMES.has(each.lower)));
  if (known && (word.capital || isFirstName(word))) return finding;
  if (strength === 'known' || !word.capital || isCommon(word) || taken.some((each) => PLACES.has(each.lower)) || isAcronym(word))
    return undefined;
  if (taken.length >= 2) return strength === 'signed' || !NAMING_NOUNS.has(taken.at(-1)?.lower ?? '') ? finding : undefined;
  const closes = /^\s{0,3}[.!]?\s{0,3}(?:$|\n)|^ ?,/.test(shadow.text.slice(end, end + 8));
  return strength === 'signed' && closes && word.raw.length > 2 ? finding : undefined;
}

/** Words that start with a capital, with the particles between them. */
function collectCapitals(shadow: Shadow, first: number): number {
  const { words, text } = shadow;
  let last = first;
  for (let index = first + 1; index < words.length && index - first < MOST_WORDS; index += 1) {
    const previous = words[index - 1];
    const word = words[index];
    if (!previous || !word) break;
    const gap = text.slice(previous.end, Math.min(word.start, previous.end + 6));
    const initial = previous.raw.length === 1 && /^\.[ -]{0,2}$/.test(gap);
    if (!initial && !/^(?: {1,3}(?:[dl]')?|[-'])$/.test(gap)) break;
    if (word.capital) {
      if (!opensName(words, index)) break;
      if (!PARTICLES.has(word.lower)) last = index;
    } else if (!PARTICLES.has(word.lower)) break;
  }
  return last;
}

/** Words without capitals: a surname may follow, unless it is a word of the language. */
function collectSmall(shadow: Shadow, first: number): number {
  const { words, text } = shadow;
  let last = first;
  for (let index = first + 1; index < words.length && index - first < 3; index += 1) {
    const previous = words[index - 1];
    const word = words[index];
    if (!previous || !word || !/^ {1,3}$/.test(text.slice(previous.end, Math.min(word.start, previous.end + 4)))) break;
    if (PARTICLES.has(word.lower) && index - first < 2) continue;
    if (isCommon(word) || word.capital) break;
    last = index;
  }
  return last;
}

/** A word that can start a name or go on with it: « Le » can before « Goff », not before « Maire ». */
function opensName(words: readonly Word[], index: number): boolean {
  const word = words[index];
  const next = words[index + 1];
  if (!word) return false;
  if (!isCommon(word)) return true;
  // « J.-P. Dupont »
  if (word.capital && word.raw.length === 1 && next?.capital && next.start - word.end >= 2 && next.start - word.end <= 3)
    return true;
  return word.capital && PARTICLES.has(word.lower) && next?.capital === true && next.start - word.end === 1 && !isCommon(next);
}

function isCommon(word: Word): boolean {
  if (word.capital && SURNAMES_LIKE_WORDS.has(word.lower)) return false;
  return COMMON_WORDS.has(word.lower) || ROLE_WORDS.has(word.lower) || ROLE_WORDS.has(word.lower.split('-')[0] ?? '');
}

function isFirstName(word: Word): boolean {
  if (/^sainte?-/.test(word.lower)) return false;
  return FIRST_NAMES.has(word.lower) || (word.lower.includes('-') && word.lower.split('-').some((part) => FIRST_NAMES.has(part)));
}

function isAcronym(word: Word): boolean {
  return word.raw.length > 1 && word.raw.length <= 6 && word.raw === word.raw.toUpperCase();
}

/** « M. Lefèvre », « Mme Aurélie Gasc », « MM. Bakary et Konaté »; never a function, a street or the author of a law. */
function detectTitled(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  const { words, text, lower } = shadow;
  for (const match of lower.matchAll(TITLE)) {
    const bare = match[3];
    const written = text.slice(match.index, match.index + match[0].length);
    // « me », « m » and « maître » are also a pronoun, a unit and a noun: only with their capital.
    if ((bare === 'me' || bare === 'm' || bare === 'maitre') && (shadow.shouting || !/^M/.test(written))) continue;
    let index = findWordAt(words, match.index + match[0].length);
    if (!opensName(words, index)) continue;
    if (
      /\b(?:rue|avenue|boulevard|place|quai|ecole|lycee|college|hopital|stade) (?:du |de la |de l')?$/.test(
        readBefore(shadow, match.index, 24),
      )
    )
      continue;
    let from = match.index + match[0].length;
    for (let names = 0; names < 4; names += 1) {
      const word = words[index];
      const gap = word ? text.slice(from, Math.min(word.start, from + 6)) : '';
      if (!word || !(names === 0 ? /^\.? {0,3}(?:[dl]')?$/ : /^(?:, {0,2}| et )$/).test(gap) || !opensName(words, index)) break;
      const introduced =
        /\b(?:suis|contact\p{L}{0,3}|appel\p{L}{0,3}|joindre|avec|part de|attention de|par|voir|demand\p{L}{1,3}|prevenez)\s$/u.test(
          readBefore(shadow, match.index, 18),
        );
      const last = word.capital ? collectCapitals(shadow, index) : collectSmall(shadow, index);
      const end = words[last]?.end ?? word.end;
      const closed = /^(?:\s{0,3}$|\s?[,.;!?\n]| (?:a|est|et|de|du|qui|pour|nous)(?!\p{L}))/u.test(lower.slice(end, end + 8));
      if (!word.capital && !(match[2] || introduced || closed || isFirstName(word))) break;
      if (LAW_AUTHORS.has(words[last]?.lower ?? '') && !introduced) break;
      findings.push({ start: word.start, end, kind: 'nom' });
      if (!match[1]) break;
      from = end;
      index = last + 1;
      if (words[index]?.lower === 'et') index += 1;
    }
  }
  return findings;
}

/** A known first name and a surname, both with capitals, unless they name a street, a school, a prize or someone of history. */
function detectFullNames(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  const { words } = shadow;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word?.capital || !isFirstName(word) || PLACES.has(word.lower)) continue;
    // « BENALI Karim », as forms and lists write it.
    const ahead = words[index - 1];
    if (
      ahead?.capital &&
      word.start - ahead.end === 1 &&
      ahead.raw.length >= 4 &&
      ahead.raw === ahead.raw.toUpperCase() &&
      !isCommon(ahead) &&
      !PLACES.has(ahead.lower)
    ) {
      findings.push({ start: ahead.start, end: word.end, kind: 'nom' });
    }
    const last = collectCapitals(shadow, index);
    if (last === index) continue;
    const surname = words[last];
    const before = [words[index - 1], words[index - 2], words[index - 3]].map((each) => each?.lower ?? '');
    const named = before.some((each) => NAMING_NOUNS.has(each));
    if (
      surname &&
      !named &&
      !FAMOUS_SURNAMES.has(surname.lower) &&
      !PLACES.has(surname.lower) &&
      !NAMING_NOUNS.has(surname.lower)
    ) {
      findings.push({ start: word.start, end: surname.end, kind: 'nom' });
    }
    index = last;
  }
  return findings;
}
