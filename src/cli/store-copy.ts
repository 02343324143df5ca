import { lockDataDir } from '../storage/lowdb/data-dir-lock.js';
import { fillDataDir } from '../storage/transfer/lowdb-target.js';
import { type Backend, createDamageReport, openHistory, placeOf, printSums, type StoreCommand } from './store-command.js';

const backends: readonly string[] = ['lowdb', 'postgres'] satisfies Backend[];
const isBackend = (name: string | undefined): name is Backend => name !== undefined && backends.includes(name);

export const noDatabase =
  'DATABASE_URL manque : cette commande a besoin de l’adresse de la base. Ajoutez-la (postgres://utilisateur:motdepasse@hôte/base) à vos réglages.';

/** Brings the database to the shape that this version needs. */
export const runMigrate: StoreCommand = async (_operands, _options, io, deps) => {
  const { databaseUrl } = deps.config;
  if (!databaseUrl) {
    io.err(noDatabase);
    return 1;
  }
  const { prepareDatabase } = await import('../storage/transfer/postgres-target.js');
  await prepareDatabase(databaseUrl);
  io.out(`La base est prête : ${placeOf('postgres', deps)}.`);
  return 0;
};

/** Copies everything from one store to the other, which is empty, and compares. */
export const runCopy: StoreCommand = async (_operands, { from, to }, io, deps) => {
  if (!isBackend(from) || !isBackend(to) || from === to) {
    io.err('Dites d’où et vers où : --from lowdb --to postgres, ou --from postgres --to lowdb.');
    return 2;
  }
  const { config } = deps;
  if (!config.databaseUrl) {
    io.err(noDatabase);
    return 1;
  }
  const { onDamaged, paths } = createDamageReport(io);
  const source = await openHistory(from, deps, onDamaged);
  const release = await holdSource(from, config.dataDir, config.databaseUrl);
  if (!release) {
    io.err(`Refusé : le service utilise ${placeOf(from, deps)}, et ce qu’il recevrait pendant la copie serait perdu.`);
    io.err('Arrêtez-le (systemctl stop passerelle), puis recommencez.');
    return 1;
  }
  try {
    io.out(`Copie de ${placeOf(from, deps)} vers ${placeOf(to, deps)}…`);
    const sums = await source.read(async (items) => {
      if (to === 'lowdb') return fillDataDir(config.dataDir, items, { onDamaged, newId: deps.newId });
      const { fillDatabase } = await import('../storage/transfer/postgres-target.js');
      return fillDatabase(config.databaseUrl ?? '', items, { onDamaged, newId: deps.newId });
    });
    printSums(sums, io);
    io.out('Relu et comparé : ce qui est arrivé est ce qui est parti.');
    if (sums.keys.count > 0)
      io.out('La clé de l’installation a suivi : conversations ouvertes, sessions et codes de reçu restent bons.');
    else if (!config.signingKey)
      io.out('Il n’y avait pas de clé de l’installation : le service en fera une à son premier démarrage.');
    if (to === 'lowdb') io.out('Retirez maintenant DATABASE_URL de vos réglages, puis démarrez le service.');
    return reportDamage(paths, io);
  } finally {
    await release();
    await source.close();
  }
};

/** What could not be read was not copied: that is no success. */
function reportDamage(paths: ReadonlySet<string>, io: { err(line: string): void }): number {
  if (paths.size === 0) return 0;
  io.err(
    `${paths.size} fichier(s) illisible(s) n’ont pas été copiés (voir plus haut). Restaurez-les d’une sauvegarde si besoin.`,
  );
  return 1;
}

/** Keeps the service from writing where is read; undefined when it already does. */
async function holdSource(from: Backend, dataDir: string, databaseUrl: string): Promise<(() => Promise<void>) | undefined> {
  if (from === 'lowdb') {
    const lock = await lockDataDir(dataDir).catch((error: { code?: string }) => {
      if (error.code === 'E_DATA_DIR_LOCKED') return undefined;
      throw error;
    });
    return lock && (() => lock.release());
  }
  const { isInUse } = await import('../storage/transfer/postgres-source.js');
  return (await isInUse(databaseUrl)) ? undefined : async () => undefined;
}
