/** One draft: all that it changes, and what to do now. */
import { ActionButton, Empty, Flash, LinkButton, Tag } from '../components.js';
import { type ConsolePage, type ConsoleRequest, hasRole } from '../console-page.js';
import { Page } from '../layout.js';
import { renderPage } from '../respond.js';
import { ChangeGroupView } from './change-group-view.js';
import { type Desk, mayChange, type Sheet } from './desk.js';
import { listTurns } from './draft.js';
import { groupChanges } from './draft-changes.js';
import { draftTrail, onDraft } from './find-sheet.js';
import { baseLinks } from './links.js';
import { refusesPublication } from './rights.js';
import { isCurrent, type Trial } from './trial.js';
import { count } from './words.js';

export const createDraftPage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base/brouillons/:id',
  role: 'reader',
  handle: onDraft(desk, async (request, sheet) =>
    renderPage(
      request,
      <DraftView desk={desk} request={request} sheet={sheet} trial={await desk.trials.find(sheet.record.id)} />,
    ),
  ),
});

function DraftView({
  desk,
  request,
  sheet,
  trial,
}: {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  trial: Trial | undefined;
}) {
  const { record, released } = sheet;
  const { draft } = record;
  const active = desk.services.knowledge.active().version;
  const groups = groupChanges(draft, released.files);
  const isOpen = draft.state === 'open';
  const behind = isOpen && draft.basedOn !== active;
  const mayWork = isOpen && hasRole(request.account, 'reviewer');
  const turns = listTurns(draft).length;
  return (
    <Page
      title={draft.name}
      section="/base"
      trail={draftTrail()}
      intro={`${count(groups.length, 'contenu changé', 'contenus changés')} sur la version ${draft.basedOn}${turns > 0 ? `, à partir de ${count(turns, 'question')} de visiteurs` : ''}.`}
    >
      {draft.published && (
        <Flash tone="info">
          Publié par {draft.published.by.name} : c’est la version{' '}
          <a href={baseLinks.release(draft.published.version)}>{draft.published.version}</a>.
          {draft.published.version !== active && hasRole(request.account, 'reviewer') && (
            <ActionButton action={`${baseLinks.draft(record.id)}/copier`} kind="plain">
              Reprendre ces changements dans un nouveau brouillon
            </ActionButton>
          )}
        </Flash>
      )}
      {(draft.state === 'publishing' || draft.state === 'abandoned') && (
        <Flash tone="warn">
          {draft.state === 'publishing'
            ? 'La publication de ce brouillon est en cours. Si elle a été interrompue, rouvrez-le.'
            : 'Ce brouillon a été abandonné.'}
          {hasRole(request.account, 'publisher') && (
            <ActionButton action={`${baseLinks.draft(record.id)}/rouvrir`} kind="plain">
              Rouvrir
            </ActionButton>
          )}
        </Flash>
      )}
      {behind && (
        <Flash tone="warn">
          La version active est maintenant {active} ; ce brouillon part de {draft.basedOn}.{' '}
          <a href={baseLinks.rebase(record.id)}>Reprendre le brouillon sur la version active</a>
        </Flash>
      )}
      {isOpen && groups.length > 0 && <NextStep sheet={sheet} trial={trial} active={active} request={request} behind={behind} />}
      {groups.length === 0 && (
        <Empty title="Ce brouillon ne change rien.">
          <p>
            Modifiez <a href={baseLinks.entries()}>une fiche</a>, ou ajoutez-lui une question depuis les conversations.
          </p>
        </Empty>
      )}
      {groups.map((group, index) => (
        <ChangeGroupView
          key={group.path}
          group={group}
          index={index}
          draft={record.id}
          mayTakeBack={mayWork && mayChange(request.account, sheet, group.path, released.files.get(group.path))}
        />
      ))}
      {isOpen && groups.length > 0 && hasRole(request.account, 'publisher') && (
        <ActionButton action={`${baseLinks.draft(record.id)}/abandonner`} kind="danger">
          Abandonner ce brouillon
        </ActionButton>
      )}
    </Page>
  );
}

/** What to do now: try, look at what the trial found, publish. */
function NextStep({
  sheet: { record, released },
  trial,
  active,
  request,
  behind,
}: {
  sheet: Sheet;
  trial: Trial | undefined;
  active: string;
  request: ConsoleRequest;
  behind: boolean;
}) {
  const current = isCurrent(trial, record, active);
  const refusal = refusesPublication(request.account, record.draft, released.files);
  return (
    <div class="card">
      <ol class="steps">
        <li>
          {current && trial.state === 'done' ? (
            <>
              <Tag tone="good">fait</Tag> Éprouvé dans cette version : <a href={baseLinks.trial(record.id)}>voir le résultat</a>.
            </>
          ) : current && trial.state === 'running' ? (
            <a href={baseLinks.trial(record.id)}>L’épreuve est en cours…</a>
          ) : (
            <>
              Éprouvez le brouillon : contrôle, examen, et les questions réelles rejouées.
              {current && trial.state === 'refused' && (
                <>
                  {' '}
                  <a href={baseLinks.trial(record.id)}>Il reste des erreurs à corriger.</a>
                </>
              )}
            </>
          )}
          {!behind && !(current && trial.state !== 'failed') && hasRole(request.account, 'reviewer') && (
            <ActionButton action={`${baseLinks.draft(record.id)}/eprouver`} kind="primary">
              Éprouver
            </ActionButton>
          )}
        </li>
        <li>
          {refusal ?? 'Publiez, avec une ligne qui dit pourquoi.'}
          {!refusal && current && trial.state === 'done' && (
            <LinkButton href={baseLinks.publish(record.id)} kind="primary">
              Publier…
            </LinkButton>
          )}
        </li>
      </ol>
    </div>
  );
}
