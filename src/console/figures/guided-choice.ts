/** What becomes of the guided choice: which level it led to, and at which of its questions people left. */
import { setImmediate } from 'node:timers/promises';
import { type Level, levels, type SlotName } from '../../../dialogs/decision.js';
import type { ReviewedTurn, ReviewStore, TurnFilter } from '../../transcripts/review-store.js';

export interface GuidedChoice {
  /** Choices that were begun and can be followed. */
  begun: number;
  /** Choices that came to a result, by level (the last one, where somebody changed an answer). */
  results: { level: Level; times: number }[];
  /** Choices that were left, by the question that was not answered; most often left first. */
  left: { asks: SlotName; times: number }[];
  /** Somebody is at it right now. */
  underWay: number;
  /** Results of turns of which only figures remain: they belong to no conversation any more. */
  unfollowed: number;
  /** There were more turns than are followed. */
  truncated: boolean;
}

/** Milliseconds after which nobody comes back to a question. */
const LEFT_AFTER = 30 * 60_000;
/** Turns that are followed: bounds the work. */
const MOST = 60_000;
/** Turns after which others have their turn. */
const BREATH = 2000;

interface Run {
  at: string;
  level?: Level;
  asks?: SlotName;
}

/** Follows the choices of a filter, oldest turn first. */
export async function followGuidedChoice(
  review: Pick<ReviewStore, 'streamTurns'>,
  filter: TurnFilter,
  now: Date,
): Promise<GuidedChoice> {
  return follow(review.streamTurns({ ...filter, kinds: ['dialog'] }), now);
}

/** @param turns those of the dialog, oldest first: a side question repeats the prompt that it interrupts, so it changes nothing */
export async function follow(
  turns: AsyncIterable<Pick<ReviewedTurn, 'conversationId' | 'at' | 'decision'>>,
  now: Date,
): Promise<GuidedChoice> {
  const current = new Map<string, Run>();
  const ended: Run[] = [];
  let [unfollowed, seen, truncated] = [0, 0, false];
  for await (const { conversationId, at, decision } of turns) {
    if (seen >= MOST) {
      truncated = true;
      break;
    }
    seen += 1;
    if (seen % BREATH === 0) await setImmediate();
    const { recommends, asks } = decision;
    if (conversationId === '') {
      if (recommends) unfollowed += 1;
      continue;
    }
    const run = current.get(conversationId);
    if (recommends) {
      // The place that a result asks for is an offer: who does not answer has left nothing.
      current.set(conversationId, { at, level: recommends });
    } else if (asks) {
      if (run?.level) ended.push(run);
      current.set(conversationId, { at, asks });
    }
  }
  const runs = [...ended, ...current.values()];
  const isUnderWay = ({ at, level }: Run) => level === undefined && now.getTime() - Date.parse(at) < LEFT_AFTER;
  const left = new Map<SlotName, number>();
  for (const run of runs) if (run.asks && !isUnderWay(run)) left.set(run.asks, (left.get(run.asks) ?? 0) + 1);
  const reached = (level: Level) => runs.filter((run) => run.level === level).length;
  return {
    begun: runs.length,
    results: levels.map((level) => ({ level, times: reached(level) })),
    left: [...left].map(([asks, times]) => ({ asks, times })).sort((a, b) => b.times - a.times || (a.asks < b.asks ? -1 : 1)),
    underWay: runs.filter(isUnderWay).length,
    unfollowed,
    truncated,
  };
}

/** What each question of the guided choice asks, in two or three words. */
export const askNames: Readonly<Record<SlotName, string>> = {
  kind: 'votre collectivité',
  population: 'nombre d’habitants',
  budget: 'budget',
  staff: 'temps d’agent',
  assoc: 'association porteuse',
  steer: 'piloter ou aider',
  neighbours: 'collectivités voisines',
  operator: 'opérateur',
  partner: 'partenaire à l’étranger',
  experience: 'expérience',
  horizon: 'durée',
  legal: 'compétences (eau, déchets…)',
  confirm: 'confirmation',
  place: 'lieu',
};
