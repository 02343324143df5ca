import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { seedDataDir, startTestApp, type TestApp } from '../support/app.js';
import { Conversation } from '../support/direct-line-client.js';
import { readLog } from '../support/read-log.js';

describe('a full disk, for visitors', () => {
  let dataDir: string;
  let app: TestApp | undefined;
  before(async function () {
    this.timeout(180_000);
    dataDir = await mkdtemp(join(tmpdir(), 'passerelle-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dataDir], { stdio: 'ignore' });
    } catch {
      // Only root may mount, and in most containers not even root: test/storage/lowdb-durability.test.ts fails a disk all the same.
      await rm(dataDir, { recursive: true });
      this.skip();
    }
    await seedDataDir(dataDir);
    app = await startTestApp({ DATA_DIR: dataDir });
  });
  after(async () => {
    if (!app) return;
    await app.close();
    execFileSync('umount', [dataDir]);
    await rm(dataDir, { recursive: true });
  });

  const fill = async () => {
    const { bavail, bsize } = await statfs(dataDir);
    const file = await open(join(dataDir, 'ballast'), 'w');
    // Until the last page is taken, also by what the service frees meanwhile.
    await file.appendFile(Buffer.alloc(bavail * bsize)).catch(() => undefined);
    for (;;)
      if (
        !(await file.appendFile(Buffer.alloc(4096)).then(
          () => true,
          () => false,
        ))
      )
        break;
    await file.close();
  };
  const statusOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => '200',
      (error: Error) => error.message,
    );

  it('answers honestly that a turn cannot be kept, keeps what was acknowledged, and goes on when there is room', async function () {
    this.timeout(60_000);
    const url = app?.url ?? '';
    const conversation = await Conversation.start(url);
    await conversation.say('Qui peut agir ?');
    await fill();
    // The last page of the journal may still have room for a turn or two.
    let said = 1;
    let refused = await statusOf(conversation.say('encore'));
    for (; refused === '200' && said < 20; said++) refused = await statusOf(conversation.say('encore'));
    expect(refused).to.match(/^503 /).and.to.include('ne peut pas enregistrer');
    expect((await fetch(`${url}/readyz`)).status).to.equal(503);
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    const kept = await readLog(dataDir, conversation.id);
    expect(kept.filter(({ activity }) => activity.from?.role === 'user')).to.have.length(said);

    await rm(join(dataDir, 'ballast'));
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    expect(await conversation.say('C’est quoi un jumelage ?')).not.to.deep.equal([]);
    const after = await readLog(dataDir, conversation.id);
    expect(after.slice(0, kept.length)).to.deep.equal(kept);
    expect(after.map(({ seq }) => seq)).to.deep.equal(after.map((_, index) => index + 1));
  });
});
