import { PasserelleError } from '../errors.js';
import type { ActiveKnowledge } from './active-knowledge.js';
import { compileKnowledge, loadCompiled } from './compile.js';
import { parseKnowledge } from './load.js';
import { formatProblem } from './problem.js';
import { ReleaseMissingError, type ReleaseStore } from './release-store.js';

/**
 * Loads a release of the store, ready to answer. A release that another engine compiled is compiled anew and stored.
 * @throws ReleaseMissingError; PasserelleError E_KNOWLEDGE when this engine's rules refuse files that were accepted once
 */
export async function openRelease(
  store: ReleaseStore,
  version: string,
  vocabulary: readonly string[] = [],
): Promise<ActiveKnowledge> {
  const [record, files, compiled] = await Promise.all([
    store.find(version),
    store.readFiles(version),
    store.readCompiled(version),
  ]);
  if (!record) throw new ReleaseMissingError(version);
  const known = loadCompiled(files, compiled);
  if (known) return known;
  const { base, problems } = parseKnowledge(files, record.hash);
  if (!base) {
    const errors = problems.filter(({ severity }) => severity === 'error').map(formatProblem);
    throw new PasserelleError('E_KNOWLEDGE', `la version ${version} ne peut plus être lue :\n${errors.join('\n')}`);
  }
  const renewed = compileKnowledge(base, vocabulary);
  await store.replaceCompiled(version, renewed);
  const knowledge = loadCompiled(files, renewed);
  if (!knowledge) throw new TypeError('the engine cannot read what it just compiled');
  return knowledge;
}
