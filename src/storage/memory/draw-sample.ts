/** At most `count` items; the same seed draws the same from the same items, in whatever order they stand. */
export function drawSample<T extends { id: string }>(items: readonly T[], count: number, seed: number): T[] {
  const lots = items.map(({ id }) => hash(id, seed));
  // Lots are spread evenly, so the smallest are nearly always below this; sorting all of them would take seconds.
  const bound = ((4 * count + 20) / items.length) * 2 ** 32;
  const below = items.flatMap((item, index) => ((lots[index] ?? 0) < bound ? [{ item, lot: lots[index] ?? 0 }] : []));
  const drawn =
    below.length >= Math.min(count, items.length) ? below : items.map((item, index) => ({ item, lot: lots[index] ?? 0 }));
  return drawn
    .sort((a, b) => a.lot - b.lot || (a.item.id < b.item.id ? -1 : 1))
    .slice(0, Math.max(0, count))
    .map(({ item }) => item);
}

/** FNV-1a, its bits mixed once more as in MurmurHash3: 32 bits. */
function hash(text: string, seed: number): number {
  let value = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
