/** What staff, pages and the conversation itself can do about what is kept of people. */
import type { ConversationExport } from './export-conversation.js';
import type { ConversationKey } from './receipts.js';
import type { Registre } from './registre.js';
import type { RetentionDays } from './retention.js';
import type { RetentionReport, RetentionState } from './retention-ledger.js';

export interface PrivacyOffice {
  /** How long each kind is kept. */
  days: RetentionDays;
  /** The last run of the retention clock. */
  retention(): Promise<RetentionState>;
  /** Runs it now; undefined when a run is under way. */
  runRetention(): Promise<RetentionReport | undefined>;
  /** The conversation of a receipt code as somebody typed it; undefined when there is none (any more). */
  findByCode(typed: string): Promise<ConversationKey | undefined>;
  /** The receipt code of a conversation, usable from now on. */
  giveReceipt(conversation: ConversationKey): Promise<string>;
  /** Everything that is kept of a conversation; undefined when there is nothing. */
  export(conversationId: string): Promise<ConversationExport | undefined>;
  /** Deletes everything that is kept of a conversation, in a turn of its own. False when there was nothing. */
  erase(conversation: ConversationKey): Promise<boolean>;
  /** The record of processing, from the settings of this installation. */
  registre(): Registre;
}
