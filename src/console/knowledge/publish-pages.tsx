/** Publishing a draft that was tried. */
import { ActivationConflictError, ReleaseExistsError } from '../../knowledge/release-store.js';
import { Facts, Field, Flash, Form, SendOrCancel } from '../components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { redirect, renderMessage, renderPage } from '../respond.js';
import { RecordConflictError } from '../staff-records.js';
import { type Desk, personOf, type Sheet } from './desk.js';
import { groupChanges } from './draft-changes.js';
import type { DraftRecord } from './draft-store.js';
import { draftTrail, onOpenDraft } from './find-sheet.js';
import { baseLinks } from './links.js';
import { publishDraft, SHORTEST_REASON } from './publish-draft.js';
import { refusesPublication } from './rights.js';
import { isCurrent, needsReason, type Trial } from './trial.js';
import { oneLine } from './words.js';

const TRY_AGAIN = 'Éprouvez le brouillon dans sa version présente, contre la version active, avant de le publier.';

export function createPublishPages(desk: Desk): ConsolePage[] {
  const { services, drafts, trials, workbench } = desk;
  const { knowledge, publication, now } = services;

  /** Handles what is asked of a draft that may be published; else says why it cannot be. */
  const whenReady = (handle: (request: ConsoleRequest, sheet: Sheet, trial: Trial) => Promise<ConsoleReply> | ConsoleReply) =>
    onOpenDraft(desk, async (request, sheet) => {
      const { record, released } = sheet;
      const refusal = refusesPublication(request.account, record.draft, released.files);
      if (refusal) return renderMessage(request, 403, 'Accès refusé', refusal);
      const active = knowledge.active().version;
      if (record.draft.basedOn !== active)
        return redirect(baseLinks.rebase(record.id), `La version ${active} a été publiée entre-temps.`);
      const trial = await trials.find(record.id);
      if (!isCurrent(trial, record, active) || trial.state !== 'done') return redirect(baseLinks.draft(record.id), TRY_AGAIN);
      return handle(request, sheet, trial);
    });

  return [
    {
      method: 'GET',
      path: '/base/brouillons/:id/publier',
      role: 'publisher',
      handle: whenReady((request, sheet, trial) => showForm(request, sheet, trial, {})),
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/publier',
      role: 'publisher',
      handle: whenReady(async (request, sheet, trial) => {
        const { record, drafted } = sheet;
        const why = oneLine(request.form.pourquoi);
        const override = oneLine(request.form.malgre);
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
      }),
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
        <SendOrCancel back={baseLinks.draft(record.id)}>Publier</SendOrCancel>
      </Form>
    </Page>,
    errors ? 422 : 200,
  );
}
