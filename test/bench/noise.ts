export type Noise = 'one-typo' | 'two-typos' | 'no-accent' | 'no-apostrophe' | 'per-eight';

/** Spoils a message in a repeatable way, as the exam does; `per-eight` makes one typo per eight letters of the message. */
export function spoil(text: string, noise: Noise, id: string, seed = ''): string {
  let state = [...`${seed}${id}`].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0, 7);
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  if (noise === 'no-accent') return text.normalize('NFKD').replace(/\p{M}/gu, '');
  if (noise === 'no-apostrophe') return text.replace(/['’]/g, ' ');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const slips = noise === 'per-eight' ? Math.floor(letters / 8) : noise === 'two-typos' ? 2 : 1;
  let spoilt = text;
  for (let i = 0; i < slips; i++) spoilt = slip(spoilt, random, noise === 'per-eight' ? 3 : 5);
  return spoilt;
}

function slip(text: string, random: () => number, least: number): string {
  const words = [...text.matchAll(/\p{L}+/gu)].filter((m) => m[0].length >= least);
  const word = words[Math.floor(random() * words.length)];
  if (!word) return text;
  const at = word.index + 1 + Math.floor(random() * (word[0].length - 2));
  const a = text[at] ?? '';
  const b = text[at + 1] ?? '';
  const kinds = [b + a, a, a + a + b, ('aeiouanrst'[Math.floor(random() * 10)] ?? 'e') + b];
  return text.slice(0, at) + (kinds[Math.floor(random() * 4)] ?? '') + text.slice(at + 2);
}
