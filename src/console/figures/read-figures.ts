/** Reads the figures of a period from the store: counts only, never a text. */
import { setImmediate } from 'node:timers/promises';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import { networkOfRegion } from '../../knowledge/contact-schema.js';
import type { Activation } from '../../knowledge/release-store.js';
import type { Count, DecisionKind, Dimension, TurnFilter } from '../../transcripts/review-store.js';
import { dayOf } from '../review/paris-days.js';
import type { ConsoleServices } from '../services.js';
import { followGuidedChoice, type GuidedChoice } from './guided-choice.js';
import { listSteps, momentsOf, mondayOf, type Period, periodBefore, type Step, stepOf } from './period.js';

/** What asks something: without small talk and what the service says of itself. As on the home page. */
export const questionKinds = [
  'answer',
  'clarify',
  'dialog',
  'contact',
  'fallback',
  'handoff',
] as const satisfies readonly DecisionKind[];

/** What became of the questions: the five add up to `questions`. */
export interface Outcomes {
  questions: number;
  answered: number;
  clarified: number;
  unanswered: number;
  /** A contact was given or asked for, or a person. */
  contact: number;
  /** Turns of the guided choice. */
  guided: number;
  likes: number;
  dislikes: number;
}

export interface Column {
  /** Day, or Monday of the week. */
  day: string;
  replied: number;
  clarified: number;
  unanswered: number;
}

export interface Group {
  /** Id; '' for none. */
  id: string;
  questions: number;
  unanswered: number;
}

export interface EntryUse {
  id: string;
  uses: number;
  likes: number;
  dislikes: number;
}

export interface Figures {
  period: Period;
  now: Outcomes;
  before: Outcomes;
  step: Step;
  columns: Column[];
  /** Questions by hour of the day, 0 to 23. */
  hours: number[];
  channels: Group[];
  networks: Group[];
  /** Releases that began to answer in the period, oldest first. */
  releases: { version: string; day: string }[];
  /** The release that answered when the period began. */
  firstRelease?: string;
  /** Contacts given, by region (INSEE code). */
  regions: { code: string; contacts: number }[];
  /** Contacts given, by network; `undefined`: on a network's site, for a region that was not said. */
  contacts: { network: string | undefined; given: number }[];
  /** Asked from a region without a network. */
  withoutNetwork: number;
  themes: { theme: string; uses: number }[];
  /** Most used first. */
  entries: EntryUse[];
  /** Entries of the active release that answered nothing. */
  unused: string[];
  guided: GuidedChoice;
}

export function readOutcomes(byKind: readonly Pick<Count, 'keys' | 'turns' | 'likes' | 'dislikes'>[]): Outcomes {
  const of = (...kinds: DecisionKind[]) =>
    byKind.reduce((sum, { keys, turns }) => (kinds.some((kind) => kind === keys[0]) ? sum + turns : sum), 0);
  return {
    questions: of(...questionKinds),
    answered: of('answer'),
    clarified: of('clarify'),
    unanswered: of('fallback'),
    contact: of('contact', 'handoff'),
    guided: of('dialog'),
    likes: byKind.reduce((sum, { likes }) => sum + likes, 0),
    dislikes: byKind.reduce((sum, { dislikes }) => sum + dislikes, 0),
  };
}

/** Whose turns: `visibleTo` of the account, and one network (null: none) when one is chosen. */
export type Scope = Pick<TurnFilter, 'visibleTo' | 'network'>;

export async function readFigures(
  { review, knowledge, publication, now }: Pick<ConsoleServices, 'review' | 'knowledge' | 'publication' | 'now'>,
  period: Period,
  scope: Scope,
): Promise<Figures> {
  const filter: TurnFilter = { ...scope, ...momentsOf(period) };
  const asked: TurnFilter = { ...filter, kinds: questionKinds };
  const base = knowledge.active();
  // One after the other: all at once would take every connection of the pool, or the process, from those who are talking.
  const count = async (which: TurnFilter, by: readonly Dimension[]) => {
    await setImmediate();
    return review.countTurns(which, by);
  };
  const days = await count(filter, ['day', 'kind']);
  const before = await count({ ...scope, ...momentsOf(periodBefore(period)) }, ['kind']);
  const hours = await count(asked, ['hour']);
  const channels = await count(asked, ['channel', 'kind']);
  const networks = await count(asked, ['network', 'kind']);
  const places = await count(filter, ['region', 'place']);
  const uses = await count({ ...filter, kinds: ['answer'] }, ['entry']);
  const journal = await publication.store.journal();
  const guided = await followGuidedChoice(review, filter, now());
  const entries = uses.flatMap(({ keys: [id = ''], turns, likes, dislikes }) =>
    id ? [{ id, uses: turns, likes, dislikes }] : [],
  );
  const used = new Set(entries.map(({ id }) => id));
  const step = stepOf(period);
  return {
    period,
    now: readOutcomes(days.map(({ keys, ...counts }) => ({ ...counts, keys: keys.slice(1) }))),
    before: readOutcomes(before),
    step,
    columns: toColumns(days, period, step),
    hours: Array.from({ length: 24 }, (_, hour) => hours.find(({ keys }) => Number(keys[0]) === hour)?.turns ?? 0),
    channels: toGroups(channels),
    networks: toGroups(networks),
    ...readReleases(journal, period),
    ...readContacts(places, base),
    themes: readThemes(entries, base),
    entries,
    unused: [...base.base.entries.keys()].filter((id) => !used.has(id)),
    guided,
  };
}

function toColumns(counts: readonly Count[], period: Period, step: Step): Column[] {
  const columns = new Map(
    listSteps(period, step).map((day): [string, Column] => [day, { day, replied: 0, clarified: 0, unanswered: 0 }]),
  );
  for (const { keys, turns } of counts) {
    const [day = '', kind] = keys;
    const column = columns.get(step === 'day' ? day : mondayOf(day));
    if (column && questionKinds.some((each) => each === kind))
      column[kind === 'fallback' ? 'unanswered' : kind === 'clarify' ? 'clarified' : 'replied'] += turns;
  }
  return [...columns.values()];
}

/** @param counts by something, then by kind */
function toGroups(counts: readonly Count[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { keys, turns } of counts) {
    const [id = '', kind] = keys;
    const group = groups.get(id) ?? { id, questions: 0, unanswered: 0 };
    groups.set(id, group);
    group.questions += turns;
    if (kind === 'fallback') group.unanswered += turns;
  }
  return [...groups.values()].sort((a, b) => b.questions - a.questions || (a.id < b.id ? -1 : 1));
}

function readReleases(journal: readonly Activation[], { first, last }: Period): Pick<Figures, 'releases' | 'firstRelease'> {
  const dated = journal.map(({ version, at }) => ({ version, day: dayOf(new Date(at)) }));
  return {
    releases: dated.filter(({ day }) => day >= first && day <= last),
    firstRelease: dated.findLast(({ day }) => day < first)?.version,
  };
}

function readContacts(places: readonly Count[], { base }: ActiveKnowledge) {
  const regions = new Map<string, number>();
  const given = new Map<string | undefined, number>();
  let withoutNetwork = 0;
  for (const { keys, turns } of places) {
    const [code = '', place] = keys;
    if (place === 'no-network') withoutNetwork += turns;
    if (place !== 'network' && place !== 'no-network') continue;
    if (code) regions.set(code, (regions.get(code) ?? 0) + turns);
    if (place !== 'network') continue;
    const network = code ? networkOfRegion(base.contacts, code)?.id : undefined;
    given.set(network, (given.get(network) ?? 0) + turns);
  }
  return {
    regions: [...regions].map(([code, contacts]) => ({ code, contacts })).sort((a, b) => b.contacts - a.contacts),
    contacts: [...given].map(([network, times]) => ({ network, given: times })).sort((a, b) => b.given - a.given),
    withoutNetwork,
  };
}

function readThemes(entries: readonly EntryUse[], { base }: ActiveKnowledge): Figures['themes'] {
  const themes = new Map<string, number>();
  for (const { id, uses } of entries) {
    // An entry that the active release no longer has belongs to no theme that could be looked up.
    const theme = base.entries.get(id)?.theme ?? '';
    themes.set(theme, (themes.get(theme) ?? 0) + uses);
  }
  return [...themes].map(([theme, uses]) => ({ theme, uses })).sort((a, b) => b.uses - a.uses);
}
