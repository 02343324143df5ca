import type { Base } from './base.js';
import type { Query } from './query.js';

/**
 * Postings read at most per message to find candidates, the shortest lists first: what the commonest words and n-grams say
 * is added afterwards for the candidates only. A base of some hundred labels never has that many; with 10,000 labels reading
 * all of them (800,000 for a long message) took 10 ms, and finds the same first label (see DESIGN.md).
 */
export const WORD_POSTINGS = 40_000;
export const GRAM_POSTINGS = 80_000;

/** Postings read in the time of one binary search. */
export const SEARCH_COST = 16;

/** Sets `scores` to the BM25 of every label for the features `from` to `to` of the query; returns those left for later. */
export function scoreLabels(
  base: Base,
  query: Query,
  from: number,
  to: number,
  postings: number,
  scores: Float64Array,
): Uint32Array {
  scores.fill(0);
  let ids = query.ids.subarray(from, to);
  let count = countWithin(base, ids, postings);
  if (count < ids.length) {
    ids = ids.slice().sort((a, b) => lengthOf(base, a) - lengthOf(base, b) || a - b);
    count = countWithin(base, ids, postings);
  }
  const { labelStart, labelOf, labelWeight } = base;
  for (let i = 0; i < count; i++) {
    const id = ids[i] ?? 0;
    const end = labelStart[id + 1] ?? 0;
    for (let p = labelStart[id] ?? 0; p < end; p++) {
      const l = labelOf[p] ?? 0;
      scores[l] = (scores[l] ?? 0) + (labelWeight[p] ?? 0);
    }
  }
  return ids.subarray(count);
}

/** Adds what `scoreLabels` left out, for these labels only. */
export function addPostponed(base: Base, ids: Uint32Array, labels: Int32Array, scores: Float64Array): void {
  for (const id of ids)
    for (const label of labels) {
      const p = findPosting(base.labelOf, base.labelStart[id] ?? 0, base.labelStart[id + 1] ?? 0, label);
      if (p >= 0) scores[label] = (scores[label] ?? 0) + (base.labelWeight[p] ?? 0);
    }
}

/** Where a label stands in an ascending stretch of a list, or -1. */
export function findPosting(list: Uint16Array, from: number, to: number, label: number): number {
  const at = findFirst(list, from, to, label);
  return at < to && list[at] === label ? at : -1;
}

/** Where the first label of an ascending stretch stands that is not below another; `to` when all are. */
export function findFirst(list: Uint16Array, from: number, to: number, least: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

const lengthOf = (base: Base, id: number): number => (base.labelStart[id + 1] ?? 0) - (base.labelStart[id] ?? 0);

/** How many of the first features have no more postings than that together. */
function countWithin(base: Base, ids: Uint32Array, postings: number): number {
  let read = 0;
  for (let i = 0; i < ids.length; i++) {
    read += lengthOf(base, ids[i] ?? 0);
    if (read > postings) return i;
  }
  return ids.length;
}
