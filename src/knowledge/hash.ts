import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { parseEntry } from './parse-entry.js';

/** The knowledge base's files as read: relative path (with /) to text. The unit that is hashed, stored and compared. */
export type KnowledgeFiles = ReadonlyMap<string, string>;

/**
 * SHA-256, hex, of what the files say: neither comments, quoting, key order, line endings nor the order of the files count,
 * so that a base that went through a spreadsheet and back is still the same one. Files that cannot be parsed count as they are.
 * `known`: the values of files that were parsed already, which spares parsing them again.
 */
export function hashKnowledge(files: KnowledgeFiles, known: ReadonlyMap<string, unknown> = new Map()): string {
  const hash = createHash('sha256');
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const value = known.get(path);
    hash.update(`${path}\0${value === undefined ? canonicalText(path, text) : JSON.stringify(sortKeys(value))}\0`);
  }
  return hash.digest('hex');
}

/** What one file says, in one spelling. */
export function canonicalText(path: string, text: string): string {
  const value = readValue(path, text);
  return value === undefined ? text.replace(/\r\n?/g, '\n') : JSON.stringify(sortKeys(value));
}

/** What one file says, before any schema but that of entries; undefined when it cannot be parsed. */
export function readValue(path: string, text: string): unknown {
  if (path.endsWith('.md')) return parseEntry(path, text).entry;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}
