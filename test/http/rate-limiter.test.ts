import { expect } from 'chai';
import { RateLimiter } from '../../src/http/rate-limiter.js';

describe('RateLimiter', () => {
  it('allows the limit, then says how long to wait', () => {
    const limiter = new RateLimiter(3, () => 30_000);
    expect([1, 2, 3].map(() => limiter.take('a'))).to.deep.equal([0, 0, 0]);
    expect(limiter.take('a')).to.equal(30);
    expect(limiter.take('b')).to.equal(0);
  });
  it('forgets over the next minute', () => {
    let time = 0;
    const limiter = new RateLimiter(2, () => time);
    limiter.take('a');
    limiter.take('a');
    time = 61_000;
    expect(limiter.take('a')).to.equal(0);
    expect(limiter.take('a')).to.be.greaterThan(0);
    time = 180_000;
    expect([1, 2].map(() => limiter.take('a'))).to.deep.equal([0, 0]);
  });
  it('lifts every limit at 0', () => {
    const limiter = new RateLimiter(0, () => 0);
    expect(Array.from({ length: 1000 }, () => limiter.take('a')).every((wait) => wait === 0)).to.equal(true);
  });
});
