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
  /** Label index: per feature, the labels that have it and their BM25 weight. */
  labelStart: Int32Array;
  labelOf: Uint16Array;
  labelWeight: Float32Array;
  /** Answer index: per unigram, the labels whose answer has it. */
  answerStart: Int32Array;
  answerOf: Uint16Array;
  /** Texts ordered by label, the negatives last: rows of feature ids, unigrams and pairs first. */
  textsOf: Int32Array;
  rowStart: Int32Array;
  rowGrams: Int32Array;
  rows: Uint32Array;
  rowWordNorm: Float32Array;
  rowGramNorm: Float32Array;
  rowOfficial: Uint8Array;
  /** Negatives index: per feature, rows of negatives (counted from the first negative). */
  negativeStart: Int32Array;
  negativeOf: Uint16Array;
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
  const rows = buildRows(texts, table, idf, gramStart, labels);
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
    ...rows,
    answerStart: answerLists.start,
    answerOf: answerLists.labelOf,
    ...buildLabelIndex(rows, answerLists, labels, features, gramStart),
    ...buildNegativeIndex(rows, labels, features),
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

type Rows = Pick<Base, 'textsOf' | 'rowStart' | 'rowGrams' | 'rows' | 'rowWordNorm' | 'rowGramNorm' | 'rowOfficial'>;

function buildRows(texts: readonly TrainingText[], table: HashTable, idf: Float32Array, gramStart: number, labels: number): Rows {
  const textsOf = new Int32Array(labels + 2);
  const rowStart = new Int32Array(texts.length + 1);
  const rowGrams = new Int32Array(texts.length);
  const rowWordNorm = new Float32Array(texts.length);
  const rowGramNorm = new Float32Array(texts.length);
  const rowOfficial = new Uint8Array(texts.length);
  const all: number[] = [];
  texts.forEach((text, t) => {
    textsOf[text.label + 1] = t + 1;
    rowOfficial[t] = text.official ? 1 : 0;
    let square = 0;
    for (const list of [text.features.unigrams, text.features.pairs])
      for (const hash of list) {
        const id = findId(table, hash);
        if (id < 0 || id >= gramStart) continue;
        all.push(id);
        square += (idf[id] ?? 0) ** 2;
      }
    rowWordNorm[t] = Math.sqrt(square) || 1;
    rowGrams[t] = all.length;
    square = 0;
    for (const hash of text.features.grams) {
      const id = findId(table, hash);
      if (id < gramStart) continue;
      all.push(id);
      square += (idf[id] ?? 0) ** 2;
    }
    rowGramNorm[t] = Math.sqrt(square) || 1;
    rowStart[t + 1] = all.length;
  });
  for (let l = 1; l < textsOf.length; l++) textsOf[l] = Math.max(textsOf[l] ?? 0, textsOf[l - 1] ?? 0);
  return { textsOf, rowStart, rowGrams, rows: Uint32Array.from(all), rowWordNorm, rowGramNorm, rowOfficial };
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
function invert(lists: readonly (readonly number[])[], features: number): { start: Int32Array; items: Uint16Array } {
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

function buildLabelIndex(rows: Rows, answers: AnswerLists, labels: number, features: number, gramStart: number) {
  const lists: number[][] = [];
  const tfs: Map<number, number>[] = [];
  const lengths: number[] = [];
  for (let l = 0; l < labels; l++) {
    const tf = new Map<number, number>();
    const [from, to] = [rows.rowStart[rows.textsOf[l] ?? 0] ?? 0, rows.rowStart[rows.textsOf[l + 1] ?? 0] ?? 0];
    for (let i = from; i < to; i++) tf.set(rows.rows[i] ?? 0, (tf.get(rows.rows[i] ?? 0) ?? 0) + 1);
    let length = 0;
    for (const [id, n] of tf) if (id < gramStart) length += n;
    for (const id of answers.byLabel[l] ?? []) tf.set(id, (tf.get(id) ?? 0) + ANSWER_WEIGHT);
    lists.push([...tf.keys()]);
    tfs.push(tf);
    lengths.push(length);
  }
  const { start, items } = invert(lists, features);
  const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(labels, 1) || 1;
  const weight = new Float32Array(items.length);
  for (let f = 0; f < features; f++) {
    const df = (start[f + 1] ?? 0) - (start[f] ?? 0);
    const idf = Math.log(1 + (labels - df + 0.5) / (df + 0.5));
    for (let i = start[f] ?? 0; i < (start[f + 1] ?? 0); i++) {
      const l = items[i] ?? 0;
      const tf = tfs[l]?.get(f) ?? 0;
      weight[i] = (idf * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * (lengths[l] ?? 0)) / mean));
    }
  }
  return { labelStart: start, labelOf: items, labelWeight: weight };
}

function buildNegativeIndex(rows: Rows, labels: number, features: number) {
  const lists: number[][] = [];
  for (let t = rows.textsOf[labels] ?? 0; t < (rows.textsOf[labels + 1] ?? 0); t++)
    lists.push([...rows.rows.subarray(rows.rowStart[t] ?? 0, rows.rowStart[t + 1] ?? 0)]);
  const { start, items } = invert(lists, features);
  return { negativeStart: start, negativeOf: items };
}
