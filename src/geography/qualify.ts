/** « Saint-Denis (93) », « Valence dans la Drôme », « 31406 Toulouse »: one place of a text tells which homonym another is. */
import type { Candidate } from './candidates.js';
import type { PlaceIndex, Row } from './place-index.js';
import { overlaps, type Span } from './text.js';

/** What being found in a place that the text names as well adds to the weight of a candidate. */
const CONFIRMED = 0.4;

/** A département, a region or the communes of a postcode, at their place in the text. */
interface Whole extends Span {
  territories: Row[];
  ids: ReadonlySet<number>;
  /** « Vienne (86) » is the département itself; a name said twice tells nothing. */
  isCode: boolean;
}

export function qualifyCandidates(index: PlaceIndex, candidates: readonly Candidate[]): Candidate[] {
  const wholes = candidates.map((candidate) => readWhole(index, candidate)).filter((whole) => whole !== undefined);
  if (wholes.length === 0) return [...candidates];
  return candidates.map((candidate) => {
    const rows = candidate.homonyms.map((homonym) => ({ homonym, row: index.row(homonym.id) }));
    let kept = rows;
    const within: number[] = [];
    for (const whole of wholes) {
      if (overlaps(whole, candidate)) continue;
      const inside = kept.filter(
        ({ homonym, row }) =>
          whole.ids.has(homonym.id) || whole.territories.some((territory) => lies(row, territory, whole.isCode)),
      );
      if (inside.length === 0) continue;
      kept = inside;
      within.push(whole.from);
    }
    if (within.length === 0) return candidate;
    return { ...candidate, homonyms: kept.map(({ homonym }) => homonym), weight: candidate.weight + CONFIRMED, within };
  });
}

function readWhole(index: PlaceIndex, { homonyms, from, to, code }: Candidate): Whole | undefined {
  const territories = homonyms.map(({ id }) => index.row(id)).filter(isTerritory);
  if (territories.length === 0 && code !== 'postcode') return undefined;
  return {
    from,
    to,
    territories,
    isCode: code !== undefined,
    ids: new Set(code === 'postcode' ? homonyms.map(({ id }) => id) : []),
  };
}

function isTerritory({ kind }: Row): boolean {
  return kind === 'departement' || kind === 'region' || kind === 'ancienne-region';
}

function lies(row: Row, territory: Row, orIs: boolean): boolean {
  if (row.kind === territory.kind && row.code === territory.code) return orIs;
  if (territory.kind === 'departement')
    return row.departement === territory.code && row.kind !== 'region' && row.kind !== 'ancienne-region';
  return row.region === territory.region && row.kind !== 'region';
}
