import type { Calibration, Lexicon } from '../language/index.js';
import type { Contacts } from './contact-schema.js';
import type { EngagementConfig } from './engagement-schema.js';
import { hashKnowledge, type KnowledgeFiles } from './hash.js';
import type { Problem } from './problem.js';
import { type Content, readContent } from './read-content.js';
import { findDeadReferences } from './references.js';
import type { Entry, ExamLine, Intent, Manifest, Source } from './schema.js';

export { hashKnowledge, type KnowledgeFiles } from './hash.js';
export { readKnowledgeFiles } from './read-files.js';

/** All that the assistant knows, as one immutable value. */
export interface KnowledgeBase {
  manifest: Manifest;
  /** SHA-256 of what the files say, hex. */
  hash: string;
  entries: ReadonlyMap<string, Entry>;
  sources: ReadonlyMap<string, Source>;
  intents: readonly Intent[];
  negatives: readonly string[];
  lexicon: Lexicon;
  contacts: Contacts;
  engagement: EngagementConfig;
  exam: readonly ExamLine[];
  calibration?: Calibration;
}

/**
 * Parses the files of a knowledge base. Every problem of every file is reported at once; `base` is absent when one of them
 * is an error. `hash` spares hashing files whose hash is known.
 */
export function parseKnowledge(files: KnowledgeFiles, hash?: string): { base?: KnowledgeBase; problems: Problem[] } {
  const { content, problems } = readContent(files);
  problems.push(...findDeadReferences(content));
  return { base: toBase(content, problems, () => hash ?? hashKnowledge(files, content.values)), problems };
}

/** The content as a base; undefined when one of the problems is an error. */
export function toBase(content: Content, problems: readonly Problem[], hash: () => string): KnowledgeBase | undefined {
  const { manifest, lexicon, intents, negatives, contacts, engagement } = content;
  if (!manifest || !lexicon || !intents || !negatives || !contacts || !engagement) return undefined;
  if (problems.some((problem) => problem.severity === 'error')) return undefined;
  return {
    manifest,
    hash: hash(),
    entries: new Map(content.entries.map(({ value }) => [value.id, value])),
    sources: new Map(content.sources.map(({ value }) => [value.id, value])),
    intents: intents.value,
    negatives: Object.values(negatives.value).flat(),
    lexicon,
    contacts,
    engagement: engagement.value,
    exam: content.exam.map(({ value }) => value),
    calibration: content.calibration,
  };
}
