import { foldAnswer } from './fold.js';
import { mergeRanges, scanNumbers } from './numbers.js';

export const horizons = ['urgence', 'ponctuel', 'moyen', 'long'] as const;
/** How long an action is meant to last: emergency aid, once (a year at most), one to three years, longer. */
export type Horizon = (typeof horizons)[number];

const EMERGENCY =
  /(?<![a-z])(?:urgences?|seismes?|tremblements? de terre|inondations?|cyclones?|ouragans?|typhons?|tsunamis?|catastrophes?|eruptions?|sinistres?|famines?|bombardements?|humanitaires? d'urgence|explosion)(?![a-z])/;
const ONCE =
  /(?<![a-z])(?:une (?:seule |unique )?fois|ponctuel(?:le|les|s)?|ponctuellement|one[- ]shot|coup de (?:main|pouce)|cette annee(?! et)|un seul versement|exceptionnel(?:le)?|court(?: terme)?|pas longtemps|provisoire|unique|occasionnel(?:le)?|don unique|pas dans la duree|quelques mois|un ete)(?![a-z])/;
const LONG =
  /(?<![a-z])(?:long(?:ue|s|ues)?(?: terme| duree)?|mandats?|la duree|durables?|durablement|perennes?|perenn[a-z]+|pluriannuel(?:le)?s?|plusieurs annees|longtemps|toujours|indefini[a-z]*|illimite[a-z]*|permanent[a-z]*)(?![a-z])/;
const MIDDLE =
  /(?<![a-z])(?:moyen(?: terme)?|quelques annees|(?:temps|duree) du projet|triennal(?:e)?|biennal(?:e)?|un a trois)(?![a-z])/;

/** The duration that a text names, or undefined. Emergency outweighs the rest. */
export function readHorizon(text: string): Horizon | undefined {
  const folded = foldAnswer(text);
  if (EMERGENCY.test(folded)) return 'urgence';
  if (ONCE.test(folded)) return 'ponctuel';
  const months = findMonths(folded);
  if (months !== undefined) return months <= 12 ? 'ponctuel' : months <= 36 ? 'moyen' : 'long';
  if (MIDDLE.test(folded)) return 'moyen';
  return LONG.test(folded) ? 'long' : undefined;
}

function findMonths(folded: string): number | undefined {
  const numbers = mergeRanges(folded, scanNumbers(folded));
  for (const number of numbers) {
    const unit = folded.slice(number.end, number.end + 10);
    const before = folded.slice(Math.max(0, number.start - 8), number.start);
    // « 10 000 € par an », « il y a dix ans » and « depuis 5 ans » name no duration to come
    if (/(?:depuis |y a |par |\/ ?)$/.test(before)) continue;
    if (/^ ?(?:ans?|annees?)(?![a-z])/.test(unit)) return number.value * 12;
    if (/^ ?mois(?![a-z])/.test(unit) && !/par $/.test(before)) return number.value;
  }
  return undefined;
}
