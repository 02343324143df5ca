import { hashText } from './hashing.js';
import { type CompiledLexicon, expandSms } from './lexicon.js';
import { isUnderstood, type Speller, suggest } from './spell.js';
import { splitWords } from './tokenise.js';

const MAX_CORRECTIONS = 24;
const EXACT = 7;

/** Words of a normalised text, SMS spellings written out. */
export function readWords(normalised: string, lexicon: CompiledLexicon): string[] {
  return expandSms(splitWords(normalised), lexicon);
}

/** The words with unknown ones corrected, or undefined when there is nothing to correct. At most 24 words are looked at. */
export function correctWords(words: readonly string[], speller: Speller, lexicon: CompiledLexicon): string[] | undefined {
  let changed = false;
  let tried = 0;
  const corrected = words.flatMap((word) => {
    if (isUnderstood(speller, word) || lexicon.functionWords.has(word) || tried >= MAX_CORRECTIONS) return [word];
    tried++;
    const better = suggest(speller, word);
    if (better) changed = true;
    return better ?? [word];
  });
  return changed ? corrected : undefined;
}

/** Key under which a known text is found again. */
export function exactKey(words: readonly string[]): number {
  return hashText(words.join(' '), EXACT);
}
