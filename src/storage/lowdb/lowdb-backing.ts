import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import { PasserelleError } from '../../errors.js';
import type { Conversation } from '../memory/conversation.js';
import type { Backing, Change, IndexChange, StateDocument } from '../memory/embedded-database.js';
import type { TurnIndex } from '../memory/turn-index.js';
import { DocumentFolder } from './document-folder.js';
import { DocumentShelf } from './document-shelf.js';
import { Journal, type OpenFile } from './journal.js';
import { PersistedIndex } from './persisted-index.js';

/** The documents are written when the journal has grown so large, in bytes: that much is read again after a crash. */
const JOURNAL_SIZE = 8 * 1024 * 1024;
/** Or so long after a change, in milliseconds: the turns of a conversation follow each other in less, and are then written once. */
const WRITE_AFTER = 120_000;

export interface LowdbBackingOptions {
  dataDir: string;
  onDamaged(path: string, cause: unknown): void;
  /** For tests: a disk that fails. */
  openFile?: OpenFile;
}

/**
 * Changes go to the journal, and behind it to a document per conversation and per key of the state, and to the index. Writing behind
 * (a checkpoint): new changes go to a new part of the journal, everything older is written, then the older parts are removed.
 */
export class LowdbBacking implements Backing {
  readonly conversations: DocumentShelf<Conversation>;
  readonly states: DocumentShelf<StateDocument>;
  private readonly journal: Journal<readonly Change[]>;
  private readonly persisted: PersistedIndex;
  /** Changes that are being journaled or applied. */
  private readonly underWay = new Set<Promise<void>>();
  /** Checkpoints and the loading of the index, one at a time. */
  private tasks: Promise<unknown> = Promise.resolve();
  /** A checkpoint that has not begun: whoever needs one may wait for it. */
  private next: Promise<void> | undefined;
  private loading: Promise<TurnIndex> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failure: unknown;

  private constructor(
    { dataDir, onDamaged, openFile }: LowdbBackingOptions,
    fresh: boolean,
    journal: Journal<readonly Change[]>,
  ) {
    const folder = <T extends object>(name: string) => new DocumentFolder<T>(join(dataDir, name), onDamaged, openFile, true);
    this.conversations = new DocumentShelf(folder<Conversation>('conversations'), ({ record }) => record.id);
    this.states = new DocumentShelf(folder<StateDocument>('state'), ({ key }) => key);
    this.journal = journal;
    this.persisted = new PersistedIndex({
      folder: join(dataDir, 'review'),
      conversations: () => this.conversations.all(),
      onDamaged,
      openFile,
      fresh,
    });
  }

  static async open(options: LowdbBackingOptions): Promise<LowdbBacking> {
    const { dataDir, onDamaged, openFile = open } = options;
    const fresh = await access(join(dataDir, 'conversations')).then(
      () => false,
      () => true,
    );
    return new LowdbBacking(options, fresh, new Journal(join(dataDir, 'journal'), openFile, onDamaged));
  }

  /** Applies what the journal still holds of the life before. Call it once, first. @throws PasserelleError E_DATA_DIR */
  async recover(apply: (changes: readonly Change[]) => Promise<void>): Promise<void> {
    for await (const changes of this.journal.replay()) await apply(changes);
  }

  /** Writes the documents behind the journal from now on. */
  start(): void {
    if (this.journal.size > 0) this.schedule();
  }

  async commit(changes: readonly Change[], apply: () => Promise<void>): Promise<void> {
    const done = this.journal.add(changes).then(apply);
    this.underWay.add(done);
    try {
      await done;
    } finally {
      this.underWay.delete(done);
    }
    if (this.journal.size > JOURNAL_SIZE) this.checkpointSoon();
    else this.schedule();
  }

  indexed(change: IndexChange): void {
    this.persisted.change(change);
  }

  index(): Promise<TurnIndex> {
    this.loading ??= this.alone(() => this.persisted.load()).catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  async settle(): Promise<void> {
    // What was erased is so by the journal's word; if the disk is full now, the rest is done once it is not.
    await this.checkpoint().catch(() => undefined);
  }

  /** Resolves when turns can be kept now. @throws PasserelleError E_STORE_WRITE, E_DATA_DIR */
  async check(): Promise<void> {
    // A record without changes, as only trying tells whether the disk takes one.
    if (this.failure) await this.checkpoint();
    else await this.commit([], async () => undefined);
  }

  /** Writes everything, so that the next start has nothing to recover. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.allSettled(this.underWay);
    await this.checkpoint().catch(() => undefined);
    clearTimeout(this.timer);
    await this.journal.close();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.checkpointSoon(), WRITE_AFTER).unref();
  }

  private checkpointSoon(): void {
    if (!this.next) this.checkpoint().catch(() => undefined);
  }

  private checkpoint(): Promise<void> {
    this.next ??= this.alone(() => {
      this.next = undefined;
      return this.writeBehind();
    });
    return this.next;
  }

  private async writeBehind(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const removeOlder = await this.journal.rotate();
      await Promise.allSettled(this.underWay);
      await this.conversations.flush();
      await this.states.flush();
      await this.persisted.flush();
      await removeOlder();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      this.schedule();
      throw error instanceof PasserelleError ? error : new PasserelleError('E_STORE_WRITE', '', { cause: error });
    }
  }

  private alone<T>(task: () => Promise<T>): Promise<T> {
    const done = this.tasks.then(task);
    this.tasks = done.catch(() => undefined);
    return done;
  }
}
