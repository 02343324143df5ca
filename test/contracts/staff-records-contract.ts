import { expect } from 'chai';
import { RecordConflictError, type StaffRecords } from '../../src/console/staff-records.js';
import { andAfterRestart } from './restart.js';

/** What every StaffRecords does. `reopen` gives a second one on the same data, as after a restart, and may end the first. */
export function itKeepsTheStaffRecordsContract(
  open: () => Promise<{ store: StaffRecords; reopen(): Promise<StaffRecords>; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let store: StaffRecords;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  const conflict = async (attempt: Promise<unknown>) => {
    const error = await attempt.then(
      () => undefined,
      (refusal: unknown) => refusal,
    );
    expect(error).to.be.instanceOf(RecordConflictError);
  };
  const line = (at: string, who: string, action = 'draft.publish', target?: string) => ({
    at,
    who,
    action,
    ...(target ? { target } : {}),
  });

  describe('documents', () => {
    it('keeps a document under its kind and id, after a restart too', async () => {
      const id = 'https://sso.example/|a b/é?*';
      const put = await store.put('draft', id, { text: 'un', list: [1, null], deep: { yes: true } });
      expect(put.updatedAt).to.match(/^\d{4}-\d\d-\d\dT/);
      expect(await store.get('account', id)).to.equal(undefined);
      expect(await store.get('draft', 'other')).to.equal(undefined);
      for await (const each of andAfterRestart(store, opened.reopen)) expect(await each.get('draft', id)).to.deep.equal(put);
    });

    it('changes the version with every write', async () => {
      const first = await store.put('draft', 'd', { n: 1 });
      const second = await store.put('draft', 'd', { n: 1 });
      expect(second.version).not.to.equal(first.version);
      await store.remove('draft', 'd');
      const third = await store.put('draft', 'd', { n: 1 });
      expect([first.version, second.version]).not.to.include(third.version);
    });

    it('refuses to write over what somebody else wrote meanwhile', async () => {
      const first = await store.put('draft', 'd', { n: 1 }, null);
      await conflict(store.put('draft', 'd', { n: 2 }, null));
      const second = await store.put('draft', 'd', { n: 2 }, first.version);
      await conflict(store.put('draft', 'd', { n: 3 }, first.version));
      await conflict(store.remove('draft', 'd', first.version));
      await conflict(store.put('draft', 'other', { n: 1 }, first.version));
      expect((await store.get('draft', 'd'))?.value).to.deep.equal({ n: 2 });
      expect(await store.get('draft', 'other')).to.equal(undefined);
      await store.remove('draft', 'd', second.version);
      expect(await store.get('draft', 'd')).to.equal(undefined);
      await conflict(store.remove('draft', 'd', second.version));
      await store.remove('draft', 'd');
    });

    it('lets one of several writers at once win', async () => {
      const { version } = await store.put('topic', 't', { n: 0 });
      const tries = await Promise.allSettled([1, 2, 3, 4].map((n) => store.put('topic', 't', { n }, version)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    });

    it('lists a kind by id', async () => {
      for (const id of ['b', 'a', 'c']) await store.put('saved-filter', id, { id });
      await store.put('setting', 'z', {});
      await store.remove('saved-filter', 'c');
      for await (const each of andAfterRestart(store, opened.reopen))
        expect((await each.list('saved-filter')).map(({ id }) => id)).to.deep.equal(['a', 'b']);
    });

    it('gives copies: changing what was given or read changes nothing stored', async () => {
      const mine = { list: [1] };
      const put = await store.put('draft', 'd', mine);
      mine.list.push(2);
      (put.value as typeof mine).list.push(3);
      for (const read of [await store.get('draft', 'd'), ...(await store.list('draft'))])
        (read?.value as typeof mine | undefined)?.list.push(4);
      expect((await store.get('draft', 'd'))?.value).to.deep.equal({ list: [1] });
    });
  });

  describe('journal', () => {
    beforeEach(async () => {
      await store.addToJournal(line('2026-01-31T23:59:00.000Z', 'anne', 'conversation.view', 'c1'));
      await store.addToJournal({
        ...line('2026-02-01T00:00:00.000Z', 'luc'),
        network: 'horizons',
        detail: { turns: 3, all: true },
      });
      for (let index = 0; index < 5; index++)
        await store.addToJournal(line('2026-02-03T08:00:00.000Z', 'anne', 'export', `e${index}`));
    });
    const read = async (filter: Parameters<StaffRecords['readJournal']>[0] = {}, each = store) =>
      (await each.readJournal(filter, { limit: 50 })).items;

    it('is read newest first, whole, after a restart too', async () => {
      for await (const each of andAfterRestart(store, opened.reopen)) {
        const items = await read({}, each);
        expect(items).to.have.length(7);
        expect(items.at(-1)).to.deep.equal(line('2026-01-31T23:59:00.000Z', 'anne', 'conversation.view', 'c1'));
        expect(items.at(-2)).to.deep.include({ network: 'horizons', detail: { turns: 3, all: true } });
      }
    });
    it('is filtered', async () => {
      expect(await read({ who: 'luc' })).to.have.length(1);
      expect(await read({ action: 'export' })).to.have.length(5);
      expect(await read({ target: 'c1' })).to.have.length(1);
      expect(await read({ from: '2026-02-01T00:00:00.000Z', to: '2026-02-03T08:00:00.000Z' })).to.have.length(1);
      expect(await read({ who: 'luc', action: 'export' })).to.deep.equal([]);
    });
    it('gives every line once over pages, though many came at one moment and others come meanwhile', async () => {
      for (const limit of [1, 2, 3, 7]) {
        const targets: (string | undefined)[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.readJournal({ who: 'anne' }, { limit, ...(cursor ? { cursor } : {}) });
          targets.push(...page.items.map(({ target }) => target));
          cursor = page.next;
          await store.addToJournal(line('2026-02-09T08:00:00.000Z', 'luc', 'login'));
        } while (cursor);
        expect([...targets].sort()).to.deep.equal(['c1', 'e0', 'e1', 'e2', 'e3', 'e4']);
      }
    });
    it('loses no line of several that come at once', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, n) => store.addToJournal(line('2026-03-01T00:00:00.000Z', `w${n}`))));
      expect(await read({ from: '2026-03-01T00:00:00.000Z' })).to.have.length(10);
    });
    it('is purged up to a moment', async () => {
      expect(await store.purgeJournal('2026-02-01T00:00:00.000Z')).to.equal(1);
      expect(await store.purgeJournal('2026-02-03T08:00:00.000Z')).to.equal(1);
      expect(await store.purgeJournal('2026-02-03T08:00:00.000Z')).to.equal(0);
      for await (const each of andAfterRestart(store, opened.reopen)) expect(await read({}, each)).to.have.length(5);
    });
  });
}
