import { type RetentionLedger, retentionStateSchema } from '../../privacy/retention-ledger.js';
import { Accounts } from '../accounts.js';
import { RecordConflictError, type StaffRecords } from '../staff-records.js';

const ID = 'retention';
const DAY = 24 * 3600_000;

export interface StaffLedgerOptions {
  now(): Date;
  /** Days for which an account that was removed can still be named by the journal. */
  accountDays: number;
}

/** The retention clock's ledger, as a document of the staff's records. With the journal go the removed accounts that it spoke of. */
export const createStaffLedger = (records: StaffRecords, { now, accountDays }: StaffLedgerOptions): RetentionLedger => ({
  read: async () => {
    const record = await records.get('setting', ID);
    return { state: retentionStateSchema.safeParse(record?.value).data ?? {}, version: record?.version ?? null };
  },
  write: async (state, { version }) => {
    try {
      return { state, version: (await records.put('setting', ID, state, version)).version };
    } catch (error) {
      if (error instanceof RecordConflictError) return undefined;
      throw error;
    }
  },
  purgeJournal: async (before) => {
    const accounts = new Accounts(records);
    const old = new Date(now().getTime() - accountDays * DAY).toISOString();
    for (const { id, removedAt } of await accounts.list({ removed: true }))
      if (removedAt && removedAt < old) await accounts.drop(id);
    return records.purgeJournal(before);
  },
});
