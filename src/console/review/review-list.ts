/** The list that a reviewer works through, so that after one judgement the next turn of the same list comes up. */
import { assertNever } from '../../errors.js';
import type { ReviewedTurn, TurnFilter } from '../../transcripts/review-store.js';
import type { Account } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import { linkTo } from '../page-context.js';
import { maySeeAudit } from './audits.js';
import { findAudit } from './records.js';
import { findGroup, type ReviewDesk, readDays, WINDOW_DAYS } from './review-desk.js';
import { readValues, toFilter, writeValues } from './turn-filters.js';

export type ReviewList =
  /** Query of the list of conversations. */
  | { kind: 'filter'; query: string }
  | { kind: 'audit'; id: string }
  /** The group that this turn is or was in. */
  | { kind: 'group'; turn: string; days: number }
  | { kind: 'topic'; id: string };

/** As it stands in an address, under `liste`. */
export function writeList(list: ReviewList): string {
  switch (list.kind) {
    case 'filter':
      return `f:${list.query}`;
    case 'audit':
      return `a:${list.id}`;
    case 'group':
      return `g:${list.days}:${list.turn}`;
    case 'topic':
      return `s:${list.id}`;
    default:
      return assertNever(list);
  }
}

/** Reads `liste`; anything else is the list of all conversations. */
export function readList(text: string | null | undefined): ReviewList {
  const rest = text?.slice(2) ?? '';
  switch (text?.slice(0, 2)) {
    case 'a:':
      return { kind: 'audit', id: rest };
    case 's:':
      return { kind: 'topic', id: rest };
    case 'g:': {
      const colon = rest.indexOf(':');
      const days = readDays(new URLSearchParams({ jours: rest.slice(0, colon) }));
      return { kind: 'group', days, turn: rest.slice(colon + 1) };
    }
    default:
      return { kind: 'filter', query: writeValues(readValues(new URLSearchParams(text?.startsWith('f:') ? rest : ''))) };
  }
}

/** Where a list is shown. */
export function describeList(list: ReviewList): { label: string; href: string } {
  switch (list.kind) {
    case 'filter':
      return { label: 'Conversations', href: list.query ? `/console/conversations?${list.query}` : '/console/conversations' };
    case 'audit':
      return { label: 'Échantillon de qualité', href: linkTo(`/qualite/${encodeURIComponent(list.id)}`) };
    case 'group':
      return {
        label: 'Groupe de questions',
        href: linkTo('/groupes', { tour: list.turn, jours: list.days === WINDOW_DAYS ? undefined : list.days }),
      };
    case 'topic':
      return { label: 'Sujet', href: linkTo(`/sujets/${encodeURIComponent(list.id)}`) };
    default:
      return assertNever(list);
  }
}

/** Address of a turn in its conversation, on the way through a list. */
export const linkToTurn = ({ conversationId, seq }: Pick<ReviewedTurn, 'conversationId' | 'seq'>, list: ReviewList): string =>
  `${linkTo(`/conversations/${encodeURIComponent(conversationId)}`, { echange: seq, liste: writeList(list) === 'f:' ? undefined : writeList(list) })}#echange-${seq}`;

/** The filter of a list of conversations, held to what the account may see. */
export const filterOf = (desk: ReviewDesk, account: Account, query: string): TurnFilter => ({
  ...toFilter(readValues(new URLSearchParams(query)), desk.entryOf).filter,
  visibleTo: visibleTo(account),
});

const isJudged = (turn: ReviewedTurn) => turn.annotations.length > 0;

/** The next turn of the list to judge after `current` (absent: the first one); undefined when none is left. */
export async function findNext(
  desk: ReviewDesk,
  account: Account,
  list: ReviewList,
  current?: ReviewedTurn,
): Promise<ReviewedTurn | undefined> {
  switch (list.kind) {
    case 'filter':
      return findInFilter(desk, filterOf(desk, account, list.query), current);
    case 'audit': {
      const audit = await findAudit(desk.services.records, list.id);
      if (!audit || !maySeeAudit(audit.value, visibleTo(account))) return undefined;
      return findInOrder(
        desk,
        account,
        audit.value.turns.map(({ id }) => id),
        current,
      );
    }
    case 'group': {
      const origin = current ?? (await desk.findTurn(account, list.turn));
      const group = origin && findGroup(await desk.attention(account, list.days), origin);
      return findInOrder(desk, account, group?.questions.map(({ id }) => id) ?? [], current);
    }
    case 'topic': {
      const { groups, closed } = await desk.attention(account, WINDOW_DAYS);
      const group = [...groups, ...closed].find(({ topic }) => topic?.id === list.id);
      return findInOrder(desk, account, group?.questions.map(({ id }) => id) ?? [], current);
    }
    default:
      return assertNever(list);
  }
}

/** After the current one, then from the beginning. */
async function findInOrder(desk: ReviewDesk, account: Account, ids: readonly string[], current?: ReviewedTurn) {
  const at = current ? ids.indexOf(current.id) : -1;
  for (const id of [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at))]) {
    const turn = await desk.findTurn(account, id);
    if (turn && !isJudged(turn)) return turn;
  }
  return undefined;
}

/** Turns of one conversation that are read to find the next. */
const CONVERSATION = 200;

/** Lists are newest first, a conversation is read from its beginning: on within it, then to the next older one. */
async function findInFilter({ services: { review } }: ReviewDesk, wanted: TurnFilter, current?: ReviewedTurn) {
  // Who works through « incorrect » wants the next of those; who works through anything else wants what nobody has judged.
  const filter: TurnFilter = { ...wanted, state: wanted.state ?? 'unreviewed' };
  const firstOf = async (conversationId: string, after: number) => {
    const { items } = await review.searchTurns({ ...filter, conversationId }, { limit: CONVERSATION });
    return items.filter(({ seq }) => seq > after).sort((a, b) => a.seq - b.seq)[0];
  };
  if (current) {
    const within = await firstOf(current.conversationId, current.seq);
    if (within) return within;
  }
  const older = current && (filter.to === undefined || current.at < filter.to) ? { ...filter, to: current.at } : filter;
  for (const search of current ? [older, filter] : [filter]) {
    const { items } = await review.searchTurns(search, { limit: 20 });
    const found = items.find(({ conversationId, id }) => conversationId !== current?.conversationId && id !== current?.id);
    if (found) return firstOf(found.conversationId, 0);
  }
  return undefined;
}
