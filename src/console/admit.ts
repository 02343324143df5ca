import { type Accounts, idOfIdentity, idOfInvitation, type KnownAccount, LOCAL_ACCOUNT, normaliseEmail } from './accounts.js';
import type { Identity } from './identity-provider.js';

export interface AdmitOptions {
  accounts: Accounts;
  /** E-mail addresses of those who are administrators by configuration, lower case. */
  admins: readonly string[];
  now(): Date;
}

/**
 * The account of somebody who has signed in: the one bound to their identity, else the one their address was invited to, else
 * none: a stranger. An address counts only when the provider vouches for it, and only the first time.
 */
export async function admit(identity: Identity, { accounts, admins, now }: AdmitOptions): Promise<KnownAccount | undefined> {
  const id = idOfIdentity(identity.issuer, identity.subject);
  const known = await accounts.find(id);
  const current = known && !known.removedAt ? known : undefined;
  const email = identity.email === undefined ? undefined : normaliseEmail(identity.email);
  if (email !== undefined && admins.includes(email)) {
    return save({ ...base(id, identity, email), ...current, role: 'admin', networks: 'all', removedAt: undefined });
  }
  if (current) return current;
  if (email === undefined) return undefined;
  const invitation = await accounts.find(idOfInvitation(email));
  if (!invitation || invitation.removedAt) return undefined;
  const { role, networks, invitedBy } = invitation;
  const admitted = await save({ ...base(id, identity, email), role, networks, invitedBy });
  await accounts.drop(invitation.id);
  return admitted;

  async function save(account: KnownAccount): Promise<KnownAccount> {
    await accounts.put(account);
    return account;
  }

  function base(accountId: string, { issuer, subject, name }: Identity, address: string): KnownAccount {
    return {
      id: accountId,
      name,
      email: address,
      role: 'reader',
      networks: [],
      identity: { issuer, subject },
      createdAt: now().toISOString(),
      sessions: [],
    };
  }
}

/** The account of whoever opens the one-time link: this machine's own administrator. */
export async function admitLocally({ accounts, now }: Pick<AdmitOptions, 'accounts' | 'now'>): Promise<KnownAccount> {
  const known = await accounts.find(LOCAL_ACCOUNT);
  const account: KnownAccount = {
    createdAt: now().toISOString(),
    sessions: [],
    ...known,
    id: LOCAL_ACCOUNT,
    name: 'Cette machine',
    role: 'admin',
    networks: 'all',
    removedAt: undefined,
  };
  await accounts.put(account);
  return account;
}
