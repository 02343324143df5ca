import { expect } from 'chai';
import { EncryptJWT, UnsecuredJWT } from 'jose';
import { Accounts } from '../../src/console/accounts.js';
import { Seal } from '../../src/console/seal.js';
import { SESSION_IDLE, SESSION_MAX } from '../../src/console/session.js';
import { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

const NAME = 'passerelle-session';

describe('console: sessions', () => {
  let staff: TestConsole;
  beforeEach(async () => {
    staff = await startTestConsole({ provider: noProvider });
  });
  afterEach(() => staff.close());

  const wait = (milliseconds: number) => {
    staff.clock.now = new Date(staff.clock.now.getTime() + milliseconds);
  };
  const opens = async (client: ConsoleClient) => (await client.send('/console')).status === 200;
  const withCookie = (value: string) => {
    const client = new ConsoleClient(staff.url);
    client.cookies.set(NAME, value);
    return client;
  };
  const sealWith = (key: Uint8Array) => new Seal(key, () => staff.clock.now);
  const later = () => new Date(staff.clock.now.getTime() + 3_600_000);

  it('the cookie is out of reach of scripts and of other sites’ forms', async () => {
    const client = await staff.enter('reader');
    wait(SESSION_IDLE / 2);
    const [cookie] = (await client.send('/console')).headers.getSetCookie();
    expect(cookie).to.match(/^passerelle-session=[\w.-]+; Path=\/console; HttpOnly; SameSite=Lax$/);
  });

  it('under https the cookie is bound to this host and never sent in clear', async () => {
    const secure = await startTestConsole({ provider: noProvider, publicUrl: 'https://assistant.example' });
    try {
      const client = await secure.enter('reader');
      secure.clock.now = new Date(secure.clock.now.getTime() + SESSION_IDLE / 2);
      const response = await client.send('/console');
      expect(response.status).to.equal(200);
      const [cookie] = response.headers.getSetCookie();
      expect(cookie).to.match(/^__Host-passerelle-session=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
      expect(secure.url).not.to.include('https');
      const plain = new ConsoleClient(secure.url);
      plain.cookies.set(NAME, client.cookies.get(`__Host-${NAME}`) ?? '');
      expect((await plain.send('/console')).status).to.equal(303);
    } finally {
      await secure.close();
    }
  });

  it('ends an hour after the last page, and goes on as long as pages are opened', async () => {
    const client = await staff.enter('reader');
    for (let hours = 0; hours < 3; hours += 1) {
      wait(SESSION_IDLE - 1000);
      expect(await opens(client)).to.equal(true);
    }
    wait(SESSION_IDLE);
    expect(await opens(client)).to.equal(false);
  });

  it('ends eight hours after it began, whatever is done', async () => {
    const client = await staff.enter('reader');
    for (let past = 0; past + 1_800_000 < SESSION_MAX; past += 1_800_000) {
      wait(1_800_000);
      expect(await opens(client)).to.equal(true);
    }
    wait(1_800_000);
    expect(await opens(client)).to.equal(false);
  });

  it('a cookie that is forged, changed, sealed by another key or for another purpose opens nothing', async () => {
    const client = await staff.enter('admin');
    const good = client.cookies.get(NAME) ?? '';
    const [header = '', , iv = '', text = '', tag = ''] = good.split('.');
    const ours = sealWith(new Uint8Array(32).fill(7));
    const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
    const moment = staff.clock.now.getTime();
    const listed = (await new Accounts(staff.stores.records).find('a_admin_all'))?.sessions[0]?.id ?? '';
    const session = { account: 'a_admin_all', id: listed, csrf: 'y', began: moment, seen: moment };
    const claims = { value: session };
    const unsealed = new UnsecuredJWT(claims).setAudience('session').setExpirationTime(later()).encode();
    const bad: Record<string, string> = {
      empty: 'x',
      'text changed': [header, '', iv, flip(text), tag].join('.'),
      'tag changed': [header, '', iv, text, flip(tag)].join('.'),
      'iv changed': [header, '', flip(iv), text, tag].join('.'),
      'cut short': good.slice(0, -4),
      'not sealed': unsealed,
      'another key': await sealWith(new Uint8Array(32).fill(8)).close('session', session, later()),
      'another purpose': await ours.close('flash', session, later()),
      'a session that nobody began': await ours.close('session', { ...session, id: 'x' }, later()),
      'another account': await ours.close('session', { ...session, account: 'a_reader_all' }, later()),
      'no end': await new EncryptJWT(claims)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience('session')
        .encrypt(new Uint8Array(32).fill(7)),
      'very long': 'a'.repeat(5000),
    };
    expect(await opens(withCookie(good))).to.equal(true);
    // What the bad ones differ from.
    expect(await opens(withCookie(await ours.close('session', session, later())))).to.equal(true);
    for (const [what, value] of Object.entries(bad)) expect([what, await opens(withCookie(value))]).to.deep.equal([what, false]);
  });

  it('of two cookies of that name neither counts: one was planted', async () => {
    const client = await staff.enter('admin');
    for (const cookie of [`${NAME}=planted; ${client.cookie}`, `${client.cookie}; ${NAME}=planted`]) {
      const response = await fetch(`${staff.url}/console`, { redirect: 'manual', headers: { cookie } });
      expect(response.status).to.equal(303);
    }
  });

  it('signing out ends it everywhere: a copy of the cookie opens nothing', async () => {
    const client = await staff.enter('reader');
    const copy = withCookie(client.cookies.get(NAME) ?? '');
    expect(await opens(copy)).to.equal(true);
    const response = await client.post('/console/deconnexion');
    expect(response.headers.get('location')).to.equal('/console/connexion?fin=oui');
    expect(client.cookies.has(NAME)).to.equal(false);
    expect(await opens(copy)).to.equal(false);
    const { items } = await staff.stores.records.readJournal({}, { limit: 1 });
    expect(items[0]).to.include({ who: 'a_reader_all', action: 'session.close' });
  });

  it('other rights or none end it at once', async () => {
    const admin = await staff.enter('admin');
    const accounts = new Accounts(staff.stores.records);
    const changed = await staff.enter('reader');
    await admin.post('/console/equipe/a_reader_all', { role: 'reviewer', scope: 'all' });
    expect(await opens(changed)).to.equal(false);
    const again = await staff.enter('reviewer');
    expect(await opens(again)).to.equal(true);
    await admin.post('/console/equipe/a_reviewer_all/retirer');
    expect(await opens(again)).to.equal(false);
    expect((await accounts.find('a_reviewer_all'))?.removedAt).to.be.a('string');
  });

  it('an account keeps its twenty last sessions', async () => {
    const first = await staff.enter('reader');
    const second = await staff.enter('reader');
    for (let more = 0; more < 19; more += 1) await staff.enter('reader');
    expect(await opens(first)).to.equal(false);
    expect(await opens(second)).to.equal(true);
  });

  it('what a page leaves to be said is said once, and to nobody else', async () => {
    const admin = await staff.enter('admin');
    const response = await admin.post('/console/equipe/inviter', { email: 'a@reseau.example', role: 'reader', scope: 'all' });
    expect(response.status).to.equal(303);
    const flash = admin.cookies.get('passerelle-flash') ?? '';
    const other = await staff.enter('reader');
    other.cookies.set('passerelle-flash', flash);
    expect((await other.get('/console')).text).not.to.include('peut maintenant se connecter');
    expect((await admin.get('/console/equipe')).text).to.include('a@reseau.example peut maintenant se connecter');
    expect((await admin.get('/console/equipe')).text).not.to.include('peut maintenant se connecter');
  });
});
