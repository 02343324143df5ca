import { pathToFileURL } from 'node:url';
import { type Model, type TrainingSet, trainModel, type Understanding, understand } from '../../src/language/index.js';
import { createRandom } from '../../src/language/random.js';
import { printTable } from './corpus.js';
import { type EvaluationLine, readEvaluation, readKnowledge } from './knowledge-set.js';
import { type Noise, spoil } from './noise.js';

const NOISES: readonly Noise[] = ['one-typo', 'two-typos', 'no-accent', 'no-apostrophe'];
const THRESHOLDS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7];
const SEEDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

interface Result {
  line: EvaluationLine;
  found: Understanding;
  right: boolean;
}

type Print = (line: string) => void;

const percent = (part: number, whole: number): string => ((100 * part) / Math.max(whole, 1)).toFixed(1);

function ask(
  model: Model,
  lines: readonly EvaluationLine[],
  change: (line: EvaluationLine, i: number) => string = (l) => l.q,
): Result[] {
  return lines.map((line, i) => {
    const found = understand(model, change(line, i));
    return { line, found, right: line.labels.includes(found.candidates[0]?.label ?? '') };
  });
}

const countRight = (results: readonly Result[]): number => results.filter((r) => r.right).length;

/** A random half of every entry's utterances: does it generalise, or memorise? */
export function halveUtterances(set: TrainingSet, seed: number): TrainingSet {
  const random = createRandom(seed);
  return {
    ...set,
    labels: set.labels.map((l) => (l.kind === 'entry' ? { ...l, utterances: l.utterances.filter(() => random() < 0.5) } : l)),
  };
}

/** Top-1 by kind, noise, halved utterances, thresholds, calibration and the confusions, on the evaluation of a content folder. */
export function benchUnderstanding(folder: string, print: Print): void {
  const set = readKnowledge(folder);
  const lines = readEvaluation(folder);
  const entries = lines.filter((l) => l.kind === 'entry');
  const model = trainModel(set);
  const results = ask(model, lines);
  for (const kind of ['entry', 'intent', 'contact', 'dialog'] as const) {
    const of = results.filter((r) => r.line.kind === kind);
    print(`${kind}: ${percent(countRight(of), of.length)} % of ${of.length} right first`);
  }
  for (const noise of NOISES) {
    const seeds = noise.endsWith('typo') || noise.endsWith('typos') ? SEEDS : ['1'];
    const right = seeds.reduce(
      (sum, seed) => sum + countRight(ask(model, entries, (l, i) => spoil(l.q, noise, String(i), seed))),
      0,
    );
    print(`entry, ${noise}: ${percent(right, entries.length * seeds.length)} %`);
  }
  const halved = trainModel(halveUtterances(set, 1));
  print(`entry, utterances halved at random: ${percent(countRight(ask(halved, entries)), entries.length)} %`);
  printThresholds(results, print);
  printCalibration(results, print);
  printConfusions(results, print);
}

function printThresholds(results: readonly Result[], print: Print): void {
  const entries = results.filter((r) => r.line.kind === 'entry');
  const offTopic = results.filter((r) => r.line.kind === 'fallback');
  print('answer at confidence >=   right   wrong   off-topic answered');
  for (const t of THRESHOLDS) {
    const answered = (r: Result): boolean => r.found.candidates[0]?.kind === 'entry' && r.found.candidates[0].confidence >= t;
    const right = entries.filter((r) => answered(r) && r.right).length;
    const wrong = entries.filter((r) => answered(r) && !r.right).length;
    const cells = [
      percent(right, entries.length),
      percent(wrong, entries.length),
      percent(offTopic.filter(answered).length, offTopic.length),
    ];
    print(`${t.toFixed(2).padStart(23)} ${cells.map((c) => c.padStart(7)).join(' ')}`);
  }
}

function printCalibration(results: readonly Result[], print: Print): void {
  print('confidence said -> share right');
  for (let bin = 0; bin < 10; bin++) {
    const of = results.filter((r) => Math.min(9, Math.floor((r.found.candidates[0]?.confidence ?? 0) * 10)) === bin);
    if (of.length > 0) print(`  ${bin / 10}–${(bin + 1) / 10}: ${percent(countRight(of), of.length)} % of ${of.length}`);
  }
}

function printConfusions(results: readonly Result[], print: Print): void {
  const pairs = new Map<string, string[]>();
  for (const { line, found, right } of results) {
    if (right || line.kind === 'fallback') continue;
    const key = `${line.labels[0] ?? ''} read as ${found.candidates[0]?.label ?? 'nothing'}`;
    pairs.set(key, [...(pairs.get(key) ?? []), line.q]);
  }
  print('confusions, most frequent first');
  for (const [pair, questions] of [...pairs].sort((a, b) => b[1].length - a[1].length).slice(0, 60))
    print(`  ${questions.length} × ${pair}: « ${questions[0] ?? ''} »`);
}

/** Ours and the peers, taught with the same content and asked the same evaluation. */
export async function benchPeers(folder: string, print: Print): Promise<void> {
  const lines = readEvaluation(folder);
  const test = lines.filter((l) => l.kind === 'entry').map((l) => ({ text: l.q, labels: l.labels }));
  await printTable(
    readKnowledge(folder),
    test,
    lines.filter((l) => l.kind === 'fallback').map((l) => l.q),
    print,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const print: Print = (line) => void process.stdout.write(`${line}\n`);
  if (process.argv[2] === 'peers') await benchPeers('knowledge', print);
  else benchUnderstanding('knowledge', print);
}
