/** Names of intercommunalities: « CC du Pays de Sommières » in the data, « le pays de Sommières » in people's mouths. */
import { LEADING_ARTICLE, makeKey } from './text.js';

const EPCI_KIND = /^(?:CC|CA|CU|Communauté(?: de communes| d'agglomération| urbaine)?|Métropole|Eurométropole)\s+/;
const EPCI_LINK = /^(?:de la |de l'|du |des |de |d')/;
const EPCI_SUFFIX = / (?:communaute|agglomeration|agglo|metropole|interco|communaute de communes)$/;

/** The names under which an intercommunality is filed; `sure` ones need no « communauté de communes » before them. */
export function listEpciKeys(official: string): [string, boolean][] {
  const base = official.replace(/\s*\([^)]*\)/g, '').replace(/''|"/g, ' ');
  const bare = makeKey(base.replace(EPCI_KIND, '').replace(EPCI_LINK, ''));
  const withoutArticle = bare.replace(LEADING_ARTICLE, '');
  const short = withoutArticle.replace(EPCI_SUFFIX, '');
  const shortest = short.replace(/^(?:grand|pays) (?:de la |de l |du |des |de |d )?/, '');
  const keys: [string, boolean][] = [[makeKey(official), true]];
  // « pays de craon » speaks for itself, « estuaire » does not
  keys.push([bare, bare.includes(' ') || bare.length >= 7]);
  for (const key of new Set([withoutArticle, short, shortest])) if (key !== bare && key.length > 2) keys.push([key, false]);
  for (const acronym of official.matchAll(/\(([^)]*)\)|''([^']+)''|"([^"]+)"/g)) {
    keys.push([makeKey(acronym[1] ?? acronym[2] ?? acronym[3] ?? ''), false]);
  }
  return keys;
}

/** « CC du Pays de Sommières » is « Communauté de communes du Pays de Sommières ». */
export function tidyEpciName(official: string): string {
  return official
    .replace(/^CC /, 'Communauté de communes ')
    .replace(/^CA /, "Communauté d'agglomération ")
    .replace(/^CU /, 'Communauté urbaine ')
    .replace(/''|"/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
