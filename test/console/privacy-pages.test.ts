import { expect } from 'chai';
import { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

const PAGE = '/console/donnees-personnelles';

describe('the console’s « données personnelles »', () => {
  let staff: TestConsole;
  beforeEach(async () => {
    staff = await startTestConsole({ provider: noProvider });
  });
  afterEach(() => staff.close());

  /** A conversation with one answered question, attributed to a network. */
  const converse = async (id: string, network?: string) => {
    const at = staff.clock.now.toISOString();
    const decision = { kind: 'answer', entry: 'x', knowledgeVersion: '2026.1.1' } as const;
    await staff.stores.transcripts.open({ id, channelId: 'directline', user: 'u_1', ...(network ? { network } : {}) });
    await staff.stores.transcripts.append(id, [
      {
        activity: {
          id: `${id}|0000001`,
          type: 'message',
          timestamp: at as never,
          text: 'un secret <b>gras</b>',
          from: { id: 'u_1', name: '', role: 'user' },
        },
      },
      {
        activity: {
          id: `${id}|0000002`,
          type: 'message',
          timestamp: at as never,
          text: 'réponse',
          from: { id: 'passerelle', name: '', role: 'bot' },
        },
        note: { decision },
      },
    ]);
  };
  const journal = async () => (await staff.stores.records.readJournal({}, { limit: 50 })).items;

  it('is for administrators: every page and action', async () => {
    await converse('c1');
    const paths = [
      '',
      '/registre',
      '/registre.md',
      '/registre.html',
      '/export.json?id=c1',
      '/export.html?id=c1',
      '/effacer?id=c1',
    ];
    const publisher = await staff.enter('publisher');
    for (const path of paths) {
      expect((await publisher.send(`${PAGE}${path}`)).status, path).to.equal(403);
      expect((await new ConsoleClient(staff.url).send(`${PAGE}${path}`)).status, `${path} to nobody`).to.be.oneOf([302, 303]);
    }
    const csrf = await publisher.token('/console');
    for (const path of ['/effacer', '/purge'])
      expect((await publisher.post(`${PAGE}${path}`, { csrf, id: 'c1', confirme: 'oui' })).status, path).to.equal(403);
    const admin = await staff.enter('admin');
    expect((await admin.post(`${PAGE}/effacer`, { csrf: 'faux', id: 'c1', confirme: 'oui' })).status).to.equal(403);
    expect(await staff.stores.transcripts.find('c1')).not.to.equal(undefined);
  });

  it('keeps an administrator of one network to it', async () => {
    await converse('theirs', 'lianes-cooperation');
    const admin = await staff.enter('admin', ['occitanie-cooperation']);
    expect((await admin.get(`${PAGE}?q=theirs`)).text)
      .to.include('autre réseau')
      .and.not.to.include('Exporter');
    for (const path of ['/export.json?id=theirs', '/export.html?id=theirs', '/effacer?id=theirs'])
      expect((await admin.send(`${PAGE}${path}`)).status, path).to.equal(404);
    expect((await admin.post(`${PAGE}/effacer`, { id: 'theirs', confirme: 'oui' })).status).to.equal(404);
    expect(await staff.stores.transcripts.find('theirs')).not.to.equal(undefined);
  });

  it('shows what was found without its texts, exports it as text, and notes both', async () => {
    await converse('c1');
    const admin = await staff.enter('admin');
    const page = await admin.get(`${PAGE}?q=c1`);
    expect(page.text).to.include('Code de reçu').and.not.to.include('secret');
    const html = await admin.send(`${PAGE}/export.html?id=c1`);
    expect(html.headers.get('content-disposition')).to.match(/^attachment; filename="conversation-[0-9A-Z-]{14}\.html"$/);
    const text = await html.text();
    expect(text).to.include('un secret &lt;b>gras&lt;/b>').and.not.to.include('<b>gras');
    expect((await journal()).map(({ action }) => action)).to.include.members(['conversation.find', 'conversation.export']);
    expect(JSON.stringify(await journal()))
      .not.to.include('secret')
      .and.not.to.include('c1|');
  });

  it('erases after a second question only', async () => {
    await converse('c1');
    const admin = await staff.enter('admin');
    expect((await admin.get(`${PAGE}/effacer?id=c1`)).text).to.include('Effacer cette conversation ?');
    expect((await admin.post(`${PAGE}/effacer`, { id: 'c1' })).status).to.equal(400);
    expect(await staff.stores.transcripts.find('c1')).not.to.equal(undefined);
    const done = await admin.submit(`${PAGE}/effacer`, { id: 'c1', confirme: 'oui' });
    expect(done.text).to.include('Il n’en reste rien ici');
    expect(await staff.stores.transcripts.find('c1')).to.equal(undefined);
    expect(await staff.stores.review.findTurn('c1|1')).to.equal(undefined);
    expect((await journal()).map(({ action }) => action)).to.include('conversation.erase');
    expect((await admin.post(`${PAGE}/effacer`, { id: 'c1', confirme: 'oui' })).status, 'again').to.equal(404);
  });

  it('runs the clock when asked, and shows what it did', async () => {
    await converse('old');
    staff.clock.now = new Date(staff.clock.now.getTime() + 200 * 24 * 3600_000);
    const admin = await staff.enter('admin');
    expect((await admin.get(PAGE)).text).to.include('pas encore');
    const done = await admin.submit(`${PAGE}/purge`);
    expect(done.text).to.include('1 conversation dont le texte est effacé').and.to.include('Prochain passage');
    expect(await staff.stores.transcripts.find('old')).to.equal(undefined);
  });

  it('gives the record of processing to read and to take along', async () => {
    const admin = await staff.enter('admin');
    const page = await admin.get(`${PAGE}/registre`);
    expect(page.text).to.include('Registre RGPD').and.to.include('Base légale').and.to.include('CONTROLLER_NAME');
    const markdown = await admin.send(`${PAGE}/registre.md`);
    expect(markdown.headers.get('content-type')).to.include('text/markdown');
    expect(await markdown.text()).to.match(/^# Registre/);
    expect(await (await admin.send(`${PAGE}/registre.html`)).text()).to.include('<html lang="fr">');
  });
});
