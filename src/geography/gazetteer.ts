/** The gazetteer: built at its first use, from one file. */

import type { Atlas } from './atlas.js';
import { chooseAmong } from './choose-among.js';
import { readExtract } from './extract.js';
import { findPlace } from './find-place.js';
import { createForeignIndex } from './foreign.js';
import { PlaceIndex } from './place-index.js';
import { createSpellingIndex } from './spelling.js';
import { makeKey } from './text.js';
import type { Gazetteer } from './types.js';
import { createWords } from './words.js';

/**
 * Makes a gazetteer that reads its extract (written by `buildExtract`) at the first question, which takes about 0.2 s.
 * @param options.extract path of geography.json
 */
export function createGazetteer(options: { extract: string }): Gazetteer {
  let atlas: Atlas | undefined;
  const open = (): Atlas => {
    atlas ??= readAtlas(options.extract);
    return atlas;
  };
  return {
    findPlace: (text, findOptions) => findPlace(open(), text, findOptions),
    placeByCode: (kind, code) => {
      const { index } = open();
      const id = index.idByCode(kind, code);
      return id === undefined ? undefined : index.place(id);
    },
    chooseAmong,
  };
}

function readAtlas(path: string): Atlas {
  const extract = readExtract(path);
  const index = new PlaceIndex(extract);
  const words = createWords(extract);
  const foreign = createForeignIndex(extract, words);
  const adjectives = extract.demonyms.flatMap(([region, words]) =>
    words.map((word): [string, string] => [makeKey(word), region]),
  );
  return {
    index,
    spelling: createSpellingIndex(index, { heads: extract.heads, abroad: foreign.names() }),
    words,
    foreign,
    vague: new Set(extract.vague.map(makeKey)),
    demonyms: new Map(adjectives),
  };
}
