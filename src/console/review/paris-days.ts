/** Days as staff mean them: those of Paris. */
const hourOf = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Milliseconds by which Paris is ahead of UTC at a moment. */
function aheadAt(moment: number): number {
  const parts = new Map(hourOf.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - Math.floor(moment / 60_000) * 60_000
  );
}

/** The day (AAAA-MM-JJ) that it is in Paris. */
export const dayOf = (moment: Date): string => new Date(moment.getTime() + aheadAt(moment.getTime())).toISOString().slice(0, 10);

/** The day `days` after (before, when negative) a day. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The moment (ISO 8601) at which a day begins in Paris. */
export function startOf(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Clocks change at night, never at midnight: the hours before it are those of the day before's evening.
  return new Date(midnight - aheadAt(midnight - aheadAt(midnight))).toISOString();
}

/**
 * True for a day that there is, as AAAA-MM-JJ, of a year that somebody may mean: after 9999-12-31 comes a day that is written otherwise,
 * and who counts up to it never arrives.
 */
export const isDay = (text: string): boolean =>
  /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
