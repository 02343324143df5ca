import type { ReviewedTurn } from '../../transcripts/review-store.js';
import type { Account } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import { type Audit, maySeeAudit, type Score, scoreOf, statesOf } from './audits.js';
import { type Kept, listAudits } from './records.js';
import type { ReviewDesk } from './review-desk.js';

/** An audit with its turns as they stand now. */
export interface ScoredAudit extends Score {
  id: string;
  audit: Audit;
  at: string;
  turns: ReadonlyMap<string, ReviewedTurn>;
}

export async function scoreAudit(desk: ReviewDesk, account: Account, { id, value }: Kept<Audit>): Promise<ScoredAudit> {
  const found = await Promise.all(value.turns.map((turn) => desk.findTurn(account, turn.id)));
  const turns = new Map(found.flatMap((turn) => (turn ? [[turn.id, turn] as const] : [])));
  return { id, audit: value, at: value.at, turns, ...scoreOf(statesOf(value, turns)) };
}

/** Audits that the account may see, newest first. */
export async function listVisibleAudits({ services: { records } }: ReviewDesk, account: Account): Promise<Kept<Audit>[]> {
  return (await listAudits(records))
    .filter(({ value }) => maySeeAudit(value, visibleTo(account)))
    .sort((a, b) => (a.value.at < b.value.at ? 1 : -1));
}

/** The newest audit in which something is left to be judged. */
export async function findNextAudit(desk: ReviewDesk, account: Account): Promise<ScoredAudit | undefined> {
  // Older ones that were left have been left for good.
  for (const kept of (await listVisibleAudits(desk, account)).slice(0, 3)) {
    const scored = await scoreAudit(desk, account, kept);
    if (scored.left > 0) return scored;
  }
  return undefined;
}
