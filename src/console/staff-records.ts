/** What the console itself keeps: small JSON documents by kind, and the journal of what staff did. */

/** Kinds of document. Each has a schema in the room that owns it. */
export const recordKinds = ['account', 'draft', 'trial', 'topic', 'saved-filter', 'audit', 'digest', 'setting'] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface StaffRecord {
  id: string;
  /** Changes with every write: what `put` and `remove` compare. */
  version: string;
  value: unknown;
  /** ISO 8601. */
  updatedAt: string;
}

/** Somebody else wrote the document since it was read. */
export class RecordConflictError extends Error {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
  ) {
    super(`${kind} ${id} was changed meanwhile`);
    this.name = 'RecordConflictError';
  }
}

/** A line of the journal: who looked at, changed, published, exported what. Never a text of a conversation. */
export interface JournalLine {
  /** ISO 8601. */
  at: string;
  /** Account. */
  who: string;
  /** « conversation.view », « draft.publish »… */
  action: string;
  /** Id of what it was done to. */
  target?: string;
  /** Network that it concerns. */
  network?: string;
  detail?: Record<string, string | number | boolean>;
}

export interface StaffRecords {
  get(kind: RecordKind, id: string): Promise<StaffRecord | undefined>;
  /** Every document of a kind, by id. They are few (hundreds at most). */
  list(kind: RecordKind): Promise<StaffRecord[]>;
  /**
   * Durable when it resolves. `expected`: version that must be there now (null: none), when given.
   * @throws RecordConflictError
   */
  put(kind: RecordKind, id: string, value: unknown, expected?: string | null): Promise<StaffRecord>;
  /** @throws RecordConflictError */
  remove(kind: RecordKind, id: string, expected?: string): Promise<void>;
  /** Durable when it resolves. */
  addToJournal(line: JournalLine): Promise<void>;
  /** Newest first. */
  readJournal(
    filter: { who?: string; action?: string; target?: string; from?: string; to?: string },
    page: { limit: number; cursor?: string },
  ): Promise<{ items: JournalLine[]; next?: string }>;
  /** Removes the lines before `before` (ISO 8601); resolves with their number. */
  purgeJournal(before: string): Promise<number>;
}
