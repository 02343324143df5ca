import type { Storage } from 'botbuilder';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import type { TranscriptStore } from '../transcripts/transcript-store.js';

export interface EraserOptions {
  transcripts: TranscriptStore;
  storage: Storage;
  feed: ConversationFeed;
}

/**
 * Deletes what is kept of a conversation: what was said, then what was remembered. Whoever listens is told. To be run in the
 * conversation's turn, so that no turn under way writes it anew.
 */
export const createEraser =
  ({ transcripts, storage, feed }: EraserOptions) =>
  async (channelId: string, conversationId: string): Promise<void> => {
    await transcripts.remove(conversationId);
    // The key that ConversationState makes of a turn, its empty namespace at the end.
    await storage.delete([`${channelId}/conversations/${conversationId}/`]);
    feed.publish(conversationId, { kind: 'erased' });
  };
