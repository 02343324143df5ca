import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, parseDocument, Scalar, type YAMLSeq } from 'yaml';
import { writeBody } from './exchange/write-entry.js';

/** The parts of an entry's file that people fill in, as they stand: nothing is checked. Empty text: absent. */
export interface EntryFields {
  title: string;
  question: string;
  audience: string[];
  network: string;
  sources: string[];
  checkedOn: string;
  reviewBy: string;
  followUps: string[];
  related: string[];
  falc: string;
  utterances: string[];
  answer: string;
  details: string;
  forProfile: { profiles: string[]; text: string }[];
}

const FENCE = '---';
const texts = ['title', 'question', 'network', 'checkedOn', 'reviewBy', 'falc'] as const;
const lists = ['audience', 'sources', 'followUps', 'related', 'utterances'] as const;
/** Fields that are left out when they are empty; the others stay, so that the check says what is missing. */
const optional = new Set<string>(['network', 'falc', 'audience', 'followUps', 'related']);
/** Written without quotes: identifiers and days. */
const bare = new Set<string>(['network', 'checkedOn', 'reviewBy', 'audience', 'sources', 'followUps', 'related']);
/** Order of the fields in a file written by hand: where a new one goes. */
const order = [
  'id', 'title', 'question', 'facts', 'audience', 'network', 'sources', 'checkedOn', 'reviewBy', 'followUps', 'related', 'list',
  'falc', 'utterances',
]; // biome-ignore format: a list

interface Parts {
  front: string;
  body: string;
}

function split(text: string): Parts {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const end = lines[0] === FENCE ? lines.indexOf(FENCE, 1) : -1;
  return end < 0
    ? { front: '', body: lines.join('\n') }
    : { front: `${lines.slice(1, end).join('\n')}\n`, body: lines.slice(end + 1).join('\n') };
}

/** What an entry's file says, whatever is wrong with it: what a form shows. */
export function readEntryFields(text: string): EntryFields {
  const { front, body } = split(text);
  const document = parseDocument(front);
  const one = (name: string) => readText(document.get(name));
  const many = (name: string) => {
    const value = document.get(name);
    return isSeq(value) ? value.items.map((item) => readText(isScalar(item) ? item.value : item)).filter(Boolean) : [];
  };
  return {
    ...readBodyFields(body),
    title: one('title'),
    question: one('question'),
    audience: many('audience'),
    network: one('network'),
    sources: many('sources'),
    checkedOn: one('checkedOn'),
    reviewBy: one('reviewBy'),
    followUps: many('followUps'),
    related: many('related'),
    falc: one('falc'),
    utterances: many('utterances'),
  };
}

const readText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Only the headings that mean something part the body: others stay in the text, where the check reports them. */
function readBodyFields(body: string): Pick<EntryFields, 'answer' | 'details' | 'forProfile'> {
  const fields: Pick<EntryFields, 'answer' | 'details' | 'forProfile'> = { answer: '', details: '', forProfile: [] };
  for (const part of body.split(/^(?=## (?:Détails|Pour : .*)[ \t]*$)/m)) {
    const [, heading = '', rest = ''] = /^## (Détails|Pour : .*)\n?([\s\S]*)$/.exec(part) ?? [];
    if (heading.startsWith('Détails')) fields.details = rest.trim();
    else if (heading !== '')
      fields.forProfile.push({
        profiles: heading
          .slice(7)
          .split(',')
          .map((name) => name.trim()),
        text: rest.trim(),
      });
    else fields.answer = part.trim();
  }
  return fields;
}

/**
 * The file with other fields. What did not change keeps its place, its quotes and its comments, so that a difference shows the
 * edit and nothing else.
 */
export function editEntry(text: string, fields: Partial<EntryFields>): string {
  const before = readEntryFields(text);
  const { front, body } = split(text);
  const document = parseDocument(front);
  for (const name of texts) {
    const value = fields[name];
    if (value !== undefined && value !== before[name])
      setField(document, name, value === '' ? undefined : createText(value, bare.has(name)));
  }
  for (const name of lists) {
    const value = fields[name];
    if (value !== undefined && !isDeepStrictEqual(value, before[name])) setList(document, name, value);
  }
  const { answer = before.answer, details = before.details, forProfile = before.forProfile } = fields;
  const same = isDeepStrictEqual([answer, details, forProfile], [before.answer, before.details, before.forProfile]);
  const written = same
    ? body
    : `\n${writeBody({ answer, details, forProfile: forProfile as Parameters<typeof writeBody>[0]['forProfile'] })}\n`;
  return `${FENCE}\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}${FENCE}\n${written}`;
}

/** The file of a new entry. */
export function createEntryFile(id: string, fields: EntryFields): string {
  return editEntry(`${FENCE}\nid: ${id}\nsources: []\nutterances: []\n${FENCE}\n`, fields);
}

function createText(value: string, plain: boolean): Scalar {
  const scalar = new Scalar(value);
  scalar.type = plain && /^[\w-]+$/.test(value) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
  return scalar;
}

function setField(document: Document, name: string, node: Scalar | YAMLSeq | undefined): void {
  if (node === undefined) {
    if (optional.has(name)) document.delete(name);
    else document.set(name, createText('', false));
    return;
  }
  if (document.has(name) || !isMap(document.contents)) {
    const known = document.get(name, true);
    // The value changes in its place: a comment beside it stays.
    if (isScalar(known) && isScalar(node)) Object.assign(known, { value: node.value, type: node.type, source: undefined });
    else document.set(name, node);
    return;
  }
  const later = new Set(order.slice(order.indexOf(name) + 1));
  const { items } = document.contents;
  const at = items.findIndex(({ key }) => isScalar(key) && later.has(String(key.value)));
  items.splice(at < 0 ? items.length : at, 0, document.createPair(name, node));
}

/** Items that stay keep their own node, hence their quotes and comments. */
function setList(document: Document, name: string, values: readonly string[]): void {
  if (values.length === 0 && optional.has(name)) {
    document.delete(name);
    return;
  }
  const old = document.get(name);
  const known = isSeq(old) ? old.items : [];
  const nodes = values.map(
    (value) => known.find((item) => isScalar(item) && readText(item.value) === value) ?? createText(value, bare.has(name)),
  );
  if (isSeq(old)) {
    if (old.items.length === 0) old.flow = bare.has(name);
    old.items = nodes;
    return;
  }
  const list = document.createNode([]) as YAMLSeq;
  list.items = nodes;
  list.flow = bare.has(name);
  setField(document, name, list);
}

/** The field that a 1-based line of an entry's file belongs to: « utterances » with the item's place, « answer »…; undefined: the whole file. */
export function fieldAtLine(text: string, line: number): { field: keyof EntryFields | 'id'; item?: number } | undefined {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.indexOf(FENCE, 1);
  if (line > end + 1 && end > 0) {
    const heading = lines.slice(end + 1, line).findLast((one) => /^## (?:Détails|Pour : )/.test(one));
    if (heading === undefined) return { field: 'answer' };
    return { field: heading.startsWith('## Détails') ? 'details' : 'forProfile' };
  }
  for (let at = Math.min(line, lines.length) - 1, items = -1; at > 0; at--) {
    const current = lines[at] ?? '';
    if (/^ *- /.test(current)) items++;
    const [, name] = /^([A-Za-z]+):/.exec(current) ?? [];
    if (name === undefined) continue;
    const known = name === 'id' ? 'id' : [...texts, ...lists].find((field) => field === name);
    return known && { field: known, ...(items >= 0 ? { item: items } : {}) };
  }
  return undefined;
}
