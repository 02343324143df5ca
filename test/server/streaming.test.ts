import { once } from 'node:events';
import { request } from 'node:http';
import { expect } from 'chai';
import { pino } from 'pino';
import { BodyStream, type Route } from '../../src/http/route.js';
import { createMetrics } from '../../src/metrics.js';
import { createHttpServer } from '../../src/server/server.js';

describe('bodies that are made while they are sent', () => {
  /** What the source was asked for, and whether it was told to stop. */
  const source = { made: 0, stopped: false, ended: (): void => undefined };

  async function* lines(count: number, failAt = -1): AsyncGenerator<string> {
    source.made = 0;
    source.stopped = false;
    try {
      for (let line = 0; line < count; line += 1) {
        if (line === failAt) throw new Error('the store went away');
        source.made += 1;
        yield `${'x'.repeat(9_999)}\n`;
      }
    } finally {
      source.stopped = true;
      source.ended();
    }
  }

  const streams = (path: string, parts: () => AsyncIterable<string>): Route => ({
    method: 'GET',
    path,
    handle: () => ({
      status: 200,
      headers: { 'Content-Type': 'text/csv; charset=utf-8' },
      cookies: ['a=1; Path=/', 'b=2; Path=/'],
      body: new BodyStream(parts()),
    }),
  });

  const start = async () => {
    const routes = [
      streams('/small', () => lines(3)),
      streams('/endless', () => lines(Number.POSITIVE_INFINITY)),
      streams('/broken', () => lines(10, 5)),
    ];
    const server = createHttpServer({
      routes,
      upgrades: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics: createMetrics(),
    });
    return server.listen(0, '127.0.0.1');
  };

  it('arrive whole, with their headers and cookies', async () => {
    const running = await start();
    const response = await fetch(`http://127.0.0.1:${running.port}/small`);
    expect(response.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(response.headers.getSetCookie()).to.deep.equal(['a=1; Path=/', 'b=2; Path=/']);
    expect(await response.text()).to.have.length(30_000);
    await running.close();
  });

  it('wait for a slow reader, and stop when the reader leaves', async () => {
    const running = await start();
    const ended = new Promise<void>((resolve) => {
      source.ended = resolve;
    });
    const client = request({ port: running.port, host: '127.0.0.1', path: '/endless' }).end();
    const [response] = await once(client, 'response');
    response.pause();
    // The source stands still once the buffers on the way are full: two readings of its count, some turns apart, are the same.
    let before = -1;
    while (before !== source.made) {
      before = source.made;
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(source.made).to.be.lessThan(5_000);
    expect(source.stopped).to.equal(false);
    client.destroy();
    await ended;
    expect(source.stopped).to.equal(true);
    await running.close();
  });

  it('are cut when the source fails: nobody takes half a file for a whole one', async () => {
    const running = await start();
    const failed = await fetch(`http://127.0.0.1:${running.port}/broken`)
      .then((response) => response.text())
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(failed).to.be.instanceOf(Error);
    await running.close();
  });
});
