/** « Paris 15e », « Lyon 3 », « 3e arrondissement de Marseille ». */
import type { PlaceIndex } from './place-index.js';
import type { Token } from './text.js';

/** INSEE code of the city: first code of its arrondissements less one, and how many there are. */
const CITIES = new Map([
  ['75056', { base: 75100, count: 20 }],
  ['69123', { base: 69380, count: 9 }],
  ['13055', { base: 13200, count: 16 }],
]);

/** The arrondissement that the words around a city's name give. */
export function readArrondissement(
  index: PlaceIndex,
  tokens: readonly Token[],
  match: { from: number; to: number },
  code: string,
): { id: number; from: number; to: number } | undefined {
  const city = CITIES.get(code);
  if (!city) return undefined;
  const find = (token: Token | undefined, ordinalOnly: boolean): number | undefined => {
    const digits = /^(\d{1,2})(er|e|eme|ieme|nd|nde)?$/.exec(token?.text ?? '');
    if (!digits || (ordinalOnly && digits[2] === undefined)) return undefined;
    const number = Number(digits[1]);
    return number >= 1 && number <= city.count ? index.idByCode('arrondissement', String(city.base + number)) : undefined;
  };
  // « Paris 15 » ends there; « accord de Paris 1,5 degré » does not
  const ends = tokens[match.to + 1] === undefined || ['arrondissement', 'arr'].includes(tokens[match.to + 1]?.text ?? '');
  const after = tokens[match.to]?.gap === 'break' ? undefined : find(tokens[match.to], !ends);
  if (after !== undefined) {
    const word = tokens[match.to + 1]?.text;
    return { id: after, from: match.from, to: match.to + (word === 'arrondissement' || word === 'arr' ? 2 : 1) };
  }
  const isArrondissement = ['arrondissement', 'arr'].includes(tokens[match.from - 2]?.text ?? '');
  const before = isArrondissement ? find(tokens[match.from - 3], true) : undefined;
  return before === undefined ? undefined : { id: before, from: match.from - 3, to: match.to };
}
