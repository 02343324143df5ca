import { type Base, buildBase } from './base.js';
import { createScratch, type Ranker } from './evidence.js';
import type { Prepared } from './prepare.js';
import { createQuery } from './query.js';
import { type Classifier, type SparseRows, trainSoftmax } from './softmax.js';

/** Beyond this many labels a dense classifier costs more than it brings: the indexes rank alone. */
const MAX_CLASSES = 600;

/** Content stems of each label's answer. */
export type Answers = readonly (Uint32Array | undefined)[];

/** Builds the indexes and trains the classifier over texts ordered by label. */
export function buildRanker(texts: readonly Prepared[], answers: Answers, intents: Uint8Array, seed: number): Ranker {
  const base = buildBase(texts, answers, intents.length);
  const classifier = intents.length <= MAX_CLASSES ? trainClassifier(base, texts, seed) : undefined;
  return { base, classifier, intents, scratch: createScratch(base) };
}

function trainClassifier(base: Base, texts: readonly Prepared[], seed: number): Classifier {
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
    keys: Uint32Array.from(texts, (t) => t.key),
    importance: new Float32Array(texts.length).fill(1),
  };
  return trainSoftmax(rows, { classes: base.labels + 1, features: base.features, epochs: 3, rate: 5, decay: 2e-6, seed });
}
