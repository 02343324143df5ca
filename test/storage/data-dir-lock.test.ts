import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { PasserelleError } from '../../src/errors.js';
import { lockDataDir } from '../../src/storage/lowdb/data-dir-lock.js';

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('lock of DATA_DIR', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'passerelle-lock-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const expectLocked = async (path = dir) =>
    expect(await refusal(lockDataDir(path)))
      .to.be.instanceOf(PasserelleError)
      .with.property('code', 'E_DATA_DIR_LOCKED');

  it('is had by one at a time, whatever their process numbers, and leaves nothing behind', async () => {
    const lock = await lockDataDir(dir);
    await expectLocked();
    await expectLocked();
    await lock.release();
    expect(await readdir(dir)).to.deep.equal([]);
    await (await lockDataDir(dir)).release();
  });

  it('is had by one of many that come at once, also over a stale one', async () => {
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 1) await leaveStale(dir);
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir)));
      const locks = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      expect(locks).to.have.length(1);
      await locks[0]?.release();
      expect(await readdir(dir)).to.deep.equal([]);
    }
  });

  it('is taken over when nobody listens any more', async () => {
    await leaveStale(dir);
    const lock = await lockDataDir(dir);
    await expectLocked();
    await lock.release();
  });

  it('is held against another process, and free as soon as that one is killed', async () => {
    const module = fileURLToPath(new URL('../../src/storage/lowdb/data-dir-lock.ts', import.meta.url));
    const script = `const { lockDataDir } = await import(${JSON.stringify(module)});
      await lockDataDir(${JSON.stringify(dir)}); console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expectLocked();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await lockDataDir(dir)).release();
  });

  it('works where the path is too long for a socket', async function () {
    if (process.platform !== 'linux') this.skip();
    const deep = join(dir, 'un-dossier-au-nom-vraiment-long'.repeat(3), 'et-un-autre-dessous'.repeat(3));
    await mkdir(deep, { recursive: true });
    const lock = await lockDataDir(deep);
    await expectLocked(deep);
    await lock.release();
    expect(await readdir(deep)).to.deep.equal([]);
  });

  it('says what is wrong with a folder that cannot be used', async () => {
    await chmod(dir, 0o700);
    const error = await refusal(lockDataDir(join('/dev/null', 'data')));
    expect(error).to.be.instanceOf(PasserelleError).with.property('code', 'E_DATA_DIR');
  });
});

/** A lock whose owner was killed: the socket is there, nobody listens. */
async function leaveStale(dir: string): Promise<void> {
  const server = createServer();
  const own = join(dir, 'gone');
  server.listen(own);
  await once(server, 'listening');
  await link(own, join(dir, 'lock.sock'));
  server.close();
  await once(server, 'close');
}
