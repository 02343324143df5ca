/** The days that figures are about, and those that they are compared with. Days are those of Paris, as AAAA-MM-JJ. */
import { addDays, isDay, startOf } from '../review/paris-days.js';

export interface Period {
  /** First and last day, both included. */
  first: string;
  last: string;
  days: number;
  /** « les 30 derniers jours »: after « sur ». */
  name: string;
  /** « les 30 jours d’avant »: after « que ». */
  before: string;
}

type Days = Pick<Period, 'first' | 'last'>;

/** Choices of the form: number of days, the last one being today. */
export const periodChoices = [
  { days: 7, label: '7 derniers jours' },
  { days: 30, label: '30 derniers jours' },
  { days: 90, label: '90 derniers jours' },
  { days: 365, label: '12 derniers mois' },
] as const;
export const USUAL_DAYS = 30;

/** Longest period that is read: the figures of older turns are erased by then. */
const LONGEST = 1100;

const names: Readonly<Record<number, Pick<Period, 'name' | 'before'>>> = {
  7: { name: 'les 7 derniers jours', before: 'les 7 jours d’avant' },
  30: { name: 'les 30 derniers jours', before: 'les 30 jours d’avant' },
  90: { name: 'les 90 derniers jours', before: 'les 90 jours d’avant' },
  365: { name: 'les 12 derniers mois', before: 'les 12 mois d’avant' },
};

const dayName = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const shortName = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', day: 'numeric', month: 'short' });
/** « 22 novembre 2026 ». */
export const sayDay = (day: string): string => dayName.format(new Date(`${day}T00:00:00Z`));
/** « 22 nov. ». */
export const sayShortDay = (day: string): string => shortName.format(new Date(`${day}T00:00:00Z`));

/** The `days` days that end with `today`. */
export const lastDays = (days: number, today: string): Period => ({
  first: addDays(today, 1 - days),
  last: today,
  days,
  ...(names[days] ?? { name: `les ${days} derniers jours`, before: `les ${days} jours d’avant` }),
});

const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000) + 1;

/** From one day to another, both included. */
export function betweenDays(first: string, last: string): Period {
  const days = daysBetween(first, last);
  const name = days === 1 ? `le ${sayDay(first)}` : `la période du ${sayDay(first)} au ${sayDay(last)}`;
  return { first, last, days, name, before: days === 1 ? 'la veille' : `les ${days} jours d’avant` };
}

/**
 * Reads « du » and « au », else « periode » (a number of days); the usual one when neither is there.
 * `problem`: why what was asked for is not what is shown, in French.
 */
export function readPeriod(query: URLSearchParams, today: string): { period: Period; problem?: string } {
  const usual = lastDays(USUAL_DAYS, today);
  const [from, to] = [query.get('du')?.trim() ?? '', query.get('au')?.trim() ?? ''];
  if (from === '' && to === '') {
    const choice = periodChoices.find(({ days }) => String(days) === query.get('periode'));
    return { period: choice ? lastDays(choice.days, today) : usual };
  }
  const instead = 'Les 30 derniers jours sont montrés à la place.';
  const last = to === '' ? today : to;
  if (!isDay(from) || !isDay(last))
    return { period: usual, problem: `Donnez la date de début et celle de fin (AAAA-MM-JJ). ${instead}` };
  if (from > last) return { period: usual, problem: `La fin vient avant le début : échangez les deux dates. ${instead}` };
  if (daysBetween(from, last) > LONGEST)
    return { period: usual, problem: `Cette période dépasse trois ans : choisissez des dates plus proches. ${instead}` };
  return { period: betweenDays(from, last) };
}

/** As many days, just before. */
export const periodBefore = ({ first, days }: Period): Pick<Period, 'first' | 'last' | 'days'> => ({
  first: addDays(first, -days),
  last: addDays(first, -1),
  days,
});

/** The moments that a filter takes. */
export const momentsOf = ({ first, last }: Days): { from: string; to: string } => ({
  from: startOf(first),
  to: startOf(addDays(last, 1)),
});

/** Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

export type Step = 'day' | 'week';

/** Columns of the chart over time: days, or weeks where days would be too many to tell apart. */
export const stepOf = ({ days }: Period): Step => (days <= 92 ? 'day' : 'week');

/** Every day, or the Monday of every week, of a period; the first week may have begun before it. */
export function listSteps({ first, last }: Days, step: Step): string[] {
  const found: string[] = [];
  for (let day = step === 'day' ? first : mondayOf(first); day <= last; day = addDays(day, step === 'day' ? 1 : 7))
    found.push(day);
  return found;
}
