import { expect } from 'chai';
import type { ConsoleClient } from '../support/console-client.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';

/** The words of a page, as they are read. */
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
/** Addresses of a page that begin so. */
const links = (html: string, start: string) =>
  [...html.matchAll(/href="([^"]+)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => href.startsWith(start));
const pathOf = (conversation: string) => `/console/conversations/${encodeURIComponent(conversation)}`;

describe('review pages: who sees what', function () {
  this.timeout(180_000);
  let app: StaffedApp;
  let anne: ConsoleClient;
  let bruno: ConsoleClient;
  let lille: string;
  let toulouse: string;
  let nobody: string;

  before(async () => {
    app = await startStaffedApp();
    ({ id: lille } = await app.play('visa pour une délégation', 'je suis élu à Lille, qui contacter ?'));
    ({ id: toulouse } = await app.play('quel visa pour notre délégation', 'je suis élu à Toulouse, qui contacter ?'));
    ({ id: nobody } = await app.play('obtenir un visa pour la délégation'));
    await app.play('recette du cassoulet', 'je suis élu à Toulouse, qui contacter ?');
    anne = await app.enter('anne');
    bruno = await app.enter('bruno');
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  it('lists to an account the conversations of its networks and those of none', async () => {
    const listed = async (client: ConsoleClient) =>
      links((await client.get('/console/conversations')).text, '/console/conversations/');
    expect(await listed(anne)).to.have.length(4);
    expect((await listed(bruno)).sort()).to.deep.equal([lille, nobody].map(pathOf).sort());
    const asked = await bruno.get('/console/conversations?reseau=occitanie-cooperation');
    expect(words(asked.text)).to.include('Aucune conversation ne correspond');
  });

  it('answers 404 for the conversation of another network, as for one that does not exist', async () => {
    const other = await bruno.get(pathOf(toulouse));
    const none = await bruno.get(pathOf('nulle-part'));
    expect([other.status, none.status]).to.deep.equal([404, 404]);
    expect(words(other.text)).to.equal(words(none.text));
    expect((await bruno.get(pathOf(lille))).status).to.equal(200);
    expect((await bruno.get(pathOf(nobody))).status).to.equal(200);
  });

  it('counts and groups for an account only what it may see', async () => {
    const home = words((await bruno.get('/console')).text);
    expect(home).not.to.match(/cassoulet|notre délégation/);
    expect(home).to.match(/ 3 questions /);
    expect(words((await anne.get('/console')).text))
      .to.include('cassoulet')
      .and.to.match(/ 7 questions /);
    const [group = ''] = links((await bruno.get('/console')).text, '/console/groupes?');
    const page = words((await bruno.get(group)).text);
    expect(page).to.include('2 questions').and.not.to.include('notre délégation');
    const foreign = await bruno.get(`/console/groupes?tour=${encodeURIComponent(`${toulouse}|2`)}`);
    expect(foreign.status).to.equal(404);
  });

  it('refuses to judge, group or follow a turn of another network', async () => {
    const [turn = ''] = [...(await anne.get(pathOf(toulouse))).text.matchAll(/name="tour" value="([^"]+)"/g)].map(
      ([, id]) => id ?? '',
    );
    expect(turn).to.include(toulouse);
    expect((await bruno.post('/console/relecture', { tour: turn, etat: 'correct', liste: '' })).status).to.equal(404);
    const act = (action: string) =>
      bruno.post('/console/groupes', { tour: turn, action, liste: `g:30:${turn}`, raison: 'x', personne: 'x' });
    for (const action of ['ecarter', 'regler', 'confier', 'hors-champ', 'ajouter'])
      expect((await act(action)).status, action).to.equal(404);
    expect((await bruno.get(`/console/relecture/suivant?apres=${encodeURIComponent(turn)}`)).status).to.equal(400);
    expect((await anne.get(pathOf(toulouse))).text).not.to.include('Relectures (');
  });

  it('keeps a topic and an audit with another network’s questions to those who may read them', async () => {
    const central = links((await anne.get('/console')).text, '/console/groupes?').map(
      (href) => new URLSearchParams(href.split('?')[1]).get('tour') ?? '',
    );
    const cassoulet = central.find((id) => id !== central[0]) ?? '';
    const followed = await anne.post('/console/groupes', {
      tour: cassoulet,
      liste: `g:30:${cassoulet}`,
      action: 'confier',
      personne: 'Chloé Roux',
      nom: 'Cassoulet',
    });
    const topic = followed.headers.get('location') ?? '';
    expect(topic).to.match(/^\/console\/sujets\/./);
    expect((await anne.get(topic)).status).to.equal(200);
    expect((await bruno.get(topic)).status).to.equal(404);
    const id = topic.split('/').at(-1) ?? '';
    expect((await bruno.post('/console/groupes', { liste: `s:${id}`, action: 'rouvrir' })).status).to.equal(404);
    expect(words((await bruno.get('/console/sujets')).text)).not.to.include('Cassoulet');
    expect(words((await (await app.enter('chloe')).get(topic)).text))
      .to.include('Cassoulet')
      .and.to.include('confié à Chloé Roux');

    const drawn = await anne.post('/console/qualite', { nombre: '50', du: '2026-11-01', au: '2026-11-30', reseau: '' });
    const audit = drawn.headers.get('location') ?? '';
    expect((await anne.get(audit)).status).to.equal(200);
    expect((await bruno.get(audit)).status).to.equal(404);
    const own =
      (await bruno.post('/console/qualite', { nombre: '50', du: '2026-11-01', au: '2026-11-30', reseau: '' })).headers.get(
        'location',
      ) ?? '';
    expect(words((await bruno.get(own)).text))
      .to.include('0 / 3')
      .and.not.to.include('notre délégation');
  });

  it('writes who looked at which conversation, and no word of it', async () => {
    await bruno.get(pathOf(lille));
    const journal = words((await anne.get('/console/journal')).text);
    expect(journal).to.include('Conversation consultée').and.to.include('Bruno Petit').and.not.to.include('délégation');
  });

  it('lets a reader look, and offers nothing to change', async () => {
    const dora = await app.enter('dora');
    const page = await dora.get(pathOf(lille));
    expect(page.status).to.equal(200);
    expect(page.text).not.to.match(/action="\/console\/(?:relecture|groupes)"/);
    const [group = ''] = links((await dora.get('/console')).text, '/console/groupes?');
    expect(words((await dora.get(group)).text))
      .to.include('délégation')
      .and.not.to.include('Mettre de côté');
    expect((await dora.post('/console/relecture', { tour: `${lille}|2`, etat: 'correct' })).status).to.equal(403);
  });

  it('shows markup as text, and masked data as masked', async () => {
    const nasty = '<script>alert(1)</script><img src=x onerror=alert(2)> "><b>gras</b>';
    const played = await app.play(`${nasty} écrivez à jean.dupont@exemple.fr`);
    await giveOpinion(app.url, played.conversation, played.replies[0]?.[0], 'dislike', nasty);
    const pages = [
      '/console',
      pathOf(played.id),
      '/console/conversations',
      `/console/conversations?texte=${encodeURIComponent(nasty)}`,
    ];
    for (const path of [...pages, `/console/groupes?tour=${encodeURIComponent(`${played.id}|2`)}`]) {
      const { text, status } = await anne.get(path);
      expect(status, path).to.be.oneOf([200, 404]);
      expect(text, path).not.to.match(/<script>alert|<img src=x|<b>gras|jean\.dupont/);
    }
    const { text } = await anne.get(pathOf(played.id));
    expect(words(text)).to.include('<script>alert(1)</script>');
    expect(text).to.include('<span class="masked">[courriel]</span>');
    const judged = { tour: `${played.id}|2`, etat: 'incorrect', motif: nasty, commentaire: `${nasty} 06 12 34 56 78`, liste: '' };
    expect((await anne.post('/console/relecture', judged)).status).to.be.oneOf([303, 404]);
    const after = (await anne.get(pathOf(played.id))).text;
    expect(after).not.to.match(/<script>alert|<img src=x|06 12 34/);
  });
});
