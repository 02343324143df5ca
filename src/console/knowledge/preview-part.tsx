/** The live preview of the entry form, and what the recogniser makes of utterances that are new. */
import type { EntryFields } from '../../knowledge/edit-entry.js';
import { Flash, Table, Tag } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { renderPart } from '../respond.js';
import { pathOf } from './basis.js';
import type { Desk, Sheet } from './desk.js';
import { readEntryForm } from './entry-form.js';
import { previewEntry, toEntry } from './entry-preview.js';
import { EntryView } from './preview-view.js';
import { findCollidingTexts, understandTexts } from './understanding.js';
import { count, NEAR, percent } from './words.js';

/** New utterances that are looked at: each costs about two milliseconds. */
const MOST = 30;

/** POST of the form's fields; answers with the piece of page that shows them. */
export const createPreviewPart = (desk: Desk): ConsolePage => ({
  method: 'POST',
  path: '/base/apercu',
  role: 'reviewer',
  handle: async (request) =>
    renderPart(
      request,
      <Preview desk={desk} request={request} sheet={await desk.open(request)} fields={readEntryForm(request)} />,
    ),
});

/** `request`: of the form, for the entry's id. */
export function Preview({
  desk,
  request,
  sheet,
  fields,
}: {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  fields: EntryFields;
}) {
  const { services } = desk;
  const { drafted, released } = sheet;
  const id = request.params.id ?? request.form.id ?? 'nouvelle-fiche';
  const running = services.knowledge.active();
  const now = services.now();
  const entry = toEntry(id, pathOf(drafted.files, id)?.split('/')[1] ?? '', fields, now.toISOString().slice(0, 10));
  const words = fields.answer.split(/\s+/).filter(Boolean).length;
  const old = new Set(released.entries.get(id)?.utterances);
  const fresh = fields.utterances.filter((utterance) => !old.has(utterance));
  const understood = understandTexts(fresh.slice(0, MOST), running).map((one) => ({
    ...one,
    near: one.entries.filter(({ id: entry, confidence }) => entry === id || confidence >= NEAR),
  }));
  const colliding = findCollidingTexts(understood, id);
  return (
    <div class="stack">
      <p class={words > 130 ? 'error' : 'muted'}>
        Réponse courte : {count(words, 'mot')}
        {words > 130 ? ', soit plus que les 130 possibles' : words > 110 ? ' (110 conseillés)' : ''}.{' '}
        {count(fields.utterances.length, 'formulation')}
        {fresh.length > 0 && `, dont ${count(fresh.length, 'nouvelle')}`}.
      </p>
      {colliding.length > 0 && (
        <Flash tone="warn">
          {colliding.length > 1
            ? `${colliding.length} nouvelles formulations sont aujourd’hui comprises comme une autre fiche.`
            : 'Une nouvelle formulation est aujourd’hui comprise comme une autre fiche.'}{' '}
          Si elles la concernent vraiment, rapprochez plutôt les deux fiches.
        </Flash>
      )}
      {fields.answer === '' ? (
        <p class="muted">La réponse s’affichera ici, telle que les visiteurs la verront.</p>
      ) : (
        <EntryView preview={previewEntry(entry, drafted.entries, drafted.sources, running, now)} />
      )}
      {understood.length > 0 && (
        <Table
          folds
          caption="Ce que l’assistant comprend aujourd’hui des nouvelles formulations"
          columns={['Formulation', 'Comprise comme']}
        >
          {understood.map(({ text, entries, exact, near }) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              <td>
                {near.length === 0 && <span class="muted">rien de proche</span>}
                <ul class="plain">
                  {near.map((one) => (
                    <li key={one.id}>
                      {one.title}, {percent(one.confidence)} {one.id === id && <Tag tone="good">cette fiche</Tag>}
                    </li>
                  ))}
                </ul>
                {exact && entries[0]?.id !== id && <Tag tone="bad">mot pour mot une formulation de l’autre fiche</Tag>}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  );
}
