import { ConnectionStatus } from 'botframework-directlinejs';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { post } from '../support/direct-line-client.js';
import { DirectLineJs, installBrowserGlobals } from '../support/directlinejs-client.js';

const secret = 'a-secret-of-enough-length';

describe('botframework-directlinejs against the embedded Direct Line', function () {
  this.timeout(60_000);
  let app: TestApp;
  let restore: () => void;
  const clients: DirectLineJs[] = [];
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp({ DIRECT_LINE_SECRET: secret });
    restore = installBrowserGlobals();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.end();
  });
  after(async () => {
    restore();
    await app.close();
    await app.remove();
  });

  const connect = (options: ConstructorParameters<typeof DirectLineJs>[0]) => {
    const client = new DirectLineJs({ domain: `${app.url}/v3/directline`, ...options });
    clients.push(client);
    return client;
  };
  const newToken = async () => (await post<{ token: string }>(`${app.url}/widget/token`, {})).token;
  const idsOf = (client: DirectLineJs) => client.messages.map(({ id }) => id?.slice(-7));

  for (const [mode, webSocket] of [
    ['stream', true],
    ['polling', false],
  ] as const) {
    it(`${mode}: welcome, echo with its mark before the replies, in order, each once`, async () => {
      const client = connect({ token: await newToken(), webSocket });
      await client.until(() => client.messages.length === 1);
      const id = await client.say('bonjour', 'm1');
      await client.until(() => client.messages.length >= 3);
      await client.say("c'est quoi la coopération décentralisée ?", 'm2');
      await client.until(() => client.messages.length >= 5);
      expect(idsOf(client)).to.deep.equal(['0000001', '0000002', '0000003', '0000004', '0000005']);
      const [welcome, echo, reply] = client.messages;
      expect([welcome, echo, reply].map((activity) => activity?.from.role)).to.deep.equal(['bot', 'user', 'bot']);
      expect(echo?.id).to.equal(id);
      expect(echo?.channelData).to.deep.equal({ clientActivityID: 'm1' });
      expect(client.statuses.at(-1)).to.equal(ConnectionStatus.Online);
    });

    it(`${mode}: events and the end of the conversation`, async () => {
      const client = connect({ token: await newToken(), webSocket });
      await client.until(() => client.messages.length === 1);
      const event = await client.post({ type: 'event', name: 'webchat/join', value: { language: 'fr' } } as never);
      const end = await client.post({ type: 'endOfConversation' } as never);
      await client.until(() => client.received.some(({ id }) => id === end));
      expect(client.received.filter(({ type }) => type !== 'message').map(({ id }) => id)).to.include.members([event, end]);
      expect(client.messages).to.have.length(1);
      const refusal = await client.say('encore ?', 'x').catch((error: { status: number }) => error.status);
      expect(refusal).to.equal(404);
    });
  }

  it('stream: the service restarts in mid-conversation; the client comes back by itself, nothing lost, nothing twice', async () => {
    let service = await startTestApp();
    const { port } = new URL(service.url);
    try {
      const { token } = await post<{ token: string }>(`${service.url}/widget/token`, {});
      // `random` shortens the wait before reconnecting from « 3 to 15 s » to 3 s.
      const client = connect({ domain: `${service.url}/v3/directline`, token, random: () => 0 });
      await client.until(() => client.messages.length === 1);
      await client.say('bonjour', 'm1');
      await client.until(() => client.messages.length === 3);
      await service.close();
      expect(await client.say('pendant la panne', 'm2')).to.equal('retry');
      service = await startTestApp({ DATA_DIR: service.dataDir, PORT: port });
      // Said while the client has no socket yet: comes by replay.
      const id = await client.say('merci', 'm3');
      await client.until(() => client.messages.length >= 5);
      await client.say('bonjour', 'm4');
      await client.until(() => client.messages.length >= 7);
      expect(idsOf(client)).to.deep.equal([1, 2, 3, 4, 5, 6, 7].map((number) => String(number).padStart(7, '0')));
      expect(client.messages[3]?.id).to.equal(id);
      expect(client.statuses.at(-1)).to.equal(ConnectionStatus.Online);
    } finally {
      for (const client of clients.splice(0)) client.end();
      await service.close();
      await service.remove();
    }
  });

  it('stream: a page that is loaded again goes on with conversation, token and watermark', async () => {
    const token = await newToken();
    const first = connect({ token });
    await first.until(() => first.messages.length === 1);
    await first.say('bonjour', 'm1');
    await first.until(() => first.messages.length === 3);
    const { conversationId } = first.library as unknown as { conversationId: string };
    first.end();
    const second = connect({ token, conversationId, watermark: '1' });
    await second.until(() => second.messages.length === 2);
    await second.say('merci', 'm2');
    await second.until(() => second.messages.length === 4);
    expect(idsOf(second)).to.deep.equal(['0000002', '0000003', '0000004', '0000005']);
  });

  it('stream: of two windows on one conversation the newer hears', async () => {
    const token = await newToken();
    const older = connect({ token });
    await older.until(() => older.messages.length === 1);
    const newer = connect({ token });
    await newer.until(() => newer.messages.length === 1);
    await newer.say('bonjour', 'm1');
    await newer.until(() => newer.messages.length === 3);
    expect(older.messages).to.have.length(1);
  });

  it('works with the secret, as on a server', async () => {
    const client = connect({ secret });
    await client.until(() => client.messages.length === 1);
    await client.say('bonjour', 'm1');
    await client.until(() => client.messages.length === 3);
  });
});
