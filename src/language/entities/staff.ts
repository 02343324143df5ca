import { foldAnswer } from './fold.js';
import { type FoundNumber, mergeRanges, scanNumbers } from './numbers.js';

const PERSON =
  /^[ -]?(?:(?:bon(?:ne)?s?|petite?s?|seule?s?|nouve(?:lle|aux?)s?|autres?|jeunes?) )?(?:agente?s?|personnes?|ingenieure?s?|technicien(?:ne)?s?|chargee?s? de|charge\(e\)s? de|salariee?s?|collegues?|fonctionnaires?|secretaires?|cadres?|employee?s?|animat(?:eur|rice)s?|coordinat(?:eur|rice)s?|coordonnat(?:eur|rice)s?|cheff?e?s? de projet|postes?|dgs|direct(?:eur|rice)s?|gens)(?![a-z])/;
const HELPER = /^ ?(?:jeunes? (?:en )?)?(?:services? civiques?|stagiaires?|apprentie?s?|alternante?s?|volontaires?|vsi(?![a-z]))/;
const FULL_TIME = /^ ?(?:etp|equivalents?|temps[- ](?:pleins?|complets?))/;
const NOT_STAFF =
  /^ ?(?:€|%|euros?|eur|k(?![a-z])|ans?(?![a-z])|mois(?![a-z])|hab|ames|communes?|villages?|villes?|assos?|associations?|voisine?s?|comcoms?|syndicats?|projets?|elus?|elues|millions?)/;
const NOBODY =
  /(?<![a-z])(?:aucune?|zero|pas (?:d'|de |un |une |le |la |les )(?:seule? )?(?:agents?|personnes?|personnel|technicien|ingenieur|temps|monde|ressources? humaines?|service|moyens? humains?|salarie|equipe|charge)|plus (?:d'|de )(?:agents?|personnel|personne)|ni agents?|sans (?:agents?|personnel)|deborde[a-z]*|surcharge[a-z]*|pas disponibles?|pas le temps|personne)(?![a-z])/;
const RATE =
  /^[ -]?(jours?|journees?|j|heures?|h)(?: (et) (demie?))?(?: d[e'] ?[a-z]{1,12})? ?(?:par|\/|a la|chaque|dans la|de la|tous les|toutes les) ?(?:une? )?(semaines?|sem|mois|an|annee)(?![a-z])/;

/** Full-time equivalents that an answer gives, two decimals: « un jour par semaine » -> 0.2; « personne » -> 0. */
export function readStaff(text: string): number | undefined {
  const folded = foldAnswer(text);
  if (/(?:fois|presque|quasi(?:ment)?) rien(?![a-z])/.test(folded)) return 0;
  const named = countStaff(folded, true);
  if (named !== undefined) return named;
  const numbers = countable(folded).filter((number) => !number.article && !NOT_STAFF.test(folded.slice(number.end)));
  const percent = scanNumbers(folded).find((number) => number.percent);
  if (percent) return round(percent.value / 100);
  const bare = numbers[0];
  if (bare && bare.value <= 5000) return round(bare.value);
  if (/^(?:non|nan|rien|pas)(?![a-z])/.test(folded)) return 0;
  if (/^une?(?: seule?)?[ .!]*$/.test(folded)) return 1;
  return undefined;
}

/** Full-time equivalents that a free text names with their unit: « deux agents », « un mi-temps », « pas d'agent ». */
export function findStaff(text: string): number | undefined {
  return countStaff(foldAnswer(text), false);
}

/** `alone`: the text answers a question about staff, so that « personne » suffices. */
function countStaff(folded: string, alone: boolean): number | undefined {
  const numbers = countable(folded);
  const persons = countPersons(folded, numbers);
  const rate = readRate(folded, numbers);
  if (rate !== undefined) return round(rate * Math.max(1, persons ?? 1));
  const part = readPartTime(folded, numbers, persons);
  if (part !== undefined) return round(part);
  if (persons !== undefined) return round(persons);
  if (/(?:quelques|deux ou trois|une ou deux) heures|un peu de temps/.test(folded)) return 0.1;
  if (NOBODY.test(folded) && (isAboutStaff(folded) || (alone && folded.length < 30))) return 0;
  if (
    /(?<![a-z])(?:une|notre|l'|petite) ?equipe|(?<![a-z])(?:un|notre) service (?:dedie|des relations|des affaires|relations|international|cooperation|[a-z]{1,14} dedie)/.test(
      folded,
    )
  )
    return 2;
  return /(?<![a-z])(?:la|le|notre|l'|ma|mon) ?(?:secretaire|agente?|dgs|direct(?:eur|rice)|technicien(?:ne)?|ingenieure?|chargee? de mission)(?![a-z])/.test(
    folded,
  )
    ? 1
    : undefined;
}

/** « aucun » and the like count only near the words of staff. */
function isAboutStaff(folded: string): boolean {
  return /(?<![a-z])(?:agente?s?|personnel|etp|salarie[es]{0,2}|techniciens?|ingenieurs?|moyens humains|ressources? humaines?|(?:n'a|n'ai|a|avons|avait) (?:plus )?personne)(?![a-z])/.test(
    folded,
  );
}

function countable(folded: string): FoundNumber[] {
  return mergeRanges(
    folded,
    scanNumbers(folded).filter((number) => !number.percent),
  ).filter((number) => !/(?:^|[^a-z])(?:pas|meme pas|jamais) $/.test(folded.slice(Math.max(0, number.start - 12), number.start)));
}

function countPersons(folded: string, numbers: FoundNumber[]): number | undefined {
  let sum: number | undefined;
  for (const number of numbers) {
    const after = folded.slice(number.end, number.end + 40);
    if (PERSON.test(after) || FULL_TIME.test(after)) {
      // « un agent et demi »
      const half = /^ ?(?:agente?|poste|personne|etp|temps plein) et demie?(?! jour)/.test(after) ? 0.5 : 0;
      sum = (sum ?? 0) + number.value + half;
    } else if (HELPER.test(after)) sum = (sum ?? 0) + number.value * 0.5;
  }
  return sum;
}

function readRate(folded: string, numbers: FoundNumber[]): number | undefined {
  for (const number of numbers) {
    const match = RATE.exec(folded.slice(number.end, number.end + 60));
    if (!match) continue;
    const amount = number.value + (match[2] ? 0.5 : 0);
    const days = match[1]?.startsWith('h') ? amount / 7 : amount;
    const period = match[4] ?? '';
    return period.startsWith('s') ? days / 5 : period === 'mois' ? days / 20 : days / 220;
  }
  return undefined;
}

function readPartTime(folded: string, numbers: FoundNumber[], persons: number | undefined): number | undefined {
  const count = (start: number) => numbers.find((number) => number.end <= start && start - number.end <= 2)?.value;
  const parts: [RegExp, number][] = [
    [/(?<![a-z])mi[- ]?temps/, 0.5],
    [/(?<![a-z])trois[- ]quarts?(?: de)?[- ]temps/, 0.75],
    [/(?<![a-z])quarts?(?: de)?[- ]temps/, 0.25],
    [/(?<![a-z])tiers(?: de)?[- ]temps/, 0.33],
  ];
  for (const [pattern, share] of parts) {
    const match = pattern.exec(folded);
    if (match) return share * (count(match.index) ?? persons ?? 1);
  }
  const percent = scanNumbers(folded).find((number) => number.percent);
  if (percent && (persons !== undefined || /(?<![a-z])(?:agent|poste|temps|etp)/.test(folded))) {
    return (percent.value / 100) * Math.max(1, persons ?? 1);
  }
  return undefined;
}

const round = (value: number) => Math.round(value * 100) / 100;
