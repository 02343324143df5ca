/** Key figures of the last seven days against the seven before. */
import type { Count, DecisionKind, ReviewStore, TurnFilter } from '../../transcripts/review-store.js';
import { addDays, startOf } from './paris-days.js';

export interface WeekFigures {
  /** Turns that asked something: without small talk and what the service says of itself. */
  questions: number;
  /** Shares of the questions, 0..1; undefined without questions. */
  answered?: number;
  clarified?: number;
  unanswered?: number;
  likes: number;
  dislikes: number;
}

const NO_QUESTION: ReadonlySet<string> = new Set<DecisionKind>(['smalltalk', 'system']);
const ANSWERED: ReadonlySet<string> = new Set<DecisionKind>(['answer', 'dialog', 'contact', 'handoff']);

export function readFigures(byKind: readonly Count[]): WeekFigures {
  const asked = byKind.filter(({ keys }) => !NO_QUESTION.has(keys[0] ?? ''));
  const turns = (holds: (kind: string) => boolean) =>
    asked.reduce((sum, { keys, turns: number }) => (holds(keys[0] ?? '') ? sum + number : sum), 0);
  const questions = turns(() => true);
  const share = (number: number) => (questions === 0 ? undefined : number / questions);
  return {
    questions,
    answered: share(turns((kind) => ANSWERED.has(kind))),
    clarified: share(turns((kind) => kind === 'clarify')),
    unanswered: share(turns((kind) => kind === 'fallback')),
    likes: byKind.reduce((sum, { likes }) => sum + likes, 0),
    dislikes: byKind.reduce((sum, { dislikes }) => sum + dislikes, 0),
  };
}

/** The seven days that end with `today` (Paris), and the seven before them. */
export async function compareWeeks(review: ReviewStore, today: string, visible: TurnFilter['visibleTo']) {
  const [begin, middle, end] = [addDays(today, -13), addDays(today, -6), addDays(today, 1)].map(startOf);
  const [now, before] = await Promise.all([
    review.countTurns({ from: middle, to: end, visibleTo: visible }, ['kind']),
    review.countTurns({ from: begin, to: middle, visibleTo: visible }, ['kind']),
  ]);
  return { now: readFigures(now), before: readFigures(before) };
}
