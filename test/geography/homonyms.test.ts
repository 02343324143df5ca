import { expect } from 'chai';
import { readExtract } from '../../src/geography/extract.js';
import { openTestGazetteer, sayReading } from './support.js';

interface Commune {
  name: string;
  region: string;
  population: number;
}

/** Written apart from the code under test, so that a mistake in its folding of names shows. */
function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => ({ st: 'saint', ste: 'sainte', lez: 'les' })[word] ?? word)
    .join(' ');
}

describe('homonyms', () => {
  const { gazetteer, extract } = openTestGazetteer();
  const data = readExtract(extract);
  const regionOf = new Map(data.departements.map(([code, , region]) => [code, region]));
  const codes = data.communes.codes.split(' ');
  const populations = data.communes.populations.split(' ').map(Number);
  const groups = new Map<string, Commune[]>();
  data.communes.names.split('|').forEach((name, at) => {
    const code = codes[at] ?? '';
    const region = regionOf.get(code.slice(0, /^9[78]/.test(code) ? 3 : 2)) ?? '';
    const key = fold(name);
    groups.set(key, [...(groups.get(key) ?? []), { name, region, population: populations[at] ?? -1 }]);
  });
  /** Names that something else bears too: territories, intercommunalities' everyday names, short names of other communes. */
  const shared = new Set([
    ...[...data.departements, ...data.formerRegions, ...data.regions].map(([, name]) => fold(name)),
    ...data.usual.map(([, , name]) => fold(name)),
    ...data.epcis.aliases.flat().map(fold),
    ...data.foreign.flatMap(({ country, names }) => [country, ...names].map(fold)),
  ]);

  /** The rule: a choice when they lie in different regions and none has more than 20 times the population of every other. */
  function applyRule(communes: readonly Commune[]): string {
    const [first, second] = [...communes].sort((a, b) => b.population - a.population);
    if (!first) return 'none';
    const inOneRegion = new Set(communes.map(({ region }) => region)).size === 1;
    if (!second || inOneRegion || first.population > 20 * second.population) return `found ${first.region}`;
    return 'ambiguous';
  }

  function read(name: string): string {
    const reading = gazetteer.findPlace(`commune de ${name}`, { expected: true });
    return reading.outcome === 'found' ? `found ${reading.place.region.code}` : reading.outcome;
  }

  it('holds the rule for every name that several communes bear', function () {
    this.timeout(120_000);
    const wrong = [...groups]
      .filter(([key, communes]) => communes.length > 1 && !shared.has(key))
      .map(([, communes]) => ({ name: communes[0]?.name ?? '', rule: applyRule(communes) }))
      .filter(({ name, rule }) => read(name) !== rule)
      .map(({ name, rule }) => `${name}: ${rule}, not ${read(name)}`);
    expect(wrong).to.deep.equal([]);
  });

  it('finds every commune that bears its name alone', function () {
    this.timeout(240_000);
    const wrong = [...groups]
      .filter(([key, communes]) => communes.length === 1 && !shared.has(key) && !communes[0]?.name.includes('('))
      .map(([, communes]) => ({ name: communes[0]?.name ?? '', rule: applyRule(communes) }))
      .filter(({ name, rule }) => read(name) !== rule)
      .map(({ name, rule }) => `${name}: ${rule}, not ${read(name)}`);
    expect(wrong).to.deep.equal([]);
  });

  it('shows at most six options, one per region first, most populous first', () => {
    for (const name of ['Saint-Denis', 'Beaumont', 'Castelnau', 'Sainte-Colombe', 'Saint-Aubin']) {
      const reading = gazetteer.findPlace(name, { expected: true });
      if (reading.outcome !== 'ambiguous') throw new Error(`${name}: ${sayReading(reading)}`);
      const { options } = reading;
      expect(options.length, name).to.be.within(2, 6);
      const regions = options.map((place) => place.region.code);
      const distinct = new Set(regions).size;
      expect(new Set(regions.slice(0, distinct)).size, name).to.equal(distinct);
      const first = options.slice(0, distinct).map((place) => place.population ?? -1);
      expect(first, name).to.deep.equal([...first].sort((a, b) => b - a));
    }
  });

  it('names the less likely ones of a likely place', () => {
    const reading = gazetteer.findPlace('Rochefort', { expected: true });
    expect(sayReading(reading)).to.equal('commune Rochefort 17/75');
    expect(reading.outcome === 'found' && reading.others.map((place) => place.departement?.code)).to.include('73');
  });

  it('lets a known region decide between homonyms, never against an explicit place', () => {
    expect(sayReading(gazetteer.findPlace('Saint-Denis', { expected: true, near: { region: '11' } }))).to.equal(
      'commune Saint-Denis 93/11',
    );
    expect(sayReading(gazetteer.findPlace('Foix', { expected: true, near: { region: '11' } }))).to.equal('commune Foix 09/76');
  });
});
