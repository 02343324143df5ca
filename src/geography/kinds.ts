/** Of the homonyms of a name, those that the words before it allow. */
import type { Context } from './context.js';
import type { Homonym } from './homonyms.js';
import type { PlaceIndex } from './place-index.js';
import type { PlaceKind } from './types.js';

const TERRITORIES: readonly PlaceKind[] = ['departement', 'region', 'ancienne-region'];
const COMMUNES: readonly PlaceKind[] = ['commune', 'commune-deleguee', 'arrondissement'];

/**
 * « la Vienne », « en Vienne » are the département; « à Vienne », « maire de Vienne » the commune; « agglo de Blois » the
 * intercommunality that Blois belongs to. Words that no homonym fits are not held against it.
 */
export function allowKinds(index: PlaceIndex, homonyms: readonly Homonym[], key: string, context: Context): Homonym[] {
  const keep = (kinds: readonly PlaceKind[]): Homonym[] => {
    const kept = homonyms.filter(({ id }) => kinds.includes(index.row(id).kind));
    return kept.length > 0 ? kept : [...homonyms];
  };
  switch (context.calls) {
    case 'commune':
      return keep(COMMUNES);
    case 'departement':
      return keep(['departement']);
    case 'region':
      return keep(['region', 'ancienne-region']);
    case 'epci':
      return findEpcis(index, homonyms, key);
    case undefined:
      break;
  }
  // a commune that has an article of its own is not « la Vienne »
  if (context.article !== undefined || context.preposition === 'en') return dropNamesakes(index, keep(TERRITORIES));
  if (context.preposition === 'a' || (context.own && context.preposition === 'de') || context.preposition === 'd')
    return keep(COMMUNES);
  return dropNamesakes(index, homonyms);
}

/** « Le Mans » is the commune, not the « communauté urbaine Le Mans Métropole » that is called so for short. */
function dropNamesakes(index: PlaceIndex, homonyms: readonly Homonym[]): Homonym[] {
  const isCommune = ({ id }: Homonym): boolean => index.row(id).kind === 'commune';
  return homonyms.some(isCommune) ? homonyms.filter(({ id }) => index.row(id).kind !== 'epci') : [...homonyms];
}

function findEpcis(index: PlaceIndex, homonyms: readonly Homonym[], key: string): Homonym[] {
  const isEpci = ({ id }: Homonym): boolean => index.row(id).kind === 'epci';
  const exact = homonyms.filter(isEpci);
  if (exact.length > 0) return exact;
  const named = index
    .findLoose(key)
    .map((id) => ({ id }))
    .filter(isEpci);
  if (named.length > 0) return named;
  const members = homonyms.map(({ id }) => index.row(id).epci).filter((id) => id >= 0);
  const epcis = [...new Set(members)].map((id) => ({ id }));
  return epcis.length > 0 ? epcis : [...homonyms];
}
