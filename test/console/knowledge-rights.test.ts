import { expect } from 'chai';
import type { ConsoleClient } from '../support/console-client.js';
import { noProvider, startTestConsole, type TestConsole } from '../support/test-console.js';

const MINE = 'lianes-cooperation';

/** The fields of the page's form that holds `name`, as a browser would send them. */
function readForm(html: string, action: string): [string, string][] {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>[\\s\\S]*?</form>`).exec(html)?.[0] ?? '';
  const decode = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&amp;/g, '&');
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]): [string, string][] => {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    const isBox = /type="(?:checkbox|radio)"/.test(tag);
    return name && (!isBox || /\bchecked\b/.test(tag)) ? [[name, decode(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')]] : [];
  });
  const areas = [...form.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>([^<]*)</g)].map(
    ([, name = '', value = '']): [string, string] => [name, decode(value)],
  );
  const selects = [...form.matchAll(/<select\b[^>]*\bname="([^"]*)"[\s\S]*?<\/select>/g)].map(
    ([tag, name = '']): [string, string] => [
      name,
      /<option[^>]*\bselected[^>]*value="([^"]*)"/.exec(tag)?.[1] ??
        /<option[^>]*value="([^"]*)"[^>]*\bselected/.exec(tag)?.[1] ??
        '',
    ],
  );
  return [...inputs, ...areas, ...selects];
}
const withFields = (fields: [string, string][], changes: Record<string, string>): [string, string][] => [
  ...fields.filter(([name]) => !(name in changes)),
  ...Object.entries(changes),
];

describe('console: who may change what of the base', function () {
  this.timeout(60_000);
  let staff: TestConsole;
  let all: ConsoleClient;
  let mine: ConsoleClient;
  let other: ConsoleClient;
  before(async () => {
    staff = await startTestConsole({ provider: noProvider });
    all = await staff.enter('publisher');
    mine = await staff.enter('publisher', [MINE]);
    other = await staff.enter('publisher', ['resacoop']);
  });
  after(() => staff.close());

  const save = async (client: ConsoleClient, path: string, changes: Record<string, string>) => {
    const page = await client.get(path);
    const action = path.split('?')[0] ?? path;
    return client.submit(action, withFields(readForm(page.text, action), { geste: 'enregistrer', ...changes }));
  };
  const newDraft = async (client: ConsoleClient, name: string) =>
    (await client.submit('/console/base/brouillons', { nom: name })).path;
  const idOf = (path: string) => path.split('/').at(-1) ?? '';
  /** Tries a draft and waits until the page says how it ended. */
  const tryDraft = async (client: ConsoleClient, draft: string) => {
    let { text } = await client.submit(`${draft}/eprouver`);
    while (text.includes('En cours :')) {
      await new Promise((resolve) => setImmediate(resolve));
      text = (await client.get(`${draft}/essai`)).text;
    }
    return text;
  };

  it('a network’s card is edited by its own staff and by those of all networks', async () => {
    const path = `/console/base/reseaux/${MINE}`;
    expect((await other.get(path)).status).to.equal(403);
    expect((await other.submit(path, { name: 'Nous' })).status).to.equal(403);
    expect((await (await staff.enter('reader', [MINE])).get(path)).status).to.equal(403);
    expect((await mine.get(path)).status).to.equal(200);
    expect((await all.get(path)).status).to.equal(200);
    expect((await other.get('/console/base/reseaux')).text).not.to.include(`href="${path}"`);
  });

  it('a network publishes its own card and entries, and its change is what visitors are told', async () => {
    const draft = await newDraft(mine, 'Notre carte');
    const saved = await save(mine, `/console/base/reseaux/${MINE}?brouillon=${idOf(draft)}`, {
      email: 'contact@lianes.example',
      'email-source': 'notre site',
      brouillon: idOf(draft),
    });
    expect(saved.text).to.include('contact@lianes.example');
    expect(await tryDraft(mine, draft)).to.include('Publier…');
    expect((await other.get(`${draft}/publier`)).status).to.equal(403);
    expect((await other.submit(`${draft}/publier`, { pourquoi: 'à la place des autres' })).status).to.equal(403);
    const published = await mine.submit(`${draft}/publier`, { pourquoi: 'Courriel du réseau' });
    expect(published.path).to.equal('/console/base/versions/2026.3.2');
    const active = staff.services.knowledge.active();
    expect(active.version).to.equal('2026.3.2');
    expect(active.base.contacts.networks.find(({ id }) => id === MINE)?.email?.value).to.equal('contact@lianes.example');
    const { items } = await staff.stores.records.readJournal({ action: 'draft.publish' }, { limit: 1 });
    expect(items[0]).to.include({ who: `a_publisher_${MINE}`, target: '2026.3.2' });
  });

  it('shared content is proposed by a network and published by all networks’ publishers', async () => {
    const draft = await newDraft(mine, 'Proposition');
    await save(mine, `/console/base/fiches/jumelage/modifier?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      answer: '**Un pacte** entre villes <script>alert(1)</script>',
      title: 'Jumelage',
    });
    expect((await mine.get(draft)).text)
      .to.include('&lt;script>')
      .and.not.to.include('<script>alert');
    expect(await tryDraft(mine, draft))
      .to.include('pas de HTML dans une réponse')
      .and.to.include('Retirez les signes &lt; et');
    await save(mine, `/console/base/fiches/jumelage/modifier?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      answer: '**Un pacte** entre villes.',
    });
    // What was tried is no longer what would be published.
    const early = await all.submit(`${draft}/publier`, { pourquoi: 'sans épreuve' });
    expect([early.path, staff.services.knowledge.active().version]).to.deep.equal([draft, '2026.3.2']);
    expect(await tryDraft(mine, draft)).to.include('Publier…');
    const refused = await mine.submit(`${draft}/publier`, { pourquoi: 'Nouvelle réponse' });
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include('une personne qui publie pour tous les réseaux');
    expect((await all.submit(`${draft}/publier`, { pourquoi: 'Nouvelle réponse' })).path).to.equal(
      '/console/base/versions/2026.3.2-2',
    );
    expect(staff.services.knowledge.active().base.entries.get('jumelage')?.answer).to.equal('**Un pacte** entre villes.');
  });

  it('an entry of a network is not another network’s to see changed, taken or given away', async () => {
    const draft = await newDraft(mine, 'Nos fiches');
    const page = await save(mine, `/console/base/fiches/nouvelle?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      title: 'Nos rencontres',
      question: 'Quand ont lieu vos rencontres ?',
      network: MINE,
      source: 'source-essai',
      answer: 'Chaque printemps.',
      utterances: 'rencontres du réseau\nagenda des rencontres\njournée annuelle\nréunion de printemps\nprochain rendez-vous',
    });
    expect(page.text).to.include('Fiche « Nos rencontres »');
    // Sent once more, by an impatient hand: no second entry that says the same.
    const again = await save(mine, `/console/base/fiches/nouvelle?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      title: 'Nos rencontres',
      question: 'Quand ont lieu vos rencontres ?',
      network: MINE,
    });
    expect(again.text).to.include('Une fiche porte déjà ce titre');
    const entry = `/console/base/fiches/nos-rencontres/modifier`;
    expect((await other.get(`${entry}?brouillon=${idOf(draft)}`)).status).to.equal(403);
    expect((await other.submit(entry, { brouillon: idOf(draft), title: 'À nous', network: 'resacoop' })).status).to.be.oneOf([
      403, 409,
    ]);
    const seen = /name="seen" value="([^"]+)"/.exec((await mine.get(`${entry}?brouillon=${idOf(draft)}`)).text)?.[1] ?? '';
    expect(
      (await other.submit(entry, { brouillon: idOf(draft), seen, title: 'À nous', network: 'resacoop', retirer: 'oui' })).status,
    ).to.equal(403);
    expect((await other.submit(`${draft}/retirer`, { path: 'entries/essai/nos-rencontres.md' })).status).to.equal(403);
    expect((await mine.get(draft)).text).to.include('Nos rencontres');
  });

  it('another release is activated by publishers of all networks, with a reason, when nobody was faster', async () => {
    const path = '/console/base/versions/2026.1.1/activer';
    expect((await mine.submit(path, { pourquoi: 'pour nous seuls', active: '2026.3.2-2' })).status).to.equal(403);
    expect((await all.submit(path, { pourquoi: '', active: '2026.3.2-2' })).status).to.equal(400);
    expect((await all.submit(path, { pourquoi: 'retour en arrière', active: '2026.3.2' })).text).to.include('vient de changer');
    expect(staff.services.knowledge.active().version).to.equal('2026.3.2-2');
    expect((await all.submit(path, { pourquoi: 'retour en arrière', active: '2026.3.2-2' })).text).to.include(
      'Version 2026.1.1 active',
    );
    expect(staff.services.knowledge.active().version).to.equal('2026.1.1');
  });

  it('what was published and left is taken up again in a new draft', async () => {
    const [published] = (await staff.stores.records.list('draft')).filter(({ value }) =>
      JSON.stringify(value).includes('"version":"2026.3.2-2"'),
    );
    const path = `/console/base/brouillons/${published?.id}`;
    expect((await all.get(path)).text).to.include('Reprendre ces changements');
    const copy = await all.submit(`${path}/copier`);
    expect(copy.path).not.to.equal(path);
    expect(copy.text)
      .to.include('Proposition (reprise)')
      .and.to.include('**Un pacte** entre villes.')
      .and.to.include('sur la version 2026.1.1');
  });

  it('a draft that stands on another release is taken onto the active one, conflicts chosen by hand', async () => {
    const draft = await newDraft(all, 'En retard');
    await save(all, `/console/base/fiches/jumelage/modifier?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      answer: 'Ma réponse.',
    });
    await save(mine, `/console/base/reseaux/${MINE}?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      email: 'nouveau@lianes.example',
      'email-source': 'notre site',
    });
    await all.submit('/console/base/versions/2026.3.2-2/activer', { pourquoi: 'de nouveau', active: '2026.1.1' });
    expect((await all.submit(`${draft}/eprouver`)).path).to.equal(`${draft}/reprendre`);
    const page = await all.get(`${draft}/reprendre`);
    expect(page.text).to.include('Ma réponse.').and.to.include('**Un pacte** entre villes.');
    const path = 'conflit-entries/essai/jumelage.md';
    expect((await all.submit(`${draft}/reprendre`, { version: '2026.3.2-2' })).text).to.include(
      'Choisissez pour chaque conflit.',
    );
    const choices = { version: '2026.3.2-2', [path]: 'ours', [`conflit-contacts/${MINE}.yaml`]: 'theirs' };
    expect((await other.submit(`${draft}/reprendre`, choices)).status).to.equal(403);
    const moved = await all.submit(`${draft}/reprendre`, choices);
    expect(moved.path).to.equal(draft);
    expect(moved.text).to.include('part maintenant de la version 2026.3.2-2').and.to.include('Ma réponse.');
  });

  it('takes back one field of an entry, and then the rest', async () => {
    const draft = await newDraft(all, 'À moitié');
    await save(all, `/console/base/fiches/convention/modifier?brouillon=${idOf(draft)}`, {
      brouillon: idOf(draft),
      answer: 'Un papier.',
      details: 'Rien de plus.',
    });
    const half = await all.submit(`${draft}/retirer`, { path: 'entries/essai/convention.md', champ: 'détails' });
    expect(half.text).to.include('Un papier.').and.not.to.include('Rien de plus.');
    const none = await all.submit(`${draft}/retirer`, { path: 'entries/essai/convention.md', champ: 'réponse' });
    expect(none.text).to.include('Ce brouillon ne change rien');
  });

  it('a turn of another network is not shown, nor taken', async () => {
    const { transcripts } = staff.stores;
    await transcripts.open({ id: 'c1', channelId: 'directline', network: MINE });
    // The framework's type wants a Date that is a string.
    const timestamp = '2026-03-02T08:00:00Z' as Date & string;
    await transcripts.append('c1', [
      {
        activity: { id: 'c1|1', type: 'message', timestamp, text: 'secret du réseau', from: { id: 'u', name: '', role: 'user' } },
      },
      {
        activity: { id: 'c1|2', type: 'message', timestamp, text: 'Je ne sais pas.', from: { id: 'b', name: '', role: 'bot' } },
        note: { decision: { kind: 'fallback', knowledgeVersion: '2026.1.1' } },
      },
    ]);
    for (const page of ['ajouter', 'examen', 'fiches/nouvelle']) {
      const path = `/console/base/${page}?tour=${encodeURIComponent('c1|1')}`;
      expect((await mine.get(path)).text, page).to.include('secret du réseau');
      expect((await other.get(path)).text, page).not.to.include('secret du réseau');
    }
    const stolen = await other.submit('/console/base/ajouter', { tour: 'c1|1', fiche: 'jumelage', formulations: 'autre chose' });
    expect(stolen.status).to.equal(404);
  });
});
