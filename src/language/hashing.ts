/** FNV-1a over the UTF-16 units of `text`, from a seed that keeps kinds of features apart. Never 0. */
export function hashText(text: string, seed: number): number {
  let h = (2166136261 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return finish(h);
}

/** Mixes the bits of a running hash so that the low ones can index a table. Never 0. */
export function finish(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  return x >>> 0 || 1;
}

/** Open-addressing table from non-zero 32-bit hashes to ids: flat arrays, so that loading it costs nothing. */
export interface HashTable {
  /** Power-of-two length; 0 marks a free slot. */
  keys: Uint32Array;
  ids: Int32Array;
}

/** A table in which the i-th hash has the id i. Hashes must be distinct and non-zero. */
export function createTable(hashes: ArrayLike<number>): HashTable {
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const keys = new Uint32Array(size);
  const ids = new Int32Array(size);
  for (let id = 0; id < hashes.length; id++) {
    const key = hashes[id] ?? 0;
    let slot = key & (size - 1);
    while (keys[slot] !== 0) slot = (slot + 1) & (size - 1);
    keys[slot] = key;
    ids[slot] = id;
  }
  return { keys, ids };
}

/** The id of a hash, or -1. */
export function findId(table: HashTable, hash: number): number {
  const mask = table.keys.length - 1;
  let slot = hash & mask;
  for (;;) {
    const key = table.keys[slot];
    if (key === hash) return table.ids[slot] ?? -1;
    if (key === 0 || key === undefined) return -1;
    slot = (slot + 1) & mask;
  }
}

/** From hashes to the numbers that have them: pairs ordered by hash, as flat arrays that load at once. */
export interface HashIndex {
  hashes: Uint32Array;
  numbers: Int32Array;
}

/** Orders pairs of a hash and a number; numbers of one hash keep their order. */
export function createIndex(pairs: readonly (readonly [number, number])[]): HashIndex {
  const ordered = [...pairs].sort((a, b) => a[0] - b[0]);
  return { hashes: Uint32Array.from(ordered, ([hash]) => hash), numbers: Int32Array.from(ordered, ([, number]) => number) };
}

/** The numbers that have a hash. */
export function findAll({ hashes, numbers }: HashIndex, hash: number): Int32Array {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < hashes.length && hashes[end] === hash) end++;
  return numbers.subarray(low, end);
}
