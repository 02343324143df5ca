/** A draft's changes as people read them: one group a file, entries first, fields in French. */
import { z } from 'zod';
import { diffKnowledge } from '../../knowledge/diff.js';
import { readEntryFields } from '../../knowledge/edit-entry.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import { parseYaml } from '../../knowledge/parse-yaml.js';
import { idOf } from './basis.js';
import type { Draft, DraftEdit } from './draft.js';

export interface ChangeGroup {
  path: string;
  /** « Fiche « Le jumelage » », « Ligne d’examen »… */
  title: string;
  kind: 'added' | 'removed' | 'changed';
  /** The entry, when there is one to look at. */
  entry?: string;
  network?: string;
  /** What changes in an entry or a card. */
  fields: { name: string; before: string; after: string }[];
  /** Items of a list (exam lines, sources) that come or go: each can be taken back by its name. */
  items: { name: string; text: string; change: 'added' | 'removed' }[];
  edits: DraftEdit[];
}

const itemSchema = z.array(
  z.looseObject({
    q: z.string().optional(),
    id: z.string().optional(),
    title: z.string().optional(),
    entry: z.string().optional(),
    expect: z.string().optional(),
  }),
);

export function groupChanges(draft: Draft, files: KnowledgeFiles): ChangeGroup[] {
  const groups = draft.changes.map(({ path, text, edits }): ChangeGroup => {
    const before = files.get(path);
    const after = text ?? undefined;
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const shared: Omit<ChangeGroup, 'title'> = { path, kind, edits, fields: [], items: [] };
    if (path.startsWith('entries/')) {
      const { title, network } = readEntryFields(after ?? before ?? '');
      return {
        ...shared,
        title: `Fiche « ${title || idOf(path)} »`,
        entry: idOf(path),
        ...(network ? { network } : {}),
        fields: readFields(path, before, after),
      };
    }
    if (path.startsWith('contacts/')) {
      const network = path.slice('contacts/'.length, -'.yaml'.length);
      return { ...shared, title: `Carte du réseau ${network}`, network, fields: diffCards(before ?? '', after ?? '') };
    }
    const title = path.startsWith('evaluation/') ? 'Examen' : path.startsWith('sources/') ? 'Sources' : path;
    return { ...shared, title, items: diffItems(path, before ?? '[]', after ?? '[]') };
  });
  const rank = ({ path }: ChangeGroup) =>
    ['entries/', 'contacts/', 'sources/', 'evaluation/'].findIndex((folder) => path.startsWith(folder));
  return groups.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'fr'));
}

function readFields(path: string, before: string | undefined, after: string | undefined): ChangeGroup['fields'] {
  const one = (text: string | undefined) => new Map(text === undefined ? [] : [[path, text]]);
  const [changed] = diffKnowledge(one(before), one(after)).changed;
  if (changed) return changed.fields;
  if (after === undefined) return [];
  // A new entry, or one with errors, which the diff cannot read.
  const { title, question, answer, utterances } = readEntryFields(after);
  const old = before === undefined ? undefined : readEntryFields(before);
  return [
    { name: 'titre', before: old?.title ?? '', after: title },
    { name: 'question', before: old?.question ?? '', after: question },
    { name: 'réponse', before: old?.answer ?? '', after: answer },
    { name: 'formulations', before: old?.utterances.join(' ; ') ?? '', after: utterances.join(' ; ') },
  ].filter((field) => field.before !== field.after);
}

const cardNames: Readonly<Record<string, string>> = {
  name: 'nom',
  legalForm: 'forme juridique',
  addresses: 'adresses',
  phone: 'téléphone',
  email: 'courriel',
  website: 'site',
  persons: 'personnes',
  services: 'ce que fait le réseau',
};

function diffCards(before: string, after: string): ChangeGroup['fields'] {
  const read = (text: string) => parseYaml('', text, z.record(z.string(), z.unknown())).value ?? {};
  const [old, fresh] = [read(before), read(after)];
  return Object.keys({ ...old, ...fresh }).flatMap((key) => {
    const [was, is] = [sayValue(old[key]), sayValue(fresh[key])];
    return was === is ? [] : [{ name: cardNames[key] ?? key, before: was, after: is }];
  });
}

/** A value of a card with its source and date, in one line. */
function sayValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(sayValue).join(' ; ');
  if (typeof value !== 'object') return String(value);
  const { value: said, source, asOf, ...rest } = value as Record<string, unknown>;
  const own = [said, ...Object.values(rest)]
    .filter((part) => part !== undefined && part !== null)
    .map(String)
    .join(', ');
  return [own, source ? ` (${[source, asOf].filter(Boolean).map(String).join(', ')})` : ''].join('');
}

function diffItems(path: string, before: string, after: string): ChangeGroup['items'] {
  const read = (text: string) =>
    new Map((parseYaml(path, text, itemSchema).value ?? []).map((item) => [item.q ?? item.id ?? '', item]));
  const [old, fresh] = [read(before), read(after)];
  const say = (name: string) => {
    const item = fresh.get(name) ?? old.get(name);
    const expected = item?.entry ? `fiche ${item.entry}` : item?.expect;
    return item?.q !== undefined ? `« ${item.q} » : ${expected ?? '?'}` : (item?.title ?? name);
  };
  return [
    ...[...fresh.keys()].filter((name) => !old.has(name)).map((name) => ({ name, text: say(name), change: 'added' as const })),
    ...[...old.keys()].filter((name) => !fresh.has(name)).map((name) => ({ name, text: say(name), change: 'removed' as const })),
  ];
}
