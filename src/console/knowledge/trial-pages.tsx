/** « Éprouver »: starting a trial, its progress, its result. */
import { ActionButton, Figure, Flash, LinkButton, Time } from '../components.js';
import type { ConsolePage, ConsoleReply, ConsoleRequest } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { notFound, redirect, renderPage } from '../respond.js';
import type { Desk, Sheet } from './desk.js';
import { draftTrail, findSheet, onDraft } from './find-sheet.js';
import { baseLinks } from './links.js';
import { isCurrent, needsReason, type Trial } from './trial.js';
import { ExamChanges } from './trial-exam-view.js';
import { TrialProblems, TrialWarnings } from './trial-problems-view.js';
import { Replay, readShown } from './trial-replay-view.js';
import { count } from './words.js';

/** Real questions that are asked again. */
const REPLAYED = 500;
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
      handle: onDraft(desk, async (request, { record, drafted }) => {
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
      }),
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
      {trial.state === 'refused' && <TrialProblems trial={trial} draft={record.id} />}
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
      {trial.state === 'done' && <TrialWarnings trial={trial} sheet={sheet} />}
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
