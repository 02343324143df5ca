import { PasserelleError } from '../../errors.js';
import type { HistorySource } from './history.js';
import { compareSums, type Sums, Tally } from './tally.js';

/** Reads again what was written. @throws PasserelleError E_TRANSFER naming what is not the same */
export async function compareWritten(given: Sums, written: HistorySource): Promise<void> {
  const sums = await tallySource(written);
  const wrong = compareSums(given, sums);
  if (wrong.length === 0) return;
  const detail = wrong.map((kind) => `${kind} : ${given[kind].count} au départ, ${sums[kind].count} à l’arrivée`);
  throw new PasserelleError('E_TRANSFER', detail.join(' ; '));
}

/** Counts and hashes a whole store. */
export async function tallySource(source: HistorySource): Promise<Sums> {
  const tally = new Tally();
  await source.read(async (items) => {
    for await (const item of items) tally.add(item);
  });
  return tally.sums();
}
