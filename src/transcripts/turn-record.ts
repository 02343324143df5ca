import type { Decision } from '../../dialogs/decision.js';
import type { Annotation, ReviewedTurn } from './review-store.js';
import type { ConversationRecord, LoggedActivity, TurnEvent } from './transcript-store.js';

/** One turn as reviewers and figures see it: what was asked, what was answered, how it was judged. Derived from the log, so it can be made anew. */
export interface TurnRecord {
  /** `${conversationId}|${seq}` of the user's message. */
  id: string;
  conversationId: string;
  /** Number of the user's message in the log. */
  seq: number;
  /** ISO 8601. */
  at: string;
  channelId: string;
  /** Network that the turn is attributed to: the one that the site speaks for, else the one whose contact was given in the conversation. */
  network?: string;
  /** INSEE code of the region of the contact given in this turn. */
  region?: string;
  /** Pseudonym. */
  user?: string;
  /** What the user wrote, redacted; absent once retention has erased it. */
  question?: string;
  /** What the bot said in the turn, its messages joined by blank lines; absent once retention has erased it. */
  reply?: string;
  /** Activity ids of the bot's messages: opinions name one of them. */
  replyIds: string[];
  /** What the turn's messages say of themselves, merged in order (see `mergeDecisions`). */
  decision: Decision;
  /** Knowledge release that the turn ran on. */
  release?: string;
  /** Milliseconds from receipt to the end of the turn. */
  ms?: number;
  errorReference?: string;
  opinion?: 'like' | 'dislike';
  /** Words that came with the opinion, redacted. */
  comment?: string;
  /** After a clarify: the offered entry that the user went on to; absent when the offer was left. */
  choice?: string;
}

/** What an append to the log changes for reviewers. */
export interface TurnChange {
  /** The turn that was appended, when a user said something. */
  turn?: TurnRecord;
  /** Opinions on earlier (or this) replies. */
  opinions: (Pick<TurnEvent, 'about' | 'comment'> & { value: 'like' | 'dislike' })[];
}

/** A reader of several messages of one turn takes what the later ones add; the first kind that says something to the user's message stays. */
export function mergeDecisions(decisions: readonly Decision[]): Decision | undefined {
  return decisions.length === 0 ? undefined : Object.assign({}, ...decisions.toReversed());
}

/** Reads what one append (the activities of one turn) means to reviewers. */
export function readTurn(record: ConversationRecord, items: readonly LoggedActivity[]): TurnChange {
  const opinions = items.flatMap(({ note }) =>
    note?.event?.name === 'feedback' && (note.event.value === 'like' || note.event.value === 'dislike')
      ? [{ value: note.event.value, about: note.event.about, comment: note.event.comment } as const]
      : [],
  );
  const asked = items.find(({ activity }) => activity.from?.role === 'user' && activity.text !== undefined);
  const replies = items.filter(({ activity }) => activity.from?.role === 'bot' && activity.type === 'message');
  const decision = mergeDecisions(replies.flatMap(({ note }) => (note?.decision ? [note.decision] : [])));
  if (!asked || !decision) return { opinions };
  const network = record.network ?? decision.network;
  const failed = items.find(({ note }) => note?.errorReference)?.note?.errorReference;
  return {
    opinions,
    turn: {
      id: `${record.id}|${asked.seq}`,
      conversationId: record.id,
      seq: asked.seq,
      at: asked.activity.timestamp,
      channelId: record.channelId,
      ...(network ? { network } : {}),
      ...(decision.region ? { region: decision.region } : {}),
      ...(record.user ? { user: record.user } : {}),
      question: asked.activity.text,
      reply: replies.flatMap(({ activity }) => (activity.text ? [activity.text] : [])).join('\n\n'),
      replyIds: replies.map(({ activity }) => activity.id),
      decision,
      release: decision.knowledgeVersion,
      ...(asked.note?.ms === undefined ? {} : { ms: asked.note.ms }),
      ...(failed ? { errorReference: failed } : {}),
    },
  };
}

/** The entry of an earlier offer (« vouliez-vous dire… », « je ne sais pas, mais… ») that this turn took up, if it did. */
export function readChoice(offer: TurnRecord, next: TurnRecord): string | undefined {
  const { entry } = next.decision;
  return (offer.decision.kind === 'clarify' || offer.decision.kind === 'fallback') &&
    next.decision.kind === 'answer' &&
    offer.decision.candidates?.some((candidate) => candidate.entry === entry)
    ? entry
    : undefined;
}

/**
 * The turns of a conversation after one more append. What the append changes in earlier turns is changed here: an opinion, the
 * offer that was taken up, the network of turns before a contact was given. Turns that stay as they were stay the same objects.
 */
export function followTurn(earlier: readonly ReviewedTurn[], { turn, opinions }: TurnChange): ReviewedTurn[] {
  const turns = [...earlier];
  if (turn) {
    const before = turns.at(-1);
    const choice = before && readChoice(before, turn);
    if (before && choice) turns[turns.length - 1] = { ...before, choice };
    if (turn.network)
      for (const [index, each] of turns.entries()) if (!each.network) turns[index] = { ...each, network: turn.network };
    const network = turn.network ?? before?.network;
    turns.push({ ...turn, ...(network ? { network } : {}), annotations: [] });
  }
  for (const { value, about, comment } of opinions) {
    const index = about === undefined ? turns.length - 1 : turns.findLastIndex(({ replyIds }) => replyIds.includes(about));
    const judged = turns[index];
    if (!judged) continue;
    const { comment: _, ...bare } = judged;
    turns[index] = { ...bare, opinion: value, ...(comment ? { comment } : {}) };
  }
  return turns;
}

/** The turns of a whole log, as they came append by append. `annotations`: by the number of the user's message. */
export function readTurns(
  record: ConversationRecord,
  log: readonly LoggedActivity[],
  annotations: Readonly<Record<number, Annotation[]>> = {},
): ReviewedTurn[] {
  let turns: ReviewedTurn[] = [];
  for (const items of splitTurns(log)) {
    // In a group, the record names who spoke last; each turn is its own speaker's.
    const speaker = items.find(({ activity }) => activity.from?.role === 'user')?.activity.from?.id;
    turns = followTurn(turns, readTurn({ ...record, user: record.user && (speaker || record.user) }, items));
  }
  return turns.map((turn) => ({ ...turn, annotations: annotations[turn.seq] ?? turn.annotations }));
}

/** Cuts a log where turns begin: at what a user did, and at what carries the duration of its turn. */
function splitTurns(log: readonly LoggedActivity[]): LoggedActivity[][] {
  const turns: LoggedActivity[][] = [];
  for (const item of log) {
    if (turns.length === 0 || item.activity.from?.role === 'user' || item.note?.ms !== undefined) turns.push([]);
    turns.at(-1)?.push(item);
  }
  return turns;
}
