import type { ConversationExport } from '../../privacy/export-conversation.js';
import { type Account, maySee } from '../console-page.js';
import type { ConsoleServices } from '../services.js';

/** Everything of the conversation that a code or an id names; undefined when there is none, or when this account may not see all of it. */
export async function findConversation(
  { privacy }: Pick<ConsoleServices, 'privacy'>,
  account: Account,
  typed: string,
): Promise<ConversationExport | undefined> {
  const query = typed.trim();
  if (query === '') return undefined;
  const found = (await privacy.export(query)) ?? (await exportByCode(privacy, query));
  if (!found) return undefined;
  const networks = [found.conversation.network, ...found.turns.map(({ network }) => network)];
  return networks.every((network) => maySee(account, network)) ? found : undefined;
}

async function exportByCode(privacy: ConsoleServices['privacy'], code: string): Promise<ConversationExport | undefined> {
  const conversation = await privacy.findByCode(code);
  return conversation && privacy.export(conversation.id);
}
