import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalLine } from '../../console/staff-records.js';
import { assertNever, PasserelleError } from '../../errors.js';
import { lockDataDir } from '../lowdb/data-dir-lock.js';
import { DocumentFolder } from '../lowdb/document-folder.js';
import { LowdbReleaseStore } from '../lowdb/lowdb-release-store.js';
import { LowdbSheetStore } from '../lowdb/lowdb-sheet-store.js';
import { LowdbStaffRecords } from '../lowdb/lowdb-staff-records.js';
import { PersistedIndex } from '../lowdb/persisted-index.js';
import { syncFolder } from '../lowdb/sync-folder.js';
import type { Conversation } from '../memory/conversation.js';
import type { StateDocument } from '../memory/embedded-database.js';
import { compareWritten } from './compare-written.js';
import type { ConversationItem, HistoryItem } from './history.js';
import { openLowdbHistory } from './lowdb-source.js';
import { type Sums, Tally, tallied } from './tally.js';
import { Writers } from './writers.js';

/** Where everything is made before it takes its place. */
const STAGE = '.transfert';
/** Folders of a DATA_DIR. */
const FOLDERS = ['conversations', 'state', 'journal', 'review', 'sheets', 'releases', 'records'];
/** Documents written at one time. */
const WRITERS = 8;
/** Lines of the index, or of the console's journal, that are held before they are written. */
const HELD = 5000;

export interface FillOptions {
  onDamaged(path: string, cause: unknown): void;
  /** A new random word. */
  newId(): string;
}

/**
 * Fills an empty DATA_DIR: made aside, read again and compared, then moved into place. When anything fails, nothing is left.
 * @throws PasserelleError E_DATA_DIR_LOCKED, E_STORE_NOT_EMPTY, E_TRANSFER, E_STORE_WRITE
 */
export async function fillDataDir(dataDir: string, items: AsyncIterable<HistoryItem>, options: FillOptions): Promise<Sums> {
  const lock = await lockDataDir(dataDir);
  const stage = join(dataDir, STAGE);
  try {
    const taken = await findFile(dataDir, FOLDERS);
    if (taken) throw new PasserelleError('E_STORE_NOT_EMPTY', taken);
    await rm(stage, { recursive: true, force: true });
    await mkdir(stage, { mode: 0o700 });
    const tally = new Tally();
    await writeItems(stage, tallied(items, tally), options);
    const sums = tally.sums();
    await compareWritten(sums, openLowdbHistory(stage, options.onDamaged));
    await moveIntoPlace(stage, dataDir);
    return sums;
  } catch (error) {
    if (error instanceof PasserelleError || !isSystemError(error)) throw error;
    throw new PasserelleError('E_STORE_WRITE', stage, { cause: error });
  } finally {
    await rm(stage, { recursive: true, force: true });
    await lock.release();
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** The first file below the folders. */
async function findFile(dataDir: string, folders: readonly string[]): Promise<string | undefined> {
  for (const name of folders) {
    const found = await readdir(join(dataDir, name), { recursive: true, withFileTypes: true }).catch(() => []);
    const file = found.find((item) => !item.isDirectory());
    if (file) return join(file.parentPath, file.name);
  }
  return undefined;
}

async function moveIntoPlace(stage: string, dataDir: string): Promise<void> {
  for (const name of await readdir(stage)) {
    // An empty folder stands in the way of one that holds something.
    await rm(join(dataDir, name), { recursive: true, force: true });
    await rename(join(stage, name), join(dataDir, name));
  }
  await syncFolder(dataDir);
}

async function writeItems(stage: string, items: AsyncIterable<HistoryItem>, options: FillOptions): Promise<void> {
  const writers = new Writers(WRITERS);
  try {
    await writeAll(stage, items, options, writers);
  } finally {
    // What fails is cleared away: nobody may be writing there still.
    await writers.settle();
  }
}

async function writeAll(
  stage: string,
  items: AsyncIterable<HistoryItem>,
  { onDamaged, newId }: FillOptions,
  writers: Writers,
): Promise<void> {
  const folder = <T extends object>(...names: string[]) => new DocumentFolder<T>(join(stage, ...names), onDamaged);
  const conversations = folder<Conversation>('conversations');
  const states = folder<StateDocument>('state');
  const sheets = new LowdbSheetStore(join(stage, 'sheets'), onDamaged);
  const releases = new LowdbReleaseStore(join(stage, 'releases'), onDamaged);
  const months = new JournalMonths(folder('records', 'journal'));
  const index = new HeldIndex(join(stage, 'review'), onDamaged);
  for await (const item of items) {
    switch (item.kind) {
      case 'key':
        await writeFile(join(stage, 'key'), `${item.key}\n`, { mode: 0o600, flush: true });
        break;
      case 'release': {
        const { record, files, compiled } = item;
        await releases.add({ ...record, files: new Map(Object.entries(files)), compiled: Buffer.from(compiled, 'base64') });
        break;
      }
      case 'activation':
        await releases.activate(item.activation);
        break;
      case 'record':
        // Its date travels with it.
        await new LowdbStaffRecords(join(stage, 'records'), () => new Date(item.updatedAt), onDamaged).put(
          item.of,
          item.id,
          item.value,
        );
        break;
      case 'journal':
        await months.add(item.line);
        break;
      case 'sheet':
        await writers.add(() => sheets.save(item.sheet));
        break;
      case 'state': {
        const { key, item: document } = item;
        await writers.add(() => states.write(key, { key, version: 1, item: document }));
        break;
      }
      case 'conversation': {
        const conversation = toConversation(item);
        await writers.add(() => conversations.write(item.record.id, conversation));
        await index.add({ kind: 'conversation', before: undefined, after: conversation }, item.turns.length);
        break;
      }
      case 'figures': {
        const figures = [{ ...item.turn, id: `figures|${newId()}` }];
        await index.add({ kind: 'conversation', before: undefined, after: undefined, figures }, 1);
        break;
      }
      default:
        assertNever(item);
    }
  }
  await writers.end();
  await months.flush();
  await index.flush();
}

const toConversation = ({ record, log, annotations, last }: ConversationItem): Conversation => ({
  record,
  log,
  ...(annotations ? { annotations } : {}),
  ...(last ? { last } : {}),
});

/** The index, written some thousands of lines at a time. */
class HeldIndex {
  private readonly index: PersistedIndex;
  private held = 0;

  constructor(folder: string, onDamaged: FillOptions['onDamaged']) {
    async function* none(): AsyncGenerator<Conversation> {}
    this.index = new PersistedIndex({ folder, onDamaged, fresh: true, conversations: none });
  }

  async add(change: Parameters<PersistedIndex['change']>[0], lines: number): Promise<void> {
    this.index.change(change);
    this.held += lines;
    if (this.held >= HELD) await this.flush();
  }

  async flush(): Promise<void> {
    this.held = 0;
    await this.index.flush();
  }
}

/** The console's journal: a document a month. */
class JournalMonths {
  private readonly held = new Map<string, JournalLine[]>();
  private count = 0;

  constructor(private readonly folder: DocumentFolder<{ lines: JournalLine[] }>) {}

  async add(line: JournalLine): Promise<void> {
    const month = line.at.slice(0, 7);
    const lines = this.held.get(month) ?? [];
    lines.push(line);
    this.held.set(month, lines);
    this.count += 1;
    if (this.count >= HELD) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [month, lines] of this.held) {
      const before = (await this.folder.read(month))?.lines ?? [];
      await this.folder.write(month, { lines: [...before, ...lines] });
    }
    this.held.clear();
    this.count = 0;
  }
}
