import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JournalLine, recordKinds, type StaffRecord } from '../../console/staff-records.js';
import { PasserelleError } from '../../errors.js';
import type { Activation } from '../../knowledge/release-store.js';
import type { StoredSheet } from '../../sheets/sheet-store.js';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { DocumentFolder } from '../lowdb/document-folder.js';
import { DocumentShelf } from '../lowdb/document-shelf.js';
import { DurableJsonFile } from '../lowdb/durable-json-file.js';
import { IndexFiles, type IndexLine } from '../lowdb/index-files.js';
import { Journal } from '../lowdb/journal.js';
import { LowdbReleaseStore } from '../lowdb/lowdb-release-store.js';
import { type Conversation, turnsOf } from '../memory/conversation.js';
import { type Change, EmbeddedDatabase, type IndexChange, type StateDocument } from '../memory/embedded-database.js';
import type { HistoryItem, HistorySource } from './history.js';

type OnDamaged = (path: string, cause: unknown) => void;

/** A folder as it is at one moment: its documents, and over them what its journal still holds. */
export interface FolderSnapshot {
  conversations: DocumentShelf<Conversation>;
  states: DocumentShelf<StateDocument>;
  /** Figures that the journal put or (undefined) removed, by id. */
  figures: ReadonlyMap<string, ReviewedTurn | undefined>;
  /** Conversations that the journal speaks of: the index on disk need not know them yet. */
  touched: ReadonlySet<string>;
}

/**
 * A DATA_DIR as a history. It needs no lock and writes nothing, so that it works beside the service: what was acknowledged stands
 * in the journal or in the documents, and the journal is read first. A turn that comes meanwhile is in it whole, or not at all.
 * Only a purge in that very minute may leave a turn both as text and as figures.
 */
export function openLowdbHistory(dataDir: string, onDamaged: OnDamaged): HistorySource {
  return {
    read: async (consume) => consume(readItems(dataDir, onDamaged)),
    close: async () => undefined,
  };
}

/** @throws PasserelleError E_DATA_DIR */
export async function takeSnapshot(dataDir: string, onDamaged: OnDamaged): Promise<FolderSnapshot> {
  const folder = <T extends object>(name: string) => new DocumentFolder<T>(join(dataDir, name), onDamaged);
  const conversations = new DocumentShelf(folder<Conversation>('conversations'), ({ record }) => record.id);
  const states = new DocumentShelf(folder<StateDocument>('state'), ({ key }) => key);
  const figures = new Map<string, ReviewedTurn | undefined>();
  const touched = new Set<string>();
  const unused = async (): Promise<never> => {
    throw new TypeError('a snapshot is read, nothing else');
  };
  const indexed = (change: IndexChange) => {
    const put = change.kind === 'figures' ? change.put : (change.figures ?? []);
    if (change.kind === 'figures') for (const { id } of change.drop) figures.set(id, undefined);
    for (const turn of put) figures.set(turn.id, turn);
  };
  const database = new EmbeddedDatabase({ conversations, states, commit: unused, settle: unused, index: unused, indexed });
  for await (const changes of new Journal<readonly Change[]>(join(dataDir, 'journal'), open, onDamaged).replay()) {
    for (const change of changes) if (change.kind !== 'state' && change.kind !== 'figures') touched.add(change.id);
    await database.apply(changes);
  }
  return { conversations, states, figures, touched };
}

async function* readItems(dataDir: string, onDamaged: OnDamaged): AsyncGenerator<HistoryItem> {
  const snapshot = await takeSnapshot(dataDir, onDamaged);
  const key = await readKey(dataDir);
  if (key) yield { kind: 'key', key };
  yield* readReleases(join(dataDir, 'releases'), onDamaged);
  yield* readRecords(join(dataDir, 'records'), onDamaged);
  for await (const sheet of new DocumentFolder<StoredSheet>(join(dataDir, 'sheets'), onDamaged).all())
    yield { kind: 'sheet', sheet };
  for await (const { key: name, item } of snapshot.states.all()) yield { kind: 'state', key: name, item };
  for await (const conversation of snapshot.conversations.all()) yield toItem(conversation);
  yield* readFigures(dataDir, snapshot, onDamaged);
}

const toItem = (conversation: Conversation): HistoryItem => {
  const { record, log, annotations, last } = conversation;
  return {
    kind: 'conversation',
    record,
    log: [...log],
    ...(annotations ? { annotations } : {}),
    ...(log.length === 0 && last ? { last } : {}),
    turns: turnsOf(conversation),
  };
};

/** The installation's own key, if it has made one. @throws PasserelleError E_DATA_DIR */
export async function readKey(dataDir: string): Promise<string | undefined> {
  const path = join(dataDir, 'key');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PasserelleError('E_DATA_DIR', path, { cause: error });
  }
}

async function* readReleases(root: string, onDamaged: OnDamaged): AsyncGenerator<HistoryItem> {
  const store = new LowdbReleaseStore(root, onDamaged);
  for (const record of await store.list()) {
    const files = Object.fromEntries(await store.readFiles(record.version));
    const compiled = Buffer.from(await store.readCompiled(record.version)).toString('base64');
    yield { kind: 'release', record, files, compiled };
  }
  const journal = await store.journal();
  for (const activation of journal) yield { kind: 'activation', activation };
  // The pointer moves before the journal is written: what a crash left out there is told here.
  const pointer = await new DurableJsonFile<Activation>(join(root, 'active.json'), onDamaged).read();
  if (pointer && pointer.version !== journal.at(-1)?.version) yield { kind: 'activation', activation: pointer };
}

async function* readRecords(root: string, onDamaged: OnDamaged): AsyncGenerator<HistoryItem> {
  for (const of of recordKinds)
    for await (const { id, value, updatedAt } of new DocumentFolder<StaffRecord>(join(root, of), onDamaged).all())
      yield { kind: 'record', of, id, value, updatedAt };
  const months = new DocumentFolder<{ lines: JournalLine[] }>(join(root, 'journal'), onDamaged);
  for await (const { lines } of months.all()) for (const line of lines) yield { kind: 'journal', line };
}

async function* readFigures(dataDir: string, { figures }: FolderSnapshot, onDamaged: OnDamaged): AsyncGenerator<HistoryItem> {
  const seen = new Set<string>();
  for await (const lines of readIndexDays(dataDir, onDamaged)) {
    for (const line of lines) {
      if (!('turn' in line) || line.turn.conversationId !== '') continue;
      const { id } = line.turn;
      if (figures.has(id)) seen.add(id);
      const turn = figures.has(id) ? figures.get(id) : line.turn;
      if (turn) yield toFigures(turn);
    }
  }
  for (const [id, turn] of figures) if (turn && !seen.has(id)) yield toFigures(turn);
}

const toFigures = ({ id: _, ...turn }: ReviewedTurn): HistoryItem => ({ kind: 'figures', turn });

/** The lines of the index day by day, each key once, in an order that tells nothing of which came with which. */
export async function* readIndexDays(dataDir: string, onDamaged: OnDamaged): AsyncGenerator<IndexLine[]> {
  const folder = join(dataDir, 'review');
  const files = new IndexFiles(folder);
  for (const day of await files.days()) {
    const { lines, damaged } = await files.read(day);
    if (damaged) onDamaged(join(folder, `${day}.jsonl`), new TypeError('a line is damaged'));
    const last = new Map(lines.map((line) => ['turn' in line ? `t ${line.turn.id}` : `c ${line.conversation.id}`, line]));
    yield [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  }
}
