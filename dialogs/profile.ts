import type { Place } from '../src/geography/index.js';
import type { Audience } from '../src/knowledge/schema.js';
import { findTold, type Kind, type KnownBefore, type Slots, withMention } from './engagement/index.js';
import type { Memory } from './memory.js';

const audienceOfKind: Partial<Record<Kind, Audience>> = {
  commune: 'commune',
  cc: 'epci',
  ca: 'epci',
  cu: 'epci',
  metropole: 'epci',
  syndicat: 'syndicat',
  departement: 'departement',
  region: 'region',
};

/** Keeps what a message told of the speaker's authority, as answers and not in its words. */
export function noteTold(memory: Memory, text: string): void {
  const told = findTold(text);
  if (told.length === 0) return;
  memory.told = told.reduce(withMention, memory.told ?? {});
  updateProfile(memory);
}

/** Keeps who the authority is from the answers of a guided choice: the rest belongs to that choice alone. */
export function noteIdentity(memory: Memory, { kind, population }: Slots): void {
  const known: Slots = { ...(kind?.value ? { kind } : {}), ...(population?.value ? { population } : {}) };
  memory.told = { ...memory.told, ...known };
  updateProfile(memory);
}

/** The guided choice is made: another one begins with the authority only. */
export function forgetSituation(memory: Memory): void {
  const { kind, population } = memory.told ?? {};
  memory.told = { ...(kind ? { kind } : {}), ...(population ? { population } : {}) };
}

/** Kind and population of the authority for the answers that depend on them: as said, else as the place has them. */
export function updateProfile(memory: Memory): void {
  const { kind, population } = memory.told ?? {};
  const place = ownTerritory(memory.place);
  memory.audience = kind?.value && kind.certain ? audienceOfKind[kind.value] : place?.authority;
  memory.population = population?.value && population.certain ? population.value : place?.population;
}

/** What a guided choice need not ask. */
export function knownBefore(memory: Memory): KnownBefore {
  const place = ownTerritory(memory.place);
  return {
    ...(place ? { kind: kindOfPlace(place), population: place.population, supposed: true } : {}),
    earlier: memory.told ?? {},
  };
}

/** A département or a region is often named only to say where one is: nothing is concluded from it. */
const ownTerritory = (place: Place | undefined): Place | undefined =>
  place?.authority === 'commune' || place?.authority === 'epci' ? place : undefined;

/** An intercommunality's name says which kind it is. */
function kindOfPlace(place: Place): Kind | 'epci' {
  if (place.authority !== 'epci') return place.authority;
  if (/^communauté de communes/i.test(place.name)) return 'cc';
  if (/agglomération|^agglo/i.test(place.name)) return 'ca';
  if (/^communauté urbaine/i.test(place.name)) return 'cu';
  return /métropole/i.test(place.name) ? 'metropole' : 'epci';
}
