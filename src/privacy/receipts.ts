import { z } from 'zod';
import { readReceiptCode, writeReceiptCode } from './receipt-code.js';

/** What names a conversation among those of every channel. */
export interface ConversationKey {
  id: string;
  channelId: string;
}

/** The bot's state, as far as it is used here: documents by key. */
export interface KeyedDocuments {
  read(keys: string[]): Promise<Record<string, unknown>>;
  write(changes: Record<string, object>): Promise<void>;
  delete(keys: string[]): Promise<void>;
}

export interface Receipts {
  /** The code of a conversation, whether it was given or not. */
  codeOf(conversation: ConversationKey): string;
  /** The code, to be handed out: from now on it finds the conversation. Resolves once that is durable. */
  give(conversation: ConversationKey): Promise<string>;
  /** The conversation of a code as somebody typed it. */
  find(typed: string): Promise<ConversationKey | undefined>;
  /** Key of the document that a code is found by: it goes with the conversation. */
  keyOf(conversation: ConversationKey): string;
}

const documentSchema = z.object({ id: z.string(), channelId: z.string() });

const keyOfCode = (code: string): string => `receipts/${code}`;

/**
 * Codes by which a conversation can be named without telling anything of it. A code follows from the conversation's id and the installation's
 * key; what leads back is one small document, written when the code is first handed out: a conversation whose code nobody asked for costs nothing.
 */
export function createReceipts(documents: KeyedDocuments, derive: (conversationId: string) => Uint8Array): Receipts {
  const codeOf = ({ id, channelId }: ConversationKey) => writeReceiptCode(derive(`${channelId} ${id}`));
  const keyOf = (conversation: ConversationKey) => keyOfCode(codeOf(conversation));
  const read = async (key: string) => documentSchema.safeParse((await documents.read([key]))[key]).data;
  return {
    codeOf,
    keyOf,
    give: async ({ id, channelId }) => {
      const key = keyOf({ id, channelId });
      if (!(await read(key))) await documents.write({ [key]: { id, channelId, eTag: '*' } });
      return codeOf({ id, channelId });
    },
    find: async (typed) => {
      const code = readReceiptCode(typed);
      const found = code ? await read(keyOfCode(code)) : undefined;
      // Given under another key of the installation: it is worth nothing any more, here as for the erasure of its document.
      return found && codeOf(found) === code ? found : undefined;
    },
  };
}
