import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PasserelleError } from '../../errors.js';

/** The key in a file, made on first use (mode 0600). @throws PasserelleError E_DATA_DIR */
export async function readOrMakeKey(path: string): Promise<Buffer> {
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
