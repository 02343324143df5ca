import type { TurnContext } from 'botbuilder';
import type { TurnEvent } from '../transcripts/transcript-store.js';

const turnEvents = Symbol('turnEvents');

/** Notes something that happened in a turn besides what was said; the recorder stores it with the conversation. */
export function noteEvent(context: TurnContext, event: TurnEvent): void {
  context.turnState.set(turnEvents, [...readEvents(context), event]);
}

export function readEvents(context: TurnContext): readonly TurnEvent[] {
  return context.turnState.get<readonly TurnEvent[] | undefined>(turnEvents) ?? [];
}
