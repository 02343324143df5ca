import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { PasserelleError } from '../../errors.js';
import type { ReleaseStore } from '../../knowledge/release-store.js';
import type { OpenOptions, Stores } from '../stores.js';
import { Database } from './database.js';
import { isAway, toDatabaseError } from './database-error.js';
import { readOrMakeKey } from './installation-key.js';
import { Listener } from './listener.js';
import { migrate } from './migrate.js';
import { PostgresConversationFeed } from './postgres-conversation-feed.js';
import { PostgresReleaseStore } from './postgres-release-store.js';
import { PostgresReviewStore } from './postgres-review-store.js';
import { PostgresSheetStore } from './postgres-sheet-store.js';
import { PostgresStaffRecords } from './postgres-staff-records.js';
import { PostgresStateStorage } from './postgres-state-storage.js';
import { PostgresTranscriptStore } from './postgres-transcript-store.js';
import { PostgresTurnGate } from './postgres-turn-gate.js';
import { PostgresUsedTickets } from './postgres-used-tickets.js';

/**
 * Milliseconds that a start waits for a server that is not there yet: a machine that boots starts it beside us, which takes some
 * seconds; who started us by hand soon wants to know. A wrong password or name is said at once.
 */
const START_PATIENCE = 10_000;
const START_PAUSE = 250;

interface Opened {
  database: Database;
  listener: Listener;
  close(): Promise<void>;
}

/** Everything in one database, for as many processes as one likes. @throws PasserelleError E_DATABASE */
export async function openPostgresStores(
  databaseUrl: string,
  { now, onDamaged }: OpenOptions,
  patience = START_PATIENCE,
): Promise<Stores> {
  const { database, listener, close } = await openDatabase(databaseUrl, patience);
  const feed = new PostgresConversationFeed(database, listener, randomBytes(6).toString('base64url'));
  return {
    transcripts: new PostgresTranscriptStore(database, now),
    review: new PostgresReviewStore(database),
    state: new PostgresStateStorage(database),
    releases: new PostgresReleaseStore(database, listener),
    sheets: new PostgresSheetStore(database, onDamaged),
    records: new PostgresStaffRecords(database, now),
    feed,
    gate: new PostgresTurnGate(database),
    usedTickets: new PostgresUsedTickets(database, now),
    installationKey: () => readOrMakeKey(database),
    check: () => check(database),
    close,
  };
}

/** The releases alone. @throws PasserelleError E_DATABASE */
export async function openPostgresReleases(
  databaseUrl: string,
  _options: OpenOptions,
  patience = START_PATIENCE,
): Promise<{ store: ReleaseStore; close(): Promise<void> }> {
  const { database, listener, close } = await openDatabase(databaseUrl, patience);
  return { store: new PostgresReleaseStore(database, listener), close };
}

async function openDatabase(databaseUrl: string, patience: number): Promise<Opened> {
  const listener = new Listener(databaseUrl);
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      await migrate(databaseUrl);
      await listener.open();
      break;
    } catch (error) {
      if (!isAway(error) || performance.now() > deadline) throw toDatabaseError(error);
      await wait(START_PAUSE);
    }
  }
  const database = new Database(databaseUrl);
  const close = async () => {
    await listener.close();
    await database.close();
  };
  return { database, listener, close };
}

/** @throws PasserelleError E_DATABASE when the server does not answer, or takes no writes */
async function check(database: Database): Promise<void> {
  const text = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS closed`;
  const [row] = await database.query<{ closed: boolean }>(text);
  if (row?.closed) throw new PasserelleError('E_DATABASE', 'lecture seule');
}
