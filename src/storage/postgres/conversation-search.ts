import type { ConversationSummary, DecisionKind, Page, PageRequest, TurnFilter } from '../../transcripts/review-store.js';
import { readRowCursor, writeCursor } from '../memory/page-cursor.js';
import type { Database } from './database.js';
import { Parameters, toConditions, visible } from './turn-conditions.js';
import { given } from './turn-rows.js';

/** How many of the last updated conversations are looked through one by one before the turns are asked for theirs. */
const WINDOW = 2000;

interface Found {
  no: string;
  updated_at: Date;
}

interface SummaryRow extends Found {
  id: string;
  channel_id: string;
  network: string | null;
  started_at: Date;
  turns: number;
  first_question: string | null;
  kinds: DecisionKind[] | null;
  likes: number;
  dislikes: number;
  unreviewed: number;
}

const ORDER = 'ORDER BY c.updated_at DESC, c.no DESC';

/** A page of the conversations with a turn that meets the filter, last updated first. */
export async function searchConversations(
  database: Database,
  filter: TurnFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ConversationSummary>> {
  const recent = filter.conversationId === undefined ? await findRecent(database, filter, cursor, limit + 1) : undefined;
  const found = recent ?? (await findByTurns(database, filter, cursor, limit + 1));
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await summarise(
      database,
      shown.map(({ no }) => no),
      filter.visibleTo,
    ),
    ...(found.length > limit && last ? { next: writeCursor([last.updated_at.toISOString(), last.no]) } : {}),
  };
}

/** Among the last updated ones; undefined when they do not suffice and there are more. Quick when many conversations meet the filter. */
async function findRecent(database: Database, filter: TurnFilter, cursor: string | undefined, wanted: number) {
  const parameters = new Parameters();
  const text = `WITH recent AS MATERIALIZED (
      SELECT c.no, c.updated_at FROM conversations c WHERE ${toBound(cursor, parameters)} ${ORDER} LIMIT ${WINDOW}
    ) SELECT c.no, c.updated_at, (SELECT count(*) FROM recent)::int AS looked FROM recent c
    WHERE EXISTS (SELECT FROM turns t WHERE t.conversation = c.no AND ${toConditions(filter, parameters)})
    ${ORDER} LIMIT ${parameters.add(wanted)}`;
  const rows = await database.query<Found & { looked: number }>(text, parameters.values);
  const sufficient = rows.length === wanted || (rows[0] !== undefined && rows[0].looked < WINDOW);
  return sufficient ? rows : undefined;
}

/** By way of the turns that meet the filter. Quick when they are few. */
function findByTurns(database: Database, filter: TurnFilter, cursor: string | undefined, wanted: number) {
  const parameters = new Parameters();
  const text = `WITH found AS MATERIALIZED (SELECT DISTINCT t.conversation FROM turns t WHERE ${toConditions(filter, parameters)})
    SELECT c.no, c.updated_at FROM found JOIN conversations c ON c.no = found.conversation
    WHERE ${toBound(cursor, parameters)} ${ORDER} LIMIT ${parameters.add(wanted)}`;
  return database.query<Found>(text, parameters.values);
}

/** What the list shows of conversations: of the turns that the reader may see. */
async function summarise(database: Database, nos: readonly string[], visibleTo: readonly string[] | undefined) {
  if (nos.length === 0) return [];
  const parameters = new Parameters();
  const mine = `t.conversation = c.no AND ${visibleTo ? visible(visibleTo, parameters) : 'true'}`;
  const text = `SELECT c.no, c.id, c.channel_id, c.started_at, c.updated_at, s.turns, s.likes, s.dislikes, s.unreviewed,
      coalesce(c.network, s.network) AS network,
      (SELECT array_agg(kind ORDER BY first) FROM (SELECT t.kind, min(t.seq) AS first FROM turns t WHERE ${mine} GROUP BY 1) k) AS kinds,
      (SELECT t.question FROM turns t WHERE ${mine} AND t.question IS NOT NULL ORDER BY t.seq LIMIT 1) AS first_question
    FROM conversations c CROSS JOIN LATERAL (
      SELECT count(*)::int AS turns, (count(*) FILTER (WHERE t.opinion = 'like'))::int AS likes,
        (count(*) FILTER (WHERE t.opinion = 'dislike'))::int AS dislikes, (count(*) FILTER (WHERE t.state IS NULL))::int AS unreviewed,
        (array_agg(t.network ORDER BY t.seq DESC) FILTER (WHERE t.network IS NOT NULL))[1] AS network
      FROM turns t WHERE ${mine}) s
    WHERE c.no = ANY(${parameters.add([...nos])}) ${ORDER}`;
  const rows = await database.query<SummaryRow>(text, parameters.values);
  return rows.map(
    (row): ConversationSummary => ({
      id: row.id,
      channelId: row.channel_id,
      ...given('network', row.network),
      startedAt: row.started_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      turns: row.turns,
      ...given('firstQuestion', row.first_question),
      kinds: row.kinds ?? [],
      likes: row.likes,
      dislikes: row.dislikes,
      unreviewed: row.unreviewed,
    }),
  );
}

function toBound(cursor: string | undefined, parameters: Parameters): string {
  const place = readRowCursor(cursor);
  if (!place) return 'true';
  const [at, no] = place;
  return `(c.updated_at, c.no) < (${parameters.add(at)}::timestamptz, ${parameters.add(no)}::bigint)`;
}
