import { assertNever } from '../../errors.js';
import type { Dimension, ReviewedTurn } from '../../transcripts/review-store.js';
import { lastState } from './turn-filter.js';

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** Hours whose place in Paris is remembered: a year has 8,766. */
const REMEMBERED_HOURS = 20_000;

/** Reads what turns are counted by. Formatting a date costs microseconds: each hour is formatted once. */
export class TurnDimensions {
  private readonly hours = new Map<string, { day: string; hour: string }>();

  /** The turn's value, '' when it has none. */
  read(turn: ReviewedTurn, dimension: Dimension): string {
    const { decision } = turn;
    switch (dimension) {
      case 'day':
        return this.inParis(turn.at).day;
      case 'hour':
        return this.inParis(turn.at).hour;
      case 'channel':
        return turn.channelId;
      case 'network':
        return turn.network ?? '';
      case 'region':
        return turn.region ?? '';
      case 'release':
        return turn.release ?? '';
      case 'opinion':
        return turn.opinion ?? '';
      case 'state':
        return lastState(turn) ?? '';
      case 'kind':
        return decision.kind;
      case 'entry':
      case 'intent':
      case 'asks':
      case 'recommends':
      case 'place':
        return decision[dimension] ?? '';
      default:
        return assertNever(dimension);
    }
  }

  private inParis(at: string): { day: string; hour: string } {
    // Paris has always been whole hours away from UTC since there are computers.
    const key = at.slice(0, 13);
    const known = this.hours.get(key);
    if (known) return known;
    const parts = new Map(PARIS.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    const found = { day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`, hour: parts.get('hour') ?? '' };
    if (this.hours.size >= REMEMBERED_HOURS) this.hours.clear();
    this.hours.set(key, found);
    return found;
  }
}
