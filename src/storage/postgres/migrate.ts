import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { connectionOptions } from './database.js';
import { type Migration, migrations } from './migrations.js';

const TABLE = 'migrations';

/**
 * Brings the database to the shape that this version of the code needs: each missing step once, all in one transaction, under
 * a lock for which instances that start together queue. The runner is loaded only when there is something to do.
 * @throws the driver's errors
 */
export async function migrate(databaseUrl: string, steps: readonly Migration[] = migrations): Promise<void> {
  // Building an index may take longer than any statement of the service.
  const client = new pg.Client({ ...connectionOptions(databaseUrl), statement_timeout: 0, query_timeout: 0, lock_timeout: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await isCurrent(client, steps)) return;
    const { runner } = await import('node-pg-migrate');
    const ignore = () => undefined;
    await runner({
      dbClient: client,
      direction: 'up',
      migrationsTable: TABLE,
      advisoryLockMode: 'wait',
      singleTransaction: true,
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      ...fromCode(steps),
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function isCurrent(client: pg.Client, steps: readonly Migration[]): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [TABLE]);
  if (!rows[0]?.exists) return false;
  const run = await client.query<{ name: string }>(`SELECT name FROM ${TABLE}`);
  const names = new Set(run.rows.map(({ name }) => name));
  return steps.every(({ name }) => names.has(name));
}

/** The runner reads folders: it is given this very file, and the steps in its stead, so that they need not be copied into builds. */
function fromCode(steps: readonly Migration[]) {
  const here = fileURLToPath(import.meta.url);
  const me = basename(here);
  return {
    dir: dirname(here),
    ignorePattern: `(?!${me.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}$).*`,
    migrationLoaderStrategies: [
      {
        extensions: ['.js', '.mjs', '.ts'],
        loader: async () =>
          steps.map(({ name, sql }) => ({
            id: `${name}.sql`,
            filePaths: [here],
            actions: { up: (pgm: { sql(text: string): void }) => pgm.sql(sql) },
          })),
      },
    ],
  };
}
