import {
  loadModel,
  serialiseModel,
  type TrainingLabel,
  type TrainingSet,
  tokenise,
  trainModel,
  understand,
} from '../../src/language/index.js';
import { createRandom } from '../../src/language/random.js';

/** A base of `count` entries made of the words of a real one, each with a few words of its own: for measuring speed, not quality. */
export function generateSet(real: TrainingSet, count: number, utterances = 5): TrainingSet {
  const random = createRandom(count);
  const words = real.labels.flatMap((label) => label.utterances.flatMap(tokenise));
  const pick = (): string => words[Math.floor(random() * words.length)] ?? 'ville';
  const make = (own: readonly string[]): string => {
    const mine = own[Math.floor(random() * own.length)] ?? '';
    return [pick(), pick(), mine, pick(), pick(), pick(), own[0] ?? '', pick()].join(' ');
  };
  const labels = Array.from({ length: count }, (_, i): TrainingLabel => {
    const own = [pick(), pick(), `${pick().slice(0, 4)}${pick().slice(-3)}`, pick()];
    return {
      id: `entry-${i}`,
      title: own.join(' '),
      question: make(own),
      answer: Array.from({ length: 8 }, () => make(own)).join('. '),
      kind: 'entry',
      utterances: Array.from({ length: utterances }, () => make(own)),
    };
  });
  return { ...real, labels };
}

/** Times in milliseconds, sizes in megabytes. */
export interface ScaleScore {
  labels: number;
  learnMs: number;
  modelMb: number;
  loadMs: number;
  heapMb: number;
  median: number;
  p99: number;
}

/** Learns the set, stores and loads the model, and asks it every question twice (the first round warms up). */
export function measureScale(set: TrainingSet, questions: readonly string[]): ScaleScore {
  const began = performance.now();
  const bytes = serialiseModel(trainModel(set));
  const learnMs = performance.now() - began;
  const before = process.memoryUsage();
  const loading = performance.now();
  const model = loadModel(bytes);
  const loadMs = performance.now() - loading;
  const times: number[] = [];
  for (const round of [0, 1])
    for (const question of questions) {
      const asked = performance.now();
      understand(model, question);
      if (round === 1) times.push(performance.now() - asked);
    }
  times.sort((a, b) => a - b);
  const after = process.memoryUsage();
  const heapMb = (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6;
  return {
    labels: set.labels.length,
    learnMs,
    modelMb: bytes.length / 1e6,
    loadMs,
    heapMb,
    median: times[times.length >> 1] ?? 0,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}
