import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

/** Length of an IBAN by country (SWIFT IBAN registry), for the countries French authorities and their partners bank in. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AO: 25, AT: 20, BA: 20, BE: 16, BF: 28, BG: 22, BI: 27, BJ: 28, BR: 29, CF: 27, CG: 27, CH: 21, CI: 28,
  CM: 27, CV: 25, CY: 28, CZ: 24, DE: 22, DJ: 27, DK: 18, DZ: 26, EE: 20, EG: 29, ES: 24, FI: 18, FR: 27, GA: 27, GB: 22, GE: 22,
  GN: 25, GQ: 27, GR: 27, GW: 25, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, JO: 30, KM: 27, LB: 28, LI: 21, LT: 20, LU: 20,
  LV: 21, MA: 28, MC: 27, MD: 24, MG: 27, ME: 22, MK: 19, ML: 28, MR: 27, MT: 31, MU: 30, MZ: 25, NE: 28, NL: 18, NO: 15, PL: 28,
  PS: 29, PT: 25, RO: 24, RS: 22, SC: 31, SE: 24, SI: 19, SK: 24, SM: 27, SN: 28, TD: 27, TG: 28, TL: 23, TN: 24, TR: 26, UA: 29,
}; // biome-ignore format: a table
const CUE = /\b(?:iban|rib|compte|virement|banque|bancaire)\b[^\n]{0,40}$/;
const START = /(?<![a-z0-9])[a-z]{2} ?\d{2}(?=[ .-]{0,2}[a-z0-9])/g;

/** Remainder by 97 of an IBAN (ISO 13616): 1 when it is right. */
export function computeIbanRemainder(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** IBAN with a right checksum, IBAN of the right length with a wrong one, and pieces of one that are announced. */
export function detectIbans(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  let reached = 0;
  for (const match of shadow.lower.matchAll(START)) {
    const length = IBAN_LENGTHS[match[0].slice(0, 2).toUpperCase()];
    if (length === undefined || match.index < reached) continue;
    const gathered = gatherAccount(shadow.lower, match.index, length);
    const figures = gathered.value.replace(/\D/g, '').length;
    if (figures < 0.6 * gathered.value.length) continue;
    const complete = gathered.value.length === length && !/[a-z0-9]/.test(shadow.lower[gathered.end] ?? '');
    const tight = match[0].length === 4;
    const right =
      complete && computeIbanRemainder(gathered.value) === 1 && (tight || /^[A-Z]{2}/.test(shadow.text.slice(match.index)));
    const announced = tight && figures >= 10 && CUE.test(readBefore(shadow, match.index, 55));
    // A French VAT number is FR and eleven figures: it is public. A longer one that starts so is an account badly typed.
    const piece = /^fr\d{16}/.test(gathered.value);
    if (!right && !(tight && (complete || announced || piece))) continue;
    findings.push({ start: match.index, end: gathered.end, kind: 'iban' });
    reached = gathered.end;
  }
  return [...findings, ...detectRibs(shadow)];
}

/** Up to `length` letters and figures from `start`, single separators skipped; words without a figure stop it. */
function gatherAccount(text: string, start: number, length: number): { value: string; end: number } {
  let value = '';
  let end = start;
  for (const match of text.slice(start, start + 3 * length).matchAll(/([ .\-/]{0,2})([a-z0-9]+)/gy)) {
    const block = match[2] ?? '';
    if (value.length > 2 && !/\d/.test(block)) break;
    const room = length - value.length;
    value += block.slice(0, room);
    end = start + match.index + (match[1] ?? '').length + Math.min(room, block.length);
    if (value.length >= length) break;
  }
  return { value, end };
}

const RIB = /(?<![\p{L}\d])(\d{5})([ \-/]{0,2})(\d{5})([ \-/]{0,2})([a-z0-9]{11})([ \-/]{0,2})(\d{2})(?![\p{L}\d])/gu;
/** Figures that stand for letters in the key of a RIB (A and J: 1, B, K and S: 2…). */
const RIB_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  ['aj', 'bks', 'clt', 'dmu', 'env', 'fow', 'gpx', 'hqy', 'irz'].flatMap((letters, index) =>
    Array.from(letters, (letter) => [letter, String(index + 1)]),
  ),
);

/** French RIB: bank, branch, account and key, with a right key, with its spaces, or announced. */
function detectRibs(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(RIB)) {
    const [, bank = '', , branch = '', , account = '', , key = ''] = match;
    const figures = account.replace(/[a-z]/g, (letter) => RIB_LETTERS[letter] ?? '0');
    const remainder = (89 * Number(bank) + 15 * Number(branch) + 3 * Number(figures)) % 97;
    const spaced = [match[2], match[4], match[6]].every((gap) => gap !== '');
    if (97 - remainder === Number(key) || spaced || CUE.test(readBefore(shadow, match.index, 55))) {
      findings.push({ start: match.index, end: match.index + match[0].length, kind: 'iban' });
    }
  }
  return findings;
}

const NEW_PLATE = /(?<![\p{L}\d])([a-hj-np-tv-z]{2})([ .-]{0,2})(\d{3})([ .-]{0,2})([a-hj-np-tv-z]{2})(?![\p{L}\d])/gu;
const OLD_PLATE =
  /(?<![\p{L}\d.,])(\d{2,4})([ .-]{0,2})([a-hj-np-tv-z]{1,3})([ .-]{0,2})(9[78]\d|0[1-9]|[1-8]\d|9[0-5]|2[ab])(?![\p{L}\d%€])/gu;
const VEHICLE =
  /\b(?:immatricul\p{L}{0,8}|plaques?|vehicules?|voitures?|camions?|camion-benne|ambulances?|bus|minibus|carte grise|fourgons?|4x4|moto)\b[^\n]{0,40}$/u;
const NOT_A_PLATE = new Set(
  'de en le la un et du au ou ce si des les aux par sur une bis ter eur hab km ha kg mw cm mm ans odd ami aap afd mae nos vos ses mes est qui que dt ht ttc pm am loi art vs max min'.split(
    ' ',
  ),
);

/** French plates, SIV (AB-123-CD) and FNI (1234 AB 31). Loosely written ones only next to a vehicle. */
export function detectPlates(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(NEW_PLATE)) {
    const [whole, first = '', left = '', , right = '', last = ''] = match;
    const capitals =
      !shadow.shouting &&
      /^[A-Z]/.test(shadow.text.slice(match.index)) &&
      /[A-Z]{2}$/.test(shadow.text.slice(match.index, match.index + whole.length));
    const words = NOT_A_PLATE.has(first) || NOT_A_PLATE.has(last);
    const tight = !left.includes(' ') && !right.includes(' ');
    const cue = VEHICLE.test(readBefore(shadow, match.index, 55));
    if (tight || cue || (capitals && !words))
      findings.push({ start: match.index, end: match.index + whole.length, kind: 'plaque' });
  }
  for (const match of shadow.lower.matchAll(OLD_PLATE)) {
    const [whole, number = '', left = '', letters = '', right = ''] = match;
    const from = match.index + number.length + left.length;
    const capitals = !shadow.shouting && /^[A-Z]+$/.test(shadow.text.slice(from, from + letters.length));
    const cue = VEHICLE.test(readBefore(shadow, match.index, 55));
    const year = /^(?:19|20)\d\d$/.test(number);
    const tight = !left.includes(' ') && !right.includes(' ') && capitals;
    const loose = capitals && letters.length >= 2 && number.length >= 3 && left !== '' && right !== '';
    if (!NOT_A_PLATE.has(letters) && (cue || (!year && letters.length >= 2 && (tight || loose)))) {
      findings.push({ start: match.index, end: match.index + whole.length, kind: 'plaque' });
    }
  }
  return findings;
}
