/** Measurements of the geography room: loading, memory, look-up times, one-typo names. Same typos at every run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtract } from '../../src/geography/build-extract.js';
import { readExtract } from '../../src/geography/extract.js';
import { createGazetteer, type Gazetteer } from '../../src/geography/index.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** A repeatable source of numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Puts one mistake into a name: a letter lost, doubled, replaced or swapped with the next, never the first one. */
export function misspell(name: string, random: () => number): string {
  const letters = [...name.matchAll(/\p{L}/gu)].map((match) => match.index).slice(1);
  const at = letters[Math.floor(random() * letters.length)] ?? 1;
  const letter = ALPHABET[Math.floor(random() * 26)] ?? 'e';
  switch (Math.floor(random() * 4)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + letter + name.slice(at);
    case 2:
      return name.slice(0, at) + letter + name.slice(at + 1);
    default:
      return at + 1 < name.length
        ? name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2)
        : name.slice(0, at) + name.slice(at + 1);
  }
}

export interface TypoScore {
  total: number;
  right: number;
  /** Read as the right name among a choice of homonyms. */
  offered: number;
  misses: string[];
}

/** One-typo names of communes over 2,000 inhabitants, as the answer to « dans quelle commune ? ». */
export function scoreTypos(
  gazetteer: Gazetteer,
  communes: readonly { name: string; code: string }[],
  count: number,
  seed: number,
): TypoScore {
  const random = createRandom(seed);
  const score: TypoScore = { total: 0, right: 0, offered: 0, misses: [] };
  for (let drawn = 0; drawn < count; drawn += 1) {
    const commune = communes[Math.floor(random() * communes.length)];
    if (!commune) continue;
    const typed = misspell(commune.name, random);
    const reading = gazetteer.findPlace(typed, { expected: true });
    score.total += 1;
    const top = reading.outcome === 'found' ? reading.place : reading.outcome === 'ambiguous' ? reading.options[0] : undefined;
    if (top?.name === commune.name || top?.today === commune.name) score.right += 1;
    else if (reading.outcome === 'ambiguous' && reading.options.some((place) => place.name === commune.name)) score.offered += 1;
    else score.misses.push(`${typed} (${commune.name}) → ${top?.name ?? reading.outcome}`);
  }
  return score;
}

/** Communes of the extract with more inhabitants than this. */
export function listCommunes(extractPath: string, inhabitants: number): { name: string; code: string; population: number }[] {
  const { communes } = readExtract(extractPath);
  const codes = communes.codes.split(' ');
  const populations = communes.populations.split(' ').map(Number);
  return communes.names
    .split('|')
    .map((name, id) => ({ name, code: codes[id] ?? '', population: populations[id] ?? -1 }))
    .filter(({ population }) => population > inhabitants);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Milliseconds that each text takes, sorted. */
export function timeLookups(gazetteer: Gazetteer, texts: readonly string[]): number[] {
  return texts
    .map((text) => {
      const began = performance.now();
      gazetteer.findPlace(text, { expected: true });
      return performance.now() - began;
    })
    .sort((a, b) => a - b);
}

const SENTENCES = [
  '{}',
  'je suis maire de {}, qui contacter ?',
  'on est à côté de {}, notre partenaire est à Djougou au Bénin',
  'mairie de {}',
  'commune de {} dans le Gers',
];

/** Prints the figures that the README quotes. */
export async function measureGeography(print: (line: string) => void = console.log): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-geography-'));
  try {
    const path = join(folder, 'geography.json');
    buildExtract(path);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const gazetteer = createGazetteer({ extract: path });
    const began = performance.now();
    gazetteer.findPlace('Foix', { expected: true });
    const loading = performance.now() - began;
    globalThis.gc?.();
    const heap = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    print(
      `geography: loaded and first look-up in ${loading.toFixed(0)} ms, ${heap.toFixed(0)} MB of heap${globalThis.gc ? '' : ' (run with --expose-gc for the true figure)'}`,
    );

    const communes = listCommunes(path, 2000);
    const random = createRandom(7);
    const texts = Array.from({ length: 2000 }, (_, at) => {
      const name = communes[Math.floor(random() * communes.length)]?.name ?? '';
      return (SENTENCES[at % SENTENCES.length] ?? '{}').replace('{}', at % 3 === 0 ? misspell(name, random) : name);
    });
    timeLookups(gazetteer, texts.slice(0, 300));
    const times = timeLookups(gazetteer, texts);
    print(`geography: look-up ${quantile(times, 0.5).toFixed(2)} ms median, ${quantile(times, 0.99).toFixed(2)} ms p99`);
    const long = Array.from({ length: 20 }, (_, at) => `${texts.slice(at * 60, at * 60 + 400).join(' ')}`.slice(0, 10_000));
    const longTimes = timeLookups(gazetteer, long);
    print(
      `geography: 10,000 characters ${quantile(longTimes, 0.5).toFixed(1)} ms median, ${quantile(longTimes, 1).toFixed(1)} ms at most`,
    );
    const score = scoreTypos(gazetteer, communes, 1000, 11);
    print(
      `geography: one-typo names, right ${((100 * score.right) / score.total).toFixed(1)} %, offered ${((100 * score.offered) / score.total).toFixed(1)} % of ${score.total}`,
    );
    for (const miss of score.misses.slice(0, 12)) print(`  ${miss}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('bench/geography.ts')) await measureGeography();
