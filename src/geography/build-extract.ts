/** Writes the slim extract from @etalab/decoupage-administratif (Licence Ouverte) and the lists of this folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Extract, extractSchema } from './extract.js';
import { departementOfCommune, FORMER_REGIONS } from './insee.js';
import { makeKey } from './text.js';

const communeSchema = z.object({
  code: z.string(),
  nom: z.string(),
  type: z.enum(['commune-actuelle', 'commune-deleguee', 'commune-associee', 'arrondissement-municipal']),
  population: z.number().optional(),
  codesPostaux: z.array(z.string()).optional(),
  chefLieu: z.string().optional(),
});
const epciSchema = z.object({
  code: z.string(),
  nom: z.string(),
  populationMunicipale: z.coerce.number().optional(),
  membres: z.array(z.object({ code: z.string(), populationMunicipale: z.coerce.number().optional() })),
});
const regionSchema = z.object({ code: z.string(), nom: z.string() });
const departementSchema = regionSchema.extend({ region: z.string() });
const usualNamesSchema = z.object({
  regions: z.record(z.string(), z.string()),
  departements: z.record(z.string(), z.string()),
  communes: z.record(z.string(), z.string()),
  intercommunalites: z.record(z.string(), z.string()),
  vagues: z.string(),
  demonymes: z.record(z.string(), z.string()),
});
const foreignSchema = z.record(
  z.string(),
  z.object({ noms: z.string().optional(), adjectif: z.string().optional(), villes: z.string() }),
);
const wordsSchema = z.object({ courants: z.string(), communes: z.string() });

const splitNames = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** The lists stay beside the sources: compiled code (dist/src/geography) finds them in src/geography. */
function findLists(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [here, here.replace(`${sep}dist${sep}`, sep), join(process.cwd(), 'src', 'geography')];
  const found = candidates.find((folder) => existsSync(join(folder, 'foreign.yaml')));
  if (!found) throw new Error(`foreign.yaml is in none of ${candidates.join(', ')}: build from the project's folder.`);
  return found;
}

/** Makes the extract in memory. About 300 ms and 150 MB: for the build and for tests, not for a running assistant. */
export function makeExtract(): Extract {
  const data = join(dirname(createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/package.json')), 'data');
  const readData = <T>(name: string, schema: z.ZodType<T>): T =>
    schema.parse(JSON.parse(readFileSync(join(data, `${name}.json`), 'utf8')));
  const lists = findLists();
  const readList = <T>(name: string, schema: z.ZodType<T>): T =>
    schema.parse(parse(readFileSync(join(lists, `${name}.yaml`), 'utf8')));

  const all = readData('communes', z.array(communeSchema));
  const epcis = [...readData('epci', z.array(epciSchema)), ...readData('ept', z.array(epciSchema))];
  const departements = readData('departements', z.array(departementSchema));
  const regions = readData('regions', z.array(regionSchema));
  const usualNames = readList('usual-names', usualNamesSchema);
  const current = all.filter((commune) => commune.type === 'commune-actuelle');
  const names = new Map(current.map((commune) => [commune.code, commune.nom]));
  const populations = new Map(current.map((commune) => [commune.code, commune.population ?? 0]));
  const epciOf = new Map<string, number>();
  epcis.forEach((epci, index) => {
    for (const member of epci.membres) if (!epciOf.has(member.code)) epciOf.set(member.code, index);
  });
  const epciNames = new Set(epcis.map((epci) => epci.nom));
  const unknown = Object.keys(usualNames.intercommunalites).filter((name) => !epciNames.has(name));
  if (unknown.length > 0)
    throw new Error(`usual-names.yaml names intercommunalities that the data do not have: ${unknown.join(' ; ')}`);

  const position = new Map(current.map((commune, index) => [commune.code, index]));
  const former = all.filter(
    (one) => one.chefLieu !== undefined && names.has(one.chefLieu) && names.get(one.chefLieu) !== one.nom,
  );
  const arrondissements = all.filter((one) => one.type === 'arrondissement-municipal');
  const usual = (kind: 'region' | 'departement' | 'commune', list: Record<string, string>): Extract['usual'] =>
    Object.entries(list).flatMap(([code, value]) =>
      splitNames(value).map((name): Extract['usual'][number] => [kind, code, name]),
    );
  const words = readList('words', wordsSchema);
  return extractSchema.parse({
    format: 1,
    source: '@etalab/decoupage-administratif, Licence Ouverte',
    regions: regions.map((region) => [region.code, region.nom]),
    departements: departements.map((one) => [one.code, one.nom, one.region]),
    formerRegions: FORMER_REGIONS.map((one) => [...one]),
    communes: { ...makeColumns(current), epcis: current.map((one) => epciOf.get(one.code) ?? -1).join(' ') },
    former: { ...makeColumns(former), today: former.map((one) => position.get(one.chefLieu ?? '') ?? -1).join(' ') },
    arrondissements: {
      ...makeColumns(arrondissements),
      postcodes: arrondissements.map((one) => one.codesPostaux?.join(' ') ?? ''),
    },
    epcis: {
      ...makeColumns(epcis.map((epci) => ({ code: epci.code, nom: epci.nom, population: countInhabitants(epci, populations) }))),
      departements: epcis.map((epci) => findDepartement(epci, populations)),
      aliases: epcis.map((epci) => splitNames(usualNames.intercommunalites[epci.nom])),
    },
    postcodes: listPostcodes(current),
    firstWords: listFirstWords(
      [...[...all, ...departements, ...regions].map((one) => one.nom), ...FORMER_REGIONS.map(([, name]) => name)].map(makeKey),
    ),
    heads: listHeads(current),
    usual: [
      ...usual('region', usualNames.regions),
      ...usual('departement', usualNames.departements),
      ...usual('commune', usualNames.communes),
    ],
    vague: splitNames(usualNames.vagues),
    demonyms: Object.entries(usualNames.demonymes).map(([code, list]) => [code, splitNames(list)]),
    foreign: Object.entries(readList('foreign', foreignSchema)).map(([country, one]) => ({
      country,
      names: splitNames(one.noms),
      adjectives: splitNames(one.adjectif),
      cities: splitNames(one.villes),
    })),
    commonWords: words.courants,
    communesThatAreWords: words.communes,
  });
}

interface Named {
  code: string;
  nom: string;
  population?: number | undefined;
}

function makeColumns(places: readonly Named[]): { codes: string; names: string; keys: string; populations: string } {
  return {
    codes: places.map((one) => one.code).join(' '),
    names: places.map((one) => one.nom).join('|'),
    keys: places.map((one) => makeKey(one.nom)).join('|'),
    populations: places.map((one) => one.population ?? -1).join(' '),
  };
}

function listPostcodes(communes: readonly z.infer<typeof communeSchema>[]): string {
  const lines = new Map<string, string>();
  communes.forEach((commune, index) => {
    for (const postcode of commune.codesPostaux ?? []) lines.set(postcode, `${lines.get(postcode) ?? postcode} ${index}`);
  });
  return [...lines.values()].join('\n');
}

function listFirstWords(keys: readonly string[]): [string, number][] {
  const longest = new Map<string, number>();
  for (const key of keys) {
    for (const words of [key.split(' '), key.replace(/^(?:le|la|les|l) /, '').split(' ')]) {
      const first = words[0] ?? '';
      if (words.length > 1) longest.set(first, Math.max(longest.get(first) ?? 0, words.length));
    }
  }
  return [...longest];
}

/** Below these, a misspelt first word is too little to go by. */
const SHORTEST_HEAD = 6;
const SMALLEST_HEADED = 10000;

function listHeads(communes: readonly Named[]): [string, number][] {
  const keys = new Set(communes.map((one) => makeKey(one.nom)));
  const heads = new Map<string, number>();
  for (const { nom, population = 0 } of communes) {
    const [head = '', ...rest] = makeKey(nom).split(' ');
    if (rest.length === 0 || head.length < SHORTEST_HEAD || keys.has(head) || population < SMALLEST_HEADED) continue;
    heads.set(head, Math.max(heads.get(head) ?? 0, population));
  }
  return [...heads].filter(([head]) => head !== 'sainte' && head !== 'chateau');
}

type Epci = z.infer<typeof epciSchema>;

function countInhabitants(epci: Epci, populations: ReadonlyMap<string, number>): number {
  return epci.populationMunicipale ?? epci.membres.reduce((sum, member) => sum + (populations.get(member.code) ?? 0), 0);
}

/** An intercommunality may cross a border: it is filed where most of its inhabitants live. */
function findDepartement(epci: Epci, populations: ReadonlyMap<string, number>): string {
  const shares = new Map<string, number>();
  for (const member of epci.membres) {
    const departement = departementOfCommune(member.code);
    shares.set(departement, (shares.get(departement) ?? 0) + (populations.get(member.code) ?? 1));
  }
  return [...shares].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Writes the extract into a file (its folder is made if needed). */
export function buildExtract(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(makeExtract()));
}
