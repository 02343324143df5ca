/** Editing an entry, and writing a new one, in a draft. */

import { toKey } from '../../knowledge/collisions.js';
import { diffKnowledge } from '../../knowledge/diff.js';
import { createEntryFile, type EntryFields, editEntry, readEntryFields } from '../../knowledge/edit-entry.js';
import { ADDED_SOURCES, addSource } from '../../knowledge/edit-lists.js';
import { Flash, Section } from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, maySeeTurn } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { forbidden, notFound, redirect, renderPage } from '../respond.js';
import { listThemes, pathOf } from './basis.js';
import { type Desk, type FileChange, mayChange, type Sheet } from './desk.js';
import { FieldChanges } from './diff-view.js';
import { markOf } from './draft.js';
import { blankFields, freeId, readEntryForm, readNewSource, refuseText } from './entry-form.js';
import { EntryForm } from './entry-form-view.js';
import { type FieldProblems, sortProblems } from './entry-problems.js';
import { baseLinks } from './links.js';
import { Preview } from './preview-part.js';

const NOT_YOURS = 'Cette fiche appartient à un réseau auquel votre compte n’est pas rattaché.';
const none: FieldProblems = { errors: {}, warnings: [] };

interface View {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  /** Undefined for a new entry. */
  id?: string;
  fields: EntryFields;
  problems: FieldProblems;
  seen: string;
  theme?: string;
  /** Said above the form. */
  notice?: string;
  /** What somebody else changed meanwhile. */
  meanwhile?: { name: string; before: string; after: string }[];
}

function show({ desk, request, sheet, id, fields, problems, seen, theme, notice, meanwhile }: View, status = 200): ConsoleReply {
  const { record, drafted, released } = sheet;
  const { account, form } = request;
  const networks = desk.services.knowledge
    .active()
    .base.contacts.networks.filter(
      (card) => account.networks === 'all' || account.networks.includes(card.id) || card.id === fields.network,
    )
    .map((card) => ({ id: card.id, name: card.name.value }));
  const turns = form.brouillon === undefined ? request.query.getAll('tour') : request.formAll('tour');
  const hidden: [string, string][] = [
    ['brouillon', record.id],
    ['seen', seen],
    ...turns.map((turn): [string, string] => ['tour', turn]),
  ];
  if (id) hidden.push(['id', id]);
  const named = (id && drafted.entries.get(id)?.title) || fields.title || id;
  const title = id ? `Modifier « ${named} »` : 'Nouvelle fiche';
  const errors = Object.keys(problems.errors).length;
  return renderPage(
    request,
    <Page
      title={title}
      section="/base"
      trail={[
        { label: 'Base de connaissances', href: baseLinks.entries() },
        ...(id ? [{ label: named ?? id, href: baseLinks.entry(id, record.id) }] : []),
      ]}
      intro={`Rien n’est visible des visiteurs avant la publication : vos changements vont dans « ${record.draft.name} ».`}
    >
      {notice && <Flash tone="warn">{notice}</Flash>}
      {errors > 0 && (
        <Flash tone="bad">
          {errors > 1 ? `${errors} champs sont à corriger` : 'Un champ est à corriger'} avant de pouvoir publier.
        </Flash>
      )}
      {problems.warnings.map((warning) => (
        <Flash key={warning} tone="warn">
          {warning}
        </Flash>
      ))}
      {meanwhile && (
        <Section title="Ce que votre version change à celle qui vient d’être enregistrée" id="entre-temps">
          <FieldChanges fields={meanwhile} />
        </Section>
      )}
      <div class="columns">
        <EntryForm
          action={id ? baseLinks.editEntry(id) : baseLinks.newEntry()}
          back={id ? baseLinks.entry(id, record.id) : baseLinks.entries()}
          hidden={hidden}
          fields={fields}
          problems={problems}
          entries={drafted.entries}
          sources={drafted.sources}
          networks={networks}
          themes={theme === undefined ? undefined : { all: listThemes(released.files), chosen: theme }}
          newSource={form}
          mayRemove={id !== undefined && drafted.files.has(pathOf(drafted.files, id) ?? '')}
        />
        <Section title="Aperçu" id="titre-apercu">
          <div id="apercu" aria-live="polite">
            <Preview desk={desk} request={request} sheet={sheet} fields={fields} />
          </div>
        </Section>
      </div>
    </Page>,
    status,
  );
}

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
      return show({
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
      return show({
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
    if (form.geste === 'apercu') return show(view);

    const current = known ? drafted.files.get(known) : undefined;
    if (known && markOf(current) !== seen) {
      const mine = editEntry(current ?? released.files.get(known) ?? '', fields);
      const changed = diffKnowledge(new Map([[known, current ?? '']]), new Map([[known, mine]])).changed[0]?.fields;
      const notice =
        'Quelqu’un a enregistré cette fiche pendant que vous la modifiiez. Votre saisie est gardée ci-dessous : comparez, puis enregistrez de nouveau pour remplacer l’autre version.';
      return show({ ...view, seen: markOf(current), notice, meanwhile: changed }, 409);
    }
    const before = readEntryFields(current ?? '');
    const refused = refuseText(
      fields.utterances.filter((utterance) => !before.utterances.includes(utterance)),
      services.redact,
    );
    if (refused) return show({ ...view, problems: { ...none, errors: { utterances: refused } } }, 422);
    const source = readNewSource(request, drafted.sources);
    if (source && 'error' in source) return show({ ...view, problems: { ...none, errors: { sources: source.error } } }, 422);
    if (!id && fields.title === '')
      return show({ ...view, problems: { ...none, errors: { title: 'Donnez un titre à la fiche.' } } }, 422);

    // Sent twice, by an impatient hand or after a lost connection: one entry, not two that contradict each other.
    const plainId = freeId(fields.title, new Set());
    const twin = [...drafted.entries.values()].find((entry) => toKey(entry.title) === toKey(fields.title));
    if (!id && (twin || pathOf(drafted.files, plainId) !== undefined)) {
      const title = `Une fiche porte déjà ce titre (${twin?.id ?? plainId}), dans la base ou dans ce brouillon. Modifiez-la, ou changez le titre.`;
      return show({ ...view, problems: { ...none, errors: { title } } }, 422);
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
      return show({ ...view, sheet: fresh, seen: markOf(fresh.drafted.files.get(path)), notice }, 409);
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
