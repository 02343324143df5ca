// Makes sure that what the tests need is there: a Chromium (installed when we may), Web Chat's bundle, and the build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from '../../src/build/build.mjs';
import { findChromium } from './find-chromium.mjs';
import { fetchWebChat } from './web-chat.mjs';

const run = (command, args) => spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

if (!findChromium()) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  const installed =
    mayInstall && run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium']) && findChromium();
  if (!installed) {
    console.error(
      'Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM to the path of a Chrome or Chromium.',
    );
    process.exit(1);
  }
}
fetchWebChat();
await build();
