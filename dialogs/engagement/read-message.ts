import type { EngagementConfig, EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import type { EngagementState } from './dialog.js';
import { findMentions, isCorrection, isQuestion } from './mentions.js';
import { readAnswer, readButton } from './read-answer.js';
import { knownValue, type Mention, withMention, withUnknown } from './slots.js';

/** The state after a message that says something; undefined when it says nothing that is of use here. */
export function readMessage(config: EngagementConfig, state: EngagementState, text: string): EngagementState | undefined {
  const { asked } = state;
  const button = readButton(text, config.questions);
  if (button) return settle(state, button.slot === asked ? asked : undefined, [button]);
  const population = knownValue(state.slots, 'population');
  const correction = isCorrection(text);
  const mentions = findMentions(text, {
    keepQuestions: false,
    population: typeof population === 'number' ? population : undefined,
  });
  // « une communauté urbaine de Tunisie » names a partner: who one is changes only when one says so
  const settled = (slot: EngagementSlot) =>
    (slot === 'kind' || slot === 'population') && !correction && (asked === 'partner' || state.slots[slot]?.certain);
  const others = mentions.filter(({ slot }) => slot !== asked && !settled(slot));
  if (correction && !mentions.some(({ slot }) => slot === asked)) {
    const corrected = others.filter(({ certain }) => certain);
    if (corrected.length > 0) return settle(state, undefined, others);
    const previous = state.history.at(-1);
    const again = previous && readAnswer(previous, withoutMarker(text), mentions, state.slots);
    if (previous && again !== undefined && again !== null)
      return settle(state, undefined, [...others, { slot: previous, value: again, certain: true }]);
  }
  const answer = asked && !isPureQuestion(text) ? readAnswer(asked, text, mentions, state.slots) : undefined;
  if (asked && answer !== undefined) {
    if (answer === null)
      return settle({ ...state, slots: withUnknown(others.reduce(withMention, state.slots), asked) }, asked, [], state.slots);
    return settle(state, asked, [...others, { slot: asked, value: answer, certain: true }]);
  }
  const changes = others.filter((mention) => mention.certain || knownValue(state.slots, mention.slot) === undefined);
  return changes.some(({ certain }) => certain) ? settle(state, undefined, changes) : undefined;
}

const isPureQuestion = (text: string) =>
  isQuestion(text) &&
  text.trim().split(/\s+/).length > 2 &&
  text.split(/, /).every((part) => isQuestion(part) || part.trim().split(/\s+/).length < 1);

/** « non pardon 75 000 » -> « 75 000 ». */
function withoutMarker(text: string): string {
  return (
    text.replace(
      /^(?:\s*(?:ah|oh|euh|heu|bon|ben|attendez|mais|non|en fait|finalement|pardon|enfin|plutôt|oups|désolée?|je me suis trompée?|je corrige|erreur|c'est)[\s,.:!]+)+/i,
      '',
    ) || text
  );
}

/** The state with mentions taken in and, when `answered`, that question behind us. */
function settle(
  state: EngagementState,
  answered: EngagementSlot | undefined,
  mentions: Mention[],
  before = state.slots,
): EngagementState {
  const slots = mentions.reduce(withMention, state.slots);
  if (!answered) return { ...state, slots };
  return { ...state, slots, history: [...state.history, answered], undo: [...state.undo, before], asked: undefined };
}
