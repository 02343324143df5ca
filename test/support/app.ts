import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../src/app.js';
import { assetsDir } from '../../src/assets.js';
import { type Config, readConfig } from '../../src/config.js';

export interface TestApp {
  url: string;
  dataDir: string;
  config: Config;
  /** Stops the service; the data stay until `remove`. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Starts the real service on a free port with a folder of its own. A DATA_DIR already seeded with a trained release is
 * shared between tests through `seedDataDir`, since training takes seconds.
 */
export async function startTestApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const dataDir = environment.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'passerelle-')));
  await seedDataDir(dataDir);
  const config = readConfig({ PORT: '0', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'silent', ...environment, DATA_DIR: dataDir });
  const app = await createApp({ config, assets: assetsDir, logger: pino({ level: 'silent' }), say: () => undefined });
  const { url } = await app.listen();
  return { url, dataDir, config, close: () => app.close(), remove: () => rm(dataDir, { recursive: true, force: true }) };
}

let seeded: Promise<string> | undefined;

/** Copies a published release into a fresh DATA_DIR: the first call publishes it, by starting the service once. */
async function seedDataDir(dataDir: string): Promise<void> {
  const { cp, mkdir, access } = await import('node:fs/promises');
  seeded ??= publishOnce();
  const from = join(await seeded, 'releases');
  const to = join(dataDir, 'releases');
  const exists = await access(to).then(
    () => true,
    () => false,
  );
  if (exists) return;
  await mkdir(dataDir, { recursive: true });
  await cp(from, to, { recursive: true });
}

async function publishOnce(): Promise<string> {
  const dataDir = join(tmpdir(), `passerelle-seed-${process.pid}`);
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir });
  const app = await createApp({ config, assets: assetsDir, logger: pino({ level: 'silent' }), say: () => undefined });
  await app.close();
  process.once('exit', () => {
    // Best effort: a temporary folder.
    import('node:fs').then(({ rmSync }) => rmSync(dataDir, { recursive: true, force: true })).catch(() => undefined);
  });
  return dataDir;
}
