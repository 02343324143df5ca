import { expect } from 'chai';
import { startTestApp } from '../support/app.js';
import { ConsoleClient, signInByLink } from '../support/console-client.js';
import { startOidcProvider } from '../support/oidc-provider.js';

describe('console: the service’s entrance', function () {
  this.timeout(180_000);

  it('prints a one-time link that opens the console on this machine', async () => {
    const said: string[] = [];
    // People see the service under another address: the link leads to this machine all the same.
    const app = await startTestApp({ PUBLIC_URL: 'https://assistant.example' }, { say: (line) => said.push(line) });
    try {
      expect(said.join('\n')).to.include('redémarrez pour un autre lien');
      const staff = await signInByLink(said);
      expect((await staff.get('/console/equipe')).status).to.equal(200);
      expect((await staff.submit('/console/deconnexion')).text).to.include('À bientôt');
    } finally {
      await app.close();
      await app.remove();
    }
  });

  it('says at start that the console is closed when it would be open to everybody', async () => {
    const said: string[] = [];
    const app = await startTestApp({ HOST: '0.0.0.0' }, { say: (line) => said.push(line) });
    try {
      expect(said.join('\n'))
        .to.include('Console fermée')
        .and.to.include('STAFF_OIDC_ISSUER')
        .and.not.to.include('/console/lien/');
      const { status, text } = await new ConsoleClient(app.url).get('/console');
      expect(status).to.equal(403);
      expect(text).to.include('STAFF_OIDC_CLIENT_ID');
    } finally {
      await app.close();
      await app.remove();
    }
  });

  it('with a sign-in, prints no link and lets in whom STAFF_ADMINS names, also after a restart', async () => {
    const provider = await startOidcProvider([{ sub: 'anne', name: 'Anne', email: 'anne@reseau.example', email_verified: true }]);
    const said: string[] = [];
    const { issuer, clientId, clientSecret } = provider.settings;
    const environment = {
      STAFF_OIDC_ISSUER: issuer,
      STAFF_OIDC_CLIENT_ID: clientId,
      STAFF_OIDC_CLIENT_SECRET: clientSecret,
      STAFF_ADMINS: ' Anne@Reseau.example ',
    };
    const app = await startTestApp(environment, { say: (line) => said.push(line) });
    provider.serve(app.url);
    try {
      expect(said.join('\n')).not.to.match(/Console/);
      const client = new ConsoleClient(app.url);
      const depart = await client.send('/console/connexion/depart');
      const back = await provider.signIn(depart.headers.get('location') ?? '', 'anne');
      expect((await client.get(back.slice(app.url.length))).text).to.include('Anne');
      await app.close();
      const again = await startTestApp({ ...environment, DATA_DIR: app.dataDir, PORT: new URL(app.url).port });
      expect((await client.get('/console/equipe')).status).to.equal(200);
      await again.close();
    } finally {
      await app.remove();
      await provider.close();
    }
  });
});
