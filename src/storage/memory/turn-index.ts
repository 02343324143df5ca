import type {
  ConversationSummary,
  Count,
  Dimension,
  Page,
  PageRequest,
  ReviewedTurn,
  TurnFilter,
} from '../../transcripts/review-store.js';
import type { ConversationRecord } from '../../transcripts/transcript-store.js';
import { ConversationIndex } from './conversation-index.js';
import { drawSample } from './draw-sample.js';
import { comparePlaces, type Place, readCursor, writeCursor } from './page-cursor.js';
import { SortedList } from './sorted-list.js';
import { TurnDimensions } from './turn-dimensions.js';
import { compileFilter, type IndexedTurn } from './turn-filter.js';
import { WordBook } from './word-book.js';

/** Turns that are handed out before others get their turn. */
const BATCH = 500;
const NONE: readonly number[] = [];

/** By time; at one time by conversation, then by number. */
const placeOf = ({ turn }: IndexedTurn): Place => [turn.at, turn.conversationId, turn.seq, turn.id];

/**
 * Every turn in memory, in order, with what reviewers ask of them. Knows nothing of files: whoever owns it feeds it.
 * A turn that it is given is its own from then on, and what it hands out is not to be changed.
 */
export class TurnIndex {
  private readonly words = new WordBook();
  private readonly dimensions = new TurnDimensions();
  private readonly byId = new Map<string, IndexedTurn>();
  private readonly ordered = new SortedList<IndexedTurn, Place>(placeOf, comparePlaces);
  private readonly conversations = new ConversationIndex();

  get size(): number {
    return this.byId.size;
  }

  find(id: string): ReviewedTurn | undefined {
    return this.byId.get(id)?.turn;
  }

  /** Adds the turns, each in place of the one of its id. */
  put(turns: readonly ReviewedTurn[]): void {
    for (const given of turns) {
      const question = given.question === undefined ? undefined : this.words.index(given.question);
      const reply = given.reply === undefined ? undefined : this.words.index(given.reply);
      const turn = reply ? { ...given, reply: reply.text } : given;
      const entry: IndexedTurn = { turn, question: question?.words ?? NONE, reply: reply?.words ?? NONE };
      const before = this.byId.get(turn.id);
      if (before) this.ordered.remove(before);
      this.byId.set(turn.id, entry);
      this.ordered.add(entry);
      this.conversations.putTurn(entry);
    }
  }

  drop(ids: Iterable<string>): void {
    for (const id of ids) {
      const entry = this.byId.get(id);
      if (!entry) continue;
      this.byId.delete(id);
      this.ordered.remove(entry);
      this.conversations.dropTurn(entry);
    }
  }

  putConversation(record: ConversationRecord): void {
    this.conversations.put(record);
  }

  /** Forgets a conversation and its turns. */
  dropConversation(id: string): void {
    this.drop(this.conversations.turnsOf(id).map(({ turn }) => turn.id));
    this.conversations.drop(id);
  }

  /** Turns of a conversation that stands in the index, oldest first. */
  turnsOf(conversationId: string): ReviewedTurn[] {
    return this.conversations.turnsOf(conversationId).map(({ turn }) => turn);
  }

  /** Records of conversations, last updated first. */
  listConversations(): readonly ConversationRecord[] {
    return this.conversations.records();
  }

  pageOfConversations(channelId: string, page: PageRequest): Page<ConversationRecord> {
    return this.conversations.page(
      ({ record }) => record.channelId === channelId,
      page,
      ({ record }) => record,
    );
  }

  search(filter: TurnFilter, { limit, cursor }: PageRequest): Page<ReviewedTurn> {
    const matches = compileFilter(filter, this.words);
    const items: ReviewedTurn[] = [];
    let last: IndexedTurn | undefined;
    for (const entry of this.ordered.before(readCursor(cursor))) {
      if (!matches(entry)) continue;
      if (items.length >= limit && last) return { items, next: writeCursor(placeOf(last)) };
      items.push(entry.turn);
      last = entry;
    }
    return { items };
  }

  searchConversations(filter: TurnFilter, page: PageRequest): Page<ConversationSummary> {
    return this.conversations.search(compileFilter(filter, this.words), filter.visibleTo, page);
  }

  /** Oldest first; goes on rightly while turns come and go. */
  async *stream(filter: TurnFilter): AsyncGenerator<ReviewedTurn> {
    const matches = compileFilter(filter, this.words);
    let reached: Place | undefined;
    for (;;) {
      const batch = this.ordered.after(reached, BATCH);
      for (const entry of batch) if (matches(entry)) yield entry.turn;
      const last = batch.at(-1);
      if (!last) return;
      reached = placeOf(last);
      await new Promise(setImmediate);
    }
  }

  /** Turns that still have their words, drawn by a hash of the seed and their id: each has the same chance. */
  sample(filter: TurnFilter, count: number, seed: number): ReviewedTurn[] {
    const matches = compileFilter(filter, this.words);
    const found = this.ordered.items.filter((entry) => entry.turn.question !== undefined && matches(entry));
    return drawSample(
      found.map(({ turn }) => turn),
      count,
      seed,
    );
  }

  count(filter: TurnFilter, by: readonly Dimension[]): Count[] {
    const matches = compileFilter(filter, this.words);
    const groups = new Map<string, Count>();
    if (by.length === 0) groups.set('', { keys: [], turns: 0, likes: 0, dislikes: 0 });
    for (const entry of this.ordered.items) {
      if (!matches(entry)) continue;
      const { turn } = entry;
      const keys = by.map((dimension) => this.dimensions.read(turn, dimension));
      const name = keys.join('\0');
      const group = groups.get(name) ?? { keys, turns: 0, likes: 0, dislikes: 0 };
      groups.set(name, group);
      group.turns += 1;
      if (turn.opinion === 'like') group.likes += 1;
      if (turn.opinion === 'dislike') group.dislikes += 1;
    }
    return [...groups].sort(([a, left], [b, right]) => right.turns - left.turns || (a < b ? -1 : 1)).map(([, group]) => group);
  }

  /** Turns before a moment that meet a condition, oldest first. */
  older(before: string, wanted: (turn: ReviewedTurn) => boolean): ReviewedTurn[] {
    const found: ReviewedTurn[] = [];
    for (const { turn } of this.ordered.items) {
      if (turn.at >= before) break;
      if (wanted(turn)) found.push(turn);
    }
    return found;
  }
}
