import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findCoverage, formatCoverage } from '../knowledge/coverage.js';
import { parseYaml } from '../knowledge/parse-yaml.js';
import { readContent } from '../knowledge/read-content.js';
import { type KbCommand, readFolder } from './kb-command.js';

const factsSchema = z.record(z.string().regex(/^F\d{3}$/), z.array(z.string()));

/** `coverage`: writes the table fact → entry beside the content; fails when a fact has no entry. */
export const runCoverage: KbCommand = async (_operands, _options, io, deps) => {
  const path = join(deps.knowledgeDir, 'facts.yaml');
  const facts = parseYaml(path, await readFile(path, 'utf8'), factsSchema).value ?? {};
  const { content } = readContent(await readFolder(deps));
  const coverage = findCoverage(facts, new Map(content.entries.map(({ value }) => [value.id, value])));
  await writeFile(join(deps.knowledgeDir, 'COUVERTURE.md'), formatCoverage(coverage));
  io.out(
    `${coverage.rows.length - coverage.missing.length} faits sur ${coverage.rows.length} ont une fiche ; tableau : COUVERTURE.md`,
  );
  for (const fact of coverage.missing) io.err(`${fact} : aucune fiche`);
  for (const { fact, entry } of coverage.unknown) io.err(`${fact} : inconnu, cité par la fiche ${entry}`);
  return coverage.missing.length + coverage.unknown.length > 0 ? 1 : 0;
};
