/** Downloads: the tables of figures, and the turns of a filter. Each is noted in the journal before anything is sent. */
import { Choices, Empty, Field, Flash, Select } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { visibleTo } from '../console-page.js';
import { recordAction } from '../journal.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { download, notFound, renderPage } from '../respond.js';
import { dayOf } from '../review/paris-days.js';
import { type FilterField, type FilterValues, fieldNames, NO_NETWORK, readValues, toFilter } from '../review/turn-filters.js';
import { kindNames, opinionNames, stateNames } from '../review/vocabulary.js';
import type { ConsoleServices } from '../services.js';
import { BOM, inParts, toLine } from './csv.js';
import { turnsAsCsv, turnsAsJsonl } from './export-turns.js';
import { type FigureTable, isTableId, makeTable, textOf } from './figure-tables.js';
import { createFigureNames } from './figure-words.js';
import { readFigures } from './read-figures.js';
import { readQuery } from './read-query.js';
import { choosableNetworks } from './scope.js';

export const createExportPages = (services: ConsoleServices): ConsolePage[] => [
  { method: 'GET', path: '/chiffres/tableau', role: 'reader', handle: (request) => sendTable(services, request) },
  { method: 'GET', path: '/chiffres/export', role: 'reviewer', handle: (request) => showExport(services, request) },
  { method: 'GET', path: '/chiffres/echanges', role: 'reviewer', handle: (request) => sendTurns(services, request) },
];

async function sendTable(services: ConsoleServices, request: ConsoleRequest) {
  const id = request.query.get('tableau');
  if (!isTableId(id)) return notFound(request, 'Ce tableau n’existe pas.');
  const { names, period, scope, chosen } = readQuery(services, request);
  const table = makeTable(id, await readFigures(services, period, scope), names);
  await recordAction(services, request.account, 'figures.export', id, {
    detail: { from: period.first, to: period.last, ...(chosen ? { network: chosen } : {}) },
  });
  return download(`passerelle-${id}-${period.first}-${period.last}.csv`, inParts(tableLines(table)));
}

async function* tableLines({ columns, rows }: FigureTable): AsyncGenerator<string> {
  yield BOM + toLine(columns);
  // A link's words may be a number: it stays one.
  for (const row of rows)
    yield toLine(
      row.map((cell) => (typeof cell === 'number' ? cell : /^\d+$/.test(textOf(cell)) ? Number(textOf(cell)) : textOf(cell))),
    );
}

/** A filter as the journal keeps it: no words of anybody. */
const toDetail = (values: FilterValues, redact: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === 'texte' ? redact(value) : value]));

function readFilter(services: ConsoleServices, { account, query }: ConsoleRequest) {
  const { entries } = services.knowledge.active().base;
  const entryOf = (title: string) => {
    const wanted = title.trim().toLocaleLowerCase('fr');
    return entries.has(wanted)
      ? wanted
      : [...entries.values()].find((entry) => entry.title.toLocaleLowerCase('fr') === wanted)?.id;
  };
  const values = readValues(query);
  const { filter, ignored } = toFilter(values, entryOf);
  return { values, filter: { ...filter, visibleTo: visibleTo(account) }, ignored };
}

async function sendTurns(services: ConsoleServices, request: ConsoleRequest) {
  const { values, filter, ignored } = readFilter(services, request);
  // A filter that is not understood would send more than was asked for.
  if (ignored.length > 0) return showExport(services, request, ignored);
  const format = request.query.get('format') === 'jsonl' ? 'jsonl' : 'csv';
  await recordAction(services, request.account, 'turns.export', format, { detail: toDetail(values, services.redact) });
  const turns = services.review.streamTurns(filter);
  const name = `passerelle-echanges-${dayOf(services.now())}.${format}`;
  const names = createFigureNames(services.knowledge.active());
  return download(name, format === 'jsonl' ? turnsAsJsonl(turns) : turnsAsCsv(turns, names));
}

const any = { value: '', label: 'Tous' };
const anyFeminine = { value: '', label: 'Toutes' };
const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

function showExport(services: ConsoleServices, request: ConsoleRequest, wrong?: readonly FilterField[]) {
  const names = createFigureNames(services.knowledge.active());
  const { values, ignored } = readFilter(services, request);
  const refused = wrong ?? ignored;
  const titles = [...services.knowledge.active().base.entries.values()].map(({ title }) => title);
  return renderPage(
    request,
    <Page
      title="Exporter les échanges"
      section="/chiffres"
      trail={[{ label: 'Chiffres', href: linkTo('/chiffres') }]}
      intro="Les questions et les réponses qui répondent à ces critères, une ligne chacune, dans l’ordre où elles sont venues. Les données personnelles y restent masquées."
    >
      {refused.length > 0 && (
        <Flash tone="bad">
          {`Rien n’est exporté : ${refused.map((name) => `« ${fieldNames[name]} »`).join(', ')} ne correspond à rien. Corrigez ou videz ce champ.`}
        </Flash>
      )}
      <form method="get" action="/console/chiffres/echanges" class="form" aria-label="Échanges à exporter">
        <div class="filter-fields">
          <Field label="Du" name="du" type="date" value={values.du} />
          <Field label="Au" name="au" type="date" value={values.au} />
          <Select
            label="Réseau"
            name="reseau"
            value={values.reseau}
            options={[
              any,
              ...choosableNetworks(request.account, names).map(({ id, name }) => ({ value: id, label: name })),
              { value: NO_NETWORK, label: 'aucun réseau' },
            ]}
          />
          <Select label="Décision" name="decision" value={values.decision} options={[anyFeminine, ...optionsOf(kindNames)]} />
          <Select label="Avis" name="avis" value={values.avis} options={[any, ...optionsOf(opinionNames)]} />
          <Select label="Relecture" name="relecture" value={values.relecture} options={[anyFeminine, ...optionsOf(stateNames)]} />
          <Field label="Fiche qui a répondu" name="fiche" value={values.fiche} suggestions={titles} />
          <Field label="Mots cherchés" name="texte" type="search" value={values.texte} />
        </div>
        <Choices
          legend="Format"
          name="format"
          inline
          values={['csv']}
          options={[
            { value: 'csv', label: 'CSV, pour un tableur' },
            { value: 'jsonl', label: 'JSONL, pour un programme' },
          ]}
        />
        <div class="buttons">
          <button type="submit">Télécharger</button>
        </div>
      </form>
      <Empty title="Un fichier exporté n’est plus protégé par la console.">
        <p>Gardez-le le temps de vous en servir, puis supprimez-le. Chaque export est noté dans le journal avec ses critères.</p>
      </Empty>
    </Page>,
    refused.length > 0 ? 400 : 200,
  );
}
