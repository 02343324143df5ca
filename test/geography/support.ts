/** One gazetteer for all tests of the room, on an extract written once into a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtract } from '../../src/geography/build-extract.js';
import { createGazetteer, type Gazetteer, type PlaceReading } from '../../src/geography/index.js';

export interface TestGazetteer {
  gazetteer: Gazetteer;
  extract: string;
}

let opened: TestGazetteer | undefined;

export function openTestGazetteer(): TestGazetteer {
  if (!opened) {
    const folder = mkdtempSync(join(tmpdir(), 'passerelle-geography-test-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const extract = join(folder, 'geography.json');
    buildExtract(extract);
    opened = { gazetteer: createGazetteer({ extract }), extract };
  }
  return opened;
}

/** A reading in few words: « commune Foix 09/76 », « ambiguous 75,84 », « foreign Sénégal », « unknown », « none ». */
export function sayReading(reading: PlaceReading): string {
  switch (reading.outcome) {
    case 'found':
      return `${reading.place.kind} ${reading.place.name} ${reading.place.departement?.code ?? ''}/${reading.place.region.code}`;
    case 'ambiguous':
      return `ambiguous ${[...new Set(reading.options.map((place) => place.region.code))].sort().join(',')}`;
    case 'foreign':
      return `foreign ${reading.country}`;
    default:
      return reading.outcome;
  }
}
