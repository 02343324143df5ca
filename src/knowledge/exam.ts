import type { ActiveKnowledge } from './active-knowledge.js';
import type { ExamLine } from './schema.js';

/** What the assistant would do with a first message; the part of the public Decision that the exam looks at. */
export interface ExamDecision {
  kind: string;
  /** answer: the entry. */
  entry?: string;
  /** smalltalk: the intent. */
  intent?: string;
  confidence?: number;
  /** clarify: the entries offered. */
  offered?: readonly string[];
}

export type Decide = (text: string) => ExamDecision;
/** Port of the application: how a release decides on a message that begins a conversation. */
export type CreateDecider = (knowledge: ActiveKnowledge) => Decide;

/** A line that was not met. */
export interface ExamMiss {
  q: string;
  /** « fiche jumelage », « fallback », « smalltalk bye »… */
  expected: string;
  got: string;
  /** Of the wrong answer, 0..1; 0 when none was given. */
  confidence: number;
}

export interface Confusion {
  expected: string;
  got: string;
  count: number;
  examples: string[];
}

/** JSON-able: kept with the release. */
export interface ExamResult {
  lines: number;
  passed: number;
  /** By what is expected: entry, fallback, contact, dialog, smalltalk. */
  parts: Record<string, { lines: number; passed: number }>;
  /** Worst first: sure and wrong, then unsure. */
  misses: ExamMiss[];
  /** Most frequent first. */
  confusions: Confusion[];
}

/** Sits the exam. Time: about a millisecond or two a line. */
export function runExam(lines: readonly ExamLine[], decide: Decide): ExamResult {
  const parts: ExamResult['parts'] = {};
  const misses: ExamMiss[] = [];
  for (const line of lines) {
    const decision = decide(line.q);
    const name = 'entry' in line ? 'entry' : line.expect;
    const part = parts[name] ?? { lines: 0, passed: 0 };
    parts[name] = part;
    part.lines++;
    if (meets(line, decision)) part.passed++;
    else
      misses.push({
        q: line.q,
        expected: sayExpected(line),
        got: sayDecision(decision),
        confidence: round(decision.kind === 'answer' ? (decision.confidence ?? 1) : 0),
      });
  }
  misses.sort((a, b) => b.confidence - a.confidence);
  return { lines: lines.length, passed: lines.length - misses.length, parts, misses, confusions: countConfusions(misses) };
}

/** As runExam, resting between lines where `pause` wants to, so that a running service answers meanwhile. */
export async function runExamGently(
  lines: readonly ExamLine[],
  decide: Decide,
  pause: (done: number) => Promise<void>,
): Promise<ExamResult> {
  const decisions = new Map<string, ExamDecision>();
  for (const [index, { q }] of lines.entries()) {
    decisions.set(q, decide(q));
    await pause(index + 1);
  }
  return runExam(lines, (q) => decisions.get(q) ?? decide(q));
}

function meets(line: ExamLine, decision: ExamDecision): boolean {
  if ('entry' in line)
    return decision.kind === 'answer' && decision.entry !== undefined && [line.entry, ...line.or].includes(decision.entry);
  if (line.expect === 'smalltalk') {
    // Who asks for a person is served by a contact or a handoff, too.
    if (line.intent === 'human' && (decision.kind === 'contact' || decision.kind === 'handoff')) return true;
    return decision.kind === 'smalltalk' && decision.intent === line.intent;
  }
  return decision.kind === line.expect;
}

function sayExpected(line: ExamLine): string {
  if ('entry' in line) return `fiche ${[line.entry, ...line.or].join(' ou ')}`;
  return line.expect === 'smalltalk' ? `smalltalk ${line.intent}` : line.expect;
}

function sayDecision({ kind, entry, intent, offered }: ExamDecision): string {
  if (kind === 'answer') return `fiche ${entry ?? '?'}`;
  if (kind === 'clarify' && offered) return `choix entre ${offered.join(', ')}`;
  return intent === undefined ? kind : `${kind} ${intent}`;
}

function countConfusions(misses: readonly ExamMiss[]): Confusion[] {
  const found = new Map<string, Confusion>();
  for (const { expected, got, q } of misses) {
    const key = `${expected}\0${got}`;
    const confusion = found.get(key) ?? { expected, got, count: 0, examples: [] };
    confusion.count++;
    if (confusion.examples.length < 3) confusion.examples.push(q);
    found.set(key, confusion);
  }
  return [...found.values()].filter(({ count }) => count > 1).sort((a, b) => b.count - a.count);
}

/** The misses of `after` that `before` had passed, on the same lines. */
export function findLostLines(before: ExamResult, after: ExamResult): ExamMiss[] {
  const missed = new Set(before.misses.map(keyOf));
  return after.misses.filter((miss) => !missed.has(keyOf(miss)));
}

const keyOf = ({ q, expected }: ExamMiss) => `${q}\0${expected}`;
const round = (value: number) => Math.round(value * 1000) / 1000;
