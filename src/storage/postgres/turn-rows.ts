import type { Decision } from '../../../dialogs/decision.js';
import type { Annotation, ReviewedTurn } from '../../transcripts/review-store.js';

/** A row of `turns` with the id of its conversation. */
export interface TurnRow {
  no: string;
  conversation_id: string | null;
  seq: number;
  at: Date;
  channel_id: string;
  network: string | null;
  region: string | null;
  user_id: string | null;
  release: string | null;
  ms: number | null;
  error_reference: string | null;
  opinion: 'like' | 'dislike' | null;
  choice: string | null;
  reply_ids: string[];
  decision: Decision;
  question: string | null;
  reply: string | null;
  comment: string | null;
  annotations: Annotation[];
}

/** What `toTurn` needs, of `turns t` and `conversations c`. */
export const TURN_COLUMNS = `t.no, c.id AS conversation_id, t.seq, t.at, t.channel_id, t.network, t.region, t.user_id, t.release,
  t.ms, t.error_reference, t.opinion, t.choice, t.reply_ids, t.decision, t.question, t.reply, t.comment, t.annotations`;

/** A turn as reviewers see it. */
export function toTurn(row: TurnRow): ReviewedTurn {
  const conversationId = row.conversation_id ?? '';
  const turn: ReviewedTurn = {
    id: conversationId === '' ? `${FIGURES}${row.no}` : `${conversationId}|${row.seq}`,
    conversationId,
    seq: row.seq,
    at: row.at.toISOString(),
    channelId: row.channel_id,
    replyIds: row.reply_ids,
    decision: row.decision,
    annotations: row.annotations,
  };
  // One by one: putting a dozen small objects together took longer than the database, for a page that reads thousands of turns.
  if (row.network !== null) turn.network = row.network;
  if (row.region !== null) turn.region = row.region;
  if (row.user_id !== null) turn.user = row.user_id;
  if (row.question !== null) turn.question = row.question;
  if (row.reply !== null) turn.reply = row.reply;
  if (row.release !== null) turn.release = row.release;
  if (row.ms !== null) turn.ms = row.ms;
  if (row.error_reference !== null) turn.errorReference = row.error_reference;
  if (row.opinion !== null) turn.opinion = row.opinion;
  if (row.comment !== null) turn.comment = row.comment;
  if (row.choice !== null) turn.choice = row.choice;
  return turn;
}

/** What the id of a turn begins with of which only figures remain: it has no conversation to be named after. */
const FIGURES = 'figures|';

/** Where a turn is found: its number in a conversation, or, once it is figures only, its own. */
export function readTurnId(id: string): { conversationId: string; seq: number } | { no: string } | undefined {
  const [, figures] = /^figures\|(\d{1,18})$/.exec(id) ?? [];
  if (figures !== undefined) return { no: figures };
  const [, conversationId, seq] = /^(.*)\|(\d{1,9})$/s.exec(id) ?? [];
  return conversationId === undefined ? undefined : { conversationId, seq: Number(seq) };
}

/** A property when the column has a value, none otherwise. */
export const given = <K extends string, V>(name: K, value: V | null): { [key in K]?: V } =>
  value === null ? {} : ({ [name]: value } as { [key in K]?: V });
