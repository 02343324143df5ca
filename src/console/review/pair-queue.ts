/** Two groups that may become one. */
export interface Pair {
  a: number;
  b: number;
  likeness: number;
  /** Changes when one of them does: an older pair is void. */
  stamp: number;
}

/** Most alike first; ties by place, so that the same questions give the same groups. */
const comesBefore = (x: Pair, y: Pair): boolean =>
  x.likeness > y.likeness || (x.likeness === y.likeness && (x.a - y.a || x.b - y.b) < 0);

/** A binary heap of pairs. */
export class PairQueue {
  private readonly heap: Pair[] = [];

  push(pair: Pair): void {
    const { heap } = this;
    let at = heap.push(pair) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (!parent || !comesBefore(pair, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = pair;
  }

  pop(): Pair | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = left && right && comesBefore(right, left) ? right : left;
      if (!child || !comesBefore(child, last)) break;
      heap[at] = child;
      at = 2 * at + (child === left ? 1 : 2);
    }
    heap[at] = last;
    return top;
  }
}
