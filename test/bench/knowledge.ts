import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TrainingSet } from '../../src/language/index.js';
import { createRandom } from './geography.js';
import { type EvaluationLine, readEvaluation, readKnowledge } from './knowledge-set.js';
import { type Noise, spoil } from './noise.js';
import { collectGarbage, ENGINES, type Engine, type Learnt, OURS } from './peers.js';

const NOISES: readonly Noise[] = ['one-typo', 'two-typos', 'no-accent', 'no-apostrophe'];
const SEEDS = ['1', '2', '3'];

/** Share of the off-topic lines that may get an answer: the same policy for every engine. */
const FALSE_ANSWERS = 0.05;

/**
 * Our engine and the peers on our own content and exam: first answer right, clean and spoilt; right and wrong among what is
 * answered when 5 % of the off-topic lines are; cost of a query. Then ours with every entry's utterances halved at random.
 */
export async function measureKnowledge(print: (line: string) => void): Promise<void> {
  const lines = readEvaluation('knowledge');
  const set = readKnowledge('knowledge');
  for (const [name, learnt, engines] of [
    ['all utterances', set, ENGINES],
    ['utterances halved at random', halve(set), [OURS]],
  ] as const) {
    const count = learnt.labels.reduce((sum, label) => sum + label.utterances.length, 0);
    print(`${name}: ${count} utterances, ${learnt.labels.length} labels`);
    print(
      `engine         lines  clean ${NOISES.map((noise) => noise.padStart(13)).join(' ')}  right@5%  wrong@5%  queries/s  learnt in s  memory MB`,
    );
    for (const engine of engines) print(await measureEngine(engine, learnt, lines));
  }
}

/** One row of the table. */
async function measureEngine(engine: Engine, set: TrainingSet, all: readonly EvaluationLine[]): Promise<string> {
  const lines = all.filter((_, index) => index % (engine.sample ?? 1) === 0);
  await collectGarbage();
  const before = process.memoryUsage();
  const began = performance.now();
  const learnt = await engine.learn(set);
  const seconds = (performance.now() - began) / 1000;
  await collectGarbage();
  const after = process.memoryUsage();
  const memory = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  const inside = lines.filter((line) => line.labels.length > 0);
  const clean = await scoreFirst(learnt, inside, (line) => line.q);
  const spoilt: number[] = [];
  for (const noise of NOISES) {
    const scores: number[] = [];
    // What is asked a sample only is asked it once: the error of the sample is larger than that of the noise.
    for (const seed of engine.sample ? SEEDS.slice(0, 1) : SEEDS)
      scores.push((await scoreFirst(learnt, inside, (line) => spoil(line.q, noise, line.q, seed))).right);
    spoilt.push(scores.reduce((a, b) => a + b, 0) / scores.length);
  }
  const threshold = await findThreshold(
    learnt,
    lines.filter((line) => line.labels.length === 0),
  );
  const accepted = clean.asked.filter(({ score }) => score > threshold);
  const share = (count: number) => ((100 * count) / inside.length).toFixed(1).padStart(9);
  return [
    engine.name.padEnd(14),
    String(lines.length).padStart(5),
    ` ${clean.right.toFixed(1)}`,
    ...spoilt.map((score) => score.toFixed(1).padStart(13)),
    share(accepted.filter(({ right }) => right).length),
    share(accepted.filter(({ right }) => !right).length),
    clean.perSecond.toFixed(clean.perSecond < 10 ? 2 : 0).padStart(10),
    seconds.toFixed(1).padStart(12),
    memory.toFixed(0).padStart(10),
  ].join(' ');
}

async function scoreFirst(learnt: Learnt, lines: readonly EvaluationLine[], read: (line: EvaluationLine) => string) {
  const asked: { right: boolean; score: number }[] = [];
  const began = performance.now();
  for (const line of lines) {
    const { label, score } = await learnt.ask(read(line));
    asked.push({ right: label !== undefined && line.labels.includes(label), score });
  }
  const seconds = (performance.now() - began) / 1000;
  return { asked, right: (100 * asked.filter(({ right }) => right).length) / lines.length, perSecond: lines.length / seconds };
}

async function findThreshold(learnt: Learnt, offTopic: readonly EvaluationLine[]): Promise<number> {
  const scores: number[] = [];
  for (const line of offTopic) scores.push((await learnt.ask(line.q)).score);
  scores.sort((a, b) => b - a);
  return scores[Math.floor(scores.length * FALSE_ANSWERS)] ?? 0;
}

function halve(set: TrainingSet): TrainingSet {
  const random = createRandom(7);
  return {
    ...set,
    labels: set.labels.map((label) =>
      label.kind === 'entry' ? { ...label, utterances: label.utterances.filter(() => random() < 0.5) } : label,
    ),
  };
}

/** A line of an exam by content: every group of `must` matches in some alternative, none of `mustNot` does. Patterns are the exam's own. */
const lineSchema = z.object({
  q: z.string(),
  must: z.array(z.array(z.string())).default([]),
  mustNot: z.array(z.string()).default([]),
});

const toPlain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").replace(/œ/g, 'oe').replace(/æ/g, 'ae').toLowerCase();

/** Says which exam lines the content cannot answer whatever the engine does: no single entry has what they ask for. */
export function listUncovered(folder: string, exam: string | undefined, print: (line: string) => void): void {
  const { labels } = readKnowledge(folder);
  const ids = new Set(labels.map((label) => label.id));
  const own = readEvaluation(folder).filter((line) => line.kind === 'entry');
  report(
    'our own exam',
    own.length,
    own.filter((line) => !line.labels.some((id) => ids.has(id))).map((line) => line.q),
    print,
  );
  if (exam === undefined) return;
  const replies = labels
    .filter((label) => label.kind === 'entry')
    .map((label) => toPlain(`${label.title}\n${label.answer.split(/^\s*(?:Détails|Pour : .*)$/m)[0] ?? ''}`));
  const lines = readFileSync(exam, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
  const covered = ({ must, mustNot }: z.infer<typeof lineSchema>): boolean =>
    replies.some(
      (reply) =>
        must.every((group) => group.some((pattern) => new RegExp(pattern).test(reply))) &&
        !mustNot.some((pattern) => new RegExp(pattern).test(reply)),
    );
  report(
    exam,
    lines.length,
    lines.filter((line) => !covered(line)).map((line) => line.q),
    print,
  );
}

function report(name: string, count: number, missing: readonly string[], print: (line: string) => void): void {
  print(`${name}: no single entry covers ${missing.length} of ${count} lines`);
  for (const question of missing) print(`  « ${question} »`);
}
