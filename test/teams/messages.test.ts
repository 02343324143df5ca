import { request } from 'node:http';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';

describe('POST /api/messages without an app id', () => {
  let app: TestApp;
  let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
    connector = await startLoopbackConnector();
  });
  after(async () => {
    await app.close();
    await app.remove();
    await connector.close();
  });
  beforeEach(() => {
    connector.received.length = 0;
  });

  const send = (activity: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(activity),
    });

  it('answers a question with its source, to the connector', async () => {
    const response = await send(teamsMessage(connector.url, "Qu'est-ce que la loi Oudin-Santini ?"));
    expect(response.status).to.equal(200);
    const reply = connector.received.find((activity) => activity.type === 'message');
    expect(reply?.text)
      .to.match(/Oudin/)
      .and.to.match(/Source/);
    expect(reply?.path).to.match(/^\/v3\/conversations\/a%3Ateams-1\/activities/);
  });

  it('keeps the decision out of the channel’s own channelData', async () => {
    await send(teamsMessage(connector.url, 'bonjour'));
    expect(connector.received).to.have.length(1);
    expect(JSON.stringify(connector.received)).not.to.include('knowledgeVersion');
  });

  it('answers parallel messages of one conversation one after the other', async () => {
    await Promise.all(['bonjour', 'merci', 'au revoir'].map((text) => send(teamsMessage(connector.url, text, 'a:parallel'))));
    expect(connector.received.filter((activity) => activity.type === 'message')).to.have.length(3);
  });

  it('refuses a serviceUrl that is not this machine, and sends nothing', async () => {
    for (const serviceUrl of ['https://smba.trafficmanager.net/emea/', 'http://127.0.0.1.evil.example/', 'http://10.0.0.1/']) {
      expect((await send(teamsMessage(serviceUrl, 'bonjour'))).status, serviceUrl).to.equal(401);
    }
    expect(connector.received).to.have.length(0);
  });

  for (const header of ['X-Forwarded-For', 'X-Forwarded-Proto', 'Forwarded']) {
    it(`refuses a caller who sends ${header}`, async () => {
      expect((await send(teamsMessage(connector.url, 'bonjour'), { [header]: '127.0.0.1' })).status).to.equal(401);
      expect(connector.received).to.have.length(0);
    });
  }

  it('refuses a caller whose socket is not loopback', async () => {
    const { networkInterfaces } = await import('node:os');
    const address = Object.values(networkInterfaces())
      .flat()
      .find((item) => item?.family === 'IPv4' && !item.internal)?.address;
    const open = await startTestApp({ HOST: '0.0.0.0' });
    try {
      // Without another address on this machine, the rule is tested on the function alone (test/http).
      if (!address) return;
      const status = await new Promise<number>((resolve, reject) => {
        const body = JSON.stringify(teamsMessage(connector.url, 'bonjour'));
        const port = new URL(open.url).port;
        const call = request(
          { host: address, port, path: '/api/messages', method: 'POST', headers: { 'content-type': 'application/json' } },
          (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          },
        );
        call.on('error', reject);
        call.end(body);
      });
      expect(status).to.equal(401);
    } finally {
      await open.close();
      await open.remove();
    }
  });
});
