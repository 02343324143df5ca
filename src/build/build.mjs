#!/usr/bin/env node
// Builds dist/ when its inputs have changed: TypeScript, the geographic extract, the widget, what pages and console load.
// Plain JavaScript: it runs before anything is compiled. A build is made beside and moved in place when it is whole.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const stampFile = '.stamp';

function stamp() {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const files = ['src', 'dialogs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name)),
  );
  for (const file of [...files, join(root, 'tsconfig.json'), join(root, 'package-lock.json')].sort()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const isCurrent = (wanted) => existsSync(join(dist, stampFile)) && readFileSync(join(dist, stampFile), 'utf8') === wanted;

/** Returns at once when dist/ is up to date; exits with a status of its own when something cannot be built. */
export async function build() {
  const wanted = stamp();
  if (isCurrent(wanted)) return;
  process.stderr.write('Construction de Passerelle…\n');
  // Inside the project, so that what is compiled finds node_modules while the rest is built.
  const making = join(root, `.dist-${process.pid}`);
  try {
    await make(making);
    writeFileSync(join(making, stampFile), wanted);
    rmSync(dist, { recursive: true, force: true });
    renameSync(making, dist);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Runs a script; resolves with its exit status. */
const run = (...command) =>
  new Promise((resolve) => {
    spawn(process.execPath, command, { stdio: 'inherit', cwd: root }).on('exit', (status) => resolve(status ?? 1));
  });

/** Takes the types off, unchecked: `npm run check` checks them. The compiler took most of a first start. */
async function compile(folder) {
  const { build: strip } = await import('esbuild');
  const sources = ['src', 'dialogs'].flatMap((name) =>
    readdirSync(join(root, name), { recursive: true }).map((file) => join(root, name, file)),
  );
  await strip({
    entryPoints: sources.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts')),
    outdir: folder,
    outbase: root,
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'error',
  });
}

async function make(folder) {
  mkdirSync(folder, { recursive: true });
  const [status] = await Promise.all([run(join(root, 'src/build/vendor.mjs'), root, folder), compile(folder)]);
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    process.exit(status);
  }
  const built = (path) => import(pathToFileURL(join(folder, path)).href);
  const [{ buildExtract }, { buildWidget }, { buildConsole }] = await Promise.all([
    built('src/geography/build-extract.js'),
    built('src/widget/build.js'),
    built('src/console/build.js'),
  ]);
  mkdirSync(join(folder, 'site'));
  for (const name of readdirSync(join(root, 'src/site')).filter((file) => extname(file) === '.css')) {
    cpSync(join(root, 'src/site', name), join(folder, 'site', name));
  }
  await Promise.all([
    buildExtract(join(folder, 'geography.json')),
    buildWidget(join(folder, 'widget')),
    buildConsole(join(folder, 'console')),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
