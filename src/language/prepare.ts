import type { TrainingText } from './base.js';
import { extractFeatures, hashStem, type StemCache } from './features.js';
import { hashText } from './hashing.js';
import type { CompiledLexicon } from './lexicon.js';
import { normalise } from './normalise.js';
import { readWords } from './read.js';
import { stem } from './stem.js';
import type { TrainingSet } from './types.js';

/** A training text with its words, as the folds need it. */
export interface Prepared extends TrainingText {
  words: readonly string[];
  /** A hash of the words: what is drawn for a text depends on it alone, so that an edit leaves the draws of other texts as they were. */
  key: number;
}

const TEXT = 7;

/** Texts ordered by label, the negatives last; repetitions within a label are left out. */
export function prepareTexts(set: TrainingSet, lexicon: CompiledLexicon, cache: StemCache): Prepared[] {
  const texts: Prepared[] = [];
  const add = (text: string, label: number, official: boolean): void => {
    const words = readWords(normalise(text), lexicon);
    if (words.length > 0)
      texts.push({
        words,
        key: hashText(words.join(' '), TEXT),
        features: extractFeatures(words, lexicon, cache),
        label,
        official,
      });
  };
  set.labels.forEach((label, l) => {
    const seen = new Set<string>();
    for (const [text, official] of [
      [label.question, true],
      [label.title, true],
      ...label.utterances.map((u) => [u, false] as const),
    ] as const) {
      const key = normalise(text);
      if (seen.has(key)) continue;
      seen.add(key);
      add(text, l, official);
    }
  });
  for (const text of new Set(set.negatives)) add(text, set.labels.length, false);
  return texts;
}

/** Content stems of an answer. */
export function collectStems(text: string, lexicon: CompiledLexicon): Uint32Array {
  const words = readWords(normalise(text), lexicon).filter((w) => !lexicon.functionWords.has(w));
  return Uint32Array.from(new Set(words.map((w) => hashStem(stem(w)))));
}

/** What each word is worth to the speller: most in utterances, less in answers, least where it is only known. */
export function countWords(set: TrainingSet, texts: readonly Prepared[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (word: string, weight: number): void => {
    counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  for (const text of texts) for (const word of text.words) add(word, text.label < set.labels.length ? 1 : 0.5);
  for (const label of set.labels) for (const word of splitKnown(label.answer)) add(word, 0.3);
  const { acronyms, sms, synonyms } = set.lexicon;
  for (const text of [...Object.keys(acronyms), ...Object.values(acronyms), ...Object.values(sms), ...synonyms.flat()])
    for (const word of splitKnown(text)) add(word, 0.5);
  for (const text of set.vocabulary ?? []) for (const word of splitKnown(text)) add(word, 0.05);
  return counts;
}

function splitKnown(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
