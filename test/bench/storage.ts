import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWeeks } from '../../src/console/review/week-figures.js';
import { openStores } from '../../src/storage/open-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { openLowdbHistory } from '../../src/storage/transfer/lowdb-source.js';
import { fillDataDir } from '../../src/storage/transfer/lowdb-target.js';
import { fillDatabase } from '../../src/storage/transfer/postgres-target.js';
import { seedDatabase, seedDataDir } from '../support/app.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { startPostgres } from '../support/postgres.js';
import { readEvaluation } from './knowledge-set.js';
import { collectConversations, DAYS, generateHistory, multiplyDatabase } from './load-history.js';
import { buildService, createSpeaker, type Measured, median, startMeasured } from './turns.js';

export interface StorageBench {
  sizes: readonly number[];
  backend: 'lowdb' | 'postgres';
  /** Real turns that are measured at each size. */
  turns?: number;
}

/** Turns of the history that real conversations are taken from, and of what PostgreSQL multiplies within itself. */
const REAL = 400;
const BASE = 10_000;
/** Times that each query is asked; the median counts. */
const ASKED = 7;

const onDamaged = (path: string) => {
  throw new Error(`damaged: ${path}`);
};
const options = { onDamaged, newId: () => Math.random().toString(36).slice(2) };
const openOptions = { now: () => new Date(), onDamaged };
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0).padStart(7);

/** What turns and the console's queries cost on a history of each size. */
export async function measureStorage(
  print: (line: string) => void,
  { sizes, backend, turns = 2000 }: StorageBench,
): Promise<void> {
  await buildService();
  const root = await mkdtemp(join(tmpdir(), 'passerelle-bench-'));
  const connector = await startLoopbackConnector();
  const drain = setInterval(() => {
    connector.received.length = 0;
    connector.headers.length = 0;
  }, 500);
  const speaker = createSpeaker(
    connector.url,
    readEvaluation('knowledge').map(({ q }) => q),
    `bench-${Date.now().toString(36)}`,
  );
  const postgres =
    backend === 'postgres' ? await startPostgres(['fsync=on', 'shared_buffers=256MB', 'max_wal_size=4GB']) : undefined;
  try {
    const seed = join(root, 'real');
    await seedDataDir(seed);
    const first = await startMeasured('passerelle', { DATA_DIR: seed, LOG_LEVEL: 'silent' });
    await speaker.speak(first.url, REAL);
    await first.stop();
    const real = await openLowdbHistory(seed, onDamaged).read(collectConversations);
    let smallest: number | undefined;
    for (const size of sizes) {
      const dataDir = join(root, `size-${size}`);
      const databaseUrl = await postgres?.createDatabase();
      const began = performance.now();
      if (databaseUrl) {
        const times = Math.max(1, Math.round(size / BASE));
        const days = DAYS / times;
        const now = Date.now() - (DAYS - days) * 24 * 3600_000;
        await fillDatabase(databaseUrl, generateHistory(real, Math.min(size, BASE), now, days), options);
        if (times > 1) await multiplyDatabase(databaseUrl, times);
        await seedDatabase(databaseUrl);
      } else {
        await fillDataDir(dataDir, generateHistory(real, size, Date.now()), options);
        await seedDataDir(dataDir);
      }
      print(`${size.toLocaleString('en')} turns on ${backend} (loaded in ${((performance.now() - began) / 1000).toFixed(0)} s)`);
      const place = { dataDir, ...(databaseUrl ? { databaseUrl } : {}) };
      const service = await startMeasured('passerelle', {
        DATA_DIR: dataDir,
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
        LOG_LEVEL: 'silent',
      });
      try {
        const cost = await measureService(print, service, (count) => speaker.speak(service.url, count), turns);
        smallest ??= cost;
        print(`  against the smallest size: × ${(cost / smallest).toFixed(2)}`);
      } finally {
        await service.stop();
      }
      const stores = await openStores(place, openOptions);
      try {
        await measureStores(print, stores);
      } finally {
        await stores.close();
      }
      await rm(dataDir, { recursive: true, force: true });
    }
  } finally {
    clearInterval(drain);
    speaker.close();
    await connector.close();
    await postgres?.remove();
    await rm(root, { recursive: true, force: true });
  }
}

/** Resolves with the milliseconds of CPU of a turn. */
async function measureService(
  print: (line: string) => void,
  service: Measured,
  speak: (count: number) => Promise<void>,
  turns: number,
): Promise<number> {
  print(`  start ${service.startMs.toFixed(0)} ms, memory ${((await service.look()).rss / 1e6).toFixed(0)} MB`);
  // Warm: what is compiled once is compiled.
  await speak(200);
  const fifth = Math.ceil(turns / 5);
  const costs: number[] = [];
  const began = performance.now();
  for (let part = 0; part < 5; part++) {
    const before = (await service.look()).cpu;
    await speak(fifth);
    costs.push(((await service.look()).cpu - before) / fifth);
  }
  const seconds = (performance.now() - began) / 1000;
  const [begin = 0, end = 0] = [costs[0], costs.at(-1)];
  print(
    `  ${turns} real turns: ${((fifth * 5) / seconds).toFixed(0)} turns/s, CPU ${median(costs).toFixed(2)} ms a turn; last fifth against first × ${(end / begin).toFixed(2)}; memory ${((await service.look()).rss / 1e6).toFixed(0)} MB`,
  );
  return median(costs);
}

async function measureStores(print: (line: string) => void, stores: Stores): Promise<void> {
  const { review, transcripts, state, gate } = stores;
  const began = performance.now();
  await review.searchTurns({}, { limit: 1 });
  print(`  first question of the console (its index read): ${ms(performance.now() - began)} ms`);
  const write: number[] = [];
  for (let turn = 0; turn < 300; turn++) {
    const id = `bench-store-${turn % 75}`;
    const at = new Date().toISOString();
    const from = performance.now();
    await gate.run(id, async () => {
      await transcripts.open({ id, channelId: 'msteams', user: 'u' });
      const said = (role: string, text: string) => ({
        activity: { id: `${id}|${turn}${role}`, type: 'message', text, timestamp: at, from: { id: role, name: '', role } },
      });
      const items = [
        said('user', turn === 0 ? 'zanzibarien introuvable' : 'Qui peut agir ?'),
        { ...said('bot', 'Toute commune.'), note: { decision: { kind: 'answer', knowledgeVersion: 'v' } } },
      ];
      await transcripts.append(id, items as unknown as Parameters<typeof transcripts.append>[1]);
      await state.write({ [id]: { turn } });
    });
    write.push(performance.now() - from);
  }
  print(`  storage alone, a turn at a time: median ${ms(median(write))} ms`);
  const today = new Date().toISOString().slice(0, 10);
  const month = new Date(Date.now() - 30 * 24 * 3600_000).toISOString();
  const page = { limit: 50 };
  const queries: [string, () => Promise<unknown>][] = [
    ['list of conversations', () => review.searchConversations({}, page)],
    ['list of turns', () => review.searchTurns({}, page)],
    ['list: fallbacks not reviewed', () => review.searchTurns({ kinds: ['fallback'], state: 'unreviewed' }, page)],
    ['list: conversations, one entry, 30 days', () => review.searchConversations({ from: month, kinds: ['answer'] }, page)],
    ['search: rare word', () => review.searchTurns({ text: 'zanzibarien' }, page)],
    ['search: word that is nowhere', () => review.searchTurns({ text: 'xylophonique' }, page)],
    ['search: common word', () => review.searchTurns({ text: 'coopération' }, page)],
    ['search: two words', () => review.searchTurns({ text: 'jumelage Maroc' }, page)],
    ['search: conversations, two words', () => review.searchConversations({ text: 'eau financement' }, page)],
    ['search: word and filters', () => review.searchTurns({ text: 'commune', kinds: ['answer'], from: month }, page)],
    ['home: two weeks compared', () => compareWeeks(review, today, undefined)],
    ['home: 30 days by kind and state', () => review.countTurns({ from: month }, ['kind', 'state'])],
    ['figures: all by kind', () => review.countTurns({}, ['kind'])],
  ];
  for (const [name, ask] of queries) {
    const times: number[] = [];
    for (let time = 0; time < ASKED; time++) {
      const from = performance.now();
      await ask();
      times.push(performance.now() - from);
    }
    print(`  ${name.padEnd(44)} first ${ms(times[0] ?? 0)} ms   median ${ms(median(times))} ms`);
  }
}
