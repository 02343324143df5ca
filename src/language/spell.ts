import { phoneticKey } from './phonetic.js';
import { stem } from './stem.js';

const MIN_LENGTH = 4;
const MAX_LENGTH = 26;
const ELISIONS = ['qu', 'l', 'd', 'j', 'm', 't', 's', 'n', 'c'];

/**
 * Corrects words towards a known vocabulary. The vocabulary of a knowledge base is small (some thousand words), so instead of
 * a SymSpell table of deletions (hundreds of thousands of keys to store or rebuild) every word of a near length is looked at:
 * a mask of its letters rules out nearly all in one operation, and a bounded edit distance decides among the rest.
 */
export interface Speller {
  /** Ordered by length. */
  words: readonly string[];
  /** How often a word occurs, weighted by where; 0: not known (used to hide words from a fold). */
  counts: Float32Array;
  index: ReadonlyMap<string, number>;
  masks: Uint32Array;
  /** First word of each length; one more than the longest. */
  byLength: Int32Array;
  bySound: ReadonlyMap<string, readonly number[]>;
  stems: ReadonlyMap<string, readonly number[]>;
}

/** Builds the speller from words and their weights. */
export function createSpeller(vocabulary: ReadonlyMap<string, number>): Speller {
  const words = [...vocabulary.keys()].filter((w) => w.length <= 40).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return restoreSpeller(
    words,
    Float32Array.from(words, (w) => vocabulary.get(w) ?? 0),
  );
}

/** Builds the speller from what `serialiseModel` stored: words ordered by length, and their counts. */
export function restoreSpeller(words: readonly string[], counts: Float32Array): Speller {
  const index = new Map<string, number>();
  const masks = new Uint32Array(words.length);
  const byLength = new Int32Array(43);
  const bySound = new Map<string, number[]>();
  const stems = new Map<string, number[]>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    index.set(word, i);
    masks[i] = letterMask(word);
    byLength[word.length + 1] = i + 1;
    if (word.length < MIN_LENGTH || word.length > MAX_LENGTH) continue;
    append(bySound, phoneticKey(word), i);
    append(stems, stem(word), i);
  }
  for (let l = 1; l < byLength.length; l++) byLength[l] = Math.max(byLength[l] ?? 0, byLength[l - 1] ?? 0);
  return { words, counts, index, masks, byLength, bySound, stems };
}

function append(lists: Map<string, number[]>, key: string, item: number): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** The same speller with other counts. */
export function withCounts(speller: Speller, counts: Float32Array): Speller {
  return { ...speller, counts };
}

/** Whether a normalised word is in the vocabulary. */
export function isKnown(speller: Speller, word: string): boolean {
  const i = speller.index.get(word);
  return i !== undefined && (speller.counts[i] ?? 0) > 0;
}

/** Whether a normalised word needs no correction: it, or another form of it, is in the vocabulary. */
export function isUnderstood(speller: Speller, word: string): boolean {
  return (
    isKnown(speller, word) ||
    (word.length >= 6 && (speller.stems.get(stem(word)) ?? []).some((i) => (speller.counts[i] ?? 0) >= 1))
  );
}

/** The likeliest known word or words that were meant by an unknown one, or undefined when nothing is near enough. */
export function suggest(speller: Speller, word: string): readonly string[] | undefined {
  if (word.length < MIN_LENGTH || word.length > MAX_LENGTH || /\d/.test(word)) return undefined;
  let best: readonly string[] | undefined;
  let bestCost = word.length < 6 ? 1.15 : word.length < 8 ? 1.5 : 2.2;
  const consider = (candidate: readonly string[], cost: number, count: number): void => {
    const total = cost - 0.1 * Math.log1p(count);
    if (cost <= 2.2 && total < bestCost) {
      best = candidate;
      bestCost = total;
    }
  };
  for (const prefix of ELISIONS) {
    if (!word.startsWith(prefix)) continue;
    const rest = word.slice(prefix.length);
    if (rest.length >= 3 && /^[aeiouyh]/.test(rest) && isKnown(speller, rest)) consider([rest], 0.4, countOf(speller, rest));
  }
  considerNear(speller, word, consider);
  for (const i of speller.bySound.get(phoneticKey(word)) ?? []) {
    const count = speller.counts[i] ?? 0;
    if (count > 0) consider([speller.words[i] ?? ''], 0.9, count);
  }
  if (word.length >= 7) considerSplits(speller, word, consider);
  return best;
}

function countOf(speller: Speller, word: string): number {
  const i = speller.index.get(word);
  return i === undefined ? 0 : (speller.counts[i] ?? 0);
}

type Consider = (candidate: readonly string[], cost: number, count: number) => void;

function considerNear(speller: Speller, word: string, consider: Consider): void {
  const far = word.length >= 7 ? 2 : 1;
  const mask = letterMask(word);
  const from = speller.byLength[Math.max(word.length - far, 3)] ?? 0;
  const to = speller.byLength[Math.min(word.length + far + 1, 42)] ?? 0;
  for (let i = from; i < to; i++) {
    const count = speller.counts[i] ?? 0;
    if (count <= 0) continue;
    if (countBits(((speller.masks[i] ?? 0) ^ mask) >>> 0) > 2 * far) continue;
    const candidate = speller.words[i] ?? '';
    const cost = editCost(word, candidate, far);
    if (cost <= far) consider([candidate], cost, count);
  }
}

function considerSplits(speller: Speller, word: string, consider: Consider): void {
  for (let cut = 2; cut <= word.length - 4; cut++) {
    const left = word.slice(0, cut);
    const right = word.slice(cut);
    const a = countOf(speller, left);
    const b = countOf(speller, right);
    if (a >= 2 && b >= 2) consider([left, right], cut <= 3 ? 1.1 : 1, Math.min(a, b));
  }
}

function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i) - 97;
    mask |= 1 << (code >= 0 && code < 26 ? code : 26 + (code & 3));
  }
  return mask >>> 0;
}

function countBits(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Damerau-Levenshtein (optimal string alignment) with cheaper usual slips: a doubled letter costs 0.5, swapped neighbours
 * 0.8, anything at the first letter 0.4 more. Infinity as soon as every path is above `limit`. Words of at most 40 letters.
 */
export function editCost(a: string, b: string, limit: number): number {
  const width = b.length + 1;
  const rows = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  let [before, previous, row] = rows as [Float64Array, Float64Array, Float64Array];
  for (let j = 1; j < width; j++) row[j] = (row[j - 1] ?? 0) + insertion(b, j - 1);
  for (let i = 1; i <= a.length; i++) {
    [before, previous, row] = [previous, row, before];
    const ca = a.charCodeAt(i - 1);
    const removal = insertion(a, i - 1);
    let least = (previous[0] ?? 0) + removal;
    row[0] = least;
    for (let j = 1; j < width; j++) {
      const cb = b.charCodeAt(j - 1);
      let cost = (previous[j - 1] ?? 0) + (ca === cb ? 0 : i === 1 && j === 1 ? 1.4 : 1);
      if ((previous[j] ?? 0) + removal < cost) cost = (previous[j] ?? 0) + removal;
      const added = (row[j - 1] ?? 0) + insertion(b, j - 1);
      if (added < cost) cost = added;
      if (i > 1 && j > 1 && ca === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === cb)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 0.8);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit + 0.8) return Number.POSITIVE_INFINITY;
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}

function insertion(word: string, at: number): number {
  if (at === 0) return 1.3;
  return word.charCodeAt(at) === word.charCodeAt(at - 1) ? 0.5 : 1;
}
