import type { EngagementConfig, EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import { type Level, levels } from '../decision.js';
import { engagementMessages as messages, sayAnswer, sayOpen, saySubject } from './messages.js';
import { findChange } from './plan.js';
import { meetsAll, type Scores, scoreLevels } from './score.js';
import { knownValue, type Slots } from './slots.js';

export interface RecapLine {
  slot: EngagementSlot;
  text: string;
}

export interface EngagementResult {
  kind: 'result';
  recommends: Level;
  runnerUp?: Level;
  /** Enough is known, and the first level is well ahead. */
  sure: boolean;
  /** At most 150 words of Markdown. */
  text: string;
  /** « vous voulez piloter », most telling first. */
  reasons: string[];
  /** Verified by weighing again. `value` is the answer, `answer` its words: « vous aviez deux agents ». */
  wouldChange?: { slot: EngagementSlot; value: string | number; answer: string; to: Level };
  firstSteps: string[];
  funding: string[];
  legalBase: string[];
  evolution: string;
  recap: RecapLine[];
  /** Related knowledge entries. */
  entries: string[];
}

/** What is known so far, in the words of the recap. */
export function recapOf(config: EngagementConfig, slots: Slots): RecapLine[] {
  return config.questions.flatMap(({ slot }) => {
    const answer = slots[slot];
    if (!answer) return [];
    const text = sayAnswer(slot, answer.value);
    return [{ slot, text: answer.certain ? text : `${text} (à confirmer)` }];
  });
}

/** The same as a table, for paper: « budget | 10 000 € par an ». Questions left open are named, too. */
export function recapTable(config: EngagementConfig, slots: Slots): { subject: string; answer: string; toConfirm: boolean }[] {
  return config.questions.flatMap(({ slot }) => {
    const answer = slots[slot];
    if (!answer) return [];
    const said = answer.value === null ? sayOpen : sayAnswer(slot, answer.value);
    return [{ subject: saySubject(slot), answer: said, toConfirm: !answer.certain }];
  });
}

/** The recommendation for these answers, with all that the chat and the council sheet show. `before` opens the text. */
export function composeResult(config: EngagementConfig, slots: Slots, before?: string): EngagementResult {
  const scores = scoreLevels(config, slots);
  const level = config.levels[scores.recommended];
  const change = findChange(config, slots);
  const reasons = explain(config, slots, scores);
  const pick = (list: EngagementConfig['funding']) =>
    list.filter((item) => (item.levels === undefined || item.levels.includes(scores.recommended)) && meetsAll(item.when, slots));
  const [funding, legalBase] = [pick(config.funding), pick(config.legalBase)];
  return {
    kind: 'result',
    recommends: scores.recommended,
    runnerUp: scores.runnerUp,
    sure: !scores.provisional && !scores.close,
    text: sayResult(config, scores, reasons, change && { supposition: change.suppose, to: change.to }, before),
    reasons,
    wouldChange: change && { slot: change.slot, value: change.value, answer: change.suppose, to: change.to },
    firstSteps: level.firstSteps,
    funding: funding.map((item) => item.text),
    legalBase: legalBase.map((item) => item.text),
    evolution: level.evolution,
    recap: recapOf(config, slots),
    entries: [...new Set([...level.entries, ...[...funding, ...legalBase].flatMap((item) => item.entry ?? [])])],
  };
}

/** Reasons that speak for the recommended level against the others, strongest first. */
function explain(config: EngagementConfig, slots: Slots, scores: Scores): string[] {
  const recommended = scores.recommended;
  const others = levels.filter((level) => level !== recommended);
  const found: { reason: string; force: number; slot: EngagementSlot | undefined }[] = [];
  for (const criterion of config.criteria) {
    if (!criterion.reason || !meetsAll(criterion.when, slots)) continue;
    const own = criterion.weights[recommended] ?? 0;
    const against = others.reduce((sum, level) => sum + (criterion.weights[level] ?? 0), 0) / others.length;
    const slot = criterion.when[0]?.slot;
    const value = slot === undefined ? undefined : knownValue(slots, slot);
    const reason =
      slot === undefined || value === undefined ? criterion.reason : criterion.reason.replace('{value}', sayAnswer(slot, value));
    if (own > against) found.push({ reason, force: own - against, slot });
  }
  return found.toSorted((a, b) => b.force - a.force).map(({ reason }) => reason);
}

function sayResult(
  config: EngagementConfig,
  scores: Scores,
  reasons: string[],
  change: { supposition: string; to: Level } | undefined,
  before: string | undefined,
): string {
  const level = config.levels[scores.recommended];
  const why = joinWords(reasons.slice(0, 3));
  const runnerUp =
    scores.runnerUp && (!change || change.to !== scores.runnerUp)
      ? messages.runnerUp(config.levels[scores.runnerUp].title, scores.close)
      : '';
  return [
    before,
    messages.recommended(level.title, level.definition),
    scores.provisional ? messages.provisional : undefined,
    why && messages.because(why),
    messages.firstStep(level.firstStep),
    [runnerUp, change && messages.change(change.supposition, config.levels[change.to].title)].filter(Boolean).join(' '),
    scores.provisional ? messages.combineShort : messages.combine,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function joinWords(parts: string[]): string {
  const clauses = parts.map((part) => (/^[aeiouyhéèê]/i.test(part) ? `qu'${part}` : `que ${part}`));
  return clauses.length < 2 ? (clauses[0] ?? '') : `${clauses.slice(0, -1).join(', ')} et ${clauses.at(-1)}`;
}
