/** French words that are no place names, or not always. */
import type { Extract } from './extract.js';
import { NearWords } from './spelling.js';

export interface Words {
  /** A word of everyday French or of the field: « eau », « projet ». */
  isCommon(word: string): boolean;
  /** Also a French word, though a rarer one: « menton », « condom ». */
  isWord(word: string): boolean;
  /** A common word with one mistake in it: « partenarait ». */
  isNearlyCommon(word: string): boolean;
}

const SHORTEST_MISSPELT = 5;

export function createWords(extract: Extract): Words {
  const common = new Set(extract.commonWords.split(/\s+/));
  const rarer = new Set(extract.communesThatAreWords.split(/\s+/));
  let near: NearWords | undefined;
  return {
    isCommon: (word) => common.has(word),
    isWord: (word) => rarer.has(word),
    isNearlyCommon(word) {
      if (word.length < SHORTEST_MISSPELT) return false;
      let nearly = false;
      near ??= new NearWords([...common].filter((candidate) => candidate.length >= SHORTEST_MISSPELT));
      near.forEachNear(word, 1, () => {
        nearly = true;
      });
      return nearly;
    },
  };
}
