/** What `decide` looks at and what it may decide. */
import type { Place, PlaceReading } from '../src/geography/index.js';
import type { DistressIntent, SmalltalkIntent } from '../src/knowledge/schema.js';
import type { Candidate, Understanding } from '../src/language/index.js';
import type { EngagementResult, EngagementState } from './engagement/index.js';
import type { Memory } from './memory.js';
import type { ContactField } from './references.js';

/** A finished choice of an engagement level, changed by « et si… ». */
export interface ResultChange {
  state: EngagementState;
  reply: EngagementResult;
}

export type Plan =
  | { do: 'answer'; entry: string; confidence: number; runnersUp: Candidate[]; second?: string }
  /** More of the last answer: the passages that were asked for. */
  | { do: 'passages'; entry: string; passages: string[] }
  /** Everything that the entry says has been said. */
  | { do: 'no-more'; entry: string }
  | { do: 'details'; entry: string }
  | { do: 'sources'; entry: string }
  | { do: 'clarify'; candidates: Candidate[] }
  | { do: 'engage' }
  | { do: 'what-if'; change: ResultChange }
  | { do: 'contact'; reading: PlaceReading }
  | { do: 'no-place' }
  | { do: 'contact-field'; network: string; field: ContactField }
  | { do: 'smalltalk'; intent: SmalltalkIntent }
  | { do: 'reject' }
  | { do: 'distress'; of: DistressIntent }
  | { do: 'forget' }
  | { do: 'ask-erasure' }
  /** `near`: subjects that may be what was meant, likeliest first; offered beside « je ne sais pas ». */
  | { do: 'fallback'; near: Candidate[] };

/**
 * Least calibrated values for each outcome; measured in `npm run bench` on the knowledge exam.
 * answer: confidence of the best entry; clarify: of each entry offered; inScope: that any entry is meant at all; near and
 * nearScope: the same two for subjects offered beside « je ne sais pas »: of 74 questions that were not answered 54 find theirs there,
 * and 7 % of what is off topic is offered something.
 */
export const thresholds = {
  answer: 0.35,
  alone: 0.25,
  clarify: 0.15,
  inScope: 0.5,
  near: 0.05,
  nearScope: 0.2,
  leaning: 0.4,
  mentions: 0.5,
  sureEntry: 0.8,
  intent: 0.5,
} as const;

export interface NearEntry {
  entry: string;
  kinship: 'same' | 'linked' | 'theme';
  /** 0..1 */
  mentions: number;
}

export interface Situation {
  text: string;
  understanding: Understanding;
  memory: Memory;
  /** Reading of a place, with or without the expectation that the message is one. */
  place(expected: boolean): PlaceReading;
  chooseAmong(options: Place[]): Place | undefined;
  /** The finished choice of an engagement level with what the message changes in it, if it changes something. */
  whatIf(): ResultChange | undefined;
  /** The message without the words that link it to the last one, when some words are left. */
  understandRest(): Understanding | undefined;
  /** The message understood as said about an entry. */
  understandAbout(entry: string): Understanding;
  /** The entries near a subject (itself, linked from it, of its theme), each with the share of the words that it speaks of. */
  near(topic: string, words: readonly string[]): NearEntry[];
  /** What an entry says of the message, when it is about that entry. */
  passages(entry: string): string[];
  /** True when the text asks for a figure that the entry does not give. */
  asksBeyond(entry: string): boolean;
  /** True when the text names a regional network: a question about it, not a search for a contact. */
  namesNetwork(text: string): boolean;
}
