import { join } from 'node:path';
import { Low } from 'lowdb';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import { type Conversation, compareTurns, turnsOf } from '../memory/conversation.js';
import type { IndexChange } from '../memory/embedded-database.js';
import { indexChange } from '../memory/index-change.js';
import { TurnIndex } from '../memory/turn-index.js';
import { DurableJsonFile } from './durable-json-file.js';
import { IndexFiles, type IndexLine, type LineName } from './index-files.js';
import type { OpenFile } from './journal.js';

/** Lines that are taken up before turns get their turn. */
const BATCH = 500;

/** Days that have a file. One that is missing is noticed by it. */
interface Contents {
  format: 1;
  days: string[];
}

export interface PersistedIndexOptions {
  folder: string;
  /** Every conversation as it is now: what the index is made from when its files are lost. */
  conversations(): AsyncIterable<Conversation>;
  onDamaged(path: string, cause: unknown): void;
  openFile?: OpenFile;
  /** There are no conversations yet: the files will hold everything from the first on. */
  fresh: boolean;
}

/**
 * The index of turns with its files. It is read on first use, since turns need none; until then changes only wait to be written.
 * `load` and `flush` are not to run at the same time.
 */
export class PersistedIndex {
  private readonly files: IndexFiles;
  private readonly contents: Low<Contents | null>;
  private index: TurnIndex | undefined;
  /** Changes that come while the files are read. */
  private backlog: IndexChange[] = [];

  constructor(private readonly options: PersistedIndexOptions) {
    const { folder, onDamaged, openFile } = options;
    this.files = new IndexFiles(folder, openFile);
    this.contents = new Low<Contents | null>(
      new DurableJsonFile<Contents | null>(join(folder, 'contents.json'), onDamaged, { openFile, alone: true }),
      null,
    );
  }

  /** Takes a change up: into memory if the index is there, and to be written. */
  change(change: IndexChange): void {
    if (this.index) indexChange(this.index, change);
    else this.backlog.push(change);
    for (const line of readLines(change)) {
      if ('gone' in line) this.files.drop(line.gone);
      else this.files.put(line.put);
    }
  }

  async load(): Promise<TurnIndex> {
    if (this.index) return this.index;
    // What came before stands in the lines that wait.
    this.backlog = [];
    const waiting = [...this.files.unwritten()];
    const index = new TurnIndex();
    const broken = await this.readFiles(index);
    await take(index, waiting);
    if (broken === 'all' || broken.size > 0) await this.rebuild(index, broken);
    for (const change of this.backlog) indexChange(index, change);
    this.backlog = [];
    this.index = index;
    return index;
  }

  /** Writes what waits. @throws PasserelleError E_STORE_WRITE */
  async flush(): Promise<void> {
    // Without an index in memory nobody but the files needs the changes.
    if (!this.index) this.backlog = [];
    const { written, removed } = await this.files.flush();
    if (!this.contents.data) await this.contents.read();
    // Until the files were read once, nobody knows whether they hold everything.
    if (!this.index && !this.contents.data && !this.options.fresh) return;
    const known = this.contents.data?.days;
    const days = new Set([...(known ?? (await this.files.days())), ...written]);
    for (const day of removed) days.delete(day);
    if (known?.length === days.size && known.every((day) => days.has(day))) return;
    this.contents.data = { format: 1, days: [...days].sort() };
    await this.contents.write();
  }

  /** The days that have to be made anew. */
  private async readFiles(index: TurnIndex): Promise<Set<string> | 'all'> {
    await this.contents.read();
    const days = await this.files.days();
    const known = this.contents.data?.days;
    const broken = new Set(known?.filter((day) => !days.includes(day)));
    for (const day of broken) this.options.onDamaged(join(this.options.folder, `${day}.jsonl`), new TypeError('missing'));
    for (const day of days) {
      const { lines, damaged } = await this.files.read(day);
      await take(index, lines);
      if (!damaged) continue;
      broken.add(day);
      this.options.onDamaged(await this.files.setAside(day), new TypeError('a line is damaged'));
      for (const line of lines) this.files.putUnder(line);
    }
    return known || this.options.fresh ? broken : 'all';
  }

  /** Reads the turns of broken days from the conversations. */
  private async rebuild(index: TurnIndex, broken: ReadonlySet<string> | 'all'): Promise<void> {
    const wanted = (at: string) => broken === 'all' || broken.has(at.slice(0, 10));
    for await (const conversation of this.options.conversations()) {
      const turns = turnsOf(conversation).filter(({ at }) => wanted(at));
      const lines: IndexLine[] = turns.map((turn) => ({ turn }));
      if (wanted(conversation.record.startedAt)) lines.push({ conversation: conversation.record });
      for (const line of lines) this.files.putUnder(line);
      await take(index, lines);
    }
  }
}

/** What a change means to the files: lines that are put, and lines that have to be cut out, before the others. */
function* readLines(change: IndexChange): Generator<{ gone: LineName } | { put: IndexLine }> {
  if (change.kind === 'figures') {
    for (const turn of [...change.drop, ...change.put]) yield { gone: { turn } };
    for (const turn of change.put) yield { put: { turn } };
    return;
  }
  const { before, after, figures = [] } = change;
  const { put, drop } = compareTurns(before, after);
  const old = new Map(turnsOf(before).map((turn) => [turn.id, turn]));
  for (const id of [...drop, ...put.filter((turn) => hasLost(old.get(turn.id), turn)).map((turn) => turn.id)]) {
    const turn = old.get(id);
    if (turn) yield { gone: { turn } };
  }
  for (const turn of [...put, ...figures]) yield { put: { turn } };
  if (before && before.record.startedAt !== after?.record.startedAt) yield { gone: { conversation: before.record } };
  if (after) yield { put: { conversation: after.record } };
}

/** True when words of the earlier line must not stay in the file. */
const hasLost = (old: ReviewedTurn | undefined, turn: ReviewedTurn): boolean =>
  old !== undefined && (old.comment !== turn.comment || old.annotations.length > turn.annotations.length);

async function take(index: TurnIndex, lines: readonly IndexLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += BATCH) {
    for (const line of lines.slice(from, from + BATCH)) {
      if ('turn' in line) index.put([line.turn]);
      else index.putConversation(line.conversation);
    }
    await new Promise(setImmediate);
  }
}
