import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { KnowledgeFiles } from './hash.js';

/** Files of the content folder that are about the base, not of it: the guide, the checklist of facts and the table made of it. */
const ASIDE = new Set(['README.md', 'facts.yaml', 'COUVERTURE.md']);

/** Reads every .md and .yaml file below `dir`, those about the base and hidden ones aside; paths are sorted and use « / ». */
export async function readKnowledgeFiles(dir: string): Promise<KnowledgeFiles> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((item) => item.isFile() && /\.(?:md|ya?ml)$/.test(item.name) && !ASIDE.has(item.name) && !item.name.startsWith('.'))
    .map((item) => join(item.parentPath, item.name))
    .map((path) => [relative(dir, path).split(sep).join('/'), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(await Promise.all(paths.map(async ([name, path]) => [name, await readFile(path, 'utf8')] as const)));
}
