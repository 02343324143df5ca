import { stringify } from 'yaml';
import { canonicalText, type KnowledgeFiles, readValue } from '../hash.js';
import { type Entry, entrySchema } from '../schema.js';
import { type MergeConflict, mergeValues } from './merge-values.js';
import { writeEntry } from './write-entry.js';

export interface FileConflict {
  path: string;
  /** « answer », « utterances »…; empty for the file as a whole. */
  field: string;
  ours: string;
  theirs: string;
}

export interface Merge {
  files: Map<string, string>;
  /** Where both sides changed the same thing. `files` keeps, there, what `prefer` says. */
  conflicts: FileConflict[];
  /** Paths that the merge changes in ours, and how. */
  changes: { path: string; change: 'added' | 'removed' | 'changed' }[];
}

/**
 * Merges what two sides made of one base, three ways: what one side alone changed is taken over; what both changed is merged
 * field by field and, in lists, item by item. The manifest is ours; whoever publishes names the release.
 */
export function mergeFiles(
  base: KnowledgeFiles,
  ours: KnowledgeFiles,
  theirs: KnowledgeFiles,
  prefer: 'ours' | 'theirs' = 'ours',
): Merge {
  const merge: Merge = { files: new Map(ours), conflicts: [], changes: [] };
  const set = (path: string, text: string | undefined) => {
    const before = ours.get(path);
    if (text === undefined) merge.files.delete(path);
    else merge.files.set(path, text);
    merge.changes.push({ path, change: before === undefined ? 'added' : text === undefined ? 'removed' : 'changed' });
  };
  for (const path of [...new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])].sort()) {
    if (path === 'manifest.yaml' && ours.has(path)) continue;
    const [was, mine, yours] = [base.get(path), ours.get(path), theirs.get(path)];
    const same = (a: string | undefined, b: string | undefined) =>
      a === b || (a !== undefined && b !== undefined && canonicalText(path, a) === canonicalText(path, b));
    if (same(mine, yours) || same(yours, was)) continue;
    if (same(mine, was)) set(path, yours);
    else {
      const merged = mergeOneFile(path, was, mine, yours, prefer);
      merge.conflicts.push(...merged.conflicts);
      if (merged.text !== mine) set(path, merged.text);
    }
  }
  return merge;
}

function mergeOneFile(
  path: string,
  was: string | undefined,
  mine: string | undefined,
  yours: string | undefined,
  prefer: 'ours' | 'theirs',
) {
  const preferred = prefer === 'ours' ? mine : yours;
  const wholeFile = (): { text: string | undefined; conflicts: FileConflict[] } => ({
    text: preferred,
    conflicts: [
      {
        path,
        field: '',
        ours: mine === undefined ? '(fichier retiré)' : '(fichier modifié)',
        theirs: yours === undefined ? '(fichier retiré)' : '(fichier modifié)',
      },
    ],
  });
  if (mine === undefined || yours === undefined) return wholeFile();
  const [ours, theirs] = [readValue(path, mine), readValue(path, yours)];
  if (ours === undefined || theirs === undefined) return wholeFile();
  const conflicts: MergeConflict[] = [];
  const merged = mergeValues(was === undefined ? undefined : readValue(path, was), ours, theirs, prefer, (conflict) =>
    conflicts.push(conflict),
  );
  const entry = path.endsWith('.md') ? entrySchema.safeParse(merged) : undefined;
  if (entry && !entry.success) return wholeFile();
  return {
    text: entry ? writeEntry(entry.data satisfies Entry) : writeYaml(mine, merged),
    conflicts: conflicts.map(({ field, ...sides }) => ({ path, field, ours: show(sides.ours), theirs: show(sides.theirs) })),
  };
}

/** Comments inside the file do not survive a merge of both sides; those at its head do. */
function writeYaml(before: string, value: unknown): string {
  const lines = before.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return [...lines.slice(0, Math.max(0, end)), stringify(value, { lineWidth: 0 })].join('\n');
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '(retiré)' : JSON.stringify(value);
  const line = text.replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 197)}…` : line;
}
