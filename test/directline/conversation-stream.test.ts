import { expect } from 'chai';
import { ConversationStream, type StreamEnd } from '../../src/directline/conversation-stream.js';
import type { ActivitySet } from '../../src/directline/direct-line-channel.js';
import type { StreamSocket } from '../../src/http/upgrade.js';
import { LocalConversationFeed } from '../../src/transcripts/conversation-feed.js';

/** A socket whose network can stand still: what was sent waits until `take`. */
class SlowSocket implements StreamSocket {
  readonly sent: string[] = [];
  pings = 0;
  closed: { code: number; reason: string } | undefined;
  private waiting: { bytes: number; done(): void; fail(error: Error): void }[] = [];
  private pong: () => void = () => undefined;
  private gone: () => void = () => undefined;

  constructor(private readonly flows = false) {}
  send(text: string): Promise<void> {
    this.sent.push(text);
    if (this.flows || text === '') return Promise.resolve();
    return new Promise((done, fail) => this.waiting.push({ bytes: text.length, done, fail }));
  }
  buffered = () => this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  ping = () => {
    this.pings += 1;
  };
  onPong = (listener: () => void) => {
    this.pong = listener;
  };
  onClose = (listener: () => void) => {
    this.gone = listener;
  };
  close = (code: number, reason: string) => {
    this.closed = { code, reason };
    this.gone();
  };
  drop = () => {
    for (const { fail } of this.waiting.splice(0)) fail(new Error('gone'));
    this.gone();
  };
  answer = () => this.pong();
  take = () => this.waiting.shift()?.done();
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('ConversationStream', () => {
  let stored: number;
  let feed: LocalConversationFeed;
  let ends: StreamEnd[];
  let reads: number;
  beforeEach(() => {
    [stored, reads] = [0, 0];
    feed = new LocalConversationFeed();
    ends = [];
  });

  const read = async (watermark: string): Promise<ActivitySet> => {
    reads += 1;
    const first = Number(watermark) + 1;
    const last = Math.min(stored, first + 9);
    const activities = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
      id: String(first + index),
      type: 'message',
      text: 'x'.repeat(100),
      timestamp: '',
    })) as unknown as ActivitySet['activities'];
    return { activities, watermark: String(Math.max(last, first - 1)) };
  };
  const open = (socket: StreamSocket, watermark = '0', maxBuffered = 10_000) =>
    new ConversationStream({
      conversationId: 'c',
      socket,
      feed,
      watermark,
      read,
      typing: () => ({ type: 'typing' }),
      maxBuffered,
      onEnd: (cause) => ends.push(cause),
    });
  const store = (count: number) => {
    stored += count;
    feed.publish('c', { kind: 'stored' });
  };
  const idsOf = (socket: SlowSocket) =>
    socket.sent.flatMap((text) => (text ? (JSON.parse(text) as ActivitySet).activities.map(({ id }) => id) : []));

  it('replays from the watermark, then sends what is stored, each once', async () => {
    stored = 3;
    const socket = new SlowSocket(true);
    open(socket, '1');
    await settle();
    expect(idsOf(socket)).to.deep.equal(['2', '3']);
    store(2);
    await settle();
    expect(idsOf(socket)).to.deep.equal(['2', '3', '4', '5']);
    expect(JSON.parse(socket.sent.at(-1) ?? '')).to.include({ watermark: '5' });
  });

  it('sends nothing when there is nothing', async () => {
    const socket = new SlowSocket(true);
    open(socket);
    feed.publish('c', { kind: 'stored' });
    await settle();
    expect(socket.sent).to.deep.equal([]);
  });

  it('holds one set for a slow client, however much is said, and loses nothing', async () => {
    const socket = new SlowSocket();
    open(socket);
    for (let i = 0; i < 200; i++) store(1);
    await settle();
    expect(socket.sent).to.have.length(1);
    expect(socket.buffered()).to.be.below(3000);
    expect(reads).to.be.below(5);
    for (let i = 0; i < 30; i++) {
      socket.take();
      await settle();
    }
    expect(idsOf(socket)).to.deep.equal(Array.from({ length: 200 }, (_, index) => String(index + 1)));
    expect(ends).to.deep.equal([]);
  });

  it('drops a client that has not taken its last set when there is more to say', async () => {
    const socket = new SlowSocket();
    open(socket, '0', 500);
    store(8);
    await settle();
    expect(ends).to.deep.equal([]);
    store(1);
    expect(ends).to.deep.equal(['slow']);
    expect(socket.buffered()).to.equal(0);
    store(1);
    await settle();
    expect(socket.sent).to.have.length(1);
  });

  it('lets a client go that does not answer a ping, and keeps one that does', () => {
    const [there, gone] = [new SlowSocket(true), new SlowSocket(true)];
    const stream = open(there);
    stream.beat();
    there.answer();
    stream.beat();
    there.answer();
    expect(there.pings).to.equal(2);
    expect(there.sent).to.deep.equal(['', '']);
    expect(ends).to.deep.equal([]);
    const lost = open(gone, '0');
    ends = [];
    lost.beat();
    lost.beat();
    expect(ends).to.deep.equal(['vanished']);
  });

  it('gives way to a newer stream of the same conversation', async () => {
    const [older, newer] = [new SlowSocket(true), new SlowSocket(true)];
    open(older);
    open(newer);
    expect(older.closed).to.deep.equal({ code: 4409, reason: 'collision' });
    expect(newer.closed).to.equal(undefined);
    store(1);
    await settle();
    expect([older.sent.length, newer.sent.length]).to.deep.equal([0, 1]);
  });

  it('says that the bot is at work, without a watermark, and not to a client that is behind', async () => {
    const [quick, slow] = [new SlowSocket(true), new SlowSocket()];
    open(quick);
    await settle();
    feed.publish('c', { kind: 'typing' });
    expect(quick.sent).to.deep.equal(['{"activities":[{"type":"typing"}]}']);
    open(slow);
    store(1);
    await settle();
    feed.publish('c', { kind: 'typing' });
    expect(slow.sent).to.have.length(1);
  });

  it('says what is left before goodbye', async () => {
    const socket = new SlowSocket();
    const stream = open(socket);
    store(1);
    await settle();
    const left = stream.leave();
    await settle();
    expect(socket.closed).to.equal(undefined);
    socket.take();
    await left;
    expect(socket.closed).to.deep.equal({ code: 1001, reason: 'shutdown' });
    expect(ends).to.deep.equal(['shutdown']);
  });

  it('drops the client when the store cannot be read: it comes back with its watermark', async () => {
    const socket = new SlowSocket(true);
    new ConversationStream({
      conversationId: 'c',
      socket,
      feed,
      watermark: '',
      read: () => Promise.reject(new Error('no store')),
      typing: () => ({}),
      maxBuffered: 1,
      onEnd: (cause) => ends.push(cause),
    });
    await settle();
    expect(ends).to.deep.equal(['failed']);
  });
});
