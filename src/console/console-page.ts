import type { HttpReply, HttpRequest } from '../http/route.js';

/** An entry of the console's menu. `path` is under /console. */
export interface NavigationItem {
  path: string;
  label: string;
}

/** What every page shows around its content. */
export interface Shell {
  /** Addresses of the style sheet and of the script, which change with their content. */
  style: string;
  script: string;
  /** What this account may open. */
  navigation: readonly NavigationItem[];
  /** False where signing out makes no sense: nobody is signed in. */
  signedIn: boolean;
}

/** What an account may do; each includes the ones before: lecture, relecture, publication, administration. */
export const roles = ['reader', 'reviewer', 'publisher', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A member of staff who has signed in. */
export interface Account {
  /** Stable: made of the issuer and subject of the sign-in; « local » for the one-time link. */
  id: string;
  name: string;
  email?: string;
  role: Role;
  /** Ids of the networks whose conversations may be seen, beside those attributed to none; « all ». */
  networks: 'all' | readonly string[];
}

/** A request of somebody who has signed in, whose role suffices and, for a POST, whose form carries the right token. */
export interface ConsoleRequest extends HttpRequest {
  account: Account;
  /** Fields of a form, the last value of each name winning; `formAll` gives every value. */
  form: Readonly<Record<string, string>>;
  formAll(name: string): readonly string[];
  /** Token to put into every form: `<Form>` does. */
  csrf: string;
  /** A sentence that the page before left to be shown once. */
  flash?: string;
  shell: Shell;
}

/** A reply that may leave a sentence for the next page that is shown (see `redirect`). */
export interface ConsoleReply extends HttpReply {
  flash?: string;
}

/** One page or action of the console. Everything about sessions, roles and CSRF is settled before `handle`. */
export interface ConsolePage {
  method: 'GET' | 'POST';
  /** restify path under /console: « /conversations/:id ». */
  path: string;
  role: Role;
  handle(request: ConsoleRequest): Promise<ConsoleReply> | ConsoleReply;
}

/** The networks that a filter must be held to: undefined for an account that sees all. */
export const visibleTo = ({ networks }: Account): readonly string[] | undefined => (networks === 'all' ? undefined : networks);

/** True when an account may see what is attributed to `network` (none: everybody may). Ask it before showing or changing one turn or conversation. */
export const maySee = ({ networks }: Account, network: string | undefined): boolean =>
  network === undefined || networks === 'all' || networks.includes(network);

/** As `maySee`, for a turn or a conversation. */
export const maySeeTurn = (account: Account, turn: { network?: string }): boolean => maySee(account, turn.network);

/** True when a role includes another: administration includes all. */
export const hasRole = (account: Account, role: Role): boolean => roles.indexOf(account.role) >= roles.indexOf(role);
