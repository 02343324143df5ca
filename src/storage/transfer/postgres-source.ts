import type { StoreItem } from 'botbuilder';
import type { CouncilSheet } from '../../../dialogs/council-sheet.js';
import type { JournalLine, RecordKind } from '../../console/staff-records.js';
import type { LoggedActivity, TurnNote } from '../../transcripts/transcript-store.js';
import { Database } from '../postgres/database.js';
import { Listener } from '../postgres/listener.js';
import { PostgresReleaseStore } from '../postgres/postgres-release-store.js';
import { given, TURN_COLUMNS, type TurnRow, toTurn } from '../postgres/turn-rows.js';
import type { HistoryItem, HistorySource } from './history.js';

/** Rows of one statement. */
const PAGE = 500;
/** Conversations that are read together, with all that was said in them. */
const CONVERSATIONS = 50;

interface ConversationRow {
  no: string;
  id: string;
  channel_id: string;
  started_at: Date;
  updated_at: Date;
  user_id: string | null;
  network: string | null;
  ended: boolean | null;
  last_seq: number;
}

interface ActivityRow {
  conversation: string;
  seq: number;
  activity: LoggedActivity['activity'];
  note: TurnNote | null;
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

/** A database as a history: one transaction that sees one moment, while turns go on. @throws PasserelleError E_DATABASE when it is read */
export function openPostgresHistory(databaseUrl: string): HistorySource {
  const database = new Database(databaseUrl);
  return {
    read: (consume) =>
      database.transaction(async () => {
        await database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        return consume(readItems(database));
      }),
    close: () => database.close(),
  };
}

/** What the transaction under way sees. */
export const seenWithin = (database: Database): HistorySource => ({
  read: (consume) => consume(readItems(database)),
  close: async () => undefined,
});

async function* readItems(database: Database): AsyncGenerator<HistoryItem> {
  const key = await readKey(database);
  if (key) yield { kind: 'key', key };
  yield* readReleases(new PostgresReleaseStore(database, new Listener(database.url)));
  yield* readRecords(database);
  yield* readSheets(database);
  yield* readStates(database);
  yield* readConversations(database);
  yield* readFigures(database);
}

async function readKey(database: Database): Promise<string | undefined> {
  const [key] = await database.query<{ value: Buffer }>(`SELECT value FROM installation WHERE name = 'key'`);
  return key?.value.toString('base64url');
}

async function* readReleases(store: PostgresReleaseStore): AsyncGenerator<HistoryItem> {
  for (const record of await store.list()) {
    const files = Object.fromEntries(await store.readFiles(record.version));
    const compiled = Buffer.from(await store.readCompiled(record.version)).toString('base64');
    yield { kind: 'release', record, files, compiled };
  }
  for (const activation of await store.journal()) yield { kind: 'activation', activation };
}

async function* readRecords(database: Database): AsyncGenerator<HistoryItem> {
  const text = 'SELECT kind, id, value, updated_at FROM staff_records ORDER BY kind, id';
  const records = await database.query<{ kind: RecordKind; id: string; value: unknown; updated_at: Date }>(text);
  for (const { kind, id, value, updated_at } of records)
    yield { kind: 'record', of: kind, id, value, updatedAt: updated_at.toISOString() };
  const lines = 'SELECT no, at, who, action, target, network, detail FROM journal WHERE no > $1 ORDER BY no LIMIT $2';
  for await (const { at, who, action, target, network, detail } of pages<JournalRow>(database, lines, '0', PAGE, ({ no }) => no))
    yield {
      kind: 'journal',
      line: {
        at: at.toISOString(),
        who,
        action,
        ...given('target', target),
        ...given('network', network),
        ...given('detail', detail),
      },
    };
}

async function* readSheets(database: Database): AsyncGenerator<HistoryItem> {
  const text = 'SELECT id, sheet, created_at, expires_at FROM sheets WHERE id > $1 ORDER BY id LIMIT $2';
  interface Row {
    id: string;
    sheet: CouncilSheet;
    created_at: Date;
    expires_at: Date;
  }
  for await (const { id, sheet, created_at, expires_at } of pages<Row>(database, text, '', PAGE, (row) => row.id))
    yield { kind: 'sheet', sheet: { id, sheet, createdAt: created_at.toISOString(), expiresAt: expires_at.toISOString() } };
}

async function* readStates(database: Database): AsyncGenerator<HistoryItem> {
  const text = 'SELECT key, item FROM bot_state WHERE key > $1 ORDER BY key LIMIT $2';
  for await (const { key, item } of pages<{ key: string; item: StoreItem }>(database, text, '', PAGE, (row) => row.key))
    yield { kind: 'state', key, item };
}

async function* readConversations(database: Database): AsyncGenerator<HistoryItem> {
  const text = `SELECT no, id, channel_id, started_at, updated_at, user_id, network, ended, last_seq FROM conversations
    WHERE no > $1 ORDER BY no LIMIT ${CONVERSATIONS}`;
  for (let last: string | undefined = '0'; last !== undefined; ) {
    const rows: ConversationRow[] = await database.query<ConversationRow>(text, [last]);
    const nos = [rows.map(({ no }) => no)];
    const activities = group(
      await database.query<ActivityRow>(
        'SELECT conversation, seq, activity, note FROM activities WHERE conversation = ANY($1) ORDER BY conversation, seq',
        nos,
      ),
    );
    const turns = group(
      await database.query<TurnRow & { conversation: string }>(
        `SELECT t.conversation, ${TURN_COLUMNS} FROM turns t JOIN conversations c ON c.no = t.conversation
        WHERE t.conversation = ANY($1) ORDER BY t.conversation, t.seq`,
        nos,
      ),
    );
    for (const row of rows) yield toItem(row, activities.get(row.no) ?? [], turns.get(row.no) ?? []);
    last = rows.length < CONVERSATIONS ? undefined : rows.at(-1)?.no;
  }
}

/** Rows by the number of their conversation, in their order. */
function group<Row extends { conversation: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const mine = groups.get(row.conversation);
    if (mine) mine.push(row);
    else groups.set(row.conversation, [row]);
  }
  return groups;
}

function toItem(row: ConversationRow, activities: readonly ActivityRow[], turns: readonly TurnRow[]): HistoryItem {
  const judged = turns.filter(({ annotations }) => annotations.length > 0);
  return {
    kind: 'conversation',
    record: {
      id: row.id,
      channelId: row.channel_id,
      startedAt: row.started_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      ...given('user', row.user_id),
      ...given('network', row.network),
      ...given('ended', row.ended),
    },
    log: activities.map(({ seq, activity, note }) => ({ seq, activity, ...given('note', note) })),
    ...(judged.length > 0 ? { annotations: Object.fromEntries(judged.map(({ seq, annotations }) => [seq, annotations])) } : {}),
    ...(activities.length === 0 && row.last_seq > 0 ? { last: row.last_seq } : {}),
    turns: turns.map(toTurn),
  };
}

async function* readFigures(database: Database): AsyncGenerator<HistoryItem> {
  const text = `SELECT ${TURN_COLUMNS} FROM turns t LEFT JOIN conversations c ON c.no = t.conversation
    WHERE t.conversation IS NULL AND t.no > $1 ORDER BY t.no LIMIT $2`;
  for await (const row of pages<TurnRow>(database, text, '0', PAGE, ({ no }) => no)) {
    const { id: _, ...turn } = toTurn(row);
    yield { kind: 'figures', turn };
  }
}

/** Rows page by page. `text` takes the place of the last row seen and how many to read. */
async function* pages<Row extends object>(
  database: Database,
  text: string,
  first: string,
  limit: number,
  placeOf: (row: Row) => string,
): AsyncGenerator<Row> {
  for (let after: string | undefined = first; after !== undefined; ) {
    const rows: Row[] = await database.query<Row>(text, [after, limit]);
    yield* rows;
    const last = rows.at(-1);
    after = last && rows.length === limit ? placeOf(last) : undefined;
  }
}

/** The installation's own key, if it has made one. @throws PasserelleError E_DATABASE */
export const readDatabaseKey = (databaseUrl: string): Promise<string | undefined> => ask(databaseUrl, readKey);

/** True when a service is connected to the database. @throws PasserelleError E_DATABASE */
export const isInUse = (databaseUrl: string): Promise<boolean> =>
  ask(databaseUrl, async (database) => {
    const text = `SELECT count(*)::int AS others FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'passerelle%' AND pid <> pg_backend_pid()`;
    const [row] = await database.query<{ others: number }>(text);
    return (row?.others ?? 0) > 0;
  });

async function ask<T>(databaseUrl: string, question: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database(databaseUrl);
  try {
    return await question(database);
  } finally {
    await database.close();
  }
}
