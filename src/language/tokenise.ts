import { normalise } from './normalise.js';

const MAX_TOKEN_LENGTH = 40;
const ELIDED: ReadonlyMap<string, string> = new Map([
  ['c', 'ce'],
  ['qu', 'que'],
  ['j', 'je'],
  ['l', ''],
  ['d', ''],
  ['m', ''],
  ['t', ''],
  ['s', ''],
  ['n', ''],
  ['jusqu', 'jusque'],
  ['lorsqu', 'lorsque'],
  ['puisqu', 'puisque'],
  ['quelqu', 'quelque'],
]);
const VOWEL = /^[aeiouyh]/;
const WORD = /[\p{L}\p{N}]+/gu;

/** Splits a normalised text into words. Elided articles (« l'eau », and « l eau » without its apostrophe) are dropped. */
export function splitWords(normalised: string): string[] {
  const tokens: string[] = [];
  const found = [...normalised.matchAll(WORD)];
  for (let i = 0; i < found.length; i++) {
    const match = found[i];
    if (!match) continue;
    const word = match[0].length > MAX_TOKEN_LENGTH ? match[0].slice(0, MAX_TOKEN_LENGTH) : match[0];
    const full = ELIDED.get(word);
    if (full === undefined) {
      tokens.push(word);
      continue;
    }
    const next = found[i + 1]?.[0];
    const apostrophe = normalised[match.index + match[0].length] === "'";
    if (!apostrophe && !(next !== undefined && VOWEL.test(next))) tokens.push(word);
    else if (full !== '') tokens.push(full);
  }
  return tokens;
}

/** Words of any text, normalised: « L’AICT, c’est quoi ? » -> aict, ce, est, quoi. */
export function tokenise(text: string): string[] {
  return splitWords(normalise(text));
}
