import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { BOT_ID, BOT_SECRET, redirectHttps, startBotCloud, TENANT_ID, type TokenWish } from '../support/bot-cloud-stand-in.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';

type Cloud = Awaited<ReturnType<typeof startBotCloud>>;
type Connector = Awaited<ReturnType<typeof startLoopbackConnector>>;

describe('POST /api/messages with an app id', () => {
  let app: TestApp;
  let cloud: Cloud;
  let connector: Connector;
  let outgoing: ReturnType<typeof redirectHttps>;
  before(async function () {
    this.timeout(180_000);
    cloud = await startBotCloud();
    connector = await startLoopbackConnector();
    outgoing = redirectHttps(cloud.url);
    app = await startTestApp(
      {
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: BOT_ID,
        MicrosoftAppPassword: BOT_SECRET,
        MicrosoftAppTenantId: TENANT_ID,
      },
      { botCloud: cloud.cloud },
    );
  });
  after(async () => {
    outgoing.restore();
    await app.close();
    await app.remove();
    await connector.close();
    await cloud.close();
  });
  beforeEach(() => {
    connector.received.length = 0;
    cloud.requests.length = 0;
    outgoing.hosts.length = 0;
  });

  const post = (body: unknown, authorization?: string) =>
    fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify(body),
    });

  const refused: { name: string; wish?: TokenWish; header?: (token: string) => string | undefined }[] = [
    { name: 'absent', header: () => undefined },
    { name: 'of another scheme', header: (token) => `Basic ${token}` },
    { name: 'no token at all', header: () => 'Bearer nonsense' },
    { name: 'cut short', header: (token) => `Bearer ${token.slice(0, -20)}` },
    { name: 'forged (another key under the same id)', wish: { forged: true } },
    { name: 'of an unknown key', wish: { unknownKey: true } },
    { name: 'unsigned', wish: { unsigned: true } },
    { name: 'not yet valid', wish: { notBefore: 600 } },
    { name: 'expired', wish: { expiresIn: -600 } },
    { name: 'for another audience', wish: { audience: '99999999-1111-4222-8333-444444444444' } },
    { name: 'of another issuer', wish: { issuer: 'https://evil.example' } },
    { name: 'of a tenant of Entra (the emulator’s issuer)', wish: { issuer: `https://sts.windows.net/${TENANT_ID}/` } },
    { name: 'for another serviceUrl', wish: { serviceUrl: 'https://evil.example/' } },
    { name: 'without a serviceUrl', wish: { serviceUrl: null } },
    { name: 'by a key endorsed for another channel', wish: { forSlack: true } },
  ];
  for (const { name, wish, header = (token: string) => `Bearer ${token}` } of refused) {
    it(`401 without details, and nothing sent, when the token is ${name}`, async () => {
      const response = await post(teamsMessage(connector.url, 'bonjour'), header(await cloud.sign(connector.url, wish)));
      expect(response.status).to.equal(401);
      expect(await response.json()).to.deep.equal({ error: { code: 'Unauthorized', message: 'Jeton refusé.' } });
      expect(connector.received, 'sent to the serviceUrl').to.deep.equal([]);
      expect(outgoing.hosts, 'sent over HTTPS').to.deep.equal([]);
      expect(
        cloud.requests.filter((request) => !/^GET \/(metadata|keys)$/.test(request)),
        'asked of the identity provider',
      ).to.deep.equal([]);
    });
  }

  it('asks nobody anything about a token that is absent', async () => {
    await post(teamsMessage(connector.url, 'bonjour'));
    expect(cloud.requests).to.deep.equal([]);
  });

  it('401, not 400, for a malformed activity without a token', async () => {
    expect((await post({ type: 42 })).status).to.equal(401);
  });

  it('400 for a malformed activity with a right token', async () => {
    const response = await post({ type: 'message' }, `Bearer ${await cloud.sign(connector.url)}`);
    expect(response.status).to.equal(400);
  });

  it('accepts the right token, answers with the bot’s own token of its tenant, and reads the keys once', async () => {
    const token = await cloud.sign(connector.url);
    const response = await post(teamsMessage(connector.url, "Qu'est-ce que la loi Oudin-Santini ?"), `Bearer ${token}`);
    expect(response.status).to.equal(200);
    expect(connector.received).to.have.length(1);
    expect(connector.received[0]?.text).to.match(/Oudin/);
    expect(connector.headers[0]?.authorization).to.equal('Bearer bot-token');
    expect(outgoing.hosts).to.include('login.microsoftonline.com');
    const request = cloud.tokenRequests.at(-1);
    expect(request?.path).to.include(`/${TENANT_ID}/oauth2/v2.0/token`);
    expect(request?.form.get('scope')).to.include('https://api.botframework.com/.default');
    cloud.requests.length = 0;
    await post(teamsMessage(connector.url, 'bonjour'), `Bearer ${token}`);
    expect(cloud.requests).to.deep.equal([]);
  });

  it('accepts a clock that is four minutes off', async () => {
    for (const wish of [{ expiresIn: -240 }, { notBefore: 240 }]) {
      const token = await cloud.sign(connector.url, wish);
      expect((await post(teamsMessage(connector.url, 'bonjour'), `Bearer ${token}`)).status).to.equal(200);
    }
  });
});

describe('POST /api/messages when the signing keys cannot be read', () => {
  it('503, not 401: the caller is not at fault, and the next one is tried anew', async function () {
    this.timeout(180_000);
    const cloud = await startBotCloud();
    cloud.state.down = true;
    const connector = await startLoopbackConnector();
    const app = await startTestApp(
      { MicrosoftAppId: BOT_ID, MicrosoftAppPassword: BOT_SECRET, MicrosoftAppTenantId: TENANT_ID },
      { botCloud: cloud.cloud },
    );
    const outgoing = redirectHttps(cloud.url);
    try {
      const post = async () =>
        fetch(`${app.url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${await cloud.sign(connector.url)}` },
          body: JSON.stringify(teamsMessage(connector.url, 'bonjour')),
        });
      expect((await post()).status).to.equal(503);
      cloud.state.down = false;
      expect((await post()).status).to.equal(200);
    } finally {
      outgoing.restore();
      await app.close();
      await app.remove();
      await connector.close();
      await cloud.close();
    }
  });
});

describe('POST /api/messages with a managed identity', () => {
  it('answers with a token of the machine’s identity', async function () {
    this.timeout(180_000);
    const cloud = await startBotCloud();
    const connector = await startLoopbackConnector();
    // An id of its own: the SDK keeps tokens by app id for the whole process.
    const machineId = '0c0c0c0c-1111-4222-8333-444444444444';
    const before = { ...process.env };
    // What Azure sets in a container that has a managed identity.
    process.env.IDENTITY_ENDPOINT = `${cloud.url}/msi`;
    process.env.IDENTITY_HEADER = 'stand-in';
    const app = await startTestApp(
      { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppId: machineId, MicrosoftAppTenantId: TENANT_ID },
      { botCloud: cloud.cloud },
    );
    try {
      const response = await fetch(`${app.url}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await cloud.sign(connector.url, { audience: machineId })}`,
        },
        body: JSON.stringify(teamsMessage(connector.url, 'bonjour')),
      });
      expect(response.status).to.equal(200);
      expect(connector.headers[0]?.authorization).to.equal('Bearer machine-token');
      const asked = cloud.requests.find((request) => request.startsWith('GET /msi'));
      expect(asked).to.include(`client_id=${machineId}`).and.to.include('resource=https');
    } finally {
      process.env.IDENTITY_ENDPOINT = before.IDENTITY_ENDPOINT ?? '';
      process.env.IDENTITY_HEADER = before.IDENTITY_HEADER ?? '';
      if (!before.IDENTITY_ENDPOINT) delete process.env.IDENTITY_ENDPOINT;
      if (!before.IDENTITY_HEADER) delete process.env.IDENTITY_HEADER;
      await app.close();
      await app.remove();
      await connector.close();
      await cloud.close();
    }
  });
});
