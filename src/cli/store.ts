import { parseArgs } from 'node:util';
import { type CommandIo, type Program, runCommands } from './run-commands.js';
import { runBackup, runRestore } from './store-backup.js';
import type { StoreCommand, StoreDeps, StoreOptions } from './store-command.js';
import { runCopy, runMigrate } from './store-copy.js';
import { runVerify } from './store-verify.js';

const commands: Record<string, StoreCommand> = {
  migrate: runMigrate,
  copy: runCopy,
  backup: runBackup,
  restore: runRestore,
  verify: runVerify,
};

const help = `Le magasin (conversations, versions, travail de l’équipe) : npm run store -- <commande>

  migrate                      prépare la base PostgreSQL pour cette version de Passerelle
  copy --from lowdb --to postgres
                               copie tout de DATA_DIR vers une base vide (ou l’inverse), service arrêté,
                               puis relit et compare ; la clé de l’installation suit
  backup [--output FICHIER]    écrit tout dans un fichier .jsonl.gz, sans arrêter le service
  restore FICHIER              remplit un magasin vide depuis une sauvegarde, service arrêté
  verify                       relit tout et dit ce qui ne va pas

Options
  --output FICHIER             backup : où l’écrire (par défaut, passerelle-AAAA-MM-JJ.jsonl.gz, ici)
  --with-key                   backup : y mettre la clé de l’installation. Sans elle, gardez à part le fichier
                               DATA_DIR/key (ou SIGNING_KEY) : les codes de reçu n’en valent qu’avec elle
  --help                       cette aide

Le magasin est celui des réglages : PostgreSQL si DATABASE_URL est donné, sinon DATA_DIR.
Mode d’emploi : deployment/debian/README.md`;

const program: Program<StoreOptions, StoreDeps> = {
  name: 'store',
  help,
  commands,
  parse: (args) =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        output: { type: 'string' },
        'with-key': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
};

/**
 * Runs one command on the store; everything it says is French.
 * @param args what follows `npm run store --`
 * @returns the exit code: 0 done, 1 refused or something is wrong, 2 not understood
 * @throws PasserelleError with cause and cure
 */
export const runStore = (args: readonly string[], io: CommandIo, deps: StoreDeps): Promise<number> =>
  runCommands(program, args, io, deps);
