import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { PasserelleError } from '../../errors.js';
import { readTurns } from '../../transcripts/turn-record.js';
import { syncFolder } from '../lowdb/sync-folder.js';
import { type FileItem, type HistoryItem, type HistorySource, historyItemSchema } from './history.js';
import { type Sums, Tally, tallyKinds } from './tally.js';

/** What a backup says of itself, on its first line. */
const headerSchema = z.object({
  backup: z.literal('passerelle'),
  format: z.int(),
  /** ISO 8601. */
  date: z.iso.datetime(),
  /** Version of the program. */
  app: z.string(),
  from: z.enum(['lowdb', 'postgres']),
  /** Tells the installation's key from others, and nothing else of it. */
  keyId: z.string().optional(),
});
export type BackupHeader = z.infer<typeof headerSchema>;

/** Its last line: without it, a backup is not whole. */
const endSchema = z.object({
  end: z.object({
    /** Of every line before. */
    sha256: z.string(),
    sums: z.record(z.enum(tallyKinds), z.object({ count: z.int(), hash: z.string() })),
  }),
});

/** The only format there is. */
export const FORMAT = 1;

/**
 * Writes a backup: JSON lines, packed as they come, in a file that only its owner reads. It takes its name when it is whole.
 * @throws PasserelleError E_BACKUP, and what reading the store throws
 */
export async function writeBackup(
  path: string,
  header: Omit<BackupHeader, 'backup' | 'format'>,
  items: AsyncIterable<HistoryItem>,
): Promise<{ sums: Sums; bytes: number }> {
  const beside = `${path}.partial`;
  await rm(beside, { force: true }).catch(() => undefined);
  const file = createWriteStream(beside, { mode: 0o600, flags: 'wx', flush: true });
  const gzip = createGzip();
  const failure: { error?: unknown } = {};
  // A full disk is said by the file; the packer, which nobody empties any more, would wait for ever.
  const packed = finished(gzip.pipe(file)).catch((error: unknown) => {
    failure.error = error;
    gzip.destroy(error instanceof Error ? error : undefined);
  });
  const hash = createHash('sha256');
  const tally = new Tally();
  const write = async (value: object) => {
    const line = `${JSON.stringify(value)}\n`;
    hash.update(line);
    if (!gzip.write(line)) await Promise.race([once(gzip, 'drain').catch(() => undefined), packed]);
    if (failure.error) throw failure.error;
  };
  try {
    gzip.on('error', () => undefined);
    await write({ backup: 'passerelle', format: FORMAT, ...header });
    for await (const item of items) {
      tally.add(item);
      await write(item.kind === 'conversation' ? { ...item, turns: undefined } : item);
    }
    const sums = tally.sums();
    // A wrong DATA_DIR, most likely: night after night of empty backups would be noticed on the worst of days.
    if (tallyKinds.every((kind) => kind === 'keys' || sums[kind].count === 0))
      throw new PasserelleError('E_BACKUP', 'il n’y a rien à sauvegarder : DATA_DIR ou DATABASE_URL désignent un magasin vide');
    gzip.end(`${JSON.stringify({ end: { sha256: hash.digest('hex'), sums } })}\n`);
    await packed;
    if (failure.error) throw failure.error;
    await rename(beside, path);
    await syncFolder(dirname(path));
    return { sums, bytes: file.bytesWritten };
  } catch (error) {
    gzip.destroy();
    file.destroy();
    await rm(beside, { force: true }).catch(() => undefined);
    if (error instanceof PasserelleError || !failure.error) throw error;
    throw new PasserelleError('E_BACKUP', `${path} ne peut être écrit (${messageOf(failure.error)})`, { cause: error });
  }
}

/** A backup that was looked through: whole, unchanged and of a format that is known. */
export interface CheckedBackup extends HistorySource {
  header: BackupHeader;
  sums: Sums;
}

/** Reads a backup from its first line to its last before anything of it is used. @throws PasserelleError E_BACKUP saying what is wrong with it */
export async function openBackup(path: string): Promise<CheckedBackup> {
  let header: BackupHeader | undefined;
  let end: z.infer<typeof endSchema>['end'] | undefined;
  const hash = createHash('sha256');
  const tally = new Tally();
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (end) throw new PasserelleError('E_BACKUP', `${path} : des lignes suivent la dernière`);
    const value = parseJson(line, path, number);
    if (!header) header = readHeader(value, path);
    else {
      end = endSchema.safeParse(value).data?.end;
      if (!end) tally.add(withTurns(readItem(value, path, number)));
    }
    if (!end) hash.update(`${line}\n`);
  }
  if (!header) throw new PasserelleError('E_BACKUP', `${path} est vide`);
  if (!end) throw new PasserelleError('E_BACKUP', `${path} est tronquée : sa dernière ligne manque`);
  if (hash.digest('hex') !== end.sha256) throw new PasserelleError('E_BACKUP', `${path} a changé depuis qu’elle a été faite`);
  const sums = tally.sums();
  const said = end.sums;
  const wrong = tallyKinds.filter((kind) => said[kind].count !== sums[kind].count || said[kind].hash !== sums[kind].hash);
  if (wrong.length > 0) throw new PasserelleError('E_BACKUP', `${path} : le compte n’y est pas (${wrong.join(', ')})`);
  return { header, sums, read: (consume) => consume(readItems(path)), close: async () => undefined };
}

async function* readItems(path: string): AsyncGenerator<HistoryItem> {
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    const value = parseJson(line, path, number);
    if (number > 1 && !endSchema.safeParse(value).success) yield withTurns(readItem(value, path, number));
  }
}

/** Turns are derived from what was said. */
const withTurns = (item: FileItem): HistoryItem =>
  item.kind === 'conversation' ? { ...item, turns: readTurns(item.record, item.log, item.annotations) } : item;

function readHeader(value: unknown, path: string): BackupHeader {
  const { success, data } = headerSchema.safeParse(value);
  if (!success) throw new PasserelleError('E_BACKUP', `${path} n’est pas une sauvegarde de Passerelle`);
  if (data.format > FORMAT)
    throw new PasserelleError('E_BACKUP', `${path} vient d’une version plus récente (${data.app}) : mettez Passerelle à jour`);
  return data;
}

function readItem(value: unknown, path: string, number: number): FileItem {
  const { success, data, error } = historyItemSchema.safeParse(value);
  if (success) return data;
  const where = error.issues[0]?.path.join('.') ?? '';
  throw new PasserelleError('E_BACKUP', `${path}, ligne ${number} : forme inconnue (${where})`);
}

function parseJson(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new PasserelleError('E_BACKUP', `${path}, ligne ${number} : illisible`);
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  const pieces: Buffer[] = [];
  try {
    for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        pieces.push(chunk.subarray(from, at));
        yield Buffer.concat(pieces.splice(0)).toString('utf8');
        from = at + 1;
      }
      if (from < chunk.length) pieces.push(chunk.subarray(from));
    }
    if (pieces.length > 0) yield Buffer.concat(pieces).toString('utf8');
  } catch (error) {
    if (error instanceof PasserelleError) throw error;
    throw new PasserelleError('E_BACKUP', sayReadFailure(path, error), { cause: error });
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

function sayReadFailure(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return `${path} n’existe pas`;
    case 'EACCES':
      return `${path} ne peut être lue par cet utilisateur`;
    case 'Z_BUF_ERROR':
      return `${path} est tronquée`;
    case 'Z_DATA_ERROR':
      return `${path} est endommagée, ou n’est pas une sauvegarde`;
    default:
      return `${path} : ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
