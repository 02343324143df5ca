import type { ActiveKnowledge } from './active-knowledge.js';
import { compareVersions } from './calver.js';
import { diffKnowledge, summariseDiff } from './diff.js';
import { hashKnowledge, type KnowledgeFiles } from './hash.js';
import { openRelease } from './open-release.js';
import { parseYaml } from './parse-yaml.js';
import { formatProblem } from './problem.js';
import { type PublicationOutcome, type PublicationTools, publishRelease } from './publish.js';
import { type Manifest, manifestSchema } from './schema.js';

export interface Adoption {
  /** Set when the folder was published. */
  knowledge?: ActiveKnowledge;
  /** What to tell the operator, in French; empty when there is nothing to say. */
  lines: string[];
}

/**
 * What becomes of the content folder when the service starts. It is published when nothing is active yet, or when it is newer
 * than the active release and made from it. In all other cases, and when it fails its check or its exam, the running release stays.
 */
export async function adoptFolder(
  files: KnowledgeFiles,
  running: ActiveKnowledge | undefined,
  tools: PublicationTools,
): Promise<Adoption> {
  const { value: manifest, problems } = parseYaml('manifest.yaml', files.get('manifest.yaml') ?? '', manifestSchema);
  if (!manifest)
    return { lines: ['Le dossier de la base n’est pas publié : manifest.yaml est faux.', ...problems.map(formatProblem)] };
  if (running) {
    if (manifest.version === running.version) return { lines: await tellEdits(files, running, tools) };
    if (compareVersions(manifest.version, running.version) < 0) return { lines: [] };
    if (manifest.basedOn !== running.version)
      return { lines: tellDivergence(manifest, running, await tools.store.readFiles(running.version), files) };
  }
  if (await tools.store.find(manifest.version)) return resumeOrKeep(manifest.version, running, tools);
  const outcome = await publishRelease({ files, running, who: 'démarrage', why: manifest.changes.join(' ; ') }, tools);
  return {
    lines: tellOutcome(manifest, outcome, running),
    knowledge: outcome.outcome === 'published' ? outcome.knowledge : undefined,
  };
}

/** The folder's release is in the store: it was left on purpose, or its publication was cut short before the last step. */
async function resumeOrKeep(
  version: string,
  running: ActiveKnowledge | undefined,
  { store, now, vocabulary }: PublicationTools,
): Promise<Adoption> {
  const left = (await store.journal()).some((line) => line.version === version);
  if (running && left)
    return {
      lines: [`Le dossier de la base est la version ${version}, déjà publiée puis quittée : ${running.version} reste active.`],
    };
  const knowledge = await openRelease(store, version, vocabulary);
  await store.activate(
    { version, at: now().toISOString(), who: 'démarrage', why: 'publication interrompue, reprise' },
    { expected: running?.version },
  );
  return { knowledge, lines: [`Base de connaissances ${version} : publication interrompue, reprise.`] };
}

/** Somebody edits the folder of the release that runs: say that it is not yet published. */
async function tellEdits(files: KnowledgeFiles, running: ActiveKnowledge, { store }: PublicationTools): Promise<string[]> {
  const published = await store.readFiles(running.version);
  const same = files.size === published.size && [...files].every(([path, text]) => published.get(path) === text);
  // Texts are compared first: hashing parses every file.
  if (same || hashKnowledge(files) === running.base.hash) return [];
  return [
    `Le dossier de la base a changé depuis la version ${running.version}, qui reste active :`,
    ...summariseDiff(diffKnowledge(published, files)),
    'Pour publier ces changements : npm run kb -- publish',
  ];
}

function tellDivergence(
  manifest: Manifest,
  running: ActiveKnowledge,
  published: KnowledgeFiles,
  files: KnowledgeFiles,
): string[] {
  return [
    `Le dossier de la base (${manifest.version}) part de ${manifest.basedOn ?? 'rien'}, or la version active est ${running.version} : elle reste. Ce qui les sépare :`,
    ...summariseDiff(diffKnowledge(published, files)),
    `Pour réunir les deux : npm run kb -- import ${running.version}, puis npm run kb -- publish`,
  ];
}

function tellOutcome(manifest: Manifest, result: PublicationOutcome, running: ActiveKnowledge | undefined): string[] {
  const stays = running ? `La version ${running.version} reste active.` : 'Aucune version n’est active.';
  switch (result.outcome) {
    case 'published':
      return [
        `Base de connaissances ${manifest.version} publiée : ${result.exam.passed} lignes d’examen sur ${result.exam.lines}.`,
      ];
    case 'invalid': {
      const errors = result.problems.filter(({ severity }) => severity === 'error').map(formatProblem);
      return [`La base ${manifest.version} est refusée : elle a ${errors.length} erreur(s). ${stays}`, ...errors];
    }
    case 'lost':
      return [
        `La base ${manifest.version} est refusée : elle perd ${result.lost.length} ligne(s) d’examen que ${running?.version ?? ''} réussit. ${stays}`,
        ...result.lost.slice(0, 20).map(({ q, expected, got }) => `  « ${q} » : attendu ${expected}, obtenu ${got}`),
        'Pour la publier tout de même : npm run kb -- publish --override "la raison"',
      ];
    case 'weak':
      return [
        `La base ${manifest.version} est refusée : ${result.exam.passed} lignes d’examen sur ${result.exam.lines} seulement. ${stays}`,
      ];
  }
}
