/** What questions are compared by: their content words as stems, and the stems' letters for what typing does to words. */
import { FUNCTION_WORDS } from '../../language/function-words.js';
import { stem, tokenise } from '../../language/index.js';

/** Share of the likeness that whole stems decide; the rest is their groups of three letters. */
const STEM_SHARE = 0.7;
/** Function words tell little of the subject, yet « c'est quoi » has nothing else. */
const FUNCTION_WEIGHT = 0.12;
/** Above 1, telling words count for more beside common ones. */
const CONTRAST = 1.5;
/** Longer questions tell their subject in their first words: bounds the work. */
const MAX_TERMS = 40;

/** Reads the stems of a text. */
export type ReadStems = (text: string) => readonly string[];

/** The words of a question reduced to stems, in their order; what a topic keeps instead of anybody's words. */
export function readStems(text: string): string[] {
  return tokenise(text)
    .slice(0, MAX_TERMS)
    .map((word) => (FUNCTION_WORDS.has(word) ? `~${word}` : stem(word)));
}

/** How much each stem tells, 0..1. */
export type Weigh = (stem: string) => number;

/** In how many texts each stem is. */
export interface StemCounts {
  texts: number;
  counts: ReadonlyMap<string, number>;
}

export function countStems(texts: Iterable<readonly string[]>): StemCounts {
  const counts = new Map<string, number>();
  let number = 0;
  for (const stems of texts) {
    number += 1;
    for (const one of new Set(stems)) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return { texts: number, counts };
}

/**
 * Inverse document frequency over texts of the field (the base's own phrasings) and the questions at hand, so that
 * « coopération », which is in every second question, counts less than « visa ».
 */
export function weighBy(...parts: readonly StemCounts[]): Weigh {
  const texts = parts.reduce((sum, part) => sum + part.texts, 0);
  const highest = Math.log(texts + 1) || 1;
  return (one) => {
    const found = parts.reduce((sum, { counts }) => sum + (counts.get(one) ?? 0), 0);
    const weight = Math.min(1, (Math.log((texts + 1) / (found + 0.5)) + 0.1) / highest) ** CONTRAST;
    return one.startsWith('~') ? weight * FUNCTION_WEIGHT : weight;
  };
}

/** A sparse vector of length 1 (empty when there is no word): term numbers and their weights. */
export interface Vector {
  terms: Int32Array;
  weights: Float64Array;
}

/** What a stem brings to the vector of a question. */
interface StemTerms {
  word: number;
  weight: number;
  /** Its groups of three letters, repeated ones twice; none for a function word. */
  pieces: readonly number[];
  pieceWeight: number;
}

/** Makes vectors that can be compared with each other: it numbers the terms. */
export class VectorSpace {
  private readonly numbers = new Map<string, number>();
  /** By stem: the same few thousand come again in question after question. */
  private readonly stems = new Map<string, StemTerms>();
  /** Of each term: whether it stands for a whole content word. */
  readonly whole: boolean[] = [];

  constructor(private readonly weigh: Weigh) {}

  get size(): number {
    return this.whole.length;
  }

  /** Stems and letters have their fixed shares, so that a long word does not drown the others. */
  toVector(stems: readonly string[]): Vector {
    const words = new Map<number, number>();
    const letters = new Map<number, number>();
    for (const one of new Set(stems)) {
      const { word, weight, pieces, pieceWeight } = this.termsOf(one);
      words.set(word, weight);
      for (const piece of pieces) letters.set(piece, (letters.get(piece) ?? 0) + pieceWeight);
    }
    // Without a content word there are no letters to compare: the words decide alone.
    const share = letters.size > 0 ? STEM_SHARE : 1;
    const terms = Int32Array.from([...words.keys(), ...letters.keys()]);
    const weights = Float64Array.from([...scale(words, Math.sqrt(share)), ...scale(letters, Math.sqrt(1 - share))]);
    return { terms, weights };
  }

  private termsOf(one: string): StemTerms {
    const known = this.stems.get(one);
    if (known) return known;
    const weight = this.weigh(one);
    const content = !one.startsWith('~');
    const word = this.numberOf(one, content);
    const padded = `^${one}$`;
    const length = content ? Math.max(1, padded.length - 2) : 0;
    const pieces = Array.from({ length }, (_, at) => this.numberOf(`#${padded.slice(at, at + 3)}`, false));
    const terms = { word, weight, pieces, pieceWeight: weight / Math.sqrt(length) };
    this.stems.set(one, terms);
    return terms;
  }

  private numberOf(term: string, whole: boolean): number {
    const known = this.numbers.get(term);
    if (known !== undefined) return known;
    this.numbers.set(term, this.whole.length);
    return this.whole.push(whole) - 1;
  }
}

function scale(weights: ReadonlyMap<number, number>, length: number): number[] {
  const values = [...weights.values()];
  const own = Math.hypot(...values) || 1;
  return values.map((weight) => (weight * length) / own);
}

/** The sum of vectors: what a group's average likeness is computed from. */
export type VectorSum = Map<number, number>;

export function addTo(sum: VectorSum, { terms, weights }: Vector, times = 1): void {
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at] ?? 0;
    sum.set(term, (sum.get(term) ?? 0) + (weights[at] ?? 0) * times);
  }
}

/** Likeness of a vector to a sum: divided by the number of vectors in it, the average likeness (0..1). */
export function likeness({ terms, weights }: Vector, sum: ReadonlyMap<number, number>): number {
  let total = 0;
  for (let at = 0; at < terms.length; at += 1) total += (weights[at] ?? 0) * (sum.get(terms[at] ?? 0) ?? 0);
  return total;
}

/** As `likeness`, of two sums. */
export function likenessOfSums(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let total = 0;
  for (const [term, weight] of small) total += weight * (large.get(term) ?? 0);
  return total;
}
