/** « Qualité »: random samples of answers, judged one by one, and what they say over time. */
import { z } from 'zod';
import type { TurnFilter } from '../../transcripts/review-store.js';
import { Button, Buttons, Empty, Field, Form, Section, Select, Table, Time } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole, maySee, visibleTo } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { redirect, renderPage } from '../respond.js';
import { Period, scopeText, showAudit } from './audit-page.js';
import type { Audit, Score } from './audits.js';
import { listVisibleAudits, scoreAudit } from './next-audit.js';
import { addDays, dayOf, isDay, startOf } from './paris-days.js';
import type { ReviewDesk } from './review-desk.js';
import { ScoreChart } from './score-chart.js';
import { NO_NETWORK } from './turn-filters.js';
import { count, type Names, percent } from './vocabulary.js';

const SIZE = 30;
const LARGEST = 200;
/** Audits in the table over time. */
const SHOWN = 24;
/** What can be judged: small talk and what the service says of itself are no answers to a question. */
const QUESTIONS: TurnFilter['kinds'] = ['answer', 'clarify', 'contact', 'fallback', 'handoff'];

export const createQualityPages = (desk: ReviewDesk): ConsolePage[] => [
  { method: 'GET', path: '/qualite', role: 'reader', handle: (request) => showAudits(desk, request) },
  { method: 'POST', path: '/qualite', role: 'reviewer', handle: (request) => drawAudit(desk, request) },
  { method: 'GET', path: '/qualite/:id', role: 'reader', handle: (request) => showAudit(desk, request) },
];

export const scoreText = ({ share, judged }: Score): string =>
  share ? `${percent(share.value)} (entre ${percent(share.low)} et ${percent(share.high)})` : judged === 0 ? '–' : '';

async function showAudits(
  desk: ReviewDesk,
  request: ConsoleRequest,
  rejected?: { values: Record<string, string>; problems: Partial<Record<string, string>> },
) {
  const { account } = request;
  const names = desk.names();
  const kept = (await listVisibleAudits(desk, account)).slice(0, SHOWN);
  const scored = await Promise.all(kept.map((each) => scoreAudit(desk, account, each)));
  const points = scored.flatMap(({ at, share }) => (share ? [{ at, ...share }] : [])).reverse();
  return renderPage(
    request,
    <Page
      title="Qualité des réponses"
      section="/qualite"
      intro="Un échantillon tiré au hasard, relu réponse par réponse, dit ce que valent les réponses ; les mêmes tirages au fil du temps disent si elles s’améliorent."
    >
      {scored.length === 0 ? (
        <Empty title="Aucun échantillon pour le moment.">
          <p>Trente réponses se relisent en une dizaine de minutes.</p>
        </Empty>
      ) : (
        <Section id="scores" title="Au fil du temps">
          {points.length > 1 && <ScoreChart points={points} />}
          <Table
            folds
            caption="Échantillons, du plus récent au plus ancien"
            hideCaption
            columns={[
              'Échantillon',
              'Période',
              'Réseau',
              'Réponses correctes',
              { label: 'Relues', numeric: true },
              { label: 'Hors champ', numeric: true },
            ]}
          >
            {scored.map((each) => (
              <tr key={each.id}>
                <th scope="row">
                  <a href={linkTo(`/qualite/${encodeURIComponent(each.id)}`)}>
                    <Time iso={each.at} dateOnly />
                  </a>
                </th>
                <td>
                  <Period audit={each.audit} />
                </td>
                <td>{scopeText(each.audit, names)}</td>
                <td>{scoreText(each)}</td>
                <td class="number">
                  {each.drawn - each.left} / {each.drawn}
                </td>
                <td class="number">{each.outOfScope}</td>
              </tr>
            ))}
          </Table>
          <p class="hint">
            Part des réponses jugées correctes parmi celles jugées correctes, incorrectes ou à compléter ; entre parenthèses,
            l’intervalle où se trouve la part de toutes les réponses de la période, avec 95 % de confiance.
          </p>
        </Section>
      )}
      {hasRole(account, 'reviewer') && <DrawForm desk={desk} request={request} names={names} {...rejected} />}
    </Page>,
    rejected ? 400 : 200,
  );
}

function DrawForm({
  desk,
  request: { account },
  names,
  values = {},
  problems = {},
}: {
  desk: ReviewDesk;
  request: ConsoleRequest;
  names: Names;
  values?: Record<string, string>;
  problems?: Partial<Record<string, string>>;
}) {
  const today = dayOf(desk.services.now());
  return (
    <Section id="tirage" title="Tirer un échantillon">
      <Form action="/console/qualite" label="Tirer un échantillon">
        <div class="filter-fields">
          <Field
            label="Réponses"
            name="nombre"
            type="number"
            min={1}
            max={LARGEST}
            value={values.nombre ?? String(SIZE)}
            error={problems.nombre}
            required
          />
          <Field label="Du" name="du" type="date" value={values.du ?? addDays(today, -29)} error={problems.du} required />
          <Field label="Au" name="au" type="date" value={values.au ?? today} error={problems.au} required />
          <Select
            label="Réseau"
            name="reseau"
            value={values.reseau}
            options={[
              { value: '', label: 'Tous' },
              { value: NO_NETWORK, label: 'aucun réseau' },
              ...names.networks.filter(({ id }) => maySee(account, id)).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
        <Buttons>
          <Button>Tirer au hasard</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

const day = z.string().refine(isDay, 'Une date est attendue.');
const drawSchema = z
  .object({
    nombre: z.coerce
      .number('Un nombre est attendu.')
      .int('Un nombre entier est attendu.')
      .min(1, 'Au moins une réponse.')
      .max(LARGEST, `${LARGEST} au plus.`),
    du: day,
    au: day,
    reseau: z.string().max(80).default(''),
  })
  .refine(({ du, au }) => du <= au, { path: ['au'], message: 'La fin vient avant le début.' });

async function drawAudit(desk: ReviewDesk, request: ConsoleRequest) {
  const { review, records, now } = desk.services;
  const { account, form } = request;
  const parsed = drawSchema.safeParse(form);
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    const problems = Object.fromEntries(Object.entries(fieldErrors).map(([name, list]) => [name, list?.[0]]));
    return showAudits(desk, request, { values: { ...form }, problems });
  }
  const { nombre, du, au, reseau } = parsed.data;
  const network = reseau === '' ? undefined : reseau === NO_NETWORK ? null : reseau;
  const seed = desk.newSeed();
  const drawn = await review.sampleTurns(
    {
      from: startOf(du),
      to: startOf(addDays(au, 1)),
      visibleTo: visibleTo(account),
      kinds: QUESTIONS,
      ...(network === undefined ? {} : { network }),
    },
    nombre,
    seed,
  );
  if (drawn.length === 0)
    return showAudits(desk, request, { values: { ...form }, problems: { du: 'Aucune réponse à relire dans cette période.' } });
  const id = desk.newId();
  const audit: Audit = {
    at: now().toISOString(),
    by: account.id,
    from: du,
    to: au,
    ...(network === undefined ? {} : { network }),
    seed,
    networks: [...new Set(drawn.flatMap((turn) => turn.network ?? []))].sort(),
    turns: drawn.map((turn) => {
      const state = turn.annotations.at(-1)?.state;
      return { id: turn.id, ...(state ? { state } : {}) };
    }),
  };
  await records.put('audit', id, audit, null);
  await recordAction(desk.services, account, 'audit.draw', id, { detail: { turns: drawn.length } });
  return redirect(linkTo(`/qualite/${id}`), `${count(drawn.length, 'réponse tirée', 'réponses tirées')} au hasard.`);
}
