import { Field, FilterBar, Select } from '../components.js';
import type { ConsoleRequest } from '../console-page.js';
import { NO_NETWORK } from '../review/turn-filters.js';
import type { FigureNames } from './figure-words.js';
import { periodChoices, USUAL_DAYS } from './period.js';
import { choosableNetworks } from './scope.js';

/** The period and the network that the page of figures is about. */
export function PeriodForm({ request, names, chosen }: { request: ConsoleRequest; names: FigureNames; chosen: string }) {
  const { query, account } = request;
  const networks = choosableNetworks(account, names);
  return (
    <FilterBar label="Choisir la période" submit="Afficher">
      <Select
        label="Période"
        name="periode"
        value={query.get('du') || query.get('au') ? '' : (query.get('periode') ?? String(USUAL_DAYS))}
        options={[
          { value: '', label: 'Entre deux dates' },
          ...periodChoices.map(({ days, label }) => ({ value: String(days), label })),
        ]}
      />
      <Field label="ou du" name="du" type="date" value={query.get('du') ?? ''} />
      <Field label="au" name="au" type="date" value={query.get('au') ?? ''} />
      {networks.length > 0 && (
        <Select
          label="Réseau"
          name="reseau"
          value={chosen}
          options={[
            { value: '', label: networks.length > 1 ? 'Tous' : `${networks[0]?.name} et aucun réseau` },
            ...networks.map(({ id, name }) => ({ value: id, label: name })),
            { value: NO_NETWORK, label: 'aucun réseau' },
          ]}
        />
      )}
    </FilterBar>
  );
}
