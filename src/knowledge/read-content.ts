import { z } from 'zod';
import type { Calibration, Lexicon } from '../language/index.js';
import { type Contacts, loadContacts } from './contact-schema.js';
import { type EngagementConfig, engagementSchema } from './engagement-schema.js';
import type { KnowledgeFiles } from './hash.js';
import { type EntryDraft, parseEntry } from './parse-entry.js';
import { type ParsedYaml, parseYaml } from './parse-yaml.js';
import type { Problem } from './problem.js';
import {
  calibrationSchema,
  type Entry,
  type ExamLine,
  examLineSchema,
  type Intent,
  intentsSchema,
  lexiconSchema,
  type Manifest,
  manifestSchema,
  negativesSchema,
  type Source,
  sourceSchema,
} from './schema.js';

/** A piece of content with the place where it is written. */
export interface Located<T> {
  value: T;
  file: string;
  /** 1-based line of the piece, or of something in it. */
  lineOf(...path: (string | number)[]): number;
}

/** Everything that could be read of a base, even of one with errors: what `check` works on. */
export interface Content {
  manifest?: Manifest;
  /** Absent when none was written: the recogniser then learns it. */
  calibration?: Calibration;
  lexicon?: Lexicon;
  contacts?: Contacts;
  engagement?: Located<EngagementConfig>;
  intents?: Located<Intent[]>;
  negatives?: Located<Record<string, string[]>>;
  entries: Located<Entry>[];
  /** All entries, those with errors included. */
  drafts: Located<EntryDraft>[];
  /** Ids of all entry files, those that could not be read included. */
  entryIds: ReadonlySet<string>;
  sources: Located<Source>[];
  exam: Located<ExamLine>[];
  /** What each file that was read says: see hashKnowledge. */
  values: ReadonlyMap<string, unknown>;
}

/** Reads every file against its schema. Every problem of every file is reported at once, none thrown. */
export function readContent(files: KnowledgeFiles): { content: Content; problems: Problem[] } {
  const problems: Problem[] = [];
  const values = new Map<string, unknown>();
  const read = <T>(path: string, schema: z.ZodType<T>): ParsedYaml<T> | undefined => {
    const text = files.get(path);
    if (text === undefined) {
      problems.push({ file: path, message: 'fichier manquant', severity: 'error' });
      return undefined;
    }
    const parsed = parseYaml(path, text, schema);
    problems.push(...parsed.problems);
    values.set(path, parsed.raw);
    return parsed;
  };
  const locate = <T>(path: string, schema: z.ZodType<T>): Located<T> | undefined => {
    const parsed = read(path, schema);
    return parsed?.value === undefined ? undefined : { value: parsed.value, file: path, lineOf: (...at) => parsed.lineOf(at) };
  };
  const readFolder = <T>(prefix: string, schema: z.ZodType<T>): Located<T>[] =>
    [...files.keys()]
      .filter((path) => path.startsWith(prefix))
      .flatMap((path) => {
        const list = locate(path, z.array(schema, 'une liste est attendue'));
        return (list?.value ?? []).map((value, index) => ({
          value,
          file: path,
          lineOf: (...at) => list?.lineOf(index, ...at) ?? 1,
        }));
      });

  const entryFiles = [...files].filter(([path]) => path.startsWith('entries/'));
  const entries: Located<Entry>[] = [];
  const drafts: Located<EntryDraft>[] = [];
  for (const [path, text] of entryFiles) {
    const { entry, draft, lineOf, ...parsed } = parseEntry(path, text);
    problems.push(...parsed.problems);
    values.set(path, entry);
    const place = { file: path, lineOf: (...at: (string | number)[]) => lineOf(at) };
    if (entry) entries.push({ value: entry, ...place });
    if (draft) drafts.push({ value: draft, ...place });
  }
  const contacts = loadContacts(files);
  problems.push(...contacts.problems);
  const content: Content = {
    manifest: read('manifest.yaml', manifestSchema)?.value,
    calibration: files.has('calibration.yaml') ? read('calibration.yaml', calibrationSchema)?.value : undefined,
    lexicon: read('lexicon.yaml', lexiconSchema)?.value,
    contacts: contacts.contacts,
    engagement: locate('engagement.yaml', engagementSchema),
    intents: locate('intents.yaml', intentsSchema),
    negatives: locate('negatives.yaml', negativesSchema),
    entries,
    drafts,
    entryIds: new Set(entryFiles.map(([path]) => /([^/]+)\.md$/.exec(path)?.[1] ?? path)),
    sources: readFolder('sources/', sourceSchema),
    exam: readFolder('evaluation/', examLineSchema),
    values,
  };
  return { content, problems };
}
