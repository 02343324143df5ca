import type { StoredSheet } from '../sheets/sheet-store.js';
import type { ReviewedTurn, ReviewStore } from '../transcripts/review-store.js';
import type { ConversationRecord, LoggedActivity, TranscriptStore } from '../transcripts/transcript-store.js';

/** Everything that is kept of one conversation, as it is kept: personal data were masked before. */
export interface ConversationExport {
  format: 'passerelle-conversation';
  formatVersion: 1;
  /** ISO 8601. */
  exportedAt: string;
  receipt: string;
  conversation: ConversationRecord;
  log: LoggedActivity[];
  /** Each question with what was answered and what was said of it. */
  turns: ReviewedTurn[];
  /** What the assistant remembers of the conversation, by key. */
  memory: Record<string, unknown>;
  /** Council sheets made in it that can still be read. */
  sheets: StoredSheet[];
}

export interface ExporterOptions {
  transcripts: Pick<TranscriptStore, 'find' | 'read'>;
  review: Pick<ReviewStore, 'streamTurns'>;
  readMemory(conversation: ConversationRecord): Promise<Record<string, unknown>>;
  findSheets(conversation: ConversationRecord): Promise<StoredSheet[]>;
  receiptOf(conversation: ConversationRecord): string;
  now(): Date;
}

/** Undefined when nothing is kept under that id. */
export const createExporter =
  ({ transcripts, review, readMemory, findSheets, receiptOf, now }: ExporterOptions) =>
  async (conversationId: string): Promise<ConversationExport | undefined> => {
    const conversation = await transcripts.find(conversationId);
    if (!conversation) return undefined;
    const turns: ReviewedTurn[] = [];
    for await (const turn of review.streamTurns({ conversationId })) turns.push(turn);
    return {
      format: 'passerelle-conversation',
      formatVersion: 1,
      exportedAt: now().toISOString(),
      receipt: receiptOf(conversation),
      conversation,
      log: await transcripts.read(conversationId),
      turns,
      memory: await readMemory(conversation),
      sheets: await findSheets(conversation),
    };
  };
