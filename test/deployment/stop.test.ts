import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { seedDataDir } from '../support/app.js';
import { post } from '../support/direct-line-client.js';
import { readLog } from '../support/read-log.js';

/** Conversations that speak at once. */
const SPEAKERS = 8;

describe('a service that is told to stop', function () {
  this.timeout(120_000);
  let dataDir: string;
  let service: ChildProcess | undefined;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'passerelle-stop-'));
    await seedDataDir(dataDir);
  });
  after(async () => {
    service?.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  it('finishes the turns in flight, keeps them, and ends well', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../../src/index.ts', import.meta.url))], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    service = child;
    const exited = once(child, 'exit');
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      url = /répond sur (\S+)/.exec(line)?.[1] ?? '';
      if (url) break;
    }
    const conversations = await Promise.all(
      Array.from({ length: SPEAKERS }, async () => {
        const { token } = await post<{ token: string }>(`${url}/widget/token`, {});
        return post<{ conversationId: string; token: string }>(`${url}/v3/directline/conversations`, {}, token);
      }),
    );
    const turns = conversations.map(({ conversationId, token }) =>
      post<{ id: string }>(
        `${url}/v3/directline/conversations/${conversationId}/activities`,
        { type: 'message', text: 'Qui peut agir ?' },
        token,
      ),
    );
    // One is done, so that the others have been taken up.
    await Promise.race(turns);
    child.kill('SIGTERM');
    const answers = await Promise.all(turns);
    expect(await exited).to.deep.equal([0, null]);
    for (const [index, { id }] of answers.entries()) {
      const log = await readLog(dataDir, conversations[index]?.conversationId ?? '');
      const asked = log.findIndex(({ activity }) => activity.id === id);
      expect(asked, 'the question is kept').to.be.at.least(0);
      expect(log.slice(asked + 1).map(({ activity }) => activity.from?.role)).to.include('bot');
    }
  });
});
