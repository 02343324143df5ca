import { createIndex, findAll, type HashIndex, hashText } from './hashing.js';
import { phoneticKey } from './phonetic.js';
import { stem } from './stem.js';

const MIN_LENGTH = 4;
const MAX_LENGTH = 26;
const MAX_CANDIDATE = 40;
const SOUND = 8;
const STEM = 9;
const ELISIONS = ['qu', 'l', 'd', 'j', 'm', 't', 's', 'n', 'c'];

/**
 * Corrects words towards a known vocabulary. The vocabulary of a knowledge base is small (some ten thousand words), so instead
 * of a SymSpell table of deletions (hundreds of thousands of keys to store or rebuild) every word of a near length is looked
 * at: a mask of its letters rules out nearly all in one operation, and a bounded edit distance, whose rows are shared by words
 * that begin alike, decides among the rest.
 */
export interface Speller {
  /** Ordered by length, then by letters. */
  words: readonly string[];
  /** How often a word occurs, weighted by where; 0: not known (used to hide words from a fold). */
  counts: Float32Array;
  index: ReadonlyMap<string, number>;
  masks: Uint32Array;
  /** Per word: the letters that it has in common with the beginning of the word before. */
  shared: Uint8Array;
  /** First word of each length; one more than the longest. */
  byLength: Int32Array;
  bySound: HashIndex;
  stems: HashIndex;
}

/** Builds the speller from words and their weights. */
export function createSpeller(vocabulary: ReadonlyMap<string, number>): Speller {
  const words = [...vocabulary.keys()].filter((w) => w.length <= 40).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const usual = words.map((word, i) => [word, i] as const).filter(([w]) => w.length >= MIN_LENGTH && w.length <= MAX_LENGTH);
  return restoreSpeller(
    words,
    Float32Array.from(words, (w) => vocabulary.get(w) ?? 0),
    createIndex(usual.map(([word, i]) => [hashText(phoneticKey(word), SOUND), i])),
    createIndex(usual.map(([word, i]) => [hashText(stem(word), STEM), i])),
  );
}

/** Builds the speller from what `serialiseModel` stored: words ordered by length, their counts, and the two indexes. */
export function restoreSpeller(words: readonly string[], counts: Float32Array, bySound: HashIndex, stems: HashIndex): Speller {
  const index = new Map<string, number>();
  const masks = new Uint32Array(words.length);
  const shared = new Uint8Array(words.length);
  const byLength = new Int32Array(43);
  let last = '';
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    index.set(word, i);
    masks[i] = letterMask(word);
    let common = 0;
    while (common < word.length && common < last.length && word.charCodeAt(common) === last.charCodeAt(common)) common++;
    shared[i] = common;
    byLength[word.length + 1] = i + 1;
    last = word;
  }
  for (let l = 1; l < byLength.length; l++) byLength[l] = Math.max(byLength[l] ?? 0, byLength[l - 1] ?? 0);
  return { words, counts, index, masks, shared, byLength, bySound, stems };
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
    (word.length >= 6 && findAll(speller.stems, hashText(stem(word), STEM)).some((i) => (speller.counts[i] ?? 0) >= 1))
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
  for (const i of findAll(speller.bySound, hashText(phoneticKey(word), SOUND))) {
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
  const measure = createMeasure(word, far);
  let shared = 0;
  for (let i = from; i < to; i++) {
    shared = Math.min(shared, speller.shared[i] ?? 0);
    if ((speller.counts[i] ?? 0) <= 0) continue;
    const other = speller.masks[i] ?? 0;
    // each letter that only one of them has costs an edit of its own
    if (countBits((mask & ~other) >>> 0) > far || countBits((other & ~mask) >>> 0) > far) continue;
    const candidate = speller.words[i] ?? '';
    const cost = measure(candidate, shared);
    shared = candidate.length;
    if (cost <= far) consider([candidate], cost, speller.counts[i] ?? 0);
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
  return createMeasure(a, limit)(b, 0);
}

/**
 * Measures `word` against one candidate after the other; `shared` says how many letters the candidate has in common with the
 * beginning of the one before: their rows are not computed again.
 */
export function createMeasure(word: string, limit: number): (candidate: string, shared: number) => number {
  const width = word.length + 1;
  const added = Float64Array.from(word, (_, j) => insertion(word, j));
  const rows = new Float64Array(width * (MAX_CANDIDATE + 1));
  for (let j = 1; j < width; j++) rows[j] = (rows[j - 1] ?? 0) + (added[j - 1] ?? 0);
  /** Rows that are right for the candidate before; of those, the first that is above the limit. */
  let done = 0;
  let dead = Number.POSITIVE_INFINITY;
  return (candidate, shared) => {
    done = Math.min(done, shared);
    if (dead <= done) return Number.POSITIVE_INFINITY;
    dead = Number.POSITIVE_INFINITY;
    for (let i = done + 1; i <= candidate.length; i++) {
      const code = candidate.charCodeAt(i - 1);
      const before = candidate.charCodeAt(i - 2);
      const removal = insertion(candidate, i - 1);
      const row = i * width;
      const previous = row - width;
      let least = (rows[previous] ?? 0) + removal;
      rows[row] = least;
      for (let j = 1; j < width; j++) {
        const letter = word.charCodeAt(j - 1);
        let cost = (rows[previous + j - 1] ?? 0) + (code === letter ? 0 : i === 1 && j === 1 ? 1.4 : 1);
        cost = Math.min(cost, (rows[previous + j] ?? 0) + removal, (rows[row + j - 1] ?? 0) + (added[j - 1] ?? 0));
        if (i > 1 && j > 1 && code === word.charCodeAt(j - 2) && before === letter)
          cost = Math.min(cost, (rows[previous - width + j - 2] ?? 0) + 0.8);
        rows[row + j] = cost;
        if (cost < least) least = cost;
      }
      done = i;
      if (least > limit + 0.8) {
        dead = i;
        return Number.POSITIVE_INFINITY;
      }
    }
    return rows[candidate.length * width + word.length] ?? Number.POSITIVE_INFINITY;
  };
}

function insertion(word: string, at: number): number {
  if (at === 0) return 1.3;
  return word.charCodeAt(at) === word.charCodeAt(at - 1) ? 0.5 : 1;
}
