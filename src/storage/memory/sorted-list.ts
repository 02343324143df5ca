/** A list kept in order. Nearly all that comes belongs at its end, where adding is cheap. */
export class SortedList<T, Key> {
  private readonly list: T[] = [];

  constructor(
    private readonly keyOf: (item: T) => Key,
    private readonly compare: (a: Key, b: Key) => number,
  ) {}

  /** In order. */
  get items(): readonly T[] {
    return this.list;
  }

  add(item: T): void {
    const last = this.list.at(-1);
    if (last === undefined || this.compare(this.keyOf(last), this.keyOf(item)) <= 0) this.list.push(item);
    else this.list.splice(this.position(this.keyOf(item)), 0, item);
  }

  remove(item: T): void {
    for (let index = this.position(this.keyOf(item)); index < this.list.length; index++) {
      if (this.list[index] !== item) continue;
      this.list.splice(index, 1);
      return;
    }
  }

  /** From the last one before a key back to the first. */
  *before(key: Key | undefined): Generator<T> {
    for (let index = (key === undefined ? this.list.length : this.position(key)) - 1; index >= 0; index--) {
      const item = this.list[index];
      if (item !== undefined) yield item;
    }
  }

  /** At most `count` after a key. */
  after(key: Key | undefined, count: number): T[] {
    let start = key === undefined ? 0 : this.position(key);
    for (; key !== undefined && start < this.list.length; start++) {
      const item = this.list[start];
      if (item !== undefined && this.compare(this.keyOf(item), key) > 0) break;
    }
    return this.list.slice(start, start + count);
  }

  /** Of the first item that is not before the key. */
  private position(key: Key): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = this.list[middle];
      if (item !== undefined && this.compare(this.keyOf(item), key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
