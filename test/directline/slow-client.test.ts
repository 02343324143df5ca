import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { pino } from 'pino';
import type { ActivitySet } from '../../src/directline/direct-line-channel.js';
import { StreamHub } from '../../src/directline/stream-hub.js';
import { createMetrics, type Metrics } from '../../src/metrics.js';
import { createHttpServer, type RunningServer } from '../../src/server/server.js';
import { LocalConversationFeed } from '../../src/transcripts/conversation-feed.js';
import { StreamClient } from '../support/stream-client.js';

/** A stored activity of a quarter of a megabyte, so that the system's own buffers are soon full. */
const text = 'x'.repeat(256 * 1024);

describe('Direct Line stream: clients that are slow or gone', function () {
  this.timeout(30_000);
  let metrics: Metrics;
  let feed: LocalConversationFeed;
  let hub: StreamHub;
  let server: RunningServer;
  let stored: number;
  const sockets: Socket[] = [];

  const start = async (limits: { beatEvery?: number; maxStreams?: number }) => {
    stored = 0;
    metrics = createMetrics();
    feed = new LocalConversationFeed();
    hub = new StreamHub({
      feed,
      metrics,
      ...limits,
      channel: {
        describeTyping: () => ({}),
        read: async (_id, watermark = '', { limit = 1 } = {}) => {
          const after = Number(watermark);
          const count = Math.max(0, Math.min(limit, stored - after));
          return {
            activities: Array.from({ length: count }, () => ({ id: 'i', type: 'message', text })),
            watermark: String(after + count),
          } as unknown as ActivitySet;
        },
      },
    });
    const accept = hub.open.bind(hub);
    const http = createHttpServer({
      routes: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics,
      upgrades: [
        {
          path: '/:id',
          handle: async ({ params }) =>
            hub.isOpen
              ? {
                  accept: (socket) => accept(socket, { conversationId: params.id ?? '', userId: 'u' }, '0'),
                }
              : { refuse: { status: 503, body: { error: { code: 'ServiceUnavailable', message: '' } } } },
        },
      ],
    });
    server = await http.listen(0, '127.0.0.1');
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    const closed = server.close();
    await hub.close();
    await closed;
  });

  const say = (id: string) => {
    stored += 1;
    feed.publish(id, { kind: 'stored' });
  };
  /** Shakes hands like any WebSocket client, then never reads again. */
  const openDeaf = async (id: string) => {
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(
      `GET /${id} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    await once(socket, 'readable');
    socket.pause();
    return socket;
  };
  const closings = async () =>
    Object.fromEntries((await metrics.closedStreams.get()).values.map(({ labels, value }) => [labels.cause, value]));
  const openStreams = async () => (await metrics.openStreams.get()).values[0]?.value;
  /** Lets the event loop turn until something holds. */
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
  };

  it('a client that does not read is dropped, at the cost of one set; the others hear everything', async () => {
    await start({});
    await openDeaf('deaf');
    const reader = await StreamClient.open(`ws://127.0.0.1:${server.port}/reader`);
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    let most = 0;
    let said = 0;
    await until(async () => {
      said += 1;
      say('deaf');
      feed.publish('reader', { kind: 'stored' });
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      most = Math.max(most, arrayBuffers + heapUsed - before);
      reader.frames.splice(0);
      return 'slow' in (await closings());
    });
    expect(said * text.length, 'more was said than the system can hold for it').to.be.above(2_000_000);
    expect(await closings()).to.deep.equal({ slow: 1 });
    expect(most, 'bytes').to.be.below(150_000_000);
    expect(await openStreams()).to.equal(1);
    say('deaf');
    feed.publish('reader', { kind: 'stored' });
    await until(async () => reader.frames.some((frame) => frame.includes(`"watermark":"${stored}"`)));
    reader.close();
    await reader.closed;
  });

  it('a client that has vanished is let go at the second sign of life that it misses', async () => {
    await start({ beatEvery: 20 });
    await openDeaf('gone');
    const there = await StreamClient.open(`ws://127.0.0.1:${server.port}/there`);
    await until(async () => 'vanished' in (await closings()));
    await until(async () => there.frames.filter((frame) => frame === '').length > 5);
    expect(await closings()).to.deep.equal({ vanished: 1 });
    there.close();
    await there.closed;
  });

  it('takes no more sockets than it may, and says so', async () => {
    await start({ maxStreams: 1 });
    const only = await StreamClient.open(`ws://127.0.0.1:${server.port}/a`);
    const refused = await StreamClient.open(`ws://127.0.0.1:${server.port}/b`).catch((error: Error) => error.message);
    expect(refused).to.include('503');
    only.close();
    await only.closed;
    await until(async () => (await openStreams()) === 0);
    const next = await StreamClient.open(`ws://127.0.0.1:${server.port}/b`);
    next.close();
  });

  it('answers upgrades to anything else than a WebSocket instead of leaving them open', async () => {
    await start({});
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.write('GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(String(chunk)).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(String(chunk), 'before any route has seen it').to.include('"code":"BadArgument"');
    await once(socket, 'end');
  });
});
