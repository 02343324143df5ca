import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { openLowdbStores, readLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { killService } from '../support/kill-service.js';

const KILLS = 50;
/** Turns that a process lives for, at most: with the time that each takes, moments that nobody chose. */
const LONGEST_LIFE = 20;

const failOnDamage = (path: string) => {
  throw new Error(`damaged: ${path}`);
};

describe('lowdb, killed', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'passerelle-killed-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it(`${KILLS} times under load, has every acknowledged turn, log and state alike`, async function () {
    this.timeout(600_000);
    // In one file a process starts in a tenth of a second.
    const child = join(dir, 'crash-child.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('../support/crash-child.ts', import.meta.url))],
      outfile: child,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const dataDir = join(dir, 'data');
    const kept = new Map<string, Set<string>>();
    for (let life = 0; life < KILLS; life++) {
      const now = new Map<string, Set<string>>();
      await liveAndDie(child, dataDir, `v${life}`, 1 + Math.floor(Math.random() * LONGEST_LIFE), now);
      await expectKept(await readLowdbStores(dataDir, { now: () => new Date(), onDamaged: failOnDamage }), now);
      for (const [id, questions] of now) kept.set(id, new Set([...(kept.get(id) ?? []), ...questions]));
    }
    const stores = await openLowdbStores(dataDir, { now: () => new Date(), onDamaged: failOnDamage });
    try {
      await expectKept(stores, kept);
      const turns = [...kept.values()].reduce((sum, { size }) => sum + size, 0);
      expect(turns).to.be.greaterThan(KILLS);
      expect((await stores.review.countTurns({}, []))[0]?.turns, 'turns in the index').to.be.at.least(turns);
      for (const id of kept.keys()) {
        const found = await stores.review.searchTurns({ conversationId: id }, { limit: 10_000 });
        const asked = await questionsOf(stores, id);
        expect(found.items.map(({ question }) => question).sort(), id).to.deep.equal([...asked].sort());
      }
    } finally {
      await stores.close();
    }
  });

  it('the whole service, 5 times under load, has every acknowledged turn, log and state alike', async function () {
    this.timeout(600_000);
    const { turns, starts } = await killService(join(dir, 'service'), 5);
    expect(starts).to.equal(5);
    expect(turns).to.be.greaterThan(5);
  });
});

/** Starts a process and kills it when it has said that so many turns are kept. */
async function liveAndDie(child: string, dataDir: string, name: string, turns: number, kept: Map<string, Set<string>>) {
  const process_ = spawn(process.execPath, [child, dataDir, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(process_, 'close');
  let left = turns;
  for await (const line of createInterface({ input: process_.stdout })) {
    const [word, id = '', ...rest] = line.split(' ');
    if (word === 'damaged') throw new Error(line);
    if (word === 'erasing') kept.delete(id);
    if (word !== 'kept') continue;
    kept.set(id, (kept.get(id) ?? new Set()).add(rest.join(' ')));
    left -= 1;
    if (left === 0) process_.kill('SIGKILL');
  }
  await closed;
}

const questionsOf = async ({ transcripts }: Pick<Stores, 'transcripts'>, id: string) =>
  (await transcripts.read(id)).flatMap(({ activity }) => (activity.from?.role === 'user' ? [activity.text ?? ''] : []));

async function expectKept(stores: Pick<Stores, 'transcripts' | 'state'>, kept: ReadonlyMap<string, ReadonlySet<string>>) {
  for (const [id, questions] of kept) {
    const log = await stores.transcripts.read(id);
    expect(log.map(({ seq }) => seq)).to.deep.equal(log.map((_, index) => index + 1));
    const asked = await questionsOf(stores, id);
    expect(asked, id).to.include.members([...questions]);
    // No turn is half written: as many are remembered as were said, and each was answered.
    expect((await stores.state.read([id]))[id], id).to.include({ turns: asked.length });
    expect(log).to.have.length(2 * asked.length);
  }
}
