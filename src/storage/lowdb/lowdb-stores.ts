import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LocalUsedTickets } from '../../directline/used-tickets.js';
import { LocalConversationFeed } from '../../transcripts/conversation-feed.js';
import { EmbeddedDatabase } from '../memory/embedded-database.js';
import { EmbeddedStateStorage } from '../memory/embedded-state-storage.js';
import { EmbeddedTranscriptStore } from '../memory/embedded-transcript-store.js';
import type { OpenOptions, Stores } from '../stores.js';
import { lockDataDir } from './data-dir-lock.js';
import { readOrMakeKey } from './installation-key.js';
import type { OpenFile } from './journal.js';
import { LowdbBacking, type LowdbBackingOptions } from './lowdb-backing.js';
import { LowdbReleaseStore } from './lowdb-release-store.js';
import { LowdbReviewStore } from './lowdb-review-store.js';
import { LowdbSheetStore } from './lowdb-sheet-store.js';
import { LowdbStaffRecords } from './lowdb-staff-records.js';

/** The releases alone, without the lock: `npm run kb` works beside a running service. */
export const openLowdbReleases = (dataDir: string, onDamaged: OpenOptions['onDamaged']): LowdbReleaseStore =>
  new LowdbReleaseStore(join(dataDir, 'releases'), onDamaged);

/** Everything in one folder, for one process. `openFile`: for tests. @throws PasserelleError E_DATA_DIR, E_DATA_DIR_LOCKED */
export async function openLowdbStores(dataDir: string, { now, onDamaged }: OpenOptions, openFile?: OpenFile): Promise<Stores> {
  const lock = await lockDataDir(dataDir);
  try {
    const { backing, database } = await openDatabase({ dataDir, onDamaged, openFile });
    backing.start();
    return {
      transcripts: new EmbeddedTranscriptStore(database, now),
      review: new LowdbReviewStore(database, () => randomBytes(12).toString('base64url'), dataDir),
      records: new LowdbStaffRecords(join(dataDir, 'records'), now, onDamaged),
      state: new EmbeddedStateStorage(database),
      releases: openLowdbReleases(dataDir, onDamaged),
      sheets: new LowdbSheetStore(join(dataDir, 'sheets'), onDamaged),
      feed: database.wrapFeed(new LocalConversationFeed()),
      gate: database.gate,
      usedTickets: new LocalUsedTickets(now),
      installationKey: () => readOrMakeKey(join(dataDir, 'key')),
      check: () => backing.check(),
      close: async () => {
        await backing.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * What the folder holds now, also beside a service that uses it: writes nothing, and does not hear of what comes later.
 * @throws PasserelleError E_DATA_DIR
 */
export async function readLowdbStores(
  dataDir: string,
  { now, onDamaged }: OpenOptions,
): Promise<Pick<Stores, 'transcripts' | 'state'>> {
  const { database } = await openDatabase({ dataDir, onDamaged });
  return { transcripts: new EmbeddedTranscriptStore(database, now), state: new EmbeddedStateStorage(database) };
}

async function openDatabase(options: LowdbBackingOptions): Promise<{ backing: LowdbBacking; database: EmbeddedDatabase }> {
  const backing = await LowdbBacking.open(options);
  const database = new EmbeddedDatabase(backing);
  await backing.recover((changes) => database.apply(changes));
  return { backing, database };
}
