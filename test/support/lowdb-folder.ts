import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenFile } from '../../src/storage/lowdb/journal.js';
import { openLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import type { Stores } from '../../src/storage/stores.js';

export interface LowdbFolder {
  path: string;
  /** Files that were set aside. */
  damaged: string[];
  /** Opens the stores, after ending those that are open. */
  open(openFile?: OpenFile): Promise<Stores>;
  close(): Promise<void>;
}

/** A DATA_DIR of its own, whose stores are opened again and again. */
export async function createLowdbFolder(now: () => Date = () => new Date('2026-01-05T00:00:00Z')): Promise<LowdbFolder> {
  const path = await mkdtemp(join(tmpdir(), 'passerelle-lowdb-'));
  const damaged: string[] = [];
  let stores: Stores | undefined;
  return {
    path,
    damaged,
    async open(openFile) {
      await stores?.close();
      stores = await openLowdbStores(path, { now, onDamaged: (file) => damaged.push(file) }, openFile);
      return stores;
    },
    async close() {
      await stores?.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}
