import { diffKnowledge, formatDiff } from '../knowledge/diff.js';
import { FOLDER, type KbCommand, readSide } from './kb-command.js';

/** `diff [A] [B]`: from the active release, or A, to the folder, or B. */
export const runDiff: KbCommand = async ([from, to = FOLDER], options, io, deps) => {
  const before = from ?? (await deps.store.active());
  if (before === undefined) {
    io.err('Aucune version n’est active : il n’y a rien à comparer.');
    return 1;
  }
  const diff = diffKnowledge(await readSide(before, deps), await readSide(to, deps));
  if (options.json) io.out(JSON.stringify(diff, null, 2));
  else for (const line of [`De ${before} à ${to} :`, ...formatDiff(diff)]) io.out(line);
  return 0;
};
