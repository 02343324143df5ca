/**
 * Misspelt names. Every name is held as its letters only, with a mask of the letters it contains and one of those it contains twice: an edit changes
 * at most two bits of them, so a scan of the masks (0.1 ms for 38,000 names) leaves few names to compare in full. That does the work of a
 * deletion index, at two edits too, without its 50 MB.
 */
import type { PlaceIndex } from './place-index.js';

export interface Correction {
  /** Folded name. */
  key: string;
  /** Inhabitants of the biggest place of the name. */
  population: number;
  /** It only begins names: « Cherbourg ». */
  isHead?: boolean;
  /** A place abroad, in this country. */
  country?: string;
  /** Edits between what was typed and the name, spaces and hyphens set apart. */
  distance: number;
  /** Lower is likelier: edits, weighted by kind, less what the size of the place makes likely. */
  cost: number;
}

export interface SpellingIndex {
  /** Names that are near, likeliest first. `squashed`: letters and digits of the folded name. */
  correct(squashed: string, maxDistance: number): Correction[];
}

export function squash(key: string): string {
  return key.replaceAll(' ', '');
}

/** How many edits a name of this length may have before the reading is far-fetched. */
export function allowEdits(length: number): number {
  if (length < 4) return 0;
  if (length < 8) return 1;
  return length < 20 ? 2 : 3;
}

/** Words that can be searched for near ones: their letters only, with masks and lengths in step. */
export class NearWords {
  private readonly masks: Int32Array;
  private readonly doubles: Int32Array;
  private readonly lengths: Uint8Array;

  constructor(private readonly words: readonly string[]) {
    this.masks = Int32Array.from(words, maskOf);
    this.doubles = Int32Array.from(words, doublesOf);
    this.lengths = Uint8Array.from(words, (word) => Math.min(word.length, 255));
  }

  /** Calls back for each word within `limit` edits, with its position. */
  forEachNear(word: string, limit: number, found: (at: number, distance: number) => void): void {
    const mask = maskOf(word);
    const twice = doublesOf(word);
    const { length } = word;
    for (let at = 0; at < this.words.length; at += 1) {
      const difference = (this.lengths[at] ?? 0) - length;
      if (difference > limit || difference < -limit) continue;
      const changed = countBits((this.masks[at] ?? 0) ^ mask) + countBits((this.doubles[at] ?? 0) ^ twice);
      if (changed > 2 * limit) continue;
      const distance = measureEdits(word, this.words[at] ?? '', limit);
      if (distance <= limit) found(at, distance);
    }
  }
}

/** Acronyms of regions and big intercommunalities (« ARA », « AURA ») are never what a misspelt word means. */
const SHORTEST_NAME = 4;
const LONGEST_ACRONYM = 6;
/** A département is misspelt as often as a town of this many inhabitants, not as all its communes together. */
const AS_A_TOWN = 15_000;

/** A capital or a country is misspelt here about as often as a town of this many inhabitants, another city abroad as a village. */
const CAPITAL_AS_A_TOWN = 30_000;
const ABROAD_AS_A_TOWN = 1500;
const SHORTEST_ABROAD = 5;

/** What misspelt words may mean besides the names of the index. */
export interface OtherNames {
  heads: readonly (readonly [key: string, population: number])[];
  abroad: readonly { key: string; country: string; isKnown: boolean }[];
}

export function createSpellingIndex(index: PlaceIndex, { heads, abroad }: OtherNames): SpellingIndex {
  const others: Omit<Correction, 'distance' | 'cost'>[] = [
    ...heads.map(([key, population]) => ({ key, population, isHead: true })),
    ...abroad
      .filter(({ key }) => key.length >= SHORTEST_ABROAD)
      .map(({ key, country, isKnown }) => ({ key, country, population: isKnown ? CAPITAL_AS_A_TOWN : ABROAD_AS_A_TOWN })),
  ];
  // made at the first misspelt name: most messages have none
  let near: NearWords | undefined;
  const describe = (at: number): Omit<Correction, 'distance' | 'cost'> | undefined => {
    const key = index.keys[at];
    if (key === undefined) return others[at - index.keys.length];
    if (key.length < SHORTEST_NAME) return undefined;
    const rows = index.findExact(key).map((id) => index.row(id));
    if (key.length <= LONGEST_ACRONYM && rows.every(({ kind }) => kind === 'epci' || kind === 'region')) return undefined;
    const population = Math.max(
      ...rows.map((row) => (row.kind === 'commune' ? row.population : Math.min(row.population, AS_A_TOWN))),
    );
    return { key, population };
  };
  return {
    correct(squashed, maxDistance) {
      const found: Correction[] = [];
      near ??= new NearWords([...index.keys, ...others.map(({ key }) => key)].map(squash));
      near.forEachNear(squashed, maxDistance, (at, distance) => {
        const name = describe(at);
        if (name) found.push({ ...name, distance, cost: weighCorrection(squashed, squash(name.key), distance, name.population) });
      });
      return found.sort((a, b) => a.cost - b.cost);
    },
  };
}

/**
 * A tenfold population weighs as much as half an edit: among names one edit away the biggest is meant, but two edits need a
 * place thousands of times bigger. People seldom get the first letter wrong, and often double or undouble a letter or swap two.
 */
function weighCorrection(typed: string, name: string, distance: number, population: number): number {
  let cost = distance;
  if (typed[0] !== name[0]) cost += 0.5;
  if (typed.at(-1) !== name.at(-1)) cost += 0.1;
  if (undouble(typed) === undouble(name)) cost -= 0.4;
  if (distance === 1 && typed.length === name.length && maskOf(typed) === maskOf(name)) cost -= 0.3;
  return cost - 0.5 * Math.log10(Math.max(population, 50));
}

function undouble(word: string): string {
  let single = '';
  for (const letter of word) if (letter !== single.at(-1)) single += letter;
  return single;
}

function maskOf(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at += 1) mask |= 1 << (word.charCodeAt(at) & 31);
  return mask;
}

/** The letters that a word has twice or more. */
function doublesOf(word: string): number {
  let once = 0;
  let twice = 0;
  for (let at = 0; at < word.length; at += 1) {
    const bit = 1 << (word.charCodeAt(at) & 31);
    twice |= once & bit;
    once |= bit;
  }
  return twice;
}

function countBits(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const LONGEST_COMPARED = 80;
const ROW = LONGEST_COMPARED + 1;

/**
 * Insertions, deletions, substitutions and swaps of neighbours between two words; `limit + 1` when there are more than `limit`.
 * Three rows of a table in one array: this runs hundreds of times in a look-up.
 */
export function measureEdits(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit || a.length > LONGEST_COMPARED || b.length > LONGEST_COMPARED) return limit + 1;
  const table = new Int16Array(3 * ROW).fill(limit + 1);
  for (let column = 0; column <= b.length; column += 1) table[column] = column;
  for (let row = 1; row <= a.length; row += 1) {
    const current = (row % 3) * ROW;
    const above = ((row + 2) % 3) * ROW;
    const twoAbove = ((row + 1) % 3) * ROW;
    const from = Math.max(1, row - limit);
    const to = Math.min(b.length, row + limit);
    // outside this band there are more edits than the limit
    table[current + from - 1] = from === 1 ? row : limit + 1;
    if (to < b.length) table[current + to + 1] = limit + 1;
    let best = limit + 1;
    const letter = a.charCodeAt(row - 1);
    for (let column = from; column <= to; column += 1) {
      const other = b.charCodeAt(column - 1);
      let edits = (table[above + column - 1] ?? 0) + (letter === other ? 0 : 1);
      edits = Math.min(edits, (table[above + column] ?? 0) + 1, (table[current + column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && letter === b.charCodeAt(column - 2) && a.charCodeAt(row - 2) === other) {
        edits = Math.min(edits, (table[twoAbove + column - 2] ?? 0) + 1);
      }
      table[current + column] = edits;
      if (edits < best) best = edits;
    }
    if (best > limit) return limit + 1;
  }
  return table[(a.length % 3) * ROW + b.length] ?? limit + 1;
}
