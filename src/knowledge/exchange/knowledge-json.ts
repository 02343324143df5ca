import { z } from 'zod';
import type { KnowledgeFiles } from '../hash.js';
import { isInside } from './knowledge-csv.js';

const FORMAT = 'passerelle-knowledge-1';

const exportSchema = z.object({
  format: z.literal(FORMAT, `« format: ${FORMAT} » est attendu : est-ce bien un export de Passerelle ?`),
  version: z.string(),
  hash: z.string(),
  files: z.record(z.string(), z.string()).superRefine((files, context) => {
    for (const path of Object.keys(files))
      if (!isInside(path)) context.addIssue({ code: 'custom', message: `« ${path} » n’est pas un fichier de la base` });
  }),
});

export function writeKnowledgeJson(version: string, hash: string, files: KnowledgeFiles): string {
  const document: z.input<typeof exportSchema> = { format: FORMAT, version, hash, files: Object.fromEntries(files) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The files of an export; `error` says, in French, why it could not be read. */
export function readKnowledgeJson(text: string): { files?: KnowledgeFiles; error?: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { error: 'ce n’est pas du JSON' };
  }
  const parsed = exportSchema.safeParse(document);
  if (!parsed.success)
    return { error: parsed.error.issues.map(({ path, message }) => `${path.join(' ')} ${message}`.trim()).join(' ; ') };
  return { files: new Map(Object.entries(parsed.data.files).sort(([a], [b]) => (a < b ? -1 : 1))) };
}
