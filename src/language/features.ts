import { finish, hashText } from './hashing.js';
import { type CompiledLexicon, findConcepts } from './lexicon.js';
import { stem } from './stem.js';

/** A message as sets of hashed features, each without repetition. */
export interface Features {
  /** Stems and concepts. */
  unigrams: Uint32Array;
  /** Pairs of neighbouring stems, articles left out. */
  pairs: Uint32Array;
  /** Character 3- and 4-grams within words, with their borders. */
  grams: Uint32Array;
  /** The stems among the unigrams that carry content: what coverage is measured on. */
  content: Uint32Array;
  /** Number of words of the message. */
  length: number;
}

const UNIGRAM = 1;
const PAIR = 2;
const GRAM = 3;
const CONCEPT = 4;
const BORDER = 95;
const ARTICLES: ReadonlySet<string> = new Set([
  'le',
  'la',
  'les',
  'un',
  'une',
  'des',
  'du',
  'de',
  'au',
  'aux',
  'ce',
  'que',
  'a',
  'en',
]);
/** Words looked at per message; of longer ones the beginning and the end. */
const MAX_WORDS = 120;

/** Memory of stems while many messages are read; give a fresh one per training. */
export type StemCache = Map<string, string>;

function stemWith(cache: StemCache | undefined, word: string): string {
  if (!cache) return stem(word);
  let known = cache.get(word);
  if (known === undefined) {
    known = stem(word);
    cache.set(word, known);
  }
  return known;
}

/** Features of a sequence of normalised words. */
export function extractFeatures(words: readonly string[], lexicon: CompiledLexicon, cache?: StemCache): Features {
  const kept = words.length > MAX_WORDS ? [...words.slice(0, MAX_WORDS / 2), ...words.slice(-MAX_WORDS / 2)] : words;
  const stems = kept.map((w) => stemWith(cache, w));
  const unigrams = new Set<number>();
  const content = new Set<number>();
  for (let i = 0; i < stems.length; i++) {
    const hash = hashText(stems[i] ?? '', UNIGRAM);
    unigrams.add(hash);
    if (!lexicon.functionWords.has(kept[i] ?? '')) content.add(hash);
  }
  for (const concept of findConcepts(stems, lexicon)) unigrams.add(hashText(concept, CONCEPT));
  const pairs = new Set<number>();
  let last = '^';
  for (let i = 0; i < stems.length; i++) {
    if (ARTICLES.has(kept[i] ?? '')) continue;
    const now = stems[i] ?? '';
    pairs.add(hashText(`${last} ${now}`, PAIR));
    last = now;
  }
  const grams = new Set<number>();
  for (const word of kept) addGrams(word, grams);
  return {
    unigrams: Uint32Array.from(unigrams),
    pairs: Uint32Array.from(pairs),
    grams: Uint32Array.from(grams),
    content: Uint32Array.from(content),
    length: words.length,
  };
}

/** Hash of the unigram of a stem, as `extractFeatures` makes it. */
export function hashStem(stemmed: string): number {
  return hashText(stemmed, UNIGRAM);
}

function addGrams(word: string, grams: Set<number>): void {
  const n = word.length + 2;
  for (let from = 0; from < n - 2; from++) {
    let h = (2166136261 ^ Math.imul(GRAM, 0x9e3779b1)) >>> 0;
    for (let k = 0; k < 4 && from + k < n; k++) {
      const at = from + k;
      const code = at === 0 || at === n - 1 ? BORDER : word.charCodeAt(at - 1);
      h = Math.imul(h ^ code, 16777619);
      if (k >= 2) grams.add(finish(h));
    }
  }
}
