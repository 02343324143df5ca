import type { KnowledgeFiles } from '../hash.js';
import { parseEntry } from '../parse-entry.js';
import type { Problem } from '../problem.js';
import { detectDelimiter, formatCsv, parseCsv, protectCell, unprotectCell } from './csv.js';
import { writeBody } from './write-entry.js';

/**
 * A base as a table: one row an entry, with its fields in columns; the other files as they stand, in rows of `path`, `part`
 * and `text`. Lists have one item a line; a list with an item of several lines, or an empty one that must not be left out, is JSON.
 */
const columns = [
  'path',
  'part',
  'text',
  'title',
  'question',
  'answer',
  'falc',
  'utterances',
  'sources',
  'checkedOn',
  'reviewBy',
  'followUps',
  'related',
  'list',
  'audience',
  'network',
  'facts',
] as const;
type Column = (typeof columns)[number];
type Row = Partial<Record<Column, string>>;

const listColumns = ['utterances', 'sources', 'followUps', 'related', 'list', 'audience', 'facts'] as const;

/** Spreadsheets cut cells beyond 32,767 characters. */
const LONGEST_CELL = 30_000;

export function writeKnowledgeCsv(files: KnowledgeFiles): string {
  const rows = [...files].flatMap(([path, text]): Row[] => {
    const entry = path.startsWith('entries/') ? parseEntry(path, text).entry : undefined;
    if (!entry) return cut(text).map((part, index) => ({ path, part: String(index + 1), text: part }));
    const lists = Object.fromEntries(listColumns.map((name) => [name, writeList(entry[name])]));
    const { title, question, falc, checkedOn, reviewBy, network } = entry;
    return [{ path, ...lists, title, question, answer: writeBody(entry), falc, checkedOn, reviewBy, network }];
  });
  return formatCsv([columns, ...rows.map((row) => columns.map((column) => protectCell(row[column] ?? '')))]);
}

/** Reads a table back into files. Rows that make no sense are reported with their number. */
export function readKnowledgeCsv(file: string, text: string): { files: Map<string, string>; problems: Problem[] } {
  const [head = [], ...body] = parseCsv(text, detectDelimiter(text));
  const problems: Problem[] = [];
  const files = new Map<string, string>();
  const report = (row: number, message: string) =>
    problems.push({ file, line: row, message: `ligne ${row} du tableau : ${message}`, severity: 'error' });
  const unknown = head.filter((name) => !(columns as readonly string[]).includes(name.trim()));
  if (!head.includes('path')) report(1, 'la colonne « path » manque : est-ce bien un export de Passerelle ?');
  else if (unknown.length > 0) report(1, `colonnes inconnues : ${unknown.join(', ')}`);
  if (problems.length > 0) return { files, problems };
  const parts = new Map<string, string[]>();
  body.forEach((cells, index) => {
    const row: Row = Object.fromEntries(head.map((name, position) => [name.trim(), unprotectCell(cells[position] ?? '')]));
    const { path = '', part } = row;
    const number = index + 2;
    if (cells.every((cell) => cell === '')) return;
    if (!isInside(path)) report(number, `« ${path} » n’est pas un fichier de la base`);
    else if (part) parts.set(path, [...(parts.get(path) ?? []), row.text ?? '']);
    else if (files.has(path)) report(number, `« ${path} » paraît deux fois`);
    else files.set(path, writeFromRow(path, row));
  });
  for (const [path, texts] of parts) files.set(path, texts.join(''));
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), problems };
}

/** Paths come from people's files and are written to: only the base's own folders and files. */
export function isInside(path: string): boolean {
  return /^(?:[a-z0-9][a-z0-9-]*\/){0,3}[a-z0-9][a-z0-9-]*\.(?:md|ya?ml)$/.test(path);
}

function writeFromRow(path: string, row: Row): string {
  const quote = (text: string) => JSON.stringify(text);
  const lines = ['---', `id: ${/([^/]+)\.md$/.exec(path)?.[1] ?? ''}`];
  // A field left empty is left out: the check then says what is missing, with the words of the schema.
  for (const name of ['title', 'question', 'network', 'falc'] as const) if (row[name]) lines.push(`${name}: ${quote(row[name])}`);
  for (const name of ['checkedOn', 'reviewBy'] as const) if (row[name]) lines.push(`${name}: ${quote(readDay(row[name]))}`);
  for (const name of listColumns)
    if (row[name])
      lines.push(
        `${name}:${
          readList(row[name])
            .map((item) => `\n  - ${quote(item)}`)
            .join('') || ' []'
        }`,
      );
  return `${lines.join('\n')}\n---\n\n${row.answer ?? ''}\n`;
}

function writeList(list: readonly string[] | undefined): string {
  if (!list) return '';
  const plain =
    list.length > 0 &&
    list.every((item) => item !== '' && item === item.trim() && !/[\r\n]/.test(item)) &&
    !list[0]?.startsWith('[');
  return plain ? list.join('\n') : JSON.stringify(list);
}

function readList(cell: string): string[] {
  if (cell.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(cell);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // An item that merely begins with a bracket.
    }
  }
  return cell
    .split(/\r?\n/)
    .map((item) => item.trim())
    .filter(Boolean);
}

/** Spreadsheets show and save days as 22/11/2026. */
function readDay(cell: string): string {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell.trim()) ?? [];
  return day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : cell.trim();
}

function cut(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length || start === 0; start += LONGEST_CELL)
    parts.push(text.slice(start, start + LONGEST_CELL));
  return parts;
}
