/** What the pages of this room share. */

import type { ReviewedTurn, TurnFilter } from '../../transcripts/review-store.js';
import type { Account } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import type { ConsoleServices } from '../services.js';
import type { Attention, AttentionGroup, ReadAttention } from './attention.js';
import { addDays, dayOf, startOf } from './paris-days.js';
import { readStems } from './question-terms.js';
import { listTopics } from './records.js';
import { type Names, namesOf } from './vocabulary.js';

/** Days that the home page looks back on, and those that can be chosen. */
export const WINDOW_DAYS = 30;
export const windowChoices = [7, 30, 90, 365] as const;

export interface ReviewDesk {
  services: ConsoleServices;
  names(): Names;
  /** Filter of the window that ends now. */
  windowOf(account: Account, days: number): TurnFilter;
  attention(account: Account, days: number): Promise<Attention>;
  /** A turn that the account may see. */
  findTurn(account: Account, id: string): Promise<ReviewedTurn | undefined>;
  /** Id of the entry of a title, or of an id as it is. */
  entryOf(title: string): string | undefined;
  /** An id for a new document. */
  newId(): string;
  /** 32 random bits, for a sample. */
  newSeed(): number;
}

export function createReviewDesk(
  services: ConsoleServices,
  readAttention: ReadAttention,
  random: Pick<ReviewDesk, 'newId' | 'newSeed'>,
): ReviewDesk {
  const { review, records, knowledge, now } = services;
  const windowOf = (account: Account, days: number): TurnFilter => ({
    from: readStart(now(), days),
    visibleTo: visibleTo(account),
  });
  /** The day on which the windows of a set of networks were last read ahead. */
  const readAhead = new Map<string, string>();
  /** Who has looked at one window may choose another: the first look at each costs most, so it is had while they read. */
  const readOthers = async (account: Account): Promise<void> => {
    const networks = JSON.stringify(visibleTo(account) ?? 'all');
    const today = dayOf(now());
    if (readAhead.get(networks) === today) return;
    readAhead.set(networks, today);
    for (const days of windowChoices) await readAttention(windowOf(account, days), await listTopics(records));
  };
  return {
    ...random,
    services,
    names: () => namesOf(knowledge.active()),
    windowOf,
    attention: async (account, days) => {
      const attention = await readAttention(windowOf(account, days), await listTopics(records));
      // A store that fails says so to the page that asks it.
      readOthers(account).catch(() => undefined);
      return attention;
    },
    findTurn: async (account, id) => {
      const turn = await review.findTurn(id);
      const visible = visibleTo(account);
      return turn && (!turn.network || !visible || visible.includes(turn.network)) ? turn : undefined;
    },
    entryOf: (title) => {
      const { entries } = knowledge.active().base;
      const wanted = title.trim().toLocaleLowerCase('fr');
      if (entries.has(wanted)) return wanted;
      return [...entries.values()].find((entry) => entry.title.toLocaleLowerCase('fr') === wanted)?.id;
    },
  };
}

/**
 * Reads what the home page shows first to those who see every network, before they ask: the store's index, the words of the field and
 * the groups are there then. @throws what the store throws
 */
export async function prepareReview({ records, now }: ConsoleServices, readAttention: ReadAttention): Promise<void> {
  await readAttention({ from: readStart(now(), WINDOW_DAYS), visibleTo: undefined }, await listTopics(records));
}

/** ISO 8601: the first of so many days, of which today is the last. */
const readStart = (now: Date, days: number): string => startOf(addDays(dayOf(now), 1 - days));

/** Days of the window that an address asks for. */
export const readDays = (query: URLSearchParams): number =>
  windowChoices.find((days) => String(days) === query.get('jours')) ?? WINDOW_DAYS;

/**
 * The group that a turn is in, or, once the turn itself has been dealt with, the one of its kin: whose name shares most words
 * with it. Undefined when there is none.
 */
export function findGroup(
  { groups, closed }: Attention,
  turn: Pick<ReviewedTurn, 'id' | 'question'>,
): AttentionGroup | undefined {
  const all = [...groups, ...closed];
  const own = all.find(({ questions }) => questions.some(({ id }) => id === turn.id));
  if (own) return own;
  const stems = new Set(readStems(turn.question ?? '').filter((stem) => !stem.startsWith('~')));
  const kin = groups
    .map((group) => ({ group, shared: readStems(group.name).filter((stem) => stems.has(stem)).length }))
    .sort((a, b) => b.shared - a.shared)[0];
  return kin && kin.shared > 0 ? kin.group : undefined;
}
