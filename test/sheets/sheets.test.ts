import { expect } from 'chai';
import type { SheetStore, StoredSheet } from '../../src/sheets/sheet-store.js';
import { createSheets } from '../../src/sheets/sheets.js';
import { sampleSheet } from '../support/sample-sheet.js';

const DAY = 86_400_000;
const FIRST = 'AAAAAAAAAAAAAAAAAAAAA1';

function setUp() {
  const kept = new Map<string, StoredSheet>();
  const store: SheetStore = {
    save: async (stored) => void kept.set(stored.id, stored),
    find: async (id) => kept.get(id),
    remove: async (id) => void kept.delete(id),
    removeExpired: async (now) => {
      const old = [...kept.values()].filter(({ expiresAt }) => expiresAt <= now.toISOString());
      for (const { id } of old) kept.delete(id);
      return old.length;
    },
  };
  let time = Date.parse('2026-11-22T10:00:00Z');
  let made = 0;
  const sheets = createSheets({
    store,
    now: () => new Date(time),
    newId: () => {
      made += 1;
      return `AAAAAAAAAAAAAAAAAAAAA${made}`;
    },
  });
  return { sheets, kept, wait: (days: number) => (time += days * DAY) };
}

describe('sheets', () => {
  it('are found by their link for 90 days, then gone', async () => {
    const { sheets, wait } = setUp();
    const id = await sheets.keep(sampleSheet());
    expect(id).to.equal(FIRST);
    wait(89.99);
    expect((await sheets.open(id)).state).to.equal('found');
    wait(0.01);
    expect(await sheets.open(id)).to.deep.equal({ state: 'expired' });
  });
  it('are deleted once they have expired, at the latest with the next sheet', async () => {
    const { sheets, kept, wait } = setUp();
    await sheets.keep(sampleSheet());
    wait(90);
    await sheets.keep(sampleSheet());
    expect([...kept.keys()]).to.deep.equal(['AAAAAAAAAAAAAAAAAAAAA2']);
    expect(await sheets.open(FIRST)).to.deep.equal({ state: 'unknown' });
  });
  it('keep link and age when completed', async () => {
    const { sheets, wait } = setUp();
    const id = await sheets.keep(sampleSheet());
    wait(30);
    expect(await sheets.keep({ ...sampleSheet(), evolution: 'autre' }, id)).to.equal(id);
    const opened = await sheets.open(id);
    if (opened.state !== 'found') throw new Error(opened.state);
    expect(opened.stored.sheet.evolution).to.equal('autre');
    expect(opened.stored.expiresAt).to.equal('2027-02-20T10:00:00.000Z');
  });
  it('do not come back to life: a completed sheet that has expired gets a new link', async () => {
    const { sheets, wait } = setUp();
    const id = await sheets.keep(sampleSheet());
    wait(91);
    expect(await sheets.keep(sampleSheet(), id)).not.to.equal(id);
  });
  it('never reach the store with an id that is none', async () => {
    const { sheets, kept } = setUp();
    const stored = { id: '../../key', sheet: sampleSheet(), createdAt: '2026', expiresAt: '2999' };
    kept.set('../../key', stored);
    for (const id of ['../../key', '', 'A'.repeat(23), 'é'.repeat(22)])
      expect(await sheets.open(id), id).to.deep.equal({ state: 'unknown' });
  });
});
