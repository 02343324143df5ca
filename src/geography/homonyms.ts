/** When a name belongs to several places: choose, or let the user choose. */
import type { PlaceIndex, Row } from './place-index.js';

/** A place this many times bigger than every other of its name is the likely one. */
const DOMINANCE = 20;
/** An everyday short name (« Évry ») wins over a commune that really bears it only when the commune is tiny beside it. */
const SHORT_NAME_DOMINANCE = 100;
const MAX_OPTIONS = 6;

export type Choice = { one: number; others: number[] } | { options: number[] };

export interface ChoiceOptions {
  /** Region that is already known. */
  region?: string | undefined;
  /** The name only begins these: several regions are always a choice. */
  strict?: boolean;
}

export interface Homonym {
  id: number;
  /** By its everyday short name, not its own. */
  short?: boolean;
}

/**
 * Decides between places of the same name: a choice when they lie in different regions and none has more than 20 times the
 * population of every other; else the biggest. A former commune, whose population is unknown, gives way to a current place.
 */
export function chooseHomonym(
  index: PlaceIndex,
  homonyms: readonly Homonym[],
  { region, strict = false }: ChoiceOptions = {},
): Choice | undefined {
  const ranked = dropTwins(index, homonyms)
    .map(({ id, short }) => ({ id, short: short === true, row: index.row(id) }))
    .sort((a, b) => b.row.population - a.row.population);
  const [top, second] = ranked;
  if (!top) return undefined;
  const settle = (one: number): Choice => ({
    one,
    others: orderOptions(
      index,
      ranked.map(({ id }) => id),
    ).filter((id) => id !== one),
  });
  if (!second) return settle(top.id);
  const near = region === undefined ? [] : ranked.filter(({ row }) => row.region === region);
  if (near[0] && near.every(({ row }) => row.region === region)) return settle(near[0].id);
  const regions = new Set(ranked.filter(({ row }) => row.population >= 0 || top.row.population < 0).map(({ row }) => row.region));
  if (regions.size < 2) return settle(top.id);
  if (strict)
    return {
      options: orderOptions(
        index,
        ranked.map(({ id }) => id),
      ).slice(0, MAX_OPTIONS),
    };
  const dominance = top.short && ranked.some(({ short }) => !short) ? SHORT_NAME_DOMINANCE : DOMINANCE;
  if (top.row.population > dominance * Math.max(second.row.population, 0)) return settle(top.id);
  return {
    options: orderOptions(
      index,
      ranked.map(({ id }) => id),
    ).slice(0, MAX_OPTIONS),
  };
}

/** Most populous first, one per region first. */
export function orderOptions(index: PlaceIndex, ids: readonly number[]): number[] {
  const rows = ids
    .map((id): { id: number; row: Row } => ({ id, row: index.row(id) }))
    .sort((a, b) => b.row.population - a.row.population);
  const seen = new Set<string>();
  const first: number[] = [];
  const rest: number[] = [];
  for (const { id, row } of rows) {
    (seen.has(row.region) ? rest : first).push(id);
    seen.add(row.region);
  }
  return [...first, ...rest];
}

/** La Réunion is a region and a département, Saint-Martin a commune and a collectivity: one place each. */
function dropTwins(index: PlaceIndex, homonyms: readonly Homonym[]): Homonym[] {
  const rows = homonyms.map(({ id }) => index.row(id));
  return homonyms.filter(({ id }) => {
    const row = index.row(id);
    if (row.kind === 'departement') return !rows.some((other) => other.kind === 'region' && other.region === row.region);
    return (
      row.kind !== 'region' ||
      !rows.some((other) => other.kind === 'commune' && other.region === row.region && other.departement === '')
    );
  });
}
