/** Spoils one longer word of a normalised text: two letters swapped, one left out, one doubled or one replaced. */
export function addTypo(words: readonly string[], random: () => number): string[] {
  const long = words.map((w, i) => [w, i] as const).filter(([w]) => w.length >= 5);
  const picked = long[Math.floor(random() * long.length)];
  if (!picked) return [...words];
  const [word, i] = picked;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const a = word[at] ?? '';
  const b = word[at + 1] ?? '';
  const slips = [b + a, a, a + a + b, ('aeiouanrst'[Math.floor(random() * 10)] ?? 'e') + b];
  const spoilt = word.slice(0, at) + (slips[Math.floor(random() * 4)] ?? a + b) + word.slice(at + 2);
  return words.map((w, k) => (k === i ? spoilt : w));
}
