import type { ReleaseStore } from '../knowledge/release-store.js';
import type { OpenOptions, Stores } from './stores.js';

/** Where the data are: a folder for one process, or a PostgreSQL server for many. */
export interface StorePlace {
  dataDir: string;
  databaseUrl?: string;
}

/** @throws PasserelleError E_DATA_DIR, E_DATA_DIR_LOCKED, E_DATABASE */
export async function openStores({ dataDir, databaseUrl }: StorePlace, options: OpenOptions): Promise<Stores> {
  // Either backend is loaded only where it is used: a start is counted in tenths of seconds.
  if (databaseUrl) return (await import('./postgres/postgres-stores.js')).openPostgresStores(databaseUrl, options);
  return (await import('./lowdb/lowdb-stores.js')).openLowdbStores(dataDir, options);
}

/** The releases alone, for commands that work beside a running service. */
export async function openReleases(
  { dataDir, databaseUrl }: StorePlace,
  options: OpenOptions,
): Promise<{ store: ReleaseStore; close(): Promise<void> }> {
  if (databaseUrl) return (await import('./postgres/postgres-stores.js')).openPostgresReleases(databaseUrl, options);
  const { openLowdbReleases } = await import('./lowdb/lowdb-stores.js');
  return { store: openLowdbReleases(dataDir, options.onDamaged), close: async () => undefined };
}
