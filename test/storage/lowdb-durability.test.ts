import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PasserelleError } from '../../src/errors.js';
import { openLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { sayOpinion, sayTurn } from '../contracts/review-store-contract.js';
import { createFailingDisk } from '../support/failing-disk.js';
import { createLowdbFolder, type LowdbFolder } from '../support/lowdb-folder.js';

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
const textsOf = async ({ transcripts }: Pick<Stores, 'transcripts'>, id: string) =>
  (await transcripts.read(id)).map(({ activity }) => activity.text);

describe('lowdb durability', () => {
  let folder: LowdbFolder;
  let stores: Stores;
  beforeEach(async () => {
    folder = await createLowdbFolder();
  });
  afterEach(() => folder.close());

  /** A turn as the bot does one: log and state. */
  const turn = (id: string, question = 'Qui peut agir ?', at?: string) =>
    stores.gate.run(id, async () => {
      await sayTurn(stores.transcripts, id, { question, ...(at ? { at } : {}) });
      const { [id]: state } = await stores.state.read([id]);
      await stores.state.write({ [id]: { ...state, turns: ((state?.turns as number | undefined) ?? 0) + 1 } });
    });
  const path = (...names: string[]) => join(folder.path, ...names);
  const filesIn = async (name: string) => {
    const found = await readdir(path(name), { recursive: true, withFileTypes: true }).catch(() => []);
    return found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  };
  /** The folder as a power cut would leave it now, opened by another life of the service. */
  const afterCrash = async <T>(
    read: (after: Stores, damaged: string[]) => Promise<T>,
    spoil?: (dir: string) => Promise<void>,
  ) => {
    const copy = await mkdtemp(join(tmpdir(), 'passerelle-crash-'));
    await cp(folder.path, copy, { recursive: true, filter: (name) => !name.includes('lock.') });
    await spoil?.(copy);
    const damaged: string[] = [];
    const after = await openLowdbStores(copy, { now: () => new Date(0), onDamaged: (file) => damaged.push(file) });
    try {
      return await read(after, damaged);
    } finally {
      await after.close();
      await rm(copy, { recursive: true, force: true });
    }
  };

  describe('the journal', () => {
    it('is synced once for all turns that wait', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      await turn('first');
      disk.syncs = 0;
      await Promise.all(Array.from({ length: 20 }, (_, index) => turn(`c${index}`)));
      expect(disk.syncs).to.be.within(1, 10);
    });

    it('writes a turn as one record, and no document while turns wait', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      await turn('c');
      const [segment] = await filesIn('journal');
      expect((await readFile(segment ?? '', 'utf8')).trimEnd().split('\n')).to.have.length(1);
      expect(await filesIn('conversations')).to.deep.equal([]);
      expect(disk.syncs).to.equal(1);
    });

    it('gives everything acknowledged back after a power cut, state and log alike', async () => {
      stores = await folder.open();
      for (const id of ['a', 'b', 'a']) await turn(id);
      const { replyId } = await sayTurn(stores.transcripts, 'a');
      await sayOpinion(stores.transcripts, 'a', replyId, 'like');
      await stores.review.annotate('a|1', { state: 'correct', by: 'anne', at: '2026' });
      await stores.transcripts.remove('b');
      await turn('b', 'De nouveau ?');
      await afterCrash(async (after, damaged) => {
        expect(await after.transcripts.read('a')).to.deep.equal(await stores.transcripts.read('a'));
        expect(await after.state.read(['a', 'b'])).to.deep.equal(await stores.state.read(['a', 'b']));
        expect(await textsOf(after, 'b')).to.deep.equal(['De nouveau ?', 'Toute commune.']);
        const all = { limit: 50 };
        expect(await after.review.searchTurns({}, all)).to.deep.equal(await stores.review.searchTurns({}, all));
        expect(damaged).to.deep.equal([]);
      });
    });

    it('passes over what a power cut left of a record', async () => {
      stores = await folder.open();
      await turn('a');
      const spoil = async (dir: string) => appendFile(join(dir, 'journal', '00000001.log'), '0badcafe {"torn":');
      await afterCrash(async (after, damaged) => {
        expect(await after.transcripts.read('a')).to.have.length(2);
        expect(damaged).to.deep.equal([]);
      }, spoil);
    });

    it('reports a damaged record, sets a copy aside and applies the others', async () => {
      stores = await folder.open();
      for (const id of ['a', 'b', 'c']) await turn(id);
      const spoil = async (dir: string) => {
        const file = join(dir, 'journal', '00000001.log');
        const text = await readFile(file, 'utf8');
        const [first = '', second = '', ...rest] = text.split('\n');
        await writeFile(file, [first, second.replace('commune', 'cXmmune'), ...rest].join('\n'));
      };
      await afterCrash(async (after, damaged) => {
        expect([await after.transcripts.find('a'), await after.transcripts.find('c')]).not.to.include(undefined);
        expect(await after.transcripts.find('b')).to.equal(undefined);
        expect(damaged).to.have.length(1);
        expect(await readdir(join(damaged[0] ?? '', '..'))).to.include('00000001.log.damaged');
      }, spoil);
    });

    it('is empty after a clean stop, and leaves no temporary file', async () => {
      stores = await folder.open();
      await Promise.all(['a', 'b', 'c'].map((id) => turn(id)));
      stores = await folder.open();
      expect(await filesIn('journal')).to.deep.equal([]);
      expect((await filesIn('.')).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
      expect(await filesIn('conversations')).to.have.length(3);
      expect(await textsOf(stores, 'c')).to.have.length(2);
    });

    it('holds nothing of a conversation once its erasure is answered', async () => {
      stores = await folder.open();
      await turn('a', 'Un secret de Polichinelle');
      await turn('b');
      await stores.gate.run('a', async () => {
        await stores.state.delete(['a']);
        await stores.transcripts.remove('a');
      });
      for (const file of await filesIn('.').then((files) => files.filter((name) => !name.includes('lock.'))))
        expect(await readFile(file, 'utf8'), file).not.to.include('Polichinelle');
      expect(await stores.transcripts.read('b')).to.have.length(2);
    });
  });

  describe('a damaged file', () => {
    it('of a conversation is set aside and reported; the others and the service go on', async () => {
      stores = await folder.open();
      for (const id of ['a', 'b']) await turn(id);
      stores = await folder.open();
      const [broken = ''] = await filesIn('conversations');
      const lost = (await readFile(broken, 'utf8')).includes('"id":"a"') ? 'a' : 'b';
      await writeFile(broken, '{"record": {"id": "a"');
      expect(await stores.transcripts.read(lost)).to.deep.equal([]);
      expect(await stores.transcripts.read(lost === 'a' ? 'b' : 'a')).to.have.length(2);
      expect(folder.damaged).to.deep.equal([broken]);
      expect(await readFile(`${broken}.damaged`, 'utf8')).to.include('"record"');
      await turn(lost, 'Encore ?');
      expect(await textsOf(stores, lost)).to.deep.equal(['Encore ?', 'Toute commune.']);
    });

    it('goes with the texts that it holds', async () => {
      stores = await folder.open();
      await turn('a');
      stores = await folder.open();
      const [broken = ''] = await filesIn('conversations');
      await rename(broken, `${broken}.damaged`);
      await stores.review.purge({ text: 30, feedback: 30, statistics: 30 }, new Date(Date.now() + 24 * 3600_000));
      expect(await filesIn('conversations')).to.have.length(1);
      await stores.review.purge({ text: 30, feedback: 30, statistics: 30 }, new Date(Date.now() + 40 * 24 * 3600_000));
      expect(await filesIn('conversations')).to.deep.equal([]);
    });
  });

  describe('the index', () => {
    const found = async () => (await stores.review.searchTurns({}, { limit: 50 })).items;
    const day = (number: number) => `2026-03-0${number}T08:00:00.000Z`;
    beforeEach(async () => {
      stores = await folder.open();
      await turn('a', 'Un ?', day(1));
      await turn('a', 'Deux ?', day(2));
      await turn('b', 'Trois ?', day(3));
      await stores.review.annotate('a|1', { state: 'correct', by: 'anne', at: '2026' });
    });

    it('is read from its files, not from the conversations', async () => {
      const before = await found();
      stores = await folder.open();
      await rm(path('conversations'), { recursive: true });
      expect(await found()).to.deep.equal(before);
      expect((await stores.transcripts.list()).map(({ id }) => id).sort()).to.deep.equal(['a', 'b']);
      expect(folder.damaged).to.deep.equal([]);
    });

    it('takes up what came before it was read for the first time, and while it was read', async () => {
      stores = await folder.open();
      await turn('c', 'Avant ?', day(4));
      await stores.transcripts.remove('b');
      // So many lines that reading takes longer than a turn.
      const line = (seq: number) => ({
        turn: { id: `x|${seq}`, at: '2026-01-01', conversationId: 'x', seq, annotations: [], replyIds: [] },
      });
      const lines = Array.from({ length: 20_000 }, (_, seq) => `${JSON.stringify(line(seq))}\n`);
      await writeFile(path('review', '2026-01-01.jsonl'), lines.join(''));
      let read = false;
      const reading = found().then(() => {
        read = true;
      });
      await turn('d', 'Pendant ?', day(5));
      await stores.transcripts.open({ id: 'a', channelId: 'directline', user: 'u_2' });
      expect(read, 'turns do not wait for the index').to.equal(false);
      await reading;
      const first = async () => (await stores.review.searchTurns({}, { limit: 4 })).items.map(({ id }) => id);
      expect(await first()).to.deep.equal(['d|1', 'c|1', 'a|3', 'a|1']);
      expect((await stores.transcripts.list()).find(({ id }) => id === 'a')).to.include({ user: 'u_2' });
      stores = await folder.open();
      expect(await first()).to.deep.equal(['d|1', 'c|1', 'a|3', 'a|1']);
    });

    for (const [name, spoil, reported] of [
      ['all of it is lost', () => rm(path('review'), { recursive: true }), 0],
      ['the file of a day is lost', () => rm(path('review', '2026-03-02.jsonl')), 1],
      ['a line is damaged', () => writeFile(path('review', '2026-03-02.jsonl'), '{"turn":{"id":"a|3"\n{}\n'), 1],
      ['its list of days is damaged', () => writeFile(path('review', 'contents.json'), '{'), 1],
      ['a power cut left a torn line', () => appendFile(path('review', '2026-03-02.jsonl'), '{"turn":{"id":"a|9"'), 0],
    ] as const)
      it(`is whole again when ${name}`, async () => {
        const before = await found();
        stores = await folder.open();
        await spoil();
        expect(await found()).to.deep.equal(before);
        expect(folder.damaged).to.have.length(reported);
        await turn('a', 'Quatre ?', day(2));
        for (let life = 0; life < 2; life++) {
          stores = await folder.open();
          expect(await found()).to.have.length(before.length + 1);
          expect(folder.damaged).to.have.length(reported);
        }
      });

    it('keeps the figures of a damaged day that can be read', async () => {
      await stores.review.purge({ text: 1, feedback: 100, statistics: 100 }, new Date('2026-03-03T12:00:00Z'));
      const before = await stores.review.countTurns({}, ['day', 'state']);
      stores = await folder.open();
      await appendFile(path('review', '2026-03-01.jsonl'), 'no line of ours\n');
      expect(await stores.review.countTurns({}, ['day', 'state'])).to.deep.equal(before);
      expect(folder.damaged).to.have.length(1);
      stores = await folder.open();
      expect(await stores.review.countTurns({}, ['day', 'state'])).to.deep.equal(before);
    });

    it('cuts erased words out of its files', async () => {
      const { replyId } = await sayTurn(stores.transcripts, 'a', { at: day(2) });
      await sayOpinion(stores.transcripts, 'a', replyId, 'like', 'un mot malheureux');
      stores = await folder.open();
      expect(await readFile(path('review', '2026-03-02.jsonl'), 'utf8')).to.include('malheureux');
      await sayOpinion(stores.transcripts, 'a', replyId, 'dislike');
      await stores.transcripts.remove('b');
      expect(await readFile(path('review', '2026-03-02.jsonl'), 'utf8')).not.to.include('malheureux');
      expect(await filesIn('review')).not.to.include(path('review', '2026-03-03.jsonl'));
    });
  });

  describe('a full disk', () => {
    const isRefused = (error: unknown) => expect(error).to.be.instanceOf(PasserelleError).with.property('code', 'E_STORE_WRITE');

    it('refuses turns and keeps nothing of them; takes them again once there is room', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      await turn('a', 'Avant ?');
      // Half a record fits.
      disk.room = 200;
      isRefused(await refusal(turn('a', 'Pendant ?')));
      isRefused(await refusal(turn('b', 'Pendant ?')));
      isRefused(await refusal(stores.check()));
      expect(await textsOf(stores, 'a')).to.deep.equal(['Avant ?', 'Toute commune.']);
      expect(await stores.transcripts.find('b')).to.equal(undefined);
      expect((await stores.state.read(['a'])).a).to.include({ turns: 1 });
      await afterCrash(async (after, damaged) => {
        expect(await textsOf(after, 'a')).to.deep.equal(['Avant ?', 'Toute commune.']);
        expect(await after.transcripts.find('b')).to.equal(undefined);
        expect(damaged).to.deep.equal([]);
      });
      disk.room = Number.POSITIVE_INFINITY;
      await stores.check();
      await turn('a', 'Après ?');
      expect((await stores.transcripts.read('a')).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
      await afterCrash(async (after) => {
        expect(await textsOf(after, 'a')).to.deep.equal(['Avant ?', 'Toute commune.', 'Après ?', 'Toute commune.']);
        expect((await after.state.read(['a'])).a).to.include({ turns: 2 });
      });
    });

    it('tells nobody of a turn that was not kept', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      const heard: string[] = [];
      stores.feed.subscribe('a', ({ kind }) => heard.push(kind));
      disk.room = 0;
      const failing = stores.gate.run('a', async () => {
        await sayTurn(stores.transcripts, 'a');
        stores.feed.publish('a', { kind: 'typing' });
        stores.feed.publish('a', { kind: 'stored' });
      });
      isRefused(await refusal(failing));
      expect(heard).to.deep.equal(['typing']);
      disk.room = Number.POSITIVE_INFINITY;
    });

    it('when documents cannot be written, leaves the journal, and writes them later', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      await turn('a');
      await turn('b');
      disk.room = 0;
      // An erasure has to write behind at once; the disk has no room even for its record.
      isRefused(await refusal(stores.transcripts.remove('b')));
      stores = await folder.open();
      expect(await stores.transcripts.read('a')).to.have.length(2);
      expect(await stores.transcripts.read('b')).to.have.length(2);
      expect(await stores.review.countTurns({}, [])).to.deep.include({ keys: [], turns: 2, likes: 0, dislikes: 0 });
    });

    it('refuses what could not be synced', async () => {
      const disk = createFailingDisk();
      stores = await folder.open(disk.openFile);
      await turn('a');
      disk.syncError = Object.assign(new Error('i/o error'), { code: 'EIO' });
      isRefused(await refusal(turn('a', 'Perdu ?')));
      await turn('a', 'Gardé ?');
      disk.syncError = Object.assign(new Error('i/o error'), { code: 'EIO' });
      isRefused(await refusal(turn('b', 'Perdu ?')));
      await afterCrash(async (after) => {
        expect(await after.transcripts.find('b')).to.equal(undefined);
        expect(await textsOf(after, 'a')).to.deep.equal(['Qui peut agir ?', 'Toute commune.', 'Gardé ?', 'Toute commune.']);
      });
    });
  });
});
