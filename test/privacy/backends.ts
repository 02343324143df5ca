import { query, sharedPostgres } from '../support/postgres.js';
import { readEverything, unpack } from '../support/read-everything.js';

/** Where the service keeps its data, and every byte of it. */
export interface Backend {
  environment: Record<string, string>;
  readAll(dataDir: string): Promise<string>;
}

/** Published content: it names people who answer for networks. */
const CONTENT = new Set(['releases', 'activations', 'pgmigrations', 'migrations']);

export const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  lowdb: async () => ({ environment: {}, readAll: readEverything }),
  PostgreSQL: async () => {
    const databaseUrl = await (await sharedPostgres()).createDatabase();
    return {
      environment: { DATABASE_URL: databaseUrl },
      readAll: async (dataDir) => `${await readEverything(dataDir)}\n${await readTables(databaseUrl)}`,
    };
  },
};

/** Every column of every row of every table, what is packed also unpacked, as Latin-1. */
async function readTables(databaseUrl: string): Promise<string> {
  const tables = await query(
    databaseUrl,
    `SELECT format('%I.%I', table_schema, table_name) AS name, table_name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const values: unknown[] = [];
  for (const { name, table_name } of tables) {
    if (CONTENT.has(String(table_name))) continue;
    for (const row of await query(databaseUrl, `SELECT * FROM ${name}`)) values.push(...Object.values(row));
  }
  if (values.length === 0) throw new Error('no table holds anything: the wrong database was read');
  return values
    .flatMap((value) => (Buffer.isBuffer(value) ? [value, ...unpack(value)] : [Buffer.from(asText(value))]))
    .map((buffer) => buffer.toString('latin1'))
    .join('\n');
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
