import { type Base, buildBase } from './base.js';
import type { Ranker } from './evidence.js';
import type { Prepared } from './prepare.js';
import { createQuery } from './query.js';
import { type Classifier, type SparseRows, trainSoftmax } from './softmax.js';

/** Beyond this many labels a dense classifier costs more than it brings: the indexes rank alone. */
const MAX_CLASSES = 600;

/** What is known of the answers. */
export interface Answers {
  /** Content stems of each label's answer. */
  stems: readonly (Uint32Array | undefined)[];
  sentences: readonly Prepared[];
}

/** Weight of a sentence of an answer beside an utterance. */
const SENTENCE_WEIGHT = Number(process.env.SW ?? 0);

/** Builds the indexes and trains the classifier over texts ordered by label. */
export function buildRanker(texts: readonly Prepared[], answers: Answers, intents: Uint8Array, seed: number): Ranker {
  const base = buildBase(texts, answers.stems, intents.length);
  const classifier = intents.length <= MAX_CLASSES ? trainClassifier(base, [...texts, ...answers.sentences], texts.length, seed) : undefined;
  return { base, classifier, intents };
}

function trainClassifier(base: Base, texts: readonly Prepared[], sentencesFrom: number, seed: number): Classifier {
  const start = new Int32Array(texts.length + 1);
  const ids: number[] = [];
  const values: number[] = [];
  texts.forEach((text, t) => {
    const query = createQuery(base, text.features);
    ids.push(...query.ids);
    values.push(...query.values);
    start[t + 1] = ids.length;
  });
  const rows: SparseRows = {
    start,
    ids: Uint32Array.from(ids),
    values: Float32Array.from(values),
    label: Uint16Array.from(texts, (t) => t.label),
    importance: Float32Array.from(texts, (_, t) => (t < sentencesFrom ? 1 : SENTENCE_WEIGHT)),
  };
  return trainSoftmax(rows, { classes: base.labels + 1, features: base.features, epochs: Number(process.env.EP ?? 4), rate: 3, decay: 2e-6, seed });
}

