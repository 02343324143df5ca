import type { Condition, EngagementConfig } from '../../src/knowledge/engagement-schema.js';
import { type Level, levels } from '../decision.js';
import { knownValue, type Slots, type SlotValue } from './slots.js';

export interface LevelScore {
  level: Level;
  points: number;
  excluded: boolean;
}

export interface Scores {
  /** All four, best first; those excluded come last. */
  ranking: LevelScore[];
  recommended: Level;
  runnerUp?: Level;
  /** Too little is known: the recommendation leans to the softest start. */
  provisional: boolean;
  /** The two first are close. */
  close: boolean;
  /** Ids of the criteria and constraints that applied. */
  applied: string[];
}

interface Tally {
  points: Record<Level, number>;
  excluded: Set<Level>;
  provisional: boolean;
}

/** Weighs the four levels. Pure: the same answers give the same result, in whatever order they came. */
export function scoreLevels(config: EngagementConfig, slots: Slots): Scores {
  const applied: string[] = [];
  const tally = tallyPoints(config, slots, applied);
  // stable sort over softest first: a tie goes to the softer level
  const ranking = levels
    .map((level) => ({ level, points: tally.points[level], excluded: tally.excluded.has(level) }))
    .sort((a, b) => Number(a.excluded) - Number(b.excluded) || b.points - a.points);
  const [first, second] = ranking;
  const runnerUp = second && !second.excluded ? second : undefined;
  return {
    ranking,
    recommended: bestOf(tally),
    runnerUp: runnerUp?.level,
    provisional: tally.provisional,
    close: runnerUp !== undefined && first !== undefined && first.points - runnerUp.points < config.closeBelow,
    applied,
  };
}

/** The recommended level alone: what the planning of questions asks for thousands of times a turn. */
export function recommendLevel(config: EngagementConfig, slots: Slots): Level {
  return bestOf(tallyPoints(config, slots));
}

function tallyPoints(config: EngagementConfig, slots: Slots, applied?: string[]): Tally {
  const points: Record<Level, number> = { soutien: 0, mutualisee: 0, indirecte: 0, directe: 0 };
  const excluded = new Set<Level>();
  const add = (weights: EngagementConfig['criteria'][number]['weights']) => {
    for (const level of levels) points[level] += weights[level] ?? 0;
  };
  for (const criterion of config.criteria) {
    if (!meetsAll(criterion.when, slots)) continue;
    applied?.push(criterion.id);
    add(criterion.weights);
  }
  let known = 0;
  for (const slot of config.littleKnown.among) if (knownValue(slots, slot) !== undefined) known += 1;
  const provisional = known < config.littleKnown.fewerThan;
  if (provisional) add(config.littleKnown.weights);
  for (const constraint of config.constraints) {
    if (!meetsAll(constraint.when, slots)) continue;
    applied?.push(constraint.id);
    for (const level of constraint.excludes) excluded.add(level);
  }
  for (const level of levels) points[level] = Math.round(points[level] * 100) / 100;
  return { points, excluded, provisional };
}

function bestOf({ points, excluded }: Tally): Level {
  let best: Level | undefined;
  for (const level of levels) if (!excluded.has(level) && (best === undefined || points[level] > points[best])) best = level;
  return best ?? 'soutien';
}

export function meetsAll(conditions: readonly Condition[], slots: Slots): boolean {
  return conditions.every((condition) => meets(condition, knownValue(slots, condition.slot)));
}

function meets(condition: Condition, value: SlotValue | undefined): boolean {
  if (value === undefined) return condition.unknown === true;
  if (condition.unknown) return false;
  if (condition.is && !condition.is.includes(String(value))) return false;
  if (condition.atLeast !== undefined && !(typeof value === 'number' && value >= condition.atLeast)) return false;
  return condition.below === undefined || (typeof value === 'number' && value < condition.below);
}
