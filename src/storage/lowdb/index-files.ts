import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PasserelleError } from '../../errors.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import type { ConversationRecord } from '../../transcripts/transcript-store.js';
import { besideOf } from './durable-json-file.js';
import type { OpenFile } from './journal.js';
import { syncFolder } from './sync-folder.js';

/** A line of the index. */
export type IndexLine = { turn: ReviewedTurn } | { conversation: ConversationRecord };

/** What tells a line from others and where it stands. */
export type LineName = { turn: Pick<ReviewedTurn, 'id' | 'at'> } | { conversation: Pick<ConversationRecord, 'id' | 'startedAt'> };

/** Changes to the file of one day that are not written yet. */
interface WaitingDay {
  /** By key: the last one counts. */
  put: Map<string, IndexLine>;
  /** Keys whose lines have to leave the file, whatever else is put. */
  drop: Set<string>;
}

const keyOf = (line: LineName): string => ('turn' in line ? `t ${line.turn.id}` : `c ${line.conversation.id}`);

/** The day (UTC) whose file holds a line: of the turn, of the conversation's beginning. */
function dayOf(line: LineName): string {
  const at = 'turn' in line ? line.turn.at : line.conversation.startedAt;
  return /^\d{4}-\d\d-\d\d/.exec(at)?.[0] ?? '0000-00-00';
}

/**
 * The index of turns on disk, so that it need not be made from all the conversations at each start: a file of lines per day, to which
 * changes are added; a later line of a key stands for the earlier ones. What was erased is cut out of the file. Writers are to be
 * one at a time.
 */
export class IndexFiles {
  private readonly waiting = new Map<string, WaitingDay>();

  constructor(
    private readonly folder: string,
    private readonly openFile: OpenFile = open,
  ) {}

  put(line: IndexLine): void {
    this.day(dayOf(line)).put.set(keyOf(line), line);
  }

  /** As `put`, where nothing newer is known of the line. */
  putUnder(line: IndexLine): void {
    const day = this.day(dayOf(line));
    if (!day.put.has(keyOf(line)) && !day.drop.has(keyOf(line))) day.put.set(keyOf(line), line);
  }

  /** Cuts a line out; `put` after it adds another one under its key. */
  drop(line: LineName): void {
    const day = this.day(dayOf(line));
    day.put.delete(keyOf(line));
    day.drop.add(keyOf(line));
  }

  /** What waits to be written, as lines. */
  *unwritten(): Generator<IndexLine> {
    for (const { put } of this.waiting.values()) yield* put.values();
  }

  async days(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.flatMap((name) => (/^\d{4}-\d\d-\d\d\.jsonl$/.test(name) ? [name.slice(0, 10)] : [])).sort();
  }

  /** The lines of a day, without those that wait to be cut out, and whether any could not be read. */
  async read(day: string): Promise<{ lines: IndexLine[]; damaged: boolean }> {
    const lines: IndexLine[] = [];
    const drop = this.waiting.get(day)?.drop;
    let damaged = false;
    for (const text of await this.readTexts(day)) {
      const line = parseLine(text);
      if (!line) damaged = true;
      else if (!drop?.has(keyOf(line))) lines.push(line);
    }
    return { lines, damaged };
  }

  /** Sets the file of a day aside; its readable lines are to be put again. */
  async setAside(day: string): Promise<string> {
    const path = this.pathOf(day);
    await rename(path, `${path}.damaged`).catch(() => undefined);
    return path;
  }

  /**
   * Writes what waits; resolves, once it is on disk, with the days that have a file by it and those that have none any more.
   * What fails goes on waiting. @throws PasserelleError E_STORE_WRITE
   */
  async flush(): Promise<{ written: string[]; removed: string[] }> {
    const days: { written: string[]; removed: string[] } = { written: [], removed: [] };
    for (const [day, waiting] of [...this.waiting]) {
      this.waiting.delete(day);
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        const left = waiting.drop.size > 0 ? await this.rewrite(day, waiting) : await this.append(day, waiting);
        (left ? days.written : days.removed).push(day);
      } catch (error) {
        this.takeBack(day, waiting);
        throw new PasserelleError('E_STORE_WRITE', this.pathOf(day), { cause: error });
      }
    }
    return days;
  }

  private async append(day: string, { put }: WaitingDay): Promise<boolean> {
    const path = this.pathOf(day);
    const file = await this.openFile(path, 'a+', 0o600);
    let size: number;
    try {
      ({ size } = await file.stat());
      await this.cutTornLine(day, file, size);
      await file.appendFile(format(put));
      await file.datasync();
    } finally {
      await file.close();
    }
    if (size === 0) await syncFolder(this.folder);
    return true;
  }

  /** What a crash or a full disk left of a line would spoil the next. */
  private async cutTornLine(day: string, file: FileHandle, size: number): Promise<void> {
    const { buffer } = size > 0 ? await file.read(Buffer.alloc(1), 0, 1, size - 1) : {};
    if (!buffer || buffer.toString() === '\n') return;
    await file.truncate(Buffer.byteLength((await this.readTexts(day)).map((line) => `${line}\n`).join('')));
  }

  /** Resolves with whether there is still a file. */
  private async rewrite(day: string, { put, drop }: WaitingDay): Promise<boolean> {
    const kept = new Map<string, IndexLine>();
    for (const line of (await this.read(day)).lines) {
      kept.delete(keyOf(line));
      kept.set(keyOf(line), line);
    }
    for (const key of drop) kept.delete(key);
    for (const [key, line] of put) kept.set(key, line);
    const path = this.pathOf(day);
    if (kept.size === 0) await rm(path, { force: true });
    else {
      const file = await this.openFile(besideOf(path), 'w', 0o600);
      try {
        await file.writeFile(format(kept));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(besideOf(path), path);
    }
    await syncFolder(this.folder);
    return kept.size > 0;
  }

  /** Lines that are whole. */
  private async readTexts(day: string): Promise<string[]> {
    const text = await readFile(this.pathOf(day), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw new PasserelleError('E_DATA_DIR', this.pathOf(day), { cause: error });
    });
    return text.split('\n').slice(0, -1);
  }

  /** Puts back what could not be written, under what has come since. */
  private takeBack(day: string, { put, drop }: WaitingDay): void {
    const now = this.day(day);
    const since = [...now.put];
    const dropped = [...now.drop];
    now.put = new Map([...put].filter(([key]) => !dropped.includes(key)));
    for (const [key, line] of since) now.put.set(key, line);
    now.drop = new Set([...drop, ...dropped]);
  }

  private day(day: string): WaitingDay {
    const waiting = this.waiting.get(day) ?? { put: new Map(), drop: new Set() };
    this.waiting.set(day, waiting);
    return waiting;
  }

  private pathOf(day: string): string {
    return join(this.folder, `${day}.jsonl`);
  }
}

const format = (lines: Map<string, IndexLine>): string => [...lines.values()].map((line) => `${JSON.stringify(line)}\n`).join('');

function parseLine(text: string): IndexLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<{ turn: ReviewedTurn; conversation: ConversationRecord }>;
    if (typeof line.turn?.id === 'string' && typeof line.turn.at === 'string') return { turn: line.turn };
    return typeof line.conversation?.startedAt === 'string' ? { conversation: line.conversation } : undefined;
  } catch {
    return undefined;
  }
}
