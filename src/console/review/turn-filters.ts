/** The filters of the list of conversations, as its address holds them. */
import { type DecisionKind, type ReviewState, reviewStates, type TurnFilter } from '../../transcripts/review-store.js';
import { UNSURE_BELOW } from './attention.js';
import { addDays, isDay, startOf } from './paris-days.js';
import { kindNames } from './vocabulary.js';

/** Names of the fields, as in the address: « /console/conversations?decision=fallback&avis=dislike ». */
export const filterFields = [
  'texte',
  'du',
  'au',
  'canal',
  'reseau',
  'region',
  'decision',
  'fiche',
  'confiance',
  'avis',
  'relecture',
  'version',
  'abandon',
] as const;
export type FilterField = (typeof filterFields)[number];
export type FilterValues = Partial<Record<FilterField, string>>;

/** `reseau` for what is attributed to no network. */
export const NO_NETWORK = 'aucun';

/** Bands of confidence that can be asked for. */
export const confidenceBands: Readonly<Record<string, { label: string; bounds: NonNullable<TurnFilter['confidence']> }>> = {
  faible: { label: `faible (moins de ${UNSURE_BELOW * 100} %)`, bounds: { below: UNSURE_BELOW } },
  moyenne: { label: `moyenne (${UNSURE_BELOW * 100} à 80 %)`, bounds: { min: UNSURE_BELOW, below: 0.8 } },
  forte: { label: 'forte (80 % et plus)', bounds: { min: 0.8 } },
};

/** Longest text of a field that is read: longer ones are nobody's filter. */
const LONGEST = 300;

/** The fields that an address holds and that are filled in. */
export function readValues(query: URLSearchParams): FilterValues {
  return Object.fromEntries(
    filterFields.flatMap((name) => {
      const value = query.get(name)?.trim().slice(0, LONGEST);
      return value ? [[name, value]] : [];
    }),
  );
}

/** The fields as the query of an address, in a fixed order; empty when there is none. */
export function writeValues(values: FilterValues): string {
  return new URLSearchParams(
    filterFields.flatMap((name): [string, string][] => {
      const value = values[name];
      return value ? [[name, value]] : [];
    }),
  ).toString();
}

const isState = (text: string): text is ReviewState | 'unreviewed' =>
  text === 'unreviewed' || reviewStates.some((state) => state === text);
const isKind = (text: string): text is DecisionKind => Object.hasOwn(kindNames, text);

/**
 * What to search for. A value that means nothing is left out, and named in `ignored`, so that nobody takes a wide list for a narrow one.
 * @param entryOf id of the entry of a title (or id); undefined when there is none
 */
export function toFilter(
  values: FilterValues,
  entryOf: (title: string) => string | undefined,
): { filter: TurnFilter; ignored: FilterField[] } {
  const filter: TurnFilter = {};
  const ignored: FilterField[] = [];
  const take = <F extends FilterField>(name: F, read: (value: string) => boolean) => {
    const value = values[name];
    if (value !== undefined && !read(value)) ignored.push(name);
  };
  const set = <K extends keyof TurnFilter>(key: K, value: TurnFilter[K] | undefined): boolean => {
    if (value !== undefined) filter[key] = value;
    return value !== undefined;
  };
  take('texte', (text) => set('text', text));
  take('du', (day) => set('from', isDay(day) ? startOf(day) : undefined));
  take('au', (day) => set('to', isDay(day) ? startOf(addDays(day, 1)) : undefined));
  take('canal', (id) => set('channelId', id));
  take('reseau', (id) => set('network', id === NO_NETWORK ? null : id));
  take('region', (code) => set('region', code));
  take('decision', (kind) => set('kinds', isKind(kind) ? [kind] : undefined));
  take('fiche', (title) => set('entry', entryOf(title)));
  take('confiance', (band) => set('confidence', confidenceBands[band]?.bounds));
  take('avis', (opinion) => set('opinion', opinion === 'like' || opinion === 'dislike' ? opinion : undefined));
  take('relecture', (state) => set('state', isState(state) ? state : undefined));
  take('version', (release) => set('release', release));
  take('abandon', (text) => set('abandoned', text === 'oui' ? true : undefined));
  return { filter, ignored };
}

export const fieldNames: Readonly<Record<FilterField, string>> = {
  texte: 'Texte',
  du: 'Du',
  au: 'Au',
  canal: 'Canal',
  reseau: 'Réseau',
  region: 'Région',
  decision: 'Décision',
  fiche: 'Fiche',
  confiance: 'Confiance',
  avis: 'Avis',
  relecture: 'Relecture',
  version: 'Version de la base',
  abandon: 'Précisions abandonnées',
};
