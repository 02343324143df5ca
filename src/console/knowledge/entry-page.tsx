/** One entry: as visitors meet it, how people ask for it, where it comes from, how it was used. */
import { sayDate } from '../../../dialogs/messages.fr.js';
import { examFor } from '../../knowledge/exam-lines.js';
import { Details, Facts, Figure, LinkButton, Section, Tag, Time } from '../components.js';
import { type ConsolePage, hasRole } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, renderPage } from '../respond.js';
import { pathOf } from './basis.js';
import { type Desk, mayChange } from './desk.js';
import { readEntryFigures, USE_WINDOW } from './entry-figures.js';
import { previewEntry } from './entry-preview.js';
import { baseLinks, baseTrail } from './links.js';
import { EntryView } from './preview-view.js';
import { count, profileNames } from './words.js';

/** Utterances that are shown without being asked for. */
const SHOWN = 8;

export const createEntryPage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base/fiches/:id',
  role: 'reader',
  async handle(request) {
    const { services } = desk;
    const now = services.now();
    const id = request.params.id ?? '';
    const sheet = await desk.open(request);
    const { drafted, released, record } = sheet;
    const path = pathOf(drafted.files, id) ?? pathOf(released.files, id);
    if (!path) return notFound(request, 'Cette fiche n’existe pas, ou plus.');
    const change = record.draft.changes.find((one) => one.path === path);
    const entry = drafted.entries.get(id);
    const mayEdit = hasRole(request.account, 'reviewer') && mayChange(request.account, sheet, path, drafted.files.get(path));
    const actions = mayEdit && (
      <LinkButton href={baseLinks.editEntry(id, record.id)} kind="primary">
        {entry || drafted.files.has(path) ? 'Modifier' : 'Rétablir'}
      </LinkButton>
    );
    const trail = baseTrail();
    if (!entry)
      return renderPage(
        request,
        <Page title={id} trail={trail} section="/base" actions={actions}>
          <p>
            {change?.text === null
              ? `Le brouillon « ${record.draft.name} » retire cette fiche.`
              : 'Cette fiche a des erreurs : elle ne peut être montrée comme les visiteurs la verraient. Ouvrez-la pour les corriger.'}
          </p>
        </Page>,
      );
    const figures = (await readEntryFigures(services.review, request.account, now)).get(id);
    const day = now.toISOString().slice(0, 10);
    const preview = previewEntry(entry, drafted.entries, drafted.sources, services.knowledge.active(), now);
    const lines = examFor(drafted.files, id);
    const isActive = released.version === services.knowledge.active().version;
    return renderPage(
      request,
      <Page title={entry.title} intro={entry.question} trail={trail} section="/base" actions={actions}>
        <p class="buttons">
          <Tag>{entry.theme}</Tag>
          {entry.network && <Tag>réseau : {entry.network}</Tag>}
          {entry.audience?.map((one) => (
            <Tag key={one}>{profileNames[one] ?? one}</Tag>
          ))}
          {entry.reviewBy < day && <Tag tone="warn">à revoir</Tag>}
          {change && (
            <Tag tone="info">
              {released.entries.has(id) ? 'modifiée' : 'nouvelle'} dans « {record.draft.name} »
            </Tag>
          )}
          {!isActive && <Tag tone="warn">telle que dans la version {released.version}</Tag>}
        </p>
        <div class="columns">
          <Section title="Comme les visiteurs la voient" id="vue">
            <EntryView preview={preview} />
          </Section>
          <div class="stack">
            <Section title="Usage" id="usage">
              <div class="figures">
                <Figure
                  label={(figures?.turns ?? 0) > 1 ? 'réponses' : 'réponse'}
                  value={(figures?.turns ?? 0).toLocaleString('fr-FR')}
                  href={linkTo('/conversations', { fiche: id })}
                />
                <Figure label="avis positifs" value={figures?.likes ?? 0} />
                <Figure label="avis négatifs" value={figures?.dislikes ?? 0} />
              </div>
              <p>
                Dernière réponse :{' '}
                {figures?.lastUsed ? <Time iso={figures.lastUsed} dateOnly /> : `aucune depuis ${USE_WINDOW} jours`}.
              </p>
            </Section>
            <Section title="Dates et sources" id="sources">
              <Facts
                items={[
                  ['Vérifiée le', <Time key="v" iso={entry.checkedOn} dateOnly />],
                  ['À revoir le', <Time key="r" iso={entry.reviewBy} dateOnly />],
                ]}
              />
              <ul>
                {entry.sources.map((source) => {
                  const { title, publisher, date, url } = drafted.sources.get(source) ?? {
                    title: source,
                    publisher: '?',
                    date: null,
                  };
                  return (
                    <li key={source}>
                      {url ? <a href={url}>{title}</a> : title} – {publisher},{' '}
                      {date === null ? 'document non daté' : sayDate(date)}
                    </li>
                  );
                })}
              </ul>
            </Section>
            <Section title={count(entry.utterances.length, 'formulation')} id="formulations">
              <ul>
                {entry.utterances.slice(0, SHOWN).map((utterance) => (
                  <li key={utterance}>{utterance}</li>
                ))}
              </ul>
              {entry.utterances.length > SHOWN && (
                <Details summary={`Les ${entry.utterances.length - SHOWN} autres`}>
                  <ul>
                    {entry.utterances.slice(SHOWN).map((utterance) => (
                      <li key={utterance}>{utterance}</li>
                    ))}
                  </ul>
                </Details>
              )}
            </Section>
            <Section title="Examen" id="examen">
              {lines.length === 0 ? (
                <p>Aucune ligne d’examen ne vérifie cette fiche. Ajoutez-en depuis une question relue.</p>
              ) : (
                <Details summary={count(lines.length, 'ligne d’examen', 'lignes d’examen')}>
                  <ul>
                    {lines.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </Details>
              )}
            </Section>
            <Section title="Liens" id="liens">
              <LinkList title="Suites proposées" ids={entry.followUps} titles={drafted.entries} />
              <LinkList title="Fiches liées" ids={entry.related} titles={drafted.entries} />
              <p>
                <a href={baseLinks.history(id)}>Histoire de cette fiche au fil des versions</a>
              </p>
            </Section>
          </div>
        </div>
      </Page>,
    );
  },
});

const LinkList = ({
  title,
  ids,
  titles,
}: {
  title: string;
  ids: readonly string[];
  titles: ReadonlyMap<string, { title: string }>;
}) =>
  ids.length === 0 ? null : (
    <p>
      {title} :{' '}
      {ids.map((id, index) => (
        <>
          {index > 0 && ', '}
          <a href={baseLinks.entry(id)}>{titles.get(id)?.title ?? id}</a>
        </>
      ))}
      .
    </p>
  );
