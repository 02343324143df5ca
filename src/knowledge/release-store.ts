import type { ExamResult } from './exam.js';
import type { KnowledgeFiles } from './hash.js';

/** What is known of a release without opening it. */
export interface ReleaseRecord {
  /** CalVer: « 2026.11.22 », « 2026.11.22-2 ». */
  version: string;
  /** SHA-256 of what its files say, hex. */
  hash: string;
  /** ISO 8601. */
  createdAt: string;
  who: string;
  why: string;
  /** The release that its author started from; null for the first. */
  basedOn: string | null;
  /** Set when lines of the exam were lost and somebody answered for it. */
  overridden?: { reason: string; lines: string[] };
  /** Set when the exam was sat. */
  exam?: ExamResult;
}

/** A release: never changed once it is in the store. */
export interface Release extends ReleaseRecord {
  files: KnowledgeFiles;
  /** Parsed content and trained recogniser, in the engine's own form: derived from the files, so it may be made anew. */
  compiled: Uint8Array;
}

/** A line of the journal: from then on, that release answered. */
export interface Activation {
  version: string;
  /** ISO 8601. */
  at: string;
  who: string;
  why: string;
}

/** Publishing under a name that is taken. */
export class ReleaseExistsError extends Error {
  constructor(readonly version: string) {
    super(`la version ${version} existe déjà : une version publiée ne change plus`);
    this.name = 'ReleaseExistsError';
  }
}

/** Asking for a release that is not in the store. */
export class ReleaseMissingError extends Error {
  constructor(readonly version: string) {
    super(`la version ${version} n’existe pas`);
    this.name = 'ReleaseMissingError';
  }
}

/** The active release changed since the caller looked. */
export class ActivationConflictError extends Error {
  constructor(readonly active: string | undefined) {
    super(`la version active a changé entre-temps : ${active ?? 'aucune'}`);
    this.name = 'ActivationConflictError';
  }
}

/**
 * Immutable releases, a pointer to the active one, and the journal of its moves. Several processes may use one store at the
 * same time: readers never see half a release, nor a pointer to one that is not there. `test/contracts` says it in full.
 */
export interface ReleaseStore {
  /** Oldest first, by version. */
  list(): Promise<ReleaseRecord[]>;
  find(version: string): Promise<ReleaseRecord | undefined>;
  /** @throws ReleaseMissingError */
  readFiles(version: string): Promise<KnowledgeFiles>;
  /** @throws ReleaseMissingError */
  readCompiled(version: string): Promise<Uint8Array>;
  /** Durable when it resolves. @throws ReleaseExistsError */
  add(release: Release): Promise<void>;
  /** Replaces the compiled form after an upgrade of the engine. @throws ReleaseMissingError */
  replaceCompiled(version: string, compiled: Uint8Array): Promise<void>;
  active(): Promise<string | undefined>;
  /**
   * Points to a release and writes the journal; durable when it resolves.
   * `expected`: what must be active now (undefined: nothing), when given as a property.
   * @throws ReleaseMissingError, ActivationConflictError
   */
  activate(activation: Activation, when?: { expected: string | undefined }): Promise<void>;
  /** Oldest first. */
  journal(): Promise<Activation[]>;
  /**
   * Calls back, within about a second, when another release became active, in this process or another; may call without need.
   * Returns how to stop.
   */
  watch(onChange: () => void): () => void;
}
