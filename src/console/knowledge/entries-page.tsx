/** List and search of the entries. */
import { nameOf } from '../../../dialogs/contact.js';
import { Empty, Field, FilterBar, LinkButton, Select, Table, Tag, Time } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole } from '../console-page.js';
import { Page } from '../layout.js';
import { linkToSelf } from '../page-context.js';
import { renderPage } from '../respond.js';
import { BaseTabs } from './base-tabs.js';
import { idOf, listThemes } from './basis.js';
import type { Desk } from './desk.js';
import { type EntryFigures, readEntryFigures } from './entry-figures.js';
import { baseLinks } from './links.js';
import { count, fold, themeName } from './words.js';

const PAGE = 50;
const states = {
  '': 'Toutes',
  'a-revoir': 'À revoir (date dépassée)',
  bientot: 'À revoir dans 60 jours',
  jamais: 'Jamais utilisées',
  'mal-jugees': 'Avec des avis négatifs',
  brouillon: 'Modifiées dans le brouillon',
} as const;
const orders = {
  titre: 'Titre',
  usage: 'Plus utilisées',
  recentes: 'Utilisées récemment',
  revoir: 'À revoir en premier',
} as const;
const SOON = 60;

interface Row {
  id: string;
  title: string;
  question: string;
  theme: string;
  network?: string;
  reviewBy: string;
  changed: boolean;
  broken: boolean;
  words: string;
  figures: EntryFigures;
}

export const createEntriesPage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base',
  role: 'reader',
  async handle(request) {
    const { services } = desk;
    const now = services.now();
    const [sheet, figures] = await Promise.all([desk.open(request), readEntryFigures(services.review, request.account, now)]);
    const { drafted, record } = sheet;
    const changed = new Set(record.draft.changes.filter(({ text }) => text !== null).map(({ path }) => path));
    const paths = [...drafted.files.keys()].filter((path) => path.startsWith('entries/'));
    const rows = paths.map((path): Row => {
      const entry = drafted.entries.get(idOf(path));
      return {
        id: idOf(path),
        title: entry?.title ?? idOf(path),
        question: entry?.question ?? 'Cette fiche a des erreurs : ouvrez-la pour les corriger.',
        theme: entry?.theme ?? path.split('/')[1] ?? '',
        network: entry?.network,
        reviewBy: entry?.reviewBy ?? '9999-12-31',
        changed: changed.has(path),
        broken: !entry,
        words: entry
          ? fold([entry.id, entry.title, entry.question, entry.answer, entry.details, ...entry.utterances].join('\n'))
          : '',
        figures: figures.get(idOf(path)) ?? { turns: 0, likes: 0, dislikes: 0 },
      };
    });
    const day = now.toISOString().slice(0, 10);
    const found = sortRows(rows.filter(createFilter(request, now)), request.query.get('tri') ?? '');
    const start = Math.max(0, Number(request.query.get('debut') ?? 0) || 0);
    const shown = found.slice(start, start + PAGE);
    const networks = new Map(desk.services.knowledge.active().base.contacts.networks.map((card) => [card.id, nameOf(card)]));
    const mayWrite = hasRole(request.account, 'reviewer');
    return renderPage(
      request,
      <Page
        title="Base de connaissances"
        intro={`${count(rows.length, 'fiche')} dans la version ${record.draft.basedOn}${record.draft.changes.length > 0 ? `, avec le brouillon « ${record.draft.name} »` : ''}.`}
        actions={
          mayWrite && (
            <LinkButton href={baseLinks.newEntry()} kind="primary">
              Nouvelle fiche
            </LinkButton>
          )
        }
      >
        <BaseTabs current="fiches" />
        <FilterBar submit="Chercher" label="Chercher une fiche">
          <Field label="Mots de la fiche" name="q" type="search" value={request.query.get('q') ?? ''} />
          <Select
            label="Thème"
            name="theme"
            value={request.query.get('theme') ?? ''}
            options={[
              { value: '', label: 'Tous' },
              ...listThemes(drafted.files).map((theme) => ({ value: theme, label: themeName(theme) })),
            ]}
          />
          <Select
            label="État"
            name="etat"
            value={request.query.get('etat') ?? ''}
            options={Object.entries(states).map(([value, label]) => ({ value, label }))}
          />
          <Select
            label="Ordre"
            name="tri"
            value={request.query.get('tri') ?? 'titre'}
            options={Object.entries(orders).map(([value, label]) => ({ value, label }))}
          />
        </FilterBar>
        {shown.length === 0 ? (
          <Empty title="Aucune fiche ne correspond.">
            <p>Retirez un mot ou un filtre.</p>
          </Empty>
        ) : (
          <Table
            folds
            caption={count(found.length, 'fiche trouvée', 'fiches trouvées')}
            columns={['Fiche', 'Thème', { label: 'Réponses', numeric: true }, 'Dernière réponse', 'Avis', 'À revoir le']}
          >
            {shown.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={baseLinks.entry(row.id)}>{row.title}</a> {row.changed && <Tag tone="info">dans le brouillon</Tag>}{' '}
                  {row.broken && <Tag tone="bad">à corriger</Tag>}{' '}
                  {row.network && <Tag>{networks.get(row.network) ?? row.network}</Tag>}
                  <span class="hint">{row.question}</span>
                </th>
                <td>{themeName(row.theme)}</td>
                <td class="number">{row.figures.turns.toLocaleString('fr-FR')}</td>
                <td>{sayLastUse(row.figures)}</td>
                <td>{row.figures.likes + row.figures.dislikes > 0 ? sayOpinions(row.figures) : '–'}</td>
                <td>
                  {row.broken ? '–' : <Time iso={row.reviewBy} dateOnly />} {row.reviewBy < day && <Tag tone="warn">dépassé</Tag>}
                </td>
              </tr>
            ))}
          </Table>
        )}
        <ListPager request={request} start={start} total={found.length} />
      </Page>,
    );
  },
});

const sayOpinions = ({ likes, dislikes }: EntryFigures) =>
  [likes > 0 ? count(likes, 'utile', 'utiles') : '', dislikes > 0 ? `${dislikes} pas utile${dislikes > 1 ? 's' : ''}` : '']
    .filter(Boolean)
    .join(', ');

const sayLastUse = ({ turns, lastUsed }: EntryFigures) =>
  lastUsed ? <Time iso={lastUsed} dateOnly /> : turns > 0 ? 'il y a plus de 90 jours' : 'jamais';

function createFilter({ query }: ConsoleRequest, now: Date): (row: Row) => boolean {
  const words = fold(query.get('q') ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const theme = query.get('theme') ?? '';
  const state = query.get('etat') ?? '';
  const day = now.toISOString().slice(0, 10);
  const soon = new Date(now.getTime() + SOON * 86_400_000).toISOString().slice(0, 10);
  const inState = (row: Row): boolean => {
    switch (state) {
      case 'a-revoir':
        return row.reviewBy < day;
      case 'bientot':
        return row.reviewBy < soon;
      case 'jamais':
        return row.figures.turns === 0;
      case 'mal-jugees':
        return row.figures.dislikes > 0;
      case 'brouillon':
        return row.changed;
      default:
        return true;
    }
  };
  return (row) => (theme === '' || row.theme === theme) && inState(row) && words.every((word) => row.words.includes(word));
}

function sortRows(rows: readonly Row[], order: string): Row[] {
  const byTitle = (a: Row, b: Row) => a.title.localeCompare(b.title, 'fr');
  const compare: Record<string, (a: Row, b: Row) => number> = {
    usage: (a, b) => b.figures.turns - a.figures.turns || byTitle(a, b),
    recentes: (a, b) => (b.figures.lastUsed ?? '').localeCompare(a.figures.lastUsed ?? '') || byTitle(a, b),
    revoir: (a, b) => a.reviewBy.localeCompare(b.reviewBy) || byTitle(a, b),
  };
  return [...rows].sort(compare[order] ?? byTitle);
}

/** Pages of a list that is all in memory. */
function ListPager({ request, start, total }: { request: ConsoleRequest; start: number; total: number }) {
  if (start === 0 && total <= PAGE) return null;
  return (
    <nav class="pager" aria-label="Pages de la liste">
      {start > 0 && <a href={linkToSelf(request, { debut: start > PAGE ? String(start - PAGE) : undefined })}>Page précédente</a>}
      {start + PAGE < total && (
        <a href={linkToSelf(request, { debut: String(start + PAGE) })} rel="next">
          Page suivante
        </a>
      )}
    </nav>
  );
}
