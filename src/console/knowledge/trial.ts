/** What trying a draft found: kept with the version of the draft that was tried. */
import { z } from 'zod';
import type { ExamMiss, ExamResult } from '../../knowledge/exam.js';
import type { DraftRecord } from './draft-store.js';

const missSchema = z.object({ q: z.string(), expected: z.string(), got: z.string(), confidence: z.number() });
const examSchema: z.ZodType<ExamResult> = z.object({
  lines: z.number(),
  passed: z.number(),
  parts: z.record(z.string(), z.object({ lines: z.number(), passed: z.number() })),
  misses: z.array(missSchema),
  confusions: z.array(z.object({ expected: z.string(), got: z.string(), count: z.number(), examples: z.array(z.string()) })),
});
const problemSchema = z.object({
  file: z.string(),
  line: z.number().optional(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});

/** What was answered, without a word of the user. */
const shownSchema = z.object({
  kind: z.string(),
  entry: z.string().optional(),
  confidence: z.number().optional(),
  /** The words, where they are the base's own: answers and offers. */
  text: z.string().optional(),
});
export type Shown = z.infer<typeof shownSchema>;

/** How an answer changes: from none to one, from one to none, to another, the same with other words. */
export const changeKinds = ['lost', 'other', 'gained', 'reworded'] as const;
export type ChangeKind = (typeof changeKinds)[number];

const replayChangeSchema = z.object({
  change: z.enum(changeKinds),
  /** A turn with this question: its words are read from the log, so that they disappear with it. */
  turn: z.string(),
  network: z.string().optional(),
  /** Turns with the same question. */
  times: z.number(),
  before: shownSchema,
  after: shownSchema,
});
export type ReplayChange = z.infer<typeof replayChangeSchema>;

export const trialSchema = z.object({
  /** Version of the draft's record that was tried, and the release it was tried against. */
  draftVersion: z.string(),
  against: z.string(),
  by: z.string(),
  startedAt: z.string(),
  state: z.enum(['running', 'done', 'refused', 'failed']),
  step: z.enum(['check', 'exam', 'replay']),
  done: z.number(),
  total: z.number(),
  problems: z.array(problemSchema).default([]),
  /** Of the draft; `before`: lines that the active release passes on the same exam. */
  exam: z.object({ result: examSchema, before: z.number(), lost: z.array(missSchema), gained: z.array(missSchema) }).optional(),
  replay: z
    .object({
      /** Turns that were read, and different questions among them. */
      turns: z.number(),
      questions: z.number(),
      counts: z.record(z.enum(changeKinds), z.number()),
      changes: z.array(replayChangeSchema),
    })
    .optional(),
});
export type Trial = z.infer<typeof trialSchema>;

/** Whether a trial is of the draft as it is, against the release that answers. */
export const isCurrent = (trial: Trial | undefined, { version }: DraftRecord, active: string): trial is Trial =>
  trial !== undefined && trial.draftVersion === version && trial.against === active;

/** Share of the exam below which a base is broken rather than weak: as for `npm run kb -- publish`. */
const LEAST_SCORE = 0.5;

/** Why a draft that was tried needs a written reason to be published, in French; undefined when it needs none. */
export function needsReason({ exam }: Trial): string | undefined {
  if (!exam) return undefined;
  if (exam.lost.length > 0)
    return exam.lost.length > 1
      ? `${exam.lost.length} lignes d’examen que la version active réussit seraient perdues.`
      : 'Une ligne d’examen que la version active réussit serait perdue.';
  if (exam.result.passed < exam.result.lines * LEAST_SCORE) return 'Moins de la moitié de l’examen est réussie.';
  return undefined;
}

/** The misses of `before` that `after` passes. */
export function findGainedLines(before: ExamResult, after: ExamResult): ExamMiss[] {
  const keyOf = ({ q, expected }: ExamMiss) => `${q}\0${expected}`;
  const missed = new Set(after.misses.map(keyOf));
  return before.misses.filter((miss) => !missed.has(keyOf(miss)));
}

const isAnswered = ({ kind }: Shown) => kind !== 'fallback' && kind !== 'clarify' && kind !== 'failed';

/** How an answer changes; undefined when it does not. */
export function compareShown(before: Shown, after: Shown): ChangeKind | undefined {
  if (isAnswered(before) !== isAnswered(after)) return isAnswered(after) ? 'gained' : 'lost';
  if (before.kind !== after.kind || before.entry !== after.entry) return isAnswered(after) ? 'other' : rank(before, after);
  return before.text === after.text ? undefined : 'reworded';
}

/** An offer of entries is better than nothing. */
const rank = (before: Shown, after: Shown): ChangeKind =>
  before.kind === 'fallback' && after.kind === 'clarify' ? 'gained' : 'lost';
