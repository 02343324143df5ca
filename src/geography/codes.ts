/** Places given by a number: postcode, INSEE code, département (« le 44 », « dep. 90 », « dans le neuf », « 2A »). */
import { NOT_A_NUMBER_OF_PLACE } from './lexicon.js';
import type { PlaceIndex } from './place-index.js';
import type { Token } from './text.js';

export interface CodeMatch {
  from: number;
  to: number;
  ids: number[];
  /** `strong`: the text says that it is one; `bare`: a number alone; `weak`: a number beside words. */
  evidence: 'strong' | 'weak' | 'bare';
  kind: 'postcode' | 'insee' | 'departement' | 'unknown';
}

const POSTCODE_HEADS = new Set(['postal', 'cp', 'postale', 'code']);
const INSEE_HEADS = new Set(['insee', 'cog']);
const DEPARTEMENT_HEADS = new Set(['departement', 'departements', 'dep', 'dept', 'dpt']);
const WORD_INTRODUCERS = new Set(['le', 'departement', 'dep', 'dept', 'dpt']);
const NUMBER_INTRODUCERS = new Set(['le', 'du', 'dans', 'departement', 'dep', 'dept', 'dpt']);
const UNITS = 'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
const TENS = new Map([
  ['vingt', 20],
  ['vingts', 20],
  ['trente', 30],
  ['quarante', 40],
  ['cinquante', 50],
  ['soixante', 60],
]);

/** Reads « soixante-seize », « quatre vingt treize », « neuf » from a position; 0 when there is no number below 100. */
export function readNumberWords(tokens: readonly Token[], from: number): { value: number; to: number } {
  let value = 0;
  let at = from;
  for (; at < tokens.length && at < from + 4; at += 1) {
    const token = tokens[at];
    if (!token || (at > from && token.gap === 'break')) break;
    const ten = TENS.get(token.text);
    const unit = UNITS.indexOf(token.text === 'une' ? 'un' : token.text);
    if (ten === 20 && value === 4) value = 80;
    else if (ten !== undefined && value === 0) value = ten;
    else if (unit > 0 && value === 0) value = unit;
    else if (unit > 0 && value >= 20 && value % 10 === 0 && (unit < 10 || value === 60 || value === 80)) value += unit;
    else if (unit === 10 && (value === 60 || value === 80)) value += 10;
    else if (unit >= 7 && unit < 10 && value === 10) value += unit;
    else if (unit >= 7 && unit < 10 && (value === 70 || value === 90)) value += unit;
    else if (token.text === 'et' && value >= 20 && value % 10 === 0 && ['un', 'onze'].includes(tokens[at + 1]?.text ?? ''))
      continue;
    else break;
  }
  return { value, to: at };
}

/** Finds the codes of a text, left to right. */
export function findCodes(index: PlaceIndex, tokens: readonly Token[], text: string): CodeMatch[] {
  const found: CodeMatch[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    const match = /^\d/.test(token.text) ? readDigits(index, tokens, at, text) : readWords(index, tokens, at);
    if (!match) continue;
    found.push(match);
    at = match.to - 1;
  }
  return found;
}

function readDigits(index: PlaceIndex, tokens: readonly Token[], at: number, text: string): CodeMatch | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const word = token.text;
  const next = tokens[at + 1];
  const isDate = text.charAt(token.end) === '/' || text.charAt(token.start - 1) === '/';
  const unit = isDate || text.charAt(token.end) === '%' || /^\s?[%€$]/.test(text.slice(token.end, token.end + 2));
  if (unit || (next && next.gap !== 'break' && NOT_A_NUMBER_OF_PLACE.has(next.text))) return undefined;
  // « 10 000 », « 3.5 »: part of a longer number
  const previous = tokens[at - 1];
  const glued = (other: Token | undefined): boolean => other !== undefined && /^\d+$/.test(other.text);
  const heads = [previous?.text, tokens[at - 2]?.text, tokens[at - 3]?.text].filter((head): head is string => head !== undefined);
  if (/^(?:\d{5}|2[ab]\d{3})$/.test(word)) return readFiveDigits(index, tokens, at, heads);
  if (heads[0] !== undefined && POSTCODE_HEADS.has(heads[0]) && /^\d+$/.test(word)) {
    // a lost leading zero: « code postal 1000 »
    const ids = word.length === 4 ? index.findPostcode(`0${word}`) : [];
    return { from: at, to: at + 1, ids, evidence: 'strong', kind: ids.length > 0 ? 'postcode' : 'unknown' };
  }
  const isDepartement = heads.slice(0, 2).some((head) => DEPARTEMENT_HEADS.has(head));
  if (word === '9' && next?.text === '3' && next.gap === 'hyphen') return undefined; // « le 9-3 » is among the everyday names
  if (!isDepartement && (glued(next) || glued(previous)) && next?.gap !== 'break' && token.gap !== 'break') return undefined;
  const code = /^\d$/.test(word) ? `0${word}` : word.toUpperCase();
  const id = index.idOfDepartement(code === '20' ? '2A' : code);
  if (id === undefined) return isDepartement ? { from: at, to: at + 1, ids: [], evidence: 'strong', kind: 'unknown' } : undefined;
  const ids = code === '20' ? [index.idByCode('region', '94') ?? id] : [id];
  const bracketed = token.gap === 'break' && text.charAt(token.start - 1) === '(' && text.charAt(token.end) === ')';
  const corsica = /^2[ab]$/.test(word);
  let evidence: CodeMatch['evidence'] = 'bare';
  if (isDepartement || bracketed || corsica) evidence = 'strong';
  else if (heads[0] !== undefined && NUMBER_INTRODUCERS.has(heads[0])) evidence = 'weak';
  return { from: at, to: at + 1, ids, evidence, kind: 'departement' };
}

function readFiveDigits(
  index: PlaceIndex,
  tokens: readonly Token[],
  at: number,
  heads: readonly string[],
): CodeMatch | undefined {
  const code = (tokens[at]?.text ?? '').toUpperCase();
  const after = [tokens[at + 1]?.text, tokens[at + 2]?.text, tokens[at + 3]?.text, tokens[at + 4]?.text];
  const isCedex = after.includes('cedex') || heads.includes('cedex');
  const asked = heads.some((head) => INSEE_HEADS.has(head));
  const named = heads.some((head) => POSTCODE_HEADS.has(head));
  const insee = [
    index.idByCode('commune', code),
    index.idByCode('arrondissement', code),
    index.idByCode('commune-deleguee', code),
  ].find((id) => id !== undefined);
  const match = (ids: number[], kind: CodeMatch['kind']): CodeMatch => ({
    from: at,
    to: at + 1,
    ids,
    evidence: asked || named || isCedex ? 'strong' : 'bare',
    kind,
  });
  if (asked) return insee === undefined ? match([], 'unknown') : match([insee], 'insee');
  const postcode = index.findPostcode(code);
  if (postcode.length > 0) return match(postcode, 'postcode');
  if (insee !== undefined && !isCedex) return match([insee], 'insee');
  // a CEDEX has a number of its own, in its département
  const departement = index.idOfDepartement(departementOfPostcode(code));
  if (departement === undefined || code.endsWith('999')) return match([], 'unknown');
  return match([departement], 'postcode');
}

function departementOfPostcode(postcode: string): string {
  if (postcode.startsWith('20')) return postcode < '20200' ? '2A' : '2B';
  return postcode.slice(0, postcode.startsWith('97') || postcode.startsWith('98') ? 3 : 2);
}

/** « dans le neuf », « le soixante-seize », « département quarante-quatre ». */
function readWords(index: PlaceIndex, tokens: readonly Token[], at: number): CodeMatch | undefined {
  const head = tokens[at - 1];
  if (at > 0 && !(head && WORD_INTRODUCERS.has(head.text) && tokens[at]?.gap !== 'break')) return undefined;
  const { value, to } = readNumberWords(tokens, at);
  if (value === 0 || (value === 1 && !(head && DEPARTEMENT_HEADS.has(head.text)))) return undefined;
  const next = tokens[to];
  // « Cinq-Mars-la-Pile »
  if (next?.gap === 'hyphen') return undefined;
  if (next && next.gap !== 'break' && NOT_A_NUMBER_OF_PLACE.has(next.text)) return undefined;
  const id = index.idOfDepartement(String(value).padStart(2, '0'));
  if (id === undefined) return undefined;
  const named = head !== undefined && DEPARTEMENT_HEADS.has(head.text);
  const located =
    head?.text === 'le' &&
    tokens[at - 2]?.text === 'dans' &&
    (next === undefined || next.gap === 'break' || ['en', 'chez'].includes(next.text));
  return { from: at, to, ids: [id], evidence: named || located ? 'strong' : head ? 'weak' : 'bare', kind: 'departement' };
}
