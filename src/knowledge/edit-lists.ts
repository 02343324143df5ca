/** Additions to the files that are lists: the exam and the sources. The text before stays as it is. */
import { isMap, isSeq, parseDocument } from 'yaml';
import type { ExamLine, Source } from './schema.js';

/** Where the console keeps exam lines made of reviewed questions, and the sources added there. */
export const REVIEWED_EXAM = 'evaluation/revue.yaml';
export const ADDED_SOURCES = 'sources/console.yaml';

const EXAM_HEAD = '# Lignes d’examen tirées de questions relues dans la console (textes masqués).\n';
const SOURCES_HEAD = '# Sources ajoutées dans la console.\n';

/** `text`: the file as it is; undefined when there is none yet. */
export function addExamLine(text: string | undefined, line: ExamLine): string {
  const rest =
    'entry' in line
      ? [`  entry: ${line.entry}`, ...(line.or.length > 0 ? [`  or: [${line.or.join(', ')}]`] : [])]
      : [`  expect: ${line.expect}`, ...(line.expect === 'smalltalk' ? [`  intent: ${line.intent}`] : [])];
  return append(text, EXAM_HEAD, [`- q: ${JSON.stringify(line.q)}`, ...rest]);
}

export function addSource(text: string | undefined, { id, title, publisher, date, url }: Source): string {
  return append(text, SOURCES_HEAD, [
    `- id: ${id}`,
    `  title: ${JSON.stringify(title)}`,
    `  publisher: ${JSON.stringify(publisher)}`,
    `  date: ${date === null ? 'null' : JSON.stringify(date)}`,
    ...(url ? [`  url: ${JSON.stringify(url)}`] : []),
  ]);
}

/** The file without the items of this `q` or `id`; undefined when nothing is left. */
export function removeItem(text: string, name: string): string | undefined {
  const document = parseDocument(text);
  const list = document.contents;
  if (!isSeq(list)) return text;
  list.items = list.items.filter((item) => !(isMap(item) && String(item.get('q') ?? item.get('id')) === name));
  return list.items.length === 0 ? undefined : document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function append(text: string | undefined, head: string, lines: readonly string[]): string {
  const before = text === undefined || text.trim() === '' || text.trim() === '[]' ? head : text.replace(/\n*$/, '\n');
  return `${before}${lines.join('\n')}\n`;
}
