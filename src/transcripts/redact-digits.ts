import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

/** Consecutive digits, and the groups that follow at most three separators away. */
export interface DigitGroup {
  start: number;
  end: number;
  digits: string;
  /** What separates it from the next group of the same run; undefined for the last. */
  gap?: string;
}

const GAP = /^[ .\-/_()·•*:,\n]{1,3}$/;
/** A figure that counts something is not a number of someone. */
const UNIT_AFTER =
  /^\s{0,2}(?:€|%|\$|(?:euros?|eur|k€|m€|meur|f?cfa|f|habitants?|hab|km2?|ha|m2|m3|dh|dirhams?|dollars?|millions?|milliards?|personnes|communes)(?![a-z]))/;
const PUBLIC_NUMBER = /\b(?:siret|siren|rna|insee|uai|tva)\b[^\n]{0,30}$/;

/** The runs of digit groups of a text. */
export function listDigitRuns(shadow: Shadow): DigitGroup[][] {
  const runs: DigitGroup[][] = [];
  let last: DigitGroup | undefined;
  for (const match of shadow.text.matchAll(/\d+/g)) {
    const group: DigitGroup = { start: match.index, end: match.index + match[0].length, digits: match[0] };
    const gap = last ? shadow.text.slice(last.end, Math.min(group.start, last.end + 4)) : '';
    if (last && GAP.test(gap)) {
      last.gap = gap;
      runs.at(-1)?.push(group);
    } else runs.push([group]);
    last = group;
  }
  return runs;
}

/** True when the figure that ends here is an amount or a count. */
export function isCounted(shadow: Shadow, end: number): boolean {
  return UNIT_AFTER.test(shadow.lower.slice(end, end + 16));
}

/** True when the number announced is that of an organisation (SIRET, SIREN…). */
export function isPublicNumber(shadow: Shadow, start: number): boolean {
  return PUBLIC_NUMBER.test(readBefore(shadow, start, 45));
}

/** Neither inside a longer word (an identifier), nor glued to two letters or fewer after it. */
export function standsAlone(shadow: Shadow, start: number, end: number): boolean {
  if (
    /[\p{L}\d]$/u.test(shadow.text.slice(Math.max(0, start - 1), start)) &&
    !/(?:tel|port|fixe|au|mobile)$/.test(readBefore(shadow, start, 8))
  )
    return false;
  const after = /^[\p{L}\d]{1,3}/u.exec(shadow.text.slice(end, end + 3))?.[0] ?? '';
  return after === '' || /^\p{L}{3}$/u.test(after);
}

/** Luhn's checksum (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const CARD_CUE = /\b(?:carte|cb|visa|mastercard|amex)\b[^\n]{0,30}$/;
const CARD_GROUPINGS = new Set(['4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3', '4-4-4-1', '4-4-4-5', '8-8', '13', '15', '16', '19']);

/** Payment cards: 13 to 19 digits with Luhn's checksum, or grouped by four as on a card. SIRET (14 digits) survive. */
export function detectCards(shadow: Shadow, runs: readonly DigitGroup[][]): Finding[] {
  const findings: Finding[] = [];
  for (const run of runs) {
    for (let first = 0; first < run.length; first += 1) {
      let digits = '';
      const sizes: number[] = [];
      // Small groups are a card only when announced, and then from the start of the run.
      if (first > 1 && (run[first]?.digits.length ?? 0) < 4) continue;
      for (let index = first; index < run.length && digits.length < 19; index += 1) {
        const group = run[index];
        const start = run[first]?.start;
        if (!group || start === undefined) break;
        digits += group.digits;
        sizes.push(group.digits.length);
        if (digits.length < 13 || digits.length > 19 || !/^(?:[3-6]|2[2-7])/.test(digits)) continue;
        if (!standsAlone(shadow, start, group.end) || isPublicNumber(shadow, start)) continue;
        const grouping = sizes.join('-');
        const cue = CARD_CUE.test(readBefore(shadow, start, 45));
        const shaped = CARD_GROUPINGS.has(grouping) && !isCounted(shadow, group.end);
        if ((shaped && (passesLuhn(digits) || grouping === '4-4-4-4')) || (cue && digits.length >= 15)) {
          findings.push({ start, end: group.end, kind: 'carte' });
          first = index;
          break;
        }
      }
    }
  }
  return findings;
}

const NIR =
  /(?<![\p{L}\d])([1278])([ ._\-/]{0,3})(\d{2})([ ._\-/]{0,3})(\d{2})([ ._\-/]{0,3})(2[ab]|\d{2})([ ._\-/]{0,3})(\d{3})([ ._\-/]{0,3})(\d{3})(?:([ ._\-/(]{0,3})(\d{2}))?(?![\p{L}\d])/gu;
const NIR_CUE = /\b(?:secu|securite|sociale|nir|nss|assure)\b[^\n]{0,30}$/;

/** Key of a 13-character NIR: 97 less the remainder by 97, 2A and 2B counting as 19 and 18 (INSEE). */
export function computeNirKey(number: string): number {
  return 97 - Number(BigInt(number.toUpperCase().replace('2A', '19').replace('2B', '18')) % 97n);
}

/** French social security numbers: with a right key anywhere; without one when spaced as a NIR, or introduced as one. */
export function detectNirs(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(NIR)) {
    const parts = [1, 3, 5, 7, 9, 11].map((index) => match[index] ?? '');
    const spaces = [2, 4, 6, 8, 10].filter((index) => (match[index] ?? '') !== '').length;
    const key = match[13];
    const valid = key !== undefined && Number(key) === computeNirKey(parts.join(''));
    const corsican = parts[3] === '2a' || parts[3] === '2b';
    const cue = NIR_CUE.test(readBefore(shadow, match.index, 45));
    const month = Number(parts[2]);
    const shaped = (month >= 1 && month <= 12) || month >= 20;
    if (valid || cue || (shaped && (spaces >= 4 || corsican || (key !== undefined && spaces >= 2)))) {
      findings.push({ start: match.index, end: match.index + match[0].length, kind: 'nir' });
    }
  }
  return findings;
}
