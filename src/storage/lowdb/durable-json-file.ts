import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { PasserelleError } from '../../errors.js';

/**
 * lowdb adapter whose `write` resolves only when the document survives a power cut: written beside, synced, renamed,
 * and its folder synced. lowdb's own JSONFile does not sync.
 */
export class DurableJsonFile<T> implements Adapter<T> {
  constructor(
    private readonly path: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
  ) {}

  /** The document, or null when there is none. A damaged file is set aside under another name and reported. */
  async read(): Promise<T | null> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new PasserelleError('E_DATA_DIR', this.path, { cause: error });
    }
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      await rename(this.path, `${this.path}.damaged`);
      this.onDamaged(this.path, error);
      return null;
    }
  }

  async write(data: T): Promise<void> {
    const beside = `${this.path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await mkdir(dirname(this.path), { recursive: true });
      const file = await open(beside, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(data));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(beside, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      await rm(beside, { force: true });
      throw new PasserelleError('E_STORE_WRITE', this.path, { cause: error });
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
