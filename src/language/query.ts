import type { Base } from './base.js';
import type { Features } from './features.js';
import { findId } from './hashing.js';

/** A message seen with a base's vocabulary. */
export interface Query {
  /** Ids known to the base: unigrams and pairs first, then n-grams from `grams` on. */
  ids: Uint32Array;
  grams: number;
  /** Weights such that words and n-grams each have length 1 (unknown ones count in the length). */
  values: Float32Array;
  wordNorm: number;
  gramNorm: number;
  /** Ids of the content stems that occur in labels, and the idf mass of all content stems, known or not. */
  content: Uint32Array;
  contentMass: number;
  /** Share of the content's idf mass that the labels know, and that nothing knows. */
  knownShare: number;
  unknownShare: number;
  contentCount: number;
  length: number;
}

/** Weight of the n-grams beside the words in the classifier's input. */
export const GRAM_WEIGHT = 1;

/** Looks the features up. */
export function createQuery(base: Base, features: Features): Query {
  const ids: number[] = [];
  const rare = Math.log(1 + (base.official.length + 1) / 1.5);
  let wordSquare = 0;
  for (const list of [features.unigrams, features.pairs])
    for (const hash of list) {
      const id = findId(base.table, hash);
      if (id >= 0 && id < base.gramStart) {
        ids.push(id);
        wordSquare += (base.idf[id] ?? 0) ** 2;
      } else if (list === features.unigrams) wordSquare += rare ** 2;
    }
  const grams = ids.length;
  let gramSquare = 0;
  for (const hash of features.grams) {
    const id = findId(base.table, hash);
    if (id < base.gramStart) continue;
    ids.push(id);
    gramSquare += (base.idf[id] ?? 0) ** 2;
  }
  const wordNorm = Math.sqrt(wordSquare) || 1;
  const gramNorm = Math.sqrt(gramSquare) || 1;
  const values = new Float32Array(ids.length);
  ids.forEach((id, i) => {
    values[i] = (base.idf[id] ?? 0) / (i < grams ? wordNorm : gramNorm / GRAM_WEIGHT);
  });
  const content: number[] = [];
  let mass = 0;
  let known = 0;
  let unknown = 0;
  for (const hash of features.content) {
    const id = findId(base.table, hash);
    const weight = id >= 0 ? (base.idf[id] ?? 0) : rare;
    mass += weight;
    if (id < 0) unknown += weight;
    else if (base.inScope[id] === 1) {
      known += weight;
      content.push(id);
    }
  }
  return {
    ids: Uint32Array.from(ids),
    grams,
    values,
    wordNorm,
    gramNorm,
    content: Uint32Array.from(content),
    contentMass: mass,
    knownShare: mass > 0 ? known / mass : 0,
    unknownShare: mass > 0 ? unknown / mass : 0,
    contentCount: features.content.length,
    length: features.length,
  };
}
