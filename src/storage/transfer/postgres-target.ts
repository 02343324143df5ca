import { assertNever, PasserelleError } from '../../errors.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { Database } from '../postgres/database.js';
import { toDatabaseError } from '../postgres/database-error.js';
import { Listener } from '../postgres/listener.js';
import { migrate } from '../postgres/migrate.js';
import { PostgresReleaseStore } from '../postgres/postgres-release-store.js';
import { PostgresSheetStore } from '../postgres/postgres-sheet-store.js';
import { PostgresStaffRecords } from '../postgres/postgres-staff-records.js';
import { SearchWords } from '../postgres/search-words.js';
import { toStorableJson, toStorableText } from '../postgres/storable-json.js';
import { compareWritten } from './compare-written.js';
import type { HistoryItem } from './history.js';
import type { FillOptions } from './lowdb-target.js';
import { seenWithin } from './postgres-source.js';
import { type Sums, Tally, tallied } from './tally.js';

const TABLES = ['conversations', 'turns', 'bot_state', 'sheets', 'releases', 'activations', 'staff_records', 'journal'];

const setKey = `INSERT INTO installation (name, value) VALUES ('key', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
const addStates = `INSERT INTO bot_state (key, version, item)
  SELECT key, nextval('versions'), item FROM json_to_recordset($1::json) AS given (key text, item json)`;
const addConversations = `INSERT INTO conversations (id, channel_id, started_at, updated_at, user_id, network, ended, last_seq)
  SELECT id, channel, started, updated, person, network, ended, last FROM jsonb_to_recordset($1::jsonb) AS given (id text, channel text,
    started timestamptz, updated timestamptz, person text, network text, ended boolean, last integer)`;
const addActivities = `INSERT INTO activities (conversation, seq, at, activity, note)
  SELECT c.no, seq, at, activity, note
  FROM jsonb_to_recordset($1::jsonb) AS given (conversation text, seq integer, at timestamptz, activity jsonb, note jsonb)
  JOIN conversations c ON c.id = conversation`;
/** The columns that the service writes turn by turn (turn-writer.ts), and what came to them since. */
const addTurns = `INSERT INTO turns (conversation, seq, at, channel_id, network, region, user_id, kind, entry, intent, place, asks,
    recommends, confidence, release, ms, error_reference, opinion, choice, state, reply_ids, decision, question, reply, comment,
    annotations, words)
  SELECT c.no, seq, at, channel, given.network, decision ->> 'region', person, decision ->> 'kind', decision ->> 'entry',
    decision ->> 'intent', decision ->> 'place', decision ->> 'asks', decision ->> 'recommends',
    (decision ->> 'confidence')::double precision, release, ms, reference, opinion, choice, annotations -> -1 ->> 'state',
    replies, decision, question, reply, comment, annotations, array_to_tsvector(words)
  FROM jsonb_to_recordset($1::jsonb) AS given (conversation text, seq integer, at timestamptz, channel text, network text,
    person text, decision jsonb, release text, ms double precision, reference text, opinion text, choice text, replies text[],
    question text, reply text, comment text, annotations jsonb, words text[])
  LEFT JOIN conversations c ON c.id = conversation`;

/** Characters of JSON that are sent at once. */
const BATCH = 1_000_000;

/**
 * Fills an empty database, in one transaction: it is read again and compared before it counts; when anything fails, nothing is left.
 * @throws PasserelleError E_STORE_NOT_EMPTY, E_TRANSFER, E_DATABASE, E_STORE_WRITE
 */
export async function fillDatabase(databaseUrl: string, items: AsyncIterable<HistoryItem>, options: FillOptions): Promise<Sums> {
  await prepareDatabase(databaseUrl);
  const database = new Database(databaseUrl);
  try {
    return await database.transaction(async () => {
      for (const table of TABLES) {
        const [row] = await database.query<{ taken: boolean }>(`SELECT EXISTS (SELECT FROM ${table}) AS taken`);
        if (row?.taken) throw new PasserelleError('E_STORE_NOT_EMPTY', `table ${table}`);
      }
      const tally = new Tally();
      await writeItems(database, tallied(items, tally), options);
      const sums = tally.sums();
      await compareWritten(sums, seenWithin(database));
      return sums;
    });
  } finally {
    await database.close();
  }
}

/** Gives the database the shape that this version needs. @throws PasserelleError E_DATABASE */
export async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl).catch((error: unknown) => {
    throw toDatabaseError(error);
  });
}

async function writeItems(database: Database, items: AsyncIterable<HistoryItem>, { onDamaged }: FillOptions): Promise<void> {
  const releases = new PostgresReleaseStore(database, new Listener(database.url));
  const sheets = new PostgresSheetStore(database, onDamaged);
  const states = new Batch(database, [addStates]);
  const conversations = new Batch(database, [addConversations, addActivities, addTurns]);
  const figures = new Batch(database, [addTurns]);
  const words = new SearchWords();
  for await (const item of items) {
    switch (item.kind) {
      case 'key':
        await database.change(setKey, [Buffer.from(item.key, 'base64url')]);
        break;
      case 'release': {
        const { record, files, compiled } = item;
        await releases.add({ ...record, files: new Map(Object.entries(files)), compiled: Buffer.from(compiled, 'base64') });
        break;
      }
      case 'activation':
        await releases.activate(item.activation);
        break;
      case 'record':
        // Its date travels with it.
        await new PostgresStaffRecords(database, () => new Date(item.updatedAt)).put(item.of, item.id, item.value);
        break;
      case 'journal':
        await new PostgresStaffRecords(database, () => new Date(item.line.at)).addToJournal(item.line);
        break;
      case 'sheet':
        await sheets.save(item.sheet);
        break;
      case 'state':
        await states.add([[{ key: toStorableText(item.key), item: item.item }]]);
        break;
      case 'conversation':
        await conversations.add(toRows(item, words));
        break;
      case 'figures':
        await figures.add([[toTurnRow({ ...item.turn, id: '' }, undefined)]]);
        break;
      default:
        assertNever(item);
    }
  }
  for (const batch of [states, conversations, figures]) await batch.flush();
}

/** Rows of a conversation: its own, its activities, its turns. */
function toRows(item: Extract<HistoryItem, { kind: 'conversation' }>, words: SearchWords): object[][] {
  const { record, log, last, turns } = item;
  const { id, channelId, startedAt, updatedAt, user, network, ended } = record;
  const own = { id, channel: channelId, started: startedAt, updated: updatedAt, person: user, network, ended };
  return [
    [{ ...own, last: log.at(-1)?.seq ?? last ?? 0 }],
    log.map(({ seq, activity, note }) => ({ conversation: id, seq, at: dateOf(activity.timestamp, updatedAt), activity, note })),
    turns.map((turn) => toTurnRow(turn, [...new Set([...words.of(turn.question ?? ''), ...words.of(turn.reply ?? '')])])),
  ];
}

const toTurnRow = (turn: ReviewedTurn, words: readonly string[] | undefined): object => ({
  ...turn,
  id: undefined,
  conversation: turn.conversationId || undefined,
  channel: turn.channelId,
  person: turn.user,
  reference: turn.errorReference,
  replies: turn.replyIds,
  words,
});

/** The day of an activity; what has none that can be read is of the conversation's last day. */
function dateOf(timestamp: string | undefined, otherwise: string): string {
  const date = new Date(timestamp ?? otherwise);
  return Number.isNaN(date.getTime()) ? otherwise : date.toISOString();
}

/** Rows that go to the server together, by statements that need one another in their order. */
class Batch {
  private rows: string[][];
  private size = 0;

  constructor(
    private readonly database: Database,
    private readonly statements: readonly string[],
  ) {
    this.rows = statements.map(() => []);
  }

  /** `given`: rows by statement. */
  async add(given: readonly (readonly object[])[]): Promise<void> {
    for (const [index, rows] of given.entries())
      for (const row of rows) {
        const text = toStorableJson(row);
        this.rows[index]?.push(text);
        this.size += text.length;
      }
    if (this.size >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [index, statement] of this.statements.entries()) {
      const rows = this.rows[index] ?? [];
      if (rows.length > 0) await this.database.change(statement, [`[${rows.join(',')}]`]);
    }
    this.rows = this.statements.map(() => []);
    this.size = 0;
  }
}
