/** The accounts of the staff: who may enter, as what, for which networks. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Account, roles } from './console-page.js';
import { RecordConflictError, type StaffRecords } from './staff-records.js';

const accountSchema = z.object({
  name: z.string(),
  email: z.string().optional(),
  role: z.enum(roles),
  networks: z.union([z.literal('all'), z.array(z.string())]),
  /** Absent: invited by e-mail, not yet seen. */
  identity: z.object({ issuer: z.string(), subject: z.string() }).optional(),
  invitedBy: z.string().optional(),
  /** ISO 8601. */
  createdAt: z.string(),
  lastSignInAt: z.string().optional(),
  /** Kept after removal so that the journal can still say who it was; opens nothing. */
  removedAt: z.string().optional(),
  /** Sessions that were begun and not ended. Whatever is not listed is refused: this is how a session is revoked. */
  sessions: z.array(z.object({ id: z.string(), until: z.string() })).default([]),
});
export type AccountDocument = z.infer<typeof accountSchema>;
export type KnownAccount = AccountDocument & { id: string };

/** The account behind the one-time link. */
export const LOCAL_ACCOUNT = 'local';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Account of somebody who has signed in: made of the issuer and subject, which no provider gives to two people. */
export const idOfIdentity = (issuer: string, subject: string): string => `a_${digest(`${issuer}\n${subject}`)}`;

/** Account of somebody who is invited: made of the e-mail address. */
export const idOfInvitation = (email: string): string => `i_${digest(normaliseEmail(email))}`;

export const normaliseEmail = (email: string): string => email.trim().toLowerCase().normalize('NFC');

/** What pages may know of an account. */
export const toAccount = ({ id, name, email, role, networks }: KnownAccount): Account => ({ id, name, email, role, networks });

/** Accounts as documents of the staff's records. A document that cannot be read opens nothing. */
export class Accounts {
  constructor(private readonly records: StaffRecords) {}

  /** Removed ones included. */
  async find(id: string): Promise<KnownAccount | undefined> {
    return (await this.read(id))?.account;
  }

  /** By name; removed ones only when asked for. */
  async list(options: { removed?: boolean } = {}): Promise<KnownAccount[]> {
    const known = (await this.records.list('account')).flatMap(({ id, value }) => {
      const parsed = accountSchema.safeParse(value);
      return parsed.success ? [{ id, ...parsed.data }] : [];
    });
    return known.filter(({ removedAt }) => options.removed || !removedAt).sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }

  /** Writes an account that is new, or in place of whatever stood there. */
  async put({ id, ...document }: KnownAccount): Promise<void> {
    await this.records.put('account', id, document);
  }

  /** Changes an account as it stands now; tries again when somebody else was faster. Undefined when there is none. */
  async change(id: string, change: (account: KnownAccount) => KnownAccount): Promise<KnownAccount | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      const found = await this.read(id);
      if (!found) return undefined;
      const { id: _, ...next } = change(found.account);
      try {
        await this.records.put('account', id, next, found.version);
        return { id, ...next };
      } catch (error) {
        if (!(error instanceof RecordConflictError) || attempt >= 5) throw error;
      }
    }
  }

  /** Forgets an invitation. */
  async drop(id: string): Promise<void> {
    await this.records.remove('account', id);
  }

  private async read(id: string): Promise<{ account: KnownAccount; version: string } | undefined> {
    const record = await this.records.get('account', id);
    const parsed = accountSchema.safeParse(record?.value);
    return record && parsed.success ? { account: { id, ...parsed.data }, version: record.version } : undefined;
  }
}

/** Names by account id, removed ones included: for histories and journals. */
export async function namesOfAccounts(records: StaffRecords): Promise<(id: string) => string> {
  const names = new Map((await new Accounts(records).list({ removed: true })).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
