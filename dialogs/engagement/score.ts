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

/** Weighs the four levels. Pure: the same answers give the same result, in whatever order they came. */
export function scoreLevels(config: EngagementConfig, slots: Slots): Scores {
  const points: Record<Level, number> = { soutien: 0, mutualisee: 0, indirecte: 0, directe: 0 };
  const applied: string[] = [];
  const excluded = new Set<Level>();
  for (const criterion of config.criteria) {
    if (!meetsAll(criterion.when, slots)) continue;
    applied.push(criterion.id);
    for (const level of levels) points[level] += criterion.weights[level] ?? 0;
  }
  const known = config.littleKnown.among.filter((slot) => knownValue(slots, slot) !== undefined).length;
  const provisional = known < config.littleKnown.fewerThan;
  if (provisional) for (const level of levels) points[level] += config.littleKnown.weights[level] ?? 0;
  for (const constraint of config.constraints) {
    if (!meetsAll(constraint.when, slots)) continue;
    applied.push(constraint.id);
    for (const level of constraint.excludes) excluded.add(level);
  }
  // stable sort over softest first: a tie goes to the softer level
  const ranking = levels
    .map((level) => ({ level, points: Math.round(points[level] * 100) / 100, excluded: excluded.has(level) }))
    .sort((a, b) => Number(a.excluded) - Number(b.excluded) || b.points - a.points);
  const [first, second] = ranking;
  const runnerUp = second && !second.excluded ? second : undefined;
  return {
    ranking,
    recommended: first?.level ?? 'soutien',
    runnerUp: runnerUp?.level,
    provisional,
    close: runnerUp !== undefined && first !== undefined && first.points - runnerUp.points < config.closeBelow,
    applied,
  };
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
