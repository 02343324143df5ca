/** Words of a text, folded for comparison (no accents, no capitals), each with its offsets in the original. */

export type Gap = 'start' | 'space' | 'hyphen' | 'apostrophe' | 'break';

export interface Token {
  /** Folded form: « Ste » is `sainte`, « lès » is `les`. */
  text: string;
  start: number;
  end: number;
  /** Begins with a capital letter in the original. */
  capital: boolean;
  /** Begins with an accented letter in the original: « à », not « a ». */
  accented: boolean;
  /** What separates it from the token before; `break` is any punctuation that ends a name. */
  gap: Gap;
}

/** Beyond this many characters a message is no longer read: nobody names their commune there. */
const MAX_CHARACTERS = 10_000;

const EXPANSIONS = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['sts', 'saints'],
  ['stes', 'saintes'],
  ['lez', 'les'],
  ['mt', 'mont'],
]);
/** A full stop after these is part of the abbreviation. */
const ABBREVIATIONS = new Set(['st', 'ste', 'sts', 'stes', 'dep', 'dept', 'dpt', 'mt', 'tel', 'cc', 'ca']);
const MARKS = /\p{M}/gu;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** Folds one character: « É » is `e`, « œ » is `oe`. */
function foldCharacter(character: string): string {
  if (character === 'œ' || character === 'Œ') return 'oe';
  if (character === 'æ' || character === 'Æ') return 'ae';
  return character.normalize('NFKD').replace(MARKS, '').toLowerCase();
}

function isAsciiWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** Reads the tokens of a text; linear in its length. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const length = Math.min(text.length, MAX_CHARACTERS);
  let gap: Gap = 'start';
  let at = 0;
  while (at < length) {
    const start = at;
    let folded = '';
    while (at < length) {
      const code = text.charCodeAt(at);
      const character = text.charAt(at);
      if (isAsciiWord(code)) folded += code < 97 ? character.toLowerCase() : character;
      else if (code > 127 && LETTER.test(character)) folded += foldCharacter(character);
      else break;
      at += 1;
    }
    if (folded !== '') {
      const first = text.charAt(start);
      tokens.push({
        text: EXPANSIONS.get(folded) ?? folded,
        start,
        end: at,
        capital: first !== first.toLowerCase(),
        accented: at - start === folded.length && text.charCodeAt(start) > 127,
        gap,
      });
      gap = 'space';
      const next = text.charAt(at);
      // « Châlons s/ Marne », « s/s »: the slash belongs to the word.
      if (next === '/' && folded === 's') {
        const last = tokens.at(-1);
        if (last) last.text = 'sur';
        at += 1;
      } else if (next === '.' && ABBREVIATIONS.has(folded)) at += 1;
      continue;
    }
    if (at < length) {
      gap = widen(gap, text.charAt(at));
      at += 1;
    }
  }
  return tokens;
}

function widen(gap: Gap, character: string): Gap {
  if (gap === 'start' || gap === 'break') return gap;
  if (character === '-' || character === '‐' || character === '‑' || character === '–') return gap === 'space' ? 'hyphen' : gap;
  if (character === "'" || character === '’' || character === 'ʼ' || character === '`') return 'apostrophe';
  if (character === '\n' || character === '\r') return 'break';
  return character.trim() === '' || character === ':' || character === '*' || character === '_' || character === '"'
    ? gap
    : 'break';
}

/** Of a key. */
export const LEADING_ARTICLE = /^(?:le|la|les|l) /;

/** The key under which a name is filed: its folded tokens joined by spaces. */
export function makeKey(name: string): string {
  return readTokens(name)
    .map((token) => token.text)
    .join(' ');
}

/** The key of tokens `from`..`to` (excluded), or undefined when punctuation runs through them. */
export function joinTokens(tokens: readonly Token[], from: number, to: number): string | undefined {
  let key = '';
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (!token || (index > from && token.gap === 'break')) return undefined;
    key += index > from ? ` ${token.text}` : token.text;
  }
  return key;
}

/** Positions of tokens, the end excluded. */
export interface Span {
  from: number;
  to: number;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}

/** What was typed for these tokens. */
export function sliceText(tokens: readonly Token[], span: Span, text: string): string {
  return text.slice(tokens[span.from]?.start ?? 0, tokens[span.to - 1]?.end ?? text.length);
}
