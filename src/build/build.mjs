#!/usr/bin/env node
// Builds dist/ when its inputs have changed: TypeScript, the geographic extract, the widget. Plain JavaScript: it runs before anything is compiled.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

function stamp() {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const files = ['src', 'dialogs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name)),
  );
  for (const file of [
    ...files,
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package-lock.json'),
  ].sort()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Returns at once when dist/ is up to date; exits with the compiler's status when it fails. */
export async function build() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  process.stderr.write('Construction de Passerelle…\n');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
    { stdio: 'inherit', cwd: root },
  );
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
  const built = (path) => import(pathToFileURL(join(dist, path)).href);
  const [{ buildExtract }, { buildWidget }] = await Promise.all([
    built('src/geography/build-extract.js'),
    built('src/widget/build.js'),
  ]);
  await Promise.all([buildExtract(join(dist, 'geography.json')), buildWidget(join(dist, 'widget'))]);
  writeFileSync(stampFile, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
