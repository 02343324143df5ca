import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { seedDatabase } from '../support/app.js';
import { post } from '../support/direct-line-client.js';
import { freePort } from '../support/free-port.js';
import { query, sharedPostgres } from '../support/postgres.js';
import { type RoundRobinProxy, startRoundRobinProxy } from '../support/round-robin-proxy.js';

const service = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** The service as its own process; resolves once it listens. */
async function spawnInstance(databaseUrl: string, publicUrl: string): Promise<{ port: number; process: ChildProcess }> {
  const port = await freePort();
  const settings = {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: publicUrl,
    PORT: String(port),
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', service], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const part of child.stdout) {
    said += String(part);
    if (said.includes('répond sur')) return { port, process: child };
  }
  throw new Error(`the service did not start: ${said}`);
}

describe('an instance that is killed under load', function () {
  this.timeout(240_000);
  let databaseUrl: string;
  let proxy: RoundRobinProxy;
  const instances: { port: number; process: ChildProcess }[] = [];
  before(async () => {
    databaseUrl = await (await sharedPostgres()).createDatabase();
    await seedDatabase(databaseUrl);
    proxy = await startRoundRobinProxy();
    instances.push(...(await Promise.all([spawnInstance(databaseUrl, proxy.url), spawnInstance(databaseUrl, proxy.url)])));
    proxy.targets.push(...instances.map(({ port }) => port));
  });
  after(async () => {
    for (const { process: child } of instances) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await proxy.close();
  });

  it('loses no turn that was acknowledged, and the other one goes on with every conversation', async () => {
    const acknowledged: string[] = [];
    const failed: string[] = [];
    let afterKill = 0;
    const kill = () => {
      if (instances[0]?.process.killed || acknowledged.length < 40) return;
      instances[0]?.process.kill('SIGKILL');
    };
    const converse = async () => {
      const { token } = await post<{ token: string }>(`${proxy.url}/widget/token`, {});
      const { conversationId } = await post<{ conversationId: string }>(`${proxy.url}/v3/directline/conversations`, {}, token);
      const url = `${proxy.url}/v3/directline/conversations/${conversationId}/activities`;
      while (afterKill < 60) {
        try {
          const { id } = await post<{ id: string }>(url, { type: 'message', text: 'qui peut financer un projet ?' }, token);
          acknowledged.push(id);
          if (instances[0]?.process.signalCode) afterKill += 1;
          kill();
        } catch (error) {
          failed.push(String(error));
        }
      }
      return conversationId;
    };
    const conversations = await Promise.all(Array.from({ length: 6 }, converse));
    expect(acknowledged.length).to.be.at.least(100);
    // What the dead one had taken, and nothing else: the proxy cannot know whether it was done.
    expect(failed.filter((message) => message !== 'Error: 502 ')).to.deep.equal([]);

    const log = await query(
      databaseUrl,
      `SELECT c.id AS conversation, a.seq, a.activity ->> 'id' AS id, a.activity -> 'from' ->> 'role' AS role
      FROM activities a JOIN conversations c ON c.no = a.conversation WHERE c.id = ANY($1) ORDER BY c.id, a.seq`,
      [conversations],
    );
    const answered = new Set(
      log.filter(({ role }, index) => role === 'user' && log[index + 1]?.role === 'bot').map(({ id }) => id),
    );
    expect(acknowledged.filter((id) => !answered.has(id))).to.deep.equal([]);
    for (const id of conversations) {
      const mine = log.filter(({ conversation }) => conversation === id);
      expect(mine.map(({ seq }) => seq)).to.deep.equal(mine.map((_, index) => index + 1));
    }
    const [turns] = await query(databaseUrl, 'SELECT count(*)::int AS count FROM turns');
    expect(turns?.count).to.equal(answered.size);
  });
});
