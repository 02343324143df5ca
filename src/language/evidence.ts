import type { Base } from './base.js';
import { addPostponed, findFirst, findPosting, GRAM_POSTINGS, SEARCH_COST, scoreLabels, WORD_POSTINGS } from './postings.js';
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
  scratch: Scratch;
}

/**
 * Arrays as long as the base, used again for every message: allocating them cost more than what is computed in them. Only
 * `weigh` sees what is in them; it runs to its end before anyone else runs.
 */
export interface Scratch {
  bm25: Float64Array;
  gramBm25: Float64Array;
  classes: Float64Array;
  probabilities: Float64Array;
  /** Per label: its place among the candidates, or -1. */
  place: Int32Array;
  /** Per text: the squared idf of the words, and of the n-grams, that it shares with the message. */
  words: Float64Array;
  grams: Float64Array;
}

/** Scratch arrays for one base. */
export function createScratch(base: Base): Scratch {
  return {
    bm25: new Float64Array(base.labels),
    gramBm25: new Float64Array(base.labels),
    classes: new Float64Array(base.labels + 1),
    probabilities: new Float64Array(base.labels + 1),
    place: new Int32Array(base.labels).fill(-1),
    words: new Float64Array(base.official.length),
    grams: new Float64Array(base.official.length),
  };
}

const CANDIDATES_EACH = 10;

/** Gathers the candidates of every ranker and weighs each. */
export function weigh(ranker: Ranker, query: Query): Evidence {
  const { base, scratch } = ranker;
  const { bm25, gramBm25, classes, probabilities } = scratch;
  const postponedWords = scoreLabels(base, query, 0, query.grams, WORD_POSTINGS, bm25);
  const postponedGrams = scoreLabels(base, query, query.grams, query.ids.length, GRAM_POSTINGS, gramBm25);
  classes.fill(0);
  probabilities.fill(0);
  if (ranker.classifier) {
    scoreClasses(ranker.classifier, query.ids, query.values, query.ids.length, classes);
    probabilities.set(classes);
    toProbabilities(probabilities);
  }
  const chosen = new Set<number>();
  let rankBm25 = takeBest(bm25, base.labels, chosen);
  takeBest(gramBm25, base.labels, chosen);
  const rankClassifier = ranker.classifier && query.ids.length > 0 ? takeBest(classes, base.labels, chosen) : [];
  const labels = Int32Array.from(chosen).sort();
  addPostponed(base, postponedWords, labels, bm25);
  addPostponed(base, postponedGrams, labels, gramBm25);
  if (postponedWords.length > 0) rankBm25 = rankBm25.sort((a, b) => (bm25[b] ?? 0) - (bm25[a] ?? 0) || a - b);
  const rows = new Float64Array(labels.length * EVIDENCE_WIDTH);
  addShared(base, query, labels, scratch);
  const self = sumIdf(base, query);
  for (let k = 0; k < labels.length; k++) {
    const l = labels[k] ?? 0;
    const at = k * EVIDENCE_WIDTH;
    rows[at] = classes[l] ?? 0;
    rows[at + 1] = Math.log((probabilities[l] ?? 0) + 1e-6);
    rows[at + 2] = (bm25[l] ?? 0) / self;
    rows[at + 3] = (gramBm25[l] ?? 0) / (query.ids.length - query.grams + 1);
    weighTexts(base, query, scratch, l, rows, at);
    rows[at + 12] = ranker.intents[l] ?? 0;
    rows[at + 13] = (ranker.intents[l] ?? 0) / (1 + query.contentCount);
    rows[at + 14] = reciprocalRank(rankClassifier, l);
    rows[at + 15] = reciprocalRank(rankBm25, l);
  }
  weighContent(base, query, labels, scratch.place, rows);
  rankNearest(labels, rows);
  return { labels, rows, none: probabilities[base.labels] ?? 0, nearestNegative: findNearestNegative(base, query, scratch) };
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

/** Sums up what the message shares with each text of the candidates, and with each negative. */
function addShared(base: Base, query: Query, labels: Int32Array, scratch: Scratch): void {
  const { labelStart, labelOf, negativeStart, negativeOf } = base;
  const { words, grams, place } = scratch;
  const firstNegative = base.textsOf[base.labels] ?? 0;
  // Only what is read afterwards.
  const clear = (label: number): void => {
    words.fill(0, base.textsOf[label], base.textsOf[label + 1]);
    grams.fill(0, base.textsOf[label], base.textsOf[label + 1]);
  };
  clear(base.labels);
  for (const label of labels) {
    clear(label);
    place[label] = 0;
  }
  for (let i = 0; i < query.ids.length; i++) {
    const id = query.ids[i] ?? 0;
    const sums = i < query.grams ? words : grams;
    const gain = (base.idf[id] ?? 0) ** 2;
    const from = labelStart[id] ?? 0;
    const to = labelStart[id + 1] ?? 0;
    if (to - from > SEARCH_COST * labels.length) {
      let p = from;
      for (const label of labels) {
        p = findFirst(labelOf, p, to, label);
        if (p < to && labelOf[p] === label) addToTexts(base, p, label, gain, sums);
      }
    } else
      for (let p = from; p < to; p++) {
        const label = labelOf[p] ?? 0;
        if ((place[label] ?? -1) >= 0) addToTexts(base, p, label, gain, sums);
      }
    const end = negativeStart[id + 1] ?? 0;
    for (let p = negativeStart[id] ?? 0; p < end; p++) {
      const t = firstNegative + (negativeOf[p] ?? 0);
      sums[t] = (sums[t] ?? 0) + gain;
    }
  }
  for (const label of labels) place[label] = -1;
}

/** Adds to the texts of a label that have a feature. */
function addToTexts(base: Base, posting: number, label: number, gain: number, sums: Float64Array): void {
  const { labelTexts, textOf } = base;
  const first = base.textsOf[label] ?? 0;
  const end = labelTexts[posting + 1] ?? 0;
  for (let q = labelTexts[posting] ?? 0; q < end; q++) {
    const t = first + (textOf[q] ?? 0);
    sums[t] = (sums[t] ?? 0) + gain;
  }
}

function weighTexts(base: Base, query: Query, shared: Scratch, label: number, rows: Float64Array, at: number): void {
  const last = base.textsOf[label + 1] ?? 0;
  let bestWord = 0;
  let bestGram = 0;
  let bestBoth = 0;
  let second = 0;
  let third = 0;
  let precision = 0;
  let official = 0;
  for (let t = base.textsOf[label] ?? 0; t < last; t++) {
    const words = shared.words[t] ?? 0;
    const norm = base.wordNorm[t] ?? 1;
    const word = words / (norm * query.wordNorm);
    const gram = (shared.grams[t] ?? 0) / ((base.gramNorm[t] ?? 1) * query.gramNorm);
    const both = (word + gram) / 2;
    if (word > bestWord) bestWord = word;
    if (gram > bestGram) bestGram = gram;
    if (base.official[t] === 1 && both > official) official = both;
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

function weighContent(base: Base, query: Query, labels: Int32Array, place: Int32Array, rows: Float64Array): void {
  for (let k = 0; k < labels.length; k++) place[labels[k] ?? 0] = k;
  const mass = query.contentMass || 1;
  for (const id of query.content) {
    const share = (base.idf[id] ?? 0) / mass;
    addShare(base.labelOf, base.labelStart[id] ?? 0, base.labelStart[id + 1] ?? 0, labels, place, share, rows, 7);
    addShare(base.answerOf, base.answerStart[id] ?? 0, base.answerStart[id + 1] ?? 0, labels, place, share, rows, 10);
  }
  for (const label of labels) place[label] = -1;
}

/** Adds `share` to a column of the candidates that a list names: the list is run through, or searched when it is long. */
function addShare(
  list: Uint16Array,
  from: number,
  to: number,
  labels: Int32Array,
  place: Int32Array,
  share: number,
  rows: Float64Array,
  column: number,
): void {
  if (to - from > SEARCH_COST * labels.length)
    for (let k = 0; k < labels.length; k++) {
      if (findPosting(list, from, to, labels[k] ?? 0) < 0) continue;
      rows[k * EVIDENCE_WIDTH + column] = (rows[k * EVIDENCE_WIDTH + column] ?? 0) + share;
    }
  else
    for (let p = from; p < to; p++) {
      const k = place[list[p] ?? 0] ?? -1;
      if (k >= 0) rows[k * EVIDENCE_WIDTH + column] = (rows[k * EVIDENCE_WIDTH + column] ?? 0) + share;
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

function findNearestNegative(base: Base, query: Query, { words, grams }: Scratch): number {
  let best = 0;
  for (let t = base.textsOf[base.labels] ?? 0; t < words.length; t++) {
    const word = (words[t] ?? 0) / ((base.wordNorm[t] ?? 1) * query.wordNorm);
    const gram = (grams[t] ?? 0) / ((base.gramNorm[t] ?? 1) * query.gramNorm);
    const both = (word + gram) / 2;
    if (both > best) best = both;
  }
  return best;
}
