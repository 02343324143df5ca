/** The tables of the page of figures: shown under each chart, and downloaded as CSV. */
import { baseLinks } from '../knowledge/links.js';
import { linkTo } from '../page-context.js';
import { writeValues } from '../review/turn-filters.js';
import type { FigureNames } from './figure-words.js';
import { askNames } from './guided-choice.js';
import { type Period, sayDay } from './period.js';
import type { Figures, Group, Outcomes } from './read-figures.js';
import { atLeast, sayShare } from './shares.js';

export type FigureCell = string | number | { text: string; href: string };

export interface FigureTable {
  caption: string;
  /** The first column names the row; the others are figures. */
  columns: readonly string[];
  rows: readonly (readonly FigureCell[])[];
}

/** Names of the tables, as in addresses. */
export const tableIds = [
  'bilan',
  'jours',
  'heures',
  'canaux',
  'reseaux',
  'regions',
  'contacts',
  'themes',
  'fiches',
  'fiches-inutilisees',
  'avis',
  'niveaux',
  'abandons',
] as const;
export type TableId = (typeof tableIds)[number];
export const isTableId = (text: string | null): text is TableId => tableIds.some((id) => id === text);

export function makeTable(id: TableId, figures: Figures, names: FigureNames): FigureTable {
  return makers[id](figures, names);
}

type Maker = (figures: Figures, names: FigureNames) => FigureTable;

const outcomeNames: Readonly<Record<keyof Outcomes, string>> = {
  questions: 'Questions',
  answered: 'Ont reçu une réponse',
  clarified: 'Ont dû être précisées',
  unanswered: 'Sans réponse',
  contact: 'Contact donné ou cherché, renvoi vers une personne',
  guided: 'Échanges du choix guidé',
  likes: 'Avis « utile »',
  dislikes: 'Avis « pas utile »',
};

const outcomeKeys: readonly (keyof Outcomes)[] = [
  'questions',
  'answered',
  'clarified',
  'unanswered',
  'contact',
  'guided',
  'likes',
  'dislikes',
];

const entryCell = (id: string, names: FigureNames): FigureCell =>
  names.hasEntry(id) ? { text: names.entry(id), href: baseLinks.entry(id) } : `${names.entry(id)} (retirée)`;

const groupTable = (caption: string, first: string, groups: readonly Group[], nameOf: (id: string) => string): FigureTable => ({
  caption,
  columns: [first, 'Questions', 'Sans réponse', 'Part sans réponse'],
  rows: groups.map(({ id, questions, unanswered }) => [
    nameOf(id),
    questions,
    unanswered,
    sayShare({ part: unanswered, whole: questions }),
  ]),
});

const conversationsOf = (fiche: string, { first, last }: Period, avis: 'like' | 'dislike') =>
  `${linkTo('/conversations')}?${writeValues({ fiche, du: first, au: last, avis })}`;

const makers: Readonly<Record<TableId, Maker>> = {
  bilan: ({ now, before, period }) => ({
    caption: 'Questions de la période et de celle d’avant',
    columns: ['', 'Période', 'Part', `Avant (${period.before})`, 'Part avant'],
    rows: outcomeKeys.map((key) => {
      const isShare = key !== 'questions' && key !== 'likes' && key !== 'dislikes';
      const share = ({ questions, ...counts }: Outcomes) => (isShare ? sayShare({ part: counts[key], whole: questions }) : '');
      return [outcomeNames[key], now[key], share(now), before[key], share(before)];
    }),
  }),
  jours: ({ columns, step }) => ({
    caption: step === 'day' ? 'Questions par jour' : 'Questions par semaine',
    columns: [step === 'day' ? 'Jour' : 'Semaine du', 'Questions', 'Avec une réponse', 'À préciser', 'Sans réponse'],
    rows: columns.map(({ day, replied, clarified, unanswered }) => [
      sayDay(day),
      replied + clarified + unanswered,
      replied,
      clarified,
      unanswered,
    ]),
  }),
  heures: ({ hours }) => ({
    caption: 'Questions par heure de la journée (heure de Paris)',
    columns: ['Heure', 'Questions'],
    rows: hours.map((questions, hour) => [`${hour} h`, questions]),
  }),
  canaux: ({ channels }, names) => groupTable('Questions par canal', 'Canal', channels, names.channel),
  reseaux: ({ networks }, names) =>
    groupTable('Questions par réseau', 'Réseau', networks, (id) => names.network(id === '' ? undefined : id)),
  regions: ({ regions }, names) => ({
    caption: 'Contacts cherchés, par région',
    columns: ['Région', 'Contacts'],
    rows: regions.map(({ code, contacts }) => [names.region(code), contacts]),
  }),
  contacts: ({ contacts, withoutNetwork }, names) => ({
    caption: 'Contacts donnés, par réseau',
    columns: ['Réseau', 'Contacts donnés'],
    rows: [
      ...contacts.map(({ network, given }): FigureCell[] => [
        network === undefined
          ? 'Réseau du site, région non précisée'
          : { text: names.network(network), href: baseLinks.network(network) },
        given,
      ]),
      ...(withoutNetwork > 0 ? [['Région sans réseau : contacts nationaux', withoutNetwork]] : []),
    ],
  }),
  themes: ({ themes }, names) => ({
    caption: 'Réponses par thème de la fiche',
    columns: ['Thème', 'Réponses'],
    rows: themes.map(({ theme, uses }) => [names.theme(theme), uses]),
  }),
  fiches: ({ entries }, names) => ({
    caption: 'Réponses par fiche, les plus utilisées d’abord',
    columns: ['Fiche', 'Réponses'],
    rows: entries.map(({ id, uses }) => [entryCell(id, names), uses]),
  }),
  'fiches-inutilisees': ({ unused }, names) => ({
    caption: 'Fiches qui n’ont répondu à aucune question de la période',
    columns: ['Fiche'],
    rows: unused
      .map((id) => entryCell(id, names))
      .sort((a, b) => textOf(a).localeCompare(textOf(b), 'fr'))
      .map((cell) => [cell]),
  }),
  avis: ({ entries, period }, names) => ({
    caption: 'Avis par fiche, les plus mal jugées d’abord',
    columns: ['Fiche', 'Utile', 'Pas utile', 'Part « pas utile »', 'Réponses'],
    rows: sortWorst(entries).map(({ id, uses, likes, dislikes }) => [
      entryCell(id, names),
      likes,
      dislikes > 0 ? { text: String(dislikes), href: conversationsOf(id, period, 'dislike') } : 0,
      sayShare({ part: dislikes, whole: likes + dislikes }),
      uses,
    ]),
  }),
  niveaux: ({ guided }, names) => ({
    caption: 'Résultats du choix guidé, par niveau d’engagement',
    columns: ['Niveau conseillé', 'Choix'],
    rows: guided.results.map(({ level, times }) => [names.level(level), times]),
  }),
  abandons: ({ guided }) => ({
    caption: 'Question du choix guidé à laquelle on s’est arrêté',
    columns: ['Question', 'Choix abandonnés'],
    rows: guided.left.map(({ asks, times }) => [askNames[asks], times]),
  }),
};

export const textOf = (cell: FigureCell): string => (typeof cell === 'object' ? cell.text : String(cell));

/** Entries with opinions, worst first: those that are sure to be judged badly before those that one person disliked. */
export const sortWorst = <E extends { likes: number; dislikes: number; uses: number }>(entries: readonly E[]): E[] =>
  entries
    .filter(({ likes, dislikes }) => likes + dislikes > 0)
    .map((entry) => ({ entry, worst: atLeast({ part: entry.dislikes, whole: entry.likes + entry.dislikes }) }))
    .sort((a, b) => b.worst - a.worst || b.entry.dislikes - a.entry.dislikes || a.entry.likes - b.entry.likes)
    .map(({ entry }) => entry);
