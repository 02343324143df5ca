import { expect } from 'chai';
import type { Stores } from '../../src/storage/stores.js';
import { sayTurn } from './review-store-contract.js';

/** What a turn of every backend's gate is: one at a time, and whole or not at all. */
export function itKeepsTheTurnGateContract(
  open: () => Promise<{ stores: Pick<Stores, 'gate' | 'transcripts' | 'state' | 'feed'>; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let stores: Awaited<ReturnType<typeof open>>['stores'];
  beforeEach(async () => {
    opened = await open();
    stores = opened.stores;
  });
  afterEach(() => opened.close());

  const count = async () => (await stores.state.read(['counter'])).counter?.count as number | undefined;

  it('runs one work of a key at a time, so that none is lost', async () => {
    const increment = async () => {
      const read = await count();
      await new Promise(setImmediate);
      await stores.state.write({ counter: { count: (read ?? 0) + 1, eTag: '*' } });
    };
    await Promise.all(Array.from({ length: 5 }, () => stores.gate.run('c', increment)));
    expect(await count()).to.equal(5);
  });

  it('goes on after a work that failed, and gives its error to its caller alone', async () => {
    const failed = stores.gate.run('c', () => Promise.reject(new Error('broken')));
    const next = stores.gate.run('c', async () => 'done');
    expect(await failed.catch((error: Error) => error.message)).to.equal('broken');
    expect(await next).to.equal('done');
  });

  it('shows a work what it has written', async () => {
    await stores.gate.run('c', async () => {
      await sayTurn(stores.transcripts, 'c');
      await stores.state.write({ counter: { count: 1 } });
      expect(await stores.transcripts.read('c')).to.have.length(2);
      expect(await stores.transcripts.find('c')).to.include({ id: 'c' });
      expect(await count()).to.equal(1);
      await sayTurn(stores.transcripts, 'c');
      expect((await stores.transcripts.read('c')).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    });
    expect(await stores.transcripts.read('c')).to.have.length(4);
  });

  it('keeps nothing of a work that failed', async () => {
    await sayTurn(stores.transcripts, 'c');
    await stores.gate
      .run('c', async () => {
        await sayTurn(stores.transcripts, 'c');
        await stores.state.write({ counter: { count: 1 } });
        throw new Error('broken');
      })
      .catch(() => undefined);
    expect(await stores.transcripts.read('c')).to.have.length(2);
    expect(await count()).to.equal(undefined);
  });

  it('drains: waits for what is under way', async () => {
    let done = false;
    const work = stores.gate.run('c', async () => {
      await new Promise(setImmediate);
      done = true;
    });
    await stores.gate.drain();
    expect(done).to.equal(true);
    await work;
  });
}
