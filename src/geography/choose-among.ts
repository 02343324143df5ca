/** Which of the options a short answer names. */
import { readNumberWords } from './codes.js';
import { measureEdits, squash } from './spelling.js';
import { makeKey, readTokens } from './text.js';
import type { Place } from './types.js';

const ORDINALS = new Map<string, number>([
  ...['premier', 'deuxieme', 'troisieme', 'quatrieme', 'cinquieme', 'sixieme'].map((word, at): [string, number] => [word, at]),
  ['premiere', 0],
  ['1er', 0],
  ['1ere', 0],
  ['second', 1],
  ['seconde', 1],
]);
const LAST = new Set(['dernier', 'derniere']);
const KINDS: [RegExp, Place['kind'][]][] = [
  [/\b(?:commune|ville|village)\b/, ['commune', 'commune-deleguee', 'arrondissement']],
  [/\bdepartement\b/, ['departement']],
  [/\bregion\b/, ['region', 'ancienne-region']],
  [/\b(?:agglo|agglomeration|comcom|intercommunalite|communaute)\b/, ['epci']],
];

/** The option that the text names, if it names exactly one. */
export function chooseAmong(options: readonly Place[], text: string): Place | undefined {
  if (options.length === 0 || text.length > 300) return undefined;
  const tokens = readTokens(text);
  const key = makeKey(text);
  const words = new Set(tokens.map((token) => token.text));
  const only = (fits: (place: Place) => boolean): Place | undefined => {
    const fitting = options.filter(fits);
    return fitting.length === 1 ? fitting[0] : undefined;
  };
  const holds = (name: string): boolean => ` ${key} `.includes(` ${makeKey(name)} `);

  const numbers = tokens.filter((token) => /^(?:\d{1,3}|2[ab])$/.test(token.text)).map((token) => token.text.toUpperCase());
  for (const number of numbers) {
    const isOrdinal = /^\d$/.test(number) && Number(number) >= 1 && Number(number) <= options.length;
    const byDepartement = only((place) => place.departement?.code === number.padStart(2, '0'));
    if (byDepartement && !isOrdinal) return byDepartement;
    if (isOrdinal) return options[Number(number) - 1];
  }
  for (const token of tokens) {
    const ordinal = ORDINALS.get(token.text) ?? readOrdinalDigits(token.text);
    if (ordinal !== undefined && ordinal < options.length) return options[ordinal];
    if (LAST.has(token.text)) return options.at(-1);
  }
  return (
    only((place) => makeKey(place.name) === key) ??
    only(
      (place) =>
        place.departement !== undefined && holds(place.departement.name) && !isPartOfLonger(place.departement.name, key, options),
    ) ??
    only((place) => holds(place.region.name)) ??
    only((place) => ` ${key} `.includes(` ${makeKey(place.name)} `)) ??
    onlyLongestName(options, key) ??
    only((place) => place.code === key.toUpperCase()) ??
    chooseBySize(options, words) ??
    only((place) => squash(key).length > 4 && measureEdits(squash(makeKey(place.name)), squash(key), 2) <= 2) ??
    only((place) => place.departement !== undefined && squash(key).length > 4 && endsNearly(key, place.departement.name)) ??
    only((place) => KINDS.some(([pattern, kinds]) => pattern.test(key) && kinds.includes(place.kind))) ??
    chooseByNumberWords(options, text)
  );
}

function readOrdinalDigits(word: string): number | undefined {
  const digits = /^([1-9])(?:e|eme|ieme|nd|nde)$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits) - 1;
}

/** « loire » stands in « haute loire » too: the longer département wins. */
function isPartOfLonger(name: string, key: string, options: readonly Place[]): boolean {
  const short = makeKey(name);
  return options.some(({ departement }) => {
    const long = departement === undefined ? '' : makeKey(departement.name);
    return long !== short && long.includes(short) && ` ${key} `.includes(` ${long} `);
  });
}

/** Several names stand in the text when one begins another: « castelnau » in « castelnau le lez ». */
function onlyLongestName(options: readonly Place[], key: string): Place | undefined {
  const named = options
    .filter((place) => ` ${key} `.includes(` ${makeKey(place.name)} `))
    .sort((a, b) => b.name.length - a.name.length);
  const [first, second] = named;
  return first && second && first.name.length > second.name.length ? first : undefined;
}

/** « celui de la Drome », « dans la Drom ». */
function endsNearly(key: string, departement: string): boolean {
  const name = squash(makeKey(departement));
  return measureEdits(squash(key).slice(-name.length), name, 1) <= 1;
}

function chooseBySize(options: readonly Place[], words: ReadonlySet<string>): Place | undefined {
  const bySize = [...options]
    .filter((place) => place.population !== undefined)
    .sort((a, b) => (b.population ?? 0) - (a.population ?? 0));
  if (['grande', 'grosse', 'grand', 'gros', 'peuplee'].some((word) => words.has(word))) return bySize[0];
  if (['petite', 'petit'].some((word) => words.has(word))) return bySize.at(-1);
  return undefined;
}

function chooseByNumberWords(options: readonly Place[], text: string): Place | undefined {
  const tokens = readTokens(text);
  for (let at = 0; at < tokens.length; at += 1) {
    const { value } = readNumberWords(tokens, at);
    if (value === 0) continue;
    const fitting = options.filter((place) => place.departement?.code === String(value).padStart(2, '0'));
    if (fitting.length === 1) return fitting[0];
    return value <= options.length ? options[value - 1] : undefined;
  }
  return undefined;
}
