import type { Base } from './base.js';
import type { Query } from './query.js';
import { type Classifier, scoreClasses, toProbabilities } from './softmax.js';

/** What speaks for a candidate, one number each; the order of columns in `Evidence.rows`. */
export const EVIDENCE = [
  'classifier',
  'logProbability',
  'bm25',
  'gramBm25',
  'wordCosine',
  'gramCosine',
  'topThree',
  'coverage',
  'nearest',
  'precision',
  'answer',
  'official',
  'intent',
  'shortIntent',
  'rankClassifier',
  'rankBm25',
  'rankNearest',
] as const;

export const EVIDENCE_WIDTH = EVIDENCE.length;

/** A message weighed against its likeliest labels. */
export interface Evidence {
  /** Numbers of the candidate labels. */
  labels: Int32Array;
  /** `labels.length` rows of EVIDENCE_WIDTH. */
  rows: Float64Array;
  /** Probability that the classifier gives to « none of the labels ». */
  none: number;
  /** Similarity, 0..1, of the nearest negative. */
  nearestNegative: number;
}

/** What a learner needs besides the texts. */
export interface Ranker {
  base: Base;
  classifier?: Classifier;
  /** Per label: 1 for an intent. */
  intents: Uint8Array;
}

const CANDIDATES_EACH = 10;

/** Gathers the candidates of every ranker and weighs each. */
export function weigh(ranker: Ranker, query: Query): Evidence {
  const { base } = ranker;
  const bm25 = new Float64Array(base.labels);
  const gramBm25 = new Float64Array(base.labels);
  scoreLabels(base, query, bm25, gramBm25);
  const classes = new Float64Array(base.labels + 1);
  const probabilities = new Float64Array(base.labels + 1);
  if (ranker.classifier) {
    scoreClasses(ranker.classifier, query.ids, query.values, query.ids.length, classes);
    probabilities.set(classes);
    toProbabilities(probabilities);
  }
  const chosen = new Set<number>();
  const rankBm25 = takeBest(bm25, base.labels, chosen);
  takeBest(gramBm25, base.labels, chosen);
  const rankClassifier = ranker.classifier && query.ids.length > 0 ? takeBest(classes, base.labels, chosen) : [];
  const labels = Int32Array.from([...chosen].sort((a, b) => a - b));
  const rows = new Float64Array(labels.length * EVIDENCE_WIDTH);
  const present = new Float32Array(base.features);
  for (let i = 0; i < query.ids.length; i++) {
    const id = query.ids[i] ?? 0;
    present[id] = (base.idf[id] ?? 0) ** 2;
  }
  const self = sumIdf(base, query);
  for (let k = 0; k < labels.length; k++) {
    const l = labels[k] ?? 0;
    const at = k * EVIDENCE_WIDTH;
    rows[at] = classes[l] ?? 0;
    rows[at + 1] = Math.log((probabilities[l] ?? 0) + 1e-6);
    rows[at + 2] = (bm25[l] ?? 0) / self;
    rows[at + 3] = (gramBm25[l] ?? 0) / (query.ids.length - query.grams + 1);
    weighTexts(base, query, present, l, rows, at);
    rows[at + 12] = ranker.intents[l] ?? 0;
    rows[at + 13] = (ranker.intents[l] ?? 0) / (1 + query.contentCount);
    rows[at + 14] = reciprocalRank(rankClassifier, l);
    rows[at + 15] = reciprocalRank(rankBm25, l);
  }
  weighContent(base, query, labels, rows);
  rankNearest(labels, rows);
  return { labels, rows, none: probabilities[base.labels] ?? 0, nearestNegative: findNearestNegative(base, query) };
}

function scoreLabels(base: Base, query: Query, bm25: Float64Array, gramBm25: Float64Array): void {
  for (let i = 0; i < query.ids.length; i++) {
    const id = query.ids[i] ?? 0;
    const scores = i < query.grams ? bm25 : gramBm25;
    const to = base.labelStart[id + 1] ?? 0;
    for (let p = base.labelStart[id] ?? 0; p < to; p++) {
      const l = base.labelOf[p] ?? 0;
      scores[l] = (scores[l] ?? 0) + (base.labelWeight[p] ?? 0);
    }
  }
}

function sumIdf(base: Base, query: Query): number {
  let sum = 1;
  for (let i = 0; i < query.grams; i++) sum += base.idf[query.ids[i] ?? 0] ?? 0;
  return sum;
}

function takeBest(scores: Float64Array, labels: number, chosen: Set<number>): number[] {
  const best: number[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  for (let l = 0; l < labels; l++) {
    const score = scores[l] ?? 0;
    if (score === 0 || (best.length === CANDIDATES_EACH && score <= floor)) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score) at--;
    best.splice(at, 0, l);
    if (best.length > CANDIDATES_EACH) best.pop();
    floor = scores[best[best.length - 1] ?? 0] ?? 0;
  }
  for (const l of best) chosen.add(l);
  return best;
}

function reciprocalRank(ranked: readonly number[], label: number): number {
  const at = ranked.indexOf(label);
  return at < 0 ? 0 : 1 / (at + 1);
}

function weighTexts(base: Base, query: Query, present: Float32Array, label: number, rows: Float64Array, at: number): void {
  let bestWord = 0;
  let bestGram = 0;
  let bestBoth = 0;
  let second = 0;
  let third = 0;
  let precision = 0;
  let official = 0;
  for (let t = base.textsOf[label] ?? 0; t < (base.textsOf[label + 1] ?? 0); t++) {
    const from = base.rowStart[t] ?? 0;
    const middle = base.rowGrams[t] ?? 0;
    const to = base.rowStart[t + 1] ?? 0;
    let words = 0;
    for (let i = from; i < middle; i++) words += present[base.rows[i] ?? 0] ?? 0;
    let grams = 0;
    for (let i = middle; i < to; i++) grams += present[base.rows[i] ?? 0] ?? 0;
    const norm = base.rowWordNorm[t] ?? 1;
    const word = words / (norm * query.wordNorm);
    const gram = grams / ((base.rowGramNorm[t] ?? 1) * query.gramNorm);
    const both = (word + gram) / 2;
    if (word > bestWord) bestWord = word;
    if (gram > bestGram) bestGram = gram;
    if (base.rowOfficial[t] === 1 && both > official) official = both;
    if (both > bestBoth) {
      third = second;
      second = bestBoth;
      bestBoth = both;
      precision = words / (norm * norm);
    } else if (both > second) {
      third = second;
      second = both;
    } else if (both > third) third = both;
  }
  rows[at + 4] = bestWord;
  rows[at + 5] = bestGram;
  rows[at + 6] = (bestBoth + second + third) / 3;
  rows[at + 8] = bestBoth;
  rows[at + 9] = precision;
  rows[at + 11] = official;
}

function weighContent(base: Base, query: Query, labels: Int32Array, rows: Float64Array): void {
  const position = new Int32Array(base.labels).fill(-1);
  for (let k = 0; k < labels.length; k++) position[labels[k] ?? 0] = k;
  const mass = query.contentMass || 1;
  for (const id of query.content) {
    const share = (base.idf[id] ?? 0) / mass;
    for (let p = base.labelStart[id] ?? 0; p < (base.labelStart[id + 1] ?? 0); p++) {
      const k = position[base.labelOf[p] ?? 0] ?? -1;
      if (k >= 0) rows[k * EVIDENCE_WIDTH + 7] = (rows[k * EVIDENCE_WIDTH + 7] ?? 0) + share;
    }
    for (let p = base.answerStart[id] ?? 0; p < (base.answerStart[id + 1] ?? 0); p++) {
      const k = position[base.answerOf[p] ?? 0] ?? -1;
      if (k >= 0) rows[k * EVIDENCE_WIDTH + 10] = (rows[k * EVIDENCE_WIDTH + 10] ?? 0) + share;
    }
  }
}

function rankNearest(labels: Int32Array, rows: Float64Array): void {
  const order = Array.from(labels, (_, k) => k).sort(
    (a, b) => (rows[b * EVIDENCE_WIDTH + 8] ?? 0) - (rows[a * EVIDENCE_WIDTH + 8] ?? 0) || a - b,
  );
  order.forEach((k, rank) => {
    rows[k * EVIDENCE_WIDTH + 16] = 1 / (rank + 1);
  });
}

function findNearestNegative(base: Base, query: Query): number {
  const first = base.textsOf[base.labels] ?? 0;
  const count = (base.textsOf[base.labels + 1] ?? 0) - first;
  const words = new Float32Array(count);
  const grams = new Float32Array(count);
  for (let i = 0; i < query.ids.length; i++) {
    const id = query.ids[i] ?? 0;
    const sums = i < query.grams ? words : grams;
    const gain = (base.idf[id] ?? 0) ** 2;
    for (let p = base.negativeStart[id] ?? 0; p < (base.negativeStart[id + 1] ?? 0); p++) {
      const n = base.negativeOf[p] ?? 0;
      sums[n] = (sums[n] ?? 0) + gain;
    }
  }
  let best = 0;
  for (let n = 0; n < count; n++) {
    const word = (words[n] ?? 0) / ((base.rowWordNorm[first + n] ?? 1) * query.wordNorm);
    const gram = (grams[n] ?? 0) / ((base.rowGramNorm[first + n] ?? 1) * query.gramNorm);
    best = Math.max(best, (word + gram) / 2);
  }
  return best;
}
