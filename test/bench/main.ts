/**
 * `npm run bench [-- knowledge | corpus FILE… | scale | geography]`: the measurements that the README quotes.
 * Timings are noisy: only figures of one run may be compared.
 */
import { benchCorpus } from './corpus.js';
import { measureGeography } from './geography.js';
import { measureKnowledge } from './knowledge.js';
import { readEvaluation, readKnowledge } from './knowledge-set.js';
import { generateSet, measureScale } from './scale.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function measureSizes(): Promise<void> {
  const set = readKnowledge('knowledge');
  const questions = readEvaluation('knowledge').map((line) => line.q);
  print('our own base:');
  print(JSON.stringify(measureScale(set, questions)));
  print('10,000 generated entries:');
  print(JSON.stringify(measureScale(generateSet(set, 10_000), questions)));
}

const [what, ...files] = process.argv.slice(2);
switch (what) {
  case 'corpus':
    for (const file of files) await benchCorpus(file, 'knowledge', print);
    break;
  case 'scale':
    await measureSizes();
    break;
  case 'geography':
    await measureGeography(print);
    break;
  case 'knowledge':
  case undefined:
    await measureKnowledge(print);
    if (what === undefined) {
      await measureSizes();
      await measureGeography(print);
    }
    break;
  default:
    process.stderr.write('usage: npm run bench [-- knowledge | corpus FILE… | scale | geography]\n');
    process.exitCode = 2;
}
