import type { ActiveKnowledge } from './active-knowledge.js';
import { checkKnowledge } from './check.js';
import { compileKnowledge, loadCompiled } from './compile.js';
import { type CreateDecider, type ExamMiss, type ExamResult, findLostLines, runExam } from './exam.js';
import type { KnowledgeFiles } from './hash.js';
import type { Problem } from './problem.js';
import type { ReleaseStore } from './release-store.js';

/** Share of the exam below which a base is broken rather than weak: it is refused unless somebody answers for it. */
const LEAST_SCORE = 0.5;

export interface PublicationTools {
  store: ReleaseStore;
  createDecider: CreateDecider;
  now(): Date;
  /** Words that the recogniser must leave as they are (place names). */
  vocabulary?: readonly string[];
}

export interface PublicationRequest {
  files: KnowledgeFiles;
  who: string;
  why: string;
  /** The release that answers now, already loaded; undefined when there is none. */
  running?: ActiveKnowledge;
  /** Reason for publishing in spite of lost lines. */
  override?: string;
}

export type PublicationOutcome =
  | { outcome: 'published'; knowledge: ActiveKnowledge; exam: ExamResult; lost: ExamMiss[]; problems: Problem[] }
  | { outcome: 'invalid'; problems: Problem[] }
  | { outcome: 'lost'; exam: ExamResult; lost: ExamMiss[]; problems: Problem[] }
  | { outcome: 'weak'; exam: ExamResult; lost: ExamMiss[]; problems: Problem[] };

/**
 * Checks, examines, stores and activates a release, in this order; whatever refuses it leaves the store as it was.
 * Both releases sit the new one's exam; lines that only the running one passes refuse the new one.
 * Some seconds of CPU. @throws ReleaseExistsError, ActivationConflictError (somebody else published meanwhile)
 */
export async function publishRelease(request: PublicationRequest, tools: PublicationTools): Promise<PublicationOutcome> {
  const { files, running, override } = request;
  const { base, problems } = checkKnowledge(files, tools.now());
  if (!base) return { outcome: 'invalid', problems };
  const compiled = compileKnowledge(base, tools.vocabulary);
  const knowledge = loadCompiled(files, compiled);
  if (!knowledge) throw new TypeError('the engine cannot read what it just compiled');
  const exam = runExam(base.exam, tools.createDecider(knowledge));
  const lost = running ? findLostLines(runExam(base.exam, tools.createDecider(running)), exam) : [];
  if (lost.length > 0 && !override) return { outcome: 'lost', exam, lost, problems };
  if (exam.passed < exam.lines * LEAST_SCORE && !override) return { outcome: 'weak', exam, lost, problems };

  const { version, basedOn } = base.manifest;
  const at = tools.now().toISOString();
  const { who, why } = request;
  await tools.store.add({
    version,
    hash: base.hash,
    createdAt: at,
    who,
    why,
    basedOn,
    files,
    compiled,
    exam,
    ...(override ? { overridden: { reason: override, lines: lost.map(({ q }) => q) } } : {}),
  });
  await tools.store.activate({ version, at, who, why }, { expected: running?.version });
  return { outcome: 'published', knowledge, exam, lost, problems };
}
