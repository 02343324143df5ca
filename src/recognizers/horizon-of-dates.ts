import type { Horizon } from '../language/entities/index.js';

/** One date, period or duration that the recognizers found in a text. */
export type FoundDate = { kind: 'duration'; seconds: number } | { kind: 'period'; start: string; end: string };

const MONTH = (365.25 / 12) * 24 * 60 * 60;
/** « jusqu'en », « d'ici », « horizon »: the date ends an action that begins now. */
const UNTIL = /(?<![a-zà-ÿ])(?:jusqu|d['’ ]ici|horizon|avant|échéance|terme|fin )/iu;
/** « depuis », « il y a »: what was, not what is meant; « par an »: how often, not how long. */
const NOT_AHEAD = /(?<![a-zà-ÿ])(?:depuis|il y a|par (?:an|mois|semaine)|chaque|tous les|toutes les)(?![a-zà-ÿ])/iu;

/**
 * How long an action lasts whose dates were found in `text`: once (a year at most), one to three years, longer.
 * « jusqu'en 2029 » counts from `today`, « de 2026 à 2029 » from its beginning. Undefined when the dates tell no length.
 */
export function horizonOfDates(text: string, found: readonly FoundDate[], today: Date): Horizon | undefined {
  if (found.length === 0 || NOT_AHEAD.test(text)) return undefined;
  const durations = found.flatMap((date) => (date.kind === 'duration' ? [date.seconds] : []));
  if (durations.length > 0) return ofMonths(Math.max(...durations) / MONTH);
  const periods = found.flatMap((date) => (date.kind === 'period' ? [date] : []));
  const starts = periods.map(({ start }) => Date.parse(start));
  const ends = periods.map(({ end }) => Date.parse(end));
  const end = Math.max(...ends);
  if (!(end > today.getTime())) return undefined;
  const start = UNTIL.test(text) ? today.getTime() : Math.min(...starts);
  return ofMonths((end - start) / 1000 / MONTH);
}

/** The limits of our own reader (src/language/entities/horizon.ts), with some days of grace for « three full years ». */
function ofMonths(months: number): Horizon {
  if (months <= 12.5) return 'ponctuel';
  return months <= 37.5 ? 'moyen' : 'long';
}
