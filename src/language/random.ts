import { finish } from './hashing.js';

/** A small seeded generator (mulberry32): the same seed gives the same sequence in [0, 1) on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A 32-bit number that depends on both, and on nothing else. */
export function mix(key: number, seed: number): number {
  return finish((key ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0);
}

/**
 * The places of `keys` in an order that is random, but in which an item that comes or goes moves no other: what is learnt in this
 * order then changes little with an edit.
 */
export function orderByKey(keys: ArrayLike<number>, seed: number): number[] {
  const mixed = Uint32Array.from(keys, (key) => mix(key, seed));
  return Array.from(mixed, (_, place) => place).sort((a, b) => (mixed[a] ?? 0) - (mixed[b] ?? 0) || a - b);
}
