import { checkKnowledge } from '../knowledge/check.js';
import { formatProblem } from '../knowledge/problem.js';
import { type KbCommand, readFolder } from './kb-command.js';

/** `check`: every problem of the folder, errors last so that they stay in sight. */
export const runCheck: KbCommand = async (_operands, options, io, deps) => {
  const { base, problems } = checkKnowledge(await readFolder(deps), deps.now());
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (options.json) {
    io.out(JSON.stringify({ ok: errors.length === 0, problems }, null, 2));
    return errors.length === 0 ? 0 : 1;
  }
  for (const problem of problems) if (problem.severity === 'warning') io.out(formatProblem(problem));
  for (const problem of errors) io.err(formatProblem(problem));
  const warnings = problems.length - errors.length;
  if (errors.length > 0)
    io.err(`${errors.length} erreur(s), ${warnings} point(s) d’attention. Les erreurs empêchent de publier.`);
  else
    io.out(
      `Aucune erreur, ${warnings} point(s) d’attention : ${base?.entries.size ?? 0} fiches, ${base?.exam.length ?? 0} lignes d’examen.`,
    );
  return errors.length === 0 ? 0 : 1;
};
