import { readLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import type { LoggedActivity } from '../../src/transcripts/transcript-store.js';

/** What the service has stored, read from its folder beside it. */
export function readFolder(dataDir: string): Promise<Pick<Stores, 'transcripts' | 'state'>> {
  return readLowdbStores(dataDir, {
    now: () => new Date(0),
    onDamaged: (path) => {
      throw new Error(`damaged: ${path}`);
    },
  });
}

/** What the service has stored of a conversation. */
export async function readLog(dataDir: string, conversationId: string): Promise<LoggedActivity[]> {
  return (await readFolder(dataDir)).transcripts.read(conversationId);
}
