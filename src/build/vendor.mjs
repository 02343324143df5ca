// Bundles the packages that the service loads into one file beside the compiled code, with what V8 compiled of it: reading and
// compiling their 1,600 files took most of the time of a start. dist/node_modules comes first for everything in dist/, so
// nothing else has to know; tests run from the sources and use the packages themselves. It runs in a
// process of its own, because it runs the packages: `node vendor.mjs ROOT FOLDER`. Plain JavaScript, like build.mjs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * What the compiled code imports or requires and is worth bundling. What they share is in the bundle once, so all of the Bot
 * Framework must be here; pino is not, because it looks for files beside its own.
 */
const PACKAGES = [
  'botbuilder',
  'botbuilder-dialogs',
  'botframework-connector',
  'botframework-connector/lib/connectorApi/models/mappers',
  'jose',
  'prom-client',
  'restify',
  'ws',
  'yaml',
  'zod',
];

/** Code that is asked for only in some installations of these packages; they do without. */
const OPTIONAL = ['dtrace-provider', 'bufferutil', 'utf-8-validate'];

/**
 * Microsoft's recognizers, which the prompts of botbuilder-dialogs ask for at once, are loaded when they are first used, from
 * where they are installed. Only `Culture`, read at the start, is taken from the small package that defines it.
 */
const lazyRecognizers = {
  name: 'lazy-recognizers',
  setup(plugins) {
    plugins.onResolve({ filter: /^@microsoft\/recognizers-text/ }, ({ path, pluginData }) =>
      pluginData === 'real' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    plugins.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      pluginData: 'real',
      contents: `let real;
module.exports = new Proxy({}, {
  get: (_, name) =>
    name === '__esModule' ? true
    : name === 'Culture' ? require('@microsoft/recognizers-text').Culture
    : (real ??= require('${path}'))[name],
});`,
    }));
  },
};

/** Runs the bundle. A cache that another V8 made is not taken: then it is compiled, which takes 0.3 s more. */
const LOADER = `const { existsSync, readFileSync } = require('node:fs');
const { Script, constants } = require('node:vm');
const file = require('node:path').join(__dirname, 'bundle.js');
// esbuild writes ASCII, but for comments
const text = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(file, 'latin1') + '\\n})';
const script = new Script(text, {
  filename: file,
  cachedData: existsSync(file + '.cache') ? readFileSync(file + '.cache') : undefined,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
script.runInThisContext()(module.exports, require, module, file, __dirname);
Object.defineProperty(module.exports, 'compiled', { value: () => script.createCachedData() });
`;

/** Writes `node_modules` into the folder: the bundle, and for each package a file that takes its part of it. */
async function buildVendor(root, folder) {
  const modules = join(folder, 'node_modules');
  const vendor = join(modules, '.vendor');
  mkdirSync(vendor, { recursive: true });
  await build({
    stdin: {
      contents: `module.exports = {\n${PACKAGES.map((name) => `'${name}': () => require('${name}'),\n`).join('')}};`,
      resolveDir: root,
    },
    outfile: join(vendor, 'bundle.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'error',
    external: OPTIONAL,
    plugins: [lazyRecognizers],
  });
  writeFileSync(join(vendor, 'index.cjs'), LOADER);
  const bundled = createRequire(import.meta.url)(join(vendor, 'index.cjs'));
  for (const name of PACKAGES) writePackage(modules, name, Object.keys(bundled[name]()));
  writeFileSync(join(vendor, 'bundle.js.cache'), bundled.compiled());
}

/** Node finds the exports of a CommonJS file by reading it, not by running it: they are listed where nothing runs. */
function writePackage(modules, name, names) {
  const inside = name.includes('/');
  const file = join(modules, inside ? `${name}.js` : `${name}/index.js`);
  const up = '../'.repeat(name.split('/').length - (inside ? 1 : 0));
  const listed = names.filter((item) => item !== 'default' && /^[\w$]+$/.test(item)).map((item) => `exports.${item} = `);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `module.exports = require('${up}.vendor/index.cjs')['${name}']();\n0 && (${listed.join('')}0);\n`);
  if (!inside) writeFileSync(join(modules, name, 'package.json'), `{ "name": "${name}", "type": "commonjs" }\n`);
}

const [root, folder] = process.argv.slice(2);
await buildVendor(root, folder);
