#!/usr/bin/env node
// `npm start`, `npm run chat`, `npm run kb`…: builds if needed, then runs the service or a command.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

await build();
const [command, ...rest] = process.argv.slice(2);
const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist/src');
if (command === undefined) await import(pathToFileURL(join(dist, 'index.js')).href);
else {
  const { runCommand } = await import(pathToFileURL(join(dist, 'cli.js')).href);
  process.exitCode = await runCommand(command, rest);
}
