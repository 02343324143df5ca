import { AsyncLocalStorage } from 'node:async_hooks';
import type { StoreItem } from 'botbuilder';
import { assertNever } from '../../errors.js';
import type { ConversationFeed, ConversationNews } from '../../transcripts/conversation-feed.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import type { TurnGate } from '../../transcripts/turn-gate.js';
import { TurnQueue } from '../../transcripts/turn-queue.js';
import { type Conversation, type ConversationChange, changeConversation } from './conversation.js';
import type { TurnIndex } from './turn-index.js';

/** Bot state under a key. */
export interface StateDocument {
  key: string;
  version: number;
  item: StoreItem;
}

/** Everything that a turn, a reviewer or a purge can do to what is kept. */
export type Change = ConversationChange | { kind: 'state'; key: string; document: StateDocument | null } | FiguresChange;

/** Turns of which only figures remain. What is put stands in place of what has its id. */
export interface FiguresChange {
  kind: 'figures';
  put: readonly ReviewedTurn[];
  drop: readonly Pick<ReviewedTurn, 'id' | 'at'>[];
}

/** Documents by key. */
export interface Shelf<T> {
  read(key: string): Promise<T | undefined>;
  /** What was read is replaced; undefined: removed. */
  replace(key: string, document: T | undefined): void;
}

/** Where changes end up. */
export interface Backing {
  conversations: Shelf<Conversation>;
  states: Shelf<StateDocument>;
  /**
   * Keeps the changes safely, all or none of them, then has them applied; resolves after both.
   * @throws PasserelleError E_STORE_WRITE: then nothing is kept and nothing applied
   */
  commit(changes: readonly Change[], apply: () => Promise<void>): Promise<void>;
  /** Resolves once what was erased is nowhere any more. */
  settle(): Promise<void>;
  /** Told of each change to a conversation or to figures, once it is kept, to keep the index up. */
  indexed(change: IndexChange): void;
  index(): Promise<TurnIndex>;
}

export type IndexChange =
  | { kind: 'conversation'; before: Conversation | undefined; after: Conversation | undefined; figures?: readonly ReviewedTurn[] }
  | FiguresChange;

/** The changes of one turn, kept together or not at all; until then only the turn itself sees them. */
class UnitOfWork {
  readonly changes: Change[] = [];
  readonly conversations = new Map<string, Conversation | undefined>();
  readonly states = new Map<string, StateDocument | undefined>();
  readonly news: (() => void)[] = [];
  open = true;
}

/**
 * The store of a single process: documents, changed by units of work. A turn is a unit; a change outside of one is a unit of its
 * own. What a unit has written, others see once it is safely kept.
 */
export class EmbeddedDatabase {
  private readonly queue = new TurnQueue();
  private readonly units = new AsyncLocalStorage<UnitOfWork>();

  constructor(private readonly backing: Backing) {}

  readonly gate: TurnGate = {
    run: (key, work) => this.queue.run(key, () => this.together(work)),
    drain: () => this.queue.drain(),
  };

  async conversation(id: string): Promise<Conversation | undefined> {
    const unit = this.unit();
    return unit?.conversations.has(id) ? unit.conversations.get(id) : this.backing.conversations.read(id);
  }

  async state(key: string): Promise<StateDocument | undefined> {
    const unit = this.unit();
    return unit?.states.has(key) ? unit.states.get(key) : this.backing.states.read(key);
  }

  index(): Promise<TurnIndex> {
    return this.backing.index();
  }

  settle(): Promise<void> {
    return this.backing.settle();
  }

  /**
   * Makes changes to what `key` names (a conversation, or a key of the state), in a turn of their own unless one is under way.
   * `decide` reads and resolves with the changes and what the caller gets.
   */
  async change<T>(key: string, decide: () => Promise<{ changes: readonly Change[]; result: T }>): Promise<T> {
    const unit = this.unit();
    if (!unit) return this.gate.run(key, () => this.change(key, decide));
    const { changes, result } = await decide();
    for (const change of changes) await this.preview(unit, change);
    return result;
  }

  /** A feed on which nobody hears of what is not kept yet. */
  wrapFeed(feed: ConversationFeed): ConversationFeed {
    return {
      publish: (conversationId, news: ConversationNews) => {
        const unit = this.unit();
        if (unit && (news.kind === 'stored' || news.kind === 'erased')) unit.news.push(() => feed.publish(conversationId, news));
        else feed.publish(conversationId, news);
      },
      subscribe: (conversationId, listener) => feed.subscribe(conversationId, listener),
    };
  }

  /** Applies changes that are kept: after a commit, and again at start. */
  async apply(changes: readonly Change[]): Promise<void> {
    const { conversations, states } = this.backing;
    for (const change of changes) {
      switch (change.kind) {
        case 'state':
          states.replace(change.key, change.document ?? undefined);
          break;
        case 'figures':
          this.backing.indexed(change);
          break;
        case 'record':
        case 'append':
        case 'annotate':
        case 'forget':
        case 'unjudge':
        case 'remove': {
          const before = await conversations.read(change.id);
          const after = changeConversation(before, change);
          conversations.replace(change.id, after);
          const figures = change.kind === 'forget' ? { figures: change.figures } : {};
          this.backing.indexed({ kind: 'conversation', before, after, ...figures });
          break;
        }
        default:
          assertNever(change);
      }
    }
  }

  /** The unit that the caller runs in. Work that outlives its turn is in none. */
  private unit(): UnitOfWork | undefined {
    const unit = this.units.getStore();
    return unit?.open ? unit : undefined;
  }

  private async together<T>(work: () => Promise<T>): Promise<T> {
    const unit = new UnitOfWork();
    let result: T;
    try {
      result = await this.units.run(unit, work);
    } finally {
      unit.open = false;
    }
    const { changes } = unit;
    if (changes.length > 0) await this.backing.commit(changes, () => this.apply(changes));
    // An erasure is answered when it is done; a purge, which erases many, settles once.
    if (changes.some(({ kind }) => kind === 'remove') && !changes.some(({ kind }) => kind === 'forget')) await this.settle();
    for (const publish of unit.news) publish();
    return result;
  }

  private async preview(unit: UnitOfWork, change: Change): Promise<void> {
    unit.changes.push(change);
    if (change.kind === 'state') unit.states.set(change.key, change.document ?? undefined);
    else if (change.kind !== 'figures')
      unit.conversations.set(change.id, changeConversation(await this.conversation(change.id), change));
  }
}
