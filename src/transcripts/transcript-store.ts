import type { Activity, TranscriptStore as FrameworkTranscriptStore, PagedResult, TranscriptInfo } from 'botbuilder';
import type { Decision } from '../../dialogs/decision.js';

/** What is kept of a conversation besides its activities. */
export interface ConversationRecord {
  id: string;
  channelId: string;
  /** ISO 8601. */
  startedAt: string;
  updatedAt: string;
  /** Pseudonym of the user (keyed hash), never the channel's own id. */
  user?: string;
  /** Site or network that the widget of this conversation speaks for. */
  network?: string;
  /** Ended by the client (endOfConversation): can be read, not written. */
  ended?: boolean;
}

/** What the service knows of the turn that an activity belongs to. */
export interface TurnNote {
  decision?: Decision;
  /** Knowledge release that the turn ran on. */
  release?: string;
  /** Milliseconds from receipt to the end of the turn; on the turn's first activity. */
  ms?: number;
  /** Reference given to the user when the turn failed. */
  errorReference?: string;
  /** What this activity is when it is no message: its text is then absent. */
  event?: TurnEvent;
}

/** Something that happened in a conversation besides what was said. */
export interface TurnEvent {
  name: 'feedback' | 'reaction' | 'reaction-removed' | 'edited' | 'deleted' | 'old-card';
  /** feedback: like or dislike; reaction: its name; old-card: the question it answered. */
  value?: string;
  /** Id of the activity that it is about. */
  about?: string;
  /** Words of the user, redacted. */
  comment?: string;
}

/** One activity of a conversation as it is kept: redacted, numbered from 1, in order. */
export interface LoggedActivity {
  seq: number;
  activity: Partial<Activity> & { id: string; type: string; timestamp: string };
  note?: TurnNote;
}

/** Conversations and their activities. `append` resolves once what it was given is safely stored. */
export interface TranscriptStore extends FrameworkTranscriptStore {
  /** Creates the conversation if it is new; updates the given fields otherwise. */
  open(record: Pick<ConversationRecord, 'id' | 'channelId'> & Partial<ConversationRecord>): Promise<ConversationRecord>;
  find(conversationId: string): Promise<ConversationRecord | undefined>;
  /** Appends activities in order and returns them numbered. @throws PasserelleError E_STORE_WRITE */
  append(conversationId: string, items: readonly Omit<LoggedActivity, 'seq'>[]): Promise<LoggedActivity[]>;
  /** Activities with a number above `after` (0: all). */
  read(conversationId: string, after?: number): Promise<LoggedActivity[]>;
  /** The last activity that is kept. */
  readLast(conversationId: string): Promise<LoggedActivity | undefined>;
  /** Conversations, most recently updated first. */
  list(options?: { limit?: number; offset?: number }): Promise<ConversationRecord[]>;
  remove(conversationId: string): Promise<void>;
}

export type { Activity, PagedResult, TranscriptInfo };
