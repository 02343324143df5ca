import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Low } from 'lowdb';
import { PasserelleError } from '../../errors.js';
import { besideOf, DurableJsonFile } from './durable-json-file.js';
import type { OpenFile } from './journal.js';
import { syncFolder } from './sync-folder.js';

/** How many documents stay in memory; the least recently used leave first. */
const CACHED_DOCUMENTS = 500;

/**
 * A folder of small lowdb documents, one per key, spread over 256 subfolders.
 * Writers of one key must take turns (the bot's turn queue sees to it); readers see the last written state.
 */
export class DocumentFolder<T extends object> {
  private readonly cache = new Map<string, Low<T | null>>();
  private readonly unsynced = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
    private readonly openFile?: OpenFile,
    /** Written and removed documents survive a power cut once `sync` has resolved, which many share. Otherwise each at once. */
    private readonly batched = false,
  ) {}

  async read(key: string): Promise<T | undefined> {
    return (await this.open(key)).data ?? undefined;
  }

  /** Replaces the document; resolves once it is durable. On failure the previous document stays what readers see. */
  async write(key: string, document: T): Promise<void> {
    // What is there needs no reading to be replaced.
    const low = this.cache.get(key) ?? new Low<T | null>(this.file(this.pathOf(key)), null);
    const previous = low.data;
    low.data = document;
    try {
      await low.write();
    } catch (error) {
      low.data = previous;
      throw error;
    }
    this.remember(key, low);
  }

  /** Makes everything written and removed so far survive a power cut. @throws PasserelleError E_STORE_WRITE */
  async sync(): Promise<void> {
    for (const folder of [...this.unsynced]) {
      this.unsynced.delete(folder);
      try {
        await syncFolder(folder);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        this.unsynced.add(folder);
        throw new PasserelleError('E_STORE_WRITE', folder, { cause: error });
      }
    }
  }

  async remove(key: string): Promise<void> {
    // Readers under way share what is cached: from now on they see that there is nothing.
    (await this.open(key)).data = null;
    const path = this.pathOf(key);
    for (const each of [path, besideOf(path)]) await rm(each, { force: true });
    if (this.batched) this.unsynced.add(dirname(path));
  }

  /** Every document of the folder, in no order; damaged ones are set aside and left out. */
  async *all(): AsyncGenerator<T> {
    for (const path of await this.paths()) {
      const document = await this.file(path).read();
      if (document) yield document;
    }
  }

  private file(path: string): DurableJsonFile<T | null> {
    return new DurableJsonFile<T | null>(path, this.onDamaged, {
      openFile: this.openFile,
      alone: true,
      ...(this.batched ? { renamed: (folder: string) => void this.unsynced.add(folder) } : {}),
    });
  }

  private async paths(): Promise<string[]> {
    const found = await readdir(this.root, { recursive: true, withFileTypes: true }).catch(() => []);
    return found.filter((item) => item.isFile() && item.name.endsWith('.json')).map((item) => join(item.parentPath, item.name));
  }

  private async open(key: string): Promise<Low<T | null>> {
    const cached = this.cache.get(key);
    if (cached) {
      this.cache.delete(key);
      this.cache.set(key, cached);
      return cached;
    }
    const low = new Low<T | null>(this.file(this.pathOf(key)), null);
    await low.read();
    const raced = this.cache.get(key);
    if (raced) return raced;
    this.remember(key, low);
    return low;
  }

  private remember(key: string, low: Low<T | null>): void {
    this.cache.delete(key);
    this.cache.set(key, low);
    const oldest = this.cache.keys().next();
    if (this.cache.size > CACHED_DOCUMENTS && !oldest.done) this.cache.delete(oldest.value);
  }

  /** Keys come from channels, so file names are made from their hash. */
  private pathOf(key: string): string {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 40);
    return join(this.root, name.slice(0, 2), `${name}.json`);
  }
}
