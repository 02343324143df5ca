import { compareVersions, nextVersion } from './calver.js';
import { listAncestors } from './exchange/common-ancestor.js';
import { hashKnowledge, type KnowledgeFiles } from './hash.js';
import { parseYaml } from './parse-yaml.js';
import { formatProblem } from './problem.js';
import type { ReleaseRecord } from './release-store.js';
import { type Manifest, manifestSchema } from './schema.js';

export type Preparation =
  /** The files to publish; `manifest` is set when the folder's one had to be renewed and should be written back. */
  { ready: true; files: KnowledgeFiles; version: string; why: string; manifest?: string } | { ready: false; reason: string };

/**
 * Makes of the content folder something that can be published. A folder whose manifest names a new release is taken at its word;
 * one whose manifest names a published release has been edited since, and gets the next name. In both cases the active release
 * must be among those that the folder was made from: otherwise publishing would undo what somebody else published.
 */
export function preparePublication(
  files: KnowledgeFiles,
  active: string | undefined,
  records: readonly ReleaseRecord[],
  given: { why?: string; now: Date },
): Preparation {
  const { value: manifest, problems } = parseYaml('manifest.yaml', files.get('manifest.yaml') ?? '', manifestSchema);
  if (!manifest) return { ready: false, reason: ['manifest.yaml est faux :', ...problems.map(formatProblem)].join('\n') };
  const published = records.find(({ version }) => version === manifest.version);
  if (published && published.hash === hashKnowledge(files)) {
    return {
      ready: false,
      reason:
        published.version === active
          ? `Rien à publier : le dossier est la version ${published.version}, qui est active.`
          : `Le dossier est la version ${published.version}, déjà publiée puis quittée. Pour la réactiver : npm run kb -- rollback ${published.version}`,
    };
  }
  if (active !== undefined && !listAncestors(manifest, records).includes(active)) {
    return {
      ready: false,
      reason: [
        `Le dossier part de ${published ? manifest.version : (manifest.basedOn ?? 'rien')}, or la version active est ${active} : publier effacerait ce qu’elle apporte.`,
        `Réunissez d’abord les deux : npm run kb -- import ${active}`,
      ].join('\n'),
    };
  }
  if (!published) {
    if (active !== undefined && compareVersions(manifest.version, active) < 0)
      return {
        ready: false,
        reason: `La version ${manifest.version} du manifeste est plus ancienne que la version active, ${active}.`,
      };
    return { ready: true, files, version: manifest.version, why: given.why ?? manifest.changes.join(' ; ') };
  }
  if (!given.why)
    return {
      ready: false,
      reason: `Dites en une ligne ce qui change depuis la version ${manifest.version} : npm run kb -- publish --why "…"`,
    };
  const version = nextVersion(
    given.now,
    records.map((record) => record.version),
  );
  const renewed = writeManifest({
    version,
    basedOn: active ?? null,
    date: given.now.toISOString().slice(0, 10),
    changes: [given.why],
  });
  return { ready: true, files: new Map([...files, ['manifest.yaml', renewed]]), version, why: given.why, manifest: renewed };
}

/** The manifest's file. */
export function writeManifest({ version, basedOn, date, changes }: Manifest): string {
  return [
    '# La version du contenu de ce dossier. « npm run kb -- publish » la tient à jour ; voir README.md.',
    `version: ${version}`,
    `basedOn: ${basedOn ?? 'null'}`,
    `date: ${date}`,
    'changes:',
    ...changes.map((change) => `  - ${JSON.stringify(change)}`),
    '',
  ].join('\n');
}
