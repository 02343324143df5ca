/** « Ligne d’examen »: a reviewed question that every later release has to pass. */
import { toKey } from '../../knowledge/collisions.js';
import { addExamLine, REVIEWED_EXAM } from '../../knowledge/edit-lists.js';
import type { ExamLine } from '../../knowledge/schema.js';
import { Choices, Empty, Field, Form, SendOrCancel } from '../components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { forbidden, redirect, renderPage } from '../respond.js';
import { readTurns } from './add-utterances-pages.js';
import type { Desk, Sheet } from './desk.js';
import { readReference, refuseText, toReference } from './entry-form.js';
import { baseLinks, baseTrail } from './links.js';
import { proposeEntries, understandTexts } from './understanding.js';
import { oneLine } from './words.js';

const expectations = [
  { value: 'entry', label: 'Une fiche répond' },
  { value: 'fallback', label: 'L’assistant dit qu’il ne sait pas (hors sujet)' },
  { value: 'contact', label: 'L’assistant donne ou cherche le contact' },
  { value: 'dialog', label: 'L’assistant ouvre le choix guidé' },
] as const;
type Expectation = (typeof expectations)[number]['value'];

interface View {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  turn: string;
  question: string;
  expects: string;
  entry: string;
  error?: string;
}

function show({ desk, request, sheet, turn, question, expects, entry, error }: View, status = 200): ConsoleReply {
  const { drafted, record } = sheet;
  const proposed = proposeEntries(understandTexts([question], desk.services.knowledge.active()));
  return renderPage(
    request,
    <Page
      title="Faire une ligne d’examen"
      section="/base"
      trail={baseTrail()}
      intro="L’examen pose à chaque nouvelle version ce qu’elle n’a pas appris. Une ligne perdue se voit avant de publier."
    >
      <Form action={linkTo('/base/examen')} label="Ligne d’examen">
        <input type="hidden" name="brouillon" value={record.id} />
        <input type="hidden" name="tour" value={turn} />
        <Field
          label="Question"
          name="question"
          rows={2}
          required
          value={question}
          error={error}
          hint="Elle ne doit être une formulation d’aucune fiche. Les repères comme [nom] doivent disparaître."
        />
        <Choices legend="Ce qui est attendu" name="attente" options={expectations} values={[expects]} />
        <Field
          label="Fiche attendue"
          name="fiche"
          value={entry ? toReference(entry, drafted.entries.get(entry)?.title) : ''}
          hint="Si une fiche doit répondre. Tapez quelques lettres de son titre."
          suggestions={[...new Set([...proposed.map(({ id }) => id), ...drafted.entries.keys()])].map((id) =>
            toReference(id, drafted.entries.get(id)?.title),
          )}
        />
        <SendOrCancel back={baseLinks.entries()}>Ajouter au brouillon</SendOrCancel>
      </Form>
    </Page>,
    status,
  );
}

export function createExamLinePages(desk: Desk): ConsolePage[] {
  const { services } = desk;
  return [
    {
      method: 'GET',
      path: '/base/examen',
      role: 'reviewer',
      async handle(request) {
        const [turn] = await readTurns(desk, request, request.query.getAll('tour').slice(0, 1));
        if (!turn)
          return renderPage(
            request,
            <Page title="Faire une ligne d’examen" section="/base">
              <Empty title="Cette question n’est plus là : elle a été effacée, ou concerne un autre réseau." />
            </Page>,
            404,
          );
        const judged = turn.annotations.at(-1);
        const entry = judged?.rightEntry ?? (judged?.state === 'correct' ? turn.decision.entry : undefined) ?? '';
        const expects = judged?.state === 'out-of-scope' ? 'fallback' : 'entry';
        return show({ desk, request, sheet: await desk.open(request), turn: turn.id, question: turn.question, expects, entry });
      },
    },
    {
      method: 'POST',
      path: '/base/examen',
      role: 'reviewer',
      async handle(request) {
        const { form, account } = request;
        const [turn] = await readTurns(desk, request, request.formAll('tour').slice(0, 1));
        const sheet = await desk.open(request);
        const question = oneLine(form.question);
        const entry = readReference(form.fiche ?? '');
        const expects: Expectation = expectations.find(({ value }) => value === form.attente)?.value ?? 'entry';
        const view: View = { desk, request, sheet, turn: turn?.id ?? '', question, expects, entry };
        if (question === '') return show({ ...view, error: 'Écrivez la question.' }, 422);
        const refused = refuseText([question], services.redact);
        if (refused) return show({ ...view, error: refused }, 422);
        if (expects === 'entry' && !sheet.drafted.entries.has(entry))
          return show({ ...view, error: 'Choisissez dans la liste la fiche qui doit répondre.' }, 422);
        const known = findUtterance(sheet, question);
        if (known) return show({ ...view, error: known }, 422);
        const line: ExamLine = expects === 'entry' ? { q: question, entry, or: [] } : { q: question, expect: expects };
        const stored = await desk.change(sheet, account, ({ drafted }) => [
          {
            path: REVIEWED_EXAM,
            text: addExamLine(drafted.files.get(REVIEWED_EXAM), line),
            what: 'ligne d’examen ajoutée',
            turns: turn ? [turn.id] : [],
          },
        ]);
        if (stored.outcome === 'forbidden') return forbidden(request, 'Votre compte ne peut pas changer l’examen.');
        if (stored.outcome === 'conflict')
          return show({ ...view, error: 'Le brouillon vient de changer : enregistrez de nouveau.' }, 409);
        await recordAction(services, account, 'exam.add', expects === 'entry' ? entry : expects);
        return redirect(baseLinks.draft(sheet.record.id), 'Ligne d’examen ajoutée au brouillon.');
      },
    },
  ];
}

function findUtterance({ drafted }: Sheet, question: string): string | undefined {
  const key = toKey(question);
  for (const { id, title, question: asked, utterances } of drafted.entries.values()) {
    const near = [title, asked, ...utterances].filter((text) => Math.abs(text.length - question.length) < 12);
    if (near.some((text) => toKey(text) === key))
      return `C’est déjà une formulation de « ${toReference(id, title)} » : changez quelques mots, l’examen doit poser ce qui n’a pas été appris.`;
  }
  return undefined;
}
