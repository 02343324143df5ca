/**
 * `npm run bench [-- knowledge [EXAM] | corpus FILE… | scale | geography | crash [TIMES]]`: the measurements that the README quotes.
 * EXAM: a file of JSON lines `{ q, must, mustNot }`; the lines that no single entry's answer satisfies are listed.
 * Timings are noisy: only figures of one run may be compared.
 */
import { benchCorpus } from './corpus.js';
import { measureCrashes } from './crash.js';
import { measureGeography } from './geography.js';
import { listUncovered, measureKnowledge } from './knowledge.js';
import { readEvaluation, readKnowledge } from './knowledge-set.js';
import { printScale } from './scale.js';
import { measureTurns } from './turns.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function measureSizes(): Promise<void> {
  const questions = readEvaluation('knowledge').map((line) => line.q);
  await printScale(readKnowledge('knowledge'), questions, 10_000, print);
}

const [what, ...files] = process.argv.slice(2);
switch (what) {
  case 'corpus':
    for (const file of files) await benchCorpus(file, 'knowledge', print);
    break;
  case 'crash':
    await measureCrashes(Number(files[0] ?? 50), print);
    break;
  case 'scale':
    await measureSizes();
    break;
  case 'geography':
    await measureGeography(print);
    break;
  case 'turns': {
    const backend = files.includes('postgres') ? 'postgres' : 'lowdb';
    await measureTurns(print, backend, files.includes('--profile'));
    break;
  }
  case 'knowledge':
  case undefined:
    await measureKnowledge(print);
    listUncovered('knowledge', files[0], print);
    if (what === undefined) {
      await measureSizes();
      await measureGeography(print);
    }
    break;
  default:
    process.stderr.write('usage: npm run bench [-- knowledge [EXAM] | corpus FILE… | scale | geography | crash [TIMES]]\n');
    process.exitCode = 2;
}
