import { FUNCTION_WORDS } from '../../language/function-words.js';
import { stem } from '../../language/stem.js';
import { tokenise } from '../../language/tokenise.js';

/** Texts whose words are remembered: answers come again and again. Forgotten all at once beyond it. */
const REMEMBERED_TEXTS = 2000;

/**
 * The words of texts as they are searched: accents, case and endings folded by our own French rules, which the server's
 * dictionaries (whose accents depend on an extension that may be missing) would fold otherwise than the embedded store does.
 */
export class SearchWords {
  private readonly texts = new Map<string, readonly string[]>();

  /** What a text is found by, each word once: for `array_to_tsvector`. */
  of(text: string): readonly string[] {
    const known = this.texts.get(text);
    if (known) return known;
    const words = [...new Set(tokenise(text).map(stem))].filter((word) => word !== '');
    if (this.texts.size >= REMEMBERED_TEXTS) this.texts.clear();
    this.texts.set(text, words);
    return words;
  }
}

/** What a search asks for, as a tsquery: every word of it, those that carry grammar only when there are no others; undefined when there is none. */
export function toTsquery(text: string): string | undefined {
  const words = tokenise(text);
  const heavy = words.filter((word) => !FUNCTION_WORDS.has(word));
  const wanted = new Set((heavy.length > 0 ? heavy : words).map(stem).filter((word) => word !== ''));
  if (wanted.size === 0) return undefined;
  return [...wanted].map((word) => `'${word.replace(/['\\]/g, '$&$&')}'`).join(' & ');
}
