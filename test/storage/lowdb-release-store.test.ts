import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LowdbReleaseStore } from '../../src/storage/lowdb/lowdb-release-store.js';
import { itKeepsTheReleaseStoreContract } from '../contracts/release-store-contract.js';

describe('LowdbReleaseStore', () => {
  const fail = (path: string) => {
    throw new Error(`damaged: ${path}`);
  };
  itKeepsTheReleaseStoreContract(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'passerelle-releases-'));
    const open = () => new LowdbReleaseStore(join(dir, 'releases'), fail);
    return { store: open(), another: open, close: () => rm(dir, { recursive: true, force: true }) };
  });
});
