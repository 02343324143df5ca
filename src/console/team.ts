/** Changes of the team, with the rules that keep the console usable: see `TeamRefusal`. */
import { z } from 'zod';
import { type Accounts, idOfInvitation, type KnownAccount, LOCAL_ACCOUNT, normaliseEmail } from './accounts.js';
import { type Account, type Role, roles } from './console-page.js';

export interface Grant {
  role: Role;
  networks: 'all' | string[];
}

export type TeamRefusal =
  /** Somebody has this address already. */
  | 'known'
  | 'missing'
  /** Nobody could administer the console any more. */
  | 'last-admin'
  /** Named an administrator by STAFF_ADMINS: to be changed there. */
  | 'by-configuration';

export type TeamOutcome = { done: KnownAccount } | { refused: TeamRefusal };

export interface TeamOptions {
  accounts: Accounts;
  admins: readonly string[];
  now(): Date;
}

const grantSchema = z.object({ role: z.enum(roles), scope: z.enum(['all', 'some']), networks: z.array(z.string()) });

/** What a form grants, or what is wrong with it. Administration is for all networks: it decides who sees which. */
export function readGrant(
  fields: { role?: string; scope?: string; networks: readonly string[] },
  known: readonly string[],
): Grant | { problem: 'role' | 'networks' } {
  const parsed = grantSchema.safeParse(fields);
  if (!parsed.success) return { problem: parsed.error.issues[0]?.path[0] === 'role' ? 'role' : 'networks' };
  const { role, scope, networks } = parsed.data;
  if (role === 'admin' || scope === 'all') return { role, networks: 'all' };
  if (networks.length === 0 || !networks.every((id) => known.includes(id))) return { problem: 'networks' };
  return { role, networks };
}

export class Team {
  constructor(private readonly options: TeamOptions) {}

  /** Lets an address in at its first sign-in. */
  async invite(email: string, grant: Grant, by: Account): Promise<TeamOutcome> {
    const { accounts, now } = this.options;
    const address = normaliseEmail(email);
    if ((await accounts.list()).some((account) => account.email === address)) return { refused: 'known' };
    const invitation = {
      id: idOfInvitation(address),
      name: address,
      email: address,
      ...grant,
      invitedBy: by.id,
      createdAt: now().toISOString(),
      sessions: [],
    };
    await accounts.put(invitation);
    return { done: invitation };
  }

  /** Gives an account other rights, at once: its sessions end. */
  async change(id: string, grant: Grant): Promise<TeamOutcome> {
    return this.alter(id, grant.role, (account) => ({ ...account, ...grant, sessions: [] }));
  }

  /** Takes all access away, at once. Name and address stay for the journal. */
  async remove(id: string): Promise<TeamOutcome> {
    return this.alter(id, undefined, (account) => ({
      ...account,
      sessions: [],
      removedAt: this.options.now().toISOString(),
    }));
  }

  private async alter(id: string, role: Role | undefined, change: (account: KnownAccount) => KnownAccount): Promise<TeamOutcome> {
    const { accounts, admins } = this.options;
    const before = await accounts.find(id);
    if (!before || before.removedAt || id === LOCAL_ACCOUNT) return { refused: 'missing' };
    const demoted = isAdmin(before) && role !== 'admin';
    if (demoted && before.email !== undefined && admins.includes(before.email)) return { refused: 'by-configuration' };
    if (demoted && (await this.countAdmins()) <= 1) return { refused: 'last-admin' };
    const done = await accounts.change(id, change);
    if (!done) return { refused: 'missing' };
    // Two administrators may take each other's rights away at the same moment: whoever then finds nobody left undoes it.
    if (demoted && (await this.countAdmins()) === 0) {
      await accounts.change(id, () => before);
      return { refused: 'last-admin' };
    }
    return { done };
  }

  /** Those who can enter: an invitation is not yet somebody. */
  private async countAdmins(): Promise<number> {
    return (await this.options.accounts.list()).filter(isAdmin).length;
  }
}

const isAdmin = ({ role, identity }: KnownAccount): boolean => role === 'admin' && identity !== undefined;
