import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import type { Config } from '../config.js';
import { PasserelleError } from '../errors.js';
import type { HistorySource } from '../storage/transfer/history.js';
import { openLowdbHistory } from '../storage/transfer/lowdb-source.js';
import type { Sums, TallyKind } from '../storage/transfer/tally.js';
import type { Command, CommandIo } from './run-commands.js';

/** What the commands work with; the entry file joins them. */
export interface StoreDeps {
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'signingKey'>;
  now(): Date;
  /** A new random word. */
  newId(): string;
  /** Version of the program. */
  app: string;
}

export interface StoreOptions {
  from?: string;
  to?: string;
  output?: string;
  'with-key'?: boolean;
  help?: boolean;
}

export type StoreCommand = Command<StoreOptions, StoreDeps>;

export type Backend = 'lowdb' | 'postgres';

/** The store that the settings name. */
export const backendOf = ({ config }: StoreDeps): Backend => (config.databaseUrl ? 'postgres' : 'lowdb');

/** Tells the operator of files that could not be read, once each. */
export function createDamageReport(io: CommandIo): { onDamaged(path: string): void; paths: Set<string> } {
  const paths = new Set<string>();
  const onDamaged = (path: string) => {
    if (!paths.has(path)) io.err(`Illisible : ${path}`);
    paths.add(path);
  };
  return { onDamaged, paths };
}

/** One store to read. @throws PasserelleError E_DATA_DIR when the folder is not there */
export async function openHistory(
  backend: Backend,
  { config }: StoreDeps,
  onDamaged: (path: string) => void,
): Promise<HistorySource> {
  if (backend === 'postgres') {
    const { openPostgresHistory } = await import('../storage/transfer/postgres-source.js');
    return openPostgresHistory(config.databaseUrl ?? '');
  }
  try {
    await access(config.dataDir);
  } catch (error) {
    throw new PasserelleError('E_DATA_DIR', `${config.dataDir} n’existe pas`, { cause: error });
  }
  return openLowdbHistory(config.dataDir, onDamaged);
}

/** Where a store is, in words that may be shown: no password. */
export function placeOf(backend: Backend, { config }: StoreDeps): string {
  if (backend === 'lowdb') return config.dataDir;
  const { hostname, port, pathname } = new URL(config.databaseUrl ?? 'postgres://?');
  return `PostgreSQL ${hostname}${port ? `:${port}` : ''}${pathname}`;
}

/** Tells one installation's key from another without telling anything of it. */
export const nameKey = (key: string): string => createHash('sha256').update(`passerelle ${key}`).digest('hex').slice(0, 16);

const labels: Record<TallyKind, string> = {
  conversations: 'conversations',
  activities: 'messages et événements',
  turns: 'échanges',
  annotations: 'relectures',
  figures: 'échanges réduits aux chiffres',
  states: 'mémoires du bot',
  sheets: 'fiches remises',
  releases: 'versions de la base de connaissances',
  activations: 'activations de versions',
  records: 'documents de l’équipe',
  journal: 'lignes du journal de l’équipe',
  keys: 'clé de l’installation',
};

/** One line per kind: how many, what, and the beginning of their hash, by which two stores are compared. */
export function printSums(sums: Sums, io: CommandIo): void {
  for (const [kind, label] of Object.entries(labels) as [TallyKind, string][]) {
    const { count, hash } = sums[kind];
    if (kind === 'keys') continue;
    io.out(`${count.toLocaleString('fr-FR').padStart(12)}  ${label.padEnd(40)}${count > 0 ? hash.slice(0, 12) : ''}`.trimEnd());
  }
}
