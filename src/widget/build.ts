/** Bundles the web chat: chat.js, chat.css, page.html, favicon.svg, and widget.js for other sites. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin, transform } from 'esbuild';

/** The sources: this folder, or, when this file runs compiled from dist/src/widget, the one it was compiled from. */
const here = dirname(fileURLToPath(import.meta.url));
const sources = existsSync(join(here, 'main.tsx')) ? here : join(here, '../../../src/widget');

/** Largest sizes, in bytes after gzip: all that a first conversation loads, and what a site loads before the chat is opened. */
export const WEIGHT_BUDGET = { all: 25 * 1024, launcher: 3 * 1024 };

const targets = ['chrome100', 'firefox110', 'safari16'];

/** A style sheet imported by a script becomes its minified text. */
const cssAsText: Plugin = {
  name: 'css-as-text',
  setup(plugins) {
    plugins.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minifyCss(path), loader: 'text' }));
  },
};

const minifyCss = async (path: string) =>
  (await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: targets })).code.trim();

const bundle = async (entry: string, plugins: Plugin[] = []) => {
  const result = await build({
    entryPoints: [join(sources, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: targets,
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins,
  });
  return result.outputFiles[0]?.text ?? '';
};

/** The strings, for the page's own HTML. */
const loadStrings = async (): Promise<Record<string, unknown>> => {
  const { code } = await transform(await readFile(join(sources, 'strings.fr.ts'), 'utf8'), { loader: 'ts', format: 'esm' });
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)).strings;
};

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const makePage = async () => {
  const [template, strings] = await Promise.all([readFile(join(sources, 'page.html'), 'utf8'), loadStrings()]);
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const text = strings[name];
    if (typeof text !== 'string') throw new Error(`src/widget/page.html: no string « ${name} » in strings.fr.ts`);
    return escapeHtml(text);
  });
};

/** Bytes after gzip. */
export const weigh = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

/**
 * Writes the web chat into a folder, emptied first.
 * @throws when a file is heavier than its budget
 */
export async function buildWidget(outDir: string): Promise<void> {
  const files = {
    'chat.js': await bundle('main.tsx'),
    'widget.js': await bundle('launcher.ts', [cssAsText]),
    'chat.css': await minifyCss(join(sources, 'chat.css')),
    'page.html': await makePage(),
    'favicon.svg': await readFile(join(sources, 'favicon.svg'), 'utf8'),
  };
  const weights = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, weigh(content)]));
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if ((weights['widget.js'] ?? 0) > WEIGHT_BUDGET.launcher || all > WEIGHT_BUDGET.all) {
    throw new Error(
      `The web chat is too heavy: ${JSON.stringify({ ...weights, all })} bytes gzipped, budget ${JSON.stringify(WEIGHT_BUDGET)}.`,
    );
  }
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(outDir, name), content)));
}
