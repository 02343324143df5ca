import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { pino } from 'pino';
import { json } from '../../src/http/route.js';
import { createMetrics } from '../../src/metrics.js';
import { createHttpServer, type RunningServer } from '../../src/server/server.js';

describe('addresses of requests', () => {
  let running: RunningServer;
  before(async () => {
    const handle = ({ path }: { path: string }) => json(200, { path });
    const server = createHttpServer({
      routes: [
        { method: 'GET', path: '/open', handle },
        { method: 'GET', path: '/hidden', handle },
      ],
      upgrades: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics: createMetrics(),
    });
    running = await server.listen(0, '127.0.0.1');
  });
  after(() => running.close());

  const ask = async (target: string, host: string) => {
    const socket = connect(running.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const answer = await text(socket);
    return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), answer };
  };

  it('that are none are refused, and the service goes on', async () => {
    for (const [target, host] of [
      ['/open', '127.0.0.1:99999'],
      ['/open', '[[['],
      ['/open', 'a b'],
      ['/open', '%'],
      ['http://[::1', 'a'],
      ['http://a:99999/open', 'a'],
    ] as const) {
      const { status, answer } = await ask(target, host);
      expect(status, `${target} ${host}`).to.equal(400);
      expect(answer).not.to.match(/at \S+ \(|ERR_/);
    }
    for (const host of ['a', '127.0.0.1:1', '[::1]:80', 'my_service:3978', ''])
      expect((await ask('/open', host)).status, host).to.equal(200);
  });

  it('have the path that they ask for: a Host header adds nothing to it', async () => {
    for (const host of ['a/hidden?', 'a/hidden#', 'a\\hidden?', 'b@a/hidden?']) {
      const { status, answer } = await ask('/open', host);
      expect(status, host).to.equal(400);
      expect(answer).not.to.include('/hidden');
    }
  });
});
