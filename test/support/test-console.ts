/** The staff console on a real server and a real store, with a small knowledge base: starts in tenths of a second. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { assetsDir } from '../../src/assets.js';
import { readConfig } from '../../src/config.js';
import { Accounts } from '../../src/console/accounts.js';
import { type Console, createConsole } from '../../src/console/console.js';
import type { Account, Role } from '../../src/console/console-page.js';
import type { ProviderSettings } from '../../src/console/identity-provider.js';
import { Seal } from '../../src/console/seal.js';
import type { ConsoleServices } from '../../src/console/services.js';
import { Sessions } from '../../src/console/session.js';
import { deriveKeys } from '../../src/keys.js';
import { createKnowledgeService } from '../../src/knowledge/knowledge-service.js';
import { createKnowledgeTools } from '../../src/knowledge-tools.js';
import { createMetrics } from '../../src/metrics.js';
import { createPrivacyTools } from '../../src/privacy-tools.js';
import { createHttpServer } from '../../src/server/server.js';
import { openStores } from '../../src/storage/open-stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { createSmallBase } from '../knowledge/small-base.js';
import { ConsoleClient } from './console-client.js';

export interface TestConsoleOptions {
  provider?: ProviderSettings;
  admins?: readonly string[];
  loopbackOnly?: boolean;
  unlimited?: boolean;
  /** Address that staff are told; default: the server's own. */
  publicUrl?: string;
  key?: Uint8Array;
  /** An empty database; default: lowdb, in a folder. */
  databaseUrl?: string;
}

export interface TestConsole extends Console {
  url: string;
  stores: Stores;
  services: ConsoleServices;
  /** What the clock shows; moved by the test. */
  clock: { now: Date };
  link: string;
  /** Somebody of this role who has signed in; with a sign-in configured. */
  enter(role: Role, networks?: Account['networks']): Promise<ConsoleClient>;
  close(): Promise<void>;
}

/** A sign-in that is configured, and that nobody answers for. */
export const noProvider: ProviderSettings = { issuer: 'http://127.0.0.1:9', clientId: 'passerelle', clientSecret: 'secret' };

let seeded: Promise<string> | undefined;

/** The small base as files and as a published release: made once, copied for each console. */
async function seedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-console-seed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const now = () => new Date('2026-03-02T08:00:00Z');
  const knowledgeDir = join(folder, 'knowledge');
  for (const [path, content] of await createSmallBase()) {
    await mkdir(dirname(join(knowledgeDir, path)), { recursive: true });
    await writeFile(join(knowledgeDir, path), content);
  }
  const stores = await openStores({ dataDir: join(folder, 'data') }, { now, onDamaged: () => undefined });
  const { gazetteer: _, ...tools } = createKnowledgeTools(stores.releases, assetsDir, now);
  const knowledge = createKnowledgeService({ ...tools, knowledgeDir, say: () => undefined });
  await knowledge.start();
  await knowledge.stop();
  await stores.close();
  return folder;
}

export async function startTestConsole(options: TestConsoleOptions = {}): Promise<TestConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-console-'));
  const clock = { now: new Date('2026-03-02T09:00:00Z') };
  const now = () => clock.now;
  const logger = pino({ level: 'silent' });
  seeded ??= seedFolder();
  await cp(await seeded, folder, { recursive: true });
  const knowledgeDir = join(folder, 'knowledge');
  const { databaseUrl } = options;
  const stores = await openStores({ dataDir: join(folder, 'data'), databaseUrl }, { now, onDamaged: () => undefined });
  const { gazetteer: _, ...tools } = createKnowledgeTools(stores.releases, assetsDir, now);
  const knowledge = createKnowledgeService({ ...tools, knowledgeDir, say: () => undefined, logger });
  await knowledge.start();
  let url = '';
  const { office: privacy } = createPrivacyTools({
    config: readConfig({}),
    stores,
    keys: deriveKeys(Buffer.alloc(32, 7)),
    now,
    logger,
  });
  const services: ConsoleServices = {
    transcripts: stores.transcripts,
    review: stores.review,
    records: stores.records,
    knowledge,
    publication: tools,
    simulate: async () => [],
    erase: async (channelId, id) => void (await privacy.erase({ channelId, id })),
    privacy,
    redact: (text) => text,
    publicUrl: () => options.publicUrl ?? url,
    now,
    logger,
  };
  const key = options.key ?? new Uint8Array(32).fill(7);
  const accounts = new Accounts(stores.records);
  const sessions = new Sessions({
    seal: new Seal(key, now),
    accounts,
    cookies: { secure: options.publicUrl?.startsWith('https:') ?? false },
    local: false,
    now,
    newId: () => randomBytes(32).toString('base64url'),
  });
  const staff = createConsole(services, {
    assets: assetsDir,
    key,
    provider: options.provider,
    admins: options.admins ?? [],
    loopbackOnly: options.loopbackOnly ?? true,
    unlimited: options.unlimited ?? true,
  });
  const server = createHttpServer({
    routes: staff.routes,
    upgrades: [],
    trustedProxies: [],
    logger,
    metrics: createMetrics(),
  });
  const running = await server.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${running.port}`;
  return {
    ...staff,
    url,
    stores,
    services,
    clock,
    link: `${url}${staff.linkPath ?? ''}`,
    enter: async (role, networks = 'all') => {
      const id = `a_${role}_${networks === 'all' ? 'all' : networks.join('_')}`;
      const known = await accounts.find(id);
      await accounts.put({
        sessions: [],
        createdAt: now().toISOString(),
        ...known,
        id,
        name: `${role} ${networks === 'all' ? '' : networks.join(' ')}`.trim(),
        email: `${id}@reseau.example`,
        role,
        networks: networks === 'all' ? 'all' : [...networks],
        identity: { issuer: 'https://id.example', subject: id },
      });
      const client = new ConsoleClient(url);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec((await sessions.begin(id)) ?? '') ?? [];
      client.cookies.set(name, value);
      return client;
    },
    close: async () => {
      await running.close();
      await staff.close();
      await knowledge.stop();
      await stores.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
