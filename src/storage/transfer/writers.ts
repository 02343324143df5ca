/** Runs some of the tasks at one time, so that they share what the disk takes long for. The first failure is the caller's. */
export class Writers {
  private readonly running = new Set<Promise<void>>();
  private failed: { error: unknown } | undefined;

  constructor(private readonly atOnce: number) {}

  /** Resolves when there is room for another one. */
  async add(task: () => Promise<void>): Promise<void> {
    while (this.running.size >= this.atOnce) await Promise.race(this.running);
    this.check();
    const run = task()
      .catch((error: unknown) => {
        this.failed ??= { error };
      })
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  /** Resolves when every task has ended well. */
  async end(): Promise<void> {
    await this.settle();
    this.check();
  }

  /** Resolves when every task has ended, however it did: then nothing is written any more. */
  async settle(): Promise<void> {
    await Promise.all(this.running);
  }

  private check(): void {
    if (this.failed) throw this.failed.error;
  }
}
