import type { EngagementConfig, EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import { type Command, readCommand } from './commands.js';
import { findMentions, isCorrection } from './mentions.js';
import { engagementMessages as messages, sayAnswer } from './messages.js';
import { remainingQuestions } from './plan.js';
import { readButton } from './read-answer.js';
import { readMessage } from './read-message.js';
import { composeResult, type EngagementResult, type RecapLine, recapOf } from './result.js';
import { type Kind, knownValue, type Slots, withMention, withSlots } from './slots.js';

/** JSON-serialisable: kept in the dialog's state. */
export interface EngagementState {
  slots: Slots;
  /** The question that waits for an answer; absent once the result is given. */
  asked?: EngagementSlot;
  /** Questions answered, in order, « je ne sais pas » included. */
  history: EngagementSlot[];
  /** Slots as they were before each answer of `history`: « retour » goes back to them. */
  undo: Slots[];
  /** Nonsense answers in a row. */
  misses: number;
  done: boolean;
}

export interface EngagementPrompt {
  kind: 'prompt';
  asks: EngagementSlot;
  text: string;
  choices: { title: string; value: string }[];
  progress: { step: number; of: number };
  recap: RecapLine[];
  /** « J'ai noté : 10 000 € par an. » */
  heard?: string;
}

export type EngagementStep = { state: EngagementState; reply: EngagementPrompt | EngagementResult };

/** What is known before the first question: of the authority, and what was said just before the dialog was opened. */
export interface KnownBefore {
  /** `epci` when only that much is known. */
  kind?: Kind | 'epci';
  population?: number;
  /** Kind and population were read off a place, not said: they are to be confirmed. */
  supposed?: boolean;
  /** What earlier messages of the same person told of the situation. */
  earlier?: Slots;
}

const MISSES_BEFORE_WAY_OUT = 3;

/** Opens the dialog with a first message and what is already known of the authority. */
export function startEngagement(config: EngagementConfig, text: string, known: KnownBefore): EngagementStep {
  let slots: Slots = {};
  if (known.kind)
    slots = withMention(slots, {
      slot: 'kind',
      value: known.kind === 'epci' ? 'cc' : known.kind,
      certain: known.kind !== 'epci' && !known.supposed,
    });
  if (known.population !== undefined)
    slots = withMention(slots, { slot: 'population', value: known.population, certain: !known.supposed });
  slots = withSlots(slots, known.earlier ?? {});
  const population = knownValue(slots, 'population');
  const mentions = findMentions(text, {
    keepQuestions: true,
    population: typeof population === 'number' ? population : undefined,
  });
  slots = mentions.reduce(withMention, slots);
  const state: EngagementState = { slots, history: [], undo: [], misses: 0, done: false };
  return proceed(config, state, heard({}, slots));
}

/**
 * One more message. Undefined: it is no answer (a side question, small talk); answer it elsewhere, then repeat the prompt.
 * `force`: nobody else could make sense of it: it counts as nonsense, the third in a row opens a way out, the fourth ends with what is known.
 */
export function continueEngagement(
  config: EngagementConfig,
  state: EngagementState,
  text: string,
  options: { force?: boolean } = {},
): EngagementStep | { cancelled: true } | undefined {
  if (state.done) return changeAfterResult(config, state, text);
  const command = readCommand(text);
  if (command) return obey(config, state, command);
  const read = readMessage(config, state, text);
  if (!read) return options.force ? miss(config, state) : undefined;
  const answered = read.history.length > state.history.length ? read.history.at(-1) : undefined;
  const leftOpen = answered !== undefined && knownValue(read.slots, answered) === undefined;
  return proceed(
    config,
    { ...read, misses: 0 },
    heard(state.slots, read.slots, answered) ?? (leftOpen ? messages.unsure : undefined),
  );
}

/** The prompt that waits for an answer, once more. */
export function repeatPrompt(config: EngagementConfig, state: EngagementState): EngagementPrompt {
  return promptFor(config, state, state.asked ?? config.questions[0]?.slot ?? 'steer');
}

/**
 * After the result: « et si on perd notre agent ? », « en fait nous avons deux agents ». A new result, or undefined when the text
 * supposes or corrects nothing.
 */
export function changeAfterResult(
  config: EngagementConfig,
  state: EngagementState,
  text: string,
): { state: EngagementState; reply: EngagementResult } | undefined {
  const button = readButton(text, config.questions);
  if (
    !button &&
    !/(?:^|[^a-z])(?:et )?(?:si|s'il|s'ils|imaginons|supposons|admettons|dans le cas|sans|avec)(?![a-z])/i.test(text) &&
    !isCorrection(text)
  )
    return undefined;
  const population = knownValue(state.slots, 'population');
  const mentions = button
    ? [button]
    : findMentions(text, { keepQuestions: true, population: typeof population === 'number' ? population : undefined });
  const told = mentions.filter((mention) => mention.certain || mention.slot === 'steer' || mention.slot === 'operator');
  if (told.length === 0) return undefined;
  const slots = told.map((mention) => ({ ...mention, certain: true })).reduce(withMention, state.slots);
  const before = composeResult(config, state.slots).recommends;
  const list = told.map(({ slot, value }) => sayAnswer(slot, value)).join(', ');
  const after = composeResult(config, slots).recommends;
  const opening = after === before ? messages.whatIfSame(list) : messages.whatIfNew(list);
  return { state: { ...state, slots }, reply: composeResult(config, slots, opening) };
}

function obey(config: EngagementConfig, state: EngagementState, command: Command): EngagementStep | { cancelled: true } {
  switch (command) {
    case 'cancel':
      return { cancelled: true };
    case 'restart':
      return proceed(config, { slots: {}, history: [], undo: [], misses: 0, done: false }, messages.restarted);
    case 'result':
      return finish(config, state);
    case 'back': {
      const asked = state.history.at(-1);
      const slots = state.undo.at(-1);
      if (!asked || !slots) return { state, reply: { ...repeatPrompt(config, state), heard: messages.backAtStart } };
      const back: EngagementState = {
        ...state,
        slots,
        asked,
        history: state.history.slice(0, -1),
        undo: state.undo.slice(0, -1),
        misses: 0,
      };
      return { state: back, reply: { ...promptFor(config, back, asked), heard: messages.back } };
    }
  }
}

/** Asks the next question, or gives the result when nothing more matters. */
function proceed(config: EngagementConfig, state: EngagementState, said: string | undefined): EngagementStep {
  const remaining = remainingQuestions(config, state.slots, state.history);
  // a correction leaves the question that was waiting in place, as long as it still matters
  const asks = state.asked && remaining.includes(state.asked) ? state.asked : remaining[0];
  if (!asks) return finish(config, state);
  const next = { ...state, asked: asks };
  return { state: next, reply: { ...promptFor(config, next, asks, remaining.length), heard: said } };
}

function finish(config: EngagementConfig, state: EngagementState): EngagementStep {
  return { state: { ...state, asked: undefined, misses: 0, done: true }, reply: composeResult(config, state.slots) };
}

function miss(config: EngagementConfig, state: EngagementState): EngagementStep {
  const misses = state.misses + 1;
  const next = { ...state, misses };
  if (misses > MISSES_BEFORE_WAY_OUT) return finish(config, next);
  const prompt = repeatPrompt(config, next);
  if (misses === MISSES_BEFORE_WAY_OUT) {
    const titles = [messages.seeResult, messages.skip, messages.stop, messages.contact];
    return {
      state: next,
      reply: { ...prompt, text: messages.wayOut, choices: titles.map((title) => ({ title, value: title })) },
    };
  }
  const example = config.questions.find(({ slot }) => slot === prompt.asks)?.example ?? '';
  return {
    state: next,
    reply: { ...prompt, text: `${misses === 1 ? messages.misread(example) : messages.misreadAgain(example)}\n\n${prompt.text}` },
  };
}

function promptFor(config: EngagementConfig, state: EngagementState, asks: EngagementSlot, left?: number): EngagementPrompt {
  const question = config.questions.find(({ slot }) => slot === asks);
  const remaining = left ?? Math.max(1, remainingQuestions(config, state.slots, state.history).length);
  const step = state.history.length + 1;
  return {
    kind: 'prompt',
    asks,
    text: question?.question ?? '',
    choices: [
      ...(question?.choices ?? []).map(({ title }) => ({ title, value: title })),
      { title: messages.skip, value: messages.skip },
    ],
    progress: { step, of: Math.min(config.maxQuestions, step + remaining - 1) },
    recap: recapOf(config, state.slots),
  };
}

/** « J'ai noté : … » for what was just answered and what else was said outright; undefined when nothing was. */
function heard(before: Slots, after: Slots, answered?: EngagementSlot): string | undefined {
  const slots = Object.keys(after) as EngagementSlot[];
  const changed = slots.filter((slot) => {
    const value = knownValue(after, slot);
    if (value === undefined || !after[slot]?.certain) return false;
    return slot === answered || value !== knownValue(before, slot);
  });
  return changed.length === 0
    ? undefined
    : messages.heard(changed.map((slot) => sayAnswer(slot, knownValue(after, slot) ?? null)));
}
