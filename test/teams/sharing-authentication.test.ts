import type { Activity } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import { expect } from 'chai';
import { SharingAuthentication } from '../../src/teams/sharing-authentication.js';

const activity = { channelId: 'msteams', recipient: {} } as Activity;
const teams = 'https://smba.trafficmanager.net/fr/';

async function connect(authentication: SharingAuthentication, serviceUrl: string, audience?: string) {
  const { connectorFactory } = await authentication.authenticateRequest(activity, '');
  return connectorFactory?.create(serviceUrl, audience);
}
const claims = (audience: string) => new ClaimsIdentity([{ type: 'aud', value: audience }], true);

describe('clients of the channel', () => {
  it('are the same for turns from one address', async () => {
    const authentication = new SharingAuthentication({});
    const client = await connect(authentication, teams);
    expect(client).to.not.equal(undefined);
    expect(await connect(authentication, teams)).to.equal(client);
  });

  it('are others for another address or audience', async () => {
    const authentication = new SharingAuthentication({});
    const client = await connect(authentication, teams);
    expect(await connect(authentication, 'https://smba.trafficmanager.net/de/')).to.not.equal(client);
    expect(await connect(authentication, teams, 'https://api.botframework.us')).to.not.equal(client);
  });

  it('are each bot’s own for user tokens', async () => {
    const authentication = new SharingAuthentication({});
    const own = await authentication.createUserTokenClient(claims('a'));
    expect(await authentication.createUserTokenClient(claims('a'))).to.equal(own);
    expect(await authentication.createUserTokenClient(claims('b'))).to.not.equal(own);
  });

  it('leave when many addresses came after them', async () => {
    const authentication = new SharingAuthentication({});
    const client = await connect(authentication, teams);
    for (let region = 0; region < 50; region++) await connect(authentication, `https://smba.trafficmanager.net/${region}/`);
    expect(await connect(authentication, teams)).to.not.equal(client);
  });
});
