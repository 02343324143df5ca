/** Putting a draft on the release that is active now, conflicts chosen by hand. */
import { Choices, Facts, Flash, Form, Section, SendOrCancel } from '../components.js';
import type { ConsolePage } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { forbidden, redirect, renderPage } from '../respond.js';
import { RecordConflictError } from '../staff-records.js';
import { idOf } from './basis.js';
import type { Desk, Sheet } from './desk.js';
import { rebaseDraft } from './draft.js';
import { draftTrail, onOpenDraft } from './find-sheet.js';
import { baseLinks } from './links.js';
import { mayPropose } from './rights.js';
import { count } from './words.js';

export function createRebasePages(desk: Desk): ConsolePage[] {
  const { services, drafts } = desk;
  const { knowledge } = services;
  return [
    {
      method: 'GET',
      path: '/base/brouillons/:id/reprendre',
      role: 'reviewer',
      handle: showRebase(desk),
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/reprendre',
      role: 'reviewer',
      handle: onOpenDraft(desk, async (request, sheet) => {
        // To settle a conflict is to change the file: « theirs » drops what its owners had prepared.
        const chosen = sheet.record.draft.changes.filter(({ path }) => request.form[`conflit-${path}`] !== undefined);
        if (
          chosen.some(({ path, text }) => !mayPropose(request.account, path, sheet.released.files.get(path), text ?? undefined))
        )
          return forbidden(request, 'Ce brouillon change des contenus d’un autre réseau : ses membres doivent le reprendre.');
        const { version } = knowledge.active();
        const { draft, unsettled } = await rebaseSheet(desk, sheet, (path) => request.form[`conflit-${path}`]);
        if (unsettled > 0) return showRebase(desk, 'Choisissez pour chaque conflit.')(request);
        if (request.form.version !== version)
          return showRebase(desk, 'Une autre version encore est devenue active : vérifiez de nouveau.')(request);
        try {
          await drafts.replace(sheet.record, draft);
        } catch (error) {
          if (!(error instanceof RecordConflictError)) throw error;
          return showRebase(desk, 'Le brouillon vient de changer : vérifiez de nouveau.')(request);
        }
        await recordAction(services, request.account, 'draft.rebase', sheet.record.id, { detail: { version } });
        return redirect(baseLinks.draft(sheet.record.id), `Le brouillon part maintenant de la version ${version}. Éprouvez-le.`);
      }),
    },
  ];
}

/** Shows the draft as it is now, with every conflict that is to be settled. */
const showRebase = (desk: Desk, error?: string) =>
  onOpenDraft(desk, async (request, sheet) => {
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
          <SendOrCancel back={baseLinks.draft(record.id)}>Reprendre</SendOrCancel>
        </Form>
      </Page>,
      error ? 422 : 200,
    );
  });

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
