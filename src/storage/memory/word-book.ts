import { FUNCTION_WORDS } from '../../language/function-words.js';
import { stem } from '../../language/stem.js';
import { tokenise } from '../../language/tokenise.js';

/** Texts whose words are remembered: answers come again and again. Forgotten all at once beyond it. */
const REMEMBERED_TEXTS = 5000;

/** A text with the numbers of its words, each once. */
export interface IndexedText {
  text: string;
  words: readonly number[];
}

/** Numbers words, so that a hundred thousand texts can be compared quickly: case, accents and endings do not matter. */
export class WordBook {
  private readonly numbers = new Map<string, number>();
  private readonly stems = new Map<string, number>();
  private readonly texts = new Map<string, IndexedText>();

  /** Words of a text. Equal texts give one and the same object, so that an answer is held once however often it was given. */
  index(text: string): IndexedText {
    const known = this.texts.get(text);
    if (known) return known;
    const indexed = { text, words: [...new Set(tokenise(text).map((word) => this.number(word)))] };
    if (this.texts.size >= REMEMBERED_TEXTS) this.texts.clear();
    this.texts.set(text, indexed);
    return indexed;
  }

  /** Words that a search asks for: those that carry grammar do not count beside others. Undefined: one of them was never said. */
  find(query: string): readonly number[] | undefined {
    const words = tokenise(query);
    const heavy = words.filter((word) => !FUNCTION_WORDS.has(word));
    const found = new Set((heavy.length > 0 ? heavy : words).map((word) => this.stems.get(stem(word))));
    return found.has(undefined) ? undefined : [...found].filter((number) => number !== undefined);
  }

  private number(word: string): number {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    const root = stem(word);
    const number = this.stems.get(root) ?? this.stems.size;
    this.stems.set(root, number);
    this.numbers.set(word, number);
    return number;
  }
}
