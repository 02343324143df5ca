import type { TranscriptStore } from '../transcripts/transcript-store.js';
import { readReceiptCode } from './receipt-code.js';
import type { ConversationKey, Receipts } from './receipts.js';

const PAGE = 1000;

/**
 * The conversation of a code, for staff: also of one that was never handed out (it stands in the technical log of an erasure that has to be
 * done again after a restore). That takes a walk through every conversation, some microseconds each.
 */
export async function findConversationByCode(
  typed: string,
  receipts: Receipts,
  transcripts: Pick<TranscriptStore, 'list' | 'find'>,
): Promise<ConversationKey | undefined> {
  const code = readReceiptCode(typed);
  if (!code) return undefined;
  const known = await receipts.find(code);
  if (known) return (await transcripts.find(known.id)) ? known : undefined;
  for (let offset = 0; ; offset += PAGE) {
    const page = await transcripts.list({ limit: PAGE, offset });
    const found = page.find((record) => receipts.codeOf(record) === code);
    if (found) return { id: found.id, channelId: found.channelId };
    if (page.length < PAGE) return undefined;
  }
}
