import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { openLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { tallySource } from '../../src/storage/transfer/compare-written.js';
import type { HistoryItem, HistorySource } from '../../src/storage/transfer/history.js';
import { openLowdbHistory } from '../../src/storage/transfer/lowdb-source.js';
import { fillDataDir } from '../../src/storage/transfer/lowdb-target.js';
import { openPostgresHistory } from '../../src/storage/transfer/postgres-source.js';
import { fillDatabase } from '../../src/storage/transfer/postgres-target.js';
import { canonicalJson, compareSums, type Sums, type TallyKind } from '../../src/storage/transfer/tally.js';
import { verifyHistory, verifyIndex } from '../../src/storage/transfer/verify-history.js';
import type { LoggedActivity } from '../../src/transcripts/transcript-store.js';
import { readTurns } from '../../src/transcripts/turn-record.js';
import { emptyDatabase, query, sharedPostgres } from '../support/postgres.js';
import { writeRichHistory } from '../support/rich-history.js';

const onDamaged = (path: string) => {
  throw new Error(`damaged: ${path}`);
};
let ids = 0;
const options = {
  onDamaged,
  newId: () => {
    ids += 1;
    return String(ids);
  },
};

describe('copying between stores', function () {
  this.timeout(120_000);
  let url: string;
  let root: string;
  let from: string;
  let clock = new Date('2026-01-05T00:00:00Z');
  const open = (dataDir: string) => openLowdbStores(dataDir, { now: () => clock, onDamaged });
  const using = async <T>(opening: Promise<Stores>, work: (stores: Stores) => Promise<T>): Promise<T> => {
    const stores = await opening;
    try {
      return await work(stores);
    } finally {
      await stores.close();
    }
  };
  const usingPostgres = <T>(work: (stores: Stores) => Promise<T>) =>
    using(openPostgresStores(url, { now: () => clock, onDamaged }), work);
  const database = async <T>(work: (source: HistorySource) => Promise<T>): Promise<T> => {
    const source = openPostgresHistory(url);
    try {
      return await work(source);
    } finally {
      await source.close();
    }
  };
  const counts = (sums: Sums) => Object.fromEntries(Object.entries(sums).map(([kind, { count }]) => [kind, count]));

  before(async () => {
    url = await (await sharedPostgres()).createDatabase();
    root = await mkdtemp(join(tmpdir(), 'passerelle-transfer-'));
    from = join(root, 'from');
    await using(open(from), (stores) =>
      writeRichHistory(stores, (now) => {
        clock = now;
      }),
    );
    await usingPostgres(async () => undefined);
  });
  after(() => rm(root, { recursive: true, force: true }));
  beforeEach(() => emptyDatabase(url));

  it('brings everything from lowdb to PostgreSQL and back', async () => {
    const there = await openLowdbHistory(from, onDamaged).read((items) => fillDatabase(url, items, options));
    expect(counts(there)).to.deep.equal({
      conversations: 4,
      activities: 11,
      turns: 5,
      annotations: 3,
      figures: 2,
      states: 2,
      sheets: 1,
      releases: 2,
      activations: 3,
      records: 2,
      journal: 2,
      keys: 1,
    } satisfies Record<TallyKind, number>);
    const again = join(root, 'again');
    const back = await database((source) => source.read((items) => fillDataDir(again, items, options)));
    expect(back).to.deep.equal(there);
    expect(await tallySource(openLowdbHistory(from, onDamaged))).to.deep.equal(there);
    expect(await verifyIndex(again, onDamaged)).to.equal(undefined);
  });

  it('gives the stores what they had themselves written', async () => {
    await openLowdbHistory(from, onDamaged).read((items) => fillDatabase(url, items, options));
    const look = async ({ transcripts, review, state, sheets, releases, records, installationKey }: Stores) => ({
      conversations: (await transcripts.list()).sort((a, b) => (a.id < b.id ? -1 : 1)),
      log: await transcripts.read('cut'),
      turns: (await review.searchTurns({ conversationId: 'talk' }, { limit: 10 })).items.map(({ question: _, ...turn }) => turn),
      summaries: (await review.searchConversations({}, { limit: 10 })).items.map(({ id, turns, kinds, dislikes, unreviewed }) =>
        JSON.stringify({ id, turns, kinds, dislikes, unreviewed }),
      ),
      found: (await review.searchTurns({ text: 'jumelages' }, { limit: 10 })).items.map(({ id }) => id),
      figures: await review.countTurns({}, ['kind', 'network']),
      judged: await review.countTurns({ state: 'correct', opinion: 'dislike' }, []),
      state: (await state.read(['directline/conversations/talk/']))['directline/conversations/talk/']?.deep,
      sheet: await sheets.find('sheet-1'),
      releases: await releases.list(),
      active: await releases.active(),
      moves: await releases.journal(),
      compiled: [...(await releases.readCompiled('2026.5.2'))],
      account: (await records.get('account', 'anne@example.org'))?.updatedAt,
      journal: (await records.readJournal({}, { limit: 10 })).items,
      key: (await installationKey()).toString('hex'),
    });
    const [lowdb, postgres] = [await using(open(from), look), await usingPostgres(look)];
    expect({ ...postgres, summaries: postgres.summaries.sort() }).to.deep.equal({ ...lowdb, summaries: lowdb.summaries.sort() });
  });

  it('lets conversations go on where they were', async () => {
    await openLowdbHistory(from, onDamaged).read((items) => fillDatabase(url, items, options));
    await usingPostgres(async ({ transcripts, review }) => {
      const item = {
        activity: { id: 'new', type: 'message', timestamp: '2026-06-02T00:00:00.000Z' },
      } as unknown as Omit<LoggedActivity, 'seq'>;
      expect(await transcripts.append('cut', [item])).to.deep.include.members([{ seq: 5, ...item }]);
      expect(await review.findTurn('talk|1')).to.include({ choice: 'jumelage' });
    });
  });

  it('leaves nothing behind when it fails half-way', async () => {
    async function* broken(items: AsyncIterable<HistoryItem>): AsyncGenerator<HistoryItem> {
      for await (const item of items) {
        yield item;
        if (item.kind === 'conversation') throw new Error('power cut');
      }
    }
    const source = openLowdbHistory(from, onDamaged);
    const message = async (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: Error) => error.message,
      );
    const target = join(root, 'half');
    expect(await message(source.read((items) => fillDataDir(target, broken(items), options)))).to.equal('power cut');
    expect(await readdir(target)).to.deep.equal([]);
    expect(await message(source.read((items) => fillDatabase(url, broken(items), options)))).to.equal('power cut');
    expect(await query(url, 'SELECT 1 FROM releases')).to.deep.equal([]);
  });

  it('refuses a store that holds something, and leaves it alone', async () => {
    const source = openLowdbHistory(from, onDamaged);
    const before = await tallySource(source);
    const code = async (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    expect(await code(source.read((items) => fillDataDir(from, items, options)))).to.equal('E_STORE_NOT_EMPTY');
    expect(await tallySource(source)).to.deep.equal(before);
    await source.read((items) => fillDatabase(url, items, options));
    expect(await code(source.read((items) => fillDatabase(url, items, options)))).to.equal('E_STORE_NOT_EMPTY');
    expect(compareSums(before, await database(tallySource))).to.deep.equal([]);
    await using(open(join(root, 'held')), async () => {
      expect(await code(source.read((items) => fillDataDir(join(root, 'held'), items, options)))).to.equal('E_DATA_DIR_LOCKED');
    });
  });

  it('keeps nothing that does not read back as it was given', async () => {
    // PostgreSQL counts a document of one key once: given twice, one is missing.
    async function* twice(items: AsyncIterable<HistoryItem>): AsyncGenerator<HistoryItem> {
      for await (const item of items) {
        yield item;
        if (item.kind === 'record') yield item;
      }
    }
    const failure = await openLowdbHistory(from, onDamaged)
      .read((items) => fillDatabase(url, twice(items), options))
      .then(
        () => 'done',
        (error: Error) => error.message,
      );
    expect(failure).to.match(/^E_TRANSFER .*records : 4 au départ, 2 à l’arrivée/);
    expect(await query(url, 'SELECT 1 FROM releases')).to.deep.equal([]);
  });

  it('sees one moment of a database while turns go on', async () => {
    await openLowdbHistory(from, onDamaged).read((items) => fillDatabase(url, items, options));
    await database(async (source) => {
      const before = await tallySource(source);
      const during = await source.read(async (items) => {
        let conversations = 0;
        for await (const item of items) {
          if (item.kind === 'release') await usingPostgres(({ transcripts }) => transcripts.remove('talk'));
          if (item.kind === 'conversation') conversations += 1;
        }
        return conversations;
      });
      expect(during).to.equal(before.conversations.count);
      expect((await tallySource(source)).conversations.count).to.equal(before.conversations.count - 1);
    });
  });

  it('finds turns that are not those of the log', async () => {
    await openLowdbHistory(from, onDamaged).read((items) => fillDatabase(url, items, options));
    const kinds = async () => (await database(verifyHistory)).findings.map(({ kind }) => kind);
    // The releases of this history are not real ones.
    const usual = ['release-changed', 'release-changed'];
    expect(await kinds()).to.deep.equal(usual);
    await query(url, `UPDATE turns SET choice = NULL WHERE choice IS NOT NULL`);
    expect(await kinds()).to.deep.equal([...usual, 'turns']);
    await query(url, 'DELETE FROM activities WHERE seq = 2');
    expect(await kinds()).to.include('gap');
    await query(url, 'DELETE FROM activations');
    expect(await kinds()).to.include('active-missing');
  });

  describe('whatever was said', () => {
    const word = fc.string({ unit: 'binary', maxLength: 12 });
    /** An empty id stands for no conversation at all. */
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    const time = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-06-01'), noInvalidDate: true });
    const iso = time.map((date) => date.toISOString());
    const opt = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const json = fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    const turn = fc.record({ question: word, reply: word, at: iso, network: opt(fc.constantFrom('a', 'b')), more: json });
    const conversation = fc
      .record({ id: name, user: opt(word), ended: opt(fc.boolean()), startedAt: iso, turns: fc.array(turn, { maxLength: 3 }) })
      .map(({ turns, ...given }): HistoryItem => {
        const record = { ...given, channelId: 'directline', updatedAt: given.startedAt };
        const log = turns.flatMap(({ question, reply, at, network, more }, index) => [
          {
            seq: 2 * index + 1,
            activity: {
              id: `q${index}`,
              type: 'message',
              text: question,
              timestamp: at,
              from: { id: 'u', name: '', role: 'user' },
            },
            note: { ms: 1.5 },
          },
          {
            seq: 2 * index + 2,
            activity: {
              ...{ id: `r${index}`, type: 'message', text: reply, timestamp: at, from: { id: 'b', name: '', role: 'bot' } },
              channelData: more,
            },
            note: { decision: { kind: 'answer' as const, knowledgeVersion: 'v', ...(network ? { network } : {}) } },
          },
        ]) as unknown as LoggedActivity[];
        return { kind: 'conversation', record, log, turns: readTurns(record, log) };
      });
    const state = fc.record({ kind: fc.constant('state' as const), key: name, item: json });
    const storable = (text: string) => text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
    const history = fc.record({
      conversations: fc.uniqueArray(conversation, {
        maxLength: 4,
        selector: (item) => (item.kind === 'conversation' ? storable(item.record.id) : ''),
      }),
      states: fc.uniqueArray(state, { maxLength: 3, selector: ({ key }) => storable(key) }),
    });

    it('keys that change when they are stored are counted alike before and after', () => {
      expect(canonicalJson({ '\0': 1, '\t': 2 })).to.equal(canonicalJson({ '\t': 2, '\ufffd': 1 }));
    });

    it('there and back it is the same', async () => {
      async function* give(items: readonly HistoryItem[]): AsyncGenerator<HistoryItem> {
        yield* items;
      }
      await fc.assert(
        fc.asyncProperty(history, async ({ conversations, states }) => {
          await emptyDatabase(url);
          const [first, second] = [await mkdtemp(join(root, 'p-')), await mkdtemp(join(root, 'p-'))];
          const given = await fillDataDir(first, give([...states, ...conversations]), options);
          const there = await openLowdbHistory(first, onDamaged).read((items) => fillDatabase(url, items, options));
          const back = await database((source) => source.read((items) => fillDataDir(second, items, options)));
          expect(there).to.deep.equal(given);
          expect(back).to.deep.equal(given);
        }),
        // A failure is told at once, with its seed: making it smaller outlasts every patience.
        { numRuns: 25, endOnFailure: true },
      );
    }).timeout(300_000);
  });
});
