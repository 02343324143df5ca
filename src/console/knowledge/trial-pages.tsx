/** « Éprouver »: starting a trial, its progress, its result. */
import type { ExamMiss } from '../../knowledge/exam.js';
import type { Entry } from '../../knowledge/schema.js';
import { Markdown } from '../../widget/markdown-view.js';
import { ActionButton, Details, Empty, Figure, Flash, LinkButton, Section, Table, Tag, Time } from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, maySee } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, redirect, renderPage } from '../respond.js';
import { idOf } from './basis.js';
import type { Desk, Sheet } from './desk.js';
import { draftTrail, findSheet, isCurrent } from './draft-pages.js';
import { cureOf, sayPlainly } from './entry-problems.js';
import { baseLinks } from './links.js';
import { needsReason, type Shown, type Trial } from './trial.js';
import { changeNames, count, decisionNames, percent, sayOutcome } from './words.js';

/** Real questions that are asked again. */
export const REPLAYED = 500;
/** Changed answers on a page: each question is read from the log. */
const PAGE = 25;
/** Seconds between two looks at the progress. */
const REFRESH = 2;

const stepNames = { check: 'contrôle et apprentissage', exam: 'examen', replay: 'questions réelles rejouées' } as const;

export function createTrialPages(desk: Desk): ConsolePage[] {
  const { services, trials } = desk;
  return [
    {
      method: 'POST',
      path: '/base/brouillons/:id/eprouver',
      role: 'reviewer',
      async handle(request) {
        const sheet = await findSheet(desk, request);
        if (!sheet) return notFound(request, 'Ce brouillon n’existe pas.');
        const { record, drafted } = sheet;
        const running = services.knowledge.active();
        if (record.version === null || record.draft.state !== 'open' || record.draft.changes.length === 0)
          return redirect(baseLinks.draft(record.id), 'Ce brouillon ne change rien : il n’y a rien à éprouver.');
        if (record.draft.basedOn !== running.version) return redirect(baseLinks.rebase(record.id));
        await trials.start(
          { ...record, version: record.version },
          { files: drafted.files, running, turns: REPLAYED, by: request.account.name },
        );
        await recordAction(services, request.account, 'draft.try', record.id);
        return redirect(baseLinks.trial(record.id));
      },
    },
    {
      method: 'GET',
      path: '/base/brouillons/:id/essai',
      role: 'reader',
      async handle(request): Promise<ConsoleReply> {
        const sheet = await findSheet(desk, request);
        const trial = sheet && (await trials.find(sheet.record.id));
        if (!sheet || !trial) return notFound(request, 'Ce brouillon n’a pas encore été éprouvé.');
        const page = renderPage(request, await showTrial(desk, request, sheet, trial));
        return trial.state === 'running' ? { ...page, headers: { ...page.headers, Refresh: String(REFRESH) } } : page;
      },
    },
  ];
}

async function showTrial(desk: Desk, request: ConsoleRequest, sheet: Sheet, trial: Trial) {
  const { record } = sheet;
  const current = record.draft.state !== 'open' || isCurrent(trial, record, desk.services.knowledge.active().version);
  return (
    <Page title={`Épreuve de « ${record.draft.name} »`} section="/base" trail={draftTrail(record)}>
      <p class="muted">
        Lancée par {trial.by}, <Time iso={trial.startedAt} />, comparée à la version {trial.against}.
      </p>
      {!current && (
        <Flash tone="warn">
          Le brouillon ou la version active a changé depuis : éprouvez de nouveau.
          <TryAgain id={record.id} />
        </Flash>
      )}
      {trial.state === 'running' && <Progress trial={trial} />}
      {trial.state === 'failed' && (
        <Flash tone="bad">
          L’épreuve a été interrompue. Rien n’est perdu : lancez-la de nouveau.
          <TryAgain id={record.id} />
        </Flash>
      )}
      {trial.state === 'refused' && <Problems trial={trial} draft={record.id} />}
      {trial.state === 'done' && current && <Verdict trial={trial} sheet={sheet} />}
      {trial.exam && <ExamChanges exam={trial.exam} titles={sheet.drafted.entries} />}
      {trial.replay && (
        <Replay
          desk={desk}
          request={request}
          sheet={sheet}
          replay={trial.replay}
          shown={await readShown(desk, request, trial.replay)}
        />
      )}
      {trial.state === 'done' && <Warnings trial={trial} sheet={sheet} />}
    </Page>
  );
}

const TryAgain = ({ id }: { id: string }) => (
  <ActionButton action={`${baseLinks.draft(id)}/eprouver`}>Éprouver de nouveau</ActionButton>
);

const Progress = ({ trial: { step, done, total } }: { trial: Trial }) => (
  <div class="card" role="status">
    <p>
      En cours : {stepNames[step]}
      {step === 'check' ? ' (une minute environ)…' : `, ${done.toLocaleString('fr-FR')} sur ${total.toLocaleString('fr-FR')}…`}
    </p>
    <progress aria-label="Avancement" value={step === 'check' ? undefined : done} max={total} />
    <p class="hint">Cette page se met à jour d’elle-même. Vous pouvez aussi la quitter : le résultat sera gardé.</p>
  </div>
);

function Problems({ trial: { problems }, draft }: { trial: Trial; draft: string }) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return (
    <Section title={count(errors.length, 'erreur à corriger', 'erreurs à corriger')} id="erreurs">
      <Table caption="Erreurs" hideCaption columns={['Où', 'Problème', 'Remède']}>
        {errors.slice(0, 100).map((problem) => (
          <tr key={`${problem.file} ${problem.line} ${problem.message}`}>
            <th scope="row">
              {problem.file.startsWith('entries/') ? (
                <a href={`${baseLinks.editEntry(idOf(problem.file), draft)}&controle=1`}>fiche {idOf(problem.file)}</a>
              ) : (
                problem.file
              )}
            </th>
            <td>{sayPlainly(problem.message)}</td>
            <td>{cureOf(problem.message) ?? 'Corrigez ce qui est dit.'}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Warnings({ trial: { problems }, sheet }: { trial: Trial; sheet: Sheet }) {
  const changed = new Set(sheet.record.draft.changes.map(({ path }) => path));
  const warnings = problems.filter(({ file, severity }) => severity === 'warning' && changed.has(file));
  if (warnings.length === 0) return null;
  return (
    <Details summary={`${count(warnings.length, 'point')} d’attention sur les contenus changés`}>
      <ul>
        {warnings.map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`}>
            {idOf(file)} : {sayPlainly(message)}. {cureOf(message)}
          </li>
        ))}
      </ul>
    </Details>
  );
}

function Verdict({ trial, sheet: { record } }: { trial: Trial; sheet: Sheet }) {
  const { exam, replay } = trial;
  const reason = needsReason(trial);
  if (!exam || !replay) return null;
  return (
    <>
      <div class="figures">
        <Figure
          label={`lignes d’examen réussies sur ${exam.result.lines}`}
          value={exam.result.passed.toLocaleString('fr-FR')}
          hint={`${exam.before} par la version active`}
        />
        <Figure
          label="réponses gagnées"
          value={replay.counts.gained}
          hint={`sur ${count(replay.questions, 'question différente', 'questions différentes')}`}
        />
        <Figure label="réponses perdues" value={replay.counts.lost} />
        <Figure
          label="autres réponses"
          value={replay.counts.other}
          hint={count(replay.counts.reworded, 'texte changé', 'textes changés')}
        />
      </div>
      {reason && <Flash tone="warn">{reason} Pour publier tout de même, il faudra écrire pourquoi.</Flash>}
      {record.draft.state === 'open' && (
        <div class="buttons">
          <LinkButton href={baseLinks.publish(record.id)} kind="primary">
            Publier…
          </LinkButton>
          <LinkButton href={baseLinks.draft(record.id)}>Revenir au brouillon</LinkButton>
        </div>
      )}
    </>
  );
}

const ExamChanges = ({
  exam: { lost, gained },
  titles,
}: {
  exam: NonNullable<Trial['exam']>;
  titles: ReadonlyMap<string, Entry>;
}) => (
  <Section title="Examen" id="examen">
    <ExamTable title="Lignes perdues" titles={titles} lines={lost} got="Réponse du brouillon" />
    <ExamTable title="Lignes gagnées" titles={titles} lines={gained} got="Réponse de la version active" />
    {lost.length + gained.length === 0 && <p>Aucune ligne d’examen ne change.</p>}
  </Section>
);

const ExamTable = ({
  title,
  lines,
  got,
  titles,
}: {
  title: string;
  lines: readonly ExamMiss[];
  got: string;
  titles: ReadonlyMap<string, Entry>;
}) =>
  lines.length === 0 ? null : (
    <Table caption={`${title} : ${lines.length}`} columns={['Question', 'Attendu', got]}>
      {lines.slice(0, 100).map((line) => (
        <tr key={`${line.q} ${line.expected}`}>
          <th scope="row">{line.q}</th>
          <td>{sayOutcome(line.expected, titles)}</td>
          <td>
            {sayOutcome(line.got, titles)}
            {line.confidence > 0 && ` (${percent(line.confidence)})`}
          </td>
        </tr>
      ))}
    </Table>
  );

/** Changed answers that the account may see, with the words of their questions as the log has them now. */
async function readShown(desk: Desk, { account, query }: ConsoleRequest, replay: NonNullable<Trial['replay']>) {
  const visible = replay.changes.filter(({ network }) => maySee(account, network));
  const start = Math.max(0, Number(query.get('debut') ?? 0) || 0);
  const rows = await Promise.all(
    visible
      .slice(start, start + PAGE)
      .map(async (change) => ({ change, question: (await desk.services.review.findTurn(change.turn))?.question })),
  );
  return { rows, start, total: visible.length };
}

function Replay({
  desk,
  request,
  sheet,
  replay,
  shown,
}: {
  desk: Desk;
  request: ConsoleRequest;
  sheet: Sheet;
  replay: NonNullable<Trial['replay']>;
  shown: Awaited<ReturnType<typeof readShown>>;
}) {
  const { rows, start, total } = shown;
  const before = desk.services.knowledge.active().base.entries;
  return (
    <Section title="Questions réelles rejouées" id="rejeu">
      <p>
        {replay.questions === 0
          ? 'Aucune question de visiteurs n’est gardée pour le moment.'
          : `${count(replay.turns, 'question gardée', 'questions gardées')}, dont ${count(replay.questions, 'différente')}. Chacune est posée comme si elle ouvrait une conversation.`}
      </p>
      {total === 0 && replay.questions > 0 && <Empty title="Aucune réponse ne change." />}
      {rows.map(({ change, question }) => (
        <article key={change.turn} class="card">
          <h3>{question === undefined ? 'Question effacée' : `« ${question} »`}</h3>
          <p>
            <Tag tone={change.change === 'lost' ? 'bad' : change.change === 'gained' ? 'good' : 'info'}>
              {changeNames[change.change]}
            </Tag>
            {change.times > 1 && ` posée ${change.times} fois`}
          </p>
          <div class="columns">
            <Answer title="Avant" shown={change.before} entries={before} />
            <Answer title="Après" shown={change.after} entries={sheet.drafted.entries} />
          </div>
        </article>
      ))}
      {total > PAGE && (
        <nav class="pager" aria-label="Pages des réponses changées">
          {start > 0 && (
            <a href={linkTo(request.path.replace('/console', ''), { debut: Math.max(0, start - PAGE) })}>Page précédente</a>
          )}
          {start + PAGE < total && (
            <a href={linkTo(request.path.replace('/console', ''), { debut: start + PAGE })} rel="next">
              Page suivante
            </a>
          )}
        </nav>
      )}
    </Section>
  );
}

const Answer = ({
  title,
  shown: { kind, entry, confidence, text },
  entries,
}: {
  title: string;
  shown: Shown;
  entries: ReadonlyMap<string, Entry>;
}) => (
  <div>
    <h4>{title}</h4>
    <p>
      L’assistant {decisionNames[kind] ?? kind}
      {entry && ` : « ${entries.get(entry)?.title ?? entry} »`}
      {confidence !== undefined && `, sûr à ${percent(confidence)}`}.
    </p>
    {text && (
      <Details summary="Le texte">
        <Markdown text={text} />
      </Details>
    )}
  </div>
);
