/** Shares that can be read without being misled: no percentage of a handful, and no difference that chance explains. */
import { percent } from '../review/vocabulary.js';

/** `part` out of `whole`, both counts. */
export interface Share {
  part: number;
  whole: number;
}

/** Below this many cases a percentage says more than is known. */
export const FEW = 10;

/** Standard deviations beyond which a difference is not left to chance (95 %). */
const SURE = 1.96;

const number = (value: number) => value.toLocaleString('fr-FR');

/** « 12 % », or « 2 sur 7 » where cases are few; « – » without any. */
export function sayShare({ part, whole }: Share): string {
  if (whole === 0) return '–';
  return whole < FEW ? `${number(part)} sur ${number(whole)}` : percent(part / whole);
}

export type Difference =
  /** One of the two has too few cases, or none. */
  | { kind: 'unknown' }
  /** Less than a point. */
  | { kind: 'same' }
  /** Whole points (hundredths); `sure`: more than chance explains. */
  | { kind: 'points'; points: number; sure: boolean };

/** Compares two shares; points are those of the rounded percentages, so that they add up for the reader. */
export function compareShares(now: Share, before: Share): Difference {
  if (now.whole < FEW || before.whole < FEW) return { kind: 'unknown' };
  const [a, b] = [now.part / now.whole, before.part / before.whole];
  const points = Math.round(a * 100) - Math.round(b * 100);
  if (points === 0) return { kind: 'same' };
  const pooled = (now.part + before.part) / (now.whole + before.whole);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole));
  return { kind: 'points', points, sure: deviation > 0 && Math.abs(a - b) / deviation >= SURE };
}

/**
 * « 3 points de moins que les 30 jours d’avant »; where the cases were few, what they were; empty when there were none.
 * @param before what comes after « que »
 */
export function sayDifference(now: Share, was: Share, before: string): string {
  const found = compareShares(now, was);
  switch (found.kind) {
    case 'unknown':
      return was.whole === 0 ? '' : `contre ${sayShare(was)} ${before}`;
    case 'same':
      return `autant que ${before}`;
    default: {
      const size = Math.abs(found.points);
      const words = `${size} ${size > 1 ? 'points' : 'point'} de ${found.points > 0 ? 'plus' : 'moins'} que ${before}`;
      return found.sure ? words : `${words} (un écart qui peut tenir au hasard)`;
    }
  }
}

/** The same of two numbers of something feminine (questions): « 12 de plus que… (+10 %) ». */
export function sayChange(now: number, was: number, before: string): string {
  if (was === 0) return `aucune ${before}`;
  if (now === was) return `autant que ${before}`;
  const size = Math.abs(now - was);
  // A rate of growth from a handful would be as misleading as a share of one.
  const rate = was >= FEW ? ` (${now > was ? '+' : '−'}${Math.round((size / was) * 100)} %)` : '';
  return `${number(size)} de ${now > was ? 'plus' : 'moins'} que ${before}${rate}`;
}

/**
 * Lower bound (0..1) of the share that so many cases allow to claim (Wilson, 95 %): sorts the worst first without letting one
 * unlucky case pass before ten.
 */
export function atLeast({ part, whole }: Share): number {
  if (whole === 0) return 0;
  const z = SURE * SURE;
  const share = part / whole;
  const middle = share + z / (2 * whole);
  const spread = SURE * Math.sqrt((share * (1 - share) + z / (4 * whole)) / whole);
  return Math.max(0, (middle - spread) / (1 + z / whole));
}
