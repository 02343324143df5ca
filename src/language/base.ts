import type { Features } from './features.js';
import { createTable, findId, type HashTable } from './hashing.js';

/** One training text: `label` is the number of its label, or the number of labels for a negative. */
export interface TrainingText {
  features: Features;
  label: number;
  /** The official question or title, rather than an utterance. */
  official: boolean;
}

/** What the engine knows about its training texts: flat arrays only, so that it loads at once. */
export interface Base {
  labels: number;
  /** Feature hash -> id. Ids: unigrams, then pairs (from `pairStart`), then character n-grams (from `gramStart`). */
  table: HashTable;
  pairStart: number;
  gramStart: number;
  features: number;
  /** Per feature, over texts. */
  idf: Float32Array;
  /** Per unigram: 1 when it occurs in some label's texts, 0 when only in negatives. */
  inScope: Uint8Array;
  /** Label index: per feature, the labels that have it, their BM25 weight, and where those of their texts begin that have it. */
  labelStart: Int32Array;
  labelOf: Uint16Array;
  labelWeight: Float32Array;
  labelTexts: Int32Array;
  /** Texts, counted from the first of their label. */
  textOf: Uint16Array;
  /** Answer index: per unigram, the labels whose answer has it. */
  answerStart: Int32Array;
  answerOf: Uint16Array;
  /** Texts ordered by label, the negatives last: those of a label stand from its place to the next one's. */
  textsOf: Int32Array;
  /** Negatives index: per feature, the negatives that have it, counted from the first. */
  negativeStart: Int32Array;
  negativeOf: Uint16Array;
  wordNorm: Float32Array;
  gramNorm: Float32Array;
  official: Uint8Array;
}

const K1 = 1.2;
const B = 0.4;
const ANSWER_WEIGHT = 0.3;

/** Builds the indexes over texts ordered by label (negatives last) and the words of the answers, one list per label. */
export function buildBase(texts: readonly TrainingText[], answers: readonly (Uint32Array | undefined)[], labels: number): Base {
  const { hashes, pairStart, gramStart, df } = collectVocabulary(texts, answers);
  const table = createTable(hashes);
  const features = hashes.length;
  const idf = new Float32Array(features);
  for (let f = 0; f < features; f++) idf[f] = Math.log(1 + (texts.length + 1) / ((df[f] ?? 0) + 0.5));
  const rows = buildRows(texts, table, gramStart);
  const textsOf = findTexts(texts, labels);
  const answerLists = buildAnswers(answers, table, features);
  const inScope = new Uint8Array(pairStart);
  for (const text of texts) if (text.label < labels) for (const hash of text.features.unigrams) inScope[findId(table, hash)] = 1;
  for (const id of answerLists.ids) inScope[id] = 1;
  return {
    labels,
    table,
    pairStart,
    gramStart,
    features,
    idf,
    inScope,
    textsOf,
    ...measureRows(rows, idf, gramStart),
    official: Uint8Array.from(texts, (text) => (text.official ? 1 : 0)),
    answerStart: answerLists.start,
    answerOf: answerLists.labelOf,
    ...buildLabelIndex(rows, textsOf, answerLists, labels, features, gramStart),
    ...buildNegativeIndex(rows, textsOf, labels, features),
  };
}

function collectVocabulary(texts: readonly TrainingText[], answers: readonly (Uint32Array | undefined)[]) {
  const unigrams = new Map<number, number>();
  const pairs = new Map<number, number>();
  const grams = new Map<number, number>();
  for (const { features } of texts) {
    for (const h of features.unigrams) unigrams.set(h, (unigrams.get(h) ?? 0) + 1);
    for (const h of features.pairs) pairs.set(h, (pairs.get(h) ?? 0) + 1);
    for (const h of features.grams) grams.set(h, (grams.get(h) ?? 0) + 1);
  }
  for (const answer of answers) for (const h of answer ?? []) if (!unigrams.has(h)) unigrams.set(h, 1);
  const hashes: number[] = [];
  const df: number[] = [];
  const seen = new Set<number>();
  const take = (counts: ReadonlyMap<number, number>, least: number): number => {
    for (const [hash, n] of counts) {
      if (n < least || seen.has(hash)) continue;
      seen.add(hash);
      hashes.push(hash);
      df.push(n);
    }
    return hashes.length;
  };
  const pairStart = take(unigrams, 1);
  const gramStart = take(pairs, 2);
  take(grams, 2);
  return { hashes, pairStart, gramStart, df };
}

/** Feature ids of each text, one after another. */
interface Rows {
  start: Int32Array;
  ids: Uint32Array;
}

function buildRows(texts: readonly TrainingText[], table: HashTable, gramStart: number): Rows {
  const start = new Int32Array(texts.length + 1);
  const ids: number[] = [];
  texts.forEach(({ features }, t) => {
    for (const list of [features.unigrams, features.pairs])
      for (const hash of list) {
        const id = findId(table, hash);
        if (id >= 0 && id < gramStart) ids.push(id);
      }
    for (const hash of features.grams) {
      const id = findId(table, hash);
      if (id >= gramStart) ids.push(id);
    }
    start[t + 1] = ids.length;
  });
  return { start, ids: Uint32Array.from(ids) };
}

/** Where the texts of each label begin, then those of no label, then the end. */
function findTexts(texts: readonly TrainingText[], labels: number): Int32Array {
  const textsOf = new Int32Array(labels + 2);
  texts.forEach(({ label }, t) => {
    textsOf[label + 1] = t + 1;
  });
  for (let l = 1; l < textsOf.length; l++) textsOf[l] = Math.max(textsOf[l] ?? 0, textsOf[l - 1] ?? 0);
  return textsOf;
}

/** Lengths of the vectors that words and n-grams make. */
function measureRows({ start, ids }: Rows, idf: Float32Array, gramStart: number) {
  const wordNorm = new Float32Array(start.length - 1);
  const gramNorm = new Float32Array(start.length - 1);
  for (let t = 0; t < wordNorm.length; t++) {
    let words = 0;
    let grams = 0;
    for (let i = start[t] ?? 0; i < (start[t + 1] ?? 0); i++) {
      const id = ids[i] ?? 0;
      const square = (idf[id] ?? 0) ** 2;
      if (id < gramStart) words += square;
      else grams += square;
    }
    wordNorm[t] = Math.sqrt(words) || 1;
    gramNorm[t] = Math.sqrt(grams) || 1;
  }
  return { wordNorm, gramNorm };
}

interface AnswerLists {
  start: Int32Array;
  labelOf: Uint16Array;
  ids: readonly number[];
  byLabel: readonly (readonly number[])[];
}

function buildAnswers(answers: readonly (Uint32Array | undefined)[], table: HashTable, features: number): AnswerLists {
  const byLabel = answers.map((a) => [...(a ?? [])].map((h) => findId(table, h)).filter((id) => id >= 0));
  const { start, items } = invert(byLabel, features);
  return { start, labelOf: items, ids: byLabel.flat(), byLabel };
}

/** Lists per row -> rows per item, as start offsets and a flat list. */
function invert(lists: readonly Iterable<number>[], features: number): { start: Int32Array; items: Uint16Array } {
  const start = new Int32Array(features + 1);
  for (const list of lists) for (const id of list) start[id + 1] = (start[id + 1] ?? 0) + 1;
  for (let f = 1; f <= features; f++) start[f] = (start[f] ?? 0) + (start[f - 1] ?? 0);
  const next = start.slice();
  const items = new Uint16Array(start[features] ?? 0);
  lists.forEach((list, row) => {
    for (const id of list) {
      const at = next[id] ?? 0;
      items[at] = row;
      next[id] = at + 1;
    }
  });
  return { start, items };
}

function buildLabelIndex(
  rows: Rows,
  textsOf: Int32Array,
  answers: AnswerLists,
  labels: number,
  features: number,
  gramStart: number,
) {
  const texts: Map<number, number[]>[] = [];
  const lengths: number[] = [];
  for (let l = 0; l < labels; l++) {
    const having = collectTexts(rows, textsOf[l] ?? 0, textsOf[l + 1] ?? 0);
    let length = 0;
    for (const [id, list] of having) if (id < gramStart) length += list.length;
    for (const id of answers.byLabel[l] ?? []) if (!having.has(id)) having.set(id, []);
    texts.push(having);
    lengths.push(length);
  }
  const { start, items } = invert(
    texts.map((having) => [...having.keys()]),
    features,
  );
  const inAnswer = answers.byLabel.map((ids) => new Set(ids));
  const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(labels, 1) || 1;
  const weight = new Float32Array(items.length);
  const labelTexts = new Int32Array(items.length + 1);
  const textOf: number[] = [];
  for (let f = 0; f < features; f++) {
    const df = (start[f + 1] ?? 0) - (start[f] ?? 0);
    const idf = Math.log(1 + (labels - df + 0.5) / (df + 0.5));
    for (let i = start[f] ?? 0; i < (start[f + 1] ?? 0); i++) {
      const l = items[i] ?? 0;
      const having = texts[l]?.get(f) ?? [];
      for (const text of having) textOf.push(text);
      labelTexts[i + 1] = textOf.length;
      const tf = having.length + (inAnswer[l]?.has(f) ? ANSWER_WEIGHT : 0);
      weight[i] = (idf * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * (lengths[l] ?? 0)) / mean));
    }
  }
  return { labelStart: start, labelOf: items, labelWeight: weight, labelTexts, textOf: Uint16Array.from(textOf) };
}

/** The features of some texts, each with those that have it, counted from the first. */
function collectTexts({ start, ids }: Rows, from: number, to: number): Map<number, number[]> {
  const having = new Map<number, number[]>();
  for (let t = from; t < to; t++)
    for (let i = start[t] ?? 0; i < (start[t + 1] ?? 0); i++) {
      const id = ids[i] ?? 0;
      const list = having.get(id);
      if (list) list.push(t - from);
      else having.set(id, [t - from]);
    }
  return having;
}

function buildNegativeIndex({ start, ids }: Rows, textsOf: Int32Array, labels: number, features: number) {
  const lists: Uint32Array[] = [];
  for (let t = textsOf[labels] ?? 0; t < (textsOf[labels + 1] ?? 0); t++)
    lists.push(ids.subarray(start[t] ?? 0, start[t + 1] ?? 0));
  const inverted = invert(lists, features);
  return { negativeStart: inverted.start, negativeOf: inverted.items };
}
