/** What a release says, for pages: its files and, parsed, its entries and sources. */
import { z } from 'zod';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import { parseEntry } from '../../knowledge/parse-entry.js';
import { parseYaml } from '../../knowledge/parse-yaml.js';
import type { ReleaseStore } from '../../knowledge/release-store.js';
import { type Entry, type Source, sourceSchema } from '../../knowledge/schema.js';
import { applyDraft, type Draft } from './draft.js';

export interface Basis {
  version: string;
  files: KnowledgeFiles;
  /** By id. */
  entries: ReadonlyMap<string, Entry>;
  sources: ReadonlyMap<string, Source>;
}

/** Releases held in memory: they never change, and one weighs some megabytes. */
const KEPT = 3;
/** Files that are parsed at one go. */
const SLICE = 5;

export type ReadBasis = (version: string) => Promise<Basis>;

/** `active`: the release that answers, whose content is parsed already. */
export function createBasisReader(store: ReleaseStore, active: () => ActiveKnowledge): ReadBasis {
  const kept = new Map<string, Promise<Basis>>();
  const read = async (version: string): Promise<Basis> => {
    const files = await store.readFiles(version);
    const { base, version: running } = active();
    if (version === running) return { version, files, entries: base.entries, sources: base.sources };
    const entries = new Map<string, Entry>();
    const sources = new Map<string, Source>();
    let count = 0;
    for (const [path, text] of files) {
      addFile(path, text, entries, sources);
      if (++count % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return { version, files, entries, sources };
  };
  return (version) => {
    const known = kept.get(version);
    if (known) return known;
    const reading = read(version);
    kept.set(version, reading);
    reading.catch(() => kept.delete(version));
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
    return reading;
  };
}

/** What the draft makes of its release. Entries with errors are left out: they cannot be shown as visitors would see them. */
export function applyToBasis(basis: Basis, draft: Draft): Basis {
  const entries = new Map(basis.entries);
  const sources = new Map(basis.sources);
  for (const { path, text } of draft.changes) {
    if (path.startsWith('entries/')) entries.delete(idOf(path));
    if (text !== null) addFile(path, text, entries, sources);
  }
  return { version: basis.version, files: applyDraft(basis.files, draft), entries, sources };
}

function addFile(path: string, text: string, entries: Map<string, Entry>, sources: Map<string, Source>): void {
  if (path.startsWith('entries/')) {
    const { entry } = parseEntry(path, text);
    if (entry) entries.set(entry.id, entry);
  } else if (path.startsWith('sources/')) {
    for (const source of parseYaml(path, text, z.array(sourceSchema)).value ?? []) sources.set(source.id, source);
  }
}

/** The id of an entry by its path. */
export const idOf = (path: string): string => /([^/]+)\.md$/.exec(path)?.[1] ?? path;

/** The path of an entry, whether or not it can be read. */
export const pathOf = (files: KnowledgeFiles, id: string): string | undefined =>
  [...files.keys()].find((path) => path.startsWith('entries/') && path.endsWith(`/${id}.md`));

/** The themes: folders of entries. */
export const listThemes = (files: KnowledgeFiles): string[] =>
  [...new Set([...files.keys()].flatMap((path) => /^entries\/([^/]+)\//.exec(path)?.[1] ?? []))].sort();
