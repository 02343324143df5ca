/** What a week was: read for the page and for the digest that is sent. */

import { baseLinks } from '../knowledge/links.js';
import { linkTo } from '../page-context.js';
import type { ReadAttention } from '../review/attention.js';
import { addDays } from '../review/paris-days.js';
import { listTopics } from '../review/records.js';
import type { Signal } from '../review/vocabulary.js';
import type { ConsoleServices } from '../services.js';
import { sortWorst } from './figure-tables.js';
import { createFigureNames } from './figure-words.js';
import { betweenDays, momentsOf, mondayOf, type Period, periodBefore, sayDay } from './period.js';
import { type EntryUse, type Outcomes, readOutcomes, type Scope } from './read-figures.js';

/** Groups, entries, releases that a minute's reading holds. */
const MOST = 5;
/** Opinions « pas utile » that make an entry worth reading again. */
const DISLIKED = 2;
/** Longest question shown, in characters. */
const LONGEST = 140;

export interface WeekGroup {
  /** A question of the group, masked. */
  question: string;
  times: number;
  signals: Signal[];
  /** Under /console. */
  href: string;
}

/** Something to do next, in words, with where it is done. */
export interface NextStep {
  text: string;
  href: string;
}

export interface Week {
  period: Period;
  now: Outcomes;
  before: Outcomes;
  /** Most used first. */
  asked: (EntryUse & { title: string; href: string })[];
  /** What was not answered, or badly, and that nobody has dealt with; most frequent first. */
  groups: WeekGroup[];
  /** Groups beyond those. */
  otherGroups: number;
  /** The entry that was judged worst. */
  worst?: EntryUse & { title: string; href: string };
  releases: { version: string; at: string; why: string; href: string }[];
  next: NextStep[];
}

/** The last week (Monday to Sunday) that is over on a day; its Monday. */
export const lastWeek = (today: string): string => addDays(mondayOf(today), -7);

export const weekPeriod = (monday: string): Period => ({
  ...betweenDays(monday, addDays(monday, 6)),
  name: `la semaine du ${sayDay(monday)}`,
  before: 'la semaine d’avant',
});

const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

export async function readWeek(
  { review, records, knowledge, publication }: Pick<ConsoleServices, 'review' | 'records' | 'knowledge' | 'publication'>,
  readAttention: ReadAttention,
  monday: string,
  scope: Pick<Scope, 'visibleTo'>,
): Promise<Week> {
  const period = weekPeriod(monday);
  const filter = { ...scope, ...momentsOf(period) };
  const [kinds, before, uses, attention, journal] = await Promise.all([
    review.countTurns(filter, ['kind']),
    review.countTurns({ ...scope, ...momentsOf(periodBefore(period)) }, ['kind']),
    review.countTurns({ ...filter, kinds: ['answer'] }, ['entry']),
    readAttention(filter, await listTopics(records)),
    publication.store.journal(),
  ]);
  const names = createFigureNames(knowledge.active());
  const entries = uses.flatMap(({ keys: [id = ''], turns, likes, dislikes }) =>
    id ? [{ id, uses: turns, likes, dislikes, title: names.entry(id), href: baseLinks.entry(id) }] : [],
  );
  const groups = attention.groups
    .filter(({ questions }) => questions.some(({ signals }) => signals.some((signal) => signal !== 'unsure')))
    .map(({ name, questions, topic }): WeekGroup => {
      const found = new Set(questions.flatMap(({ signals }) => signals));
      return {
        question: shorten(name),
        times: questions.length,
        signals: [...found],
        href: topic
          ? linkTo(`/sujets/${encodeURIComponent(topic.id)}`)
          : linkTo('/groupes', { tour: questions[0]?.id, jours: 90 }),
      };
    });
  const worst = sortWorst(entries).find(({ dislikes, likes }) => dislikes >= DISLIKED && dislikes > likes);
  const { from, to } = momentsOf(period);
  const releases = await Promise.all(
    journal
      .filter(({ at }) => at >= from && at < to)
      .map(async ({ version, at, why }) => ({
        version,
        at,
        why: why || ((await publication.store.find(version))?.why ?? ''),
        href: baseLinks.release(version),
      })),
  );
  return {
    period,
    now: readOutcomes(kinds),
    before: readOutcomes(before),
    asked: entries.slice(0, MOST),
    groups: groups.slice(0, MOST),
    otherGroups: Math.max(0, groups.length - MOST),
    worst,
    releases: releases.slice(-MOST),
    next: listNextSteps(
      period,
      groups,
      worst,
      listOverdue(knowledge.active().base.entries.values(), addDays(monday, 7), entries),
    ),
  };
}

/** Entries in use whose date of review has passed on a day, most used first. */
function listOverdue(
  all: Iterable<{ id: string; reviewBy: string }>,
  today: string,
  used: readonly (EntryUse & { title: string; href: string })[],
) {
  const overdue = new Set([...all].filter(({ reviewBy }) => reviewBy < today).map(({ id }) => id));
  return used.filter(({ id }) => overdue.has(id));
}

function listNextSteps(
  period: Period,
  groups: readonly WeekGroup[],
  worst: Week['worst'],
  overdue: readonly { title: string; href: string }[],
): NextStep[] {
  const [first, second] = groups;
  const [late] = overdue;
  const answer = ({ question, times, href }: WeekGroup): NextStep => ({
    text: `Répondre à « ${question} » (${times} fois) : compléter une fiche, en écrire une, ou la mettre de côté`,
    href,
  });
  return [
    ...(first ? [answer(first)] : []),
    ...(worst ? [{ text: `Relire la fiche « ${worst.title} », jugée pas utile ${worst.dislikes} fois`, href: worst.href }] : []),
    ...(second ? [answer(second)] : []),
    ...(late ? [{ text: `Revoir la fiche « ${late.title} », dont la date de relecture est passée`, href: late.href }] : []),
    {
      text: 'Relire quelques échanges de la semaine',
      href: linkTo('/conversations', { du: period.first, au: period.last }),
    },
  ].slice(0, 4);
}
