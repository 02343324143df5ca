import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRelease } from '../knowledge/open-release.js';
import { preparePublication } from '../knowledge/prepare-publication.js';
import { formatProblem } from '../knowledge/problem.js';
import { publishRelease } from '../knowledge/publish.js';
import { type KbCommand, openActive, readFolder } from './kb-command.js';
import { printExam } from './kb-exam.js';

/** `publish`: the folder becomes the active release, unless its check or its exam refuses it. */
export const runPublish: KbCommand = async (_operands, options, io, deps) => {
  const running = await openActive(deps);
  const prepared = preparePublication(await readFolder(deps), running?.version, await deps.store.list(), {
    why: options.why,
    now: deps.now(),
  });
  if (!prepared.ready) {
    io.err(prepared.reason);
    return 1;
  }
  io.out(`Publication de ${prepared.version} : vérification, apprentissage, examen…`);
  const result = await publishRelease(
    { files: prepared.files, running, who: options.who ?? deps.user, why: prepared.why, override: options.override },
    deps,
  );
  if (result.outcome === 'invalid') {
    for (const problem of result.problems) if (problem.severity === 'error') io.err(formatProblem(problem));
    io.err('Refusé : corrigez ces lignes d’abord.');
    return 1;
  }
  printExam(result.exam, io);
  for (const { q, expected, got } of result.lost) io.err(`  perdue : « ${q} » : attendu ${expected}, obtenu ${got}`);
  const how = 'Ajoutez des formulations, ou publiez malgré tout : npm run kb -- publish --override "la raison"';
  if (result.outcome === 'lost') {
    io.err(`Refusé : ${result.lost.length} ligne(s) que la version ${running?.version ?? ''} réussit sont perdues. ${how}`);
    return 1;
  }
  if (result.outcome === 'weak') {
    io.err(`Refusé : moins de la moitié de l’examen est réussie. ${how}`);
    return 1;
  }
  if (prepared.manifest) await writeFile(join(deps.knowledgeDir, 'manifest.yaml'), prepared.manifest);
  io.out(
    `Version ${prepared.version} publiée et active${options.override ? `, malgré ${result.lost.length} ligne(s) perdue(s) : « ${options.override} »` : ''}.`,
  );
  if (prepared.manifest) io.out('knowledge/manifest.yaml porte maintenant cette version.');
  return 0;
};

/** `list`: the releases, newest last, and which one answers. */
export const runList: KbCommand = async (_operands, options, io, deps) => {
  const [records, active, journal] = await Promise.all([deps.store.list(), deps.store.active(), deps.store.journal()]);
  if (options.json) {
    io.out(
      JSON.stringify(
        {
          active: active ?? null,
          releases: records.map(({ exam, ...record }) => ({
            ...record,
            exam: exam && { lines: exam.lines, passed: exam.passed },
          })),
          journal,
        },
        null,
        2,
      ),
    );
    return 0;
  }
  if (records.length === 0) io.out('Aucune version publiée.');
  for (const { version, createdAt, who, why, exam, overridden, hash } of records) {
    const score = exam ? `, examen ${exam.passed}/${exam.lines}` : '';
    io.out(
      `${version === active ? '→' : ' '} ${version.padEnd(14)} ${createdAt.slice(0, 16).replace('T', ' ')}  ${who}  ${why}  (${hash.slice(0, 8)}${score})`,
    );
    if (overridden) io.out(`    publiée malgré ${overridden.lines.length} ligne(s) perdue(s) : ${overridden.reason}`);
  }
  if (journal.length > 0) io.out('Activations, la dernière en bas :');
  for (const { version, at, who, why } of journal.slice(-10))
    io.out(`  ${at.slice(0, 16).replace('T', ' ')}  ${version}  ${who}  ${why}`);
  return 0;
};

/** `rollback [version]`: back to the release that was active before, or to the one that is named. */
export const runRollback: KbCommand = async ([named], options, io, deps) => {
  const [active, journal] = await Promise.all([deps.store.active(), deps.store.journal()]);
  const version = named ?? journal.findLast((line) => line.version !== active)?.version;
  if (version === undefined) {
    io.err('Il n’y a pas de version précédente.');
    return 1;
  }
  if (version === active) {
    io.err(`La version ${version} est déjà active.`);
    return 1;
  }
  // A release that cannot be loaded must not become the active one.
  await openRelease(deps.store, version, deps.vocabulary);
  const why = options.why ?? `retour depuis ${active ?? 'rien'}`;
  await deps.store.activate({ version, at: deps.now().toISOString(), who: options.who ?? deps.user, why }, { expected: active });
  io.out(`Version ${version} active (avant : ${active ?? 'aucune'}). Le dossier knowledge/ n’a pas changé.`);
  return 0;
};
