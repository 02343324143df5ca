/** Which weekly digests were sent: one document a week, written before anything is sent, so that one instance sends it once. */
import { z } from 'zod';
import { RecordConflictError, type StaffRecords } from '../staff-records.js';

/** Ways a digest goes out. */
export const digestWays = ['mail', 'teams'] as const;
export type DigestWay = (typeof digestWays)[number];

export const digestStateSchema = z.object({
  state: z.enum(['sending', 'sent', 'failed']),
  /** Times that it was tried. */
  attempts: z.number().int(),
  /** Ways that have worked: they are not tried again. */
  delivered: z.array(z.enum(digestWays)),
});
export type DigestState = z.infer<typeof digestStateSchema>;

export interface KeptDigest extends DigestState {
  version: string;
  /** ISO 8601. */
  updatedAt: string;
}

/** @param monday day on which the digest is sent */
export async function findDigest(records: StaffRecords, monday: string): Promise<KeptDigest | undefined> {
  const record = await records.get('digest', monday);
  const parsed = record && digestStateSchema.safeParse(record.value);
  if (!record) return undefined;
  // A document that nobody can read must not let the digest go out again and again: it counts as sent.
  const state = parsed?.success ? parsed.data : { state: 'sent' as const, attempts: 0, delivered: [] };
  return { ...state, version: record.version, updatedAt: record.updatedAt };
}

/** Writes in place of what was read (`before` undefined: nothing was there); undefined when somebody else wrote in between. */
export async function writeDigest(
  records: StaffRecords,
  monday: string,
  state: DigestState,
  before: KeptDigest | undefined,
): Promise<KeptDigest | undefined> {
  try {
    const { version, updatedAt } = await records.put('digest', monday, state, before ? before.version : null);
    return { ...state, version, updatedAt };
  } catch (error) {
    if (error instanceof RecordConflictError) return undefined;
    throw error;
  }
}
