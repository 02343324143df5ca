import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { checkKnowledge } from '../knowledge/check.js';
import { formatProblem } from '../knowledge/problem.js';
import { createTrainingSet } from '../knowledge/training-set.js';
import { toCalibration, trainModel } from '../language/index.js';
import { type KbCommand, readFolder } from './kb-command.js';

const HEADER = `# Ce que l'assistant a appris de messages mis de côté : comment départager les fiches, et à quel point être sûr.
# Écrit par \`npm run kb -- calibrate\` ; ne pas modifier à la main. À refaire quand beaucoup de fiches ont changé.
`;

/** `calibrate`: learns anew how sure to be, and keeps it beside the content (half a minute). */
export const runCalibrate: KbCommand = async (_operands, _options, io, deps) => {
  const { base, problems } = checkKnowledge(await readFolder(deps), deps.now());
  if (!base) {
    for (const problem of problems.filter(({ severity }) => severity === 'error')) io.err(formatProblem(problem));
    return 1;
  }
  const model = trainModel(createTrainingSet(base, deps.vocabulary ?? []));
  await writeFile(
    join(deps.knowledgeDir, 'calibration.yaml'),
    HEADER + stringify(toCalibration(model), { flowCollectionPadding: false }),
  );
  io.out('Calibrage écrit : calibration.yaml. Passez l’examen (npm run kb -- exam) avant de publier.');
  return 0;
};
