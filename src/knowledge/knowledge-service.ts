import { PasserelleError } from '../errors.js';
import type { ActiveKnowledge } from './active-knowledge.js';
import { type Adoption, adoptFolder } from './adopt-folder.js';
import { openRelease } from './open-release.js';
import type { PublicationTools } from './publish.js';
import { readKnowledgeFiles } from './read-files.js';
import { ActivationConflictError, ReleaseExistsError } from './release-store.js';

export interface KnowledgeServiceOptions extends PublicationTools {
  /** The content folder of this installation. */
  knowledgeDir: string;
  /** Tells the operator, in French, what became of the folder at start and which release answers. */
  say(line: string): void;
  logger?: { error(detail: object, message: string): void };
}

export function createKnowledgeService(options: KnowledgeServiceOptions): KnowledgeService {
  return new KnowledgeService(options);
}

/**
 * The release that answers. A turn calls `active()` once and keeps what it got: activation replaces the value as a whole,
 * so that no turn sees two releases and none waits.
 */
export class KnowledgeService {
  private current: ActiveKnowledge | undefined;
  private readonly listeners = new Set<(knowledge: ActiveKnowledge) => void>();
  private stopWatching: (() => void) | undefined;
  private following: Promise<void> = Promise.resolve();

  constructor(private readonly options: KnowledgeServiceOptions) {}

  /** @throws PasserelleError E_KNOWLEDGE_NONE before a release is active. */
  active(): ActiveKnowledge {
    if (!this.current) throw new PasserelleError('E_KNOWLEDGE_NONE');
    return this.current;
  }

  /** Whether a release answers: what /readyz asks. */
  get ready(): boolean {
    return this.current !== undefined;
  }

  /**
   * Loads the active release, publishes the content folder when the rule allows (see adoptFolder), then follows the store.
   * @throws PasserelleError E_KNOWLEDGE when nothing can answer
   */
  async start(): Promise<void> {
    const { store, say } = this.options;
    const adopted = await this.begin();
    for (const line of adopted.lines) say(line);
    if (adopted.knowledge) this.adopt(adopted.knowledge);
    if (!this.current) throw new PasserelleError('E_KNOWLEDGE', adopted.lines.join('\n'));
    say(`Base de connaissances ${this.current.version} : ${this.current.base.entries.size} fiches.`);
    this.stopWatching = store.watch(() => void this.follow());
  }

  /**
   * Makes another release of the store answer: new turns get it, running ones keep theirs. `when`: see ReleaseStore.activate.
   * @throws ReleaseMissingError, ActivationConflictError
   */
  async activate(version: string, by: { who: string; why: string }, when?: { expected: string | undefined }): Promise<void> {
    const { store, now, vocabulary } = this.options;
    const knowledge = await openRelease(store, version, vocabulary);
    await store.activate({ version, at: now().toISOString(), ...by }, when);
    this.adopt(knowledge);
  }

  /** Calls back when another release begins to answer; returns how to stop. */
  onChange(listener: (knowledge: ActiveKnowledge) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Stops following the store. */
  async stop(): Promise<void> {
    this.stopWatching?.();
    this.stopWatching = undefined;
    await this.following;
  }

  /**
   * Loads what is active and adopts the folder. Instances that start together on one store publish the same folder: who comes
   * second finds the name taken, or the pointer moved, and takes what the first one has made.
   */
  private async begin(tries = 3): Promise<Adoption> {
    const { store, vocabulary } = this.options;
    const version = await store.active();
    if (version !== undefined) {
      this.adopt(
        await openRelease(store, version, vocabulary).catch((cause: unknown) => {
          if (cause instanceof PasserelleError) throw cause;
          throw new PasserelleError('E_KNOWLEDGE', cause instanceof Error ? cause.message : version, { cause });
        }),
      );
    }
    try {
      return await this.adoptFolder();
    } catch (error) {
      const overtaken = error instanceof ReleaseExistsError || error instanceof ActivationConflictError;
      if (!overtaken || tries === 1) throw error;
      return this.begin(tries - 1);
    }
  }

  private async adoptFolder() {
    const { knowledgeDir } = this.options;
    const files = await readKnowledgeFiles(knowledgeDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new PasserelleError('E_KNOWLEDGE', knowledgeDir, { cause: error });
    });
    return files
      ? adoptFolder(files, this.current, this.options)
      : { lines: [`Il n’y a pas de dossier ${knowledgeDir}.`], knowledge: undefined };
  }

  /** Takes over what another process activated. One after the other: the last pointer wins. */
  private follow(): Promise<void> {
    this.following = this.following.then(async () => {
      try {
        const version = await this.options.store.active();
        if (version === undefined || version === this.current?.version) return;
        this.adopt(await openRelease(this.options.store, version, this.options.vocabulary));
        this.options.say(`Base de connaissances : la version ${version} est maintenant active.`);
      } catch (error) {
        // The running release goes on answering; the next change of the pointer is tried again.
        this.options.logger?.error({ err: error }, 'E_KNOWLEDGE');
        this.options.say('Base de connaissances : la nouvelle version n’a pas pu être chargée, l’ancienne reste active.');
      }
    });
    return this.following;
  }

  private adopt(knowledge: ActiveKnowledge): void {
    if (knowledge.version === this.current?.version) return;
    this.current = knowledge;
    for (const listener of this.listeners) listener(knowledge);
  }
}
