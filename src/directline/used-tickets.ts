/** Remembers which stream tickets were used, for as long as they could be used again. */
export interface UsedTickets {
  /** True the first time it is called with an id, on whichever instance. `expires`: seconds since 1970. */
  use(id: string, expires: number): Promise<boolean>;
}

/** The memory of a single process. */
export class LocalUsedTickets implements UsedTickets {
  private readonly used = new Map<string, number>();

  constructor(private readonly now: () => Date) {}

  async use(id: string, expires: number): Promise<boolean> {
    this.forgetExpired();
    if (this.used.has(id)) return false;
    this.used.set(id, expires);
    return true;
  }

  /** Oldest first: insertion order is nearly that of expiry, and a late one is forgotten a little later. */
  private forgetExpired(): void {
    const seconds = Math.floor(this.now().getTime() / 1000);
    for (const [id, expires] of this.used) {
      if (expires > seconds) return;
      this.used.delete(id);
    }
  }
}
