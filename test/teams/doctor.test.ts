import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runDoctor } from '../../src/cli/doctor.js';
import { readConfig } from '../../src/config.js';
import { checkEndpoint, probeEndpoint } from '../../src/teams/check-registration.js';
import { BOT_SECRET, redirectHttps, startBotCloud, TENANT_ID } from '../support/bot-cloud-stand-in.js';
import { serveLoopback } from '../support/serve-loopback.js';

describe('npm run doctor', () => {
  let cloud: Awaited<ReturnType<typeof startBotCloud>>;
  let outgoing: ReturnType<typeof redirectHttps>;
  let dataDir: string;
  let answer = 401;
  let door: Awaited<ReturnType<typeof serveLoopback>>;
  before(async () => {
    cloud = await startBotCloud();
    outgoing = redirectHttps(cloud.url);
    dataDir = await mkdtemp(join(tmpdir(), 'passerelle-doctor-'));
    door = await serveLoopback((_request, response) => {
      response.writeHead(answer);
      response.end();
    });
  });
  after(async () => {
    outgoing.restore();
    await door.close();
    await cloud.close();
    await rm(dataDir, { recursive: true });
  });
  beforeEach(() => {
    answer = 401;
    cloud.state.down = false;
  });

  const doorUrl = () => `${door.url}/api/messages`;
  const run = async (environment: Record<string, string>) => {
    const lines: string[] = [];
    const config = readConfig({ DATA_DIR: dataDir, CONTROLLER_NAME: 'x', DPO_CONTACT: 'x', ...environment });
    const code = await runDoctor(config, {
      out: (line) => lines.push(line),
      cloud: cloud.cloud,
      endpoint: () => probeEndpoint(doorUrl()),
    });
    return { code, text: lines.join('\n') };
  };
  const bot = {
    MicrosoftAppId: '0d0d0d0d-1111-4222-8333-444444444444',
    MicrosoftAppPassword: BOT_SECRET,
    MicrosoftAppTenantId: TENANT_ID,
  };

  it('all is well with the right id, secret and endpoint', async () => {
    const { code, text } = await run(bot);
    expect(code, text).to.equal(0);
    expect(text)
      .to.match(/✔ Identifiant et secret acceptés/)
      .and.to.match(/✔ Clés de signature/)
      .and.to.match(/✔ http.*refuse les appels sans jeton/);
    expect(text).not.to.include(BOT_SECRET);
  });

  it('a wrong secret: cause and cure, and never the secret itself', async () => {
    const { code, text } = await run({ ...bot, MicrosoftAppPassword: 'une-mauvaise-valeur' });
    expect(code).to.equal(1);
    expect(text).to.match(/✖ .*MicrosoftAppPassword est faux \(AADSTS7000215\)\. Remède : copiez la VALEUR/);
    expect(text).not.to.include('une-mauvaise-valeur');
  });

  it('signing keys out of reach', async () => {
    cloud.state.down = true;
    const { code, text } = await run(bot);
    expect(code).to.equal(1);
    expect(text).to.match(/✖ Les clés de signature.*Remède : autorisez/);
  });

  for (const [status, cure] of [
    [404, /ne transmet pas/],
    [502, /arrêté/],
    [200, /autre service/],
  ] as const) {
    it(`an endpoint that answers ${status}`, async () => {
      answer = status;
      const { code, text } = await run(bot);
      expect(code).to.equal(1);
      expect(text).to.match(cure);
    });
  }

  it('an endpoint that does not answer, or is not in HTTPS, or is missing', async () => {
    expect((await probeEndpoint('http://127.0.0.1:1/api/messages')).finding).to.match(/ne répond pas/);
    expect((await checkEndpoint('http://assistant.example.org')).finding).to.match(/HTTPS/);
    expect((await checkEndpoint(undefined)).finding).to.match(/PUBLIC_URL manque/);
  });

  it('without an app id it asks nobody, and says where to begin', async () => {
    outgoing.hosts.length = 0;
    cloud.requests.length = 0;
    const { code, text } = await run({});
    expect(code).to.equal(0);
    expect(text).to.match(/Teams n’est pas configuré/);
    expect([...outgoing.hosts, ...cloud.requests]).to.deep.equal([]);
  });

  it('folders that are wrong', async () => {
    const { code, text } = await run({ DATA_DIR: '/dev/null/x', KNOWLEDGE_DIR: '/nowhere' });
    expect(code).to.equal(1);
    expect(text)
      .to.match(/✖ DATA_DIR/)
      .and.to.match(/✖ Pas de base de connaissances/);
  });
});
