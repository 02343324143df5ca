import type { Storage } from 'botbuilder';
import type { StaffRecords } from '../console/staff-records.js';
import type { UsedTickets } from '../directline/used-tickets.js';
import type { ReleaseStore } from '../knowledge/release-store.js';
import type { SheetStore } from '../sheets/sheet-store.js';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import type { ReviewStore } from '../transcripts/review-store.js';
import type { TranscriptStore } from '../transcripts/transcript-store.js';
import type { TurnGate } from '../transcripts/turn-gate.js';

/** Everything that outlives a process, on one backend. */
export interface Stores {
  transcripts: TranscriptStore;
  review: ReviewStore;
  /** Bot state, with eTags. */
  state: Storage;
  releases: ReleaseStore;
  sheets: SheetStore;
  records: StaffRecords;
  feed: ConversationFeed;
  gate: TurnGate;
  usedTickets: UsedTickets;
  /** 32 secret bytes made on first use: the installation's own key when the environment gives none. */
  installationKey(): Promise<Buffer>;
  /** Resolves when the backend can be read and written now. @throws PasserelleError E_DATABASE, E_DATA_DIR */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  now(): Date;
  /** Told when a file or row cannot be read and was set aside. */
  onDamaged(path: string, cause: unknown): void;
}
