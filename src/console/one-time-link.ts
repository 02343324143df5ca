import { sameSecret } from './csrf.js';

/** Milliseconds for which the link may be used. */
export const LINK_LASTS = 3_600_000;

/** The door of an installation without sign-in: a secret address that opens the console once, from this machine. */
export class OneTimeLink {
  private used = false;
  private readonly until: number;

  constructor(
    /** 256 random bits, base64url. */
    private readonly token: string,
    private readonly now: () => Date,
  ) {
    this.until = now().getTime() + LINK_LASTS;
  }

  /** Path to be opened, under the service's address on this machine. */
  get path(): string {
    return `/console/lien/${this.token}`;
  }

  /** True once, for the right token, in time. */
  take(token: string): boolean {
    if (this.used || this.now().getTime() >= this.until || !sameSecret(token, this.token)) return false;
    this.used = true;
    return true;
  }
}
