/** Counts per key in a sliding minute made of two fixed windows: bounded memory, no timers. */
export class RateLimiter {
  private current = new Map<string, number>();
  private previous = new Map<string, number>();
  private window = 0;

  constructor(
    private readonly limitPerMinute: number,
    private readonly now: () => number,
  ) {}

  /** Counts one event; returns 0 when allowed, else the seconds to wait. A limit of 0 allows everything. */
  take(key: string): number {
    if (this.limitPerMinute === 0) return 0;
    const minute = this.now() / 60_000;
    this.roll(Math.floor(minute));
    const elapsed = minute - Math.floor(minute);
    const used = (this.current.get(key) ?? 0) + (this.previous.get(key) ?? 0) * (1 - elapsed);
    if (used >= this.limitPerMinute) return Math.max(1, Math.ceil((1 - elapsed) * 60));
    this.current.set(key, (this.current.get(key) ?? 0) + 1);
    return 0;
  }

  private roll(window: number): void {
    if (window === this.window) return;
    this.previous = window === this.window + 1 ? this.current : new Map();
    this.current = new Map();
    this.window = window;
  }
}
