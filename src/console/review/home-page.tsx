/** « Ce qui mérite votre attention »: what to do with ten minutes. */
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import { Empty, Figure, Flash, LinkButton, Section, Select, Table, Tag, Time } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole, visibleTo } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { renderPage } from '../respond.js';
import { type AttentionGroup, lastOf } from './attention.js';
import { findNextAudit } from './next-audit.js';
import { dayOf } from './paris-days.js';
import { type ReviewDesk, readDays, WINDOW_DAYS, windowChoices } from './review-desk.js';
import { writeList } from './review-list.js';
import { channelsOf, commonSignals, SignalTags, UserText } from './turn-parts.js';
import { count, percent } from './vocabulary.js';
import { compareWeeks, type WeekFigures } from './week-figures.js';

/** Groups that are shown before one asks for all: more than one sitting holds. */
const FIRST = 15;
const MOST = 300;

export const createHomePage = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'GET', path: '/', role: 'reader', handle: (request) => showHome(desk, request) },
];

async function showHome(desk: ReviewDesk, request: ConsoleRequest) {
  const { review, knowledge, now } = desk.services;
  const { account, query } = request;
  const days = readDays(query);
  const today = dayOf(now());
  const visible = visibleTo(account);
  const [attention, weeks, overdue, audit] = await Promise.all([
    desk.attention(account, days),
    compareWeeks(review, today, visible),
    findOverdue(desk, request, knowledge.active(), today, days),
    findNextAudit(desk, account),
  ]);
  const { groups, closed, truncated } = attention;
  const worked = groups.filter(({ questions, topic }) => questions.length > 0 || topic?.topic.assignee !== undefined);
  const shown = worked.slice(0, query.get('tout') ? MOST : FIRST);
  return renderPage(
    request,
    <Page title="Ce qui mérite votre attention" section="/">
      <Week {...weeks} />
      <Section
        id="questions"
        title="Questions mal ou pas répondues"
        actions={
          <form method="get" action="/console" class="inline-form">
            <Select
              label="Période"
              name="jours"
              value={String(days)}
              options={windowChoices.map((number) => ({ value: String(number), label: `${number} derniers jours` }))}
            />
            <button type="submit" class="plain">
              Afficher
            </button>
          </form>
        }
      >
        <p class="hint">
          Les questions qui se ressemblent sont réunies, les plus fréquentes d’abord. Ouvrez un groupe pour le traiter d’un coup :
          compléter une fiche, en écrire une, ou le mettre de côté.
        </p>
        {truncated && (
          <Flash tone="info">
            Il y a plus de questions que cette page n’en regroupe : les plus récentes sont montrées. Choisissez une période plus
            courte.
          </Flash>
        )}
        {shown.length === 0 ? (
          <Empty title="Rien ne vous attend ici.">
            <p>Toutes les questions de la période ont reçu une réponse sûre, ou ont été traitées.</p>
          </Empty>
        ) : (
          <GroupTable groups={shown} days={days} caption="Groupes de questions" />
        )}
        {worked.length > shown.length && (
          <p>
            <a href={linkTo('/', { jours: days, tout: '1' })}>Voir les {worked.length} groupes</a>
          </p>
        )}
        {closed.length > 0 && (
          <p>
            <a href={linkTo('/sujets')}>{count(closed.length, 'sujet réglé ou mis de côté', 'sujets réglés ou mis de côté')}</a>
          </p>
        )}
      </Section>
      {overdue.length > 0 && (
        <Section id="fiches" title="Fiches à revoir">
          <p class="hint">Leur date de relecture est passée. Celles qui servent le plus viennent d’abord.</p>
          <Table
            folds
            caption="Fiches dont la date de relecture est passée"
            hideCaption
            columns={['Fiche', 'À revoir avant le', { label: `Réponses en ${days} jours`, numeric: true }]}
          >
            {overdue.slice(0, FIRST).map(({ id, title, reviewBy, answers }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={linkTo(`/base/fiches/${encodeURIComponent(id)}`)}>{title}</a>
                </th>
                <td>
                  <Time iso={`${reviewBy}T12:00:00Z`} dateOnly />
                </td>
                <td class="number">{answers.toLocaleString('fr-FR')}</td>
              </tr>
            ))}
          </Table>
          {overdue.length > FIRST && <p class="hint">Et {count(overdue.length - FIRST, 'autre fiche', 'autres fiches')}.</p>}
        </Section>
      )}
      <Section id="qualite" title="Échantillon de qualité">
        {audit ? (
          <>
            <p>
              {count(audit.left, 'réponse reste à relire', 'réponses restent à relire')} sur {audit.drawn} dans l’échantillon du{' '}
              <Time iso={audit.at} dateOnly />.
            </p>
            {hasRole(account, 'reviewer') && (
              <p>
                <LinkButton href={linkTo('/relecture/suivant', { liste: writeList({ kind: 'audit', id: audit.id }) })}>
                  Continuer la relecture
                </LinkButton>
              </p>
            )}
          </>
        ) : (
          <p>
            Aucun échantillon en cours. <a href={linkTo('/qualite')}>Tirer un échantillon</a> dit en quelques minutes ce que
            valent les réponses.
          </p>
        )}
      </Section>
    </Page>,
  );
}

/** A table of groups, each a link to where it is worked. */
export function GroupTable({ groups, days, caption }: { groups: readonly AttentionGroup[]; days: number; caption: string }) {
  return (
    <Table
      folds
      caption={caption}
      hideCaption
      columns={[{ label: 'Fois', numeric: true }, 'Question', 'Pourquoi', 'Canal', 'Dernière fois', 'Suivi']}
    >
      {groups.map((group) => {
        const central = group.questions[0];
        const href = group.topic
          ? linkTo(`/sujets/${encodeURIComponent(group.topic.id)}`)
          : linkTo('/groupes', { tour: central?.id, jours: days === WINDOW_DAYS ? undefined : days });
        const last = lastOf(group);
        return (
          <tr key={href}>
            <td class="number">{group.questions.length.toLocaleString('fr-FR')}</td>
            <th scope="row" class="question">
              <a href={href}>
                <UserText text={shorten(group.name)} />
              </a>
            </th>
            <td>
              <SignalTags signals={commonSignals(group.questions)} />
            </td>
            <td class="nowrap">{channelsOf(group.questions)}</td>
            <td class="nowrap">{last && <Time iso={last} dateOnly />}</td>
            <td>
              <Follow group={group} />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Who looks after a group, and whether it came back. */
export function Follow({ group: { topic, standing } }: { group: Pick<AttentionGroup, 'topic' | 'standing'> }) {
  if (!topic) return <span class="muted">personne encore</span>;
  const { fate, assignee } = topic.topic;
  return (
    <span class="tags">
      {standing.kind === 'back' && (
        <Tag tone="bad">
          {fate.kind !== 'solved'
            ? 'revenu'
            : standing.rolledBack
              ? `revenu : version ${fate.release} retirée`
              : `revenu depuis ${fate.release}`}
        </Tag>
      )}
      {standing.kind === 'solved' && fate.kind === 'solved' && <Tag tone="good">réglé par {fate.release}</Tag>}
      {standing.kind === 'aside' && <Tag>mis de côté</Tag>}
      {assignee && <Tag tone="info">confié à {assignee}</Tag>}
      {standing.kind === 'open' && !assignee && <span class="muted">à confier</span>}
    </span>
  );
}

export const shorten = (text: string, most = 160): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

function Week({ now, before }: { now: WeekFigures; before: WeekFigures }) {
  const share = (value: number | undefined) => (value === undefined ? '–' : percent(value));
  const was = (value: string) => `sept jours d’avant : ${value}`;
  return (
    <section aria-labelledby="semaine" class="stack week">
      <h2 id="semaine">Les sept derniers jours</h2>
      <div class="figures">
        <Figure
          label="questions"
          value={now.questions.toLocaleString('fr-FR')}
          hint={was(before.questions.toLocaleString('fr-FR'))}
        />
        <Figure label="ont reçu une réponse" value={share(now.answered)} hint={was(share(before.answered))} />
        <Figure label="ont dû être précisées" value={share(now.clarified)} hint={was(share(before.clarified))} />
        <Figure label="sans réponse" value={share(now.unanswered)} hint={was(share(before.unanswered))} />
        <Figure
          label="avis : utile / pas utile"
          value={`${now.likes} / ${now.dislikes}`}
          hint={was(`${before.likes} / ${before.dislikes}`)}
        />
      </div>
    </section>
  );
}

interface OverdueEntry {
  id: string;
  title: string;
  reviewBy: string;
  answers: number;
}

/** Entries whose date of review has passed, most used first. */
async function findOverdue(
  desk: ReviewDesk,
  { account }: ConsoleRequest,
  { base }: ActiveKnowledge,
  today: string,
  days: number,
): Promise<OverdueEntry[]> {
  const overdue = [...base.entries.values()].filter(({ reviewBy }) => reviewBy < today);
  if (overdue.length === 0) return [];
  const counts = await desk.services.review.countTurns(desk.windowOf(account, days), ['entry']);
  const byEntry = new Map(counts.map(({ keys, turns }) => [keys[0], turns]));
  return overdue
    .map(({ id, title, reviewBy }) => ({ id, title, reviewBy, answers: byEntry.get(id) ?? 0 }))
    .sort((a, b) => b.answers - a.answers || (a.reviewBy < b.reviewBy ? -1 : 1));
}
