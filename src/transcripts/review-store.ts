import type { Decision } from '../../dialogs/decision.js';
import type { ConversationRecord } from './transcript-store.js';
import type { TurnRecord } from './turn-record.js';

/** What a reviewer says of a turn: à relire, correct, incorrect, à compléter, hors champ. */
export const reviewStates = ['to-review', 'correct', 'incorrect', 'incomplete', 'out-of-scope'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** One judgement of a turn. */
export interface Annotation {
  state: ReviewState;
  reason?: string;
  /** The entry that should have answered. */
  rightEntry?: string;
  comment?: string;
  /** Account of the staff member. */
  by: string;
  /** ISO 8601. */
  at: string;
}

/** A turn with what was said of it: the last annotation counts, the earlier ones are its history (oldest first, the last included). */
export interface ReviewedTurn extends TurnRecord {
  annotations: Annotation[];
}

export type DecisionKind = Decision['kind'];

/** Which turns. Every given condition must hold. */
export interface TurnFilter {
  /** ISO 8601: from (inclusive), to (exclusive). */
  from?: string;
  to?: string;
  conversationId?: string;
  channelId?: string;
  /** The networks whose turns the reader may see; turns attributed to none are always visible. Absent: all. */
  visibleTo?: readonly string[];
  /** One network; null: attributed to none. */
  network?: string | null;
  region?: string;
  kinds?: readonly DecisionKind[];
  /** The entry that answered. */
  entry?: string;
  release?: string;
  /** Bounds of the decision's confidence: at least, below. Turns without one are left out when a bound is given. */
  confidence?: { min?: number; below?: number };
  opinion?: 'like' | 'dislike';
  /** Of the last annotation; « unreviewed »: none. */
  state?: ReviewState | 'unreviewed';
  /** Clarify offers that were left: no choice was made. */
  abandoned?: boolean;
  /** Words that the question or the reply must hold: case, accents and endings do not matter. */
  text?: string;
  user?: string;
}

/** `cursor`: what `next` of the page before said; absent for the first. */
export interface PageRequest {
  limit: number;
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  /** Absent on the last page. */
  next?: string;
}

/** A conversation in the list. */
export interface ConversationSummary {
  id: string;
  channelId: string;
  network?: string;
  startedAt: string;
  updatedAt: string;
  turns: number;
  /** The first question, redacted; absent once erased. */
  firstQuestion?: string;
  /** Kinds of decision in it, each once. */
  kinds: DecisionKind[];
  likes: number;
  dislikes: number;
  /** Turns without annotation. */
  unreviewed: number;
}

/** What turns can be counted by. Days and hours are those of Paris. `hour`: 00 to 23. `asks` and `recommends` are the guided choice's. */
export const dimensions = [
  'day',
  'hour',
  'channel',
  'network',
  'region',
  'kind',
  'entry',
  'intent',
  'release',
  'opinion',
  'state',
  'asks',
  'recommends',
  'place',
] as const;
export type Dimension = (typeof dimensions)[number];

/** One group of a count. `keys` in the order asked for; a turn without a value counts under ''. */
export interface Count {
  keys: string[];
  turns: number;
  likes: number;
  dislikes: number;
}

/** How long each kind of data is kept, in days. */
export interface RetentionRules {
  /** Texts of conversations, and all that could tell who spoke. */
  text: number;
  /** Opinions and annotations. */
  feedback: number;
  /**
   * What remains of a turn for figures: kind, entry, day and hour, channel, region, network; no text, no user, no conversation.
   * Such a turn has another id, `conversationId` '', `seq` 0 and the beginning of its hour as `at`. No shorter than `text`.
   */
  statistics: number;
}

/** Keys of the bot's state that belong to one conversation and go with it. */
export type StateKeys = (conversation: Pick<ConversationRecord, 'id' | 'channelId'>) => readonly string[];

/** What a purge did. */
export interface PurgeReport {
  /** Conversations whose texts were erased. */
  conversations: number;
  /** Turns reduced to figures. */
  turns: number;
  /** Turns whose opinion and annotations were erased. */
  opinions: number;
  /** Turns that were removed altogether. */
  statistics: number;
}

/**
 * The log as reviewers read it: turns instead of activities, searchable, annotated, counted, purged. Fed by the TranscriptStore
 * of the same backend in the same write; removing a conversation there removes its turns and annotations here.
 */
export interface ReviewStore {
  findTurn(id: string): Promise<ReviewedTurn | undefined>;
  /** Newest first. */
  searchTurns(filter: TurnFilter, page: PageRequest): Promise<Page<ReviewedTurn>>;
  /** Conversations with a turn that meets the filter, last updated first, summed up of those turns that `visibleTo` lets see. */
  searchConversations(filter: TurnFilter, page: PageRequest): Promise<Page<ConversationSummary>>;
  /** Every turn that meets the filter, oldest first, without holding them all in memory. */
  streamTurns(filter: TurnFilter): AsyncIterable<ReviewedTurn>;
  /**
   * At most `count` turns drawn at random from those that meet the filter and still have their question; the same seed draws the
   * same from the same turns.
   */
  sampleTurns(filter: TurnFilter, count: number, seed: number): Promise<ReviewedTurn[]>;
  /** Turns by zero (one group: the total), one or two dimensions; largest group first. */
  countTurns(filter: TurnFilter, by: readonly Dimension[]): Promise<Count[]>;
  /** Adds a judgement; durable when it resolves. Undefined when there is no such turn, or only its figures. */
  annotate(turnId: string, annotation: Annotation): Promise<ReviewedTurn | undefined>;
  /**
   * Erases what is older than the rules say; may be called again at any time. Runs in small steps, so that turns go on meanwhile.
   * Texts go by their own age: a conversation that goes on for years keeps the younger ones. When nothing is left of it, its record
   * goes too, and with it the documents of the bot's state under `stateKeys` (default: the key that ConversationState makes).
   */
  purge(rules: RetentionRules, now: Date, stateKeys?: StateKeys): Promise<PurgeReport>;
}
