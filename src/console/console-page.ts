import type { HttpReply, HttpRequest } from '../http/route.js';

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
}

/** One page or action of the console. Everything about sessions, roles and CSRF is settled before `handle`. */
export interface ConsolePage {
  method: 'GET' | 'POST';
  /** restify path under /console: « /conversations/:id ». */
  path: string;
  role: Role;
  handle(request: ConsoleRequest): Promise<HttpReply> | HttpReply;
}

/** The networks that a filter must be held to: undefined for an account that sees all. */
export const visibleTo = ({ networks }: Account): readonly string[] | undefined => (networks === 'all' ? undefined : networks);
