/** What redaction recognises. `jeton` is a secret carried by a link (token, key, session). */
export type PersonalDataKind =
  | 'courriel'
  | 'téléphone'
  | 'iban'
  | 'carte'
  | 'nir'
  | 'plaque'
  | 'adresse'
  | 'nom'
  | 'naissance'
  | 'ip'
  | 'jeton';

/** A stretch of the shadow (half-open, in its own offsets) that must be masked. */
export interface Finding {
  start: number;
  end: number;
  kind: PersonalDataKind;
}

/** A word of the shadow. `capital`: starts with a capital in a text where capitals mean something. */
export interface Word {
  start: number;
  end: number;
  raw: string;
  lower: string;
  capital: boolean;
}

/**
 * The text as the detectors read it: compatibility forms and accents folded, zero-width characters gone, every space ' '
 * (line ends '\n'), every dash '-', every apostrophe "'". `text` and `lower` have the same length; `starts` and `ends`
 * lead back to the original.
 */
export interface Shadow {
  source: string;
  text: string;
  lower: string;
  starts: number[];
  ends: number[];
  /** Mostly capitals: they tell nothing about names. */
  shouting: boolean;
  words: Word[];
}

const INVISIBLE = /^(?:\p{Cf}|\p{Mn}|\p{Me}|\u115f|\u1160|\u3164)$/u;
const DASH = /^[\p{Pd}\u2212\u2043]$/u;
const APOSTROPHE = /^[’‘ʼ´`′＇‛]$/u;
const LINE_END = /^[\n\r\u2028\u2029\u0085\v\f]$/;
const SPECIAL: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  ß: 'ss',
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  '․': '.',
};
/** A character that expands to more than this (ornamental ligatures) keeps its own form: the shadow stays linear. */
const LONGEST_EXPANSION = 4;

/** Folds one character: '' when it is invisible. */
function foldCharacter(character: string): string {
  if (LINE_END.test(character)) return '\n';
  if (/^\s$/u.test(character)) return ' ';
  if (APOSTROPHE.test(character)) return "'";
  if (DASH.test(character)) return '-';
  if (INVISIBLE.test(character)) return '';
  const special = SPECIAL[character];
  if (special !== undefined) return special;
  if (/^\p{Nd}$/u.test(character)) return foldDigit(character);
  const folded = character.normalize('NFKD').replace(/\p{Mn}/gu, '');
  return folded.length === 0 || folded.length > LONGEST_EXPANSION ? character : folded;
}

/** Decimal digits of every script come in blocks of ten that start at their zero. */
function foldDigit(character: string): string {
  const compatible = character.normalize('NFKC');
  if (/^[0-9]$/.test(compatible)) return compatible;
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** Builds the shadow of a text, in time linear in its length. */
export function createShadow(source: string): Shadow {
  const known = new Map<string, string>();
  const starts: number[] = [];
  const ends: number[] = [];
  const pieces: string[] = [];
  let offset = 0;
  for (const character of source) {
    const next = offset + character.length;
    let folded = character;
    if (character < ' ' || character > '~' || character === '`') {
      folded = known.get(character) ?? foldCharacter(character);
      known.set(character, folded);
    }
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(offset);
      ends.push(next);
    }
    pieces.push(folded);
    offset = next;
  }
  // « O6 39… »: a letter O typed for the zero of a number.
  const text = pieces.join('').replace(/(?<![\p{L}\d])[oO](?=[1-9][\d .\-/])/gu, '0');
  const lower = lowerEach(text);
  const shouting = isShouting(text);
  return { source, text, lower, starts, ends, shouting, words: listWords(text, lower, shouting) };
}

/** Lower case that never changes the length. */
function lowerEach(text: string): string {
  const lowered = text.toLowerCase();
  if (lowered.length === text.length) return lowered;
  return Array.from(text, (character) =>
    character.toLowerCase().length === character.length ? character.toLowerCase() : character,
  ).join('');
}

function isShouting(text: string): boolean {
  const capitals = text.match(/[A-Z]/g)?.length ?? 0;
  const small = text.match(/[a-z]/g)?.length ?? 0;
  return capitals >= 8 && capitals > 4 * small;
}

function listWords(text: string, lower: string, shouting: boolean): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\p{L}+(?:['-]\p{L}+)*/gu)) {
    const end = match.index + match[0].length;
    let start = match.index;
    // An elided article or pronoun is not part of the word; « N'Diaye » and « D'Almeida » keep their capital one.
    const elided = /^(?:[dlmjscnt]|qu)'/.exec(shouting ? match[0].toLowerCase() : match[0]);
    if (elided) start += elided[0].length;
    const raw = text.slice(start, end);
    words.push({ start, end, raw, lower: lower.slice(start, end), capital: !shouting && /^\p{Lu}/u.test(raw) });
  }
  return words;
}

/** Index of the first word that starts at or after an offset. */
export function findWordAt(words: readonly Word[], offset: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lower-case text just before an offset, at most `length` characters of the same line. */
export function readBefore(shadow: Shadow, offset: number, length: number): string {
  const slice = shadow.lower.slice(Math.max(0, offset - length), offset);
  return slice.slice(slice.lastIndexOf('\n') + 1);
}
