import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { pino } from 'pino';
import { type App, type AppOptions, createApp } from '../../src/app.js';
import { assetsDir } from '../../src/assets.js';
import { type Config, readConfig } from '../../src/config.js';
import { hashKnowledge } from '../../src/knowledge/hash.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';
import { openReleases } from '../../src/storage/open-stores.js';

export interface TestApp {
  url: string;
  dataDir: string;
  config: Config;
  retention: App['retention'];
  digest: App['digest'];
  /** Stops the service; the data stay until `remove`. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Starts the real service on a free port with a folder of its own, or on the database of DATABASE_URL. A DATA_DIR already seeded with a trained release is
 * shared between tests through `seedDataDir`, since training takes seconds.
 */
export async function startTestApp(
  environment: Record<string, string> = {},
  more: Partial<Pick<AppOptions, 'botCloud' | 'now' | 'say'>> = {},
): Promise<TestApp> {
  const dataDir = environment.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'passerelle-')));
  if (environment.DATABASE_URL) await seedDatabase(environment.DATABASE_URL);
  else await seedDataDir(dataDir);
  const config = readConfig({ PORT: '0', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'silent', ...environment, DATA_DIR: dataDir });
  const app = await createApp({ config, assets: assetsDir, logger: pino({ level: 'silent' }), say: () => undefined, ...more });
  const { url } = await app.listen();
  return {
    url,
    dataDir,
    config,
    retention: app.retention,
    digest: app.digest,
    close: () => app.close(),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

let seeded: Promise<string> | undefined;

/** Copies a published release into a fresh DATA_DIR: training takes seconds, so one is made per build and shared by every test. */
export async function seedDataDir(dataDir: string): Promise<void> {
  seeded ??= publishOnce();
  const from = join(await seeded, 'releases');
  const to = join(dataDir, 'releases');
  if (existsSync(to)) return;
  await mkdir(dataDir, { recursive: true });
  await cp(from, to, { recursive: true });
}

/** The same for PostgreSQL: the release goes from store to store. */
export async function seedDatabase(databaseUrl: string): Promise<void> {
  seeded ??= publishOnce();
  const options = { now: () => new Date(), onDamaged: (path: string) => expect.fail(`damaged: ${path}`) };
  const from = await openReleases({ dataDir: await seeded }, options);
  const to = await openReleases({ dataDir: '', databaseUrl }, options);
  try {
    if (await to.store.active()) return;
    for (const record of await from.store.list()) {
      const [files, compiled] = await Promise.all([
        from.store.readFiles(record.version),
        from.store.readCompiled(record.version),
      ]);
      await to.store.add({ ...record, files, compiled });
    }
    for (const activation of await from.store.journal()) await to.store.activate(activation);
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/** The shared release, named after what it was made from: the content and the code that learns from it. */
export async function publishOnce(): Promise<string> {
  const hash = createHash('sha256').update(hashKnowledge(await readKnowledgeFiles(readConfig({}).knowledgeDir)));
  for (const folder of ['../../src/language', '../../src/knowledge']) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of (await readdir(path)).filter((file) => file.endsWith('.ts')).sort())
      hash.update(await readFile(join(path, name)));
  }
  const dataDir = join(tmpdir(), 'passerelle-test-seeds', hash.digest('hex').slice(0, 16));
  if (existsSync(join(dataDir, 'done'))) return dataDir;
  const making = `${dataDir}-${process.pid}`;
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: making });
  const app = await createApp({ config, assets: assetsDir, logger: pino({ level: 'silent' }), say: () => undefined });
  await app.close();
  await writeFile(join(making, 'done'), '');
  await rename(making, dataDir).catch(() => undefined);
  return existsSync(join(dataDir, 'done')) ? dataDir : making;
}
