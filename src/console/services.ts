/** What the console needs from the rest: `src/app.ts` provides it. */
import type { Reply } from '../../dialogs/reply.js';
import type { ActiveKnowledge } from '../knowledge/active-knowledge.js';
import type { KnowledgeService } from '../knowledge/knowledge-service.js';
import type { PublicationTools } from '../knowledge/publish.js';
import type { Logger } from '../logger.js';
import type { PrivacyOffice } from '../privacy/privacy-office.js';
import type { ReviewStore } from '../transcripts/review-store.js';
import type { TranscriptStore } from '../transcripts/transcript-store.js';
import type { StaffRecords } from './staff-records.js';

export interface ConsoleServices {
  transcripts: TranscriptStore;
  review: ReviewStore;
  records: StaffRecords;
  knowledge: KnowledgeService;
  /** Store of releases, exam and vocabulary: what publishing needs. */
  publication: PublicationTools;
  /** What the assistant would say to a message that begins a conversation, on a release (default: the active one); keeps nothing. */
  simulate(text: string, knowledge?: ActiveKnowledge): Promise<Reply[]>;
  /** Deletes everything kept of a conversation, in its turn. */
  erase(channelId: string, conversationId: string): Promise<void>;
  /** Receipts, exports, erasure with its outcome, retention, the record of processing. */
  privacy: PrivacyOffice;
  /** Masks personal data in what staff write; never throws. */
  redact(text: string): string;
  publicUrl(): string;
  now(): Date;
  logger: Logger;
}
