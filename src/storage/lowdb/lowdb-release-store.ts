import { randomBytes } from 'node:crypto';
import { type FSWatcher, watch as watchPath } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { PasserelleError } from '../../errors.js';
import { compareVersions } from '../../knowledge/calver.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import {
  type Activation,
  ActivationConflictError,
  type Release,
  ReleaseExistsError,
  ReleaseMissingError,
  type ReleaseRecord,
  type ReleaseStore,
} from '../../knowledge/release-store.js';
import { DurableJsonFile } from './durable-json-file.js';

/** fs.watch says at once; where it cannot (network drives), the pointer is read this often. In milliseconds. */
const POLL_INTERVAL = 1000;

/**
 * Releases in a folder: `<version>/` with release.json, files.json and compiled.bin, made aside and renamed into place when
 * complete; `active.json`, a small document replaced whole; `journal/`, one document an activation.
 * Nothing is held in memory, so that the command line and the service can use one folder together.
 */
export class LowdbReleaseStore implements ReleaseStore {
  constructor(
    private readonly root: string,
    private readonly onDamaged: (path: string, cause: unknown) => void,
    private readonly pollInterval = POLL_INTERVAL,
  ) {}

  async list(): Promise<ReleaseRecord[]> {
    const found = await readdir(this.root, { withFileTypes: true }).catch(() => []);
    const versions = found.filter((item) => item.isDirectory() && /^\d/.test(item.name)).map((item) => item.name);
    const records = await Promise.all(versions.map((version) => this.find(version)));
    return records.filter((record) => record !== undefined).sort((a, b) => compareVersions(a.version, b.version));
  }

  async find(version: string): Promise<ReleaseRecord | undefined> {
    const text = await this.readPart(version, 'release.json');
    return text && (JSON.parse(text.toString('utf8')) as ReleaseRecord);
  }

  async readFiles(version: string): Promise<KnowledgeFiles> {
    const text = await this.requirePart(version, 'files.json');
    return new Map(Object.entries(JSON.parse(text.toString('utf8')) as Record<string, string>));
  }

  async readCompiled(version: string): Promise<Uint8Array> {
    return this.requirePart(version, 'compiled.bin');
  }

  async add({ files, compiled, ...record }: Release): Promise<void> {
    const target = this.folderOf(record.version);
    const beside = join(this.root, `.new-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(beside, { recursive: true });
      await writeDurably(join(beside, 'files.json'), JSON.stringify(Object.fromEntries(files)));
      await writeDurably(join(beside, 'compiled.bin'), compiled);
      await writeDurably(join(beside, 'release.json'), JSON.stringify(record));
      await syncFolder(beside);
      // Renaming onto a folder that holds something fails: the first to publish a name wins.
      await rename(beside, target);
      await syncFolder(this.root);
    } catch (error) {
      await rm(beside, { recursive: true, force: true });
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM') throw new ReleaseExistsError(record.version);
      throw new PasserelleError('E_STORE_WRITE', target, { cause: error });
    }
  }

  async replaceCompiled(version: string, compiled: Uint8Array): Promise<void> {
    await this.requireRelease(version);
    const path = join(this.folderOf(version), 'compiled.bin');
    const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeDurably(beside, compiled);
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw new PasserelleError('E_STORE_WRITE', path, { cause: error });
    }
  }

  async active(): Promise<string | undefined> {
    const pointer = this.openPointer();
    await pointer.read();
    return pointer.data?.version;
  }

  async activate(activation: Activation, when?: { expected: string | undefined }): Promise<void> {
    await this.requireRelease(activation.version);
    const pointer = this.openPointer();
    await pointer.read();
    if (when && when.expected !== pointer.data?.version) throw new ActivationConflictError(pointer.data?.version);
    pointer.data = activation;
    await pointer.write();
    // Numbered, so that order does not hang on clocks; two processes that take one number keep both lines.
    const number = String((await this.journalNames()).length + 1).padStart(6, '0');
    const name = `${number}-${randomBytes(4).toString('hex')}.json`;
    await new DurableJsonFile<Activation>(join(this.root, 'journal', name), this.onDamaged).write(activation);
  }

  async journal(): Promise<Activation[]> {
    const names = await this.journalNames();
    const found = await Promise.all(
      names.map((name) => new DurableJsonFile<Activation>(join(this.root, 'journal', name), this.onDamaged).read()),
    );
    return found.filter((line) => line !== null);
  }

  watch(onChange: () => void): () => void {
    let known: string | undefined;
    let stopped = false;
    const look = async () => {
      const text = await readFile(join(this.root, 'active.json'), 'utf8').catch(() => undefined);
      if (stopped || text === known) return;
      known = text;
      onChange();
    };
    let watcher: FSWatcher | undefined;
    const begin = async () => {
      await mkdir(this.root, { recursive: true });
      if (stopped) return;
      // A watcher that fails is no loss: the poll goes on.
      watcher = watchPath(this.root, { persistent: false }, () => void look());
      watcher.on('error', () => watcher?.close());
      // What changed before the watcher stood is told once, too.
      await look();
    };
    begin().catch(() => undefined);
    const timer = setInterval(() => void look(), this.pollInterval);
    timer.unref();
    return () => {
      stopped = true;
      clearInterval(timer);
      watcher?.close();
    };
  }

  private async journalNames(): Promise<string[]> {
    const names = await readdir(join(this.root, 'journal')).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  private openPointer(): Low<Activation | null> {
    return new Low<Activation | null>(
      new DurableJsonFile<Activation | null>(join(this.root, 'active.json'), this.onDamaged),
      null,
    );
  }

  private async requireRelease(version: string): Promise<void> {
    if (!(await this.find(version))) throw new ReleaseMissingError(version);
  }

  private async requirePart(version: string, name: string): Promise<Buffer> {
    const part = await this.readPart(version, name);
    if (!part) throw new ReleaseMissingError(version);
    return part;
  }

  private async readPart(version: string, name: string): Promise<Buffer | undefined> {
    if (!isVersion(version)) return undefined;
    try {
      return await readFile(join(this.folderOf(version), name));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new PasserelleError('E_DATA_DIR', this.folderOf(version), { cause: error });
    }
  }

  private folderOf(version: string): string {
    if (!isVersion(version)) throw new TypeError(`« ${version} » is not a version`);
    return join(this.root, version);
  }
}

/** Versions come from files and arguments and become names of folders. */
const isVersion = (version: string) => /^\d{4}\.\d{1,2}\.\d{1,2}(?:-\d{1,4})?$/.test(version);

async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
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
