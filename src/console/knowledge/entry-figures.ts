import type { ReviewStore } from '../../transcripts/review-store.js';
import { type Account, visibleTo } from '../console-page.js';

/** How an entry was used: as far as an account may know. */
export interface EntryFigures {
  turns: number;
  likes: number;
  dislikes: number;
  /** Day (ISO) of the last answer within the window. */
  lastUsed?: string;
}

/** Days in which the last use is looked for. */
export const USE_WINDOW = 90;

/** By entry; one that is not there never answered. */
export async function readEntryFigures(review: ReviewStore, account: Account, now: Date): Promise<Map<string, EntryFigures>> {
  const from = new Date(now.getTime() - USE_WINDOW * 86_400_000).toISOString();
  const [all, days] = await Promise.all([
    review.countTurns({ kinds: ['answer'], visibleTo: visibleTo(account) }, ['entry']),
    review.countTurns({ kinds: ['answer'], visibleTo: visibleTo(account), from }, ['entry', 'day']),
  ]);
  const figures = new Map<string, EntryFigures>(
    all.map(({ keys: [entry = ''], turns, likes, dislikes }) => [entry, { turns, likes, dislikes }]),
  );
  for (const {
    keys: [entry = '', day = ''],
  } of days) {
    const known = figures.get(entry);
    if (known && (known.lastUsed === undefined || known.lastUsed < day)) known.lastUsed = day;
  }
  return figures;
}
