/** A draft: a named set of changes of files on top of a release, and the pure functions that work on it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type FileConflict, mergeFiles } from '../../knowledge/exchange/merge-files.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';

const personSchema = z.object({ id: z.string(), name: z.string() });
export type Person = z.infer<typeof personSchema>;

const editSchema = z.object({
  by: personSchema,
  /** ISO 8601. */
  at: z.string(),
  /** What was done, in a few French words: « formulations ajoutées ». */
  what: z.string(),
  /** Ids of the reviewed turns that it came from. */
  turns: z.array(z.string()).default([]),
});
export type DraftEdit = z.infer<typeof editSchema>;

const changeSchema = z.object({
  path: z.string(),
  /** The whole file; null when it is removed. */
  text: z.string().nullable(),
  /** Oldest first. */
  edits: z.array(editSchema),
});
export type DraftChange = z.infer<typeof changeSchema>;

export const draftSchema = z.object({
  name: z.string(),
  /** The release that the changes stand on. */
  basedOn: z.string(),
  createdAt: z.string(),
  createdBy: personSchema,
  /** `publishing`: nobody may change it while its release is made. */
  state: z.enum(['open', 'publishing', 'published', 'abandoned']),
  changes: z.array(changeSchema),
  /** Set once published. */
  published: z.object({ version: z.string(), at: z.string(), by: personSchema }).optional(),
});
export type Draft = z.infer<typeof draftSchema>;

export function createDraft(name: string, basedOn: string, by: Person, at: string): Draft {
  return { name, basedOn, createdAt: at, createdBy: by, state: 'open', changes: [] };
}

/** The release's files as the draft would have them. */
export function applyDraft(files: KnowledgeFiles, draft: Draft): KnowledgeFiles {
  const applied = new Map(files);
  for (const { path, text } of draft.changes) {
    if (text === null) applied.delete(path);
    else applied.set(path, text);
  }
  return new Map([...applied].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a form remembers of the text that it was made from: two editors of one file notice each other by it. */
export const markOf = (text: string | undefined): string =>
  text === undefined ? 'none' : createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The draft with one more change; a file that is again as the release has it is no change. `text`: undefined removes the file. */
export function changeFile(draft: Draft, files: KnowledgeFiles, path: string, text: string | undefined, edit: DraftEdit): Draft {
  const before = draft.changes.find((change) => change.path === path);
  const others = draft.changes.filter((change) => change.path !== path);
  if (files.get(path) === text) return { ...draft, changes: others };
  const change: DraftChange = { path, text: text ?? null, edits: [...(before?.edits ?? []), edit] };
  return { ...draft, changes: [...others, change].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** The draft without what it does to a file. */
export const removeChange = (draft: Draft, path: string): Draft => ({
  ...draft,
  changes: draft.changes.filter((change) => change.path !== path),
});

/** Everybody who had a part in it, each once. */
export function listAuthors(draft: Draft): Person[] {
  const authors = draft.changes.flatMap(({ edits }) => edits.map(({ by }) => by));
  return [...new Map(authors.map((person) => [person.id, person])).values()];
}

/** Ids of the reviewed turns that the changes came from, each once. */
export const listTurns = (draft: Draft): string[] => [
  ...new Set(draft.changes.flatMap(({ edits }) => edits.flatMap(({ turns }) => turns))),
];

export interface Rebase {
  draft: Draft;
  /** Where the draft and the newer release changed the same thing; the draft keeps what `prefer` says there. */
  conflicts: FileConflict[];
}

/**
 * Puts the changes on another release. `ours` are the draft's, `theirs` the release's.
 * @param was files of the release that the draft stands on
 * @param is files of the release that it shall stand on
 */
export function rebaseDraft(
  draft: Draft,
  was: KnowledgeFiles,
  is: KnowledgeFiles,
  version: string,
  prefer: 'ours' | 'theirs' = 'ours',
): Rebase {
  const { files, conflicts } = mergeFiles(was, applyDraft(was, draft), is, prefer);
  const changes = draft.changes.flatMap((change): DraftChange[] => {
    const text = files.get(change.path);
    return text === is.get(change.path) ? [] : [{ ...change, text: text ?? null }];
  });
  return { draft: { ...draft, basedOn: version, changes }, conflicts };
}
