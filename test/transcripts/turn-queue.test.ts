import { expect } from 'chai';
import { TurnQueue } from '../../src/transcripts/turn-queue.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('TurnQueue', () => {
  it('runs the works of one key one after the other, in order', async () => {
    const queue = new TurnQueue();
    let state = 0;
    const increment = async () => {
      const read = state;
      await tick();
      state = read + 1;
      return state;
    };
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => queue.run('a', increment)))).to.deep.equal([1, 2, 3, 4, 5]);
  });
  it('runs different keys at the same time', async () => {
    const queue = new TurnQueue();
    const order: string[] = [];
    let release = () => {};
    const held = queue.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    await queue.run('b', async () => void order.push('b'));
    release();
    await held;
    expect(order).to.deep.equal(['b']);
  });
  it('goes on after a work that failed', async () => {
    const queue = new TurnQueue();
    const failed = queue.run('a', () => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    expect(await queue.run('a', async () => 'next')).to.equal('next');
    expect(await failed).to.equal('no');
  });
  it('drains', async () => {
    const queue = new TurnQueue();
    let done = 0;
    for (const key of ['a', 'a', 'b'])
      void queue.run(key, async () => {
        await tick();
        done += 1;
      });
    await queue.drain();
    expect(done).to.equal(3);
  });
});
