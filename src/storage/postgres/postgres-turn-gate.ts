import { createHash } from 'node:crypto';
import { PasserelleError } from '../../errors.js';
import type { TurnGate } from '../../transcripts/turn-gate.js';
import { TurnQueue } from '../../transcripts/turn-queue.js';
import type { Database } from './database.js';

/** Times that a turn asks for its conversation, a second each: a turn elsewhere that outlasts a minute is stuck. */
const ATTEMPTS = 60;

/**
 * One turn at a time per conversation on every instance: a queue per key here, then a lock in the database. A turn is one
 * transaction: what the stores write in it becomes visible together or not at all, and the lock ends with it, however it ends.
 * The queue comes first, so that a busy conversation takes one connection of an instance, not all of them.
 */
export class PostgresTurnGate implements TurnGate {
  private readonly queue = new TurnQueue();

  constructor(private readonly database: Database) {}

  /** @throws PasserelleError E_DATABASE, E_STORE_WRITE: nothing of the work was kept */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.database.holds(key)) return work();
    return this.queue.run(key, () => this.runLocked(key, work));
  }

  drain(): Promise<void> {
    return this.queue.drain();
  }

  private async runLocked<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lock = lockOf(key);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await this.database.lockedTransaction(key, lock, work);
      if (outcome) return outcome.done;
    }
    throw new PasserelleError('E_DATABASE', 'tour en cours sur une autre instance');
  }
}

/** Keys as the 64 bits that PostgreSQL locks by. Two that fell together would wait for each other, no more. */
const lockOf = (key: string): bigint => createHash('sha256').update(key).digest().readBigInt64BE();
