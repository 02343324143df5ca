import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import { ETagConflictError } from '../etag-conflict.js';
import type { EmbeddedDatabase } from './embedded-database.js';

/** Bot Framework `Storage` on the embedded database: optimistic concurrency by eTag ("*" overwrites). */
export class EmbeddedStateStorage implements Storage {
  constructor(private readonly database: EmbeddedDatabase) {}

  async read(keys: string[]): Promise<StoreItems> {
    const items: StoreItems = {};
    for (const key of keys) {
      const document = await this.database.state(key);
      if (document) items[key] = { ...copy(document.item), eTag: String(document.version) };
    }
    return items;
  }

  async write(changes: StoreItems): Promise<void> {
    for (const [key, change] of Object.entries(changes)) {
      const { eTag, ...given } = change as StoreItem;
      const item = copy(given);
      await this.database.change(key, async () => {
        const stored = await this.database.state(key);
        if (eTag && eTag !== '*' && eTag !== String(stored?.version)) throw new ETagConflictError(key);
        const document = { key, version: (stored?.version ?? 0) + 1, item };
        return { result: undefined, changes: [{ kind: 'state', key, document }] };
      });
    }
  }

  async delete(keys: string[]): Promise<void> {
    for (const key of keys)
      await this.database.change(key, async () => ({
        result: undefined,
        changes: (await this.database.state(key)) ? [{ kind: 'state', key, document: null }] : [],
      }));
  }
}

/** As it will be read after a restart; several times faster than structuredClone for what a conversation remembers. */
const copy = <T>(item: T): T => JSON.parse(JSON.stringify(item)) as T;
