import type { EngagementConfig, EngagementQuestion, EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import type { Level } from '../decision.js';
import { meetsAll, recommendLevel, scoreLevels } from './score.js';
import { knownValue, type Slots } from './slots.js';

/**
 * What is left to ask, in order: questions that were not asked, whose answer is not known for certain, and that still matter.
 * Empty when nothing can change the result any more, or the most questions have been asked.
 */
export function remainingQuestions(config: EngagementConfig, slots: Slots, asked: readonly EngagementSlot[]): EngagementSlot[] {
  const left = config.maxQuestions - asked.length;
  if (left <= 0) return [];
  const open = config.questions.filter((question) => isOpen(question, slots, asked));
  const mattering = findMattering(config, slots, open);
  // a first question puts the authority's kind on record: funding and law depend on it
  const first: EngagementSlot[] =
    asked.length === 0 && slots.kind === undefined && open.some((question) => question.slot === 'kind') ? ['kind'] : [];
  const known = config.questions.filter(({ slot }) => slots[slot]?.certain || asked.includes(slot)).length;
  const missing = config.advice.atLeast - known - mattering.length;
  const useful = config.advice.slots.filter(
    (slot) => !mattering.includes(slot) && open.some((question) => question.slot === slot),
  );
  const order = config.questions.map(({ slot }) => slot);
  const telling = order.filter((slot) => first.includes(slot) || mattering.includes(slot));
  return [...telling, ...useful.slice(0, Math.max(0, missing))].slice(0, left);
}

function isOpen(question: EngagementQuestion, slots: Slots, asked: readonly EngagementSlot[]): boolean {
  if (asked.includes(question.slot) || slots[question.slot]?.certain) return false;
  return meetsAll(question.askWhen, slots);
}

/** Open questions some answer to which changes the recommendation, alone or with an answer to another open question. */
function findMattering(config: EngagementConfig, slots: Slots, open: readonly EngagementQuestion[]): EngagementSlot[] {
  const current = recommendLevel(config, slots);
  const options = open.flatMap(({ slot, choices }) =>
    choices
      .filter(({ rare }) => !rare)
      .map(({ value }) => {
        const supposed = suppose(slots, slot, value);
        return { slot, value, supposed, alone: recommendLevel(config, supposed) };
      }),
  );
  const mattering = new Set(options.filter(({ alone }) => alone !== current).map(({ slot }) => slot));
  for (const first of options) {
    if (mattering.has(first.slot)) continue;
    // a pair counts only when the other answer alone would not have done it
    const tips = options.some(
      (second) =>
        second.slot !== first.slot && recommendLevel(config, suppose(first.supposed, second.slot, second.value)) !== second.alone,
    );
    if (tips) mattering.add(first.slot);
  }
  return [...mattering];
}

/** The slots with one answer changed. */
export function suppose(slots: Slots, slot: EngagementSlot, value: string | number): Slots {
  return { ...slots, [slot]: { value, certain: true } };
}

export interface Change {
  slot: EngagementSlot;
  value: string | number;
  /** « vous aviez un agent à temps plein » */
  suppose: string;
  to: Level;
  rare: boolean;
}

/**
 * The one answer that would change the recommendation, found by weighing again: towards the runner-up if some answer does that,
 * else towards any other level; answers to what is still unknown first, then in the order of the questions.
 */
export function findChange(config: EngagementConfig, slots: Slots): Change | undefined {
  const { recommended, runnerUp } = scoreLevels(config, slots);
  const changes: Change[] = [];
  for (const { slot, choices } of config.questions) {
    for (const choice of choices) {
      if (choice.value === knownValue(slots, slot)) continue;
      const to = recommendLevel(config, suppose(slots, slot, choice.value));
      if (to !== recommended) changes.push({ slot, value: choice.value, suppose: choice.suppose, to, rare: choice.rare });
    }
  }
  // nobody changes what their authority is, nor its population
  const telling = changes.filter(({ slot }) => slot !== 'kind' && slot !== 'population');
  const rank = (change: Change) =>
    (change.to === runnerUp ? 0 : 2) + (knownValue(slots, change.slot) === undefined ? 0 : 1) + (change.rare ? 8 : 0);
  return telling.toSorted((a, b) => rank(a) - rank(b))[0];
}
