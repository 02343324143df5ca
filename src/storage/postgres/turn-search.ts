import type { Page, PageRequest, ReviewedTurn, TurnFilter } from '../../transcripts/review-store.js';
import { readRowCursor, writeCursor } from '../memory/page-cursor.js';
import type { Database } from './database.js';
import { Parameters, toConditions } from './turn-conditions.js';
import { TURN_COLUMNS, type TurnRow, toTurn } from './turn-rows.js';

/**
 * How many of the newest turns a search for words looks through before it looks further. A word that most turns have is found
 * in the first; for one that is not in the last window either, the index of words has few turns to name.
 */
const WINDOWS = [2000, 20_000];

/** Turns read at once by a stream. */
const BATCH = 500;

/** Where a turn stands in the order of time. */
type Place = readonly [at: string, no: string];

const FROM = 'turns t LEFT JOIN conversations c ON c.no = t.conversation';

/** A page of the turns that meet the filter, newest first. */
export async function searchTurns(database: Database, filter: TurnFilter, page: PageRequest): Promise<Page<ReviewedTurn>> {
  const { limit, cursor } = page;
  let before = readRowCursor(cursor);
  const found: TurnRow[] = [];
  const wanted = () => limit + 1 - found.length;
  if (filter.text !== undefined && filter.conversationId === undefined) {
    for (const size of WINDOWS) {
      const end = await findEnd(database, filter, before, size);
      // Fewer turns than the window would take: the search through all of them is that of the window.
      if (!end) break;
      found.push(...(await searchWindow(database, filter, before, end, wanted())));
      if (wanted() <= 0) return toPage(found, limit);
      before = end;
    }
    found.push(...(await searchByWords(database, filter, before, wanted())));
  } else found.push(...(await searchWindow(database, filter, before, undefined, wanted())));
  return toPage(found, limit);
}

/** Every turn that meets the filter, oldest first, some hundreds at a time. */
export async function* streamTurns(database: Database, filter: TurnFilter): AsyncGenerator<ReviewedTurn> {
  let after: Place | undefined;
  for (;;) {
    const parameters = new Parameters();
    const conditions = [toConditions(filter, parameters), ...toBound('>', after, parameters)].join(' AND ');
    const text = `SELECT ${TURN_COLUMNS} FROM ${FROM} WHERE ${conditions} ORDER BY t.at, t.no LIMIT ${BATCH}`;
    const rows = await database.query<TurnRow>(text, parameters.values);
    for (const row of rows) yield toTurn(row);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = placeOf(last);
  }
}

/** Turns that still have their words, drawn by a hash of the seed and their number. */
export async function sampleTurns(database: Database, filter: TurnFilter, count: number, seed: number): Promise<ReviewedTurn[]> {
  const parameters = new Parameters();
  const conditions = toConditions(filter, parameters);
  const order = `hashint8extended(t.no, ${parameters.add(Math.trunc(seed))}), t.no`;
  // Figures, which alone have no conversation, have no words. Drawn first and read then: most of the draw is left to an index.
  const text = `WITH drawn AS MATERIALIZED (
      SELECT t.no FROM turns t WHERE ${conditions} AND t.conversation IS NOT NULL
      ORDER BY ${order} LIMIT ${parameters.add(Math.max(0, count))}
    ) SELECT ${TURN_COLUMNS} FROM drawn JOIN turns t USING (no) JOIN conversations c ON c.no = t.conversation ORDER BY ${order}`;
  return (await database.query<TurnRow>(text, parameters.values)).map(toTurn);
}

/** The place of the turn that is `size` turns before another; undefined when there are not so many. */
async function findEnd(database: Database, { from, to }: TurnFilter, before: Place | undefined, size: number) {
  const parameters = new Parameters();
  const conditions = [toConditions({ from, to }, parameters), ...toBound('<', before, parameters)].join(' AND ');
  const text = `SELECT t.at, t.no FROM turns t WHERE ${conditions} ORDER BY t.at DESC, t.no DESC OFFSET ${size} LIMIT 1`;
  const [row] = await database.query<{ at: Date; no: string }>(text, parameters.values);
  return row && placeOf(row);
}

/** The newest turns between two places (`end` included) that meet the filter. */
function searchWindow(database: Database, filter: TurnFilter, before: Place | undefined, end: Place | undefined, limit: number) {
  const parameters = new Parameters();
  const bounds = [...toBound('<', before, parameters), ...toBound('>=', end, parameters)];
  const conditions = [toConditions(filter, parameters), ...bounds].join(' AND ');
  const text = `SELECT ${TURN_COLUMNS} FROM ${FROM} WHERE ${conditions}
    ORDER BY t.at DESC, t.no DESC LIMIT ${parameters.add(limit)}`;
  return database.query<TurnRow>(text, parameters.values);
}

/** The same by way of the words: every turn that has them is named before they are put in order. */
function searchByWords(database: Database, filter: TurnFilter, before: Place | undefined, limit: number) {
  const parameters = new Parameters();
  const conditions = [toConditions(filter, parameters), ...toBound('<', before, parameters)].join(' AND ');
  const text = `WITH named AS MATERIALIZED (SELECT t.no, t.at FROM turns t WHERE ${conditions}),
      newest AS MATERIALIZED (SELECT no, at FROM named ORDER BY at DESC, no DESC LIMIT ${parameters.add(limit)})
    SELECT ${TURN_COLUMNS} FROM newest JOIN turns t USING (no) LEFT JOIN conversations c ON c.no = t.conversation
    ORDER BY newest.at DESC, newest.no DESC`;
  return database.query<TurnRow>(text, parameters.values);
}

const toBound = (comparison: '<' | '>' | '>=', place: Place | undefined, parameters: Parameters): string[] =>
  place ? [`(t.at, t.no) ${comparison} (${parameters.add(place[0])}::timestamptz, ${parameters.add(place[1])}::bigint)`] : [];

const placeOf = ({ at, no }: { at: Date; no: string }): Place => [at.toISOString(), no];

function toPage(rows: readonly TurnRow[], limit: number): Page<ReviewedTurn> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toTurn), ...(rows.length > limit && last ? { next: writeCursor(placeOf(last)) } : {}) };
}
