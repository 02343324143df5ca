import type { Activity, PagedResult, TranscriptInfo } from 'botbuilder';
import type { ConversationRecord, LoggedActivity, TranscriptStore, TurnNote } from '../../transcripts/transcript-store.js';
import { readTurn } from '../../transcripts/turn-record.js';
import { readCursor, writeCursor } from '../memory/page-cursor.js';
import type { Database } from './database.js';
import { toStorableJson, toStorableText } from './storable-json.js';
import { given } from './turn-rows.js';
import { TurnWriter } from './turn-writer.js';

/** Activities per page, as in the SDK's own stores. */
const PAGE = 20;

interface ConversationRow {
  no: string;
  id: string;
  channel_id: string;
  started_at: Date;
  updated_at: Date;
  user_id: string | null;
  network: string | null;
  ended: boolean | null;
}

interface ActivityRow {
  seq: number;
  activity: LoggedActivity['activity'];
  note: TurnNote | null;
}

const COLUMNS = 'no, id, channel_id, started_at, updated_at, user_id, network, ended';

const open = {
  name: 'conversations.open',
  text: `INSERT INTO conversations AS c (id, channel_id, started_at, updated_at, user_id, network, ended)
    VALUES ($1, $2, coalesce($3, $8::timestamptz), coalesce($4, $8::timestamptz), $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET channel_id = $2, started_at = coalesce($3, c.started_at),
      updated_at = coalesce($4, c.updated_at), user_id = coalesce($5, c.user_id), network = coalesce($6, c.network),
      ended = coalesce($7, c.ended)
    RETURNING ${COLUMNS}`,
};
/** The site's network counts for every turn, whatever contact was given before. */
const attribute = {
  name: 'turns.attribute',
  text: 'UPDATE turns SET network = $2 WHERE conversation = $1 AND network IS DISTINCT FROM $2',
};
const find = { name: 'conversations.find', text: `SELECT ${COLUMNS} FROM conversations WHERE id = $1` };
/** The conversation's row is locked by its change, so that two appends never take the same number. */
const append = {
  name: 'activities.append',
  text: `WITH moved AS (
      UPDATE conversations SET updated_at = $2, last_seq = last_seq + $3 WHERE id = $1 RETURNING ${COLUMNS}, last_seq
    ), added AS (
      INSERT INTO activities (conversation, seq, at, activity, note)
      SELECT no, last_seq - $3 + place, (item ->> 'at')::timestamptz, item -> 'activity', nullif(item -> 'note', 'null')
      FROM moved, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS given (item, place)
    ) SELECT * FROM moved`,
};
const read = {
  name: 'activities.read',
  text: `SELECT seq, activity, note FROM activities
    WHERE conversation = (SELECT no FROM conversations WHERE id = $1) AND seq > $2 ORDER BY seq`,
};
const readLast = {
  name: 'activities.last',
  text: `SELECT seq, activity, note FROM activities
    WHERE conversation = (SELECT no FROM conversations WHERE id = $1) ORDER BY seq DESC LIMIT 1`,
};
const list = {
  name: 'conversations.list',
  text: `SELECT ${COLUMNS} FROM conversations ORDER BY updated_at DESC, no DESC LIMIT $1 OFFSET $2`,
};
const page = {
  name: 'conversations.page',
  text: `SELECT ${COLUMNS} FROM conversations WHERE channel_id = $1 AND ($2::bigint IS NULL OR no < $2) ORDER BY no DESC LIMIT $3`,
};
const activityPage = {
  name: 'activities.page',
  text: `SELECT a.seq, a.activity FROM conversations c JOIN activities a ON a.conversation = c.no
    WHERE c.id = $1 AND c.channel_id = $2 AND a.seq > $3 AND ($4::timestamptz IS NULL OR a.at >= $4) ORDER BY a.seq LIMIT $5`,
};

/** Conversation logs on PostgreSQL, and the turns that reviewers see, written with them. */
export class PostgresTranscriptStore implements TranscriptStore {
  private readonly turns: TurnWriter;

  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {
    this.turns = new TurnWriter(database);
  }

  async open(record: Pick<ConversationRecord, 'id' | 'channelId'> & Partial<ConversationRecord>): Promise<ConversationRecord> {
    const { id, channelId, startedAt, updatedAt, user, network, ended } = record;
    const at = this.now().toISOString();
    const values = [toStorableText(id), channelId, startedAt, updatedAt, user, network, ended, at];
    const write = async () => {
      const [row] = await this.database.query<ConversationRow>(open, values);
      if (!row) throw new TypeError('an upsert returned no row');
      if (network !== undefined) await this.database.change(attribute, [row.no, network]);
      return toRecord(row);
    };
    return network === undefined ? write() : this.database.transaction(write);
  }

  async find(conversationId: string): Promise<ConversationRecord | undefined> {
    const [row] = await this.database.query<ConversationRow>(find, [toStorableText(conversationId)]);
    return row && toRecord(row);
  }

  async append(conversationId: string, items: readonly Omit<LoggedActivity, 'seq'>[]): Promise<LoggedActivity[]> {
    const stored = items.map(({ activity, note }) => ({ at: this.dateOf(activity.timestamp), activity, note: note ?? null }));
    const values = [toStorableText(conversationId), this.now().toISOString(), items.length, toStorableJson(stored)];
    return this.database.transaction(async () => {
      const [row] = await this.database.query<ConversationRow & { last_seq: number }>(append, values);
      if (!row) throw new TypeError(`conversation ${conversationId} was not opened`);
      const logged = items.map((item, index) => ({ seq: row.last_seq - items.length + index + 1, ...item }));
      await this.turns.follow(row.no, readTurn(toRecord(row), logged));
      return logged;
    });
  }

  async read(conversationId: string, after = 0): Promise<LoggedActivity[]> {
    const rows = await this.database.query<ActivityRow>(read, [toStorableText(conversationId), Math.max(0, after)]);
    return rows.map(toLogged);
  }

  async readLast(conversationId: string): Promise<LoggedActivity | undefined> {
    const [row] = await this.database.query<ActivityRow>(readLast, [toStorableText(conversationId)]);
    return row && toLogged(row);
  }

  async list({ limit = 50, offset = 0 }: { limit?: number; offset?: number } = {}): Promise<ConversationRecord[]> {
    return (await this.database.query<ConversationRow>(list, [limit, offset])).map(toRecord);
  }

  async remove(conversationId: string): Promise<void> {
    await this.database.change('DELETE FROM conversations WHERE id = $1', [toStorableText(conversationId)]);
  }

  async logActivity(activity: Activity): Promise<void> {
    await this.open({ id: activity.conversation.id, channelId: activity.channelId });
    const timestamp = this.dateOf(activity.timestamp);
    await this.append(activity.conversation.id, [
      { activity: { ...activity, id: activity.id ?? '', timestamp } as unknown as LoggedActivity['activity'] },
    ]);
  }

  async getTranscriptActivities(
    channelId: string,
    conversationId: string,
    continuationToken = '',
    startDate?: Date,
  ): Promise<PagedResult<Activity>> {
    const after = /^\d{1,9}$/.test(continuationToken) ? Number(continuationToken) : 0;
    const values = [toStorableText(conversationId), channelId, after, startDate?.toISOString(), PAGE + 1];
    const rows = await this.database.query<ActivityRow>(activityPage, values);
    const items = rows.slice(0, PAGE);
    return {
      items: items.map(({ activity }) => activity as unknown as Activity),
      continuationToken: rows.length > PAGE ? String(items.at(-1)?.seq) : '',
    };
  }

  /** Latest begun first. */
  async listTranscripts(channelId: string, continuationToken = ''): Promise<PagedResult<TranscriptInfo>> {
    const [before] = readCursor(continuationToken) ?? [];
    const rows = await this.database.query<ConversationRow>(page, [channelId, before, PAGE + 1]);
    const items = rows.slice(0, PAGE);
    return {
      items: items.map((row) => ({ channelId, id: row.id, created: row.started_at })),
      continuationToken: rows.length > PAGE ? writeCursor([items.at(-1)?.no ?? '']) : '',
    };
  }

  async deleteTranscript(channelId: string, conversationId: string): Promise<void> {
    const text = 'DELETE FROM conversations WHERE id = $1 AND channel_id = $2';
    await this.database.change(text, [toStorableText(conversationId), channelId]);
  }

  /** The day of an activity, as the store has it; what has none, or none that can be read, is of now. */
  private dateOf(timestamp: string | Date | undefined): string {
    const date = timestamp === undefined ? this.now() : new Date(timestamp);
    return (Number.isNaN(date.getTime()) ? this.now() : date).toISOString();
  }
}

const toRecord = (row: ConversationRow): ConversationRecord => ({
  id: row.id,
  channelId: row.channel_id,
  startedAt: row.started_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  ...given('user', row.user_id),
  ...given('network', row.network),
  ...given('ended', row.ended),
});

const toLogged = ({ seq, activity, note }: ActivityRow): LoggedActivity => ({ seq, activity, ...given('note', note) });
