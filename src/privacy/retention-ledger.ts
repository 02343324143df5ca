import { z } from 'zod';

/** What one run of the retention clock erased. */
export const retentionReportSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  ms: z.number(),
  /** Conversations whose texts were erased. */
  conversations: z.number(),
  /** Turns reduced to figures. */
  turns: z.number(),
  /** Turns whose opinion and annotations were erased. */
  opinions: z.number(),
  /** Figures that were removed. */
  statistics: z.number(),
  /** Lines of the journal. */
  journal: z.number(),
  /** Expired council sheets. */
  sheets: z.number(),
  /** Kinds that could not be erased, each with the reason. */
  failed: z.array(z.string()),
});
export type RetentionReport = z.infer<typeof retentionReportSchema>;

export const retentionStateSchema = z.object({
  last: retentionReportSchema.optional(),
  /** A run is under way since. */
  claimedAt: z.string().optional(),
});
export type RetentionState = z.infer<typeof retentionStateSchema>;

export interface LedgerEntry {
  state: RetentionState;
  /** Null: nothing is written yet. */
  version: string | null;
}

/** Where the retention clock keeps what it did, for staff to read and for other instances to heed; and the journal that it cuts. */
export interface RetentionLedger {
  read(): Promise<LedgerEntry>;
  /** Writes in place of what was read; undefined when somebody else wrote in between. */
  write(state: RetentionState, before: LedgerEntry): Promise<LedgerEntry | undefined>;
  /** Removes the lines before a moment (ISO 8601); resolves with their number. */
  purgeJournal(before: string): Promise<number>;
}
