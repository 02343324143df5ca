import { expect } from 'chai';
import { readConfig } from '../../src/config.js';
import { RateLimiter } from '../../src/http/rate-limiter.js';
import type { HttpReply, HttpRequest } from '../../src/http/route.js';
import { createEraseRoutes } from '../../src/site/erase-page.js';
import { createPageRoutes } from '../../src/site/pages.js';

const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  path: '',
  params: {},
  query: new URLSearchParams(),
  headers: {},
  body: undefined,
  client: '192.0.2.1',
  local: false,
  ...more,
});
const read = async (path: string, environment: Record<string, string> = {}): Promise<string> => {
  const route = createPageRoutes(readConfig(environment)).find((candidate) => candidate.path === path);
  return String((await route?.handle(request()))?.body);
};

describe('/confidentialite', () => {
  it('says what article 13 asks for', async () => {
    const page = await read('/confidentialite', {
      RETENTION_DAYS: '31',
      FEEDBACK_RETENTION_DAYS: '41',
      STATISTICS_RETENTION_DAYS: '51',
    });
    const titles = [...page.matchAll(/<h2>(.+?)<\/h2>/g)].map((match) => match[1]);
    expect(titles).to.deep.equal([
      'Ce que nous gardons',
      'Pourquoi',
      'Combien de temps',
      'Qui les voit',
      'Tout effacer',
      'Vos droits',
      'Qui en répond',
    ]);
    for (const days of [31, 41, 51, 90]) expect(page).to.include(`<td>${days} jours</td>`);
    for (const said of [
      'intérêt légitime',
      'cnil.fr',
      '/confidentialite/effacer',
      'code de reçu',
      'Aucune décision',
      'hébergeur',
    ])
      expect(page, said).to.include(said);
  });

  it('names what nobody has set, escapes what somebody has, and speaks of Teams where there is Teams', async () => {
    const bare = await read('/confidentialite');
    for (const variable of ['CONTROLLER_NAME', 'CONTROLLER_ADDRESS', 'DPO_CONTACT', 'HOSTING_PROVIDER'])
      expect(bare).to.include(variable);
    expect(bare).not.to.include('Teams');
    const page = await read('/confidentialite', {
      CONTROLLER_NAME: 'Réseau <Essai>',
      MicrosoftAppId: '33333333-3333-3333-3333-333333333333',
      MicrosoftAppPassword: 'secret',
      MicrosoftAppTenantId: '22222222-2222-2222-2222-222222222222',
    });
    expect(page).to.include('Réseau &#60;Essai&#62;').and.not.to.include('<Essai>').and.not.to.include('CONTROLLER_NAME');
    expect(page).to.include('n’est pas effacé dans Teams');
  });

  it('is written in short sentences', async () => {
    const words = (
      await read('/confidentialite', { CONTROLLER_NAME: 'R', CONTROLLER_ADDRESS: 'R', DPO_CONTACT: 'R', HOSTING_PROVIDER: 'R' })
    )
      .replace(/<\/(?:p|li|td|th|h\d|caption)>/g, '. ')
      .replace(/<[^>]+>/g, '')
      .split(/[.!?:;]\s/)
      .map((sentence) => sentence.trim().split(/\s+/).length);
    expect(Math.max(...words), 'words in the longest sentence').to.be.below(32);
  });
});

describe('/mentions-legales', () => {
  const legal = {
    CONTROLLER_NAME: 'Réseau Essai',
    CONTROLLER_ADDRESS: '1 place du Test',
    PUBLISHER_PHONE: '05 00 00 00 00',
    PUBLISHER_DIRECTOR: 'Une Présidente',
    HOSTING_PROVIDER: 'Hébergeur Essai, Lyon',
  };
  it('says of the publisher and the host what the law asks for', async () => {
    const page = await read('/mentions-legales', legal);
    for (const value of Object.values(legal)) expect(page).to.include(value);
    expect(page).not.to.include('non renseigné');
  });
  it('says what is missing', async () => {
    const page = await read('/mentions-legales');
    for (const variable of Object.keys(legal)) expect(page).to.include(variable);
  });
});

describe('/confidentialite/effacer', () => {
  const setUp = (limit = 3) => {
    const asked: string[] = [];
    const [get, post] = createEraseRoutes({
      eraseByCode: async (code) => {
        asked.push(code);
        return code === '7K2M-9QXD-04TB';
      },
      limiter: new RateLimiter(limit, () => 0),
    });
    const send = async (code: string, client = '192.0.2.1') =>
      (await post?.handle(request({ method: 'POST', client, body: new URLSearchParams({ code }) }))) as HttpReply;
    return { asked, get, post, send };
  };

  it('is a form that works without script, and is not stored', async () => {
    const { get, post } = setUp();
    const reply = await get?.handle(request());
    expect(reply?.headers).to.include({ 'Cache-Control': 'no-store' });
    expect(reply?.headers?.['Content-Security-Policy']).to.include("form-action 'self'");
    expect(String(reply?.body))
      .to.include('<form method="post" action="/confidentialite/effacer">')
      .and.to.include('<label for="code">');
    expect(post?.takesForm).to.equal(true);
  });

  it('says plainly what was done', async () => {
    const { send, asked } = setUp();
    expect((await send('7k2m 9qxd o4tb')).status).to.equal(200);
    expect((await send('7K2M-9QXD-04TC')).status).to.equal(404);
    const wrong = await send('"><script>alert(1)</script>');
    expect(wrong.status).to.equal(400);
    expect(String(wrong.body)).not.to.include('<script>');
    expect(asked, 'what is no code is not looked for').to.deep.equal(['7K2M-9QXD-04TB', '7K2M-9QXD-04TC']);
  });

  it('lets an address try a few codes only, others meanwhile', async () => {
    const { send, asked } = setUp(3);
    for (const last of ['0', '1', '2']) await send(`7K2M-9QXD-04T${last}`);
    const refused = await send('7K2M-9QXD-04TB');
    expect([refused.status, Number(refused.headers?.['Retry-After'])]).to.deep.equal([429, 60]);
    expect(asked).to.have.length(3);
    expect((await send('7K2M-9QXD-04TB', '192.0.2.2')).status).to.equal(200);
  });

  it('takes a body that is no form for an empty one', async () => {
    const { post } = setUp();
    expect((await post?.handle(request({ method: 'POST', body: { code: '7K2M-9QXD-04TB' } })))?.status).to.equal(400);
  });
});
