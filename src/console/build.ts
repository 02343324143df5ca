/** Bundles what the console's pages load: console.css and enhance.js. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The sources: this folder, or, when this file runs compiled, the one it was compiled from. */
const here = dirname(fileURLToPath(import.meta.url));
const sources = existsSync(join(here, 'console.css')) ? here : join(here, '../../../src/console');

export async function buildConsole(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: [join(sources, 'console.css'), join(sources, 'enhance.ts')],
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
  });
}
