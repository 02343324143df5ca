import { afterOwnCorrection, foldAnswer } from './fold.js';
import { mergeRanges, scanNumbers } from './numbers.js';

const INHABITANTS = /^ ?(?:d')?(?:hab(?:itante?s?|s|itants)?(?![a-z])|ames|abonnes|usagers|administres|citoyens)/;
const OTHER_UNIT =
  /^ ?(?:€|%|euros?|eur|ans?(?![a-z])|mois|jours?|heures?|agents?|etp|communes?|villages?|villes?|personnes|elus?|assos?|associations?|syndicats?|mi[- ]temps)/;

/** Inhabitants (or subscribers) that an answer to « combien d'habitants ? » gives. */
export function readPopulation(text: string): number | undefined {
  const whole = foldAnswer(text);
  const folded = afterOwnCorrection(whole, (rest) => candidates(rest).length > 0);
  const found = candidates(folded);
  const named = found.find((number) => INHABITANTS.test(folded.slice(number.end)));
  const best = named ?? found[0];
  return best && (named || best.value >= 20) ? Math.round(best.value) : undefined;
}

/** Inhabitants that a free text names: « 3 500 hab. », « une ville de 22 000 ». */
export function findPopulation(text: string): number | undefined {
  const folded = foldAnswer(text);
  const found = candidates(folded).findLast(
    (number) =>
      INHABITANTS.test(folded.slice(number.end)) ||
      (number.value >= 100 &&
        /(?:^|[^a-z])(?:commune|ville|village|bourg|communaute|agglo(?:meration)?|comcom|metropole|departement|syndicat|region|population)(?: [a-z]{1,12}){0,2} d'?e? ?$/.test(
          folded.slice(Math.max(0, number.start - 50), number.start),
        )),
  );
  return found && Math.round(found.value);
}

function candidates(folded: string) {
  return mergeRanges(folded, scanNumbers(folded)).filter(
    (number) => !number.percent && !number.article && !OTHER_UNIT.test(folded.slice(number.end, number.end + 20)),
  );
}
