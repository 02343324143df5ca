import { expect } from 'chai';
import { Accounts, idOfIdentity } from '../../src/console/accounts.js';
import { readVerifiedEmail } from '../../src/console/identity-provider.js';
import { LINK_LASTS } from '../../src/console/one-time-link.js';
import { ConsoleClient } from '../support/console-client.js';
import { startOidcProvider, type TestProvider } from '../support/oidc-provider.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

const people = [
  { sub: 'anne', name: 'Anne Martin', email: 'Anne.Martin@reseau.example', email_verified: true },
  { sub: 'bruno', name: 'Bruno <b>Petit</b>', email: 'bruno@reseau.example', email_verified: true },
  { sub: 'faux', name: 'Faux Bruno', email: 'bruno@reseau.example', email_verified: false },
  { sub: 'muet', name: 'Sans Adresse' },
];

describe('console: sign-in by OpenID Connect', () => {
  let provider: TestProvider;
  let staff: TestConsole;
  before(async () => {
    provider = await startOidcProvider(people);
  });
  after(() => provider.close());
  beforeEach(async () => {
    staff = await startTestConsole({ provider: provider.settings, admins: ['anne.martin@reseau.example'] });
    provider.serve(staff.url);
  });
  afterEach(() => staff.close());

  const depart = async (client: ConsoleClient, next?: string) => {
    const query = next === undefined ? '' : `?${new URLSearchParams({ next })}`;
    const response = await client.send(`/console/connexion/depart${query}`);
    expect(response.status).to.equal(303);
    return response.headers.get('location') ?? '';
  };
  const pathOf = (url: string) => url.slice(staff.url.length);
  const signIn = async (client: ConsoleClient, sub: string, next?: string) =>
    client.get(pathOf(await provider.signIn(await depart(client, next), sub)));
  const journal = async (action: string) => (await staff.stores.records.readJournal({ action }, { limit: 50 })).items;

  it('the first administrator comes in by STAFF_ADMINS, and gets to the page that was asked for', async () => {
    const client = new ConsoleClient(staff.url);
    const door = await client.get('/console/equipe?tri=nom');
    expect(door.status).to.equal(200);
    const start = /href="(\/console\/connexion\/depart[^"]*)"/.exec(door.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const location = (await client.send(start)).headers.get('location') ?? '';
    const asked = new URL(location).searchParams;
    expect(asked.get('code_challenge_method')).to.equal('S256');
    expect(asked.get('state')).to.be.a('string').and.not.to.equal('');
    expect(asked.get('nonce')).to.be.a('string').and.not.to.equal('');
    const page = await client.get(pathOf(await provider.signIn(location, 'anne')));
    expect(page.status).to.equal(200);
    expect(page.path).to.equal('/console/equipe?tri=nom');
    expect(page.text).to.include('Anne Martin').and.to.include('Administration');
    const id = idOfIdentity(provider.settings.issuer, 'anne');
    expect(await new Accounts(staff.stores.records).find(id)).to.include({ role: 'admin', networks: 'all' });
    expect(await journal('session.open')).to.have.length(1);
  });

  it('an invited person comes in with what the invitation gives, and is known afterwards by who they are', async () => {
    const admin = new ConsoleClient(staff.url);
    await signIn(admin, 'anne');
    const invitation = { email: 'BRUNO@reseau.example', role: 'reviewer', scope: 'some', networks: 'lianes-cooperation' };
    expect((await admin.submit('/console/equipe/inviter', invitation)).text).to.include('bruno@reseau.example');
    // Somebody else with the same address, for which nobody vouches.
    expect((await signIn(new ConsoleClient(staff.url), 'faux')).status).to.equal(403);
    const bruno = new ConsoleClient(staff.url);
    const page = await signIn(bruno, 'bruno');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Bruno &lt;b>Petit').and.to.include('Relecture');
    const accounts = new Accounts(staff.stores.records);
    const id = idOfIdentity(provider.settings.issuer, 'bruno');
    expect(await accounts.find(id)).to.deep.include({
      role: 'reviewer',
      networks: ['lianes-cooperation'],
      email: 'bruno@reseau.example',
    });
    // The invitation is used up: the account alone counts from now on.
    expect(await accounts.list()).to.have.length(2);
    await admin.submit(`/console/equipe/${id}/retirer`);
    const back = await signIn(new ConsoleClient(staff.url), 'bruno');
    expect(back.status).to.equal(403);
    expect(back.text).to.include('Pas encore d’accès');
  });

  it('a stranger is told who they are and whom to ask, and gets no session', async () => {
    const nobodyYet = await signIn(new ConsoleClient(staff.url), 'bruno');
    expect(nobodyYet.text).to.include('STAFF_ADMINS');
    await signIn(new ConsoleClient(staff.url), 'anne');
    const stranger = new ConsoleClient(staff.url);
    const page = await signIn(stranger, 'bruno');
    expect(page.status).to.equal(403);
    expect(page.text)
      .to.include('Bruno &lt;b>Petit')
      .and.to.include('bruno@reseau.example')
      .and.to.include('<li>Anne Martin</li>');
    expect(stranger.cookies.size).to.equal(0);
    expect((await journal('session.refused'))[0]).to.include({ target: 'bruno@reseau.example' });
    expect((await signIn(new ConsoleClient(staff.url), 'muet')).text).to.include('n’a pas transmis d’adresse vérifiée');
  });

  it('what comes back counts only in the browser that went, once, and unchanged', async () => {
    const client = new ConsoleClient(staff.url);
    const back = pathOf(await provider.signIn(await depart(client), 'anne'));
    const state = new ConsoleClient(staff.url);
    expect((await state.get(back)).text).to.include('dans un autre navigateur');
    // Another attempt of another browser: its state is not this one's.
    const other = new ConsoleClient(staff.url);
    await depart(other);
    expect((await other.get(back)).status).to.equal(400);
    const underWay = client.cookies.get('passerelle-sign-in') ?? '';
    expect((await client.get(back.replace(/state=[^&]+/, 'state=other'))).status).to.equal(400);
    client.cookies.set('passerelle-sign-in', underWay);
    expect((await client.get(back.replace(/code=[^&]+/, 'code=invented'))).status).to.equal(400);
    client.cookies.set('passerelle-sign-in', underWay);
    expect((await client.get(`${back.replace(/iss=[^&]+/, '')}&iss=https%3A%2F%2Fevil.example`)).status).to.equal(400);
    client.cookies.set('passerelle-sign-in', underWay);
    const used = new ConsoleClient(staff.url);
    used.cookies.set('passerelle-sign-in', underWay);
    const good = pathOf(await provider.signIn(await depart(used), 'anne'));
    const kept = used.cookies.get('passerelle-sign-in') ?? '';
    expect((await used.get(good)).status).to.equal(200);
    expect(used.cookies.has('passerelle-sign-in')).to.equal(false);
    const replay = new ConsoleClient(staff.url);
    replay.cookies.set('passerelle-sign-in', kept);
    expect((await replay.get(good)).status).to.equal(400);
    expect(replay.cookies.size).to.equal(0);
  });

  it('is too late after ten minutes', async () => {
    const client = new ConsoleClient(staff.url);
    const back = pathOf(await provider.signIn(await depart(client), 'anne'));
    staff.clock.now = new Date(staff.clock.now.getTime() + 601_000);
    expect((await client.get(back)).text).to.include('trop ancienne');
  });

  it('gives a session of its own: one that was there before is over, and none can be planted', async () => {
    const attacker = new ConsoleClient(staff.url);
    await signIn(attacker, 'anne');
    const planted = attacker.cookies.get('passerelle-session') ?? '';
    const victim = new ConsoleClient(staff.url);
    victim.cookies.set('passerelle-session', planted);
    await signIn(victim, 'anne');
    expect(victim.cookies.get('passerelle-session')).not.to.equal(planted);
    expect((await attacker.send('/console')).status).to.equal(303);
    expect((await victim.send('/console')).status).to.equal(200);
  });

  it('leads to no other site afterwards', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%5cevil.example',
      '/console/../..//evil.example',
    ]) {
      const page = await signIn(new ConsoleClient(staff.url), 'anne', next);
      expect(page.path).to.equal('/console');
    }
  });

  it('signing out leads to the provider’s own sign-out', async () => {
    const client = new ConsoleClient(staff.url);
    await signIn(client, 'anne');
    const response = await client.post('/console/deconnexion');
    const to = /^0; url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1] ?? '';
    expect(to).to.match(new RegExp(`^${provider.settings.issuer}/session/end\\?`));
    expect(new URL(to).searchParams.get('post_logout_redirect_uri')).to.equal(`${staff.url}/console/connexion?fin=oui`);
    expect((await client.get('/console/connexion?fin=oui')).text).to.include('À bientôt');
  });

  it('says so when the provider does not answer, and works again when it does', async () => {
    const deaf = await startTestConsole({ provider: noProvider });
    try {
      const response = await new ConsoleClient(deaf.url).get('/console/connexion/depart');
      expect(response.status).to.equal(503);
      expect(response.text).to.include('127.0.0.1:9 ne répond pas');
    } finally {
      await deaf.close();
    }
  });

  it('limits attempts by address', async () => {
    const limited = await startTestConsole({ provider: noProvider, unlimited: false });
    try {
      const client = new ConsoleClient(limited.url);
      const statuses = new Set<number>();
      for (let attempt = 0; attempt < 21; attempt += 1) statuses.add((await client.send('/console/connexion/retour')).status);
      expect([...statuses]).to.deep.equal([400, 429]);
      limited.clock.now = new Date(limited.clock.now.getTime() + 120_000);
      expect((await client.send('/console/connexion/retour')).status).to.equal(400);
    } finally {
      await limited.close();
    }
  });

  it('an address counts only when somebody vouches for it', () => {
    const entra = 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0';
    const email = 'a@b.example';
    for (const [issuer, claims, expected] of [
      ['https://id.example', { email, email_verified: true }, email],
      ['https://id.example', { email, email_verified: 'true' }, email],
      ['https://id.example', { email, email_verified: false }, undefined],
      ['https://id.example', { email }, undefined],
      ['https://id.example', { preferred_username: email }, undefined],
      ['https://login.microsoftonline.com.evil.example/x/v2.0', { email }, undefined],
      [entra, { email }, email],
      [entra, { preferred_username: email }, email],
      [entra, { preferred_username: 'a' }, undefined],
      [entra, { email, xms_edov: true }, email],
      [entra, { email, xms_edov: false }, undefined],
      [entra, { email, email_verified: false }, undefined],
    ] as const)
      expect([issuer, claims, readVerifiedEmail(issuer, claims)]).to.deep.equal([issuer, claims, expected]);
  });
});

describe('console: sign-in by the one-time link', () => {
  let staff: TestConsole;
  beforeEach(async () => {
    staff = await startTestConsole();
  });
  afterEach(() => staff.close());
  const path = () => new URL(staff.link).pathname;

  it('opens the console once, for this machine’s administrator', async () => {
    const client = new ConsoleClient(staff.url);
    expect((await client.get('/console')).text).to.include('lien à usage unique');
    const page = await client.get(path());
    expect(page.path).to.equal('/console');
    expect(page.text).to.include('Cette machine').and.to.include('Administration');
    const again = await new ConsoleClient(staff.url).get(path());
    expect(again.status).to.equal(403);
    expect(again.text).to.include('Redémarrez le service');
    expect((await client.send('/console')).status).to.equal(200);
  });

  it('holds 256 bits, and a wrong one opens nothing and spoils nothing', async () => {
    const token = path().split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    for (const wrong of ['x', `${token.slice(0, -1)}_`, `${token}A`, '%00', '..'])
      expect((await new ConsoleClient(staff.url).send(`/console/lien/${wrong}`)).status).to.be.oneOf([303, 403, 404]);
    expect((await new ConsoleClient(staff.url).get(path())).status).to.equal(200);
  });

  it('is over after an hour', async () => {
    staff.clock.now = new Date(staff.clock.now.getTime() + LINK_LASTS);
    expect((await new ConsoleClient(staff.url).get(path())).status).to.equal(403);
  });

  it('its account is worth nothing once a sign-in is configured', async () => {
    const client = new ConsoleClient(staff.url);
    await client.get(path());
    const configured = await startTestConsole({ provider: noProvider });
    try {
      const local = await staff.stores.records.get('account', 'local');
      await configured.stores.records.put('account', 'local', local?.value);
      const elsewhere = new ConsoleClient(configured.url);
      for (const [name, value] of client.cookies) elsewhere.cookies.set(name, value);
      expect((await elsewhere.send('/console')).status).to.equal(303);
      expect((await client.send('/console')).status).to.equal(200);
    } finally {
      await configured.close();
    }
  });
});
