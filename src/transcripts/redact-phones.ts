import { type DigitGroup, isCounted, isPublicNumber, standsAlone } from './redact-digits.js';
import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

/** Numbers of digits after the country code, for the countries whose plan is fixed (ITU national numbering plans). */
const NATIONAL_LENGTHS: Readonly<Record<string, readonly number[]>> = {
  '1': [10], '32': [8, 9], '33': [9, 10], '34': [9], '39': [9, 10], '41': [9], '44': [10], '212': [9], '213': [8, 9], '216': [8],
  '221': [9], '222': [8], '223': [8], '224': [9], '225': [10, 8], '226': [8], '227': [8], '228': [8], '229': [10, 8], '235': [8],
  '237': [9], '241': [8, 7], '242': [9], '243': [9], '257': [8], '261': [9], '262': [9], '269': [7], '351': [9], '352': [9, 6],
  '376': [6], '377': [8], '509': [8], '590': [9], '594': [9], '596': [9], '687': [6], '689': [8], '961': [8, 7],
}; // biome-ignore format: a table
const COUNTRY_CODE =
  /^(?:1[2-9]|7\d|2(?:0|7|[1-46]\d|5\d|9[0-9])|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|0\d|9\d)|6(?:[0-6]|[789]\d)|8(?:[1246]|[0578]\d)|9(?:[0-58]|[679]\d))/;
const CUE =
  /\b(?:tel|tels|telephone|telephones|phone|port|portable|mobile|gsm|fixe|whatsapp|signal|appelez|appeler|appelle|rappelez|rappeler|joindre|joignable|joignez|contactable|sms|texto|mon (?:num|numero|perso)|son numero|numero de tel)\b[^\n€]{0,30}$/;
const DEPARTMENTS = /\b(?:departements?|dpts?|depts?|deps?)\b[^\n]{0,40}$/;
const HOURS = /\b(?:horaires?|heures?|creneaux?)\b[^\n]{0,40}$/;
const LONGEST = 17;

interface Candidate {
  digits: string;
  sizes: number[];
  gaps: string[];
  start: number;
  end: number;
}

/** Phones: French in every grouping, international with + or 00, and bare ones that are announced. */
export function detectPhones(shadow: Shadow, runs: readonly DigitGroup[][]): Finding[] {
  const findings: Finding[] = [];
  for (const run of runs) {
    for (let first = 0; first < run.length; first += 1) {
      const found = findPhone(shadow, run, first);
      // No group is skipped: in « dans le 09 06 39… » both readings are masked.
      if (found) findings.push({ start: found.start, end: found.end, kind: 'téléphone' });
    }
  }
  return findings;
}

/** The best phone that starts with this group: the longest accepted. */
function findPhone(shadow: Shadow, run: readonly DigitGroup[], first: number): Pick<Candidate, 'start' | 'end'> | undefined {
  const head = run[first];
  if (!head) return undefined;
  const plus = /[+( ]/.test(shadow.text[head.start - 1] ?? '')
    ? /\+[( ]{0,2}$/.exec(shadow.text.slice(Math.max(0, head.start - 3), head.start))
    : null;
  const start = plus ? head.start - plus[0].length : head.start;
  const shaped = plus !== null || /^(?:0|33|[67]$)/.test(head.digits);
  // An announcement is looked for before the first groups of a run only: the time stays linear.
  const cue = first <= 1 && CUE.test(readBefore(shadow, start, 45)) && !isPublicNumber(shadow, start);
  if (!shaped && !cue) return undefined;
  const candidate: Candidate = { digits: '', sizes: [], gaps: [], start, end: start };
  let best: Pick<Candidate, 'start' | 'end'> | undefined;
  const national = plus === null && !cue && /^0[1-9]/.test(head.digits);
  for (let index = first; index < run.length && candidate.digits.length < LONGEST; index += 1) {
    const group = run[index];
    if (!group) break;
    candidate.digits += group.digits;
    candidate.sizes.push(group.digits.length);
    candidate.end = group.end;
    const whole = index === run.length - 1 && first === 0;
    const accepted = candidate.digits.length >= 7 && acceptsPhone(shadow, candidate, plus !== null, cue, whole);
    if (accepted && (plus !== null || standsAlone(shadow, start, candidate.end))) {
      best = { start, end: candidate.end };
    }
    if (national && candidate.digits.length >= 10) break;
    candidate.gaps.push(group.gap ?? '');
  }
  return best;
}

function acceptsPhone(shadow: Shadow, candidate: Candidate, plus: boolean, cue: boolean, whole: boolean): boolean {
  const { digits, sizes, gaps, start, end } = candidate;
  if (plus || digits.startsWith('00')) {
    if (isCounted(shadow, end) && sizes.slice(1).every((size) => size === 3)) return false;
    return acceptsInternational(plus ? digits : digits.slice(2), gaps);
  }
  if (digits.startsWith('0') && digits.length === 10) return acceptsNational(shadow, candidate);
  if ((digits.startsWith('0') && !cue) || isCounted(shadow, end)) return false;
  // +33 whose plus was lost.
  if (/^330?[1-9]/.test(digits) && digits.length === (digits[2] === '0' ? 12 : 11)) return sizes[0] === 2 || sizes.length === 1;
  // The leading zero lost: 6 39 98 12 34.
  if (/^[67]/.test(digits) && sizes.join('-') === '1-2-2-2-2' && !isPublicNumber(shadow, start)) return true;
  if (!cue || gaps.some((gap) => gap.includes('\n') || gap.includes(', '))) return false;
  if (isDate(sizes, digits)) return false;
  if (digits.length === 9 && /^[1-9]/.test(digits)) return true;
  return whole && digits.length >= 8 && digits.length <= 15;
}

function acceptsInternational(digits: string, gaps: readonly string[]): boolean {
  if (gaps.some((gap) => gap.includes(',') || gap.includes('\n'))) return false;
  if (!COUNTRY_CODE.test(digits)) return false;
  for (const size of [3, 2, 1]) {
    const lengths = NATIONAL_LENGTHS[digits.slice(0, size)];
    if (!lengths) continue;
    const national = digits.slice(size);
    // The trunk zero of « +33 (0)6 » counts for one more digit.
    return lengths.includes(national.length) || (national.startsWith('0') && lengths.includes(national.length - 1));
  }
  return digits.length >= 8 && digits.length <= 15;
}

/** Ten digits from 01 to 09, unless they read as a date, a list of departments, hours, or a service number (08…: nobody's). */
function acceptsNational(shadow: Shadow, { digits, sizes, gaps, start, end }: Candidate): boolean {
  if (/^(?:00|08[0129])/.test(digits) || sizes[0] === 5 || sizes[0] === 9 || isDate(sizes, digits)) return false;
  const pairs = sizes.length === 5 && sizes.every((size) => size === 2);
  for (const gap of gaps) {
    // « mon 06 : 06 39… »: a colon separates all the groups, or announces.
    if (gap.includes(':') && gaps.some((other) => other !== gap)) return false;
    if (gap.includes(',') && (!pairs || gap !== ',')) return false;
    if (gap.includes('\n') && !pairs) return false;
  }
  if (!pairs) return sizes.length === 1 || !isCounted(shadow, end);
  if (DEPARTMENTS.test(readBefore(shadow, start, 55))) return false;
  return !(/^\s?h/.test(shadow.lower.slice(end, end + 2)) && HOURS.test(readBefore(shadow, start, 55)));
}

/** « 05/06/2025 14… »: day, month and year lead. */
function isDate(sizes: readonly number[], digits: string): boolean {
  return sizes[0] === 2 && sizes[1] === 2 && sizes[2] === 4 && /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)/.test(digits);
}

const UNITS = 'zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize';
const TENS = 'vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|et|double|triple|plus';
const NUMBER_WORD = new RegExp(`^(?:(?:${UNITS}|${TENS})(?:-(?:${UNITS}|${TENS}))*)$`);
const SPOKEN =
  /(?<![\p{L}\d])(?:zero|0)[ -](?:un|deux|trois|quatre|cinq|six|sept|huit|neuf)(?![\p{L}\d])|\bplus trente[ -]trois\b/gu;

/** Phones spelled out: « zéro six trente-neuf… », digits and words mixed. Six number words or groups at least. */
export function detectSpokenPhones(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  let reached = 0;
  for (const match of shadow.lower.matchAll(SPOKEN)) {
    if (match.index < reached) continue;
    const tokens = shadow.lower.slice(match.index, match.index + 160).matchAll(/[\p{L}\d]+(?:-[\p{L}\d]+)*/gu);
    let weight = 0;
    let end = match.index;
    let passed = match.index;
    for (const token of tokens) {
      const from = match.index + token.index;
      if (from - passed > 3) break;
      passed = from + token[0].length;
      if (/^\d{1,4}$/.test(token[0])) weight += 1;
      else if (NUMBER_WORD.test(token[0])) weight += token[0].split('-').length;
      else break;
      if (token[0] !== 'et') end = passed;
    }
    reached = end;
    if (weight >= 6) findings.push({ start: match.index, end, kind: 'téléphone' });
  }
  return findings;
}
