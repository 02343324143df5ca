import type { ConversationSummary, Page, PageRequest } from '../../transcripts/review-store.js';
import type { ConversationRecord } from '../../transcripts/transcript-store.js';
import { comparePlaces, type Place, readCursor, writeCursor } from './page-cursor.js';
import { type IndexedTurn, lastState } from './turn-filter.js';

export interface ConversationEntry {
  record: ConversationRecord;
  /** By number. */
  turns: IndexedTurn[];
}

/** Last updated first; at one moment by id. */
const placeOf = ({ record }: ConversationEntry): Place => [record.updatedAt, record.id];

/** The conversations that turns belong to. Figures belong to none. */
export class ConversationIndex {
  private readonly entries = new Map<string, ConversationEntry>();
  /** Turns whose conversation is not known yet. */
  private readonly waiting = new Map<string, IndexedTurn[]>();
  private ordered: ConversationEntry[] | undefined;

  put(record: ConversationRecord): void {
    const turns = this.entries.get(record.id)?.turns ?? this.waiting.get(record.id) ?? [];
    this.waiting.delete(record.id);
    this.entries.set(record.id, { record, turns });
    this.ordered = undefined;
  }

  drop(id: string): void {
    this.waiting.delete(id);
    if (this.entries.delete(id)) this.ordered = undefined;
  }

  putTurn(indexed: IndexedTurn): void {
    const { conversationId, seq } = indexed.turn;
    if (conversationId === '') return;
    const turns = this.entries.get(conversationId)?.turns ?? this.waiting.get(conversationId) ?? [];
    const at = turns.findLastIndex(({ turn }) => turn.seq <= seq);
    const same = turns[at]?.turn.seq === seq;
    turns.splice(same ? at : at + 1, same ? 1 : 0, indexed);
    if (!this.entries.has(conversationId)) this.waiting.set(conversationId, turns);
  }

  dropTurn({ turn: { conversationId, id } }: IndexedTurn): void {
    const turns = this.entries.get(conversationId)?.turns ?? this.waiting.get(conversationId);
    const at = turns?.findIndex(({ turn }) => turn.id === id) ?? -1;
    if (at >= 0) turns?.splice(at, 1);
  }

  turnsOf(id: string): readonly IndexedTurn[] {
    return this.entries.get(id)?.turns ?? this.waiting.get(id) ?? [];
  }

  records(): readonly ConversationRecord[] {
    return this.order().map(({ record }) => record);
  }

  search(
    matches: (turn: IndexedTurn) => boolean,
    visibleTo: readonly string[] | undefined,
    page: PageRequest,
  ): Page<ConversationSummary> {
    return this.page(
      ({ turns }) => turns.some(matches),
      page,
      (entry) => summarise(entry, visibleTo),
    );
  }

  page<T>(
    wanted: (entry: ConversationEntry) => boolean,
    { limit, cursor }: PageRequest,
    show: (entry: ConversationEntry) => T,
  ): Page<T> {
    const after = readCursor(cursor);
    const items: T[] = [];
    let last: ConversationEntry | undefined;
    for (const entry of this.order()) {
      if (after && comparePlaces(placeOf(entry), after) >= 0) continue;
      if (!wanted(entry)) continue;
      if (items.length >= limit && last) return { items, next: writeCursor(placeOf(last)) };
      items.push(show(entry));
      last = entry;
    }
    return { items };
  }

  private order(): ConversationEntry[] {
    this.ordered ??= [...this.entries.values()].sort((a, b) => comparePlaces(placeOf(b), placeOf(a)));
    return this.ordered;
  }
}

/** Of the turns that the reader may see. */
function summarise({ record, turns: all }: ConversationEntry, visibleTo: readonly string[] | undefined): ConversationSummary {
  const turns = all.map(({ turn }) => turn).filter(({ network }) => !visibleTo || !network || visibleTo.includes(network));
  const network = record.network ?? turns.findLast((turn) => turn.network)?.network;
  const first = turns.find(({ question }) => question !== undefined)?.question;
  return {
    id: record.id,
    channelId: record.channelId,
    ...(network ? { network } : {}),
    startedAt: record.startedAt,
    updatedAt: record.updatedAt,
    turns: turns.length,
    ...(first === undefined ? {} : { firstQuestion: first }),
    kinds: [...new Set(turns.map(({ decision }) => decision.kind))],
    likes: turns.filter(({ opinion }) => opinion === 'like').length,
    dislikes: turns.filter(({ opinion }) => opinion === 'dislike').length,
    unreviewed: turns.filter((turn) => lastState(turn) === undefined).length,
  };
}
