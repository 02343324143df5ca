import type { TranscriptStore } from '../transcripts/transcript-store.js';
import type { TurnGate } from '../transcripts/turn-gate.js';
import type { ConversationKey } from './receipts.js';

/** Milliseconds that the visitor's client has to read that the conversation was erased. */
const READABLE = 30 * 60_000;
/** Nothing older can be there: the sweep runs each hour, and longer outages are caught up with for so long. */
const LOOK_BACK = 7 * 24 * 3600_000;
const PAGE = 200;

export interface SweepOptions {
  transcripts: Pick<TranscriptStore, 'list' | 'find'>;
  gate: Pick<TurnGate, 'run'>;
  /** Deletes everything of a conversation, within its turn. */
  erase(conversation: ConversationKey): Promise<void>;
}

/**
 * Removes what stands of erased conversations: the sentence that says so, under the conversation's id. Such a log has no user. Resolves
 * with their number.
 */
export async function sweepLastWords({ transcripts, gate, erase }: SweepOptions, now: Date): Promise<number> {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
  const [unread, old] = [before(READABLE), before(LOOK_BACK)];
  const found: ConversationKey[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await transcripts.list({ limit: PAGE, offset });
    for (const { id, channelId, user, updatedAt } of page)
      if (user === undefined && updatedAt < unread && updatedAt >= old) found.push({ id, channelId });
    const last = page.at(-1);
    if (page.length < PAGE || !last || last.updatedAt < old) break;
  }
  let swept = 0;
  for (const conversation of found)
    await gate.run(conversation.id, async () => {
      // Its visitor may have gone on talking meanwhile.
      const record = await transcripts.find(conversation.id);
      if (!record || record.user !== undefined) return;
      await erase(conversation);
      swept += 1;
    });
  return swept;
}
