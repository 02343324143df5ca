/** Countries and cities abroad, by their folded French name. */
import type { Extract } from './extract.js';
import { listMasculines } from './lexicon.js';
import { joinTokens, makeKey, type Token } from './text.js';
import type { Words } from './words.js';

export interface ForeignMatch {
  from: number;
  to: number;
  country: string;
  /** A country or a region of it, rather than a city. */
  isCountry: boolean;
}

export interface ForeignIndex {
  /** Folded names with their country; the best known are countries and the city that the list gives first, the capital most often. */
  names(): { key: string; country: string; isKnown: boolean }[];
  /** Foreign places in a text, left to right, not overlapping. */
  find(tokens: readonly Token[]): ForeignMatch[];
  /** The country of « marocaine », « maliens »; undefined for other words. */
  countryOfAdjective(word: string): string | undefined;
}

export function createForeignIndex(extract: Extract, words: Words): ForeignIndex {
  const names = new Map<string, { country: string; isCountry: boolean }>();
  const adjectives = new Map<string, string>();
  const capitals = new Set(extract.foreign.map(({ cities }) => makeKey(cities[0] ?? '')));
  let longest = 1;
  const file = (name: string, country: string, isCountry: boolean): void => {
    const key = makeKey(name);
    longest = Math.max(longest, key.split(' ').length);
    if (!names.has(key)) names.set(key, { country, isCountry });
  };
  for (const { country, names: others, adjectives: words, cities } of extract.foreign) {
    for (const name of [country, ...others]) file(name, country, true);
    for (const city of cities) file(city, country, false);
    for (const word of words) adjectives.set(makeKey(word), country);
  }
  return {
    names: () => [...names].map(([key, { country, isCountry }]) => ({ key, country, isKnown: isCountry || capitals.has(key) })),
    find(tokens) {
      const found: ForeignMatch[] = [];
      for (let from = 0; from < tokens.length; from += 1) {
        for (let to = Math.min(from + longest, tokens.length); to > from; to -= 1) {
          const key = joinTokens(tokens, from, to);
          const entry = key === undefined ? undefined : names.get(key);
          // « Merville-Franceville-Plage » is not in Gabon
          if (!entry || tokens[from]?.gap === 'hyphen' || tokens[to]?.gap === 'hyphen') continue;
          // « trente », « bath »
          if (to - from === 1 && !tokens[from]?.capital && words.isCommon(key ?? '')) continue;
          found.push({ from, to, ...entry });
          from = to - 1;
          break;
        }
      }
      return found;
    },
    countryOfAdjective(word) {
      for (const form of listMasculines(word)) {
        const country = adjectives.get(form);
        if (country !== undefined) return country;
      }
      return undefined;
    },
  };
}
