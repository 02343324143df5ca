import { expect } from 'chai';
import type { SheetStore, StoredSheet } from '../../src/sheets/sheet-store.js';
import { sampleSheet } from '../support/sample-sheet.js';
import { andAfterRestart } from './restart.js';

const stored = (id: string, expiresAt = '2027-02-20T10:00:00.000Z'): StoredSheet => ({
  id,
  sheet: sampleSheet(),
  createdAt: '2026-11-22T10:00:00.000Z',
  expiresAt,
});

/** What every SheetStore does, whatever it is built on. `reopen` gives a second store on the same data, as after a restart. */
export function itKeepsTheSheetStoreContract(
  open: () => Promise<{ store: SheetStore; reopen(): Promise<SheetStore> | SheetStore; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let store: SheetStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('finds nothing under an unknown id', async () => {
    expect(await store.find('AAAAAAAAAAAAAAAAAAAAAA')).to.equal(undefined);
  });
  it('finds what was saved, after a restart too', async () => {
    await store.save(stored('a'));
    for await (const each of andAfterRestart(store, opened.reopen)) expect(await each.find('a')).to.deep.equal(stored('a'));
  });
  it('replaces a sheet under its id, and no other', async () => {
    await store.save(stored('a'));
    await store.save(stored('b'));
    const changed = { ...stored('a'), sheet: { ...sampleSheet(), place: 'Lunel (Hérault)' } };
    await store.save(changed);
    for await (const each of andAfterRestart(store, opened.reopen)) {
      expect(await each.find('a')).to.deep.equal(changed);
      expect(await each.find('b')).to.deep.equal(stored('b'));
    }
  });
  it('gives copies: changing what was saved or read changes nothing stored', async () => {
    const mine = stored('a');
    await store.save(mine);
    mine.sheet.steps.push('intrus');
    (await store.find('a'))?.sheet.steps.push('intrus');
    expect(await store.find('a')).to.deep.equal(stored('a'));
  });
  it('removes one sheet and no other; one that is not there does no harm', async () => {
    await store.save(stored('a'));
    await store.save(stored('b'));
    await store.remove('a');
    await store.remove('zzz');
    for await (const each of andAfterRestart(store, opened.reopen)) {
      expect(await each.find('a')).to.equal(undefined);
      expect(await each.find('b')).to.deep.equal(stored('b'));
    }
  });
  it('removes what has expired and nothing else', async () => {
    await store.save(stored('old', '2026-12-01T00:00:00.000Z'));
    await store.save(stored('new', '2026-12-01T00:00:00.001Z'));
    expect(await store.removeExpired(new Date('2026-12-01T00:00:00.000Z'))).to.equal(1);
    for await (const each of andAfterRestart(store, opened.reopen)) {
      expect(await each.find('old')).to.equal(undefined);
      expect(await each.find('new')).to.deep.equal(stored('new', '2026-12-01T00:00:00.001Z'));
    }
  });
}
