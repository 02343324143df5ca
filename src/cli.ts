/** `npm run chat | kb | store | doctor | teams:package`: the commands beside the service. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { assetsDir } from './assets.js';
import { type Config, ConfigError, loadDotEnv, readConfig } from './config.js';
import { PasserelleError } from './errors.js';

const out = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs a command; returns the exit code. Wrong settings and known errors are said in a line, never as a stack. */
export async function runCommand(command: string, args: string[]): Promise<number> {
  // « … | head » stops reading: what is under way is still done, the rest of its lines are nobody's.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    loadDotEnv();
    const config = readConfig();
    switch (command) {
      case 'chat':
        return await (await import('./cli/chat.js')).runChat(config);
      case 'kb':
        return await runKnowledgeCommand(config, args);
      case 'store':
        return await runStoreCommand(config, args);
      case 'doctor':
        return await (await import('./cli/doctor.js')).runDoctor(config, { out });
      case 'teams:package':
        return await (await import('./cli/teams-package.js')).runTeamsPackage(config, args, out);
      default:
        process.stderr.write(`Commande inconnue : ${command}. Commandes : chat, kb, store, doctor, teams:package.\n`);
        return 2;
    }
  } catch (error) {
    if (error instanceof ConfigError || error instanceof PasserelleError) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runKnowledgeCommand(config: Config, args: string[]): Promise<number> {
  const [{ runKb }, { createKnowledgeTools }, { openReleases }] = await Promise.all([
    import('./cli/kb.js'),
    import('./knowledge-tools.js'),
    import('./storage/open-stores.js'),
  ]);
  const err = (line: string) => process.stderr.write(`${line}\n`);
  const releases = await openReleases(config, {
    now: () => new Date(),
    onDamaged: (path) => err(`Fichier illisible mis de côté : ${path}`),
  });
  try {
    const tools = createKnowledgeTools(releases.store, assetsDir);
    return await runKb(args, { out, err }, { ...tools, knowledgeDir: config.knowledgeDir, user: userInfo().username });
  } finally {
    await releases.close();
  }
}

async function runStoreCommand(config: Config, args: string[]): Promise<number> {
  const [{ runStore }, { readAppVersion }] = await Promise.all([import('./cli/store.js'), import('./cli/app-version.js')]);
  const err = (line: string) => process.stderr.write(`${line}\n`);
  const newId = () => randomBytes(12).toString('base64url');
  return runStore(args, { out, err }, { config, now: () => new Date(), newId, app: await readAppVersion() });
}
