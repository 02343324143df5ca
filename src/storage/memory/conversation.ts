import { assertNever } from '../../errors.js';
import type { Annotation, ReviewedTurn } from '../../transcripts/review-store.js';
import type { ConversationRecord, LoggedActivity } from '../../transcripts/transcript-store.js';
import { followTurn, readTurn, readTurns } from '../../transcripts/turn-record.js';

/** All that is kept of a conversation. Never changed: each change makes a new one, so that whoever reads one may go on. */
export interface Conversation {
  record: ConversationRecord;
  /** In order of number; the oldest may have been erased. */
  log: readonly LoggedActivity[];
  /** Judgements by the number of the user's message. */
  annotations?: Readonly<Record<number, Annotation[]>>;
  /** Number of the last activity, where the log was erased. */
  last?: number;
}

/** What can happen to a conversation. Doing one again, and then all that came after it, gives the same conversation. */
export type ConversationChange =
  | { kind: 'record'; id: string; record: ConversationRecord }
  | { kind: 'append'; id: string; updatedAt: string; items: readonly LoggedActivity[] }
  | { kind: 'annotate'; id: string; seq: number; annotations: Annotation[] }
  /** The texts up to a number (at most the last) are erased; what remains for figures goes to the index with it. */
  | { kind: 'forget'; id: string; upTo: number; figures: readonly ReviewedTurn[] }
  /** Opinions and judgements of the turns up to a number are erased. */
  | { kind: 'unjudge'; id: string; upTo: number }
  | { kind: 'remove'; id: string };

/** The number of the last activity: 0 before the first. */
export const lastNumber = ({ log, last }: Conversation): number => log.at(-1)?.seq ?? last ?? 0;

/** The conversation after a change; undefined when there is none. */
export function changeConversation(before: Conversation | undefined, change: ConversationChange): Conversation | undefined {
  if (change.kind === 'record') return changeRecord(before, change.record);
  if (!before) return undefined;
  switch (change.kind) {
    case 'append':
      return append(before, change.updatedAt, change.items);
    case 'annotate':
      return { ...before, annotations: { ...before.annotations, [change.seq]: change.annotations } };
    case 'forget':
      return {
        ...before,
        log: before.log.filter(({ seq }) => seq > change.upTo),
        annotations: keepAfter(before.annotations, change.upTo),
        last: Math.max(before.last ?? 0, change.upTo),
      };
    case 'unjudge':
      return { ...before, log: withoutOpinions(before, change.upTo), annotations: keepAfter(before.annotations, change.upTo) };
    case 'remove':
      return undefined;
    default:
      return assertNever(change);
  }
}

/** Turns that were read from conversations, so that one more append costs what one append costs. */
const turnsRead = new WeakMap<Conversation, readonly ReviewedTurn[]>();

/** The turns of a conversation, oldest first. */
export function turnsOf(conversation: Conversation | undefined): readonly ReviewedTurn[] {
  if (!conversation) return [];
  const known = turnsRead.get(conversation);
  if (known) return known;
  const turns = readTurns(conversation.record, conversation.log, conversation.annotations);
  turnsRead.set(conversation, turns);
  return turns;
}

/** What changed between two states of a conversation, for an index of turns. */
export function compareTurns(before: Conversation | undefined, after: Conversation | undefined) {
  const [old, now] = [new Set(turnsOf(before)), turnsOf(after)];
  const ids = new Set(now.map(({ id }) => id));
  return {
    put: now.filter((turn) => !old.has(turn)),
    drop: [...old].filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}

function changeRecord(before: Conversation | undefined, record: ConversationRecord): Conversation {
  if (!before) return { record, log: [] };
  const after = { ...before, record };
  if (before.record.network === record.network) carryTurns(before, after, turnsOf(before));
  return after;
}

function append(before: Conversation, updatedAt: string, items: readonly LoggedActivity[]): Conversation {
  const first = items[0]?.seq ?? 0;
  const kept = lastNumber(before) < first ? before.log : before.log.filter(({ seq }) => seq < first);
  const record = { ...before.record, updatedAt };
  const after = { ...before, record, log: [...kept, ...items] };
  if (kept === before.log) carryTurns(before, after, followTurn(turnsOf(before), readTurn(record, items)));
  return after;
}

const carryTurns = (before: Conversation, after: Conversation, turns: readonly ReviewedTurn[]) => {
  if (before.log.length > 0 || after.log.length > 0) turnsRead.set(after, turns);
};

function keepAfter(annotations: Conversation['annotations'], upTo: number): Conversation['annotations'] {
  if (!annotations) return undefined;
  return Object.fromEntries(Object.entries(annotations).filter(([seq]) => Number(seq) > upTo));
}

/** Opinions and their words leave; that something was sent stays, so that the numbers stay dense. */
function withoutOpinions(conversation: Conversation, upTo: number): LoggedActivity[] {
  const turns = turnsOf(conversation);
  const replies = new Set(turns.filter(({ seq }) => seq <= upTo).flatMap(({ replyIds }) => replyIds));
  const next = turns.find(({ seq }) => seq > upTo)?.seq ?? Number.POSITIVE_INFINITY;
  return conversation.log.map((item) => {
    const { event, ...note } = item.note ?? {};
    if (event?.name !== 'feedback') return item;
    const old = event.about === undefined ? item.seq < next : replies.has(event.about);
    return old ? { ...item, note } : item;
  });
}
