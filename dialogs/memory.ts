import type { Place } from '../src/geography/index.js';
import type { Audience } from '../src/knowledge/schema.js';
import type { EngagementState } from './engagement/index.js';

/** What is remembered of a conversation, and for that conversation only. Never the user's words. */
export interface Memory {
  /** Entry of the last answer: what « plus de détails », « et pour… » refer to. */
  topic?: string;
  /** Entries proposed or listed by the last replies, in the order shown: « la deuxième ». */
  offered: string[];
  place?: Place;
  /** Homonyms proposed, waiting for a choice. */
  placeOptions?: Place[];
  /** The last message asked for a place. */
  awaitsPlace?: boolean;
  /** Network whose card was shown last: « leur mail ? ». */
  network?: string;
  audience?: Audience;
  population?: number;
  /** Answers of the last finished choice of an engagement level: « et si on perd notre agent ? ». */
  engagement?: EngagementState;
  /** Fallbacks in a row: the second offers more help. */
  misses: number;
}

export const newMemory = (): Memory => ({ offered: [], misses: 0 });
