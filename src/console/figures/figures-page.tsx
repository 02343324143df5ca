/** « Chiffres »: what was asked, what became of it, and against the period before. */
import type { ComponentChildren } from 'preact';
import { Details, Empty, Flash, LinkButton, Section } from '../components.js';
import type { ConsolePage, ConsoleRequest } from '../console-page.js';
import { hasRole, visibleTo } from '../console-page.js';
import { Page } from '../layout.js';
import { linkTo } from '../page-context.js';
import { renderPage } from '../respond.js';
import type { ConsoleServices } from '../services.js';
import { BarChart } from './bar-chart.js';
import { ColumnChart } from './column-chart.js';
import { FigureTableView } from './figure-table-view.js';
import { makeTable, type TableId } from './figure-tables.js';
import type { FigureNames } from './figure-words.js';
import { askNames } from './guided-choice.js';
import { OutcomeCards } from './outcome-cards.js';
import { PeriodForm } from './period-form.js';
import { type Figures, readFigures } from './read-figures.js';
import { readQuery } from './read-query.js';
import { choosableNetworks } from './scope.js';
import {
  sayColumns,
  sayContacts,
  sayEntries,
  sayGroups,
  sayGuided,
  sayHours,
  sayOpinions,
  sayOutcomes,
  saySatisfaction,
  sayThemes,
} from './sentences.js';
import { TimeChart } from './time-chart.js';

/** Bars of a chart of entries. */
const MOST_BARS = 12;

export const createFiguresPage = (services: ConsoleServices): ConsolePage => ({
  method: 'GET',
  path: '/chiffres',
  role: 'reader',
  handle: (request) => showFigures(services, request),
});

async function showFigures(services: ConsoleServices, request: ConsoleRequest) {
  const { names, period, scope, chosen, problems } = readQuery(services, request);
  const figures = await readFigures(services, period, scope);
  const query = { du: period.first, au: period.last, reseau: chosen };
  const view: View = { figures, names, csv: (id) => linkTo('/chiffres/tableau', { tableau: id, ...query }) };
  const partial = visibleTo(request.account) !== undefined;
  return renderPage(
    request,
    <Page
      title="Chiffres"
      section="/chiffres"
      intro="Ce qui a été demandé, ce que l’assistant en a fait, et ce qui a changé depuis la période d’avant."
      actions={
        <>
          <LinkButton href={linkTo('/chiffres/semaine')}>Bilan de la semaine</LinkButton>
          {hasRole(request.account, 'reviewer') && (
            <LinkButton href={linkTo('/chiffres/export', query)}>Exporter les échanges</LinkButton>
          )}
        </>
      }
    >
      {problems.map((problem) => (
        <Flash key={problem} tone="bad">
          {problem}
        </Flash>
      ))}
      <PeriodForm request={request} names={names} chosen={chosen} />
      {figures.now.questions === 0 ? (
        <Empty title={sayOutcomes(figures).join(' ')}>
          <p>Choisissez une période plus longue{chosen ? ', ou tous les réseaux' : ''}.</p>
        </Empty>
      ) : (
        <Parts
          view={view}
          partial={partial}
          severalNetworks={chosen === '' && choosableNetworks(request.account, names).length > 1}
        />
      )}
    </Page>,
  );
}

interface View {
  figures: Figures;
  names: FigureNames;
  csv(id: TableId): string;
}

/** A sentence, a chart, and the chart's table. */
function Part({
  view: { figures, names, csv },
  id,
  title,
  says,
  tables,
  children,
}: {
  view: View;
  id: string;
  title: string;
  says: string | readonly string[];
  tables: readonly TableId[];
  children?: ComponentChildren;
}) {
  return (
    <Section id={id} title={title}>
      {[says].flat().map((sentence) => (
        <p key={sentence} class="says">
          {sentence}
        </p>
      ))}
      {children}
      {tables.map((tableId) => {
        const table = makeTable(tableId, figures, names);
        if (table.rows.length === 0) return null;
        return (
          <Details key={tableId} summary={`Tableau : ${table.caption}`}>
            <FigureTableView table={table} />
            <p>
              <a href={csv(tableId)} download>
                Télécharger ce tableau (CSV)
              </a>
            </p>
          </Details>
        );
      })}
    </Section>
  );
}

function Parts({ view, partial, severalNetworks }: { view: View; partial: boolean; severalNetworks: boolean }) {
  const { figures, names } = view;
  const { regions, contacts, themes, entries, channels, networks, guided } = figures;
  const inTable = 'Les mêmes chiffres sont dans le tableau.';
  return (
    <>
      <Part view={view} id="bilan" title="En bref" says={[...sayOutcomes(figures), saySatisfaction(figures)]} tables={['bilan']}>
        <OutcomeCards figures={figures} />
        {partial && (
          <p class="hint">Sont comptées les questions de vos réseaux et celles qui ne sont rattachées à aucun réseau.</p>
        )}
      </Part>
      <Part
        view={view}
        id="jours"
        title={figures.step === 'day' ? 'Jour par jour' : 'Semaine par semaine'}
        says={sayColumns(figures)}
        tables={['jours']}
      >
        <TimeChart figures={figures} />
      </Part>
      <Part view={view} id="heures" title="Heure par heure" says={sayHours(figures.hours)} tables={['heures']}>
        <ColumnChart
          id="c-heures"
          title="Questions par heure de la journée"
          description={`${sayHours(figures.hours)} ${inTable}`}
          layers={[{ name: 'questions', tone: 'good' }]}
          columns={figures.hours.map((questions, hour) => ({ label: `${hour} h`, values: [questions] }))}
        />
      </Part>
      <Part view={view} id="canaux" title="Par canal" says={sayGroups(channels, names.channel)} tables={['canaux']}>
        {channels.length > 1 && (
          <BarChart
            id="c-canaux"
            title="Questions par canal"
            description={inTable}
            bars={channels.map(({ id, questions }) => ({ label: names.channel(id), value: questions }))}
          />
        )}
      </Part>
      {severalNetworks && (
        <Part
          view={view}
          id="reseaux"
          title="Par réseau"
          says={sayGroups(networks, (id) => names.network(id === '' ? undefined : id))}
          tables={['reseaux']}
        >
          <BarChart
            id="c-reseaux"
            title="Questions par réseau"
            description={inTable}
            bars={networks.map(({ id, questions }) => ({ label: names.network(id === '' ? undefined : id), value: questions }))}
          />
        </Part>
      )}
      <Part
        view={view}
        id="contacts"
        title="Contacts et régions"
        says={sayContacts(figures, names)}
        tables={['contacts', 'regions']}
      >
        {contacts.length > 0 && (
          <BarChart
            id="c-contacts"
            title="Contacts donnés, par réseau"
            description={inTable}
            bars={contacts.map(({ network, given }) => ({
              label: network === undefined ? 'Réseau du site' : names.network(network),
              value: given,
            }))}
          />
        )}
        {regions.length > 1 && (
          <>
            <h3>Par région</h3>
            <BarChart
              id="c-regions"
              title="Contacts cherchés, par région"
              description={inTable}
              bars={regions.map(({ code, contacts: number }) => ({ label: names.region(code), value: number }))}
            />
          </>
        )}
      </Part>
      <Part view={view} id="themes" title="Par thème" says={sayThemes(figures, names)} tables={['themes']}>
        {themes.length > 1 && (
          <BarChart
            id="c-themes"
            title="Réponses par thème de la fiche"
            description={inTable}
            bars={themes.map(({ theme, uses }) => ({ label: names.theme(theme), value: uses }))}
          />
        )}
      </Part>
      <Part view={view} id="fiches" title="Fiches" says={sayEntries(figures, names)} tables={['fiches', 'fiches-inutilisees']}>
        {entries.length > 1 && (
          <BarChart
            id="c-fiches"
            title="Fiches les plus utilisées"
            description={`Les ${Math.min(MOST_BARS, entries.length)} premières. ${inTable}`}
            bars={entries.slice(0, MOST_BARS).map(({ id, uses }) => ({ label: names.entry(id), value: uses }))}
          />
        )}
        {partial && <p class="hint">Une fiche sans réponse ici peut avoir servi sur le site d’un autre réseau.</p>}
      </Part>
      <Part view={view} id="avis" title="Avis sur les fiches" says={sayOpinions(figures, names)} tables={['avis']} />
      <Part view={view} id="choix-guide" title="Choix guidé" says={sayGuided(figures, names)} tables={['niveaux', 'abandons']}>
        {guided.results.some(({ times }) => times > 0) && (
          <BarChart
            id="c-niveaux"
            title="Résultats du choix guidé, par niveau"
            description={inTable}
            bars={guided.results.map(({ level, times }) => ({ label: names.level(level), value: times }))}
          />
        )}
        {guided.left.length > 1 && (
          <>
            <h3>Où l’on s’arrête</h3>
            <BarChart
              id="c-abandons"
              title="Question du choix guidé à laquelle on s’est arrêté"
              description={inTable}
              bars={guided.left.map(({ asks, times }) => ({ label: askNames[asks], value: times }))}
            />
          </>
        )}
      </Part>
    </>
  );
}
