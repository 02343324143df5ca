import type { Storage } from 'botbuilder';
import { z } from 'zod';
import type { ConversationKey } from '../../dialogs/services.js';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import type { StateKeys } from '../transcripts/review-store.js';
import type { TranscriptStore } from '../transcripts/transcript-store.js';

export interface EraserOptions {
  transcripts: TranscriptStore;
  storage: Storage;
  /** Keys of the bot's state that belong to a conversation. */
  stateKeys: StateKeys;
  sheets: { remove(id: string): Promise<void> };
  feed: ConversationFeed;
}

/** The key that ConversationState makes of a turn, its empty namespace at the end, and that of who was welcomed on Teams. */
export const stateKeysOf: StateKeys = ({ id, channelId }) => [`${channelId}/conversations/${id}/`, `${channelId}/places/${id}`];

/** What the conversation's memory says of the council sheets made in it. */
const stateSchema = z.object({
  memory: z.object({
    sheets: z.array(z.string()).optional().catch(undefined),
    sheet: z.object({ id: z.string() }).optional().catch(undefined),
  }),
});

/** Ids of the council sheets made in a conversation. */
export async function findSheetsOf({ storage }: Pick<EraserOptions, 'storage'>, key: ConversationKey): Promise<string[]> {
  const keys = [...stateKeysOf(key)];
  const memories = Object.values(await storage.read(keys)).flatMap((item) => stateSchema.safeParse(item).data?.memory ?? []);
  return [...new Set(memories.flatMap(({ sheets, sheet }) => [...(sheets ?? []), ...(sheet ? [sheet.id] : [])]))];
}

/**
 * Deletes everything that is kept of a conversation: council sheets made in it, what was remembered, what was said and what was
 * said of it. The log goes last: as long as it stands, the erasure can be asked for again. To be run in the conversation's turn, so
 * that no turn under way writes it anew. Whoever listens is told, unless it has last words to hear (`tell` false).
 */
export const createEraser =
  (options: EraserOptions) =>
  async (channelId: string, id: string, { tell = true } = {}): Promise<void> => {
    const { transcripts, storage, stateKeys, sheets, feed } = options;
    const key = { channelId, id };
    for (const sheet of await findSheetsOf(options, key)) await sheets.remove(sheet);
    await storage.delete([...stateKeys(key)]);
    await transcripts.remove(id);
    if (tell) feed.publish(id, { kind: 'erased' });
  };
