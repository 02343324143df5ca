import type { Storage } from 'botbuilder';
import { expect } from 'chai';
import { andAfterRestart } from './restart.js';

/** What every Bot Framework `Storage` does (after the SDK's own storageBaseTests). */
export function itKeepsTheStorageContract(
  open: () => Promise<{ store: Storage; reopen(): Promise<Storage> | Storage; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let store: Storage;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('reads nothing of unknown keys', async () => {
    expect(await store.read(['unknown'])).to.deep.equal({});
  });
  it('reads what was written, with an eTag, after a restart too', async () => {
    await store.write({ 'a/b:é?*': { count: 1, deep: { list: [1, null] } } });
    for await (const each of andAfterRestart(store, opened.reopen)) {
      const { 'a/b:é?*': item } = await each.read(['a/b:é?*']);
      expect(item).to.deep.include({ count: 1, deep: { list: [1, null] } });
      expect(item.eTag).to.be.a('string');
    }
  });
  it('refuses a write with an old eTag, accepts "*" and none', async () => {
    await store.write({ key: { count: 1 } });
    const { key: first } = await store.read(['key']);
    await store.write({ key: { ...first, count: 2 } });
    let refused = false;
    await store.write({ key: { ...first, count: 3 } }).catch(() => {
      refused = true;
    });
    expect(refused).to.equal(true);
    expect((await store.read(['key'])).key.count).to.equal(2);
    await store.write({ key: { count: 4, eTag: '*' } });
    await store.write({ key: { count: 5 } });
    expect((await store.read(['key'])).key.count).to.equal(5);
  });
  it('gives copies: changing what was read changes nothing stored', async () => {
    await store.write({ key: { list: [1] } });
    (await store.read(['key'])).key.list.push(2);
    expect((await store.read(['key'])).key.list).to.deep.equal([1]);
  });
  it('deletes', async () => {
    await store.write({ key: { count: 1 } });
    await store.delete(['key', 'unknown']);
    expect(await store.read(['key'])).to.deep.equal({});
  });
}
