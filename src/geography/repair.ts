/** Names that stand in no list as they were typed: misspelt, or only the beginning of a name. */
import { ARTICLES, CONTACT_WORDS, NAME_LINKS } from './lexicon.js';
import { lookUp, type NameMatch } from './names.js';
import { allowEdits, type Correction, type SpellingIndex, squash } from './spelling.js';
import { joinTokens } from './text.js';
import type { Scene } from './weigh.js';

export interface Repaired extends NameMatch {
  /** Edits between what was typed and the name. */
  distance: number;
  cost: number;
  /** The words only begin these names. */
  begun: boolean;
  /** A place abroad rather than homonyms here. */
  country?: string;
}

/** A run of words that may be a name: none of it is everyday French, but for « de », « les », « saint ». */
export interface Phrase {
  from: number;
  to: number;
}

const LONGEST_PHRASE = 8;
/** « au Have » is a misspelt « Le Havre ». */
const CONTRACTED = new Map([
  ['au', 'le '],
  ['du', 'le '],
  ['aux', 'les '],
  ['des', 'les '],
]);
const EPCI_ENDINGS = new Set(['communaute', 'agglo', 'agglomeration', 'metropole', 'interco']);
/** Comparing with all names costs 0.2 ms: a message gets this many tries. */
const MAX_TRIES = 10;

/** The runs of a text that may be names, outside the positions taken already. */
export function findPhrases(scene: Scene, taken: ReadonlySet<number>): Phrase[] {
  const phrases: Phrase[] = [];
  const { tokens } = scene;
  const isNamey = (at: number): boolean => {
    const token = tokens[at];
    if (!token || taken.has(at) || /^\d/.test(token.text)) return false;
    if (token.text === 'saint' || token.text === 'sainte') return true;
    return token.text.length > 1 && !scene.words.isCommon(token.text) && !NAME_LINKS.has(token.text);
  };
  for (let from = 0; from < tokens.length; from += 1) {
    if (!isNamey(from)) continue;
    let to = from + 1;
    for (let next = to; next < Math.min(tokens.length, from + LONGEST_PHRASE); next += 1) {
      const token = tokens[next];
      if (!token || token.gap === 'break' || taken.has(next)) break;
      // an everyday word belongs to a name when a hyphen holds it there
      if (isNamey(next) || (token.gap === 'hyphen' && !/^\d/.test(token.text))) to = next + 1;
      else if (!NAME_LINKS.has(token.text)) break;
    }
    let start = from;
    while (start > 0 && !taken.has(start - 1) && tokens[start]?.gap === 'hyphen') start -= 1;
    phrases.push({ from: start, to });
    from = to - 1;
  }
  return phrases;
}

/**
 * The whole of a clause, less the words of a request for a contact: « Noirmoutiber-en-l'Île », « Sait-Prix ». Words of everyday
 * French count when a hyphen holds them together.
 */
export function findClauses(scene: Scene, taken: ReadonlySet<number>): Phrase[] {
  const { tokens } = scene;
  const clauses: Phrase[] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at]?.gap !== 'break') continue;
    let [start, end] = [from, at];
    const isFiller = (position: number, inner: number): boolean =>
      CONTACT_WORDS.has(tokens[position]?.text ?? '') && tokens[inner]?.gap === 'space';
    while (start < end - 1 && isFiller(start, start + 1)) start += 1;
    while (end > start + 1 && isFiller(end - 1, end - 1) && !['de', 'd', 'en', 'sur', 'la'].includes(tokens[end - 2]?.text ?? ''))
      end -= 1;
    from = at;
    if (end - start < 2 || end - start > LONGEST_PHRASE) continue;
    const inside = tokens.slice(start, end);
    const isHeld = inside.slice(1).some((token) => token.gap === 'hyphen');
    const isEveryday = inside.every((token) => scene.words.isCommon(token.text) || NAME_LINKS.has(token.text));
    const saysNothing = inside.every((token) => CONTACT_WORDS.has(token.text));
    if (saysNothing || (isEveryday && !isHeld) || inside.some((_, offset) => taken.has(start + offset))) continue;
    clauses.push({ from: start, to: end });
  }
  return clauses;
}

export interface Repairer {
  /** The name that a phrase means; `wholeOnly`: not its first words only. */
  repair(phrase: Phrase, wholeOnly?: boolean): Repaired | undefined;
}

export function createRepairer(spelling: SpellingIndex, scene: Scene): Repairer {
  let tries = 0;
  const attempt = (from: number, to: number, article = ''): Repaired | undefined => {
    const typed = joinTokens(scene.tokens, from, to);
    if (typed === undefined || tries >= MAX_TRIES) return undefined;
    tries += 1;
    const key = article + typed;
    const squashed = squash(key);
    const [best] = spelling.correct(squashed, allowEdits(squashed.length)).filter((one) => isPlausible(squashed, key, one));
    return best && { from, to, how: 'exact', distance: best.distance, cost: best.cost, ...nameCorrection(scene, best) };
  };
  const attemptWhole = ({ from, to }: Phrase): Repaired | undefined => {
    // « la Rochele », « Val d'Oing »: what stands before may be part of the name
    const start = extendLeft(scene, from);
    const article = scene.tokens[from]?.gap === 'break' ? undefined : CONTRACTED.get(scene.tokens[from - 1]?.text ?? '');
    const [best] = [
      EPCI_ENDINGS.has(scene.tokens[to]?.text ?? '') ? attempt(from, to + 1) : undefined,
      start < from ? attempt(start, to) : undefined,
      article ? attempt(from, to, article) : undefined,
      attempt(from, to),
    ]
      .filter((one) => one !== undefined)
      .sort((a, b) => a.cost - b.cost);
    return best;
  };
  return {
    repair(phrase, wholeOnly = false) {
      const whole = attemptWhole(phrase);
      if (whole || wholeOnly || phrase.to - phrase.from < 2) return whole;
      for (let to = phrase.to - 1; to > phrase.from; to -= 1) {
        if (scene.tokens[to]?.gap === 'hyphen') continue;
        const part = attempt(phrase.from, to);
        if (part) return part;
      }
      return undefined;
    },
  };
}

/** The places of a corrected name. */
function nameCorrection(scene: Scene, { key, isHead, country }: Correction): Pick<Repaired, 'homonyms' | 'begun' | 'country'> {
  if (country !== undefined) return { homonyms: [], begun: false, country };
  const homonyms = lookUp(scene.index, key);
  const isFormer = homonyms.every(({ id }) => scene.index.row(id).kind === 'commune-deleguee');
  const beginning = isHead || isFormer ? scene.index.findBeginning(key) : [];
  return { homonyms: [...homonyms, ...beginning.map((id) => ({ id }))], begun: beginning.length > 0 };
}

/** Over an article, or over links and one everyday word that no request for a contact is made of. */
export function extendLeft(scene: Scene, from: number): number {
  let start = from;
  const wordBefore = (): string => (scene.tokens[start]?.gap === 'break' ? '' : (scene.tokens[start - 1]?.text ?? ''));
  while (from - start < 3 && NAME_LINKS.has(wordBefore())) start -= 1;
  const word = wordBefore();
  if (word !== '' && !CONTACT_WORDS.has(word) && !NAME_LINKS.has(word)) return start - 1;
  const follows = scene.tokens[from]?.gap !== 'break';
  return follows && ARTICLES.has(scene.tokens[from - 1]?.text ?? '') ? from - 1 : from;
}

/** Rejects the far-fetched: few letters, many edits, and a place that few people would be writing about. */
function isPlausible(squashed: string, key: string, { distance, population }: Correction): boolean {
  const { length } = squashed;
  if (distance === 0) return length > 2;
  if (length < 5) return distance === 1 && population >= 2000;
  if (distance === 1) return true;
  if (distance === 2 && length < 9) return population >= 20_000;
  if (distance === 2) return length >= 9 && (population >= 2000 || key.includes(' ') || length >= 12);
  return length >= 20 && key.includes(' ');
}

/** Communes that the words begin: « Castelnau ». Only whole words, and words that say something. */
export function findBegun(scene: Scene, from: number, to: number): NameMatch | undefined {
  const key = joinTokens(scene.tokens, from, to);
  if (key === undefined) return undefined;
  const last = key.slice(key.lastIndexOf(' ') + 1);
  if (last.length < 4 || NAME_LINKS.has(last) || (scene.words.isCommon(last) && to - from === 1)) return undefined;
  if (scene.index.longestFrom(scene.tokens[from]?.text ?? '') <= to - from) return undefined;
  const ids = scene.index.findBeginning(key);
  return ids.length === 0 ? undefined : { from, to, homonyms: ids.map((id) => ({ id })), how: 'loose' };
}
