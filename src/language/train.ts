import { type Doubts, fromCalibration } from './calibration.js';
import type { StemCache } from './features.js';
import { createTable } from './hashing.js';
import { weighHeldOut } from './held-out.js';
import { learnDoubt, learnOrder } from './learn.js';
import { compileLexicon } from './lexicon.js';
import type { Model } from './model.js';
import { normalise } from './normalise.js';
import { collectStems, countWords, type Prepared, prepareTexts } from './prepare.js';
import { type Answers, buildRanker } from './ranker.js';
import { exactKey, readWords } from './read.js';
import { createSpeller } from './spell.js';
import type { TrainingOptions, TrainingSet } from './types.js';

/** Learns a model. Pure and deterministic: the same set and seed give the same model on the same machine. */
export function trainModel(set: TrainingSet, options: TrainingOptions = {}): Model {
  const seed = options.seed ?? 1;
  const lexicon = compileLexicon(set.lexicon);
  const cache: StemCache = new Map();
  const texts = prepareTexts(set, lexicon, cache);
  const answers: Answers = set.labels.map((l) => (l.answer === '' ? undefined : collectStems(l.answer, lexicon)));
  const speller = createSpeller(countWords(set, texts));
  const intents = Uint8Array.from(set.labels, (l) => (l.kind === 'intent' ? 1 : 0));
  const learnDoubts = (): Doubts => {
    const held = weighHeldOut({ texts, answers, intents, speller, lexicon, cache, seed });
    const reranker = learnOrder(held, set.labels.length);
    return { reranker, ...learnDoubt(held, reranker, set.labels.length) };
  };
  const { reranker, confidence, scope } = (options.calibration && fromCalibration(options.calibration)) ?? learnDoubts();
  return {
    labels: set.labels.map((l) => ({ id: l.id, kind: l.kind, topic: readWords(normalise(`${l.title} ${l.question}`), lexicon) })),
    lexicon: set.lexicon,
    compiled: lexicon,
    speller,
    ranker: buildRanker(texts, answers, intents, seed),
    reranker,
    confidence,
    scope,
    exact: indexExact(texts),
  };
}

function indexExact(texts: readonly Prepared[]): Model['exact'] {
  const labelOf = new Map<number, number>();
  for (const text of texts) {
    const key = exactKey(text.words);
    if (!labelOf.has(key)) labelOf.set(key, text.label);
  }
  const table = createTable([...labelOf.keys()]);
  const labels = [...labelOf.values()];
  return { keys: table.keys, ids: table.ids.map((i, slot) => (table.keys[slot] === 0 ? 0 : (labels[i] ?? 0))) };
}
