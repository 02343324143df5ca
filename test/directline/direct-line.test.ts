import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';

interface Grant {
  conversationId: string;
  token: string;
  expires_in: number;
}

describe('embedded Direct Line 3.0', () => {
  const secret = 'a-secret-of-enough-length';
  let app: TestApp;
  let base: string;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp({ DIRECT_LINE_SECRET: secret, WIDGET_ORIGINS: 'https://site.example=occitanie-cooperation' });
    base = `${app.url}/v3/directline`;
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  const statusOf = async (path: string, init: RequestInit) => (await fetch(`${base}${path}`, init)).status;
  const withToken = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

  it('generates a token for a server that has the secret, and refuses others', async () => {
    const grant = await post<Grant>(`${base}/tokens/generate`, { User: { Id: 'dl_ana' } }, secret);
    expect(grant.expires_in).to.be.at.least(1800);
    const claims = JSON.parse(Buffer.from(grant.token.split('.')[1] ?? '', 'base64url').toString()) as { user: string };
    expect(claims.user).to.equal('dl_ana');
    expect(await statusOf('/tokens/generate', { method: 'POST', headers: withToken('another-secret-of-length') })).to.equal(403);
    expect(await statusOf('/tokens/generate', { method: 'POST' })).to.equal(401);
  });

  it('starts once per token: 201, then 200', async () => {
    const { token } = await post<Grant>(`${app.url}/widget/token`, {});
    expect(await statusOf('/conversations', { method: 'POST', headers: withToken(token) })).to.equal(201);
    expect(await statusOf('/conversations', { method: 'POST', headers: withToken(token) })).to.equal(200);
  });

  it('refreshes a token for the same conversation', async () => {
    const conversation = await Conversation.start(app.url);
    const refreshed = await post<Grant>(`${base}/tokens/refresh`, {}, conversation.token);
    expect(refreshed.conversationId).to.equal(conversation.id);
    expect(await statusOf(`/conversations/${conversation.id}`, { headers: withToken(refreshed.token) })).to.equal(200);
  });

  it('echoes the user’s message before the replies, with its clientActivityID, times and ids', async () => {
    const conversation = await Conversation.start(app.url);
    const sent = await post<{ id: string }>(
      `${base}/conversations/${conversation.id}/activities`,
      { type: 'message', text: 'bonjour', channelData: { clientActivityID: 'abc' } },
      conversation.token,
    );
    const response = await fetch(`${base}/conversations/${conversation.id}/activities`, {
      headers: withToken(conversation.token),
    });
    const set = (await response.json()) as {
      activities: {
        id: string;
        timestamp: string;
        replyToId?: string;
        from: { role: string };
        channelData?: { clientActivityID?: string };
      }[];
      watermark: string;
    };
    const [welcome, echo, reply] = set.activities;
    expect(welcome?.from.role).to.equal('bot');
    expect(echo).to.include({ id: sent.id });
    expect(echo?.from.role).to.equal('user');
    expect(echo?.channelData?.clientActivityID).to.equal('abc');
    expect(reply?.from.role).to.equal('bot');
    expect(reply?.replyToId).to.equal(sent.id);
    expect(set.watermark).to.equal(String(set.activities.length));
    for (const activity of set.activities) {
      expect(activity.id).to.match(/^[\w-]+\|\d{7}$/);
      expect(activity.timestamp).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    }
    expect(new Set(set.activities.map(({ id }) => id)).size).to.equal(set.activities.length);
  });

  it('reads from a watermark', async () => {
    const conversation = await Conversation.start(app.url);
    await conversation.say('bonjour');
    expect(await conversation.read()).to.have.length(0);
    expect(await conversation.read('')).to.have.length(2);
    expect(await conversation.read('1')).to.have.length(1);
  });

  it('keeps conversations apart: another’s token cannot read or write', async () => {
    const [mine, other] = [await Conversation.start(app.url), await Conversation.start(app.url)];
    const path = `/conversations/${mine.id}/activities`;
    expect(await statusOf(path, { headers: withToken(other.token) })).to.equal(403);
    expect(
      await statusOf(path, { method: 'POST', headers: withToken(other.token), body: '{"type":"message","text":"a"}' }),
    ).to.equal(403);
  });

  it('survives a restart: the conversation can be read and goes on with its token', async () => {
    const first = await startTestApp();
    const conversation = await Conversation.start(first.url);
    await conversation.say('bonjour');
    await first.close();
    const second = await startTestApp({ DATA_DIR: first.dataDir });
    try {
      const path = `${second.url}/v3/directline/conversations/${conversation.id}/activities`;
      const response = await fetch(path, { headers: withToken(conversation.token) });
      expect(response.status).to.equal(200);
      expect(((await response.json()) as { activities: unknown[] }).activities).to.have.length(3);
      await post(path, { type: 'message', text: 'merci' }, conversation.token);
    } finally {
      await second.close();
      await second.remove();
    }
  });

  it('answers allowed origins with CORS headers and refuses others', async () => {
    const preflight = await fetch(`${base}/conversations`, { method: 'OPTIONS', headers: { origin: 'https://site.example' } });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal('https://site.example');
    expect(
      (await fetch(`${app.url}/widget/token`, { method: 'POST', headers: { origin: 'https://evil.example' } })).status,
    ).to.equal(403);
    expect((await fetch(`${app.url}/widget/token`, { method: 'POST', headers: { origin: app.url } })).status).to.equal(200);
  });

  it('counts messages per address and says when to come back', async () => {
    const limited = await startTestApp({ RATE_LIMIT_PER_MINUTE: '3' });
    try {
      const conversation = await Conversation.start(limited.url);
      for (let i = 0; i < 3; i++) await conversation.say('bonjour');
      const response = await fetch(`${limited.url}/v3/directline/conversations/${conversation.id}/activities`, {
        method: 'POST',
        headers: withToken(conversation.token),
        body: '{"type":"message","text":"a"}',
      });
      expect(response.status).to.equal(429);
      expect(Number(response.headers.get('retry-after'))).to.be.within(1, 60);
    } finally {
      await limited.close();
      await limited.remove();
    }
  });

  it('refuses uploads clearly, and messages after the end', async () => {
    const conversation = await Conversation.start(app.url);
    const activities = `/conversations/${conversation.id}/activities`;
    expect(
      await statusOf(`/conversations/${conversation.id}/upload`, {
        method: 'POST',
        headers: withToken(conversation.token),
        body: '{}',
      }),
    ).to.equal(415);
    expect(
      await statusOf(activities, {
        method: 'POST',
        headers: withToken(conversation.token),
        body: '{"type":"endOfConversation"}',
      }),
    ).to.equal(200);
    expect(await statusOf(activities, { headers: withToken(conversation.token) })).to.equal(200);
    expect(
      await statusOf(activities, {
        method: 'POST',
        headers: withToken(conversation.token),
        body: '{"type":"message","text":"a"}',
      }),
    ).to.equal(404);
  });

  it('parallel messages of one conversation are all kept, in order', async () => {
    const conversation = await Conversation.start(app.url);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        post(`${base}/conversations/${conversation.id}/activities`, { type: 'message', text: 'bonjour' }, conversation.token),
      ),
    );
    expect(await conversation.read()).to.have.length(5);
  });
});
