/** The names of every place: from a folded name to the numbers of the places that bear it. */
import { listEpciKeys } from './epci-names.js';
import type { Extract } from './extract.js';
import { PlaceTable, type Row } from './place-table.js';
import { LEADING_ARTICLE, makeKey } from './text.js';
import type { Place, PlaceKind } from './types.js';

export type { Row } from './place-table.js';

type Ids = number | number[];

const NONE: readonly number[] = [];

export class PlaceIndex {
  /** Folded full names, each once. */
  readonly keys: string[] = [];
  private readonly table: PlaceTable;
  private readonly exact = new Map<string, Ids>();
  private readonly loose = new Map<string, Ids>();
  private readonly shortNames = new Map<string, Ids>();
  private readonly wordsAfter: Map<string, number>;

  constructor(private readonly extract: Extract) {
    this.table = new PlaceTable(extract);
    this.wordsAfter = new Map(extract.firstWords);
    extract.communes.keys.split('|').forEach((key, id) => {
      this.fileName(key, id);
    });
    extract.former.keys.split('|').forEach((key, index) => {
      this.fileName(key, this.table.firstFormer + index);
    });
    for (const [id, row] of this.table.listTerritories()) if (row.kind !== 'epci') this.fileName(makeKey(row.name), id);
    this.fileEpcis();
    this.fileUsualNames();
  }

  /** Places with this full name. */
  findExact(key: string): readonly number[] {
    return list(this.exact.get(key));
  }

  /** Places with this name but for an article or « Communauté de… »: to be taken with more evidence only. */
  findLoose(key: string): readonly number[] {
    return list(this.loose.get(key));
  }

  /** Bigger communes that are called so every day (« Aix »), while a small one bears the exact name. */
  findShort(key: string): readonly number[] {
    return list(this.shortNames.get(key));
  }

  /** Length in words of the longest name that begins with this word. */
  longestFrom(word: string): number {
    return this.wordsAfter.get(word) ?? 1;
  }

  /** Current communes whose name begins with these words and goes on. */
  findBeginning(key: string): number[] {
    const starts = ['', 'le ', 'la ', 'les ', 'l '].map((article) => `${article}${key} `);
    const found: number[] = [];
    for (const candidate of this.keys) {
      if (candidate.length <= key.length + 1 || !starts.some((start) => candidate.startsWith(start))) continue;
      for (const id of this.findExact(candidate)) if (id < this.table.firstFormer) found.push(id);
    }
    return found;
  }

  findPostcode(postcode: string): number[] {
    return this.table.findPostcode(postcode);
  }

  idByCode(kind: PlaceKind, code: string): number | undefined {
    return this.table.idByCode(kind, code);
  }

  idOfDepartement(code: string): number | undefined {
    return this.table.idOfDepartement(code);
  }

  row(id: number): Row {
    return this.table.row(id);
  }

  place(id: number): Place {
    return this.table.place(id);
  }

  private file(map: Map<string, Ids>, key: string, id: number): void {
    const known = map.get(key);
    if (known === undefined) {
      map.set(key, id);
      if (map === this.exact) this.keys.push(key);
    } else if (typeof known === 'number') {
      if (known !== id) map.set(key, [known, id]);
    } else if (!known.includes(id)) known.push(id);
  }

  private fileName(key: string, id: number): void {
    this.file(this.exact, key, id);
    if (key.startsWith('l') && LEADING_ARTICLE.test(key)) this.file(this.loose, key.replace(LEADING_ARTICLE, ''), id);
  }

  /** Files a name that the build did not count in `firstWords`. */
  private fileAlias(map: Map<string, Ids>, key: string, id: number): void {
    if (key === '') return;
    this.file(map, key, id);
    const words = key.split(' ');
    const first = words[0] ?? '';
    if (words.length > this.longestFrom(first)) this.wordsAfter.set(first, words.length);
  }

  private fileEpcis(): void {
    const { names, aliases } = this.extract.epcis;
    names.split('|').forEach((official, index) => {
      const id = this.table.firstEpci + index;
      for (const [key, sure] of listEpciKeys(official)) {
        this.fileAlias(sure && !this.exact.has(key) ? this.exact : this.loose, key, id);
      }
      this.fileAlias(this.exact, makeKey(this.row(id).name), id);
      for (const alias of aliases[index] ?? []) this.fileAlias(this.exact, makeKey(alias), id);
    });
  }

  private fileUsualNames(): void {
    for (const [kind, code, name] of this.extract.usual) {
      const id = this.idByCode(kind, code);
      if (id === undefined) throw new Error(`usual-names.yaml: no ${kind} ${code}`);
      const key = makeKey(name);
      const known = this.findExact(key);
      if (kind === 'commune' && known.length > 0) this.fileAlias(this.shortNames, key, id);
      // « Alsace » stays the old region
      else if (!known.some((other) => this.row(other).kind === 'ancienne-region')) this.fileAlias(this.exact, key, id);
    }
  }
}

function list(ids: Ids | undefined): readonly number[] {
  if (ids === undefined) return NONE;
  return typeof ids === 'number' ? [ids] : ids;
}
