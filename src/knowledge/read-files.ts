import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { KnowledgeFiles } from './hash.js';

/** Reads every .md and .yaml file below `dir`, README files and hidden ones aside; paths are sorted and use « / ». */
export async function readKnowledgeFiles(dir: string): Promise<KnowledgeFiles> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = found
    .filter(
      (item) => item.isFile() && /\.(?:md|ya?ml)$/.test(item.name) && item.name !== 'README.md' && !item.name.startsWith('.'),
    )
    .map((item) => join(item.parentPath, item.name))
    .map((path) => [relative(dir, path).split(sep).join('/'), path] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(await Promise.all(paths.map(async ([name, path]) => [name, await readFile(path, 'utf8')] as const)));
}
