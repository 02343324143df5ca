import type { ActiveKnowledge } from '../knowledge/active-knowledge.js';
import { checkKnowledge } from '../knowledge/check.js';
import { compileKnowledge, loadCompiled } from '../knowledge/compile.js';
import type { KnowledgeFiles } from '../knowledge/hash.js';
import { openRelease } from '../knowledge/open-release.js';
import { formatProblem } from '../knowledge/problem.js';
import type { PublicationTools } from '../knowledge/publish.js';
import { readKnowledgeFiles } from '../knowledge/read-files.js';
import type { Command, CommandIo } from './run-commands.js';

/** What the commands work with; the entry file joins them. */
export interface KbDeps extends PublicationTools {
  knowledgeDir: string;
  /** Who publishes when `--who` does not say. */
  user: string;
}

export interface KbOptions {
  why?: string;
  who?: string;
  override?: string;
  format?: string;
  output?: string;
  min?: string;
  ours?: boolean;
  theirs?: boolean;
  'dry-run'?: boolean;
  json?: boolean;
  help?: boolean;
}

export type KbCommand = Command<KbOptions, KbDeps>;

/** The name under which commands accept the content folder where they accept a version. */
export const FOLDER = 'dossier';

export async function readFolder({ knowledgeDir }: KbDeps): Promise<KnowledgeFiles> {
  return readKnowledgeFiles(knowledgeDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return new Map<string, string>();
    throw error;
  });
}

/** The files of a version, or of the folder. @throws ReleaseMissingError */
export async function readSide(name: string, deps: KbDeps): Promise<KnowledgeFiles> {
  return name === FOLDER ? readFolder(deps) : deps.store.readFiles(name);
}

/** A version, or the folder compiled for the occasion; undefined, said why, when the folder has errors. */
export async function openSide(name: string, io: CommandIo, deps: KbDeps): Promise<ActiveKnowledge | undefined> {
  if (name !== FOLDER) return openRelease(deps.store, name, deps.vocabulary);
  const files = await readFolder(deps);
  const { base, problems } = checkKnowledge(files, deps.now());
  if (base) return loadCompiled(files, compileKnowledge(base, deps.vocabulary));
  for (const problem of problems.filter(({ severity }) => severity === 'error')) io.err(formatProblem(problem));
  io.err('Corrigez ces lignes d’abord.');
  return undefined;
}

/** The active release, loaded; undefined when there is none. */
export async function openActive(deps: KbDeps): Promise<ActiveKnowledge | undefined> {
  const version = await deps.store.active();
  return version === undefined ? undefined : openRelease(deps.store, version, deps.vocabulary);
}
