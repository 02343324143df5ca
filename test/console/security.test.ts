import { once } from 'node:events';
import { request } from 'node:http';
import { expect } from 'chai';
import { type ConsolePage, hasRole, roles } from '../../src/console/console-page.js';
import { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

/** An address that a page answers, whatever its parameters. */
const addressOf = ({ path }: ConsolePage) => (path === '/' ? '/console' : `/console${path.replace(/:\w+/g, 'x1')}`);
const nameOf = (page: ConsolePage) => `${page.method} ${page.path}`;

describe('console: every page and action', () => {
  let staff: TestConsole;
  before(async () => {
    staff = await startTestConsole({ provider: noProvider });
  });
  after(() => staff.close());

  const post = (client: ConsoleClient, path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    client.send(path, { method: 'POST', body: new URLSearchParams(fields), headers });

  it('asks whoever has no session to sign in, and does nothing', async () => {
    expect(staff.pages.length).to.be.greaterThan(6);
    for (const page of staff.pages) {
      const stranger = new ConsoleClient(staff.url);
      const address = addressOf(page);
      if (page.method === 'GET') {
        const response = await stranger.send(`${address}?a=1`);
        expect([nameOf(page), response.status]).to.deep.equal([nameOf(page), 303]);
        expect(response.headers.get('location')).to.equal(
          `/console/connexion?${new URLSearchParams({ next: `${address}?a=1` })}`,
        );
      } else {
        const response = await post(stranger, address, {}, { origin: staff.url });
        expect([nameOf(page), response.status]).to.deep.equal([nameOf(page), 401]);
        expect(await response.text()).to.include('rien n’a été enregistré');
      }
    }
  });

  it('is refused to a role that is too low, in French, with a line in the journal', async () => {
    for (const role of roles) {
      const client = await staff.enter(role);
      const csrf = await client.token();
      for (const page of staff.pages.filter(
        (candidate) => !hasRole({ id: '', name: '', role, networks: 'all' }, candidate.role),
      )) {
        const response =
          page.method === 'GET'
            ? await client.send(addressOf(page))
            : await post(client, addressOf(page), { csrf }, { origin: staff.url });
        expect([role, nameOf(page), response.status]).to.deep.equal([role, nameOf(page), 403]);
        expect(await response.text()).to.include('Votre rôle ne permet pas');
        const { items } = await staff.stores.records.readJournal({ action: 'action.refused' }, { limit: 1 });
        expect(items[0]).to.include({ who: `a_${role}_all`, target: nameOf(page) });
        expect(items[0]?.detail).to.deep.equal({ motif: 'rôle' });
      }
    }
  });

  it('takes a form only with the session’s token and from a page of ours', async () => {
    const admin = await staff.enter('admin');
    const other = await staff.enter('reader');
    const csrf = await admin.token();
    const forms: [string, Record<string, string>, Record<string, string>][] = [
      ['no token', {}, { origin: staff.url }],
      ['a wrong token', { csrf: 'x'.repeat(43) }, { origin: staff.url }],
      ['another session’s token', { csrf: await other.token() }, { origin: staff.url }],
      ['another site', { csrf }, { origin: 'https://evil.example' }],
      ['another port of this machine', { csrf }, { origin: 'http://127.0.0.1:1' }],
      ['no origin', { csrf }, {}],
      ['a sandbox', { csrf }, { origin: 'null' }],
      ['cross-site by its own words', { csrf }, { origin: staff.url, 'sec-fetch-site': 'cross-site' }],
      ['a sister site', { csrf }, { origin: staff.url, 'sec-fetch-site': 'same-site' }],
    ];
    for (const page of staff.pages.filter(({ method }) => method === 'POST')) {
      for (const [what, fields, headers] of forms) {
        const response = await post(admin, addressOf(page), fields, headers);
        expect([nameOf(page), what, response.status]).to.deep.equal([nameOf(page), what, 403]);
        expect(await response.text()).to.include('ne vient pas d’une page de votre session');
      }
    }
    const { items } = await staff.stores.records.readJournal({ action: 'action.refused', who: 'a_admin_all' }, { limit: 1 });
    expect(items[0]?.detail).to.deep.equal({ motif: 'formulaire' });
  });

  it('a form is taken from our own page, whichever way the browser says so', async () => {
    const admin = await staff.enter('admin');
    const csrf = await admin.token();
    for (const headers of [
      { origin: staff.url },
      { 'sec-fetch-site': 'same-origin' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ]) {
      const response = await post(admin, '/console/equipe/inviter', { csrf }, headers as Record<string, string>);
      expect(response.status).to.equal(422);
    }
  });

  it('takes forms alone, of a bounded size, and says so on a page', async () => {
    const admin = await staff.enter('admin');
    const headers = { origin: staff.url };
    const asJson = await admin.send('/console/equipe/inviter', {
      method: 'POST',
      body: JSON.stringify({ csrf: await admin.token() }),
      headers: { ...headers, 'content-type': 'application/json' },
    });
    expect(asJson.status).to.equal(415);
    const huge = await post(admin, '/console/equipe/inviter', { csrf: await admin.token(), email: 'x'.repeat(300_000) }, headers);
    expect(huge.status).to.equal(413);
    expect(huge.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(huge.headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(await huge.text()).to.include('trop long');
  });

  it('is sent with a policy that allows nothing inline and no frame, and is kept by nobody', async () => {
    const admin = await staff.enter('admin');
    const outside = ['/console/connexion', '/console/connexion/retour', '/console/introuvable'];
    const inside = staff.pages.filter(({ method }) => method === 'GET').map(addressOf);
    for (const address of [...outside, ...inside]) {
      const response = await admin.send(address);
      const header = (name: string) => response.headers.get(name) ?? '';
      expect(header('content-security-policy'), address)
        .to.match(/^default-src 'none';/)
        .and.to.include("frame-ancestors 'none'")
        .and.to.include("form-action 'self'")
        .and.not.to.include('unsafe');
      expect(header('cache-control'), address).to.equal('no-store');
      expect(header('cross-origin-opener-policy'), address).to.equal('same-origin');
      expect(header('permissions-policy'), address).to.include('camera=()');
      expect(header('referrer-policy'), address).to.equal('same-origin');
      expect(header('x-content-type-options'), address).to.equal('nosniff');
      // A file to keep is shown by no browser under our address.
      if (header('content-disposition').startsWith('attachment')) continue;
      const text = await response.text();
      expect(text, address).not.to.match(/<script(?![^>]* src="\/console\/assets\/)|<[^>]+ (?:style|on\w+)=|<style/i);
    }
  });

  it('shows its menu by role, and a page of its own for what is not there', async () => {
    const menuOf = async (client: ConsoleClient) =>
      [
        ...((await client.get('/console')).text.match(/<nav class="menu"[\s\S]*?<\/nav>/)?.[0] ?? '').matchAll(/href="([^"]+)"/g),
      ].map((match) => match[1]);
    expect(await menuOf(await staff.enter('admin'))).to.include.members(['/console', '/console/equipe', '/console/journal']);
    const reader = await staff.enter('reader');
    expect(await menuOf(reader))
      .to.include('/console')
      .and.not.to.include('/console/equipe');
    const { status, text } = await reader.get('/console/rien/du/tout');
    expect(status).to.equal(404);
    expect(text).to.include('Introuvable');
  });
});

describe('console: markup is text', () => {
  it('in names, addresses, journal lines and what is sent back', async () => {
    const staff = await startTestConsole({ provider: noProvider });
    try {
      const admin = await staff.enter('admin');
      const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
      await staff.stores.records.put('account', 'a_evil', {
        name: evil,
        email: evil,
        role: 'reader',
        networks: [evil],
        createdAt: staff.clock.now.toISOString(),
      });
      await staff.stores.records.addToJournal({
        at: staff.clock.now.toISOString(),
        who: 'a_evil',
        action: evil,
        target: evil,
        network: evil,
        detail: { [evil]: evil },
      });
      const sentBack = await admin.submit('/console/equipe/inviter', { email: evil, role: evil, scope: evil, networks: evil });
      const pages = [
        await admin.get('/console/equipe'),
        await admin.get('/console/equipe/a_evil'),
        await admin.get(`/console/journal?${new URLSearchParams({ qui: 'a_evil' })}`),
        await admin.get(`/console/journal?${new URLSearchParams({ objet: evil, qui: evil, action: evil, du: evil })}`),
        sentBack,
      ];
      for (const { text, path } of pages) {
        expect(text, path).to.include('&lt;script');
        expect(text, path).not.to.match(/<script>|<img/);
      }
    } finally {
      await staff.close();
    }
  });
});

describe('console: who may look in', () => {
  it('without sign-in, this machine alone: no proxy in between, no other name', async () => {
    const staff = await startTestConsole();
    try {
      const client = new ConsoleClient(staff.url);
      for (const headers of [
        { 'x-forwarded-for': '127.0.0.1' },
        { forwarded: 'for=127.0.0.1' },
        { 'x-forwarded-proto': 'https' },
      ] as Record<string, string>[]) {
        for (const path of ['/console', '/console/connexion', new URL(staff.link).pathname]) {
          const response = await client.send(path, { headers });
          expect([path, response.status]).to.deep.equal([path, 403]);
          expect(await response.text()).to.include('Console fermée');
        }
      }
      // The refused attempts have not used the link up.
      expect((await client.get(new URL(staff.link).pathname)).status).to.equal(200);
      const away = await client.send('/console', { headers: { 'x-forwarded-for': '127.0.0.1' } });
      expect(away.status).to.equal(403);
    } finally {
      await staff.close();
    }
  });

  it('without sign-in, under no other name: a site whose name leads here cannot read it', async () => {
    const staff = await startTestConsole();
    try {
      for (const host of ['evil.example', `evil.example:${new URL(staff.url).port}`, '127.0.0.1.evil.example', '']) {
        const client = request(`${staff.url}/console/connexion`, { headers: { host }, setHost: false }).end();
        const [response] = await once(client, 'response');
        response.resume();
        expect([host, response.statusCode]).to.deep.equal([host, 403]);
      }
    } finally {
      await staff.close();
    }
  });

  it('nobody, when the service can be reached from elsewhere and has no sign-in', async () => {
    const staff = await startTestConsole({ loopbackOnly: false });
    try {
      expect(staff.closed).to.equal(true);
      expect(staff.linkPath).to.equal(undefined);
      for (const page of staff.pages) {
        const client = new ConsoleClient(staff.url);
        const response =
          page.method === 'GET'
            ? await client.send(addressOf(page))
            : await client.send(addressOf(page), { method: 'POST', body: new URLSearchParams() });
        expect([nameOf(page), response.status]).to.deep.equal([nameOf(page), 403]);
        expect(await response.text()).to.include('STAFF_OIDC_ISSUER');
      }
    } finally {
      await staff.close();
    }
  });
});
