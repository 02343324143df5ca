import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { connectionOptions } from './database.js';

/** Milliseconds: before the first new try, at most, and between two signs of life of a connection that says nothing by itself. */
const RETRY = { first: 100, last: 5000 };
const BEAT = 15_000;

/**
 * The one connection that hears the database's notifications. It comes back by itself; what was announced meanwhile is lost,
 * so whoever listens is told that something may have been missed.
 */
export class Listener {
  private client: pg.Client | undefined;
  private readonly listeners = new Map<string, Set<(payload: string) => void>>();
  private readonly missed = new Set<() => void>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly url: string) {}

  /** Resolves once it hears. @throws the driver's error when it cannot */
  async open(): Promise<void> {
    this.running = this.stayConnected(await this.connect());
  }

  /** Calls `hear` with each payload on the channel, `onMissed` when some may have been lost. Returns how to stop. */
  listen(channel: string, hear: (payload: string) => void, onMissed: () => void): () => void {
    const mine = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, mine.add(hear));
    this.missed.add(onMissed);
    // Before the connection stands, `connect` asks for every channel.
    if (mine.size === 1) this.client?.query(listenTo(channel)).catch(() => undefined);
    return () => {
      mine.delete(hear);
      this.missed.delete(onMissed);
    };
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...connectionOptions(this.url), application_name: 'passerelle (écoute)' });
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload = '' }) => {
      for (const hear of [...(this.listeners.get(channel) ?? [])]) hear(payload);
    });
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(listenTo(channel));
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    return client;
  }

  private async stayConnected(first: pg.Client): Promise<void> {
    let client = first;
    while (!this.stopping.signal.aborted) {
      await this.untilLost(client);
      this.client = undefined;
      await client.end().catch(() => undefined);
      const again = await this.reconnect();
      if (!again) return;
      client = again;
      for (const tell of [...this.missed]) tell();
    }
  }

  /** Resolves when the connection has ended, or no longer answers. */
  private async untilLost(client: pg.Client): Promise<void> {
    const ended = new Promise<false>((resolve) => client.once('end', () => resolve(false)));
    for (;;) {
      const beat = wait(BEAT, true, { ref: false, signal: this.stopping.signal }).catch(() => false);
      if (!(await Promise.race([ended, beat]))) return;
      const alive = await client.query('SELECT 1').then(
        () => true,
        () => false,
      );
      if (!alive) return;
    }
  }

  private async reconnect(): Promise<pg.Client | undefined> {
    for (let pause = RETRY.first; !this.stopping.signal.aborted; pause = Math.min(pause * 2, RETRY.last)) {
      try {
        return await this.connect();
      } catch {
        await wait(pause, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }
}

const listenTo = (channel: string): string => `LISTEN ${pg.escapeIdentifier(channel)}`;
