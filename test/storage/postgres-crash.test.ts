import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { migrate } from '../../src/storage/postgres/migrate.js';
import { query, sharedPostgres } from '../support/postgres.js';

const source = fileURLToPath(new URL('../support/postgres-writer.ts', import.meta.url));

/** Processes killed, and how many at a time. */
const KILLS = 50;
const AT_ONCE = 5;

/** Runs a writer and kills it once it has acknowledged `after` turns; resolves with what it acknowledged. */
async function writeUntilKilled(writer: string, databaseUrl: string, name: string, after: number): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [writer, databaseUrl, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (part: Buffer) => {
    output += part;
    if (output.split('\n').length > after) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal, output).to.equal('SIGKILL');
  return output.split('\n').slice(0, -1);
}

describe('PostgreSQL stores whose process is killed', function () {
  this.timeout(300_000);
  let databaseUrl: string;
  let folder: string;
  let writer: string;
  before(async () => {
    databaseUrl = await (await sharedPostgres()).createDatabase();
    await migrate(databaseUrl);
    // In one file: fifty starts take seconds, not minutes. What only migrations need is not in it.
    folder = await mkdtemp(join(tmpdir(), 'passerelle-writer-'));
    writer = join(folder, 'writer.mjs');
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
    const external = ['pg-native', 'node-pg-migrate'];
    await build({ entryPoints: [source], outfile: writer, bundle: true, platform: 'node', format: 'esm', banner, external });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it(`${KILLS} times in the middle of turns: every acknowledged turn is there, and no half of any`, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS / AT_ONCE; round++) {
      // Two processes of a round share their conversations, as two instances do.
      const runs = Array.from({ length: AT_ONCE }, (_, index) =>
        writeUntilKilled(writer, databaseUrl, `c${round}-${index >> 1}`, 1 + ((round * 7 + index * 11) % 40)),
      );
      acknowledged.push(...(await Promise.all(runs)).flat());
    }
    const turns = await query(databaseUrl, 'SELECT c.id, t.seq FROM turns t JOIN conversations c ON c.no = t.conversation');
    const kept = new Set(turns.map(({ id, seq }) => `${id} ${seq}`));
    expect(acknowledged.filter((line) => !kept.has(line))).to.deep.equal([]);
    expect(acknowledged.length).to.be.at.least(KILLS);
    expect(new Set(acknowledged).size, 'no number is given twice').to.equal(acknowledged.length);
    const halves = await query(
      databaseUrl,
      `SELECT c.id FROM conversations c LEFT JOIN bot_state s ON s.key = 'count/' || c.id,
        LATERAL (SELECT count(*)::int AS said, coalesce(max(seq), 0) AS last FROM activities WHERE conversation = c.no) a,
        LATERAL (SELECT count(*)::int AS turns FROM turns WHERE conversation = c.no) t
      WHERE a.said <> c.last_seq OR a.last <> c.last_seq OR t.turns * 2 <> a.said OR (s.item ->> 'count')::int IS DISTINCT FROM t.turns`,
    );
    expect(halves).to.deep.equal([]);
    const open = await query(databaseUrl, `SELECT pid FROM pg_locks WHERE locktype = 'advisory'`);
    expect(open, 'the dead hold no lock').to.deep.equal([]);
  });
});
