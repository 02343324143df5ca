/** Whose questions a page of figures counts: what the account may see, and one network of it when one is chosen. */
import { type Account, maySee, visibleTo } from '../console-page.js';
import { NO_NETWORK } from '../review/turn-filters.js';
import type { FigureNames } from './figure-words.js';
import type { Scope } from './read-figures.js';

/** The networks that an account can choose among. */
export const choosableNetworks = (account: Account, names: FigureNames): FigureNames['networks'] =>
  names.networks.filter(({ id }) => maySee(account, id));

/** Reads « reseau »; a network that the account may not see, or that there is not, is `problem`. */
export function readScope(
  account: Account,
  query: URLSearchParams,
  names: FigureNames,
): { scope: Scope; chosen: string; problem?: string } {
  const scope: Scope = { visibleTo: visibleTo(account) };
  const asked = query.get('reseau')?.trim() ?? '';
  if (asked === '') return { scope, chosen: '' };
  if (asked === NO_NETWORK) return { scope: { ...scope, network: null }, chosen: asked };
  if (choosableNetworks(account, names).some(({ id }) => id === asked))
    return { scope: { ...scope, network: asked }, chosen: asked };
  return {
    scope,
    chosen: '',
    problem: 'Ce réseau n’existe pas, ou ses chiffres ne vous sont pas ouverts : tous les vôtres sont montrés.',
  };
}
