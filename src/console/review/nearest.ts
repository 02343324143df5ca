import type { Vector } from './question-terms.js';

/** Letters and function words that more vectors than this share find no neighbours: they would only slow the search. */
const COMMON = 120;

export interface Neighbour {
  index: number;
  /** 0..1, without what common letters would add. */
  likeness: number;
}

/**
 * The `count` vectors most like each one and at least `least` like it, by an inverted index.
 * @param whole of each term: whether it is a whole content word, which finds neighbours however common it is
 */
export function findNearest(vectors: readonly Vector[], whole: readonly boolean[], least: number, count: number): Neighbour[][] {
  const frequency = new Int32Array(whole.length + 1);
  for (const { terms } of vectors) for (const term of terms) frequency[term] = (frequency[term] ?? 0) + 1;
  const start = new Int32Array(whole.length + 1);
  for (let term = 0; term < whole.length; term += 1) start[term + 1] = (start[term] ?? 0) + (frequency[term] ?? 0);
  const owner = new Int32Array(start[whole.length] ?? 0);
  const weight = new Float64Array(owner.length);
  const next = start.slice();
  vectors.forEach(({ terms, weights }, index) => {
    for (let at = 0; at < terms.length; at += 1) {
      const place = next[terms[at] ?? 0] ?? 0;
      next[terms[at] ?? 0] = place + 1;
      owner[place] = index;
      weight[place] = weights[at] ?? 0;
    }
  });
  const scores = new Float64Array(vectors.length);
  const touched = new Int32Array(vectors.length);
  return vectors.map(({ terms, weights }, index) => {
    let found = 0;
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at] ?? 0;
      if (!whole[term] && (frequency[term] ?? 0) > COMMON) continue;
      const own = weights[at] ?? 0;
      const end = start[term + 1] ?? 0;
      for (let place = start[term] ?? 0; place < end; place += 1) {
        const other = owner[place] ?? 0;
        if (scores[other] === 0) touched[found++] = other;
        scores[other] = (scores[other] ?? 0) + own * (weight[place] ?? 0);
      }
    }
    const near: Neighbour[] = [];
    for (let at = 0; at < found; at += 1) {
      const other = touched[at] ?? 0;
      const likeness = scores[other] ?? 0;
      scores[other] = 0;
      if (other !== index && likeness >= least) near.push({ index: other, likeness });
    }
    return near.sort((a, b) => b.likeness - a.likeness || a.index - b.index).slice(0, count);
  });
}
