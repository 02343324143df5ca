/** Conversations: the list, its filters, and the filters that were saved. */
import { z } from 'zod';
import type { ConversationSummary } from '../../transcripts/review-store.js';
import { Empty, Flash, Pager, Table, Tag, Time } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole, visibleTo } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, redirect, renderPage } from '../respond.js';
import { Filters, SavedFilters } from './conversation-filters.js';
import { listSavedFilters } from './records.js';
import type { ReviewDesk } from './review-desk.js';
import { type ReviewList, writeList } from './review-list.js';
import { fieldNames, readValues, toFilter, writeValues } from './turn-filters.js';
import { KindTag, UserText } from './turn-parts.js';
import { channelName, count } from './vocabulary.js';

const PAGE = 30;
/** Filters that one account can keep. */
const MOST_SAVED = 30;

export const createConversationList = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'GET', path: '/conversations', role: 'reader', handle: (request) => showList(desk, request) },
  { method: 'POST', path: '/filtres', role: 'reader', handle: (request) => saveFilter(desk, request) },
  { method: 'POST', path: '/filtres/:id/supprimer', role: 'reader', handle: (request) => dropFilter(desk, request) },
];

async function showList(desk: ReviewDesk, request: ConsoleRequest) {
  const { review, records, publication } = desk.services;
  const values = readValues(request.query);
  const { filter, ignored } = toFilter(values, desk.entryOf);
  const query = writeValues(values);
  const cursor = request.query.get('cursor') || undefined;
  const [page, saved, releases] = await Promise.all([
    review.searchConversations({ ...filter, visibleTo: visibleTo(request.account) }, { limit: PAGE, cursor }),
    listSavedFilters(records),
    publication.store.list(),
  ]);
  const mine = saved.filter(({ value }) => value.owner === request.account.id);
  const list: ReviewList = { kind: 'filter', query };
  return renderPage(
    request,
    <Page
      title="Conversations"
      intro="Ce que les personnes ont demandé et ce qui leur a été répondu. Les données personnelles sont masquées avant d’être conservées."
    >
      {ignored.length > 0 && (
        <Flash tone="warn">
          Ces filtres n’ont pas été compris et ne sont pas appliqués : {ignored.map((name) => fieldNames[name]).join(', ')}.
        </Flash>
      )}
      {mine.length > 0 && (
        <nav aria-label="Filtres enregistrés">
          <ul class="chips links">
            {mine.map(({ id, value }) => (
              <li key={id}>
                <a href={`/console/conversations?${value.query}`} aria-current={value.query === query ? 'page' : undefined}>
                  {value.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <Filters desk={desk} values={values} request={request} releases={releases.map(({ version }) => version).reverse()} />
      {page.items.length === 0 ? (
        <Empty title={query ? 'Aucune conversation ne correspond à ces filtres.' : 'Aucune conversation pour le moment.'}>
          {query ? (
            <a href="/console/conversations">Tout afficher</a>
          ) : (
            <p>Elles apparaîtront ici dès les premières questions.</p>
          )}
        </Empty>
      ) : (
        <>
          {hasRole(request.account, 'reviewer') && (
            <p>
              <a class="button plain" href={linkTo('/relecture/suivant', { liste: writeList(list) })}>
                Relire cette liste, échange par échange
              </a>
            </p>
          )}
          <ConversationTable desk={desk} items={page.items} list={list} />
          <Pager next={page.next} />
        </>
      )}
      <SavedFilters mine={mine.map(({ id, value }) => ({ id, name: value.name }))} query={query} />
    </Page>,
  );
}

function ConversationTable({ desk, items, list }: { desk: ReviewDesk; items: readonly ConversationSummary[]; list: ReviewList }) {
  const names = desk.names();
  const liste = writeList(list);
  return (
    <Table
      folds
      caption="Conversations, de la plus récente à la plus ancienne"
      hideCaption
      columns={[
        'Première question',
        'Dernier échange',
        'Canal',
        'Réseau',
        'Décisions',
        { label: 'Échanges', numeric: true },
        'Avis',
        'Relecture',
      ]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row" class="question">
            <a href={linkTo(`/conversations/${encodeURIComponent(item.id)}`, { liste: liste === 'f:' ? undefined : liste })}>
              {item.firstQuestion === undefined ? (
                'Texte effacé'
              ) : (
                <UserText text={item.firstQuestion.slice(0, 160) || '(message vide)'} />
              )}
            </a>
          </th>
          <td>
            <Time iso={item.updatedAt} />
          </td>
          <td>{channelName(item.channelId)}</td>
          <td>{item.network === undefined ? <span class="muted">aucun</span> : names.network(item.network)}</td>
          <td>
            <span class="tags">
              {item.kinds.map((kind) => (
                <KindTag key={kind} kind={kind} />
              ))}
            </span>
          </td>
          <td class="number">{item.turns}</td>
          <td>
            <span class="tags">
              {item.likes > 0 && <Tag tone="good">{count(item.likes, 'utile')}</Tag>}
              {item.dislikes > 0 && <Tag tone="bad">{count(item.dislikes, 'pas utile', 'pas utiles')}</Tag>}
            </span>
          </td>
          <td class="nowrap">
            {item.unreviewed === 0 ? <Tag tone="good">relue</Tag> : `${item.unreviewed.toLocaleString('fr-FR')} à relire`}
          </td>
        </tr>
      ))}
    </Table>
  );
}

const newFilterSchema = z.object({ nom: z.string().trim().min(1).max(60), query: z.string().min(1).max(1500) });

async function saveFilter(desk: ReviewDesk, request: ConsoleRequest) {
  const { records, redact } = desk.services;
  const parsed = newFilterSchema.safeParse(request.form);
  if (!parsed.success) return redirect('/console/conversations', 'Donnez un nom à ce filtre (60 caractères au plus).');
  // Read and written again: what is kept is a query of ours and nothing else.
  const query = writeValues(readValues(new URLSearchParams(parsed.data.query)));
  const mine = (await listSavedFilters(records)).filter(({ value }) => value.owner === request.account.id);
  if (mine.length >= MOST_SAVED)
    return redirect(`/console/conversations?${query}`, `Vous avez déjà ${MOST_SAVED} filtres : supprimez-en un d’abord.`);
  await records.put('saved-filter', desk.newId(), { name: redact(parsed.data.nom), query, owner: request.account.id }, null);
  return redirect(`/console/conversations?${query}`, 'Filtre enregistré.');
}

async function dropFilter(desk: ReviewDesk, request: ConsoleRequest) {
  const { records } = desk.services;
  const id = request.params.id ?? '';
  const found = (await listSavedFilters(records)).find((each) => each.id === id);
  if (!found || found.value.owner !== request.account.id) return notFound(request);
  await records.remove('saved-filter', id);
  return redirect('/console/conversations', 'Filtre supprimé.');
}
