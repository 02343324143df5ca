/** One release: what it changes, the questions that led to it, making it answer. */
import { diffKnowledge } from '../../knowledge/diff.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { Button, Facts, Field, FilterBar, Form, LinkButton, Section, Select, Table, Time } from '../components.js';
import { type ConsolePage, type ConsoleRequest, hasRole } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { notFound, renderPage } from '../respond.js';
import { readTurns } from './add-utterances-pages.js';
import type { Desk } from './desk.js';
import { KnowledgeDifference } from './diff-view.js';
import { listTurns } from './draft.js';
import { baseLinks, baseTrail } from './links.js';
import { FolderNote, sayExam } from './release-parts.js';
import { mayActivate } from './rights.js';
import { show } from './run-trial.js';
import type { Shown } from './trial.js';
import { decisionNames } from './words.js';

/** Questions of a published draft that are asked again, to see it work. */
const ASKED_AGAIN = 10;

export const createReleasePage = (desk: Desk): ConsolePage => ({
  method: 'GET',
  path: '/base/versions/:version',
  role: 'reader',
  async handle(request) {
    const { services } = desk;
    const { store } = services.publication;
    const version = request.params.version ?? '';
    const [records, active] = await Promise.all([store.list(), store.active()]);
    const record = records.find((one) => one.version === version);
    if (!record) return notFound(request, 'Cette version n’existe pas.');
    const other = records.find((one) => one.version === (request.query.get('avec') ?? record.basedOn));
    const isActive = version === active;
    const asked = isActive ? await askAgain(desk, request, version) : [];
    return renderPage(
      request,
      <Page
        title={`Version ${version}`}
        section="/base"
        trail={baseTrail({ label: 'Versions', href: baseLinks.releases() })}
        intro={record.why}
      >
        <Facts
          items={[
            ['État', isActive ? 'active : elle répond' : 'gardée'],
            ['Publiée le', <Time key="t" iso={record.createdAt} />],
            ['Par', record.who],
            ['Part de', record.basedOn ?? 'rien'],
            ['Examen réussi', sayExam(record)],
            ...(record.overridden ? [['Lignes perdues, acceptées', record.overridden.reason] as const] : []),
          ]}
        />
        {asked.length > 0 && <AskedAgain desk={desk} asked={asked} />}
        {!isActive && hasRole(request.account, 'publisher') && mayActivate(request.account) && (
          <Form action={`${baseLinks.release(version)}/activer`} label="Activer cette version">
            <input type="hidden" name="active" value={active ?? ''} />
            <Field label="Pourquoi cette version doit répondre à la place de l’active" name="pourquoi" required maxLength={200} />
            <div class="buttons">
              <Button>Activer la version {version}</Button>
            </div>
          </Form>
        )}
        {isActive && record.basedOn && (
          <p>
            Pour revenir en arrière, ouvrez <a href={baseLinks.release(record.basedOn)}>la version {record.basedOn}</a>, d’où
            celle-ci part, et activez-la.
          </p>
        )}
        <Section title={other ? `Ce qu’elle change à ${other.version}` : 'Différence'} id="difference">
          <FilterBar submit="Comparer" label="Comparer à une autre version">
            <Select
              label="Comparer à"
              name="avec"
              value={other?.version ?? ''}
              options={records
                .filter((one) => one.version !== version)
                .map((one) => ({ value: one.version, label: one.version }))}
            />
          </FilterBar>
          {other ? (
            <KnowledgeDifference diff={diffKnowledge(await store.readFiles(other.version), await store.readFiles(version))} />
          ) : (
            <p>Choisissez une autre version.</p>
          )}
        </Section>
        <Section title="Emporter" id="emporter">
          <div class="buttons">
            <LinkButton href={linkTo(`/base/versions/${version}/export`, { format: 'json' })} download>
              Exporter en JSON
            </LinkButton>
            <LinkButton href={linkTo(`/base/versions/${version}/export`, { format: 'csv' })} download>
              Exporter pour un tableur (CSV)
            </LinkButton>
          </div>
          <FolderNote version={version} />
        </Section>
      </Page>,
    );
  },
});

interface Asked {
  turn: ReviewedTurn;
  now: Shown;
}

/** The questions that the published draft came from, with what this release says to them. */
async function askAgain(desk: Desk, request: ConsoleRequest, version: string): Promise<Asked[]> {
  const published = (await desk.drafts.list()).find(({ draft }) => draft.published?.version === version);
  if (!published) return [];
  const turns = await readTurns(desk, request, listTurns(published.draft).slice(0, ASKED_AGAIN));
  return Promise.all(turns.map(async (turn) => ({ turn, now: show(await desk.services.simulate(turn.question)) })));
}

const AskedAgain = ({ desk, asked }: { desk: Desk; asked: readonly Asked[] }) => (
  <Section title="Les questions qui ont mené là, posées à cette version" id="verifier">
    <Table
      folds
      caption="Questions d’origine"
      hideCaption
      columns={['Question', 'Réponse d’alors', 'Réponse d’aujourd’hui', 'Suivi']}
    >
      {asked.map(({ turn, now }) => (
        <tr key={turn.id}>
          <th scope="row">{turn.question}</th>
          <td>{saySimply(desk, { kind: turn.decision.kind, entry: turn.decision.entry })}</td>
          <td>{saySimply(desk, now)}</td>
          <td>
            <a href={linkTo('/groupes', { tour: turn.id })}>Voir le sujet</a>
          </td>
        </tr>
      ))}
    </Table>
    <p class="hint">
      Ces réponses conviennent ? Ouvrez le sujet et marquez-le « Réglé » : il quitte l’accueil, et y revient si on le repose en
      vain.
    </p>
  </Section>
);

const saySimply = (desk: Desk, { kind, entry }: Shown) => (
  <>
    {decisionNames[kind] ?? kind}
    {entry && (
      <>
        {' '}
        : <a href={baseLinks.entry(entry)}>{desk.services.knowledge.active().base.entries.get(entry)?.title ?? entry}</a>
      </>
    )}
  </>
);
