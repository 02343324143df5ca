/** A quality audit: a random sample of answers, judged one by one, and the share that was right. */
import { z } from 'zod';
import { type ReviewedTurn, type ReviewState, reviewStates } from '../../transcripts/review-store.js';

export const auditSchema = z.strictObject({
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** Account. */
  by: z.string(),
  /** Days of Paris, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** One network; null: attributed to none; absent: all that the account saw. */
  network: z.string().nullable().optional(),
  seed: z.int(),
  /** Networks of the turns drawn: who may not see one of them does not see the audit. */
  networks: z.array(z.string()),
  /** In the order in which they were drawn. `state`: as last judged, so that a score outlives the texts. */
  turns: z.array(z.strictObject({ id: z.string(), state: z.enum(reviewStates).optional() })),
});
export type Audit = z.infer<typeof auditSchema>;

export const maySeeAudit = ({ networks }: Audit, visible: readonly string[] | undefined): boolean =>
  visible === undefined || networks.every((network) => visible.includes(network));

/** The state of each turn, as the store has it now, else as it was kept; the order is that of the audit. */
export const statesOf = ({ turns }: Audit, found: ReadonlyMap<string, ReviewedTurn>): (ReviewState | undefined)[] =>
  turns.map(({ id, state }) => found.get(id)?.annotations.at(-1)?.state ?? state);

export interface Score {
  drawn: number;
  /** Judged correct, incorrect or to be completed: what the score is the share of. */
  judged: number;
  correct: number;
  outOfScope: number;
  /** Not judged yet, or « à relire ». */
  left: number;
  /** Share correct, 0..1, with the bounds between which it lies with 95 % confidence (Wilson); absent before anything was judged. */
  share?: { value: number; low: number; high: number };
}

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/** Questions out of scope count for nothing: no answer could have been right. */
export function scoreOf(states: readonly (ReviewState | undefined)[]): Score {
  const number = (state: ReviewState) => states.filter((each) => each === state).length;
  const correct = number('correct');
  const judged = correct + number('incorrect') + number('incomplete');
  const outOfScope = number('out-of-scope');
  const score = { drawn: states.length, judged, correct, outOfScope, left: states.length - judged - outOfScope };
  return judged === 0 ? score : { ...score, share: { value: correct / judged, ...boundsOf(correct, judged) } };
}

/** Wilson's interval: honest for small samples and for shares near 0 and 1. */
function boundsOf(hits: number, of: number): { low: number; high: number } {
  const share = hits / of;
  const middle = share + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  // Rounding must not put the share outside its own bounds.
  return {
    low: Math.min(share, Math.max(0, (middle - half) / scale)),
    high: Math.max(share, Math.min(1, (middle + half) / scale)),
  };
}
