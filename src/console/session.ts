/** Sessions: a sealed cookie in the browser, its number in the account's document. Both have to agree. */
import { z } from 'zod';
import { type Accounts, type KnownAccount, LOCAL_ACCOUNT } from './accounts.js';
import { type CookieRules, readCookie, writeCookie } from './cookies.js';
import type { Seal } from './seal.js';

/** Milliseconds after which a session ends, whatever is done in it, and after which it ends when nothing is. */
export const SESSION_MAX = 8 * 3_600_000;
export const SESSION_IDLE = 3_600_000;
/** Milliseconds after which the cookie is written anew. */
const RENEW_AFTER = 60_000;
/** Sessions that one account may have at a time: the oldest gives way. */
const SESSIONS_PER_ACCOUNT = 20;

const COOKIE = 'session';

const sessionSchema = z.object({
  account: z.string(),
  id: z.string(),
  csrf: z.string(),
  /** Milliseconds. */
  began: z.number(),
  seen: z.number(),
});
export type SessionCookie = z.infer<typeof sessionSchema>;

export interface Session extends SessionCookie {
  who: KnownAccount;
}

export interface SessionOptions {
  seal: Seal;
  accounts: Accounts;
  cookies: CookieRules;
  /** True when people enter by the one-time link, and only then: its account is worth nothing beside a real sign-in. */
  local: boolean;
  now(): Date;
  /** An unguessable id. */
  newId(): string;
}

export class Sessions {
  constructor(private readonly options: SessionOptions) {}

  /** Begins a session for an account, with a number and a token that nobody has seen before. Gives the cookie to set; undefined when there is no such account. */
  async begin(accountId: string): Promise<string | undefined> {
    const { accounts, now, newId } = this.options;
    const began = now().getTime();
    const id = newId();
    const until = new Date(began + SESSION_MAX).toISOString();
    const changed = await accounts.change(accountId, (account) => ({
      ...account,
      lastSignInAt: now().toISOString(),
      sessions: [...account.sessions.filter((session) => session.until > now().toISOString()), { id, until }].slice(
        -SESSIONS_PER_ACCOUNT,
      ),
    }));
    return changed && this.write({ account: accountId, id, csrf: newId(), began, seen: began });
  }

  /** The session of a request: sealed by us, young enough, still listed in an account that has not been removed. */
  async open(cookieHeader: string | undefined): Promise<Session | undefined> {
    const { seal, accounts, cookies, local } = this.options;
    const session = await seal.open('session', readCookie(cookieHeader, COOKIE, cookies), sessionSchema);
    if (!session || (session.account === LOCAL_ACCOUNT) !== local) return undefined;
    const who = await accounts.find(session.account);
    if (!who || who.removedAt || !who.sessions.some(({ id }) => id === session.id)) return undefined;
    return { ...session, who };
  }

  /** The cookie that keeps a session alive; undefined when the one that the browser has is recent. */
  async renew({ who: _, ...session }: Session): Promise<string | undefined> {
    const seen = this.options.now().getTime();
    return seen - session.seen < RENEW_AFTER ? undefined : this.write({ ...session, seen });
  }

  /** Ends a session everywhere: a copy of its cookie opens nothing any more. */
  async end({ account, id }: Session): Promise<void> {
    await this.options.accounts.change(account, (known) => ({
      ...known,
      sessions: known.sessions.filter((session) => session.id !== id),
    }));
  }

  /** The cookie that removes the browser's. */
  forget(): string {
    return writeCookie(COOKIE, '', this.options.cookies);
  }

  private async write(session: SessionCookie): Promise<string> {
    const until = new Date(Math.min(session.seen + SESSION_IDLE, session.began + SESSION_MAX));
    return writeCookie(COOKIE, await this.options.seal.close('session', session, until), this.options.cookies);
  }
}
