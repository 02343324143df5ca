import {
  type JournalLine,
  RecordConflictError,
  type RecordKind,
  type StaffRecord,
  type StaffRecords,
} from '../../console/staff-records.js';
import { comparePlaces, type Place, readCursor, writeCursor } from './page-cursor.js';

/** What the console keeps, in memory. */
export class MemoryStaffRecords implements StaffRecords {
  private readonly records = new Map<RecordKind, Map<string, StaffRecord>>();
  private journal: JournalLine[] = [];
  private versions = 0;

  constructor(private readonly now: () => Date) {}

  async get(kind: RecordKind, id: string): Promise<StaffRecord | undefined> {
    return structuredClone(this.of(kind).get(id));
  }

  async list(kind: RecordKind): Promise<StaffRecord[]> {
    return structuredClone([...this.of(kind).values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  async put(kind: RecordKind, id: string, value: unknown, expected?: string | null): Promise<StaffRecord> {
    this.check(kind, id, expected);
    this.versions += 1;
    const record = { id, version: String(this.versions), value: structuredClone(value), updatedAt: this.now().toISOString() };
    this.of(kind).set(id, record);
    return structuredClone(record);
  }

  async remove(kind: RecordKind, id: string, expected?: string): Promise<void> {
    this.check(kind, id, expected);
    this.of(kind).delete(id);
  }

  async addToJournal(line: JournalLine): Promise<void> {
    this.journal.push(structuredClone(line));
  }

  async readJournal(
    filter: Parameters<StaffRecords['readJournal']>[0],
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<{ items: JournalLine[]; next?: string }> {
    return pageJournal(this.journal, filter, limit, cursor);
  }

  async purgeJournal(before: string): Promise<number> {
    const kept = this.journal.filter(({ at }) => at >= before);
    const removed = this.journal.length - kept.length;
    this.journal = kept;
    return removed;
  }

  private of(kind: RecordKind): Map<string, StaffRecord> {
    const records = this.records.get(kind) ?? new Map<string, StaffRecord>();
    this.records.set(kind, records);
    return records;
  }

  private check(kind: RecordKind, id: string, expected: string | null | undefined): void {
    checkVersion(kind, id, this.of(kind).get(id), expected);
  }
}

/** @throws RecordConflictError when the version that must be there is not */
export function checkVersion(
  kind: RecordKind,
  id: string,
  stored: StaffRecord | undefined,
  expected: string | null | undefined,
): void {
  if (expected !== undefined && expected !== (stored?.version ?? null)) throw new RecordConflictError(kind, id);
}

/** A page of a journal, newest first. Lines of one moment keep the order in which they came. */
export function pageJournal(
  lines: readonly JournalLine[],
  filter: Parameters<StaffRecords['readJournal']>[0],
  limit: number,
  cursor: string | undefined,
): { items: JournalLine[]; next?: string } {
  const after = readCursor(cursor);
  const left = placeLines(lines).filter(({ line, place }) => meets(line, filter) && (!after || comparePlaces(place, after) < 0));
  const page = left.reverse().slice(0, limit);
  const items = structuredClone(page.map(({ line }) => line));
  const last = page.at(-1);
  return left.length > page.length && last ? { items, next: writeCursor(last.place) } : { items };
}

/** Oldest first, each with its moment and its number within the moment: what is added later moves neither. */
function placeLines(lines: readonly JournalLine[]): { line: JournalLine; place: Place }[] {
  const counts = new Map<string, number>();
  return lines
    .map((line) => {
      const number = (counts.get(line.at) ?? 0) + 1;
      counts.set(line.at, number);
      return { line, place: [line.at, number] as const };
    })
    .sort((a, b) => comparePlaces(a.place, b.place));
}

const meets = (line: JournalLine, { who, action, target, from, to }: Parameters<StaffRecords['readJournal']>[0]) =>
  (who === undefined || line.who === who) &&
  (action === undefined || line.action === action) &&
  (target === undefined || line.target === target) &&
  (from === undefined || line.at >= from) &&
  (to === undefined || line.at < to);
