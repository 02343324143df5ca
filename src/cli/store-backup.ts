import { resolve } from 'node:path';
import { openBackup, writeBackup } from '../storage/transfer/backup-file.js';
import type { HistoryItem } from '../storage/transfer/history.js';
import { readKey } from '../storage/transfer/lowdb-source.js';
import { fillDataDir } from '../storage/transfer/lowdb-target.js';
import {
  backendOf,
  createDamageReport,
  nameKey,
  openHistory,
  placeOf,
  printSums,
  type StoreCommand,
  type StoreDeps,
} from './store-command.js';

/** Writes everything to one file, also while the service runs. */
export const runBackup: StoreCommand = async (operands, options, io, deps) => {
  if (operands.length > 0) {
    io.err(`« ${operands[0]} » est de trop : backup [--output FICHIER] [--with-key].`);
    return 2;
  }
  const backend = backendOf(deps);
  const date = deps.now().toISOString();
  const path = resolve(options.output ?? `passerelle-${date.slice(0, 10)}.jsonl.gz`);
  const { onDamaged, paths } = createDamageReport(io);
  const source = await openHistory(backend, deps, onDamaged);
  try {
    const keyId = await findKeyId(deps);
    const header = { date, app: deps.app, from: backend, ...(keyId ? { keyId } : {}) };
    const { sums, bytes } = await source.read((items) =>
      writeBackup(path, header, options['with-key'] ? items : withoutKey(items)),
    );
    printSums(sums, io);
    io.out(`Sauvegarde écrite : ${path} (${(bytes / 1e6).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} Mo).`);
    if (sums.keys.count > 0) io.out('Elle contient la clé de l’installation : gardez-la comme un mot de passe.');
    if (paths.size === 0) return 0;
    io.err(`${paths.size} fichier(s) illisible(s) n’y sont pas (voir plus haut) : npm run store -- verify.`);
    return 1;
  } finally {
    await source.close();
  }
};

/** Fills an empty store from a backup, after having read it to its end. */
export const runRestore: StoreCommand = async ([file, ...rest], _options, io, deps) => {
  if (file === undefined || rest.length > 0) {
    io.err('Dites quelle sauvegarde : restore FICHIER.');
    return 2;
  }
  const backup = await openBackup(resolve(file));
  const { header } = backup;
  io.out(`Sauvegarde du ${sayDate(header.date)} (Passerelle ${header.app}) : entière et intacte.`);
  const { onDamaged } = createDamageReport(io);
  const { config, newId } = deps;
  const sums = await backup.read(async (items) => {
    if (!config.databaseUrl) return fillDataDir(config.dataDir, items, { onDamaged, newId });
    const { fillDatabase } = await import('../storage/transfer/postgres-target.js');
    return fillDatabase(config.databaseUrl, items, { onDamaged, newId });
  });
  printSums(sums, io);
  io.out(`Restauré dans ${placeOf(backendOf(deps), deps)}, relu et comparé.`);
  const keyId = await findKeyId(deps);
  if (header.keyId !== undefined && header.keyId !== keyId) {
    io.out(
      'La clé de l’installation n’est pas celle de la sauvegarde : les conversations ouvertes et les sessions de la console',
    );
    io.out('se terminent, et les codes de reçu donnés avant ne valent plus. Si vous avez gardé l’ancienne clé (fichier « key »,');
    io.out('ou SIGNING_KEY), remettez-la avant de démarrer le service.');
  }
  io.out('Refaites maintenant les effacements demandés depuis la date de la sauvegarde.');
  return 0;
};

async function* withoutKey(items: AsyncIterable<HistoryItem>): AsyncGenerator<HistoryItem> {
  for await (const item of items) if (item.kind !== 'key') yield item;
}

/** The name of the key that the service uses; undefined as long as it has none. */
async function findKeyId({ config }: StoreDeps): Promise<string | undefined> {
  if (config.signingKey) return nameKey(config.signingKey);
  if (!config.databaseUrl) {
    const key = await readKey(config.dataDir);
    return key && nameKey(key);
  }
  const { readDatabaseKey } = await import('../storage/transfer/postgres-source.js');
  const key = await readDatabaseKey(config.databaseUrl);
  return key && nameKey(key);
}

const sayDate = (iso: string): string =>
  new Date(iso).toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' });
