import type { Count, Dimension, TurnFilter } from '../../transcripts/review-store.js';
import type { Database } from './database.js';
import { Parameters, toConditions } from './turn-conditions.js';

const IN_PARIS = "(t.at AT TIME ZONE 'Europe/Paris')";

/** What each dimension groups by, and how a group is written. */
const dimensions: Record<Dimension, { by: string; show(by: string): string }> = {
  day: { by: `${IN_PARIS}::date`, show: (by) => `to_char(${by}, 'YYYY-MM-DD')` },
  hour: { by: `extract(hour FROM ${IN_PARIS})::int`, show: (by) => `lpad((${by})::text, 2, '0')` },
  channel: column('channel_id'),
  network: column('network'),
  region: column('region'),
  kind: column('kind'),
  entry: column('entry'),
  intent: column('intent'),
  release: column('release'),
  opinion: column('opinion'),
  state: column('state'),
  asks: column('asks'),
  recommends: column('recommends'),
  place: column('place'),
};

function column(name: string) {
  return { by: `t.${name}`, show: (by: string) => by };
}

interface CountRow {
  turns: number;
  likes: number;
  dislikes: number;
  keys: (string | null)[];
}

/** Groups of turns, the largest first; those of one size by their keys. */
export async function countTurns(database: Database, filter: TurnFilter, by: readonly Dimension[]): Promise<Count[]> {
  const parameters = new Parameters();
  const groups = by.map((dimension) => dimensions[dimension]);
  const keys = groups.map((group) => group.show(group.by)).join(', ');
  const text = `SELECT ARRAY[${keys}]::text[] AS keys, count(*)::int AS turns,
      (count(*) FILTER (WHERE t.opinion = 'like'))::int AS likes, (count(*) FILTER (WHERE t.opinion = 'dislike'))::int AS dislikes
    FROM turns t WHERE ${toConditions(filter, parameters)}
    ${groups.length > 0 ? `GROUP BY ${groups.map((group) => group.by).join(', ')}` : ''}`;
  const rows = await database.query<CountRow>(text, parameters.values);
  const counts = rows.map((row) => ({ ...row, keys: row.keys.map((key) => key ?? '') }));
  const nameOf = ({ keys: names }: Count) => names.join('\0');
  return counts
    .sort((a, b) => b.turns - a.turns || (nameOf(a) < nameOf(b) ? -1 : 1))
    .map(({ keys: names, turns, likes, dislikes }) => ({ keys: names, turns, likes, dislikes }));
}
