import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { findAxeViolations, launchBrowser } from '../support/browser.js';
import { type BotMessage, Conversation } from '../support/direct-line-client.js';

const choose = "Quel niveau d'engagement choisir ?";
const asked = (replies: BotMessage[]) => replies.findLast(({ decision }) => decision?.asks)?.decision?.asks;
const sheetIn = (replies: BotMessage[], url: string) => {
  const text = replies.map((reply) => reply.text).join('\n');
  const path = /\((http[^)\s]+)(\/fiche\/[\w-]{22})\)/.exec(text);
  if (!path) throw new Error(`no sheet in: ${text}`);
  return `${url}${path[2]}`;
};

describe('engagement, across a restart', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  /** Stops the service and starts it anew on the same data, on another port. */
  async function restart(conversation: Conversation): Promise<Conversation> {
    await app.close();
    app = await startTestApp({ DATA_DIR: app.dataDir });
    return conversation.at(app.url);
  }

  it('resumes at the question that waited, with what was said; old buttons do no harm', async () => {
    let conversation = await Conversation.start(app.url);
    await conversation.say(choose);
    await conversation.say('une commune');
    const before = await conversation.say('oui, nous voulons décider');
    expect(asked(before)).to.equal('staff');
    conversation = await restart(conversation);
    // a button of an earlier question corrects that answer and leaves the prompt
    const button = await conversation.say("Piloter avec d'autres collectivités");
    expect(asked(button)).to.equal('staff');
    expect(button.at(-1)?.text).to.match(/pilotez avec d'autres/);
    const next = await conversation.say('un mi-temps');
    expect(asked(next)).not.to.equal('staff');
    expect(next.at(-1)?.text).to.match(/un mi-temps/);
    const back = await conversation.say('retour');
    expect(asked(back)).to.equal('staff');
  }).timeout(60_000);

  it('keeps the result, its sheet and the question about the place; the sheet is completed once the place is known', async () => {
    let conversation = await Conversation.start(app.url);
    const result = await conversation.say(
      `${choose} nous sommes une commune de 4 200 habitants, pas d'agent, 3 000 € par an, sans piloter, avec une association du village`,
    );
    expect(result.at(-1)?.decision).to.include({ kind: 'dialog', recommends: 'soutien', asks: 'place' });
    const words = result
      .map(({ text }) => text)
      .join(' ')
      .split(/\s+/).length;
    expect(words).to.be.at.most(160);
    const first = await fetch(sheetIn(result, app.url));
    expect(first.status).to.equal(200);
    const page = await first.text();
    expect(page).to.include('Soutien à des acteurs').and.to.include('3').and.not.to.include('Occitanie Coopération</strong>');
    conversation = await restart(conversation);
    const link = sheetIn(result, app.url);
    const contact = await conversation.say('Lunel');
    expect(contact.at(-1)?.decision).to.include({ kind: 'contact', place: 'network', region: '76' });
    expect(sheetIn(contact, app.url)).to.equal(link);
    const completed = await (await fetch(link)).text();
    expect(completed)
      .to.include('<strong>Lunel')
      .and.to.include('Occitanie Coopération</strong>')
      .and.to.include('05 32 26 26 73');
    const changed = await conversation.say('et si nous voulions piloter avec des voisins prêts à se joindre à nous ?');
    expect(changed.at(-1)?.decision).to.include({ recommends: 'mutualisee' });
    expect(changed.at(-1)?.decision?.asks).to.equal(undefined);
    expect(sheetIn(changed, app.url), 'another result is another sheet').not.to.equal(link);
    expect(await (await fetch(link)).text(), 'the first sheet says what it said').to.equal(completed);
  }).timeout(60_000);

  it('shows the sheet as a page for paper: French, no script, axe-core clean, two A4 pages at most', async () => {
    const conversation = await Conversation.start(app.url);
    const result = await conversation.say(
      `${choose} une agglo de 60 000 habitants, un agent à mi-temps, 30 000 € par an, un partenaire connu au Bénin, service de l'eau, pas de voisins, une ONG réaliserait, on veut piloter sur le long terme`,
    );
    let replies = result;
    for (let turn = 0; turn < 9 && !replies.some(({ decision }) => decision?.recommends); turn++)
      replies = await conversation.say('je ne sais pas');
    const link = sheetIn(replies, app.url);
    const response = await fetch(link);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.match(/default-src 'none'/)
      .and.not.to.include('unsafe')
      .and.not.to.include('script-src');
    expect(response.headers.get('cache-control')).to.include('no-store');
    expect(response.headers.get('x-robots-tag')).to.include('noindex');
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      await page.goto(link);
      expect(await findAxeViolations(page)).to.deep.equal([]);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b/g)?.length).to.be.within(1, 2);
      expect(pdf).to.match(/\/MediaBox \[0 0 59[45][.\d]* 84[12]/);
      await page.emulateMedia({ media: 'print' });
      expect(await findAxeViolations(page)).to.deep.equal([]);
      for (const width of [320, 1280]) {
        await page.emulateMedia({ media: 'screen' });
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px wide`).to.be.at.most(width);
      }
      await page.goto(`${app.url}/fiche/AAAAAAAAAAAAAAAAAAAAAA`);
      expect(await page.title()).to.match(/introuvable/);
      expect(await findAxeViolations(page)).to.deep.equal([]);
      expect(problems.filter((problem) => !/404/.test(problem))).to.deep.equal([]);
    } finally {
      await browser.close();
    }
  }).timeout(90_000);

  it('answers 404 with a kind page for any other address', async () => {
    for (const id of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '..%2F..%2Fkey', encodeURIComponent('<script>')]) {
      const response = await fetch(`${app.url}/fiche/${id}`);
      expect(response.status, id).to.equal(404);
      expect(await response.text())
        .to.include('90 jours')
        .and.not.to.include('<script');
    }
  });
});
