/** Publishing a draft, and putting it on a newer release first when there is one. */
import { ActivationConflictError, ReleaseExistsError } from '../../knowledge/release-store.js';
import { Button, Choices, Facts, Field, Flash, Form, LinkButton, Section } from '../components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { forbidden, notFound, redirect, renderMessage, renderPage } from '../respond.js';
import { RecordConflictError } from '../staff-records.js';
import { idOf } from './basis.js';
import { type Desk, personOf, type Sheet } from './desk.js';
import { rebaseDraft } from './draft.js';
import { groupChanges } from './draft-changes.js';
import { draftTrail, findSheet, isCurrent } from './draft-pages.js';
import type { DraftRecord } from './draft-store.js';
import { baseLinks } from './links.js';
import { publishDraft, SHORTEST_REASON } from './publish-draft.js';
import { mayPropose, refusesPublication } from './rights.js';
import { needsReason, type Trial } from './trial.js';
import { count } from './words.js';

const TRY_AGAIN = 'Éprouvez le brouillon dans sa version présente, contre la version active, avant de le publier.';

export function createPublishPages(desk: Desk): ConsolePage[] {
  const { services, drafts, trials, workbench } = desk;
  const { knowledge, publication, now } = services;

  /** What publishing needs, or the reply that says why it cannot be. */
  const prepare = async (request: ConsoleRequest): Promise<{ sheet: Sheet; trial: Trial } | { reply: ConsoleReply }> => {
    const sheet = await findSheet(desk, request);
    if (sheet?.record.draft.state !== 'open')
      return { reply: notFound(request, 'Ce brouillon n’existe pas, ou n’est plus ouvert.') };
    const { record, released } = sheet;
    const refusal = refusesPublication(request.account, record.draft, released.files);
    if (refusal) return { reply: renderMessage(request, 403, 'Accès refusé', refusal) };
    const active = knowledge.active().version;
    if (record.draft.basedOn !== active)
      return { reply: redirect(baseLinks.rebase(record.id), `La version ${active} a été publiée entre-temps.`) };
    const trial = await trials.find(record.id);
    if (!isCurrent(trial, record, active) || trial.state !== 'done')
      return { reply: redirect(baseLinks.draft(record.id), TRY_AGAIN) };
    return { sheet, trial };
  };

  return [
    {
      method: 'GET',
      path: '/base/brouillons/:id/publier',
      role: 'publisher',
      async handle(request) {
        const ready = await prepare(request);
        return 'reply' in ready ? ready.reply : showForm(request, ready.sheet, ready.trial, {});
      },
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/publier',
      role: 'publisher',
      async handle(request) {
        const ready = await prepare(request);
        if ('reply' in ready) return ready.reply;
        const { sheet, trial } = ready;
        const { record, drafted } = sheet;
        const why = (request.form.pourquoi ?? '').replace(/\s+/g, ' ').trim();
        const override = (request.form.malgre ?? '').replace(/\s+/g, ' ').trim();
        const errors = {
          ...(why.length < SHORTEST_REASON ? { why: 'Dites en une ligne ce qui change.' } : {}),
          ...(needsReason(trial) && override.length < SHORTEST_REASON
            ? { override: 'Écrivez pourquoi publier malgré cette perte.' }
            : {}),
        };
        if (Object.keys(errors).length > 0) return showForm(request, sheet, trial, { why, override, errors });
        const trained = record.version === null ? undefined : trials.compiledOf(record.id, record.version);
        const by = personOf(request.account);
        let held: DraftRecord | undefined;
        try {
          held = await drafts.replace(record, { ...record.draft, state: 'publishing' });
          const version = await publishDraft(
            { files: drafted.files, trial, trained, who: by.name, why, override: override || undefined },
            { store: publication.store, knowledge, workbench, vocabulary: publication.vocabulary, now },
          );
          await drafts.replace(held, {
            ...record.draft,
            state: 'published',
            published: { version, at: now().toISOString(), by },
          });
          const detail = { draft: record.id, lost: trial.exam?.lost.length ?? 0 };
          await recordAction(services, request.account, 'draft.publish', version, { detail });
          return redirect(baseLinks.release(version), `Version ${version} publiée. Elle répond dès maintenant.`);
        } catch (error) {
          if (held) await drafts.change(held, (draft) => (draft.state === 'publishing' ? { ...draft, state: 'open' } : draft));
          if (error instanceof RecordConflictError)
            return redirect(baseLinks.draft(record.id), `Le brouillon vient de changer. ${TRY_AGAIN}`);
          if (error instanceof ActivationConflictError || error instanceof ReleaseExistsError)
            return redirect(
              baseLinks.draft(record.id),
              'Quelqu’un d’autre a publié au même moment : reprenez le brouillon sur la version active, puis éprouvez-le.',
            );
          throw error;
        }
      },
    },
    {
      method: 'GET',
      path: '/base/brouillons/:id/reprendre',
      role: 'reviewer',
      handle: (request) => showRebase(desk, request),
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/reprendre',
      role: 'reviewer',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (sheet?.record.draft.state !== 'open') return notFound(request, 'Ce brouillon n’existe pas, ou n’est plus ouvert.');
        // To settle a conflict is to change the file: « theirs » drops what its owners had prepared.
        const chosen = sheet.record.draft.changes.filter(({ path }) => request.form[`conflit-${path}`] !== undefined);
        if (
          chosen.some(({ path, text }) => !mayPropose(request.account, path, sheet.released.files.get(path), text ?? undefined))
        )
          return forbidden(request, 'Ce brouillon change des contenus d’un autre réseau : ses membres doivent le reprendre.');
        const { version } = knowledge.active();
        const { draft, unsettled } = await rebaseSheet(desk, sheet, (path) => request.form[`conflit-${path}`]);
        if (unsettled > 0) return showRebase(desk, request, 'Choisissez pour chaque conflit.');
        if (request.form.version !== version)
          return showRebase(desk, request, 'Une autre version encore est devenue active : vérifiez de nouveau.');
        try {
          await drafts.replace(sheet.record, draft);
        } catch (error) {
          if (!(error instanceof RecordConflictError)) throw error;
          return showRebase(desk, request, 'Le brouillon vient de changer : vérifiez de nouveau.');
        }
        await recordAction(services, request.account, 'draft.rebase', sheet.record.id, { detail: { version } });
        return redirect(baseLinks.draft(sheet.record.id), `Le brouillon part maintenant de la version ${version}. Éprouvez-le.`);
      },
    },
  ];
}

function showForm(
  request: ConsoleRequest,
  { record, released }: Sheet,
  trial: Trial,
  given: { why?: string; override?: string; errors?: { why?: string; override?: string } },
): ConsoleReply {
  const reason = needsReason(trial);
  const { exam, replay } = trial;
  const { errors } = given;
  return renderPage(
    request,
    <Page
      title={`Publier « ${record.draft.name} »`}
      section="/base"
      trail={draftTrail(record)}
      intro="La nouvelle version répond dès la publication, sur tous les canaux. On peut revenir à la précédente à tout moment."
    >
      <Facts
        items={[
          [
            'Contenus changés',
            groupChanges(record.draft, released.files)
              .map(({ title }) => title)
              .join(' ; '),
          ],
          ['Examen', exam ? `${exam.result.passed} lignes sur ${exam.result.lines} (avant : ${exam.before})` : ''],
          [
            'Questions réelles',
            replay ? `${replay.counts.gained} gagnées, ${replay.counts.lost} perdues, ${replay.counts.other} autres` : '',
          ],
        ]}
      />
      {reason && (
        <Flash tone="warn">
          {reason} <a href={baseLinks.trial(record.id)}>Voir lesquelles</a>
        </Flash>
      )}
      <Form action={baseLinks.publish(record.id)} label="Publier">
        <Field
          label="Ce qui change, en une ligne"
          name="pourquoi"
          required
          value={given.why}
          maxLength={200}
          error={errors?.why}
          hint="Gardé avec la version, pour qui la relira."
        />
        {reason && (
          <Field
            label="Pourquoi publier malgré tout"
            name="malgre"
            required
            rows={2}
            value={given.override}
            error={errors?.override}
            hint="Gardé avec la version."
          />
        )}
        <div class="buttons">
          <Button>Publier</Button>
          <LinkButton href={baseLinks.draft(record.id)} kind="quiet">
            Annuler
          </LinkButton>
        </div>
      </Form>
    </Page>,
    errors ? 422 : 200,
  );
}

/** The draft on the active release; `choice` says, for each file in conflict, whose side stands. */
async function rebaseSheet(desk: Desk, { record, released }: Sheet, choice: (path: string) => string | undefined) {
  const is = await desk.readBasis(desk.services.knowledge.active().version);
  const ours = rebaseDraft(record.draft, released.files, is.files, is.version, 'ours');
  const theirs = rebaseDraft(record.draft, released.files, is.files, is.version, 'theirs');
  const paths = [...new Set(ours.conflicts.map(({ path }) => path))];
  const yielding = new Set(paths.filter((path) => choice(path) === 'theirs'));
  const changes = [
    ...ours.draft.changes.filter(({ path }) => !yielding.has(path)),
    ...theirs.draft.changes.filter(({ path }) => yielding.has(path)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    draft: { ...ours.draft, changes },
    conflicts: ours.conflicts,
    unsettled: paths.filter((path) => !['ours', 'theirs'].includes(choice(path) ?? '')).length,
  };
}

async function showRebase(desk: Desk, request: ConsoleRequest, error?: string): Promise<ConsoleReply> {
  const sheet = await findSheet(desk, request);
  if (sheet?.record.draft.state !== 'open') return notFound(request, 'Ce brouillon n’existe pas, ou n’est plus ouvert.');
  const { record } = sheet;
  const { version } = desk.services.knowledge.active();
  if (record.draft.basedOn === version)
    return redirect(baseLinks.draft(record.id), 'Ce brouillon part déjà de la version active.');
  const { conflicts } = await rebaseSheet(desk, sheet, () => undefined);
  const release = await desk.services.publication.store.find(version);
  const paths = [...new Set(conflicts.map(({ path }) => path))];
  return renderPage(
    request,
    <Page
      title="Reprendre le brouillon sur la version active"
      section="/base"
      trail={draftTrail(record)}
      intro={`« ${record.draft.name} » part de ${record.draft.basedOn}. Depuis, ${release?.who ?? 'quelqu’un'} a activé ${version} : « ${release?.why ?? ''} ».`}
    >
      {error && <Flash tone="bad">{error}</Flash>}
      <p>
        {paths.length === 0
          ? 'Les deux se réunissent sans conflit : vos changements restent, ceux de la version active s’ajoutent.'
          : `${count(paths.length, 'contenu changé', 'contenus changés')} différemment des deux côtés. Choisissez ; le reste se réunit de lui-même.`}
      </p>
      <Form action={baseLinks.rebase(record.id)} label="Reprendre le brouillon">
        <input type="hidden" name="version" value={version} />
        {paths.map((path, index) => (
          <Section key={path} title={path.startsWith('entries/') ? `Fiche ${idOf(path)}` : path} id={`conflit-${index}`}>
            {conflicts
              .filter((conflict) => conflict.path === path)
              .map(({ field, ours, theirs }) => (
                <Facts
                  key={field}
                  items={[
                    ['Champ', field || 'le fichier entier'],
                    ['Dans le brouillon', ours],
                    [`Dans la version ${version}`, theirs],
                  ]}
                />
              ))}
            <Choices
              legend="Ce qui reste"
              id={`choix-${index}`}
              name={`conflit-${path}`}
              inline
              values={[]}
              options={[
                { value: 'ours', label: 'Le brouillon' },
                { value: 'theirs', label: `La version ${version}` },
              ]}
            />
          </Section>
        ))}
        <div class="buttons">
          <Button>Reprendre</Button>
          <LinkButton href={baseLinks.draft(record.id)} kind="quiet">
            Annuler
          </LinkButton>
        </div>
      </Form>
    </Page>,
    error ? 422 : 200,
  );
}
