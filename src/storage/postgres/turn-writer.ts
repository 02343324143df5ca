import type { TurnChange, TurnRecord } from '../../transcripts/turn-record.js';
import type { Database } from './database.js';
import { SearchWords } from './search-words.js';
import { toStorableJson, toStorableText } from './storable-json.js';

/**
 * A new turn, and what it says of the earlier ones of its conversation: the offer that was taken up (as `readChoice` reads it),
 * the network of turns before a contact was given. One statement, and one change per row: a row can only be changed once in it.
 */
const add = {
  name: 'turns.add',
  text: `WITH previous AS (SELECT no, network, kind, decision FROM turns WHERE conversation = $1 ORDER BY seq DESC LIMIT 1),
    earlier AS (
      UPDATE turns t SET network = coalesce(t.network, $5::text), choice = CASE WHEN taken THEN $9::text ELSE t.choice END
      FROM (SELECT e.no, p.no IS NOT NULL AND $8::text = 'answer' AND p.kind IN ('clarify', 'fallback') AND p.decision @>
          jsonb_build_object('candidates', jsonb_build_array(jsonb_build_object('entry', $9::text))) AS taken
        FROM turns e LEFT JOIN previous p ON p.no = e.no WHERE e.conversation = $1) change
      WHERE t.no = change.no AND (taken OR (t.network IS NULL AND $5::text IS NOT NULL))
    )
    INSERT INTO turns (conversation, seq, at, channel_id, network, region, user_id, kind, entry, intent, place, asks, recommends,
      confidence, release, ms, error_reference, reply_ids, decision, question, reply, words)
    VALUES ($1, $2, $3, $4, coalesce($5::text, (SELECT network FROM previous)), $6, $7, $8, $9, $10, $11, $12, $13,
      $14, $15, $16, $17, $18, $19, $20, $21, array_to_tsvector($22::text[]))`,
};

const judge = {
  name: 'turns.judge',
  text: `UPDATE turns SET opinion = $2, comment = $3 WHERE no = (
    SELECT no FROM turns WHERE conversation = $1 AND ($4::text IS NULL OR reply_ids @> ARRAY[$4::text]) ORDER BY seq DESC LIMIT 1)`,
};

/** Writes what appends to the log mean to reviewers, in the same transaction. */
export class TurnWriter {
  private readonly words = new SearchWords();

  constructor(private readonly database: Database) {}

  async follow(conversation: string, { turn, opinions }: TurnChange): Promise<void> {
    if (turn) await this.database.change(add, this.toValues(conversation, turn));
    for (const { value, comment, about } of opinions)
      await this.database.change(judge, [conversation, value, comment ? toStorableText(comment) : null, about ?? null]);
  }

  private toValues(conversation: string, turn: TurnRecord): unknown[] {
    const { decision } = turn;
    return [
      conversation,
      turn.seq,
      turn.at,
      turn.channelId,
      turn.network,
      turn.region,
      turn.user,
      decision.kind,
      decision.entry,
      decision.intent,
      decision.place,
      decision.asks,
      decision.recommends,
      decision.confidence,
      turn.release,
      turn.ms,
      turn.errorReference,
      turn.replyIds.map(toStorableText),
      toStorableJson(decision),
      turn.question === undefined ? undefined : toStorableText(turn.question),
      turn.reply === undefined ? undefined : toStorableText(turn.reply),
      [...new Set([...this.words.of(turn.question ?? ''), ...this.words.of(turn.reply ?? '')])],
    ];
  }
}
