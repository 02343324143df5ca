import type { Account } from './console-page.js';
import type { ConsoleServices } from './services.js';
import type { JournalLine } from './staff-records.js';

/**
 * Writes a line of the journal: who looked at, changed, published, exported what. Durable when it resolves. To be called
 * before what was looked at is shown, and after what was changed is stored. Never pass a text of a conversation.
 * @param action noun.verb: « conversation.view » ; its French label stands in journal-labels.ts
 */
export async function recordAction(
  { records, now }: Pick<ConsoleServices, 'records' | 'now'>,
  account: Pick<Account, 'id'>,
  action: string,
  target?: string,
  more: Pick<JournalLine, 'network' | 'detail'> = {},
): Promise<void> {
  await records.addToJournal({
    at: now().toISOString(),
    who: account.id,
    action,
    ...(target ? { target } : {}),
    ...(more.network ? { network: more.network } : {}),
    ...(more.detail ? { detail: more.detail } : {}),
  });
}
