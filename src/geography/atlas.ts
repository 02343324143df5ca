/** All that a reading needs, built once. */
import type { ForeignIndex } from './foreign.js';
import type { PlaceIndex } from './place-index.js';
import type { SpellingIndex } from './spelling.js';
import type { Words } from './words.js';

export interface Atlas {
  index: PlaceIndex;
  spelling: SpellingIndex;
  words: Words;
  foreign: ForeignIndex;
  /** Folded names like « sud ouest ». */
  vague: ReadonlySet<string>;
  /** Masculine adjective to region code. */
  demonyms: ReadonlyMap<string, string>;
}
