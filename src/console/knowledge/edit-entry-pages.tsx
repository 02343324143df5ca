/** Editing an entry, and writing a new one, in a draft. */

import { toKey } from '../../knowledge/collisions.js';
import { diffKnowledge } from '../../knowledge/diff.js';
import { createEntryFile, editEntry, readEntryFields } from '../../knowledge/edit-entry.js';
import { ADDED_SOURCES, addSource } from '../../knowledge/edit-lists.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, maySeeTurn } from '../console-page.js';
import { recordAction } from '../journal.js';
import { forbidden, notFound, redirect } from '../respond.js';
import { listThemes, pathOf } from './basis.js';
import { type Desk, type FileChange, mayChange } from './desk.js';
import { markOf } from './draft.js';
import { showEditedEntry } from './edit-entry-view.js';
import { blankFields, freeId, readEntryForm, readNewSource, refuseText } from './entry-form.js';
import { type FieldProblems, sortProblems } from './entry-problems.js';
import { baseLinks } from './links.js';

const NOT_YOURS = 'Cette fiche appartient à un réseau auquel votre compte n’est pas rattaché.';
const none: FieldProblems = { errors: {}, warnings: [] };

export function createEditEntryPages(desk: Desk): ConsolePage[] {
  const { services } = desk;

  const readTurnQuestions = async (request: ConsoleRequest): Promise<string[]> => {
    const found = await Promise.all(request.query.getAll('tour').map((turn) => services.review.findTurn(turn)));
    return found.flatMap((turn) => (turn?.question && maySeeTurn(request.account, turn) ? [turn.question] : []));
  };

  const editGet: ConsolePage = {
    method: 'GET',
    path: '/base/fiches/:id/modifier',
    role: 'reviewer',
    async handle(request) {
      const id = request.params.id ?? '';
      const sheet = await desk.open(request);
      const path = pathOf(sheet.drafted.files, id) ?? pathOf(sheet.released.files, id);
      if (!path) return notFound(request, 'Cette fiche n’existe pas, ou plus.');
      const text = sheet.drafted.files.get(path) ?? sheet.released.files.get(path) ?? '';
      if (!mayChange(request.account, sheet, path, text)) return forbidden(request, NOT_YOURS);
      const checked = request.query.has('controle') ? sortProblems(await desk.check(sheet), path, text) : none;
      return showEditedEntry({
        desk,
        request,
        sheet,
        id,
        fields: readEntryFields(text),
        problems: checked,
        seen: markOf(sheet.drafted.files.get(path)),
      });
    },
  };

  const newGet: ConsolePage = {
    method: 'GET',
    path: '/base/fiches/nouvelle',
    role: 'reviewer',
    async handle(request) {
      const sheet = await desk.open(request);
      const [question = '', ...more] = await readTurnQuestions(request);
      const { account } = request;
      const network = account.networks !== 'all' && account.networks.length === 1 ? account.networks[0] : '';
      const fields = blankFields(services.now(), {
        question: question.slice(0, 140),
        network,
        utterances: [question, ...more].filter(Boolean),
      });
      return showEditedEntry({
        desk,
        request,
        sheet,
        fields,
        problems: none,
        seen: 'none',
        theme: listThemes(sheet.released.files)[0] ?? 'divers',
      });
    },
  };

  const save = async (request: ConsoleRequest, id: string | undefined): Promise<ConsoleReply> => {
    const { account, form } = request;
    const sheet = await desk.open(request);
    const { released, drafted, record } = sheet;
    const themes = listThemes(released.files);
    const theme = id ? undefined : (themes.find((one) => one === form.theme) ?? themes[0] ?? 'divers');
    const known = id ? (pathOf(drafted.files, id) ?? pathOf(released.files, id)) : undefined;
    if (id && !known) return notFound(request, 'Cette fiche n’existe pas, ou plus.');
    const fields = readEntryForm(request);
    const seen = form.seen ?? '';
    const view = { desk, request, sheet, id, fields, seen, theme, problems: none };
    if (form.geste === 'apercu') return showEditedEntry(view);

    const current = known ? drafted.files.get(known) : undefined;
    if (known && markOf(current) !== seen) {
      const mine = editEntry(current ?? released.files.get(known) ?? '', fields);
      const changed = diffKnowledge(new Map([[known, current ?? '']]), new Map([[known, mine]])).changed[0]?.fields;
      const notice =
        'Quelqu’un a enregistré cette fiche pendant que vous la modifiiez. Votre saisie est gardée ci-dessous : comparez, puis enregistrez de nouveau pour remplacer l’autre version.';
      return showEditedEntry({ ...view, seen: markOf(current), notice, meanwhile: changed }, 409);
    }
    const before = readEntryFields(current ?? '');
    const refused = refuseText(
      fields.utterances.filter((utterance) => !before.utterances.includes(utterance)),
      services.redact,
    );
    if (refused) return showEditedEntry({ ...view, problems: { ...none, errors: { utterances: refused } } }, 422);
    const source = readNewSource(request, drafted.sources);
    if (source && 'error' in source)
      return showEditedEntry({ ...view, problems: { ...none, errors: { sources: source.error } } }, 422);
    if (!id && fields.title === '')
      return showEditedEntry({ ...view, problems: { ...none, errors: { title: 'Donnez un titre à la fiche.' } } }, 422);

    // Sent twice, by an impatient hand or after a lost connection: one entry, not two that contradict each other.
    const plainId = freeId(fields.title, new Set());
    const twin = [...drafted.entries.values()].find((entry) => toKey(entry.title) === toKey(fields.title));
    if (!id && (twin || pathOf(drafted.files, plainId) !== undefined)) {
      const title = `Une fiche porte déjà ce titre (${twin?.id ?? plainId}), dans la base ou dans ce brouillon. Modifiez-la, ou changez le titre.`;
      return showEditedEntry({ ...view, problems: { ...none, errors: { title } } }, 422);
    }
    const newId = id ?? freeId(fields.title, { has: (one) => pathOf(drafted.files, one) !== undefined });
    const path = known ?? `entries/${theme}/${newId}.md`;
    const complete = source ? { ...fields, sources: [...fields.sources, source.id] } : fields;
    const turns = request.formAll('tour');
    const removes = id !== undefined && form.retirer !== undefined;
    const text = removes
      ? undefined
      : known
        ? editEntry(current ?? released.files.get(known) ?? '', complete)
        : createEntryFile(newId, complete);
    const changes: FileChange[] = [
      { path, text, what: removes ? 'fiche retirée' : id ? 'fiche modifiée' : 'nouvelle fiche', turns },
    ];
    if (source && !removes)
      changes.push({
        path: ADDED_SOURCES,
        text: addSource(drafted.files.get(ADDED_SOURCES), source),
        what: `source « ${source.title} »`,
      });
    const stored = await desk.change(sheet, account, changes);
    if (stored.outcome === 'forbidden') return forbidden(request, NOT_YOURS);
    if (stored.outcome === 'conflict') {
      const notice = 'Le brouillon a changé pendant l’enregistrement. Vérifiez et enregistrez de nouveau.';
      const fresh = await desk.open(request);
      return showEditedEntry({ ...view, sheet: fresh, seen: markOf(fresh.drafted.files.get(path)), notice }, 409);
    }
    await recordAction(services, account, removes ? 'entry.remove' : id ? 'entry.edit' : 'entry.create', newId, {
      network: fields.network || undefined,
    });
    if (removes) return redirect(baseLinks.draft(record.id), 'La fiche sera retirée quand ce brouillon sera publié.');
    const found = sortProblems(await desk.check(stored.sheet), path, text ?? '');
    if (Object.keys(found.errors).length > 0)
      return redirect(
        `${baseLinks.editEntry(newId, record.id)}&controle=1`,
        'Enregistré dans le brouillon. Il reste à corriger ce qui est signalé ci-dessous.',
      );
    return redirect(
      baseLinks.draft(record.id),
      `« ${fields.title} » est enregistrée dans le brouillon. Reste à éprouver le brouillon.`,
    );
  };

  return [
    editGet,
    newGet,
    {
      method: 'POST',
      path: '/base/fiches/:id/modifier',
      role: 'reviewer',
      handle: (request) => save(request, request.params.id ?? ''),
    },
    { method: 'POST', path: '/base/fiches/nouvelle', role: 'reviewer', handle: (request) => save(request, undefined) },
  ];
}
