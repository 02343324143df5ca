import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation } from '../support/direct-line-client.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';

/** What must never reach a client: stack traces, file names, class names of errors. */
const leak = /\bat \S+ \(|node_modules|\.ts:|\.js:|TypeError|ZodError|SyntaxError|ENOENT|undefined/;

describe('bad input', () => {
  let app: TestApp;
  let conversation: Conversation;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
    conversation = await Conversation.start(app.url);
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  const activities = () => `${app.url}/v3/directline/conversations/${conversation.id}/activities`;
  const send = async (url: string, init: RequestInit) => {
    const response = await fetch(url, { method: 'POST', ...init });
    const text = await response.text();
    expect(text).not.to.match(leak);
    return { status: response.status, text };
  };
  const bearer = () => ({ authorization: `Bearer ${conversation.token}`, 'content-type': 'application/json' });

  for (const [name, route] of [
    ['Direct Line', () => activities()],
    ['Bot Framework', () => `${app.url}/api/messages`],
  ] as const) {
    it(`${name}: broken JSON gets 400`, async () => {
      const { status, text } = await send(route(), { headers: bearer(), body: '{"type": "message",' });
      expect(status).to.equal(400);
      expect(JSON.parse(text)).to.have.nested.property('error.code', 'BadArgument');
    });
    it(`${name}: a wrong content type gets 415`, async () => {
      const { status } = await send(route(), { headers: { ...bearer(), 'content-type': 'application/xml' }, body: '<a/>' });
      expect(status).to.equal(415);
    });
    it(`${name}: a body of 1 MB gets 413`, async () => {
      const { status } = await send(route(), {
        headers: bearer(),
        body: JSON.stringify({ type: 'message', text: 'x'.repeat(1_000_000) }),
      });
      expect(status).to.equal(413);
    });
    for (const body of [
      'null',
      '[]',
      '"text"',
      '42',
      '{}',
      '{"type":7}',
      '{"type":"message","text":{"a":1}}',
      '{"type":"evil"}',
    ]) {
      it(`${name}: ${body} gets 400`, async () => {
        expect((await send(route(), { headers: bearer(), body })).status).to.equal(400);
      });
    }
    it(`${name}: no body gets 400`, async () => {
      expect((await send(route(), { headers: bearer() })).status).to.equal(400);
    });
  }

  it('an unknown conversation gets 404 with a token of its own, 403 with another', async () => {
    const { token, conversationId } = (await (await fetch(`${app.url}/widget/token`, { method: 'POST' })).json()) as {
      token: string;
      conversationId: string;
    };
    const own = await fetch(`${app.url}/v3/directline/conversations/${conversationId}/activities`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(own.status).to.equal(404);
    expect(await own.json()).to.have.nested.property('error.code', 'ConversationNotFound');
    const other = await fetch(activities(), { headers: { authorization: `Bearer ${token}` } });
    expect(other.status).to.equal(403);
  });

  it('no token gets 401, a forged one 403', async () => {
    expect(
      (await send(activities(), { headers: { 'content-type': 'application/json' }, body: '{"type":"message","text":"a"}' }))
        .status,
    ).to.equal(401);
    expect(
      (
        await send(activities(), {
          headers: { ...bearer(), authorization: 'Bearer forged' },
          body: '{"type":"message","text":"a"}',
        })
      ).status,
    ).to.equal(403);
  });

  it('an unknown path gets 404, a wrong method 405', async () => {
    expect((await send(`${app.url}/nowhere`, {})).status).to.equal(404);
    expect((await send(`${app.url}/healthz`, {})).status).to.equal(405);
  });

  it('a message without text gets a friendly reply', async () => {
    await send(activities(), { headers: bearer(), body: JSON.stringify({ type: 'message' }) });
    const [reply] = await conversation.read();
    expect(reply?.decision?.kind).to.equal('fallback');
    expect(reply?.text).to.match(/Écrivez/);
  });

  it('10,000 characters of text get a friendly reply', async () => {
    const [reply] = await conversation.say('a l’aide '.repeat(1112).slice(0, 10_000));
    expect(reply?.text).to.match(/très long/);
  });

  it('the same through the Bot Framework door', async () => {
    const connector = await startLoopbackConnector();
    try {
      for (const text of ['', 'é'.repeat(10_000)]) {
        const response = await fetch(`${app.url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(teamsMessage(connector.url, text)),
        });
        expect(response.status).to.equal(200);
      }
      expect(connector.received).to.have.length(2);
    } finally {
      await connector.close();
    }
  });

  it('goes on serving', async () => {
    const [reply] = await conversation.say("c'est quoi la coopération décentralisée ?");
    expect(reply?.decision?.kind).to.equal('answer');
  });
});
