/** What the console's own parts share: built once in console.ts. */
import type { RateLimiter } from '../http/rate-limiter.js';
import type { HttpRequest } from '../http/route.js';
import type { Accounts } from './accounts.js';
import type { Account, Shell } from './console-page.js';
import type { CookieRules } from './cookies.js';
import type { IdentityProvider } from './identity-provider.js';
import type { OneTimeLink } from './one-time-link.js';
import type { Seal } from './seal.js';
import type { ConsoleServices } from './services.js';
import type { Sessions } from './session.js';

/** How staff enter. */
export type Access =
  | { kind: 'provider'; provider: IdentityProvider }
  | { kind: 'link'; link: OneTimeLink }
  /** Nobody can: the service can be reached from elsewhere and has no sign-in. */
  | { kind: 'closed' };

export interface ConsoleDesk {
  services: ConsoleServices;
  access: Access;
  accounts: Accounts;
  /** E-mail addresses of the administrators by configuration, lower case. */
  admins: readonly string[];
  sessions: Sessions;
  seal: Seal;
  cookies: CookieRules;
  /** Attempts to sign in, by client address. */
  attempts: RateLimiter;
  /** True when our own pages are served under this origin: the one that a request names. */
  isOwn(origin: string, request: HttpRequest): boolean;
  /** The frame of a page, for an account or for nobody. */
  shell(account: Account | undefined): Shell;
}
