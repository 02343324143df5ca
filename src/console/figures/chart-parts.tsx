/** What charts have in common. Widths are percentages and heights pixels, so that words keep their size on a telephone. */

/** Steps of an axis that people count in. */
const steps = [1, 2, 5, 10];

/** Round numbers from 0 to at least `most`: four at most. */
export function listTicks(most: number): number[] {
  const highest = Math.max(1, most);
  const unit = 10 ** Math.floor(Math.log10(highest));
  const step =
    [unit / 10, unit, unit * 10]
      .flatMap((scale) => steps.map((each) => each * scale))
      .find((each) => each >= 1 && highest / each <= 3) ?? highest;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step);
}

export const percentage = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/** Words that fit beside a figure on a narrow screen; the table has them whole. */
export const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
