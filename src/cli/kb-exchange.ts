import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { stringify } from 'yaml';
import { compareVersions, nextVersion } from '../knowledge/calver.js';
import { findCommonAncestor, listAncestors } from '../knowledge/exchange/common-ancestor.js';
import { readKnowledgeCsv, writeKnowledgeCsv } from '../knowledge/exchange/knowledge-csv.js';
import { readKnowledgeJson, writeKnowledgeJson } from '../knowledge/exchange/knowledge-json.js';
import { type Merge, mergeFiles } from '../knowledge/exchange/merge-files.js';
import { readQuestionAnsweringTsv } from '../knowledge/exchange/question-answering-tsv.js';
import { writeEntry } from '../knowledge/exchange/write-entry.js';
import { hashKnowledge, type KnowledgeFiles } from '../knowledge/hash.js';
import { parseYaml } from '../knowledge/parse-yaml.js';
import { writeManifest } from '../knowledge/prepare-publication.js';
import { formatProblem } from '../knowledge/problem.js';
import { readContent } from '../knowledge/read-content.js';
import type { ReleaseRecord } from '../knowledge/release-store.js';
import { type Manifest, manifestSchema } from '../knowledge/schema.js';
import { FOLDER, type KbCommand, type KbDeps, readFolder, readSide } from './kb-command.js';
import type { CommandIo } from './run-commands.js';

/** `export [version] --format json|csv --output file` */
export const runExport: KbCommand = async ([name = FOLDER], options, io, deps) => {
  const format = options.format ?? (extname(options.output ?? '') === '.csv' ? 'csv' : 'json');
  if (format !== 'json' && format !== 'csv') {
    io.err(`Forme inconnue : « ${format} ». Possibles : json, csv.`);
    return 2;
  }
  const files = await readSide(name, deps);
  const hash = hashKnowledge(files);
  const version = name === FOLDER ? (readManifest(files)?.version ?? FOLDER) : name;
  const text = format === 'csv' ? writeKnowledgeCsv(files) : writeKnowledgeJson(version, hash, files);
  if (options.output === undefined) {
    io.out(text.trimEnd());
    return 0;
  }
  await writeFile(options.output, text);
  io.out(`${options.output} : ${files.size} fichiers de ${name}, empreinte ${hash.slice(0, 8)}.`);
  return 0;
};

/** `import <file|version>`: merged three ways with the folder; nothing is written while there are conflicts. */
export const runImport: KbCommand = async ([from], options, io, deps) => {
  if (from === undefined) {
    io.err('Dites quoi importer : un fichier .json, .csv ou .tsv, ou une version publiée.');
    return 2;
  }
  if (options.ours && options.theirs) {
    io.err('--ours ou --theirs, pas les deux.');
    return 2;
  }
  const ours = await readFolder(deps);
  const merge =
    extname(from) === '.tsv'
      ? await mergeTable(from, ours, io, deps)
      : await mergeBase(from, ours, options.theirs ? 'theirs' : 'ours', io, deps);
  if (!merge) return 1;
  for (const { path, change } of merge.changes) io.out(`${{ added: '+', removed: '-', changed: '~' }[change]} ${path}`);
  const settled = options.ours || options.theirs;
  for (const { path, field, ours: mine, theirs } of merge.conflicts) {
    io.err(`conflit  ${path}${field ? ` (${field})` : ''}`);
    io.err(`  dossier : ${mine}`);
    io.err(`  import  : ${theirs}`);
  }
  if (merge.conflicts.length > 0 && !settled) {
    io.err(
      `${merge.conflicts.length} conflit(s) : rien n’a été écrit. Relancez avec --ours (garder le dossier) ou --theirs (garder l’import), ou corrigez le dossier d’abord.`,
    );
    return 1;
  }
  if (merge.changes.length === 0) io.out('Rien à changer : le dossier dit déjà tout cela.');
  else if (options['dry-run']) io.out(`${merge.changes.length} fichier(s) changeraient ; rien n’a été écrit.`);
  else {
    await writeChanges(merge, deps.knowledgeDir);
    io.out(`${merge.changes.length} fichier(s) changé(s) dans le dossier. Ensuite : npm run kb -- check, puis publish.`);
  }
  return 0;
};

async function mergeBase(
  from: string,
  ours: KnowledgeFiles,
  prefer: 'ours' | 'theirs',
  io: CommandIo,
  deps: KbDeps,
): Promise<Merge | undefined> {
  const theirs = await readImport(from, io, deps);
  if (!theirs) return undefined;
  const records = await deps.store.list();
  const [mine, yours] = [readManifest(ours), readManifest(theirs)];
  const ancestor = mine && yours && findCommonAncestor(mine, yours, records);
  const base = ancestor === undefined ? new Map<string, string>() : await deps.store.readFiles(ancestor);
  if (ours.size > 0)
    io.out(
      ancestor === undefined ? 'Aucune version commune : tout ce qui diffère est un conflit.' : `Version commune : ${ancestor}.`,
    );
  if (ancestor !== undefined && hashKnowledge(ours) === hashKnowledge(base)) {
    // Nothing was edited here: the folder simply becomes what comes in, its name included.
    return withManifest(mergeFiles(ours, ours, theirs), theirs.get('manifest.yaml'));
  }
  const merge = mergeFiles(base, ours, theirs, prefer);
  const joins =
    mine &&
    yours &&
    records.some(({ version }) => version === yours.version) &&
    !listAncestors(mine, records).includes(yours.version);
  return joins ? withManifest(merge, writeManifest(joinManifest(mine, yours, records, deps.now()))) : merge;
}

/** The folder now holds a published release too: its manifest says so, under a name that is newer. */
function joinManifest(mine: Manifest, yours: Manifest, records: readonly ReleaseRecord[], now: Date): Manifest {
  const taken = records.map(({ version }) => version);
  const free = !taken.includes(mine.version) && compareVersions(mine.version, yours.version) > 0;
  return {
    version: free ? mine.version : nextVersion(now, [...taken, mine.version]),
    basedOn: yours.version,
    date: now.toISOString().slice(0, 10),
    changes: taken.includes(mine.version) ? [`Réunion de ${mine.version}, modifiée, et de ${yours.version}`] : mine.changes,
  };
}

function withManifest(merge: Merge, manifest: string | undefined): Merge {
  const path = 'manifest.yaml';
  const before = merge.files.get(path);
  if (manifest === undefined || manifest === before) return merge;
  return {
    ...merge,
    files: new Map([...merge.files, [path, manifest]]),
    changes: [...merge.changes, { path, change: before === undefined ? 'added' : 'changed' }],
  };
}

async function readImport(from: string, io: CommandIo, deps: KbDeps): Promise<KnowledgeFiles | undefined> {
  const kind = extname(from);
  if (kind !== '.json' && kind !== '.csv') return deps.store.readFiles(from);
  const text = await readText(from, io);
  if (text === undefined) return undefined;
  if (kind === '.csv') {
    const { files, problems } = readKnowledgeCsv(from, text);
    for (const problem of problems) io.err(formatProblem(problem));
    return problems.length === 0 ? files : undefined;
  }
  const { files, error } = readKnowledgeJson(text);
  if (error !== undefined) io.err(`${from} : ${error}`);
  return files;
}

/** Question-answer pairs of another product: they can only add. */
async function mergeTable(from: string, ours: KnowledgeFiles, io: CommandIo, deps: KbDeps): Promise<Merge | undefined> {
  const text = await readText(from, io);
  if (text === undefined) return undefined;
  const { entries, sources, known, error } = readQuestionAnsweringTsv(
    text,
    readContent(ours).content,
    deps.now().toISOString().slice(0, 10),
  );
  if (error !== undefined) {
    io.err(`${from} : ${error}`);
    return undefined;
  }
  for (const { question, entry } of known) io.out(`déjà connue, laissée de côté : « ${question} » (fiche ${entry})`);
  const added = new Map(entries.map((entry) => [`entries/${entry.theme}/${entry.id}.md`, writeEntry(entry)]));
  if (sources.length > 0) {
    const path = 'sources/import.yaml';
    added.set(
      path,
      `${ours.get(path) ?? '# Sources des fiches importées : complétez titre, éditeur et date.\n'}${stringify(sources, { lineWidth: 0 })}`,
    );
  }
  if (entries.length > 0)
    io.out(`${entries.length} fiche(s) à compléter dans entries/import : « npm run kb -- check » dit ce qui manque.`);
  return {
    files: new Map([...ours, ...added]),
    conflicts: [],
    changes: [...added.keys()].map((path) => ({ path, change: ours.has(path) ? 'changed' : 'added' })),
  };
}

async function readText(path: string, io: CommandIo): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    io.err(`${path} ne peut pas être lu.`);
    return undefined;
  }
}

async function writeChanges({ files, changes }: Merge, dir: string): Promise<void> {
  for (const { path } of changes) {
    const text = files.get(path);
    const target = join(dir, path);
    if (text === undefined) await rm(target, { force: true });
    else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }
}

const readManifest = (files: KnowledgeFiles): Manifest | undefined =>
  parseYaml('manifest.yaml', files.get('manifest.yaml') ?? '', manifestSchema).value;
