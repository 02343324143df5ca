/** The fields that narrow the list of conversations, and the filters that were kept. */
import { ActionButton, Button, Buttons, Details, Field, FilterBar, Form, Select } from '../components.js';
import type { ConsoleRequest } from '../console-page.js';
import { maySee } from '../console-page.js';
import type { ReviewDesk } from './review-desk.js';
import { confidenceBands, type FilterValues, NO_NETWORK } from './turn-filters.js';
import { channelIds, channelName, kindNames, opinionNames, regionNames, stateNames } from './vocabulary.js';

const any = { value: '', label: 'Tous' };
const anyFeminine = { value: '', label: 'Toutes' };
const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export function Filters({
  desk,
  values,
  request,
  releases,
}: {
  desk: ReviewDesk;
  values: FilterValues;
  request: ConsoleRequest;
  releases: readonly string[];
}) {
  const { networks } = desk.names();
  const titles = [...desk.services.knowledge.active().base.entries.values()].map(({ title }) => title);
  const regions = Object.entries(regionNames).sort((a, b) => a[1].localeCompare(b[1], 'fr'));
  return (
    <FilterBar label="Filtrer les conversations">
      <Field label="Mots cherchés" name="texte" type="search" value={values.texte} />
      <Field label="Du" name="du" type="date" value={values.du} />
      <Field label="Au" name="au" type="date" value={values.au} />
      <Select label="Décision" name="decision" value={values.decision} options={[anyFeminine, ...optionsOf(kindNames)]} />
      <Select label="Relecture" name="relecture" value={values.relecture} options={[anyFeminine, ...optionsOf(stateNames)]} />
      <Select label="Avis" name="avis" value={values.avis} options={[any, ...optionsOf(opinionNames)]} />
      <Select
        label="Réseau"
        name="reseau"
        value={values.reseau}
        options={[
          any,
          { value: NO_NETWORK, label: 'aucun réseau' },
          ...networks.filter(({ id }) => maySee(request.account, id)).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <details
        class="more-filters"
        open={['canal', 'region', 'fiche', 'confiance', 'version', 'abandon'].some((name) => request.query.get(name))}
      >
        <summary>Autres filtres</summary>
        <div class="filter-fields">
          <Select
            label="Canal"
            name="canal"
            value={values.canal}
            options={[any, ...channelIds.map((id) => ({ value: id, label: channelName(id) }))]}
          />
          <Select
            label="Région"
            name="region"
            value={values.region}
            options={[anyFeminine, ...regions.map(([value, label]) => ({ value, label }))]}
          />
          <Field label="Fiche qui a répondu" name="fiche" value={values.fiche} suggestions={titles} />
          <Select
            label="Confiance"
            name="confiance"
            value={values.confiance}
            options={[anyFeminine, ...Object.entries(confidenceBands).map(([value, { label }]) => ({ value, label }))]}
          />
          <Select
            label="Version de la base"
            name="version"
            value={values.version}
            options={[anyFeminine, ...releases.map((version) => ({ value: version, label: version }))]}
          />
          <Select
            label="Précisions demandées"
            name="abandon"
            value={values.abandon}
            options={[anyFeminine, { value: 'oui', label: 'abandonnées seulement' }]}
          />
        </div>
      </details>
    </FilterBar>
  );
}

export function SavedFilters({ mine, query }: { mine: readonly { id: string; name: string }[]; query: string }) {
  if (mine.length === 0 && !query) return null;
  return (
    <Details summary="Filtres enregistrés">
      {query && (
        <Form action="/console/filtres" class="plain-form" label="Enregistrer ce filtre">
          <input type="hidden" name="query" value={query} />
          <Field label="Nom de ce filtre" name="nom" required maxLength={60} hint="Vous le retrouverez en haut de cette page." />
          <Buttons>
            <Button kind="plain">Enregistrer ce filtre</Button>
          </Buttons>
        </Form>
      )}
      {mine.length > 0 && (
        <ul class="rows">
          {mine.map(({ id, name }) => (
            <li key={id}>
              {name}{' '}
              <ActionButton action={`/console/filtres/${id}/supprimer`} kind="quiet" label={`Supprimer le filtre ${name}`}>
                Supprimer
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
    </Details>
  );
}
