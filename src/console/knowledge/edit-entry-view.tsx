/** The page on which an entry is written: its form, its preview, what somebody else wrote meanwhile. */
import type { EntryFields } from '../../knowledge/edit-entry.js';
import { Flash, Section } from '../components.js';
import type { ConsoleReply, ConsoleRequest } from '../console-page.js';
import { Page } from '../layout.js';
import { renderPage } from '../respond.js';
import { listThemes, pathOf } from './basis.js';
import type { Desk, Sheet } from './desk.js';
import { FieldChanges } from './diff-view.js';
import { EntryForm } from './entry-form-view.js';
import type { FieldProblems } from './entry-problems.js';
import { baseLinks, baseTrail } from './links.js';
import { Preview } from './preview-part.js';

interface EditedEntry {
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

export function showEditedEntry(
  { desk, request, sheet, id, fields, problems, seen, theme, notice, meanwhile }: EditedEntry,
  status = 200,
): ConsoleReply {
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
      trail={baseTrail(...(id ? [{ label: named ?? id, href: baseLinks.entry(id, record.id) }] : []))}
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
