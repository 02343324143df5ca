/** What is done to a draft as a whole, and taking back one of its changes. */
import type { ConsolePage } from '../console-page.js';
import { recordAction } from '../journal.js';
import { forbidden, notFound, redirect, renderMessage } from '../respond.js';
import { type Desk, personOf } from './desk.js';
import { rebaseDraft } from './draft.js';
import { findSheet, onDraft } from './find-sheet.js';
import { baseLinks } from './links.js';
import { mayPropose, refusesPublication } from './rights.js';
import { takeBack } from './take-back.js';

export function createDraftActions(desk: Desk): ConsolePage[] {
  const { services, drafts } = desk;
  return [
    {
      method: 'POST',
      path: '/base/brouillons/:id/retirer',
      role: 'reviewer',
      handle: onDraft(desk, async (request, sheet) => {
        const { path = '', champ, element } = request.form;
        const { id, draft } = sheet.record;
        if (!draft.changes.some((change) => change.path === path))
          return redirect(baseLinks.draft(id), 'Ce changement était déjà retiré.');
        const stored = await desk.change(sheet, request.account, [takeBack(sheet, path, champ, element)]);
        if (stored.outcome === 'forbidden')
          return forbidden(request, 'Ce contenu appartient à un réseau auquel votre compte n’est pas rattaché.');
        if (stored.outcome === 'conflict')
          return redirect(
            baseLinks.draft(id),
            'Le brouillon vient de changer : regardez-le de nouveau avant de retirer quelque chose.',
          );
        await recordAction(services, request.account, 'draft.revert', path);
        return redirect(baseLinks.draft(id), 'Changement retiré du brouillon.');
      }),
    },
    {
      method: 'POST',
      path: '/base/brouillons/:id/copier',
      role: 'reviewer',
      handle: onDraft(desk, async (request, { record, released }) => {
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
      }),
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
