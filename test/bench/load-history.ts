import pg from 'pg';
import type { ConversationItem, HistoryItem } from '../../src/storage/transfer/history.js';
import { readTurns } from '../../src/transcripts/turn-record.js';

type Conversation = Extract<HistoryItem, { kind: 'conversation' }>;

const DAY = 24 * 3600_000;
/** Days over which a history is spread: as long as texts are kept. */
export const DAYS = 170;

/** A copy of a real conversation under another name, begun at another moment. */
export function cloneConversation({ turns: _, ...item }: Conversation, id: string, begin: number): Conversation {
  const text = JSON.stringify(item).replaceAll(JSON.stringify(item.record.id).slice(1, -1), id);
  const copy = JSON.parse(text) as ConversationItem;
  const shift = begin - Date.parse(copy.record.startedAt);
  const move = (iso: string) => new Date(Date.parse(iso) + shift).toISOString();
  copy.record.startedAt = move(copy.record.startedAt);
  copy.record.updatedAt = move(copy.record.updatedAt);
  // As Teams sends it, the first activity of each turn has a moment of its own.
  for (const [index, { activity }] of copy.log.entries())
    Object.assign(activity, { timestamp: new Date(begin + index * 1000).toISOString() });
  return { ...copy, turns: readTurns(copy.record, copy.log, copy.annotations) };
}

/**
 * As many turns as asked for, made of real conversations, oldest first, over `days`, ending at `now`. For a history that is
 * multiplied afterwards: `DAYS / times`, so that the slices follow each other.
 */
export async function* generateHistory(
  real: readonly Conversation[],
  turns: number,
  now: number,
  days = DAYS,
): AsyncGenerator<HistoryItem> {
  for (let made = 0, number = 0; made < turns; number++) {
    const model = real[number % real.length];
    if (!model || model.turns.length === 0) continue;
    const begin = now - days * DAY * (1 - made / turns);
    yield cloneConversation(model, `a:load-${number}`, Math.round(begin));
    made += model.turns.length;
  }
}

/** Multiplies what a database holds, within itself: its conversations again, under other names, each time a slice of days later. */
export async function multiplyDatabase(databaseUrl: string, times: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(`CREATE TEMP TABLE base AS SELECT coalesce(max(no), 0) AS no FROM conversations`);
    const columns = async (table: string) => {
      const text = `SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public' ORDER BY ordinal_position`;
      return (await client.query<{ column_name: string }>(text, [table])).rows.map(({ column_name }) => column_name);
    };
    const shift = `make_interval(secs => k::double precision * ${(DAYS * 86_400) / times})`;
    const changed: Record<string, string> = {
      no: `no + k * (SELECT no FROM base)`,
      id: `id || '#' || k`,
      conversation: `conversation + k * (SELECT no FROM base)`,
      at: `at + ${shift}`,
      started_at: `started_at + ${shift}`,
      updated_at: `updated_at + ${shift}`,
    };
    // Sorted in one by one, a million rows take as many minutes as they take seconds when the indexes are made afterwards.
    const indexes = await client.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
      WHERE indrelid = 'turns'::regclass AND NOT indisprimary`,
    );
    for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
    for (const table of ['conversations', 'activities', 'turns']) {
      const names = (await columns(table)).filter((name) => table !== 'turns' || name !== 'no');
      const values = names.map((name) => changed[name] ?? name);
      const within = table === 'conversations' ? 'no' : 'conversation';
      await client.query(
        `INSERT INTO ${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE SELECT ${values.join(', ')} FROM ${table},
        generate_series(1, ${times - 1}) AS k WHERE ${within} <= (SELECT no FROM base) ORDER BY k, ${within}`,
      );
    }
    for (const { definition } of indexes.rows) await client.query(definition);
    await client.query(`SELECT setval(pg_get_serial_sequence('conversations', 'no'), (SELECT max(no) FROM conversations))`);
    // As autovacuum leaves tables that have grown turn by turn.
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** Conversations with their turns, of what is read from a store. */
export async function collectConversations(items: AsyncIterable<HistoryItem>): Promise<Conversation[]> {
  const found: Conversation[] = [];
  for await (const item of items) if (item.kind === 'conversation') found.push(item);
  return found;
}
