import { copyFile, mkdir, type open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PasserelleError } from '../../errors.js';
import { syncFolder } from './sync-folder.js';

/** How files are opened: the one door through which a test can make a disk fail. */
export type OpenFile = typeof open;

interface Waiting {
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

interface Segment {
  number: number;
  file: Awaited<ReturnType<OpenFile>>;
  /** Bytes that are known to be on disk. */
  safe: number;
}

/**
 * What was done since the documents were last written, one record a line: « checksum JSON ». A record is safe once its line is
 * synced; all that wait at one moment are synced together. Records live in numbered segments. A segment is only ever written by
 * the process that began it, and after a failure a new one is begun: what a crash or a full disk leaves at the end of one is
 * a torn line, which nobody was told to be kept.
 */
export class Journal<T> {
  private readonly waiting: Waiting[] = [];
  private tasks: Promise<unknown> = Promise.resolve();
  private segment: Segment | undefined;
  private next = 1;
  /** Bytes written since the last rotation. */
  size = 0;

  constructor(
    private readonly folder: string,
    private readonly openFile: OpenFile,
    private readonly onDamaged: (path: string, cause: unknown) => void,
  ) {}

  /** Every record that is still there, oldest first. Call it once, before the first `add`. @throws PasserelleError E_DATA_DIR */
  async *replay(): AsyncGenerator<T> {
    for (const number of await this.segments()) {
      this.next = number + 1;
      const path = this.pathOf(number);
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        // The service whose folder is read beside it has written everything of this one to the documents.
        if (error.code === 'ENOENT') return '';
        throw new PasserelleError('E_DATA_DIR', path, { cause: error });
      });
      const lines = text.split('\n');
      // What follows the last line break is torn, or nothing.
      lines.pop();
      this.size += text.length;
      let damaged = false;
      for (const [index, line] of lines.entries()) {
        const record = readLine(line);
        if (record) yield record.value as T;
        else damaged ||= index < lines.length - 1;
      }
      if (damaged) await this.setAside(path);
    }
  }

  /** Resolves once the record is safe. @throws PasserelleError E_STORE_WRITE: then it is as if it had not been given */
  add(record: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line: writeLine(record), resolve, reject });
      if (this.waiting.length === 1) this.enqueue(() => this.writeWaiting());
    });
  }

  /** From now on records go to a new segment. Resolves with a function that removes the segments before. */
  async rotate(): Promise<() => Promise<void>> {
    await this.enqueue(() => this.endSegment());
    const end = this.next;
    this.size = 0;
    return async () => {
      for (const number of await this.segments()) if (number < end) await rm(this.pathOf(number), { force: true });
    };
  }

  async close(): Promise<void> {
    await this.enqueue(() => this.endSegment());
  }

  private enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.tasks.then(task);
    this.tasks = done.catch(() => undefined);
    return done;
  }

  private async writeWaiting(): Promise<void> {
    const batch = this.waiting.splice(0);
    const data = Buffer.from(batch.map(({ line }) => line).join(''));
    try {
      this.segment ??= await this.beginSegment();
      await this.segment.file.appendFile(data);
      await this.segment.file.datasync();
      this.segment.safe += data.length;
      this.size += data.length;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      await this.giveUpSegment();
      const failure = new PasserelleError('E_STORE_WRITE', this.folder, { cause: error });
      for (const { reject } of batch) reject(failure);
    }
  }

  private async beginSegment(): Promise<Segment> {
    const number = this.next;
    this.next += 1;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await this.openFile(this.pathOf(number), 'ax', 0o600);
    await syncFolder(this.folder);
    return { number, file, safe: 0 };
  }

  private async endSegment(): Promise<void> {
    const { segment } = this;
    this.segment = undefined;
    await segment?.file.close();
  }

  /** What was not acknowledged is taken out where that is possible, so that it does not come back at the next start. */
  private async giveUpSegment(): Promise<void> {
    const { segment } = this;
    this.segment = undefined;
    await segment?.file.truncate(segment.safe).catch(() => undefined);
    await segment?.file.close().catch(() => undefined);
  }

  /** What could be read is applied all the same; the copy is for whoever looks into it. */
  private async setAside(path: string): Promise<void> {
    await copyFile(path, `${path}.damaged`).catch(() => undefined);
    this.onDamaged(path, new TypeError('a record is damaged'));
  }

  private async segments(): Promise<number[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw new PasserelleError('E_DATA_DIR', this.folder, { cause: error });
    });
    return names.flatMap((name) => (/^\d{8}\.log$/.test(name) ? [Number(name.slice(0, 8))] : [])).sort((a, b) => a - b);
  }

  private pathOf(number: number): string {
    return join(this.folder, `${String(number).padStart(8, '0')}.log`);
  }
}

const checksum = (json: string): string => crc32(json).toString(16).padStart(8, '0');

function writeLine(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

/** The record of a line, if the line is whole. */
function readLine(line: string): { value: unknown } | undefined {
  const json = line.slice(9);
  return line[8] === ' ' && checksum(json) === line.slice(0, 8) ? { value: JSON.parse(json) } : undefined;
}
