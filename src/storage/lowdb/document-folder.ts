import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { DurableJsonFile } from './durable-json-file.js';

/** How many documents stay in memory; the least recently used leave first. */
const CACHED_DOCUMENTS = 500;

/**
 * A folder of small lowdb documents, one per key, spread over 256 subfolders.
 * Writers of one key must take turns (the bot's turn queue sees to it); readers see the last written state.
 */
export class DocumentFolder<T extends object> {
  private readonly cache = new Map<string, Low<T | null>>();

  constructor(
    private readonly root: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
  ) {}

  async read(key: string): Promise<T | undefined> {
    return (await this.open(key)).data ?? undefined;
  }

  /** Replaces the document; resolves once it is durable. On failure the previous document stays what readers see. */
  async write(key: string, document: T): Promise<void> {
    const low = await this.open(key);
    const previous = low.data;
    low.data = document;
    try {
      await low.write();
    } catch (error) {
      low.data = previous;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    // Readers under way share what is cached: from now on they see that there is nothing.
    (await this.open(key)).data = null;
    await rm(this.pathOf(key), { force: true });
  }

  /** Every document of the folder, in no order; damaged ones are set aside and left out. */
  async *all(): AsyncGenerator<T> {
    for (const path of await this.paths()) {
      const document = await new DurableJsonFile<T>(path, this.onDamaged).read();
      if (document) yield document;
    }
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
    const low = new Low<T | null>(new DurableJsonFile<T | null>(this.pathOf(key), this.onDamaged), null);
    await low.read();
    const raced = this.cache.get(key);
    if (raced) return raced;
    this.cache.set(key, low);
    const oldest = this.cache.keys().next();
    if (this.cache.size > CACHED_DOCUMENTS && !oldest.done) this.cache.delete(oldest.value);
    return low;
  }

  /** Keys come from channels, so file names are made from their hash. */
  private pathOf(key: string): string {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 40);
    return join(this.root, name.slice(0, 2), `${name}.json`);
  }
}
