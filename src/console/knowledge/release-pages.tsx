/** The releases: who published what and why, what lies between two, which one answers. */
import { diffKnowledge } from '../../knowledge/diff.js';
import { writeKnowledgeCsv } from '../../knowledge/exchange/knowledge-csv.js';
import { writeKnowledgeJson } from '../../knowledge/exchange/knowledge-json.js';
import { ActivationConflictError, type ReleaseRecord } from '../../knowledge/release-store.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import {
  Button,
  Details,
  Facts,
  Field,
  FilterBar,
  Flash,
  Form,
  LinkButton,
  Section,
  Select,
  Table,
  Tag,
  Time,
} from '../components.js';
import { type ConsolePage, type ConsoleReply, type ConsoleRequest, hasRole } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { badRequest, download, forbidden, notFound, redirect, renderPage } from '../respond.js';
import { readTurns } from './add-utterances-pages.js';
import type { Desk } from './desk.js';
import { FieldChanges } from './diff-view.js';
import { listTurns } from './draft.js';
import { BaseTabs } from './entries-page.js';
import { baseLinks } from './links.js';
import { SHORTEST_REASON } from './publish-draft.js';
import { mayActivate } from './rights.js';
import { show } from './run-trial.js';
import type { Shown } from './trial.js';
import { count, decisionNames, percent } from './words.js';

/** Questions of a published draft that are asked again, to see it work. */
const ASKED_AGAIN = 10;
const fileChanges = { added: 'ajouté', removed: 'retiré', changed: 'modifié' } as const;

const sayExam = ({ exam }: ReleaseRecord) =>
  exam ? `${exam.passed} / ${exam.lines} (${percent(exam.passed / Math.max(1, exam.lines))})` : '–';

export function createReleasePages(desk: Desk): ConsolePage[] {
  const { services } = desk;
  const { store } = services.publication;
  return [
    {
      method: 'GET',
      path: '/base/versions',
      role: 'reader',
      async handle(request) {
        const [records, active, journal] = await Promise.all([store.list(), store.active(), store.journal()]);
        return renderPage(
          request,
          <Page
            title="Versions"
            section="/base"
            intro="Une version publiée ne change plus. Une seule répond ; on peut revenir à n’importe quelle autre."
          >
            <BaseTabs current="versions" />
            <Table
              caption="Versions"
              hideCaption
              columns={['Version', 'Publiée le', 'Par', 'Pourquoi', { label: 'Examen réussi', numeric: true }]}
            >
              {[...records].reverse().map((record) => (
                <tr key={record.version}>
                  <th scope="row">
                    <a href={baseLinks.release(record.version)}>{record.version}</a>{' '}
                    {record.version === active && <Tag tone="good">active</Tag>}
                  </th>
                  <td>
                    <Time iso={record.createdAt} />
                  </td>
                  <td>{record.who}</td>
                  <td>
                    {record.why}
                    {record.overridden && (
                      <span class="hint">
                        {count(record.overridden.lines.length, 'ligne perdue', 'lignes perdues')}, acceptée(s) :{' '}
                        {record.overridden.reason}
                      </span>
                    )}
                  </td>
                  <td class="number">{sayExam(record)}</td>
                </tr>
              ))}
            </Table>
            <Details summary="Activations, la dernière en haut">
              <ul>
                {[...journal]
                  .reverse()
                  .slice(0, 30)
                  .map(({ version, at, who, why }) => (
                    <li key={at}>
                      <Time iso={at} /> : {version}, {who}, « {why} »
                    </li>
                  ))}
              </ul>
            </Details>
            <FolderNote version={active ?? ''} />
          </Page>,
        );
      },
    },
    { method: 'GET', path: '/base/versions/:version', role: 'reader', handle: (request) => showRelease(desk, request) },
    {
      method: 'POST',
      path: '/base/versions/:version/activer',
      role: 'publisher',
      async handle(request) {
        const { account, form, params } = request;
        const version = params.version ?? '';
        if (!mayActivate(account))
          return forbidden(
            request,
            'Changer de version change tout, pour tous les réseaux : il faut publier pour tous les réseaux.',
          );
        if (!(await store.find(version))) return notFound(request, 'Cette version n’existe pas.');
        const why = (form.pourquoi ?? '').replace(/\s+/g, ' ').trim();
        if (why.length < SHORTEST_REASON)
          return badRequest(request, 'Dites en une ligne pourquoi cette version doit répondre. Revenez en arrière et complétez.');
        const active = await store.active();
        if (version === active) return redirect(baseLinks.release(version), 'Cette version est déjà active.');
        try {
          await services.knowledge.activate(version, { who: account.name, why }, { expected: form.active });
        } catch (error) {
          if (!(error instanceof ActivationConflictError)) throw error;
          return redirect(
            baseLinks.release(version),
            `La version active vient de changer (${error.active ?? 'aucune'}) : vérifiez avant d’en activer une autre.`,
          );
        }
        await recordAction(services, account, 'release.activate', version, { detail: { from: active ?? '' } });
        return redirect(baseLinks.release(version), `Version ${version} active. Elle répond dès maintenant.`);
      },
    },
    {
      method: 'GET',
      path: '/base/versions/:version/export',
      role: 'reader',
      async handle(request) {
        const version = request.params.version ?? '';
        const record = await store.find(version);
        if (!record) return notFound(request, 'Cette version n’existe pas.');
        const files = await store.readFiles(version);
        const asTable = request.query.get('format') === 'csv';
        await recordAction(services, request.account, 'release.export', version);
        const text = asTable ? writeKnowledgeCsv(files) : writeKnowledgeJson(version, record.hash, files);
        return download(`base-${version}.${asTable ? 'csv' : 'json'}`, once(text));
      },
    },
  ];
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** What becomes of the content folder, for who keeps one. */
const FolderNote = ({ version }: { version: string }) => (
  <Details summary="Et le dossier knowledge/ de l’installation ?">
    <p>
      Ce qui est publié ici est gardé dans les données du service, pas dans le dossier <code>knowledge/</code> (KNOWLEDGE_DIR),
      qui ne change pas. Au prochain démarrage, la version active reste : le dossier, plus ancien, n’est pas republié.
    </p>
    <p>
      Une mise à jour qui apporte un dossier plus récent n’est publiée au démarrage que s’il part de la version active ; sinon la
      version active reste et la différence est affichée. Pour ramener cette version dans le dossier, sur le serveur :{' '}
      <code>npm run kb -- import {version}</code>
    </p>
  </Details>
);

async function showRelease(desk: Desk, request: ConsoleRequest): Promise<ConsoleReply> {
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
      trail={[
        { label: 'Base de connaissances', href: baseLinks.entries() },
        { label: 'Versions', href: baseLinks.releases() },
      ]}
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
      {asked.length > 0 && (
        <Section title="Les questions qui ont mené là, posées à cette version" id="verifier">
          <Table
            caption="Questions d’origine"
            hideCaption
            columns={['Question', 'Réponse d’alors', 'Réponse d’aujourd’hui', ...(isActive ? ['Suivi'] : [])]}
          >
            {asked.map(({ turn, now }) => (
              <tr key={turn.id}>
                <th scope="row">{turn.question}</th>
                <td>{saySimply(desk, { kind: turn.decision.kind, entry: turn.decision.entry })}</td>
                <td>{saySimply(desk, now)}</td>
                {isActive && (
                  <td>
                    <a href={linkTo('/groupes', { tour: turn.id })}>Voir le sujet</a>
                  </td>
                )}
              </tr>
            ))}
          </Table>
          {isActive && (
            <p class="hint">
              Ces réponses conviennent ? Ouvrez le sujet et marquez-le « Réglé » : il quitte l’accueil, et y revient si on le
              repose en vain.
            </p>
          )}
        </Section>
      )}
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
            options={records.filter((one) => one.version !== version).map((one) => ({ value: one.version, label: one.version }))}
          />
        </FilterBar>
        {other ? (
          <Difference diff={diffKnowledge(await store.readFiles(other.version), await store.readFiles(version))} />
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
}

/** The questions that the published draft came from, with what this release says to them. */
async function askAgain(desk: Desk, request: ConsoleRequest, version: string): Promise<{ turn: ReviewedTurn; now: Shown }[]> {
  const published = (await desk.drafts.list()).find(({ draft }) => draft.published?.version === version);
  if (!published) return [];
  const turns = await readTurns(desk, request, listTurns(published.draft).slice(0, ASKED_AGAIN));
  return Promise.all(turns.map(async (turn) => ({ turn, now: show(await desk.services.simulate(turn.question)) })));
}

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

function Difference({ diff }: { diff: ReturnType<typeof diffKnowledge> }) {
  const { added, removed, changed, files } = diff;
  if (added.length + removed.length + changed.length + files.length === 0)
    return <Flash tone="info">Aucune différence de contenu.</Flash>;
  return (
    <>
      {added.length > 0 && <p>Fiches ajoutées : {added.map(({ title }) => title).join(', ')}.</p>}
      {removed.length > 0 && <p>Fiches retirées : {removed.map(({ title }) => title).join(', ')}.</p>}
      {changed.map(({ id, title, fields }) => (
        <div key={id} class="stack">
          <h3>
            <a href={baseLinks.entry(id)}>{title}</a>
          </h3>
          <FieldChanges fields={fields} caption={`Avant et après : ${title}`} />
        </div>
      ))}
      {files.filter(({ path }) => path !== 'manifest.yaml').length > 0 && (
        <p>
          Autres fichiers :{' '}
          {files
            .filter(({ path }) => path !== 'manifest.yaml')
            .map(({ path, change }) => `${path} (${fileChanges[change]})`)
            .join(', ')}
          .
        </p>
      )}
    </>
  );
}
