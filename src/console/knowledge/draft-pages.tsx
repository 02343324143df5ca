/** The drafts: their list, one of them with all that it changes, and taking a change back. */
import { type EntryFields, editEntry, readEntryFields } from '../../knowledge/edit-entry.js';
import { removeItem } from '../../knowledge/edit-lists.js';
import { ActionButton, Button, Empty, Field, Flash, Form, LinkButton, Section, Table, Tag, Time } from '../components.js';
import { type ConsolePage, type ConsoleRequest, hasRole } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { badRequest, forbidden, notFound, redirect, renderMessage, renderPage } from '../respond.js';
import { type Desk, mayChange, personOf, type Sheet } from './desk.js';
import { FieldChanges } from './diff-view.js';
import { listAuthors, listTurns, rebaseDraft } from './draft.js';
import { type ChangeGroup, groupChanges } from './draft-changes.js';
import type { DraftRecord } from './draft-store.js';
import { BaseTabs } from './entries-page.js';
import { baseLinks } from './links.js';
import { mayPropose, refusesPublication } from './rights.js';
import type { Trial } from './trial.js';
import { count } from './words.js';

const stateNames = { open: 'ouvert', publishing: 'publication en cours', published: 'publié', abandoned: 'abandonné' } as const;
const kindNames = { added: 'ajout', removed: 'retrait', changed: 'modification' } as const;
/** Fields of an entry that can be taken back one by one, by the name that the diff gives them. */
const fieldsByName: Readonly<Record<string, keyof EntryFields>> = {
  titre: 'title',
  question: 'question',
  destinataires: 'audience',
  réseau: 'network',
  sources: 'sources',
  'vérifiée le': 'checkedOn',
  'à revoir le': 'reviewBy',
  suites: 'followUps',
  'fiches liées': 'related',
  FALC: 'falc',
  formulations: 'utterances',
  réponse: 'answer',
  détails: 'details',
  'compléments par profil': 'forProfile',
};

export const draftTrail = (record?: DraftRecord) => [
  { label: 'Base de connaissances', href: baseLinks.entries() },
  { label: 'Brouillons', href: baseLinks.drafts() },
  ...(record ? [{ label: record.draft.name, href: baseLinks.draft(record.id) }] : []),
];

/** The draft of a request's address. */
export async function findSheet(desk: Desk, { params }: ConsoleRequest): Promise<Sheet | undefined> {
  const record = await desk.drafts.find(params.id ?? '');
  return record && desk.openRecord(record);
}

/** Whether a trial is of the draft as it is, against the release that answers. */
export const isCurrent = (trial: Trial | undefined, { version }: DraftRecord, active: string): trial is Trial =>
  trial !== undefined && trial.draftVersion === version && trial.against === active;

export function createDraftPages(desk: Desk): ConsolePage[] {
  const { services, drafts } = desk;
  return [
    {
      method: 'GET',
      path: '/base/brouillons',
      role: 'reader',
      async handle(request) {
        const records = await drafts.list();
        return renderPage(
          request,
          <Page
            title="Brouillons"
            section="/base"
            intro="Un brouillon réunit des changements ; rien n’est visible avant sa publication."
          >
            <BaseTabs current="brouillons" />
            {records.length === 0 ? (
              <Empty title="Aucun brouillon.">
                <p>Le premier changement d’une fiche en ouvre un : « Brouillon commun ».</p>
              </Empty>
            ) : (
              <Table
                caption="Brouillons"
                hideCaption
                columns={['Brouillon', 'État', { label: 'Changements', numeric: true }, 'Par', 'Ouvert le']}
              >
                {records.map(({ id, draft }) => (
                  <tr key={id}>
                    <th scope="row">
                      <a href={baseLinks.draft(id)}>{draft.name}</a>
                    </th>
                    <td>
                      <Tag tone={draft.state === 'open' ? 'info' : draft.state === 'published' ? 'good' : 'neutral'}>
                        {stateNames[draft.state]}
                      </Tag>{' '}
                      {draft.published?.version}
                    </td>
                    <td class="number">{draft.changes.length}</td>
                    <td>
                      {listAuthors(draft)
                        .map(({ name }) => name)
                        .join(', ') || draft.createdBy.name}
                    </td>
                    <td>
                      <Time iso={draft.createdAt} />
                    </td>
                  </tr>
                ))}
              </Table>
            )}
            {hasRole(request.account, 'reviewer') && (
              <Form action={linkTo('/base/brouillons')} label="Nouveau brouillon">
                <Field
                  label="Nom d’un nouveau brouillon"
                  name="nom"
                  required
                  maxLength={80}
                  hint="Par exemple pour les contenus de votre réseau, que vous publierez à part."
                />
                <div class="buttons">
                  <Button kind="plain">Ouvrir ce brouillon</Button>
                </div>
              </Form>
            )}
          </Page>,
        );
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons',
      role: 'reviewer',
      async handle(request) {
        const name = (request.form.nom ?? '').replace(/\s+/g, ' ').trim().slice(0, 80);
        if (name === '') return badRequest(request, 'Donnez un nom au brouillon.');
        const record = await drafts.create(name, personOf(request.account));
        await recordAction(services, request.account, 'draft.create', record.id);
        return redirect(baseLinks.draft(record.id), 'Brouillon ouvert.');
      },
    },
    {
      method: 'GET',
      path: '/base/brouillons/:id',
      role: 'reader',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (!sheet) return notFound(request, 'Ce brouillon n’existe pas.');
        return renderPage(
          request,
          <DraftView desk={desk} request={request} sheet={sheet} trial={await desk.trials.find(sheet.record.id)} />,
        );
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/retirer',
      role: 'reviewer',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (!sheet) return notFound(request, 'Ce brouillon n’existe pas.');
        const { path = '', champ, element } = request.form;
        const before = sheet.released.files.get(path);
        const current = sheet.drafted.files.get(path);
        if (!sheet.record.draft.changes.some((change) => change.path === path))
          return redirect(baseLinks.draft(sheet.record.id), 'Ce changement était déjà retiré.');
        const field = champ === undefined ? undefined : fieldsByName[champ];
        const text =
          field && before !== undefined && current !== undefined
            ? editEntry(current, { [field]: readEntryFields(before)[field] })
            : element !== undefined && current !== undefined
              ? removeItem(current, element)
              : before;
        // An entry whose fields are all as before is as before.
        const asBefore =
          field &&
          text !== undefined &&
          before !== undefined &&
          groupChanges({ ...sheet.record.draft, changes: [{ path, text, edits: [] }] }, sheet.released.files).every(
            ({ fields }) => fields.length === 0,
          );
        const stored = await desk.change(sheet, request.account, [
          { path, text: asBefore ? before : text, what: `retiré : ${champ ?? element ?? 'tout'}` },
        ]);
        if (stored.outcome === 'forbidden')
          return forbidden(request, 'Ce contenu appartient à un réseau auquel votre compte n’est pas rattaché.');
        if (stored.outcome === 'conflict')
          return redirect(
            baseLinks.draft(sheet.record.id),
            'Le brouillon vient de changer : regardez-le de nouveau avant de retirer quelque chose.',
          );
        await recordAction(services, request.account, 'draft.revert', path);
        return redirect(baseLinks.draft(sheet.record.id), 'Changement retiré du brouillon.');
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/copier',
      role: 'reviewer',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (!sheet) return notFound(request, 'Ce brouillon n’existe pas.');
        const { record, released } = sheet;
        const foreign = record.draft.changes.some(
          ({ path, text }) => !mayPropose(request.account, path, released.files.get(path), text ?? undefined),
        );
        if (foreign)
          return forbidden(request, 'Ce brouillon contient des contenus d’un réseau auquel votre compte n’est pas rattaché.');
        const is = await desk.readBasis(services.knowledge.active().version);
        const { draft, conflicts } = rebaseDraft(record.draft, released.files, is.files, is.version, 'ours');
        const copy = await drafts.create(`${record.draft.name} (reprise)`.slice(0, 80), personOf(request.account));
        await drafts.replace(copy, { ...copy.draft, changes: draft.changes });
        await recordAction(services, request.account, 'draft.create', copy.id);
        const kept =
          conflicts.length > 0 ? ' Là où la version active dit autre chose, ce sont vos textes qui restent : vérifiez.' : '';
        return redirect(baseLinks.draft(copy.id), `Les changements sont repris dans un nouveau brouillon.${kept}`);
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/rouvrir',
      role: 'publisher',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        const state = sheet?.record.draft.state;
        if (!sheet || (state !== 'publishing' && state !== 'abandoned'))
          return notFound(request, 'Ce brouillon ne peut être rouvert.');
        await drafts.change(sheet.record, (draft) => (draft.state === state ? { ...draft, state: 'open' } : draft));
        await recordAction(services, request.account, 'draft.reopen', sheet.record.id);
        return redirect(baseLinks.draft(sheet.record.id), 'Brouillon rouvert.');
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/abandonner',
      role: 'publisher',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (sheet?.record.draft.state !== 'open') return notFound(request, 'Ce brouillon n’est pas ouvert.');
        const refusal = refusesPublication(request.account, sheet.record.draft, sheet.released.files);
        if (refusal) return renderMessage(request, 403, 'Accès refusé', refusal);
        await drafts.change(sheet.record, (draft) => ({ ...draft, state: 'abandoned' }));
        await recordAction(services, request.account, 'draft.abandon', sheet.record.id);
        return redirect(baseLinks.drafts(), 'Brouillon abandonné. Il reste lisible dans la liste.');
      },
    },
  ];
}

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
        <Group
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

function Group({ group, index, draft, mayTakeBack }: { group: ChangeGroup; index: number; draft: string; mayTakeBack: boolean }) {
  const { path, title, kind, entry, network, fields, items, edits } = group;
  const takeBack = `${baseLinks.draft(draft)}/retirer`;
  return (
    <Section
      title={title}
      id={`changement-${index}`}
      actions={
        <>
          {entry && kind !== 'removed' && (
            <LinkButton href={baseLinks.entry(entry, draft)} kind="quiet">
              Voir la fiche
            </LinkButton>
          )}
          {mayTakeBack && (
            <ActionButton action={takeBack} fields={{ path }} kind="danger" label={`Retirer du brouillon : ${title}`}>
              Retirer
            </ActionButton>
          )}
        </>
      }
    >
      <p>
        <Tag tone={kind === 'removed' ? 'bad' : kind === 'added' ? 'good' : 'info'}>{kindNames[kind]}</Tag>{' '}
        {network && <Tag>réseau : {network}</Tag>}
      </p>
      {fields.length > 0 && <FieldChanges fields={fields} caption={`Avant et après : ${title}`} />}
      {mayTakeBack && kind === 'changed' && fields.length > 1 && entry && (
        <div class="buttons">
          {fields
            .filter(({ name }) => name in fieldsByName)
            .map(({ name }) => (
              <ActionButton
                key={name}
                action={takeBack}
                fields={{ path, champ: name }}
                kind="quiet"
                label={`Remettre comme avant : ${name}, ${title}`}
              >
                Remettre « {name} » comme avant
              </ActionButton>
            ))}
        </div>
      )}
      {items.length > 0 && (
        <ul class="plain">
          {items.map((item) => (
            <li key={item.name}>
              {item.change === 'added' ? <ins>{item.text}</ins> : <del>{item.text}</del>}{' '}
              {mayTakeBack && item.change === 'added' && (
                <ActionButton action={takeBack} fields={{ path, element: item.name }} kind="quiet" label={`Retirer ${item.text}`}>
                  Retirer
                </ActionButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <ul class="plain muted">
        {edits.map((edit) => (
          <li key={`${edit.at} ${edit.what}`}>
            <Time iso={edit.at} />, {edit.by.name} : {edit.what}
            {edit.turns.length > 0 && ` (${count(edit.turns.length, 'question')})`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
