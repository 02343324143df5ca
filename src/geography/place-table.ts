/** Every place of the extract, numbered: communes first, then former ones, arrondissements, regions, départements, intercommunalities. */
import { tidyEpciName } from './epci-names.js';
import type { Extract } from './extract.js';
import { departementOfCommune } from './insee.js';
import type { Place, PlaceKind } from './types.js';

/** One place; made only when it is looked at. */
export interface Row {
  kind: PlaceKind;
  name: string;
  code: string;
  /** Empty for regions and the overseas collectivities. */
  departement: string;
  region: string;
  /** -1 when unknown. */
  population: number;
  today?: string;
  /** Number of the intercommunality that it belongs to, or -1. */
  epci: number;
}

export class PlaceTable {
  /** Numbers below are current communes. */
  readonly firstFormer: number;
  /** Numbers below are communes, current or former. */
  readonly firstTerritory: number;
  readonly firstEpci: number;
  private readonly communeNames: string[];
  private readonly formerNames: string[];
  private readonly formerCodes: string[];
  private readonly populations: Int32Array;
  private readonly epciOfCommune: Int32Array;
  private readonly todayOfFormer: Int32Array;
  private readonly territories: Row[] = [];
  private readonly codes = new Map<string, number>();
  private readonly regionNames: ReadonlyMap<string, string>;
  private readonly departements = new Map<string, { name: string; region: string }>();

  constructor(private readonly extract: Extract) {
    this.regionNames = new Map(extract.regions);
    for (const [code, name, region] of extract.departements) this.departements.set(code, { name, region });
    this.communeNames = extract.communes.names.split('|');
    this.formerNames = extract.former.names.split('|');
    this.formerCodes = extract.former.codes.split(' ');
    this.populations = readNumbers(extract.communes.populations);
    this.epciOfCommune = readNumbers(extract.communes.epcis);
    this.todayOfFormer = readNumbers(extract.former.today);
    this.firstFormer = this.communeNames.length;
    this.firstTerritory = this.firstFormer + this.formerNames.length;
    this.addArrondissements();
    this.addTerritories();
    this.firstEpci = this.firstTerritory + this.territories.length;
    this.addEpcis();
  }

  /** The places that are no communes, with their numbers. */
  *listTerritories(): Iterable<[id: number, row: Row]> {
    for (const [index, row] of this.territories.entries()) yield [this.firstTerritory + index, row];
  }

  /** Arrondissement or communes of a postcode. */
  findPostcode(postcode: string): number[] {
    const arrondissement = this.extract.arrondissements.postcodes.findIndex((codes) => codes.split(' ').includes(postcode));
    if (arrondissement >= 0) return [this.firstTerritory + arrondissement];
    const lines = this.extract.postcodes;
    const at = lines.startsWith(`${postcode} `) ? 0 : lines.indexOf(`\n${postcode} `) + 1;
    if (at === 0 && !lines.startsWith(`${postcode} `)) return [];
    const end = lines.indexOf('\n', at);
    return lines
      .slice(at + postcode.length + 1, end < 0 ? undefined : end)
      .split(' ')
      .map(Number);
  }

  idByCode(kind: PlaceKind, code: string): number | undefined {
    if (kind === 'commune') {
      // codes have five characters and a space
      const at = /^[0-9AB]{5}$/.test(code) ? this.extract.communes.codes.indexOf(code) : -1;
      return at < 0 ? undefined : at / 6;
    }
    if (kind === 'commune-deleguee') {
      const index = this.formerCodes.indexOf(code);
      return index < 0 ? undefined : this.firstFormer + index;
    }
    return this.codes.get(`${kind} ${code}`);
  }

  row(id: number): Row {
    if (id < this.firstFormer) return this.communeRow(id);
    if (id < this.firstTerritory) {
      const index = id - this.firstFormer;
      const current = this.communeRow(this.todayOfFormer[index] ?? -1);
      const { departement, region, epci, name } = current;
      return {
        kind: 'commune-deleguee',
        name: this.formerNames[index] ?? '',
        code: this.formerCodes[index] ?? '',
        departement,
        region,
        population: -1,
        today: name,
        epci,
      };
    }
    const row = this.territories[id - this.firstTerritory];
    if (!row) throw new RangeError(`no place ${id}`);
    return row;
  }

  /** Makes the Place of a number. */
  place(id: number): Place {
    const row = this.row(id);
    const departement = this.departements.get(row.departement);
    return {
      kind: row.kind,
      name: row.name,
      code: row.code,
      ...(departement ? { departement: { code: row.departement, name: departement.name } } : {}),
      region: { code: row.region, name: this.regionNames.get(row.region) ?? row.region },
      ...(row.population >= 0 ? { population: row.population } : {}),
      ...(row.today === undefined ? {} : { today: row.today }),
      authority: authorityOf(row.kind),
    };
  }

  /** The département (or, overseas, the collectivity) of a number like 44 or 2A. */
  idOfDepartement(code: string): number | undefined {
    return (
      this.idByCode('departement', code) ??
      (this.regionNames.has(code) && code.length === 3 ? this.idByCode('region', code) : undefined)
    );
  }

  private communeRow(id: number): Row {
    const code = this.extract.communes.codes.slice(id * 6, id * 6 + 5);
    const name = this.communeNames[id];
    if (name === undefined) throw new RangeError(`no commune ${id}`);
    const epci = this.epciOfCommune[id] ?? -1;
    return {
      kind: 'commune',
      name,
      code,
      ...this.locate(code),
      population: this.populations[id] ?? -1,
      epci: epci < 0 ? -1 : this.firstEpci + epci,
    };
  }

  private locate(code: string): { departement: string; region: string } {
    const departement = departementOfCommune(code);
    const region = this.departements.get(departement)?.region ?? '';
    // overseas collectivities are their own region and have no département
    return region === departement ? { departement: '', region } : { departement, region };
  }

  private addTerritory(row: Row): void {
    const id = this.firstTerritory + this.territories.push(row) - 1;
    this.codes.set(`${row.kind} ${row.code}`, id);
  }

  private addArrondissements(): void {
    const { codes, names } = this.extract.arrondissements;
    const populations = readNumbers(this.extract.arrondissements.populations);
    const allNames = names.split('|');
    codes.split(' ').forEach((code, index) => {
      const row: Row = {
        kind: 'arrondissement',
        name: allNames[index] ?? '',
        code,
        ...this.locate(code),
        population: populations[index] ?? -1,
        epci: -1,
      };
      this.addTerritory(row);
    });
  }

  private addTerritories(): void {
    const inhabitants = new Map<string, number>();
    const { codes } = this.extract.communes;
    this.populations.forEach((population, id) => {
      if (population < 0) return;
      const departement = departementOfCommune(codes.slice(id * 6, id * 6 + 5));
      inhabitants.set(departement, (inhabitants.get(departement) ?? 0) + population);
    });
    for (const [code, name] of this.extract.regions) {
      const members = this.extract.departements.filter(([, , region]) => region === code);
      const population = members.reduce((sum, [departement]) => sum + (inhabitants.get(departement) ?? 0), 0);
      this.addTerritory({ kind: 'region', name, code, departement: '', region: code, population, epci: -1 });
    }
    for (const [code, name, region] of this.extract.departements) {
      if (region === code) continue;
      const row: Row = {
        kind: 'departement',
        name,
        code,
        departement: code,
        region,
        population: inhabitants.get(code) ?? -1,
        epci: -1,
      };
      this.addTerritory(row);
    }
    for (const [code, name, region] of this.extract.formerRegions) {
      const today = this.regionNames.get(region);
      const row: Row = {
        kind: 'ancienne-region',
        name,
        code,
        departement: '',
        region,
        population: -1,
        epci: -1,
        ...(today ? { today } : {}),
      };
      this.addTerritory(row);
    }
  }

  private addEpcis(): void {
    const { codes, names, departements } = this.extract.epcis;
    const populations = readNumbers(this.extract.epcis.populations);
    const officialNames = names.split('|');
    codes.split(' ').forEach((code, index) => {
      const departement = departements[index] ?? '';
      const region = this.departements.get(departement)?.region ?? '';
      const name = tidyEpciName(officialNames[index] ?? '');
      this.addTerritory({ kind: 'epci', name, code, departement, region, population: populations[index] ?? -1, epci: -1 });
    });
  }
}

function readNumbers(numbers: string): Int32Array {
  return Int32Array.from(numbers.split(' '), Number);
}

function authorityOf(kind: PlaceKind): Place['authority'] {
  if (kind === 'epci' || kind === 'departement' || kind === 'region') return kind;
  return kind === 'ancienne-region' ? 'region' : 'commune';
}
