import { z } from 'zod';
import type { KnowledgeFiles } from './hash.js';
import { parseYaml } from './parse-yaml.js';
import { examLineSchema } from './schema.js';

/** The questions of the exam that an entry should answer. Only files that name the entry are parsed. */
export function examFor(files: KnowledgeFiles, entry: string): string[] {
  return [...files]
    .filter(([path, text]) => path.startsWith('evaluation/') && text.includes(entry))
    .flatMap(([path, text]) => parseYaml(path, text, z.array(examLineSchema)).value ?? [])
    .filter((line) => 'entry' in line && (line.entry === entry || line.or.includes(entry)))
    .map(({ q }) => q);
}
