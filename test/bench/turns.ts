import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedDatabase, seedDataDir } from '../support/app.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';
import { startPostgres } from '../support/postgres.js';
import { readEvaluation } from './knowledge-set.js';

/** Turns of a block, blocks of each server, turns under way at one time, turns of a conversation. */
const SHAPE = { turns: 200, blocks: 7, atOnce: 4, conversation: 4 };

export interface Measured {
  process: ChildProcess;
  url: string;
  /** Milliseconds from the creation of the service to its listening, the loading of its code aside. */
  startMs: number;
  /** Milliseconds of CPU since the process began, and bytes that it holds. */
  look(): Promise<{ cpu: number; rss: number }>;
  stop(): Promise<void>;
}

/** Compiles the service, where it has changed. */
export async function buildService(): Promise<void> {
  const script = fileURLToPath(new URL('../../src/build/build.mjs', import.meta.url));
  const [code] = (await once(spawn(process.execPath, [script], { stdio: 'inherit' }), 'exit')) as [number];
  if (code !== 0) throw new Error('the service does not compile');
}

/** Starts a server of `turns-child.ts` as a process of its own. */
export async function startMeasured(
  role: 'passerelle' | 'echo',
  environment: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<Measured> {
  const script = fileURLToPath(new URL('./turns-child.ts', import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, '--import', 'tsx', script, role], {
    env: { PATH: process.env.PATH, PORT: '0', RATE_LIMIT_PER_MINUTE: '0', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const hear = async <T>(): Promise<T> => {
    const heard = new AbortController();
    const { signal } = heard;
    const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error(`${role} ended`)));
    ended.catch(() => undefined);
    try {
      const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [T];
      return message;
    } finally {
      heard.abort();
    }
  };
  const { url, ms } = await hear<{ url: string; ms: number }>();
  return {
    process: child,
    url,
    startMs: ms,
    look: () => {
      const answer = hear<{ cpu: number; rss: number }>();
      child.send('look');
      return answer;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Says things to `/api/messages` as Teams does, some at a time; throws when one is not answered well. */
export function createSpeaker(serviceUrl: string, questions: readonly string[], name: string) {
  const agent = new Agent({ keepAlive: true });
  let said = 0;
  const post = (url: string, body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      request(`${url}/api/messages`, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`a turn was answered ${response.statusCode}`)),
        );
      })
        .on('error', reject)
        .end(body);
    });
  return {
    async speak(url: string, turns: number, atOnce = SHAPE.atOnce): Promise<void> {
      let left = Math.ceil(turns / SHAPE.conversation);
      const converse = async () => {
        while (left-- > 0) {
          const id = `a:${name}-${said}`;
          for (let turn = 0; turn < SHAPE.conversation; turn++) {
            const text = questions[said++ % questions.length] ?? '';
            await post(url, JSON.stringify(teamsMessage(serviceUrl, text, id)));
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, converse));
    },
    close: () => agent.destroy(),
  };
}

/** CPU per turn of the service beside a bare echo bot, block by block in turn. `profile`: what the service spends it on, too. */
export async function measureTurns(
  print: (line: string) => void,
  backend: 'lowdb' | 'postgres',
  profile: boolean,
): Promise<void> {
  await buildService();
  const dataDir = await mkdtemp(join(tmpdir(), 'passerelle-bench-'));
  const postgres = backend === 'postgres' ? await startPostgres(['fsync=on']) : undefined;
  const connector = await startLoopbackConnector();
  const speaker = createSpeaker(
    connector.url,
    readEvaluation('knowledge').map(({ q }) => q),
    'bench',
  );
  const databaseUrl = await postgres?.createDatabase();
  if (databaseUrl) await seedDatabase(databaseUrl);
  else await seedDataDir(dataDir);
  const service = await startMeasured(
    'passerelle',
    { DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
    profile ? ['--cpu-prof', `--cpu-prof-dir=${dataDir}`] : [],
  );
  const echo = await startMeasured('echo', {});
  try {
    const block = async (server: Measured) => {
      connector.received.length = 0;
      connector.headers.length = 0;
      const before = await server.look();
      await speaker.speak(server.url, SHAPE.turns);
      const cpu = ((await server.look()).cpu - before.cpu) / SHAPE.turns;
      const sent = connector.received.filter(({ type }) => type === 'message').length;
      if (sent < SHAPE.turns) throw new Error(`${sent} replies to ${SHAPE.turns} turns`);
      return cpu;
    };
    // Warm: what is compiled once is compiled.
    for (const server of [service, echo]) for (let round = 0; round < 3; round++) await block(server);
    const rows: { echo: number; service: number }[] = [];
    for (let round = 0; round < SHAPE.blocks; round++) {
      const row = { echo: await block(echo), service: await block(service) };
      rows.push(row);
      print(
        `  écho ${row.echo.toFixed(2)} ms   Passerelle ${row.service.toFixed(2)} ms   × ${(row.service / row.echo).toFixed(2)}`,
      );
    }
    const [bare, full] = [median(rows.map((row) => row.echo)), median(rows.map((row) => row.service))];
    const ratio = median(rows.map((row) => row.service / row.echo));
    print(`CPU per turn on ${backend}, median of ${SHAPE.blocks} blocks of ${SHAPE.turns} turns:`);
    print(`  echo bot ${bare.toFixed(2)} ms, Passerelle ${full.toFixed(2)} ms: ${ratio.toFixed(2)} times (aim: at most 1.5)`);
  } finally {
    await Promise.all([service.stop(), echo.stop()]);
    speaker.close();
    await connector.close();
    if (profile) for (const line of await readProfile(dataDir)) print(line);
    await postgres?.remove();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

/** Where the time went: by package or file of ours, and the functions themselves; starting is part of it. */
async function readProfile(folder: string): Promise<string[]> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.cpuprofile'));
  if (!name) return ['no profile was written'];
  const { nodes, samples, timeDeltas } = JSON.parse(await readFile(join(folder, name), 'utf8')) as Profile;
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  // The second half: by then the service is warm.
  for (let index = Math.floor(samples.length / 2); index < samples.length; index++) {
    const frame = byId.get(samples[index] ?? 0);
    const time = timeDeltas[index] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    total += time;
    const place = placeOf(frame.url) || frame.functionName;
    places.set(place, (places.get(place) ?? 0) + time);
    const called = `${frame.functionName || '(anonymous)'} ${frame.url.split('/').slice(-2).join('/')}:${frame.lineNumber + 1}`;
    functions.set(called, (functions.get(called) ?? 0) + time);
  }
  const top = (sums: Map<string, number>, count: number) =>
    [...sums]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([what, time]) => `  ${((100 * time) / total).toFixed(1).padStart(5)} %  ${what}`);
  return ['Self time by place:', ...top(places, 25), 'Self time by function:', ...top(functions, 30)];
}

const placeOf = (url: string): string =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? /\/((?:src|dialogs)\/[^?]+)/.exec(url)?.[1] ?? url;
