import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PasserelleError } from '../../errors.js';

/**
 * Keeps two processes from writing one DATA_DIR. The lock names its process; one left by a process that is gone is taken over.
 * @throws PasserelleError E_DATA_DIR_LOCKED, E_DATA_DIR
 */
export async function lockDataDir(dataDir: string, pid: number = process.pid): Promise<{ release(): Promise<void> }> {
  const path = join(dataDir, 'lock');
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    for (let attempt = 0; ; attempt++) {
      try {
        await writeFile(path, String(pid), { flag: 'wx', mode: 0o600 });
        return { release: () => rm(path, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 0) throw error;
        const owner = Number(await readFile(path, 'utf8').catch(() => ''));
        if (owner !== pid && isAlive(owner)) throw new PasserelleError('E_DATA_DIR_LOCKED', `${dataDir}, processus ${owner}`);
        await rm(path, { force: true });
      }
    }
  } catch (error) {
    if (error instanceof PasserelleError) throw error;
    throw new PasserelleError('E_DATA_DIR', dataDir, { cause: error });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
