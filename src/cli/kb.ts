import { parseArgs } from 'node:util';
import { ActivationConflictError, ReleaseExistsError, ReleaseMissingError } from '../knowledge/release-store.js';
import { runCalibrate } from './kb-calibrate.js';
import { runCheck } from './kb-check.js';
import type { KbCommand, KbDeps, KbOptions } from './kb-command.js';
import { runCoverage } from './kb-coverage.js';
import { runDiff } from './kb-diff.js';
import { runConfusions, runExamCommand } from './kb-exam.js';
import { runExport, runImport } from './kb-exchange.js';
import { runList, runPublish, runRollback } from './kb-publish.js';
import { type CommandIo, type Program, runCommands } from './run-commands.js';

export type { KbDeps } from './kb-command.js';

const commands: Record<string, KbCommand> = {
  calibrate: runCalibrate,
  check: runCheck,
  exam: runExamCommand,
  confusions: runConfusions,
  coverage: runCoverage,
  diff: runDiff,
  publish: runPublish,
  list: runList,
  rollback: runRollback,
  export: runExport,
  import: runImport,
};

const help = `La base de connaissances : npm run kb -- <commande>

  check                        vérifie le dossier : toutes les erreurs, avec fichier et ligne
  exam [version]               fait passer l'examen (au dossier, ou à une version publiée)
  confusions [version]         les fiches prises l'une pour l'autre
  calibrate                    réapprend à quel point être sûr (calibration.yaml)
  coverage                     écrit le tableau fait → fiche (COUVERTURE.md)
  diff [A] [B]                 ce qui change de A à B : des versions ou « dossier »
                               (sans rien : de la version active au dossier)
  publish --why "…"            vérifie, examine, publie et active le dossier
  list                         les versions : quand, qui, pourquoi ; laquelle est active
  rollback [version]           revient à la version précédente, ou à celle qui est nommée
  export [version]             écrit une version dans un fichier (sans rien : le dossier)
  import <fichier|version>     réunit avec le dossier un export (.json, .csv), un .tsv de
                               questions-réponses (custom question answering), ou une version publiée

Options
  --why "…"                    publish, rollback : pourquoi, en une ligne
  --who "…"                    publish, rollback : qui (par défaut, l'utilisateur de la machine)
  --override "raison"          publish : publie malgré des lignes d'examen perdues ; la raison est gardée
  --format json|csv            export : la forme (json par défaut)
  --output fichier             export : où l'écrire (par défaut, à l'écran)
  --ours, --theirs             import : en cas de conflit, garder le dossier, ou l'import
  --dry-run                    import : dire ce qui changerait, sans rien écrire
  --min 90                     exam : échoue au-dessous de ce pourcentage
  --json                       check, exam, list, diff : résultat en JSON
  --help                       cette aide

Mode d'emploi pour qui écrit le contenu : knowledge/README.md`;

const program: Program<KbOptions, KbDeps> = {
  name: 'kb',
  help,
  commands,
  parse: (args) =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        why: { type: 'string' },
        who: { type: 'string' },
        override: { type: 'string' },
        format: { type: 'string' },
        output: { type: 'string' },
        min: { type: 'string' },
        ours: { type: 'boolean' },
        theirs: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
};

/**
 * Runs one command of the knowledge base; everything it says is French.
 * @param args what follows `npm run kb --`
 * @returns the exit code: 0 done, 1 refused or something is wrong, 2 not understood
 */
export async function runKb(args: readonly string[], io: CommandIo, deps: KbDeps): Promise<number> {
  try {
    return await runCommands(program, args, io, deps);
  } catch (error) {
    if (error instanceof ReleaseMissingError || error instanceof ReleaseExistsError || error instanceof ActivationConflictError) {
      io.err(`Refusé : ${error.message}. « npm run kb -- list » montre les versions.`);
      return 1;
    }
    throw error;
  }
}
