/** Rows of a CSV text. Cells may hold the delimiter, quotes and line breaks when quoted (RFC 4180). */
export function parseCsv(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const source = text.replace(/^\uFEFF/, '');
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source[index + 1] === '"') {
        cell += '"';
        index++;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter) {
      row.push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && source[index + 1] === '\n') index++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** The rows as CSV for a French spreadsheet: semicolons, CRLF, a byte order mark. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const format = (cell: string) => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\uFEFF${rows.map((row) => row.map(format).join(';')).join('\r\n')}\r\n`;
}

/** The delimiter of a CSV text: the one of `; , tab` that its first line has most. */
export function detectDelimiter(text: string): string {
  const end = text.search(/[\r\n]/);
  const head = end < 0 ? text : text.slice(0, end);
  const count = (delimiter: string) => head.split(delimiter).length;
  return [';', ',', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** A spreadsheet would take « = », « + », « - », « @ » for a formula: such cells get an apostrophe, as do those that begin with one. */
export const protectCell = (cell: string) => (/^[=+\-@\t\r']/.test(cell) ? `'${cell}` : cell);
export const unprotectCell = (cell: string) => (cell.startsWith("'") ? cell.slice(1) : cell);
