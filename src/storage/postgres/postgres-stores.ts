import { PasserelleError } from '../../errors.js';
import type { ReleaseStore } from '../../knowledge/release-store.js';
import type { OpenOptions, Stores } from '../stores.js';

export async function openPostgresStores(_databaseUrl: string, _options: OpenOptions): Promise<Stores> {
  throw new PasserelleError('E_UNSUPPORTED', 'DATABASE_URL');
}

export async function openPostgresReleases(
  _databaseUrl: string,
  _options: OpenOptions,
): Promise<{ store: ReleaseStore; close(): Promise<void> }> {
  throw new PasserelleError('E_UNSUPPORTED', 'DATABASE_URL');
}
