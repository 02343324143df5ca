import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import { DocumentFolder } from './document-folder.js';

interface StateDocument {
  key: string;
  version: number;
  item: StoreItem;
}

/** A write whose eTag is not the stored one: somebody else wrote in between. */
export class ETagConflictError extends Error {
  constructor(key: string) {
    super(`eTag conflict on ${key}`);
    this.name = 'ETagConflictError';
  }
}

/** Bot Framework `Storage` on lowdb: one document per key, optimistic concurrency by eTag ("*" overwrites). */
export class LowdbStateStorage implements Storage {
  private readonly folder: DocumentFolder<StateDocument>;

  constructor(root: string, onDamaged: (path: string, cause: unknown) => void) {
    this.folder = new DocumentFolder(root, onDamaged);
  }

  async read(keys: string[]): Promise<StoreItems> {
    const items: StoreItems = {};
    for (const key of keys) {
      const document = await this.folder.read(key);
      if (document) items[key] = { ...structuredClone(document.item), eTag: String(document.version) };
    }
    return items;
  }

  async write(changes: StoreItems): Promise<void> {
    for (const [key, change] of Object.entries(changes)) {
      const { eTag, ...item } = change as StoreItem;
      const stored = await this.folder.read(key);
      if (eTag && eTag !== '*' && eTag !== String(stored?.version)) throw new ETagConflictError(key);
      await this.folder.write(key, { key, version: (stored?.version ?? 0) + 1, item: structuredClone(item) });
    }
  }

  async delete(keys: string[]): Promise<void> {
    for (const key of keys) await this.folder.remove(key);
  }
}
