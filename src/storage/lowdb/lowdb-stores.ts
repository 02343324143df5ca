import { join } from 'node:path';
import { LocalUsedTickets } from '../../directline/used-tickets.js';
import { LocalConversationFeed } from '../../transcripts/conversation-feed.js';
import { TurnQueue } from '../../transcripts/turn-queue.js';
import type { OpenOptions, Stores } from '../stores.js';
import { lockDataDir } from './data-dir-lock.js';
import { readOrMakeKey } from './installation-key.js';
import { LowdbReleaseStore } from './lowdb-release-store.js';
import { LowdbSheetStore } from './lowdb-sheet-store.js';
import { LowdbStateStorage } from './lowdb-state-storage.js';
import { LowdbTranscriptStore } from './lowdb-transcript-store.js';

/** The releases alone, without the lock: `npm run kb` works beside a running service. */
export const openLowdbReleases = (dataDir: string, onDamaged: OpenOptions['onDamaged']): LowdbReleaseStore =>
  new LowdbReleaseStore(join(dataDir, 'releases'), onDamaged);

/** Everything in one folder, for one process. @throws PasserelleError E_DATA_DIR, E_DATA_DIR_LOCKED */
export async function openLowdbStores(dataDir: string, { now, onDamaged }: OpenOptions): Promise<Stores> {
  const lock = await lockDataDir(dataDir);
  const transcripts = new LowdbTranscriptStore(join(dataDir, 'conversations'), now, onDamaged);
  return {
    transcripts,
    review: undefined as never,
    records: undefined as never,
    state: new LowdbStateStorage(join(dataDir, 'state'), onDamaged),
    releases: openLowdbReleases(dataDir, onDamaged),
    sheets: new LowdbSheetStore(join(dataDir, 'sheets'), onDamaged),
    feed: new LocalConversationFeed(),
    gate: new TurnQueue(),
    usedTickets: new LocalUsedTickets(now),
    installationKey: () => readOrMakeKey(join(dataDir, 'key')),
    check: async () => {
      await transcripts.find('readyz');
    },
    close: () => lock.release(),
  };
}
