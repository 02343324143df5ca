import { type ExamResult, runExam } from '../knowledge/exam.js';
import { FOLDER, type KbCommand, type KbDeps, openSide } from './kb-command.js';
import type { CommandIo } from './run-commands.js';

const partNames: Record<string, string> = {
  entry: 'fiches',
  fallback: 'hors sujet',
  contact: 'contacts',
  dialog: 'dialogue',
  smalltalk: 'conversation',
};

async function sit(name: string, io: CommandIo, deps: KbDeps): Promise<ExamResult | undefined> {
  const knowledge = await openSide(name, io, deps);
  return knowledge && runExam(knowledge.base.exam, deps.createDecider(knowledge));
}

/** `exam [version]` */
export const runExamCommand: KbCommand = async ([name = FOLDER], options, io, deps) => {
  const result = await sit(name, io, deps);
  if (!result) return 1;
  if (options.json) io.out(JSON.stringify(result, null, 2));
  else printExam(result, io);
  const least = Number(options.min ?? 0);
  if (!(result.passed * 100 < result.lines * least)) return 0;
  io.err(`Moins de ${least} % : examen manqué.`);
  return 1;
};

/** `confusions [version]`: every pair, where `exam` shows the first ones. */
export const runConfusions: KbCommand = async ([name = FOLDER], options, io, deps) => {
  const result = await sit(name, io, deps);
  if (!result) return 1;
  if (options.json) io.out(JSON.stringify(result.confusions, null, 2));
  else printConfusions(result, io, Number.POSITIVE_INFINITY);
  return 0;
};

/** The result in words: by part, worst misses, most confused pairs. */
export function printExam(result: ExamResult, io: CommandIo): void {
  io.out(`Examen : ${share(result)}`);
  for (const [name, part] of Object.entries(result.parts)) io.out(`  ${(partNames[name] ?? name).padEnd(14)}${share(part)}`);
  if (result.misses.length > 0) io.out('Les plus graves :');
  for (const { q, expected, got, confidence } of result.misses.slice(0, 20)) {
    io.out(
      `  « ${shorten(q)} » : attendu ${expected}, obtenu ${got}${confidence > 0 ? ` (sûr à ${Math.round(confidence * 100)} %)` : ''}`,
    );
  }
  printConfusions(result, io, 10);
}

function printConfusions({ confusions }: ExamResult, io: CommandIo, most: number): void {
  io.out(confusions.length > 0 ? 'Les plus confondues :' : 'Aucune confusion répétée.');
  for (const { expected, got, count, examples } of confusions.slice(0, most)) {
    io.out(`  ${count} fois : attendu ${expected}, obtenu ${got} (« ${examples.map(shorten).join(' », « ')} »)`);
  }
}

const share = ({ passed, lines }: { passed: number; lines: number }) =>
  `${passed} sur ${lines} (${((100 * passed) / Math.max(1, lines)).toFixed(1).replace('.', ',')} %)`;
const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 97)}…` : text);
