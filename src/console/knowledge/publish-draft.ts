import { nextVersion } from '../../knowledge/calver.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import type { KnowledgeService } from '../../knowledge/knowledge-service.js';
import { writeManifest } from '../../knowledge/prepare-publication.js';
import type { ReleaseStore } from '../../knowledge/release-store.js';
import type { Workbench } from '../../knowledge/workbench.js';
import { needsReason, type Trial } from './trial.js';

/** Least length of a line that says why. */
export const SHORTEST_REASON = 8;

export interface PublicationTools {
  store: ReleaseStore;
  knowledge: Pick<KnowledgeService, 'active' | 'activate'>;
  workbench: Workbench;
  vocabulary?: readonly string[];
  now(): Date;
}

export interface DraftPublication {
  /** The draft's files. */
  files: KnowledgeFiles;
  trial: Trial;
  /** What the trial made, when it is still at hand: spares the training. */
  trained?: Uint8Array;
  who: string;
  why: string;
  /** Reason for publishing in spite of lost lines. */
  override?: string;
}

/**
 * Stores a tried draft as the next release and activates it.
 * @throws ActivationConflictError when another release became active meanwhile, ReleaseExistsError when its name was taken
 */
export async function publishDraft(
  { files, trial, trained, who, why, override }: DraftPublication,
  { store, knowledge, workbench, vocabulary, now }: PublicationTools,
): Promise<string> {
  const taken = (await store.list()).map(({ version }) => version);
  const version = nextVersion(now(), taken);
  const at = now().toISOString();
  const manifest = writeManifest({ version, basedOn: trial.against, date: at.slice(0, 10), changes: [why] });
  const named = new Map([...files, ['manifest.yaml', manifest]]);
  const { made } = await workbench.compile(named, now(), { vocabulary, trained });
  if (!made) throw new TypeError('a draft that passed its check fails it under its own name');
  await store.add({
    version,
    ...made,
    createdAt: at,
    who,
    why,
    basedOn: trial.against,
    files: named,
    exam: trial.exam?.result,
    ...(override && needsReason(trial)
      ? { overridden: { reason: override, lines: trial.exam?.lost.map(({ q }) => q) ?? [] } }
      : {}),
  });
  await knowledge.activate(version, { who, why }, { expected: trial.against });
  return version;
}
