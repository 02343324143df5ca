import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

describe('a command whose reader has left (« npm run kb -- check | head »)', () => {
  it('does its work to the end, and says nothing of it', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), 'passerelle-piped-'));
    const run = async (leave: boolean) => {
      const child = spawn(process.execPath, ['src/build/start.mjs', 'kb', 'check'], {
        env: { PATH: process.env.PATH ?? '', DATA_DIR: folder },
      });
      if (leave) child.stdout.destroy();
      else child.stdout.resume();
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString();
      });
      const [code] = (await once(child, 'exit')) as [number];
      return { code, err };
    };
    const { code } = await run(false);
    expect(await run(true)).to.deep.equal({ code, err: '' });
    await rm(folder, { recursive: true });
  });
});
