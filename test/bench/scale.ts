import {
  loadModel,
  type Model,
  serialiseModel,
  type TrainingLabel,
  type TrainingSet,
  tokenise,
  trainModel,
  understand,
} from '../../src/language/index.js';
import { createRandom } from '../../src/language/random.js';
import { spoil } from './noise.js';
import { collectGarbage } from './peers.js';

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
  utterances: number;
  learnMs: number;
  modelMb: number;
  loadMs: number;
  /** What the loaded model holds: the bytes it was read from and the heap beside them. */
  memoryMb: number;
  median: number;
  p99: number;
  worst: number;
  /** The message that took longest. */
  worstText: string;
  /** Share, in percent, of the base's own utterances that are still found with a typo: what is left out for speed would show here. */
  found: number;
}

const SAMPLE = 500;

/** Learns the set, stores and loads the model, and asks it every question twice (the first round warms up). */
export async function measureScale(set: TrainingSet, questions: readonly string[]): Promise<ScaleScore> {
  const began = performance.now();
  const bytes = serialiseModel(trainModel(set));
  const learnMs = performance.now() - began;
  await collectGarbage();
  const before = process.memoryUsage();
  const loading = performance.now();
  const model = loadModel(bytes);
  const loadMs = performance.now() - loading;
  await collectGarbage();
  const after = process.memoryUsage();
  const memoryMb = (bytes.length + after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  const times: { text: string; ms: number }[] = [];
  for (const round of [0, 1])
    for (const text of questions) {
      const asked = performance.now();
      understand(model, text);
      if (round === 1) times.push({ text, ms: performance.now() - asked });
    }
  times.sort((a, b) => a.ms - b.ms);
  const worst = times.at(-1);
  return {
    labels: set.labels.length,
    utterances: set.labels.reduce((sum, label) => sum + label.utterances.length, 0),
    learnMs,
    modelMb: bytes.length / 1e6,
    loadMs,
    memoryMb,
    median: times[times.length >> 1]?.ms ?? 0,
    p99: times[Math.floor(times.length * 0.99)]?.ms ?? 0,
    worst: worst?.ms ?? 0,
    worstText: worst?.text ?? '',
    found: findWithTypo(model, set),
  };
}

/** Asks for some of the set's own utterances with a typo each. */
function findWithTypo(model: Model, set: TrainingSet): number {
  const random = createRandom(SAMPLE);
  let right = 0;
  for (let i = 0; i < SAMPLE; i++) {
    const label = set.labels[Math.floor(random() * set.labels.length)];
    const text = label?.utterances[Math.floor(random() * label.utterances.length)] ?? '';
    if (understand(model, spoil(text, 'one-typo', String(i))).candidates[0]?.label === label?.id) right++;
  }
  return (100 * right) / SAMPLE;
}

/** Our own base beside a generated one of `count` entries, asked the same questions in one run. */
export async function printScale(
  set: TrainingSet,
  questions: readonly string[],
  count: number,
  print: (line: string) => void,
): Promise<void> {
  print(
    'base             labels  utterances  learn s  model MB  load ms  memory MB  median ms  p99 ms  worst ms  found with a typo',
  );
  const scores = [await measureScale(set, questions), await measureScale(generateSet(set, count), questions)] as const;
  for (const [name, s] of [
    ['our own', scores[0]],
    ['generated', scores[1]],
  ] as const) {
    const cells = [
      String(s.labels).padStart(8),
      String(s.utterances).padStart(11),
      (s.learnMs / 1000).toFixed(1).padStart(8),
      s.modelMb.toFixed(1).padStart(9),
      s.loadMs.toFixed(0).padStart(8),
      s.memoryMb.toFixed(0).padStart(10),
      s.median.toFixed(2).padStart(10),
      s.p99.toFixed(2).padStart(7),
      s.worst.toFixed(2).padStart(9),
      `${s.found.toFixed(1)} %`.padStart(18),
    ];
    print(name.padEnd(15) + cells.join(' '));
  }
  const [own, generated] = scores;
  print(
    `generated to own: median × ${(generated.median / own.median).toFixed(2)}, p99 × ${(generated.p99 / own.p99).toFixed(2)} (at most 3 each)`,
  );
  print(`slowest of our own: « ${own.worstText} »`);
}
