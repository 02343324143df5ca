import { afterOwnCorrection, foldAnswer } from './fold.js';
import { type FoundNumber, mergeRanges, scanNumbers } from './numbers.js';

const CURRENCY = /^ ?(?:€|e(?:ur(?:os?)?)?(?![a-z])|balles?|ke(?:ur)?(?![a-z]))/;
/** « 2 millions de budget », « 3 000 par an ». */
const BUDGET_AFTER = /^ ?(?:de budget|d'enveloppe|de credits|par an(?![a-z])|\/ ?an(?![a-z])|annuel)/;
const OTHER_UNIT =
  /^ ?(?:%|ans?(?![a-z])|annees?|mois|jours?|heures?|semaines?|hab|ames|abonnes|usagers|administres|agents?|etp|personnes?|communes?|villages?|villes?|syndicats?|comcoms?|epci|assos?|associations?|elus?|agglos?|mi[- ]temps|ecoles?|projets?|collectivites?|mairies|temps|e(?:me|r)?(?![a-z])[^u]|ingenieurs?|techniciens?|voisines?)/;
const NOTHING =
  /(?<![a-z])(?:rien|zero|que dalle|nada|sans (?:budget|argent|moyens)|pas (?:un|1) (?:centime|sou|rond|euro)|aucune? (?:budget|moyens?|argent|credits?|enveloppe|ressources?)|pas (?:d'|de |le |du )(?:tout )?(?:argent|budget|sous|moyens|credits?|finances)|pas prevu)/;

/**
 * Yearly amount in euros that an answer gives, or undefined. « par mois » counts twelve times, « sur trois ans » a third;
 * an amount by inhabitant needs the population.
 */
export function readEuros(text: string, population?: number): number | undefined {
  const whole = foldAnswer(text);
  const folded = afterOwnCorrection(whole, (rest) => amounts(rest).length > 0);
  const found = amounts(folded);
  const best = found.find((number) => CURRENCY.test(folded.slice(number.end))) ?? found[0];
  if (!best) return NOTHING.test(whole) || /^(?:0|aucune?)$/.test(whole) ? 0 : undefined;
  const bare = !CURRENCY.test(folded.slice(best.end));
  if (bare && best.value > 0 && best.value < 50) return undefined;
  return spreadOverYears(colloquial(best, folded), folded.slice(best.end), population);
}

/** « mille deux » is how one says 1 200 € ; nobody has 1 002. */
function colloquial(number: FoundNumber, folded: string): number {
  const hundreds = number.value % 1000;
  const spoken = /mille (?:deux|trois|quatre|cinq|six|sept|huit|neuf)$/.test(folded.slice(number.start, number.end));
  return spoken ? number.value - hundreds + hundreds * 100 : number.value;
}

/** Yearly amount that a free text names with its currency or as a budget: « 10 000 € par an », « un budget de 12 000 ». */
export function findEuros(text: string, population?: number): number | undefined {
  const folded = foldAnswer(text);
  const numbers = mergeRanges(folded, scanNumbers(folded)).filter((number) => !number.percent && !number.article);
  const named = numbers.filter(
    (number) =>
      CURRENCY.test(folded.slice(number.end)) ||
      (BUDGET_AFTER.test(folded.slice(number.end)) && number.value >= 100) ||
      /k(?:e|eur)?$/.test(folded.slice(number.start, number.end)) ||
      (/(?:budget|enveloppe|credits?|subvention|mettre|consacrer)(?: [a-z']{1,9}){0,4} $/.test(
        folded.slice(Math.max(0, number.start - 50), number.start),
      ) &&
        !OTHER_UNIT.test(folded.slice(number.end))),
  );
  const last = named.at(-1);
  if (last && last.value >= 50) {
    const corrected = named.length > 1 && /pardon|enfin|plutot|en fait/.test(folded) ? last : (named[0] ?? last);
    return spreadOverYears(corrected.value, folded.slice(corrected.end), population);
  }
  return /(?:pas|plus|aucun|sans) (?:d'|de |un )?(?:argent|budget|sous|(?:centime|sou|rond)(?![a-z]))/.test(folded)
    ? 0
    : undefined;
}

function amounts(folded: string): FoundNumber[] {
  return mergeRanges(folded, scanNumbers(folded)).filter((number) => {
    const after = folded.slice(number.end, number.end + 24);
    return !number.percent && !number.article && (CURRENCY.test(after) || !OTHER_UNIT.test(after));
  });
}

function spreadOverYears(value: number, after: string, population: number | undefined): number | undefined {
  const near = after.slice(0, 60);
  if (/par hab|\/ ?hab|par tete/.test(near)) return population === undefined ? undefined : Math.round(value * population);
  if (/par mois|\/ ?mois|mensuel|chaque mois/.test(near)) return value * 12;
  const span = near.match(/(?:sur|pour|en) (?:les )?([a-z0-9]{1,9}) ans(?![a-z])/);
  const years = span?.[1] === undefined ? undefined : scanNumbers(span[1])[0]?.value;
  if (years !== undefined && years >= 2 && years <= 20) return Math.round(value / years);
  return /sur (?:le|tout le|un) mandat/.test(near) ? Math.round(value / 6) : value;
}
