/** « Ajouter à une fiche »: from one or several turns to the utterances of an entry. */

import { toKey } from '../../knowledge/collisions.js';
import { editEntry, readEntryFields } from '../../knowledge/edit-entry.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { Button, Choices, Empty, Field, Flash, Form, LinkButton } from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, maySeeTurn } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { forbidden, redirect, renderPage } from '../respond.js';
import { idOf, pathOf } from './basis.js';
import { type Desk, mayChange, type Sheet } from './desk.js';
import { readReference, refuseText, toReference } from './entry-form.js';
import { baseLinks, baseTrail } from './links.js';
import { proposeEntries, understandTexts } from './understanding.js';
import { count, fold, NEAR, oneLine, percent } from './words.js';

/** Entries that a search shows. */
const FOUND = 12;
const PROPOSED = 5;

/** The turns that a request names, those alone that the account may see and whose question is still there. */
export async function readTurns(
  desk: Desk,
  { account }: ConsoleRequest,
  ids: readonly string[],
): Promise<(ReviewedTurn & { question: string })[]> {
  const turns = await Promise.all([...new Set(ids)].map((id) => desk.services.review.findTurn(id)));
  return turns.flatMap((turn) => (turn?.question && maySeeTurn(account, turn) ? [{ ...turn, question: turn.question }] : []));
}

interface View {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  turns: readonly (ReviewedTurn & { question: string })[];
  texts: readonly string[];
  chosen: string;
  errors: { entry?: string; texts?: string };
}

function show({ desk, request, sheet, turns, texts, chosen, errors }: View, status = 200): ConsoleReply {
  const { drafted, record } = sheet;
  const query = request.query.get('q') ?? '';
  const words = fold(query).split(/\s+/).filter(Boolean);
  const understood = understandTexts(
    turns.map(({ question }) => question),
    desk.services.knowledge.active(),
  );
  const proposed = proposeEntries(understood).slice(0, PROPOSED);
  const right = turns.flatMap(({ annotations }) => annotations.at(-1)?.rightEntry ?? []);
  const found =
    words.length === 0
      ? []
      : [...drafted.entries.values()].filter((entry) => {
          const text = fold([entry.id, entry.title, entry.question, entry.answer, ...entry.utterances].join('\n'));
          return words.every((word) => text.includes(word));
        });
  const options = new Map<string, { label: string; hint?: string }>();
  const offer = (id: string, why: string) => {
    const entry = drafted.entries.get(id);
    const path = pathOf(drafted.files, id);
    if (!entry || !path || options.has(id) || !mayChange(request.account, sheet, path, drafted.files.get(path))) return;
    options.set(id, { label: entry.title, hint: [entry.question, why].filter(Boolean).join(' – ') });
  };
  for (const id of right) offer(id, 'indiquée à la relecture');
  for (const entry of found.slice(0, FOUND)) offer(entry.id, '');
  for (const { id, confidence } of proposed)
    offer(id, confidence < NEAR ? 'très éloignée aujourd’hui' : `proximité aujourd’hui : ${percent(confidence)}`);
  const near = right.length > 0 || found.length > 0 || proposed.some(({ confidence }) => confidence >= NEAR);
  const value = options.has(chosen) ? chosen : (right.find((id) => options.has(id)) ?? '');
  return renderPage(
    request,
    <Page
      title="Ajouter à une fiche"
      section="/base"
      trail={baseTrail()}
      intro={`${count(turns.length, 'question')} à faire comprendre. Choisissez la fiche qui aurait dû répondre ; le changement va dans « ${record.draft.name} ».`}
    >
      {errors.texts && <Flash tone="bad">{errors.texts}</Flash>}
      <search aria-label="Chercher une fiche">
        <form class="filters" method="get" action={linkTo('/base/ajouter')}>
          {turns.map(({ id }) => (
            <input key={id} type="hidden" name="tour" value={id} />
          ))}
          <input type="hidden" name="brouillon" value={record.id} />
          <Field label="Chercher une autre fiche par ses mots" name="q" type="search" value={query} />
          <div class="buttons">
            <Button kind="plain">Chercher</Button>
          </div>
        </form>
      </search>
      {words.length > 0 && found.length === 0 && (
        <p>Aucune fiche ne contient ces mots : essayez-en d’autres, ou écrivez une nouvelle fiche.</p>
      )}
      <Form action={linkTo('/base/ajouter')} label="Ajouter à une fiche">
        <input type="hidden" name="brouillon" value={record.id} />
        {turns.map(({ id }) => (
          <input key={id} type="hidden" name="tour" value={id} />
        ))}
        <Choices
          legend="Fiche"
          name="fiche"
          id="fiche"
          options={[...options].map(([id, option]) => ({ value: id, ...option }))}
          values={value ? [value] : []}
          error={errors.entry}
          hint={
            options.size === 0
              ? 'L’assistant ne propose rien : cherchez la fiche par ses mots, ou écrivez-la.'
              : !near
                ? 'Aucune fiche ne semble en parler : cherchez-la par ses mots, ou écrivez une nouvelle fiche.'
                : undefined
          }
        />
        <Field
          label="Formulations à ajouter, une par ligne"
          name="formulations"
          rows={Math.max(3, texts.length + 1)}
          required
          value={texts.join('\n')}
          error={errors.texts}
          hint="Corrigez-les librement. Les repères comme [nom] doivent disparaître ; ce qui est propre à une personne aussi."
        />
        <div class="buttons">
          <Button>Ajouter au brouillon</Button>
          <LinkButton href={baseLinks.newEntry(turns.map(({ id }) => id))} kind="quiet">
            Écrire une nouvelle fiche
          </LinkButton>
        </div>
      </Form>
    </Page>,
    status,
  );
}

const missing = (request: ConsoleRequest) =>
  renderPage(
    request,
    <Page title="Ajouter à une fiche" section="/base">
      <Empty title="Ces questions ne sont plus là : elles ont été effacées, ou concernent un autre réseau." />
    </Page>,
    404,
  );

export function createAddUtterancesPages(desk: Desk): ConsolePage[] {
  const { services } = desk;
  return [
    {
      method: 'GET',
      path: '/base/ajouter',
      role: 'reviewer',
      async handle(request) {
        const turns = await readTurns(desk, request, request.query.getAll('tour'));
        if (turns.length === 0) return missing(request);
        const sheet = await desk.open(request);
        const texts = [...new Map(turns.map(({ question }) => [toKey(question), oneLine(question)])).values()];
        return show({ desk, request, sheet, turns, texts, chosen: '', errors: {} });
      },
    },
    {
      method: 'POST',
      path: '/base/ajouter',
      role: 'reviewer',
      async handle(request) {
        const { form, account } = request;
        const turns = await readTurns(desk, request, request.formAll('tour'));
        if (turns.length === 0) return missing(request);
        const sheet = await desk.open(request);
        const texts = (form.formulations ?? '').split(/\r?\n/).map(oneLine).filter(Boolean);
        const id = readReference(form.fiche ?? '');
        const path = pathOf(sheet.drafted.files, id);
        const view = { desk, request, sheet, turns, texts, chosen: id, errors: {} };
        if (!path) return show({ ...view, errors: { entry: 'Choisissez une fiche.' } }, 422);
        if (texts.length === 0) return show({ ...view, errors: { texts: 'Gardez au moins une formulation.' } }, 422);
        const refused = refuseText(texts, services.redact) ?? findTwin(sheet, id, texts);
        if (refused) return show({ ...view, errors: { texts: refused } }, 422);
        const stored = await desk.change(sheet, account, ({ drafted }) => {
          const text = drafted.files.get(path) ?? '';
          const { utterances } = readEntryFields(text);
          const known = new Set(utterances.map(toKey));
          const fresh = texts.filter((one) => !known.has(toKey(one)));
          return [
            {
              path,
              text: editEntry(text, { utterances: [...utterances, ...fresh] }),
              what: `${count(fresh.length, 'formulation ajoutée', 'formulations ajoutées')}`,
              turns: turns.map((turn) => turn.id),
            },
          ];
        });
        if (stored.outcome === 'forbidden')
          return forbidden(request, 'Cette fiche appartient à un réseau auquel votre compte n’est pas rattaché.');
        if (stored.outcome === 'conflict')
          return show(
            {
              ...view,
              sheet: await desk.open(request),
              errors: { texts: 'Le brouillon vient de changer : enregistrez de nouveau.' },
            },
            409,
          );
        await recordAction(services, account, 'entry.utterances', id, { detail: { count: texts.length } });
        const title = sheet.drafted.entries.get(id)?.title ?? id;
        return redirect(
          baseLinks.draft(sheet.record.id),
          `${count(texts.length, 'formulation ajoutée', 'formulations ajoutées')} à « ${title} ». Reste à éprouver le brouillon.`,
        );
      },
    },
  ];
}

/** The same words in another entry or in the exam: the check would refuse them. */
export function findTwin({ drafted }: Sheet, id: string, texts: readonly string[]): string | undefined {
  const keys = new Map(texts.map((text) => [toKey(text), text]));
  for (const entry of drafted.entries.values()) {
    if (entry.id === id) continue;
    // Only those of about the same length are worth comparing in full.
    const twin = [entry.question, entry.title, ...entry.utterances].find((text) => isNear(text, texts) && keys.has(toKey(text)));
    if (twin !== undefined)
      return `« ${twin} » est déjà une formulation de « ${toReference(entry.id, entry.title)} ». Gardez-la dans une seule fiche.`;
  }
  for (const [path, text] of drafted.files) {
    if (!path.startsWith('evaluation/')) continue;
    const line = [...text.matchAll(/^- q: (.+)$/gm)]
      .map(([, q = '']) => q.replace(/^"(.*)"$/, '$1'))
      .find((q) => isNear(q, texts) && keys.has(toKey(q)));
    if (line !== undefined)
      return `« ${line} » est une ligne d’examen (${idOf(path).replace(/^evaluation\//, '')}) : changez quelques mots, l’examen doit poser ce qui n’a pas été appris.`;
  }
  return undefined;
}

const isNear = (text: string, texts: readonly string[]) => texts.some((one) => Math.abs(one.length - text.length) < 12);
