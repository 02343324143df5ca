/**
 * `npm run bench [-- knowledge [EXAM] | corpus FILE… | scale | geography | crash [TIMES] | turns [--backend postgres] [--profile] |
 * storage [--sizes 1000,100000,1000000] [--backend lowdb|postgres] | console [--conversations 100000]]`: the measurements that the
 * README quotes.
 * EXAM: a file of JSON lines `{ q, must, mustNot }`; the lines that no single entry's answer satisfies are listed.
 * Timings are noisy: only figures of one run may be compared.
 */
import { benchCorpus } from './corpus.js';
import { measureCrashes } from './crash.js';
import { measureGeography } from './geography.js';
import { listUncovered, measureKnowledge } from './knowledge.js';
import { readEvaluation, readKnowledge } from './knowledge-set.js';
import { printScale } from './scale.js';
import { measureStorage } from './storage.js';
import { measureTurns } from './turns.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function measureSizes(): Promise<void> {
  const questions = readEvaluation('knowledge').map((line) => line.q);
  await printScale(readKnowledge('knowledge'), questions, 10_000, print);
}

/** What follows an option. */
const optionOf = (args: readonly string[], name: string): string | undefined =>
  args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
const backendOf = (args: readonly string[]) => (optionOf(args, '--backend') === 'postgres' ? 'postgres' : 'lowdb');
const sizesOf = (args: readonly string[]) =>
  (optionOf(args, '--sizes') ?? (backendOf(args) === 'lowdb' ? '1000,100000' : '1000,100000,1000000')).split(',').map(Number);

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
  case 'turns':
    await measureTurns(print, backendOf(files), files.includes('--profile'));
    break;
  case 'storage':
    await measureStorage(print, { backend: backendOf(files), sizes: sizesOf(files) });
    break;
  case 'console':
    // Loaded for this alone: its provider of identities warns at once.
    await (await import('./console.js')).measureConsole(print, Number(optionOf(files, '--conversations') ?? 100_000));
    break;
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
    process.stderr.write(
      'usage: npm run bench [-- knowledge [EXAM] | corpus FILE… | scale | geography | crash [TIMES] | turns | storage | console] (options: main.ts)\n',
    );
    process.exitCode = 2;
}
