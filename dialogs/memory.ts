import type { Place } from '../src/geography/index.js';
import type { Audience } from '../src/knowledge/schema.js';
import type { EngagementState, Slots } from './engagement/index.js';

/** What is remembered of a conversation, and for that conversation only. Never the user's words. */
export interface Memory {
  /** Entry of the last answer: what « plus de détails », « et pour… » refer to. */
  topic?: string;
  /** Entry whose details have been said: they are not said twice. */
  detailed?: string;
  /** Entries proposed or listed by the last replies, in the order shown: « la deuxième ». */
  offered: string[];
  place?: Place;
  /** Homonyms proposed, waiting for a choice. */
  placeOptions?: Place[];
  /** The last message asked for a place. */
  awaitsPlace?: boolean;
  /** Network whose card was shown last: « leur mail ? ». */
  network?: string;
  /** Network of the site on which the conversation takes place: offered first while no place is known. */
  home?: string;
  audience?: Audience;
  population?: number;
  /** What earlier messages told of the authority and its situation, as answers: a guided choice need not ask it again. */
  told?: Slots;
  /** Answers of the last finished choice of an engagement level: « et si on perd notre agent ? ». */
  engagement?: EngagementState;
  /** The council sheet of that choice, and the code of the place whose contact it gives. */
  sheet?: { id: string; place?: string };
  /** Ids of every council sheet made in this conversation: they go when it is erased. */
  sheets?: string[];
  /** The last message asked whether everything is to be erased. */
  awaitsErasure?: boolean;
  /** Fallbacks in a row: the second offers more help. */
  misses: number;
}

export const newMemory = (): Memory => ({ offered: [], misses: 0 });
