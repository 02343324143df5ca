import { randomBytes } from 'node:crypto';
import type { Database } from './database.js';

/** The installation's key, made on first use: of several instances that start together, one makes it and all read it. */
export async function readOrMakeKey(database: Database): Promise<Buffer> {
  const insert = `INSERT INTO installation (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING`;
  const read = `SELECT value FROM installation WHERE name = 'key'`;
  for (;;) {
    const [row] = await database.query<{ value: Buffer }>(read);
    if (row) return row.value;
    await database.change(insert, [randomBytes(32)]);
  }
}
