import { findCollisions } from './collisions.js';
import { findContradictions } from './contradictions.js';
import { hashKnowledge, type KnowledgeFiles } from './hash.js';
import { type KnowledgeBase, toBase } from './load.js';
import { findNeglect } from './neglect.js';
import type { Problem } from './problem.js';
import { readContent } from './read-content.js';
import { findDeadReferences } from './references.js';

/**
 * Everything that a program can hold against a base, at once, sorted by file and line. `base` is absent when a problem is an
 * error; warnings refuse nothing. `today` decides which reviews are overdue.
 */
export function checkKnowledge(files: KnowledgeFiles, today: Date): { base?: KnowledgeBase; problems: Problem[] } {
  const { content, problems } = readContent(files);
  problems.push(
    ...findDeadReferences(content),
    ...findCollisions(content),
    ...findContradictions(content),
    ...findNeglect(content, today),
  );
  problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
  return { base: toBase(content, problems, () => hashKnowledge(files, content.values)), problems };
}
