import type { ReviewedTurn, TurnFilter } from '../../transcripts/review-store.js';
import type { WordBook } from './word-book.js';

/** A turn and the numbers of its words. */
export interface IndexedTurn {
  turn: ReviewedTurn;
  question: readonly number[];
  reply: readonly number[];
}

type Condition = (entry: IndexedTurn) => boolean;

/** The filter as a function; words are looked up once. */
export function compileFilter(filter: TurnFilter, words: WordBook): Condition {
  const conditions = [...readConditions(filter)].map(
    (holds): Condition =>
      ({ turn }) =>
        holds(turn),
  );
  if (filter.text !== undefined && filter.text.trim() !== '') {
    const wanted = words.find(filter.text);
    conditions.push(({ question, reply }) => wanted?.every((word) => question.includes(word) || reply.includes(word)) ?? false);
  }
  return (entry) => conditions.every((holds) => holds(entry));
}

/** The last judgement, if there is one. */
export const lastState = ({ annotations }: ReviewedTurn) => annotations.at(-1)?.state;

function* readConditions(filter: TurnFilter): Generator<(turn: ReviewedTurn) => boolean> {
  const { from, to, conversationId, channelId, visibleTo, network, region, kinds, entry, release, confidence } = filter;
  const { opinion, state, abandoned, user } = filter;
  if (from !== undefined) yield (turn) => turn.at >= from;
  if (to !== undefined) yield (turn) => turn.at < to;
  if (conversationId !== undefined) yield (turn) => turn.conversationId === conversationId;
  if (channelId !== undefined) yield (turn) => turn.channelId === channelId;
  if (visibleTo) yield (turn) => turn.network === undefined || visibleTo.includes(turn.network);
  if (network !== undefined) yield (turn) => (turn.network ?? null) === network;
  if (region !== undefined) yield (turn) => turn.region === region;
  if (kinds) yield ({ decision }) => kinds.includes(decision.kind);
  if (entry !== undefined) yield ({ decision }) => decision.entry === entry;
  if (release !== undefined) yield (turn) => turn.release === release;
  if (confidence?.min !== undefined || confidence?.below !== undefined) {
    const { min = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY } = confidence;
    yield ({ decision: { confidence: is } }) => is !== undefined && is >= min && is < below;
  }
  if (opinion !== undefined) yield (turn) => turn.opinion === opinion;
  if (state !== undefined) yield (turn) => (lastState(turn) ?? 'unreviewed') === state;
  if (abandoned !== undefined)
    yield ({ decision, choice }) => (decision.kind === 'clarify' && choice === undefined) === abandoned;
  if (user !== undefined) yield (turn) => turn.user === user;
}
