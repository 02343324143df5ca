import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EMPTY_LEXICON, type TrainingSet } from '../../src/language/index.js';
import { readKnowledge } from './knowledge-set.js';
import { spoil } from './noise.js';
import { ENGINES, type Engine, type Learnt } from './peers.js';

const lineSchema = z.object({ text: z.string(), label: z.string().nullable(), split: z.enum(['train', 'test', 'oos']) });
type Line = z.infer<typeof lineSchema>;

const NOISE_SEEDS = ['1', '2', '3'];

/** A message and the labels that are right for it. */
export interface Question {
  text: string;
  labels: readonly string[];
}

/** One row of the table; shares in percent. */
export interface CorpusScore {
  engine: string;
  clean: number;
  /** With one typo per eight letters. */
  noisy: number;
  /** Right and above the score that 5 % of the off-topic lines exceed (0 when more than that have the highest score). */
  accepted: number;
  /** Wrong and above that score. */
  wrong: number;
  queriesPerSecond: number;
  learnMs: number;
  memoryMb: number;
}

/** Reads a labelled corpus: JSON lines `{ text, label, split: "train" | "test" | "oos" }`. */
export function readCorpus(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** The training lines as a set; `negatives` are the same background of off-topic talk for every engine that can use one. */
export function toTrainingSet(lines: readonly Line[], negatives: readonly string[]): TrainingSet {
  const byLabel = new Map<string, string[]>();
  for (const { text, label, split } of lines) {
    if (split !== 'train' || label === null) continue;
    const texts = byLabel.get(label);
    if (texts) texts.push(text);
    else byLabel.set(label, [text]);
  }
  const labels = [...byLabel].map(([id, utterances]) => ({
    id,
    question: '',
    title: '',
    utterances,
    answer: '',
    kind: 'entry' as const,
  }));
  return { labels, negatives, lexicon: EMPTY_LEXICON };
}

/** Trains one engine and tests it. */
export async function scoreEngine(
  engine: Engine,
  set: TrainingSet,
  test: readonly Question[],
  offTopic: readonly string[],
): Promise<CorpusScore> {
  const heap = process.memoryUsage().rss;
  const began = performance.now();
  const learnt = await engine.learn(set);
  const learnMs = performance.now() - began;
  const memoryMb = (process.memoryUsage().rss - heap) / 1e6;
  const threshold = await findThreshold(learnt, offTopic);
  const asking = performance.now();
  let clean = 0;
  let accepted = 0;
  let wrong = 0;
  for (const line of test) {
    const { label, score } = await learnt.ask(line.text);
    const right = label !== undefined && line.labels.includes(label);
    if (right) clean++;
    if (right && score > threshold) accepted++;
    if (!right && label !== undefined && score > threshold) wrong++;
  }
  const seconds = (performance.now() - asking) / 1000;
  let noisy = 0;
  for (const seed of NOISE_SEEDS)
    for (const [i, line] of test.entries()) {
      const { label } = await learnt.ask(spoil(line.text, 'per-eight', String(i), seed));
      if (label !== undefined && line.labels.includes(label)) noisy += 1 / NOISE_SEEDS.length;
    }
  const share = (n: number): number => (100 * n) / Math.max(test.length, 1);
  return {
    engine: engine.name,
    clean: share(clean),
    noisy: share(noisy),
    accepted: share(accepted),
    wrong: share(wrong),
    queriesPerSecond: test.length / seconds,
    learnMs,
    memoryMb,
  };
}

async function findThreshold(learnt: Learnt, offTopic: readonly string[]): Promise<number> {
  const scores: number[] = [];
  for (const text of offTopic) scores.push((await learnt.ask(text)).score);
  return scores.sort((a, b) => b - a)[Math.floor(scores.length * 0.05)] ?? 0;
}

/** The table of all engines on one set. */
export async function printTable(
  set: TrainingSet,
  test: readonly Question[],
  offTopic: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  print('engine          clean  noisy  right@5%  wrong@5%  queries/s  learn ms  memory MB');
  for (const engine of ENGINES) {
    const s = await scoreEngine(engine, set, test, offTopic);
    const shares = [s.clean, s.noisy, s.accepted, s.wrong].map((n, i) => n.toFixed(1).padStart(i < 2 ? 6 : 9));
    const costs = [s.queriesPerSecond, s.learnMs, s.memoryMb].map((n, i) => n.toFixed(0).padStart(i === 1 ? 9 : 10));
    print(s.engine.padEnd(15) + [...shares, ...costs].join(' '));
  }
}

/**
 * The tables of one corpus: with a background of off-topic talk (the negatives of our content, which share nothing with the
 * corpora; the peers that can use one get it too), and with nothing but the corpus.
 */
export async function benchCorpus(file: string, knowledge: string, print: (line: string) => void): Promise<void> {
  const lines = readCorpus(file);
  const background = readKnowledge(knowledge).negatives;
  const test = lines.flatMap((l) => (l.split === 'test' && l.label !== null ? [{ text: l.text, labels: [l.label] }] : []));
  const offTopic = lines.filter((l) => l.split === 'oos').map((l) => l.text);
  for (const negatives of [background, []]) {
    print(`${file}: ${negatives.length === 0 ? 'the corpus alone' : `with ${negatives.length} lines of off-topic background`}`);
    await printTable(toTrainingSet(lines, negatives), test, offTopic, print);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const file of process.argv.slice(2)) await benchCorpus(file, 'knowledge', (line) => process.stdout.write(`${line}\n`));
