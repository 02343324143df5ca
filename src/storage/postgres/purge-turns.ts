import type { PurgeReport, RetentionRules, StateKeys } from '../../transcripts/review-store.js';
import type { Database } from './database.js';

const DAY = 24 * 3600_000;

/** Rows that one step goes through: a transaction of some tens of milliseconds. */
const STEP = { conversations: 200, opinions: 500, figures: 5000 };

/** The key that ConversationState makes of a turn, its empty namespace at the end. */
const keyOfState: StateKeys = ({ id, channelId }) => [`${channelId}/conversations/${id}/`];

/**
 * Conversations after `$1` with something before `$2`, oldest first, and up to which number it goes; `whole` when nothing is left.
 * A conversation that is in its turn (the lock is the gate's) is left to the next purge.
 */
const findOld = `WITH old AS MATERIALIZED (
    SELECT c.no, c.id, c.channel_id, c.last_seq, c.updated_at FROM conversations c
    WHERE c.no > $1 AND c.started_at < $2 AND coalesce((
      SELECT a.at FROM activities a WHERE a.conversation = c.no ORDER BY a.seq LIMIT 1), c.updated_at) < $2
    ORDER BY c.no LIMIT ${STEP.conversations}
  ), kept AS MATERIALIZED (
    SELECT old.*, (SELECT min(a.seq) FROM activities a WHERE a.conversation = old.no AND a.at >= $2) AS first,
      pg_try_advisory_xact_lock(('x' || encode(substring(sha256(convert_to(id, 'UTF8')) FOR 8), 'hex'))::bit(64)::bigint) AS mine
    FROM old
  ) SELECT no, id, channel_id, mine, coalesce(first - 1, last_seq) AS up_to, first IS NULL AND updated_at < $2 AS whole
  FROM kept ORDER BY no`;

/** New rows in no order: neither their numbers nor their places tell which turns followed each other. */
const reduce = `WITH old AS (SELECT unnest($1::bigint[]) AS no, unnest($2::integer[]) AS up_to),
  gone AS (DELETE FROM turns t USING old WHERE t.conversation = old.no AND t.seq <= old.up_to RETURNING t.*),
  silent AS (DELETE FROM activities a USING old WHERE a.conversation = old.no AND a.seq <= old.up_to)
  INSERT INTO turns (seq, at, channel_id, network, region, kind, entry, intent, place, asks, recommends, confidence, release, ms,
    opinion, choice, state, decision, annotations)
  SELECT 0, date_trunc('hour', at, 'UTC'), channel_id, network, region, kind, entry, intent, place, asks, recommends, confidence,
    release, ms, opinion, choice, state, decision, annotations FROM gone ORDER BY random()`;

/** Judgements, opinions, and the events by which they came. */
const unjudge = `WITH old AS (
    SELECT no FROM turns WHERE at < $1 AND (opinion IS NOT NULL OR comment IS NOT NULL OR state IS NOT NULL) LIMIT ${STEP.opinions}
  ), judged AS (
    UPDATE turns t SET opinion = NULL, comment = NULL, state = NULL, annotations = '[]' FROM old WHERE t.no = old.no
    RETURNING t.conversation, t.reply_ids
  ), silent AS (
    UPDATE activities a SET note = a.note - 'event' FROM judged
    WHERE a.conversation = judged.conversation AND a.note -> 'event' ->> 'name' = 'feedback'
      AND (a.at < $1 OR a.note -> 'event' ->> 'about' = ANY(judged.reply_ids))
  ) SELECT count(*)::int AS judged FROM judged`;

const removeFigures = `DELETE FROM turns WHERE no IN (
  SELECT no FROM turns WHERE conversation IS NULL AND at < $1 ORDER BY at LIMIT ${STEP.figures})`;

interface OldConversation {
  no: string;
  id: string;
  channel_id: string;
  mine: boolean;
  up_to: number;
  whole: boolean;
}

/** Erases what is older than the rules say, in short transactions. */
export async function purgeTurns(
  database: Database,
  rules: RetentionRules,
  now: Date,
  stateKeys: StateKeys = keyOfState,
): Promise<PurgeReport> {
  const before = (days: number) => new Date(now.getTime() - days * DAY).toISOString();
  const report: PurgeReport = { conversations: 0, turns: 0, opinions: 0, statistics: 0 };
  let last: string | undefined = '0';
  while (last !== undefined) last = await forgetSome(database, last, before(rules.text), stateKeys, report);
  for (let judged = 1; judged > 0; report.opinions += judged) {
    const [row] = await database.query<{ judged: number }>(unjudge, [before(rules.feedback)]);
    judged = row?.judged ?? 0;
  }
  for (let removed = 1; removed > 0; report.statistics += removed)
    removed = await database.change(removeFigures, [before(rules.statistics)]);
  return report;
}

/** One step: resolves with the number to go on from, undefined when there is nothing more. */
function forgetSome(
  database: Database,
  after: string,
  before: string,
  stateKeys: StateKeys,
  report: PurgeReport,
): Promise<string | undefined> {
  return database.transaction(async () => {
    const found = await database.query<OldConversation>(findOld, [after, before]);
    const old = found.filter(({ mine }) => mine);
    const whole = old.filter((conversation) => conversation.whole);
    report.turns += await database.change(reduce, [old.map(({ no }) => no), old.map(({ up_to }) => up_to)]);
    if (whole.length > 0) {
      await database.change('DELETE FROM conversations WHERE no = ANY($1)', [whole.map(({ no }) => no)]);
      const keys = whole.flatMap(({ id, channel_id }) => stateKeys({ id, channelId: channel_id }));
      await database.change('DELETE FROM bot_state WHERE key = ANY($1)', [keys]);
    }
    report.conversations += old.length;
    return found.length < STEP.conversations ? undefined : found.at(-1)?.no;
  });
}
