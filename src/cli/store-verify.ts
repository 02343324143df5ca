import { assertNever, PasserelleError } from '../errors.js';
import { lockDataDir } from '../storage/lowdb/data-dir-lock.js';
import { type Finding, verifyHistory, verifyIndex } from '../storage/transfer/verify-history.js';
import type { CommandIo } from './run-commands.js';
import { backendOf, createDamageReport, openHistory, placeOf, printSums, type StoreCommand } from './store-command.js';

/** Findings of one kind that are told one by one. */
const TOLD = 10;

/** Looks through one store: everything can be read, and what is derived says the same as what it derives from. */
export const runVerify: StoreCommand = async (_operands, _options, io, deps) => {
  const backend = backendOf(deps);
  const { onDamaged, paths } = createDamageReport(io);
  const source = await openHistory(backend, deps, onDamaged);
  try {
    const { sums, findings } = await verifyHistory(source);
    if (backend === 'lowdb') findings.push(...(await checkIndex(deps.config.dataDir, onDamaged, io)));
    io.out(`${placeOf(backend, deps)} :`);
    printSums(sums, io);
    tell(findings, io);
    if (paths.size > 0)
      io.err(`${paths.size} fichier(s) illisible(s), mis de côté (.damaged). Remède : restaurez une sauvegarde si besoin.`);
    const wrong = findings.length + paths.size;
    io.out(wrong === 0 ? 'Tout est lisible et concorde.' : `${wrong} problème${wrong > 1 ? 's' : ''}.`);
    return wrong === 0 ? 0 : 1;
  } finally {
    await source.close();
  }
};

/** The index is only comparable while nobody writes. */
async function checkIndex(dataDir: string, onDamaged: (path: string) => void, io: CommandIo): Promise<Finding[]> {
  const lock = await lockDataDir(dataDir).catch((error: unknown) => {
    if (error instanceof PasserelleError && error.code === 'E_DATA_DIR_LOCKED') return undefined;
    throw error;
  });
  if (!lock) {
    io.out('Le service tourne : l’index de la console n’est pas comparé (arrêtez-le pour une vérification entière).');
    return [];
  }
  try {
    const found = await verifyIndex(dataDir, onDamaged);
    if (found === 'not-made') io.out('L’index de la console n’est pas encore fait : il le sera à sa première ouverture.');
    return found === undefined || found === 'not-made' ? [] : [found];
  } finally {
    await lock.release();
  }
}

function tell(findings: readonly Finding[], io: CommandIo): void {
  const told = new Map<Finding['kind'], number>();
  for (const finding of findings) {
    const before = told.get(finding.kind) ?? 0;
    told.set(finding.kind, before + 1);
    if (before < TOLD) io.err(say(finding));
  }
  for (const [kind, count] of told) if (count > TOLD) io.err(`… et ${count - TOLD} autres de cette sorte (${kind}).`);
}

function say(finding: Finding): string {
  switch (finding.kind) {
    case 'shape':
      return `Forme inconnue : ${finding.of}, ${finding.path}. Remède : signalez le cas ; restaurez une sauvegarde si besoin.`;
    case 'gap':
      return `Conversation ${finding.conversation} : il manque quelque chose après le message ${finding.after}. Remède : restaurez une sauvegarde si besoin.`;
    case 'turns':
      return `Conversation ${finding.conversation} : la console ne montre pas les échanges que dit le journal. Remède : signalez le cas.`;
    case 'release-changed':
      return `Version ${finding.version} : ses fiches ne sont plus celles qui ont été publiées. Remède : activez une autre version, puis publiez à nouveau.`;
    case 'release-unreadable':
      return `Version ${finding.version} : elle ne peut plus être chargée. Remède : activez une autre version (npm run kb -- rollback).`;
    case 'active-missing':
      return finding.version === undefined
        ? 'Aucune version de la base de connaissances n’est active. Remède : npm run kb -- publish.'
        : `La version active, ${finding.version}, n’est pas là. Remède : npm run kb -- rollback, ou publish.`;
    case 'index':
      return `L’index de la console ne dit pas ce que disent les conversations (${finding.indexed} lignes, ${finding.held} attendues). Remède : service arrêté, supprimez DATA_DIR/review/contents.json ; il sera refait à la première ouverture.`;
    default:
      return assertNever(finding);
  }
}
