import { FUNCTION_WORDS } from './function-words.js';
import { stem } from './stem.js';
import { tokenise } from './tokenise.js';
import type { Lexicon } from './types.js';

/** Phrases of stems, found by their first stem, that stand for one concept. */
interface Phrase {
  stems: readonly string[];
  concept: string;
}

/** A lexicon made ready for looking up normalised words. */
export interface CompiledLexicon {
  sms: ReadonlyMap<string, readonly string[]>;
  phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Expansion of an acronym, as words. */
  expansions: ReadonlyMap<string, readonly string[]>;
  functionWords: ReadonlySet<string>;
}

export const EMPTY_LEXICON: Lexicon = { acronyms: {}, sms: {}, synonyms: [], stopwords: [] };

/** Prepares the lexicon; phrases match by stem, so singular and plural need no entry of their own. */
export function compileLexicon(lexicon: Lexicon): CompiledLexicon {
  const phrases = new Map<string, Phrase[]>();
  const addPhrase = (text: string, concept: string): void => {
    const stems = tokenise(text).map(stem);
    const first = stems[0];
    if (first === undefined) return;
    const known = phrases.get(first) ?? [];
    known.push({ stems, concept });
    phrases.set(first, known);
  };
  const expansions = new Map<string, readonly string[]>();
  for (const [acronym, meaning] of Object.entries(lexicon.acronyms)) {
    const key = tokenise(acronym).join(' ');
    if (key === '') continue;
    addPhrase(acronym, `acronym ${key}`);
    const words = tokenise(meaning);
    if (words.length > 1) addPhrase(meaning, `acronym ${key}`);
    if (!key.includes(' ')) expansions.set(key, words);
  }
  lexicon.synonyms.forEach((group, i) => {
    for (const word of group) addPhrase(word, `synonym ${i}`);
  });
  for (const list of phrases.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  const sms = new Map<string, readonly string[]>();
  for (const [short, long] of Object.entries(lexicon.sms)) {
    const key = tokenise(short).join(' ');
    if (key !== '' && !key.includes(' ')) sms.set(key, tokenise(long));
  }
  const functionWords = new Set([...FUNCTION_WORDS, ...lexicon.stopwords.flatMap((w) => tokenise(w))]);
  return { sms, phrases, expansions, functionWords };
}

/** Replaces SMS spellings by the words they stand for. */
export function expandSms(tokens: readonly string[], lexicon: CompiledLexicon): string[] {
  return tokens.flatMap((token) => lexicon.sms.get(token) ?? [token]);
}

/** Concepts (synonym groups, acronyms or what they stand for) found in a sequence of stems. */
export function findConcepts(stems: readonly string[], lexicon: CompiledLexicon): string[] {
  const found: string[] = [];
  for (let i = 0; i < stems.length; i++) {
    let longest = 0;
    for (const phrase of lexicon.phrases.get(stems[i] ?? '') ?? []) {
      if (phrase.stems.length < longest) break;
      if (!phrase.stems.every((s, k) => stems[i + k] === s)) continue;
      longest = phrase.stems.length;
      found.push(phrase.concept);
    }
  }
  return found;
}
