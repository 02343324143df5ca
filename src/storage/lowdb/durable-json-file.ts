import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { PasserelleError } from '../../errors.js';
import { syncFolder } from './sync-folder.js';

export interface DurableFileOptions {
  openFile?: typeof open;
  /** This process alone writes the file: what a crash leaves beside it then has a known name, and is replaced or removed with it. */
  alone?: boolean;
  /** Told of the folder in which a document took its place, to sync it together with others. Default: it is synced at once. */
  renamed?(folder: string): void;
}

/** Where a document that one process writes is made before it takes its place. */
export const besideOf = (path: string): string => `${path}.tmp`;

/**
 * lowdb adapter whose `write` resolves only when the document survives a power cut: written beside, synced, renamed,
 * and its folder synced. lowdb's own JSONFile does not sync.
 */
export class DurableJsonFile<T> implements Adapter<T> {
  constructor(
    private readonly path: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
    private readonly options: DurableFileOptions = {},
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
    const { alone, renamed } = this.options;
    const beside = alone ? besideOf(this.path) : `${this.path}.${randomBytes(6).toString('hex')}.tmp`;
    const folder = dirname(this.path);
    try {
      const file = await this.create(beside, folder);
      try {
        await file.writeFile(JSON.stringify(data));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(beside, this.path);
      if (renamed) renamed(folder);
      else await syncFolder(folder);
    } catch (error) {
      await rm(beside, { force: true });
      throw new PasserelleError('E_STORE_WRITE', this.path, { cause: error });
    }
  }

  /** The folder is nearly always there. */
  private async create(path: string, folder: string): Promise<FileHandle> {
    const { openFile = open } = this.options;
    try {
      return await openFile(path, 'w', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      return openFile(path, 'w', 0o600);
    }
  }
}
