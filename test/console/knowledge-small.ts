/** A dozen entries of the real base, with all that makes it answer as it does: small enough to be trained in a second. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { editEntry, readEntryFields } from '../../src/knowledge/edit-entry.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';

const real = join(dirname(fileURLToPath(import.meta.url)), '../../knowledge');
const keptEntries = [
  'jumelage',
  'trouver-partenaire',
  'convention-prefet',
  'action-exterieure',
  'cooperation-decentralisee',
  'lianes-cooperation',
  'lianes-adresse',
  'occitanie-missions',
  'cout',
];
/** Utterances kept of each entry, and negatives of each kind: training time grows with them. */
const UTTERANCES = 16;
const NEGATIVES = 30;

/** As files. */
export async function createSmallRealBase(): Promise<Map<string, string>> {
  const files = await readKnowledgeFiles(real);
  const kept = new Set(keptEntries.filter((id) => [...files.keys()].some((path) => path.endsWith(`/${id}.md`))));
  const known = (ids: readonly string[]) => ids.filter((id) => kept.has(id));
  const small = new Map<string, string>();
  for (const [path, text] of files) {
    if (path.startsWith('entries/')) {
      if (!kept.has(/([^/]+)\.md$/.exec(path)?.[1] ?? '')) continue;
      const fields = readEntryFields(text);
      const { followUps, related, utterances } = fields;
      const shortened = editEntry(text, {
        followUps: known(followUps),
        related: known(related),
        utterances: utterances.slice(0, UTTERANCES),
      });
      small.set(path, shortened.replace(/^list: .*\n/m, ''));
    } else if (path.startsWith('evaluation/')) {
      const lines = (parse(text) as { q: string; entry?: string; or?: string[] }[]).filter(
        ({ entry }) => entry === undefined || kept.has(entry),
      );
      const mended = lines
        .map(({ or, ...line }) => ({ ...line, ...(or && known(or).length > 0 ? { or: known(or) } : {}) }))
        .filter((_, index) => index % 3 === 0);
      if (mended.length > 0) small.set(path, stringify(mended));
    } else if (path === 'engagement.yaml') {
      small.set(
        path,
        text.replace(/entries: \[[^\]]*\]/g, 'entries: [jumelage]').replace(/entry: [a-z0-9-]+/g, 'entry: jumelage'),
      );
    } else if (path === 'negatives.yaml') {
      const kinds = Object.entries(parse(text) as Record<string, string[]>);
      small.set(path, stringify(Object.fromEntries(kinds.map(([kind, texts]) => [kind, texts.slice(0, NEGATIVES)]))));
    } else small.set(path, text);
  }
  return small;
}

/** Writes the files into a folder. */
export async function writeKnowledgeDir(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}
