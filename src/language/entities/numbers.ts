import { foldAnswer } from './fold.js';
import { collectives, fillers, scales, small, tens } from './number-words.js';

export interface FoundNumber {
  value: number;
  /** Span in the folded text. */
  start: number;
  end: number;
  /** A bare « un » or « une »: often no number at all. */
  article: boolean;
  /** « 80 % » (value 80). */
  percent: boolean;
}

interface Token {
  text: string;
  start: number;
  end: number;
}

const TOKEN = /\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?|[a-z]+|[^\sa-z\d]/g;
const PHONE = /(?<!\d)0[1-9](?:[ .-]?\d{2}){4}(?!\d)/g;
const BEFORE_YEAR =
  /(?:^|[^a-z])(?:en|depuis|annees?|loi(?: de)?|debut|fin|article|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre) $/;
const MAX_DIGITS = 12;

/**
 * Every number of a text, in figures or in words, as the French write them: « 3 500 », « trois mille cinq cents », « 10k »,
 * « une dizaine de milliers », « 1,5 M€ », « trois millions et demi ». Percentages, years, laws and telephone numbers are left out.
 */
export function findNumbers(text: string): FoundNumber[] {
  return scanNumbers(foldAnswer(text)).filter((found) => !found.percent);
}

/** As `findNumbers`, on folded text and with percentages. */
export function scanNumbers(folded: string): FoundNumber[] {
  const text = folded.replace(PHONE, (phone) => ' '.repeat(phone.length));
  const tokens = [...text.matchAll(TOKEN)].map(
    (match): Token => ({ text: match[0], start: match.index, end: match.index + match[0].length }),
  );
  const found: FoundNumber[] = [];
  let at = 0;
  while (at < tokens.length) {
    const first = tokens[at];
    const read = first && mayBegin(first.text) ? readNumberAt(tokens, at) : undefined;
    const last = read && tokens[read.next - 1];
    if (!read || !first || !last) {
      at += 1;
      continue;
    }
    const percentEnd = endOfPercent(tokens, read.next);
    const isYear =
      /^(?:19|20)\d\d$/.test(first.text) &&
      read.next === at + 1 &&
      BEFORE_YEAR.test(text.slice(Math.max(0, first.start - 14), first.start));
    at = percentEnd ?? read.next;
    if (isYear) continue;
    const article = last === first && (first.text === 'un' || first.text === 'une');
    found.push({
      value: read.value,
      start: first.start,
      end: tokens[at - 1]?.end ?? last.end,
      article,
      percent: percentEnd !== undefined,
    });
  }
  return found;
}

/** Words with which a number begins: most words of a text are none of them. */
const beginnings = new Set([
  ...small.keys(),
  ...tens.keys(),
  ...scales.keys(),
  ...[...collectives.keys()].flatMap((word) => [word, `${word}s`]),
  ...['cent', 'cents', 'demi', 'demie', 'demis', 'demies', 'quelques', 'plusieurs'],
]);
const mayBegin = (text: string): boolean => /^\d/.test(text) || beginnings.has(text);

function endOfPercent(tokens: Token[], at: number): number | undefined {
  const [one, two] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (one === '%' || one === 'pct' || one === 'pourcent' || one === 'pourcents') return at + 1;
  return one === 'pour' && (two === 'cent' || two === 'cents') ? at + 2 : undefined;
}

function parseDigits(text: string): number | undefined {
  if (!/^\d/.test(text) || text.length > MAX_DIGITS + 4) return undefined;
  const thousands = /^\d{1,3}(?:[ .]\d{3})+/.test(text) || /^\d{1,3},\d{3}$/.test(text);
  const plain =
    thousands && !/,\d{1,2}$/.test(text)
      ? text.replace(/[ .,]/g, '')
      : text.replace(thousands ? /[ .]/g : /$^/g, '').replace(',', '.');
  const value = Number(plain);
  return Number.isFinite(value) && value < 1e12 ? value : undefined;
}

/** Reads one number that begins at token `at`; `next` is the first token after it. */
function readNumberAt(tokens: Token[], at: number): { value: number; next: number } | undefined {
  let total = 0;
  let group: number | undefined;
  let scale = Number.POSITIVE_INFINITY;
  let i = at;
  let next = at;
  let previous = '';
  const peek = (ahead: number) => tokens[i + ahead]?.text ?? '';
  const take = (count: number) => {
    previous = peek(count - 1);
    i += count;
    next = i;
  };
  const isScaleWord = (word: string) => scales.has(word) || collectives.has(word.replace(/s$/, ''));

  for (; i < tokens.length; ) {
    const word = peek(0);
    const digits = parseDigits(word);
    const collective = collectives.get(word.replace(/s$/, ''));
    const scaleValue = scales.get(word);
    if (digits !== undefined) {
      if (next !== at && (group !== undefined || !/^mill/.test(previous) || digits >= scale)) break;
      const fraction = next === at && peek(1) === '/' ? readFraction(digits, parseDigits(peek(2))) : undefined;
      group = fraction ?? digits;
      take(fraction === undefined ? 1 : 3);
    } else if (collective !== undefined) {
      group = (group ?? 1) * collective;
      take(1);
      const skip = peek(0) === 'd' && peek(1) === "'" ? 2 : peek(0) === 'de' ? 1 : 0;
      if (skip > 0 && scales.has(peek(skip))) i += skip;
    } else if (scaleValue !== undefined) {
      if (scaleValue >= scale) break;
      total += (group ?? 1) * scaleValue;
      group = undefined;
      scale = scaleValue;
      take(1);
    } else if (/^k(?:e|eur|euros?)?$/.test(word) && parseDigits(previous) !== undefined) {
      total += (group ?? 0) * 1000;
      group = undefined;
      take(1);
      break;
    } else if ((word === 'm' && /^(?:€|e|eur|euros?)$/.test(peek(1))) || word === 'meur') {
      if (parseDigits(previous) === undefined) break;
      total += (group ?? 0) * 1_000_000;
      group = undefined;
      take(1);
      break;
    } else if (word === 'cent' || word === 'cents') {
      if (group !== undefined && (group >= 10 || group < 2)) break;
      group = (group ?? 1) * 100;
      take(1);
    } else if (word === 'et' && /^demie?s?$/.test(peek(1)) && next !== at) {
      if (group === undefined) total += scale / 2;
      else group += 0.5;
      take(2);
      if (group !== undefined && isScaleWord(peek(0))) continue;
      break;
    } else if (/^demie?s?$/.test(word) && (group === undefined || group === 1) && total === 0) {
      group = 0.5;
      take(1);
      if (peek(0) === '-' && scales.has(peek(1))) i += 1;
      else if (!scales.has(peek(0))) break;
    } else if ((word === 'quelques' || word === 'plusieurs') && next === at && isScaleWord(peek(1))) {
      group = 3;
      take(1);
    } else if (fillers.has(word) && group === 1 && isScaleWord(peek(1))) {
      i += 1;
    } else if (word === '-' && next !== at && !/^\d/.test(previous) && isNumberWord(peek(1))) {
      i += 1;
    } else if (word === 'et' && group !== undefined && group % 100 >= 20 && /^(?:une?|onze)$/.test(peek(1))) {
      i += 1;
    } else {
      const added = addWord(group, word, previous);
      if (added === undefined) break;
      group = added;
      take(1);
    }
  }
  return next === at ? undefined : { value: total + (group ?? 0), next };
}

function isNumberWord(word: string): boolean {
  return (
    small.has(word) ||
    tens.has(word) ||
    scales.has(word) ||
    /^(?:cents?|demie?s?|et)$/.test(word) ||
    collectives.has(word.replace(/s$/, ''))
  );
}

function readFraction(top: number, bottom: number | undefined): number | undefined {
  return (top === 1 || top === 3) && bottom !== undefined && bottom >= 2 && bottom <= 4 && top < bottom
    ? top / bottom
    : undefined;
}

/** Adds a unit or a ten to what has been read below a thousand; undefined when it begins another number. */
function addWord(group: number | undefined, word: string, previous: string): number | undefined {
  const unit = small.get(word);
  const ten = tens.get(word);
  const below = group === undefined ? 0 : group % 100;
  if (group !== undefined && /^\d/.test(previous)) return undefined;
  if (unit !== undefined) {
    if (group === undefined) return unit;
    if (group === 0) return undefined;
    if (below === 0 && group >= 100) return group + unit;
    if (unit < 10 && below >= 10 && below % 10 === 0 && (below > 10 || unit >= 7)) return group + unit;
    if (unit < 10 && unit >= 7 && (below === 70 || below === 90)) return group + unit;
    return unit >= 10 && (below === 60 || below === 80) ? group + unit : undefined;
  }
  if (ten !== undefined) {
    if (group === undefined) return ten;
    if (ten === 20 && below === 4 && previous === 'quatre') return group + 76;
    return below === 0 && group >= 100 ? group + ten : undefined;
  }
  return undefined;
}

/** Joins « 10 à 15 000 », « entre 8 et 9 000 », « deux ou trois » into their middle. */
export function mergeRanges(folded: string, numbers: FoundNumber[]): FoundNumber[] {
  const merged: FoundNumber[] = [];
  for (const number of numbers) {
    const before = merged.at(-1);
    if (before && !before.percent && isRange(folded, before, number)) {
      const low =
        before.value < 1000 && number.value >= 1000 && before.value * 1000 <= number.value ? before.value * 1000 : before.value;
      if (low < number.value) {
        merged[merged.length - 1] = { ...number, value: (low + number.value) / 2, start: before.start, article: false };
        continue;
      }
    }
    merged.push(number);
  }
  return merged;
}

function isRange(folded: string, low: FoundNumber, high: FoundNumber): boolean {
  const between = folded
    .slice(low.end, high.start)
    .replace(/€|euros?|eur/g, '')
    .trim();
  if (between === '') return low.value < 10 && high.value >= 1000;
  if (between === 'et') return /(?:^|[^a-z])entre (?:les )?$/.test(folded.slice(Math.max(0, low.start - 12), low.start));
  return between === 'a' || between === '-' || between === 'ou' || between === '/';
}
