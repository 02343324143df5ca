import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { PasserelleError } from '../../errors.js';
import { isLost, LOCK_NOT_HAD, toDatabaseError } from './database-error.js';
import { toStorableText } from './storable-json.js';

/** A statement that is prepared once per connection under its name. `values` come in the order of its parameters. */
export interface Statement {
  name: string;
  text: string;
}

/** Connections of one process. PostgreSQL allows 100 in all by default: room for four instances. */
const CONNECTIONS = 20;

/** Connections that turns leave to everybody else: readers, notices, health. Without them, slow turns would stop the rest. */
const KEPT_FREE = 5;

/** Milliseconds. */
const PATIENCE = {
  /** For a connection, new or free. */
  connect: 5000,
  /** For one statement, by the server's clock. */
  statement: 30_000,
  /** For one statement, by ours: a server that has vanished says nothing. */
  answer: 35_000,
  /** For a lock: a turn of the same conversation on another instance, after which the gate lets go and tries again. */
  lock: 1000,
  /** Between two statements of a turn. A process that froze or vanished with its machine gives the conversation back. */
  idle: 120_000,
};

/** One transaction under way: everything that is asked within it goes over its connection. */
interface Scope {
  client: pg.PoolClient;
  /** Locks that it holds, by the key that was asked for. */
  keys: Set<string>;
  /** Payloads that are announced with the commit. */
  notices: Notice[];
  onCommit: (() => void)[];
  /** Statements run one after the other. */
  tail: Promise<unknown>;
  broken?: unknown;
  closed: boolean;
}

export interface Notice {
  channel: string;
  payload: string;
}

/**
 * The connections of one process. Within `transaction` every statement, wherever it is asked for, belongs to that transaction;
 * elsewhere each is its own. Nothing that happens to a connection ends the process: the next statement gets another one.
 */
export class Database {
  private readonly pool: pg.Pool;
  private readonly scopes = new AsyncLocalStorage<Scope | undefined>();
  private readonly waiting: (() => void)[] = [];
  private transactions = 0;

  constructor(readonly url: string) {
    this.pool = new pg.Pool({ ...connectionOptions(url), max: CONNECTIONS, connectionTimeoutMillis: PATIENCE.connect });
    // Whoever uses a connection hears of its end by the statement that fails; an idle one is replaced.
    const ignore = () => undefined;
    this.pool.on('error', ignore);
    this.pool.on('connect', (client) => client.on('error', ignore));
  }

  /** Rows of one statement. @throws PasserelleError E_DATABASE, E_STORE_WRITE */
  async query<Row extends object>(statement: Statement | string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.run<Row>(statement, values)).rows;
  }

  /** Number of rows that one statement changed. @throws PasserelleError E_DATABASE, E_STORE_WRITE */
  async change(statement: Statement | string, values: readonly unknown[] = []): Promise<number> {
    return (await this.run(statement, values)).rowCount ?? 0;
  }

  /** Runs `work` in the transaction under way, or in one of its own. @throws PasserelleError E_DATABASE, E_STORE_WRITE */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.current() ? work() : this.inTransaction('BEGIN', new Set(), work);
  }

  /**
   * Runs `work` in a transaction that holds the lock of `key`, in the database and so for every instance. Resolves with
   * undefined, and nothing done, when the lock was not to be had for a second: connections are too few to wait on.
   */
  async lockedTransaction<T>(key: string, lock: bigint, work: () => Promise<T>): Promise<{ done: T } | undefined> {
    const outer = this.current();
    const take = `SELECT pg_advisory_xact_lock(${lock})`;
    if (outer) {
      await this.run(`SET LOCAL lock_timeout = ${PATIENCE.statement}; ${take}`, []);
      outer.keys.add(key);
      return { done: await work() };
    }
    let begun = false;
    const begin = () => {
      begun = true;
      return work();
    };
    try {
      return { done: await this.inTransaction(`BEGIN; ${take}`, new Set([key]), begin) };
    } catch (error) {
      if (!begun && error instanceof PasserelleError && error.detail === LOCK_NOT_HAD) return undefined;
      throw error;
    }
  }

  /** True within a transaction that holds the lock of `key`. */
  holds(key: string): boolean {
    return this.current()?.keys.has(key) ?? false;
  }

  /** Announces with the commit of the transaction under way, or at once. `onCommit` is called then; not at all when it fails. */
  announce(notice: Notice, onCommit: () => void): void {
    const scope = this.current();
    if (scope) {
      scope.notices.push(notice);
      scope.onCommit.push(onCommit);
      return;
    }
    onCommit();
    this.announceNow(notice);
  }

  /** Announces at once, whatever is under way. One that fails is lost: it costs delay, never words. */
  announceNow({ channel, payload }: Notice): void {
    this.scopes.run(undefined, () => {
      this.run({ name: 'notify', text: 'SELECT pg_notify($1, $2)' }, [channel, payload]).catch(() => undefined);
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private current(): Scope | undefined {
    const scope = this.scopes.getStore();
    // What a turn left running after its end speaks for itself.
    return scope?.closed ? undefined : scope;
  }

  private async run<Row extends object>(statement: Statement | string, values: readonly unknown[]): Promise<pg.QueryResult<Row>> {
    // Texts come from addresses and forms, too: a character that the database cannot hold finds nothing there, and fails nothing.
    const storable = values.map((value) => (typeof value === 'string' ? toStorableText(value) : value));
    const config = { ...(typeof statement === 'string' ? { text: statement } : statement), values: storable };
    const scope = this.current();
    try {
      return await (scope ? ask<Row>(scope, config) : this.pool.query<Row>(config));
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  private async inTransaction<T>(begin: string, keys: Set<string>, work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      const client = await this.pool.connect();
      const scope: Scope = { client, keys, notices: [], onCommit: [], tail: Promise.resolve(), closed: false };
      let done: T;
      try {
        await client.query(begin);
        done = await this.scopes.run(scope, () => wrapFailures(work));
        await scope.tail;
        // A statement that failed has undone the transaction, whatever the work made of it.
        if (scope.broken) throw scope.broken;
        await client.query(commitOf(scope.notices));
      } catch (error) {
        await scope.tail;
        await abandon(client, scope.broken ?? error);
        throw error;
      } finally {
        scope.closed = true;
      }
      client.release();
      this.scopes.run(undefined, () => {
        for (const tell of scope.onCommit) tell();
      });
      return done;
    } catch (error) {
      throw error instanceof WorkFailure ? error.reason : toDatabaseError(error);
    } finally {
      this.leave();
    }
  }

  /** Waits until one more transaction leaves enough connections to the others. First come, first served. */
  private async enter(): Promise<void> {
    if (this.transactions < CONNECTIONS - KEPT_FREE) this.transactions += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.transactions -= 1;
  }
}

/** What the work of a transaction threw, told from what the transaction threw. */
class WorkFailure extends Error {
  constructor(readonly reason: unknown) {
    super();
  }
}

async function wrapFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new WorkFailure(error);
  }
}

/** How every connection is made. */
export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'passerelle',
  keepAlive: true,
  statement_timeout: PATIENCE.statement,
  query_timeout: PATIENCE.answer,
  lock_timeout: PATIENCE.lock,
  idle_in_transaction_session_timeout: PATIENCE.idle,
});

/** One statement after the other: the driver's own queue is on its way out. Once one has failed, the rest would too. */
function ask<Row extends object>(scope: Scope, config: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
  const mine = scope.tail.then(async () => {
    if (scope.broken) throw scope.broken;
    try {
      return await scope.client.query<Row>(config);
    } catch (error) {
      scope.broken = error;
      throw error;
    }
  });
  scope.tail = mine.catch(() => undefined);
  return mine;
}

/** One message to the server for the commit and what is announced with it. */
const commitOf = (notices: readonly Notice[]): string =>
  [
    ...notices.map(({ channel, payload }) => `SELECT pg_notify(${pg.escapeLiteral(channel)}, ${pg.escapeLiteral(payload)})`),
    'COMMIT',
  ].join('; ');

/** Undoes a transaction that failed; a connection that may be broken is not used again. */
async function abandon(client: pg.PoolClient, error: unknown): Promise<void> {
  if (!(error instanceof WorkFailure) && isLost(error)) {
    client.release(true);
    return;
  }
  await client.query('ROLLBACK').then(
    () => client.release(),
    () => client.release(true),
  );
}
