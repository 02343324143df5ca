import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type JournalLine,
  type RecordKind,
  recordKinds,
  type StaffRecord,
  type StaffRecords,
} from '../../console/staff-records.js';
import { TurnQueue } from '../../transcripts/turn-queue.js';
import { checkVersion, pageJournal } from '../memory/memory-staff-records.js';
import { DocumentFolder } from './document-folder.js';

interface JournalDay {
  lines: JournalLine[];
}

/** What the console keeps, on lowdb: a document each; the journal by day, so that adding a line costs no more as it grows. One writer at a time, as there are few. */
export class LowdbStaffRecords implements StaffRecords {
  private readonly folders: ReadonlyMap<RecordKind, DocumentFolder<StaffRecord>>;
  private readonly days: DocumentFolder<JournalDay>;
  private readonly queue = new TurnQueue();

  constructor(
    root: string,
    private readonly now: () => Date,
    onDamaged: (path: string, cause: unknown) => void,
  ) {
    this.folders = new Map(recordKinds.map((kind) => [kind, new DocumentFolder<StaffRecord>(join(root, kind), onDamaged)]));
    this.days = new DocumentFolder(join(root, 'journal'), onDamaged);
  }

  async get(kind: RecordKind, id: string): Promise<StaffRecord | undefined> {
    return structuredClone(await this.folder(kind).read(id));
  }

  async list(kind: RecordKind): Promise<StaffRecord[]> {
    const found: StaffRecord[] = [];
    for await (const record of this.folder(kind).all()) found.push(record);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  put(kind: RecordKind, id: string, value: unknown, expected?: string | null): Promise<StaffRecord> {
    return this.queue.run(`${kind} ${id}`, async () => {
      checkVersion(kind, id, await this.folder(kind).read(id), expected);
      // Random: a document that was removed and made again is another one.
      const version = randomBytes(9).toString('base64url');
      const record = { id, version, value: structuredClone(value), updatedAt: this.now().toISOString() };
      await this.folder(kind).write(id, record);
      return structuredClone(record);
    });
  }

  remove(kind: RecordKind, id: string, expected?: string): Promise<void> {
    return this.queue.run(`${kind} ${id}`, async () => {
      checkVersion(kind, id, await this.folder(kind).read(id), expected);
      await this.folder(kind).remove(id);
    });
  }

  addToJournal(line: JournalLine): Promise<void> {
    return this.queue.run('journal', async () => {
      const day = line.at.slice(0, 10);
      const lines = (await this.days.read(day))?.lines ?? [];
      await this.days.write(day, { lines: [...lines, structuredClone(line)] });
    });
  }

  async readJournal(
    filter: Parameters<StaffRecords['readJournal']>[0],
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<{ items: JournalLine[]; next?: string }> {
    const lines: JournalLine[] = [];
    for await (const day of this.days.all()) lines.push(...day.lines);
    return pageJournal(lines, filter, limit, cursor);
  }

  purgeJournal(before: string): Promise<number> {
    return this.queue.run('journal', async () => {
      let removed = 0;
      const days: string[] = [];
      for await (const { lines } of this.days.all()) days.push(lines[0]?.at.slice(0, 10) ?? '');
      for (const day of days.filter((name) => name <= before.slice(0, 10))) {
        const lines = (await this.days.read(day))?.lines ?? [];
        const kept = lines.filter(({ at }) => at >= before);
        removed += lines.length - kept.length;
        if (kept.length === 0) await this.days.remove(day);
        else if (kept.length < lines.length) await this.days.write(day, { lines: kept });
      }
      return removed;
    });
  }

  private folder(kind: RecordKind): DocumentFolder<StaffRecord> {
    const folder = this.folders.get(kind);
    if (!folder) throw new TypeError(`no such kind of document: ${kind}`);
    return folder;
  }
}
