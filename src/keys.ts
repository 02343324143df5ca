import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PasserelleError } from './errors.js';

/** Keys of one purpose each, derived from the installation's own key: one leaking tells nothing of the others. */
export interface Keys {
  directLine: Uint8Array;
  /** Keyed hash of a channel's user id: the same person gives the same pseudonym, and nobody can go back. */
  pseudonym(userId: string): string;
}

/**
 * The installation's key: given by the environment, else made on first start in DATA_DIR (mode 0600), so that tokens survive a restart.
 * @throws PasserelleError E_DATA_DIR
 */
export async function openKeys(dataDir: string, given?: string): Promise<Keys> {
  const master = given ? Buffer.from(given, 'base64url') : await readOrMakeKey(join(dataDir, 'key'));
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', master, 'passerelle', purpose, 32));
  const pseudonymKey = derive('pseudonym');
  return {
    directLine: derive('directline-token'),
    pseudonym: (userId) => `u_${createHmac('sha256', pseudonymKey).update(userId).digest('base64url').slice(0, 22)}`,
  };
}

async function readOrMakeKey(path: string): Promise<Buffer> {
  try {
    return Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new PasserelleError('E_DATA_DIR', path, { cause: error });
  }
  try {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    const key = randomBytes(32);
    // `wx`: of two first starts at once, one makes the key and the other reads it.
    await writeFile(path, `${key.toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readOrMakeKey(path);
    throw new PasserelleError('E_DATA_DIR', path, { cause: error });
  }
}
