// Microsoft's Web Chat as it is published, one file of it: as a devDependency it would bring 418 packages and 180 MB for one test.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '4.18.1';
const integrity = '7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==';

/** Where the bundle is once `fetchWebChat` has run. */
export const webChatPath = join(
  dirname(fileURLToPath(import.meta.url)),
  `../../node_modules/.cache/passerelle/webchat-${version}.js`,
);

/** Takes the bundle from the package registry, once, and holds it against the published checksum. */
export function fetchWebChat() {
  if (existsSync(webChatPath)) return;
  const folder = mkdtempSync(join(tmpdir(), 'web-chat-'));
  const run = (command, args) => {
    const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: Web Chat ${version} cannot be fetched.`);
  };
  try {
    run('npm', ['pack', '--silent', `botframework-webchat@${version}`]);
    const archive = `botframework-webchat-${version}.tgz`;
    const found = createHash('sha512')
      .update(readFileSync(join(folder, archive)))
      .digest('base64');
    if (found !== integrity) throw new Error(`${archive} is not the published one.`);
    run('tar', ['-xzf', archive, 'package/dist/webchat.js']);
    mkdirSync(dirname(webChatPath), { recursive: true });
    // The temporary folder may be on another disk.
    copyFileSync(join(folder, 'package/dist/webchat.js'), `${webChatPath}.${process.pid}`);
    renameSync(`${webChatPath}.${process.pid}`, webChatPath);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
