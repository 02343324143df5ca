/** Tables as spreadsheets read them in France: UTF-8 with BOM, semicolons, decimal commas, CRLF. */

export type CsvCell = string | number | undefined;

/** What spreadsheets read the file as UTF-8 by. */
export const BOM = '\uFEFF';

/**
 * What a spreadsheet would run as a formula when a cell begins with it (full-width forms too), blanks before it or not;
 * an apostrophe before makes it a text. https://owasp.org/www-community/attacks/CSV_Injection
 */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/** One cell. Texts cannot become formulas; numbers are ours and stay numbers. */
export function toCell(value: CsvCell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  const clean = value.replace(/[^\P{Cc}\t\n\r]/gu, '');
  const text = RUNS.test(clean) ? `'${clean}` : clean;
  return /[";,\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. */
export const toLine = (cells: readonly CsvCell[]): string => `${cells.map(toCell).join(';')}\r\n`;

/** Parts of a file are this long, in characters: a part a line would cost more than the lines. */
const PART = 32_000;

/** Joins small texts into parts to send. */
export async function* inParts(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let part = '';
  for await (const line of lines) {
    part += line;
    if (part.length >= PART) {
      yield part;
      part = '';
    }
  }
  if (part) yield part;
}
