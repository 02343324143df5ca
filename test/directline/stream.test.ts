import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { post } from '../support/direct-line-client.js';
import { refusalOf, StreamClient } from '../support/stream-client.js';

interface Started {
  conversationId: string;
  token: string;
  expires_in: number;
  streamUrl: string;
}

describe('Direct Line stream', () => {
  let app: TestApp;
  let base: string;
  const clients: StreamClient[] = [];
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp({ WIDGET_ORIGINS: 'https://site.example' });
    base = `${app.url}/v3/directline`;
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  const start = async (): Promise<Started> => {
    const { token } = await post<{ token: string }>(`${app.url}/widget/token`, {});
    return post<Started>(`${base}/conversations`, {}, token);
  };
  const open = async (url: string, headers: Record<string, string> = {}) => {
    const client = await StreamClient.open(url, headers);
    clients.push(client);
    return client;
  };
  const call = (path: string, token: string) => fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const reconnect = async ({ conversationId, token }: Started, watermark = '') =>
    (await (await call(`/conversations/${conversationId}?watermark=${watermark}`, token)).json()) as Started;
  const send = ({ conversationId, token }: Started, activity: object) =>
    post<{ id: string }>(`${base}/conversations/${conversationId}/activities`, activity, token);
  const say = (conversation: Started, text: string) => send(conversation, { type: 'message', text });
  const measure = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await fetch(`${app.url}/metrics`)).text())?.[1]);

  it('is offered when a conversation starts: the welcome comes, then each turn as one set', async () => {
    const conversation = await start();
    const stream = await open(conversation.streamUrl);
    const welcome = await stream.next();
    expect(welcome.activities).to.have.length(1);
    expect(welcome.activities[0]?.from.role).to.equal('bot');
    const { id } = await send(conversation, { type: 'message', text: 'bonjour', channelData: { clientActivityID: 'k' } });
    const turn = await stream.next();
    expect(turn.activities.map(({ from }) => from.role)).to.deep.equal(['user', 'bot']);
    expect(turn.activities[0]).to.include({ id, text: 'bonjour' });
    expect(turn.activities[0]?.channelData).to.deep.equal({ clientActivityID: 'k' });
    expect(turn.watermark).to.equal('3');
    expect(stream.frames).to.deep.equal([]);
  });

  it('shows users their own id, which the log does not know', async () => {
    const conversation = await start();
    const { user } = JSON.parse(Buffer.from(conversation.token.split('.')[1] ?? '', 'base64url').toString()) as { user: string };
    const stream = await open(conversation.streamUrl);
    await stream.next();
    await say(conversation, 'bonjour');
    expect((await stream.next()).activities[0]?.from.id).to.equal(user);
    const read = await (await call(`/conversations/${conversation.conversationId}/activities`, conversation.token)).json();
    expect(read).to.have.nested.property('activities[1].from.id', user);
  });

  it('reconnects from a watermark, or, without one, with what is yet to come', async () => {
    const conversation = await start();
    await say(conversation, 'bonjour');
    const again = await reconnect(conversation, '1');
    expect(again).to.include({ conversationId: conversation.conversationId });
    expect(again.expires_in).to.be.at.least(1800);
    const replay = await (await open(again.streamUrl)).next();
    expect(replay.activities.map(({ from }) => from.role)).to.deep.equal(['user', 'bot']);
    const live = await open((await reconnect(again)).streamUrl);
    await say(again, 'merci');
    expect((await live.next()).activities[0]?.text).to.equal('merci');
  });

  it('replays what was said between the answer with the address and the socket', async () => {
    const conversation = await start();
    const { streamUrl } = await reconnect(conversation);
    await say(conversation, 'bonjour');
    expect((await (await open(streamUrl)).next()).activities[0]?.text).to.equal('bonjour');
  });

  it('has one socket per conversation: a second closes the first, which is told why', async () => {
    const conversation = await start();
    const first = await open(conversation.streamUrl);
    await first.next();
    const second = await open((await reconnect(conversation)).streamUrl);
    expect(await first.closed).to.deep.equal({ code: 4409, reason: 'collision' });
    await say(conversation, 'bonjour');
    expect((await second.next()).activities).to.have.length(2);
    expect(first.frames).to.deep.equal([]);
  });

  it('refuses in plain HTTP whoever may not listen', async () => {
    const [mine, other] = [await start(), await start()];
    const path = (url: string) => url.replace(mine.conversationId, other.conversationId);
    expect(await refusalOf(path(mine.streamUrl)), 'another’s ticket').to.deep.equal({ status: 403, code: 'BadArgument' });
    const bare = other.streamUrl.replace(/\?.*/, '');
    expect(await refusalOf(bare), 'no ticket').to.deep.equal({ status: 401, code: 'BadArgument' });
    expect(await refusalOf(`${bare}?t=forged`), 'forged').to.deep.equal({ status: 403, code: 'BadArgument' });
    expect(await refusalOf(`${bare}?t=${other.token}`), 'a token').to.deep.equal({ status: 403, code: 'BadArgument' });
    await open(other.streamUrl);
    expect(await refusalOf(other.streamUrl), 'used twice').to.deep.equal({ status: 403, code: 'BadArgument' });
    const third = await start();
    const evil = { origin: 'https://evil.example' };
    expect(await refusalOf(third.streamUrl, evil), 'origin').to.deep.equal({ status: 403, code: 'BadArgument' });
    await open(third.streamUrl, { origin: 'https://site.example' });
    const wrong = third.streamUrl.replace('/stream', '/river');
    expect(await refusalOf(wrong), 'path').to.deep.equal({ status: 404, code: 'NotFound' });
    expect((await fetch(bare.replace('ws', 'http'))).status, 'no upgrade').to.equal(426);
    // A ticket for a conversation that was never started.
    const { token, conversationId } = await post<Started>(`${app.url}/widget/token`, {});
    expect((await call(`/conversations/${conversationId}`, token)).status).to.equal(404);
  });

  it('ignores what clients send, and hangs up on large frames', async () => {
    const conversation = await start();
    const stream = await open(conversation.streamUrl);
    await stream.next();
    for (const text of ['', '', 'x', '{"type":"message","text":"non"}']) stream.socket.send(text);
    await say(conversation, 'bonjour');
    expect((await stream.next()).activities).to.have.length(2);
    stream.socket.send('x'.repeat(100_000));
    expect((await stream.closed).code).to.equal(1009);
    await say(conversation, 'merci');
  });

  it('counts the open sockets', async () => {
    const before = await measure('passerelle_streams_open');
    const stream = await open((await start()).streamUrl);
    expect(await measure('passerelle_streams_open')).to.equal(before + 1);
    stream.close();
    await stream.closed;
    expect(await measure('passerelle_streams_open')).to.be.at.most(before);
  });

  it('takes events without replying, and echoes them', async () => {
    const conversation = await start();
    const stream = await open(conversation.streamUrl);
    await stream.next();
    const event = { type: 'event', name: 'webchat/join', value: { a: 1 }, channelData: { clientActivityID: 'e' } };
    const { id } = await send(conversation, event);
    const { activities } = await stream.next();
    expect(activities).to.have.length(1);
    expect(activities[0]).to.include({ id, type: 'event', name: 'webchat/join' });
    expect(activities[0]?.channelData).to.deep.equal({ clientActivityID: 'e' });
    await send(conversation, { type: 'typing' });
    const next = await say(conversation, 'bonjour');
    expect(next.id).to.match(/\|0000003$/);
    expect((await stream.next()).activities[0]?.id).to.equal(next.id);
  });

  it('ends: the end is echoed, what was said can be read, nothing can be added', async () => {
    const conversation = await start();
    const stream = await open(conversation.streamUrl);
    await stream.next();
    const { id } = await send(conversation, { type: 'endOfConversation' });
    expect((await stream.next()).activities[0]).to.include({ id, type: 'endOfConversation' });
    const { status } = await call(`/conversations/${conversation.conversationId}/activities`, conversation.token);
    expect(status).to.equal(200);
    await say(conversation, 'encore ?').then(
      () => expect.fail('accepted'),
      (error: Error) => expect(error.message).to.match(/^404 .*ConversationNotFound/),
    );
  });

  it('serves the address under which the client has called, when it is this machine’s', async () => {
    const { port } = new URL(app.url);
    const { token } = await post<Started>(`http://localhost:${port}/widget/token`, {});
    const started = await post<Started>(`http://localhost:${port}/v3/directline/conversations`, {}, token);
    expect(started.streamUrl).to.match(new RegExp(`^ws://localhost:${port}/v3/directline/conversations/[\\w-]+/stream\\?`));
  });

  it('ends in good order when the service stops, and goes on after the restart with the old token', async () => {
    let service = await startTestApp();
    try {
      const url = (path: string) => `${service.url}/v3/directline${path}`;
      const { token } = await post<Started>(`${service.url}/widget/token`, {});
      const started = await post<Started>(url('/conversations'), {}, token);
      const stream = await open(started.streamUrl);
      await stream.next();
      const deaf = await post<Started>(`${service.url}/widget/token`, {});
      const silent = await open((await post<Started>(url('/conversations'), {}, deaf.token)).streamUrl);
      // A client that does not answer the goodbye.
      silent.socket.pause();
      const activities = url(`/conversations/${started.conversationId}/activities`);
      const answered = post<{ id: string }>(activities, { type: 'message', text: 'bonjour' }, started.token);
      const said = stream.next();
      await Promise.all([answered, said]);
      const began = performance.now();
      await service.close();
      expect(performance.now() - began).to.be.below(5000);
      expect(await stream.closed).to.deep.equal({ code: 1001, reason: 'shutdown' });
      silent.socket.terminate();
      service = await startTestApp({ DATA_DIR: service.dataDir });
      const response = await fetch(url(`/conversations/${started.conversationId}?watermark=1`), {
        headers: { authorization: `Bearer ${started.token}` },
      });
      const replay = await (await open(((await response.json()) as Started).streamUrl)).next();
      expect(replay).to.deep.equal(await said);
    } finally {
      await service.close();
      await service.remove();
    }
  });
});
