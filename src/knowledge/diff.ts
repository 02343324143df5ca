import { canonicalText, type KnowledgeFiles } from './hash.js';
import { parseEntry } from './parse-entry.js';
import type { Entry } from './schema.js';

/** How one entry changed: its fields in French, with what they said before and after. */
export interface EntryChange {
  id: string;
  title: string;
  fields: { name: string; before: string; after: string }[];
}

export interface KnowledgeDiff {
  added: { id: string; title: string }[];
  removed: { id: string; title: string }[];
  changed: EntryChange[];
  /** Other files (sources, lexicon, exam…): path and what happened to it. */
  files: { path: string; change: 'added' | 'removed' | 'changed' }[];
}

/** What `after` says that `before` does not, and the reverse. Comments and spelling of the YAML do not count. */
export function diffKnowledge(before: KnowledgeFiles, after: KnowledgeFiles): KnowledgeDiff {
  const diff: KnowledgeDiff = { added: [], removed: [], changed: [], files: [] };
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, fresh] = [before.get(path), after.get(path)];
    if (old === fresh) continue;
    const was = old === undefined ? undefined : readEntry(path, old);
    const is = fresh === undefined ? undefined : readEntry(path, fresh);
    if (path.startsWith('entries/') && (was || is)) {
      if (was && is) {
        const fields = diffFields(was, is);
        if (fields.length > 0) diff.changed.push({ id: is.id, title: is.title, fields });
      } else if (is) diff.added.push({ id: is.id, title: is.title });
      else if (was) diff.removed.push({ id: was.id, title: was.title });
    } else if (old === undefined) diff.files.push({ path, change: 'added' });
    else if (fresh === undefined) diff.files.push({ path, change: 'removed' });
    else if (canonicalText(path, old) !== canonicalText(path, fresh)) diff.files.push({ path, change: 'changed' });
  }
  return diff;
}

const readEntry = (path: string, text: string) => (path.endsWith('.md') ? parseEntry(path, text).entry : undefined);

const fieldNames: Partial<Record<keyof Entry, string>> = {
  theme: 'thème',
  title: 'titre',
  question: 'question',
  facts: 'faits',
  audience: 'destinataires',
  network: 'réseau',
  sources: 'sources',
  checkedOn: 'vérifiée le',
  reviewBy: 'à revoir le',
  followUps: 'suites',
  related: 'fiches liées',
  list: 'liste',
  falc: 'FALC',
  utterances: 'formulations',
  answer: 'réponse',
  details: 'détails',
  forProfile: 'compléments par profil',
};

function diffFields(was: Entry, is: Entry): EntryChange['fields'] {
  const keys = Object.keys(fieldNames) as (keyof Entry)[];
  return keys.flatMap((key) => {
    const [before, after] = [was[key], is[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    return [{ name: fieldNames[key] ?? key, ...showChange(before, after) }];
  });
}

/** Lists show what came and went; texts, the stretch around the first and last difference. */
function showChange(before: unknown, after: unknown): { before: string; after: string } {
  if (Array.isArray(before) || Array.isArray(after)) {
    const [old, fresh] = [toTexts(before), toTexts(after)];
    const gone = old.filter((item) => !fresh.includes(item));
    const come = fresh.filter((item) => !old.includes(item));
    if (gone.length === 0 && come.length === 0) return { before: 'même liste', after: 'autre ordre' };
    return { before: shorten(gone.join(' ; ')), after: shorten(come.join(' ; ')) };
  }
  return showText(String(before ?? ''), String(after ?? ''));
}

const toTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) : [];

const CONTEXT = 30;
function showText(before: string, after: string): { before: string; after: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const cut = (text: string) => {
    const from = Math.max(0, start - CONTEXT);
    const to = Math.min(text.length, text.length - end + CONTEXT);
    return `${from > 0 ? '…' : ''}${shorten(text.slice(from, to))}${to < text.length ? '…' : ''}`;
  };
  return { before: cut(before), after: cut(after) };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 240 ? `${line.slice(0, 237)}…` : line;
}

/** The difference in a few lines, for a log. */
export function summariseDiff({ added, removed, changed, files }: KnowledgeDiff): string[] {
  const name = (label: string, items: readonly { id: string }[]) =>
    items.length === 0
      ? []
      : [
          `  ${items.length} ${label} : ${items
            .slice(0, 8)
            .map(({ id }) => id)
            .join(', ')}${items.length > 8 ? '…' : ''}`,
        ];
  const lines = [
    ...name('fiche(s) ajoutée(s)', added),
    ...name('fiche(s) retirée(s)', removed),
    ...name('fiche(s) modifiée(s)', changed),
    ...name(
      'autre(s) fichier(s)',
      files.map(({ path }) => ({ id: path })),
    ),
  ];
  return lines.length > 0 ? lines : ['  aucune différence de contenu'];
}

const changeNames = { added: 'ajouté', removed: 'retiré', changed: 'modifié' } as const;

/** The difference in full, in words. */
export function formatDiff(diff: KnowledgeDiff): string[] {
  const lines = [
    ...diff.added.map(({ id, title }) => `+ fiche ajoutée : ${title} (${id})`),
    ...diff.removed.map(({ id, title }) => `- fiche retirée : ${title} (${id})`),
    ...diff.changed.flatMap(({ id, title, fields }) => [
      `~ fiche modifiée : ${title} (${id})`,
      ...fields.flatMap(({ name, before, after }) => [
        `    ${name}`,
        ...(before ? [`      avant : ${before}`] : []),
        ...(after ? [`      après : ${after}`] : []),
      ]),
    ]),
    ...diff.files.map(({ path, change }) => `~ fichier ${changeNames[change]} : ${path}`),
  ];
  return lines.length > 0 ? lines : ['Aucune différence de contenu.'];
}
