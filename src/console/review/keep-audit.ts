import type { ReviewState } from '../../transcripts/review-store.js';
import { RecordConflictError } from '../staff-records.js';
import { findAudit } from './records.js';
import type { ReviewDesk } from './review-desk.js';

/** Notes a judgement in its audit, so that the score outlives the texts. Somebody else's at the same time is not lost. */
export async function keepJudgement(
  { services: { records } }: ReviewDesk,
  auditId: string,
  turnId: string,
  state: ReviewState,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const audit = await findAudit(records, auditId);
    if (!audit?.value.turns.some(({ id }) => id === turnId)) return;
    const turns = audit.value.turns.map((each) => (each.id === turnId ? { ...each, state } : each));
    try {
      await records.put('audit', auditId, { ...audit.value, turns }, audit.version);
      return;
    } catch (error) {
      if (!(error instanceof RecordConflictError) || attempt >= 5) throw error;
    }
  }
}
