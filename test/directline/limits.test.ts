import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';

const secret = 'a-secret-of-enough-length';
const withToken = (token: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  ...more,
});

describe('Direct Line limits', () => {
  let app: TestApp;
  let clock = Date.parse('2026-03-01T12:00:00Z');
  const hour = 3600_000;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp(
      { DIRECT_LINE_SECRET: secret, WIDGET_ORIGINS: 'https://site.example' },
      { now: () => new Date(clock) },
    );
  });
  after(async () => {
    await app.close();
    await app.remove();
  });
  const pathOf = (id: string) => `${app.url}/v3/directline/conversations/${id}`;

  it('a conversation left for a day can be read and reconnected to, not written', async () => {
    const { id, ...conversation } = await Conversation.start(app.url);
    let { token } = conversation;
    const say = async () =>
      (
        await fetch(`${pathOf(id)}/activities`, {
          method: 'POST',
          headers: withToken(token),
          body: '{"type":"message","text":"bonjour"}',
        })
      ).status;
    const wait = async (hours: number) => {
      for (let passed = 0; passed < hours; passed += 0.5) {
        clock += hour / 2;
        ({ token } = await post<{ token: string }>(`${app.url}/v3/directline/tokens/refresh`, {}, token));
      }
    };
    await wait(23);
    expect(await say()).to.equal(200);
    await wait(23.5);
    expect(await say(), 'counted from the last message').to.equal(200);
    await wait(24);
    expect(await say()).to.equal(404);
    expect((await fetch(`${pathOf(id)}/activities`, { headers: withToken(token) })).status).to.equal(200);
    expect((await fetch(pathOf(id), { headers: withToken(token) })).status).to.equal(200);
  });

  it('counts the messages of one conversation, from however many addresses', async () => {
    const limited = await startTestApp({ RATE_LIMIT_PER_MINUTE: '3', TRUST_PROXY: '127.0.0.1' });
    try {
      const conversation = await Conversation.start(limited.url);
      const send = (address: string, { id, token }: { id: string; token: string }) =>
        fetch(`${limited.url}/v3/directline/conversations/${id}/activities`, {
          method: 'POST',
          headers: withToken(token, { 'x-forwarded-for': address }),
          body: '{"type":"message","text":"bonjour"}',
        });
      for (let i = 0; i < 3; i++) expect((await send(`192.0.2.${i}`, conversation)).status).to.equal(200);
      const refused = await send('192.0.2.9', conversation);
      expect(refused.status).to.equal(429);
      expect(await refused.json()).to.have.nested.property('error.code', 'TooManyRequests');
      expect((await send('192.0.2.9', await Conversation.start(limited.url))).status).to.equal(200);
    } finally {
      await limited.close();
      await limited.remove();
    }
  });

  it('errors can be read by the page that made them: CORS headers on every one', async () => {
    const { id, token } = await Conversation.start(app.url);
    const origin = { origin: 'https://site.example' };
    const send = (body: string, headers: Record<string, string>) =>
      fetch(`${pathOf(id)}/activities`, { method: 'POST', headers, body });
    const statuses: number[] = [];
    for (const response of [
      await send('{"type":', withToken(token, origin)),
      await send(JSON.stringify({ type: 'message', text: 'x'.repeat(400_000) }), withToken(token, origin)),
      await send('{"type":"message"}', withToken('forged', origin)),
      await send('{"type":"message"}', { ...origin, 'content-type': 'application/json' }),
      await send('{"type":"evil"}', withToken(token, origin)),
    ]) {
      statuses.push(response.status);
      expect(response.headers.get('access-control-allow-origin'), String(response.status)).to.equal('https://site.example');
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).to.match(/^[A-Z][A-Za-z]+$/);
      expect(error.message).not.to.equal('');
    }
    expect(statuses).to.deep.equal([400, 413, 403, 401, 400]);
    const evil = await send('{"type":', withToken(token, { origin: 'https://evil.example' }));
    expect(evil.headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('the server that has the secret speaks in every conversation of this channel, and in no other channel', async () => {
    const { id } = await Conversation.start(app.url);
    const sent = await post<{ id: string }>(
      `${pathOf(id)}/activities`,
      { type: 'message', text: 'bonjour', from: { id: 'dl_serveur' } },
      secret,
    );
    expect(sent.id).to.include(id);
    const connector = await startLoopbackConnector();
    try {
      const message = teamsMessage(connector.url, 'bonjour');
      await post(`${app.url}/api/messages`, message);
      const teams = encodeURIComponent((message as { conversation: { id: string } }).conversation.id);
      expect((await fetch(`${pathOf(teams)}/activities`, { headers: withToken(secret) })).status).to.equal(404);
      expect((await fetch(pathOf(teams), { headers: withToken(secret) })).status).to.equal(404);
    } finally {
      await connector.close();
    }
  });
});
