import {
  type JournalLine,
  RecordConflictError,
  type RecordKind,
  type StaffRecord,
  type StaffRecords,
} from '../../console/staff-records.js';
import { readRowCursor, writeCursor } from '../memory/page-cursor.js';
import type { Database } from './database.js';
import { toStorableJson, toStorableText } from './storable-json.js';
import { given } from './turn-rows.js';

interface RecordRow {
  id: string;
  version: string;
  value: unknown;
  updated_at: Date;
}

interface JournalRow {
  no: string;
  at: Date;
  who: string;
  action: string;
  target: string | null;
  network: string | null;
  detail: JournalLine['detail'] | null;
}

const COLUMNS = 'id, version, value, updated_at';

/** What the console keeps, on PostgreSQL: a row per document, a row per line of the journal. */
export class PostgresStaffRecords implements StaffRecords {
  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {}

  async get(kind: RecordKind, id: string): Promise<StaffRecord | undefined> {
    const text = `SELECT ${COLUMNS} FROM staff_records WHERE kind = $1 AND id = $2`;
    const [row] = await this.database.query<RecordRow>(text, [kind, toStorableText(id)]);
    return row && toRecord(row);
  }

  async list(kind: RecordKind): Promise<StaffRecord[]> {
    const text = `SELECT ${COLUMNS} FROM staff_records WHERE kind = $1 ORDER BY id`;
    return (await this.database.query<RecordRow>(text, [kind])).map(toRecord);
  }

  async put(kind: RecordKind, id: string, value: unknown, expected?: string | null): Promise<StaffRecord> {
    const values = [kind, toStorableText(id), toStorableJson(value), this.now().toISOString()];
    const insert = `INSERT INTO staff_records (kind, id, version, value, updated_at) VALUES ($1, $2, nextval('versions'), $3, $4)
      ON CONFLICT (kind, id)`;
    const change = `UPDATE SET version = nextval('versions'), value = excluded.value, updated_at = excluded.updated_at`;
    const [row] =
      expected === undefined
        ? await this.database.query<RecordRow>(`${insert} DO ${change} RETURNING ${COLUMNS}`, values)
        : expected === null
          ? await this.database.query<RecordRow>(`${insert} DO NOTHING RETURNING ${COLUMNS}`, values)
          : await this.database.query<RecordRow>(
              `UPDATE staff_records SET version = nextval('versions'), value = $3, updated_at = $4
              WHERE kind = $1 AND id = $2 AND version::text = $5 RETURNING ${COLUMNS}`,
              [...values, expected],
            );
    if (!row) throw new RecordConflictError(kind, id);
    return toRecord(row);
  }

  async remove(kind: RecordKind, id: string, expected?: string): Promise<void> {
    const text = 'DELETE FROM staff_records WHERE kind = $1 AND id = $2 AND ($3::text IS NULL OR version::text = $3)';
    const removed = await this.database.change(text, [kind, toStorableText(id), expected]);
    if (removed === 0 && expected !== undefined) throw new RecordConflictError(kind, id);
  }

  async addToJournal({ at, who, action, target, network, detail }: JournalLine): Promise<void> {
    const text = 'INSERT INTO journal (at, who, action, target, network, detail) VALUES ($1, $2, $3, $4, $5, $6)';
    const values = [who, action, target, network].map((value) => value && toStorableText(value));
    await this.database.change(text, [at, ...values, detail && toStorableJson(detail)]);
  }

  async readJournal(
    { who, action, target, from, to }: Parameters<StaffRecords['readJournal']>[0],
    { limit, cursor }: Parameters<StaffRecords['readJournal']>[1],
  ): Promise<{ items: JournalLine[]; next?: string }> {
    const [at, no] = readRowCursor(cursor) ?? [];
    const rows = await this.database.query<JournalRow>(
      `SELECT no, at, who, action, target, network, detail FROM journal
      WHERE ($1::text IS NULL OR who = $1) AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR target = $3)
        AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
        AND ($6::timestamptz IS NULL OR (at, no) < ($6, $7::bigint))
      ORDER BY at DESC, no DESC LIMIT $8`,
      [who, action, target, from, to, at, no, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(toLine),
      ...(rows.length > limit && last ? { next: writeCursor([last.at.toISOString(), last.no]) } : {}),
    };
  }

  purgeJournal(before: string): Promise<number> {
    return this.database.change('DELETE FROM journal WHERE at < $1', [before]);
  }
}

const toRecord = ({ id, version, value, updated_at }: RecordRow): StaffRecord => ({
  id,
  version,
  value,
  updatedAt: updated_at.toISOString(),
});

const toLine = ({ at, who, action, target, network, detail }: JournalRow): JournalLine => ({
  at: at.toISOString(),
  who,
  action,
  ...given('target', target),
  ...given('network', network),
  ...given('detail', detail),
});
