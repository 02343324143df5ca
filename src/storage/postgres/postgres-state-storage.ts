import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import { ETagConflictError } from '../etag-conflict.js';
import type { Database } from './database.js';
import { toStorableJson, toStorableText } from './storable-json.js';

const read = { name: 'state.read', text: 'SELECT key, version, item FROM bot_state WHERE key = ANY($1)' };
const write = {
  name: 'state.write',
  text: `INSERT INTO bot_state (key, version, item) VALUES ($1, nextval('versions'), $2)
    ON CONFLICT (key) DO UPDATE SET version = excluded.version, item = excluded.item`,
};
const replace = {
  name: 'state.replace',
  text: `UPDATE bot_state SET version = nextval('versions'), item = $2 WHERE key = $1 AND version::text = $3`,
};
const remove = { name: 'state.remove', text: 'DELETE FROM bot_state WHERE key = ANY($1)' };

/** Bot Framework `Storage` on PostgreSQL: one row per key, optimistic concurrency by eTag ("*" overwrites). */
export class PostgresStateStorage implements Storage {
  constructor(private readonly database: Database) {}

  async read(keys: string[]): Promise<StoreItems> {
    if (keys.length === 0) return {};
    const byStored = new Map(keys.map((key) => [toStorableText(key), key]));
    const rows = await this.database.query<{ key: string; version: string; item: StoreItem }>(read, [[...byStored.keys()]]);
    return Object.fromEntries(rows.map(({ key, version, item }) => [byStored.get(key) ?? key, { ...item, eTag: version }]));
  }

  /** All of the changes, or none. */
  async write(changes: StoreItems): Promise<void> {
    const entries = Object.entries(changes) as [string, StoreItem][];
    const writeAll = async () => {
      for (const [key, { eTag, ...item }] of entries) {
        const values = [toStorableText(key), toStorableJson(item)];
        if (!eTag || eTag === '*') await this.database.change(write, values);
        else if ((await this.database.change(replace, [...values, eTag])) === 0) throw new ETagConflictError(key);
      }
    };
    await (entries.length > 1 ? this.database.transaction(writeAll) : writeAll());
  }

  async delete(keys: string[]): Promise<void> {
    await this.database.change(remove, [keys.map(toStorableText)]);
  }
}
