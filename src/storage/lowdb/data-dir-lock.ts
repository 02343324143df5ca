import { createHash, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PasserelleError } from '../../errors.js';

/** Bytes that the address of a Unix socket may have everywhere. */
const LONGEST_ADDRESS = 100;
/** Attempts while others come and go. */
const ATTEMPTS = 50;
/** Milliseconds between two of them. */
const WAIT = 10;

/**
 * Keeps two processes from writing one DATA_DIR. The lock is a socket that its owner listens on: it ends with its owner however
 * that ends, and it is not mistaken when two containers that share the folder both call their process 1. What nobody listens on
 * is taken over.
 * @throws PasserelleError E_DATA_DIR_LOCKED, E_DATA_DIR
 */
export async function lockDataDir(dataDir: string): Promise<{ release(): Promise<void> }> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    try {
      return await lockAt(await findPlace(dataDir), dataDir);
    } catch (error) {
      if (!CANNOT.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return await lockAt(placeBeside(dataDir), dataDir);
    }
  } catch (error) {
    if (error instanceof PasserelleError) throw error;
    throw new PasserelleError('E_DATA_DIR', dataDir, { cause: error });
  }
}

/** Where sockets are made and found. */
interface Place {
  /** Address of a name. */
  at(name: string): string;
  close(): Promise<void>;
}

/** What some network drives and shared folders say of sockets and second names. */
const CANNOT: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

async function lockAt(place: Place, dataDir: string): Promise<{ release(): Promise<void> }> {
  try {
    return await takeLock(place, dataDir);
  } catch (error) {
    await place.close();
    throw error;
  }
}

/** The folder itself. Where its path is too long for a socket: on Linux by a descriptor of the folder, whose path is short. */
async function findPlace(dataDir: string): Promise<Place> {
  if (Buffer.byteLength(join(dataDir, newName())) <= LONGEST_ADDRESS)
    return { at: (name) => join(dataDir, name), close: async () => undefined };
  if (process.platform === 'linux') {
    const folder = await open(dataDir, 'r');
    return { at: (name) => `/proc/self/fd/${folder.fd}/${name}`, close: () => folder.close() };
  }
  return placeBeside(dataDir);
}

/** In the folder of temporary files, under a name made of the path: holds on this machine, but other containers do not see it. */
function placeBeside(dataDir: string): Place {
  const prefix = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  return { at: (name) => join(tmpdir(), `${prefix}.${name}`), close: async () => undefined };
}

const LOCK = 'lock.sock';
const GUARD = 'lock.guard';
const newName = () => `lock.${randomBytes(4).toString('hex')}`;

/** Listens under a name of its own, then gives the socket the lock's name, which only one can have. */
async function takeLock(place: Place, dataDir: string): Promise<{ release(): Promise<void> }> {
  const [own, lock] = [place.at(newName()), place.at(LOCK)];
  const server = await listen(own);
  const release = async () => {
    await new Promise((closed) => server.close(closed));
    await place.close();
  };
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await tryLink(own, lock)) {
        await rm(own, { force: true });
        return {
          release: async () => {
            await rm(lock, { force: true });
            await release();
          },
        };
      }
      if ((await look(lock)) === 'listened') break;
      await removeStale(own, lock, place);
    }
    throw new PasserelleError('E_DATA_DIR_LOCKED', dataDir);
  } catch (error) {
    await release();
    await rm(own, { force: true });
    throw error;
  }
}

/** Takes a lock away that nobody listens on. One at a time, under a guard, or one would take away what another has just taken. */
async function removeStale(own: string, lock: string, place: Place): Promise<void> {
  const guard = place.at(GUARD);
  if (await tryLink(own, guard)) {
    if ((await look(lock)) === 'stale') await rm(lock, { force: true });
    await rm(guard, { force: true });
  } else if ((await look(guard)) === 'stale') await rm(guard, { force: true });
  else await new Promise((resolve) => setTimeout(resolve, WAIT));
}

async function listen(address: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  // The lock alone keeps no process alive.
  server.unref();
  await chmod(address, 0o600);
  return server;
}

async function tryLink(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether somebody listens on a socket. */
function look(address: string): Promise<'listened' | 'stale' | 'missing'> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const end = (answer: 'listened' | 'stale' | 'missing') => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end('listened'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      // Anything but refused or gone (full queue, no right) means somebody.
      end(code === 'ECONNREFUSED' ? 'stale' : code === 'ENOENT' ? 'missing' : 'listened');
    });
  });
}
