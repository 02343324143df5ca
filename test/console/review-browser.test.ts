import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectSound, launchBrowser } from '../support/browser.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';

/** Folder for pictures to look at; none are made without it. */
const pictures = process.env.CONSOLE_PICTURES;

describe('review pages in a browser', function () {
  this.timeout(180_000);
  let app: StaffedApp;
  let browser: Browser;
  before(async () => {
    app = await startStaffedApp();
    browser = await launchBrowser();
    await app.play('quel vaccin pour partir au Togo ?', 'merci');
    await app.play('vaccins obligatoires avant un voyage au Bénin');
    await app.play('quels vaccins pour une délégation ?');
    await app.play('à quelle heure ouvre la piscine ?', 'je suis maire de Lille, qui contacter ?');
    await app.play('horaires piscine dimanche');
    await app.play('recette du thieboudienne');
    const { conversation, replies } = await app.play("c'est quoi l'aict", '<b>visa</b> refusé, écrivez à jean.dupont@exemple.fr');
    await giveOpinion(app.url, conversation, replies[0]?.[0], 'dislike', 'pas clair pour moi');
  });
  after(async () => {
    await browser.close();
    await app.close();
    await app.remove();
  });

  const open = (options?: Parameters<Browser['newContext']>[0]) => app.browse(browser, 'anne', options);
  const go = (page: Page, path: string) => page.goto(`${app.url}/console${path}`);
  /** A key, once the page listens. */
  const press = async (page: Page, key: string) => {
    await page.locator('html.scripted').waitFor();
    await page.keyboard.press(key);
  };
  /** A key that leads to another page. */
  const pressOn = async (page: Page, key: string) => {
    const before = page.url();
    await press(page, key);
    await page.waitForURL((url) => url.href !== before);
    await page.locator('html.scripted').waitFor();
  };
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
  const groups = async (page: Page) =>
    page
      .getByRole('region', { name: 'Groupes de questions' })
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.slice(1).map((row) => [...row.querySelectorAll('td.number, th')].map((cell) => cell.textContent ?? '')),
      );

  it('begins with what was asked most and answered least', async () => {
    const page = await open();
    await go(page, '');
    expect(await heading(page)).to.equal('Ce qui mérite votre attention');
    const [first, second, ...others] = await groups(page);
    expect([first?.[0], second?.[0]]).to.deep.equal(['3', '2']);
    expect(first?.[1]).to.include('vaccin');
    expect(second?.[1]).to.include('piscine');
    expect(others.every(([number]) => number === '1')).to.equal(true);
    expect(await page.getByText('jugée pas utile').count()).to.equal(1);
  });

  it('works a group in one sitting: set aside, it stays aside, and takes its like', async () => {
    const page = await open();
    await go(page, '');
    await page.getByRole('link', { name: /vaccin/ }).click();
    expect(await page.getByRole('checkbox').count()).to.equal(3);
    await page.getByText('Que répondrait-on aujourd’hui ?').first().click();
    await page.locator('.today').getByText('Je ne sais pas répondre à cela').first().waitFor();
    // Enter in a field does nothing of all that the buttons would.
    await page.getByLabel('Confier à').press('Enter');
    await page.getByRole('button', { name: 'Mettre de côté' }).click();
    expect(await page.locator('main').textContent()).to.include('Dites en quelques mots pourquoi');
    await page.goBack();
    await page.getByLabel('Raison de mettre de côté').fill('Trop rare');
    await page.getByRole('button', { name: 'Mettre de côté' }).click();
    await page.getByText('Sujet mis de côté').waitFor();
    await app.play('le vaccin contre la fièvre jaune pour la délégation');
    await go(page, '');
    expect((await groups(page)).some(([, question]) => question?.includes('vaccin'))).to.equal(false);
    await page.getByRole('link', { name: /sujet réglé ou mis de côté/ }).click();
    const row = page.getByRole('region', { name: 'Mis de côté', exact: true }).getByRole('row').nth(1);
    expect(await row.textContent()).to.match(/^4/);
    await row.getByRole('link').click();
    await page.getByText('Mis de côté : Trop rare', { exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Historique du sujet', exact: true }).textContent()).to.include('Anne Martin');
  });

  it('reopens a topic whose questions come back after the release that had solved it, and says so', async () => {
    const page = await open();
    await go(page, '');
    await page.getByRole('link', { name: /piscine/ }).click();
    await page.getByRole('button', { name: /^Réglé par la version/ }).click();
    await page.getByText('Sujet réglé.').waitFor();
    expect((await groups(page)).some(([, question]) => question?.includes('piscine'))).to.equal(false);
    app.clock.now = new Date(app.clock.now.getTime() + 600_000);
    await app.play('la piscine ouvre à quelle heure le dimanche');
    await go(page, '');
    await page.getByText(/revenu depuis/).waitFor();
    await page.getByRole('link', { name: /piscine/ }).click();
    await page.getByText(/1 question est revenue depuis sans bonne réponse : il est rouvert/).waitFor();
    // In good hands: it says whose.
    await page.getByLabel('Confier à').fill('Bruno Petit');
    await page.getByRole('button', { name: 'Confier' }).click();
    await page.locator('.tag').getByText('confié à Bruno Petit').waitFor();
    expect(await page.getByRole('button', { name: 'Choisissez une action', includeHidden: true }).isVisible()).to.equal(false);
  });

  it('hands checked questions over to the knowledge base', async () => {
    const page = await open();
    await go(page, '');
    await page.getByRole('link', { name: /thieboudienne/ }).click();
    const [request] = await Promise.all([
      page.waitForRequest((each) => /\/console\/base\/ajouter\?/.test(each.url())),
      page.getByRole('button', { name: 'Les ajouter à une fiche' }).click(),
    ]);
    expect(new URL(request.url()).searchParams.getAll('tour')).to.have.length(1);
    expect(request.url()).not.to.include('csrf');
  });

  it('is reviewed with the keyboard alone, from one turn of the list to the next', async () => {
    const page = await open();
    await go(page, '/conversations?decision=fallback');
    const total = await page.getByRole('row').count();
    expect(total).to.be.greaterThan(5);
    await page.getByRole('link', { name: /Relire cette liste/ }).press('Enter');
    await page.locator('form.review').waitFor();
    const chosen = () => page.locator('.exchange.chosen .bubble.user').textContent();
    const first = await chosen();
    await press(page, '3');
    await press(page, 'e');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).to.equal('fiche');
    await page.keyboard.type('Fiche qui n’existe pas');
    await page.keyboard.press('Enter');
    await page.getByText('Aucune fiche ne s’appelle').waitFor();
    expect(await page.getByRole('radio', { name: /^incorrect/ }).isChecked()).to.equal(true);
    await page.getByLabel('Bonne fiche').fill('AICT ou AECT : définition');
    await page.getByLabel('Bonne fiche').blur();
    await press(page, 'c');
    await page.keyboard.type('demandé par 06 12 34 56 78');
    await page.getByLabel('Commentaire').blur();
    await pressOn(page, 'Enter');
    await page.getByText('Enregistré : incorrect.').waitFor();
    const second = await chosen();
    expect(second).not.to.equal(first);
    await pressOn(page, 'n');
    expect(await chosen()).not.to.equal(second);
    await go(page, '/conversations?decision=fallback&relecture=incorrect');
    await page.getByRole('row').nth(1).getByRole('link').click();
    const history = await page.locator('.judgement').textContent();
    expect(history).to.include('incorrect par Anne Martin').and.include('AICT ou AECT : définition').and.include('[téléphone]');
    expect(history).not.to.include('06 12');
    // Within a conversation, j and k; the keys can be turned off.
    await go(page, '/conversations?texte=aict');
    await page.getByRole('link', { name: "c'est quoi l'aict" }).click();
    expect(await chosen()).to.include("c'est quoi l'aict");
    await pressOn(page, 'j');
    expect(await chosen())
      .to.include('<b>visa</b> refusé')
      .and.include('[courriel]');
    await pressOn(page, 'k');
    expect(await chosen()).to.include("c'est quoi l'aict");
    await press(page, '?');
    await page.getByRole('button', { name: 'Raccourcis d’une touche' }).click();
    await press(page, '2');
    expect(await page.getByRole('radio', { checked: true }).count()).to.equal(0);
  });

  it('works without script', async () => {
    const page = await open({ javaScriptEnabled: false });
    await go(page, '/conversations');
    await page.getByRole('link', { name: /thieboudienne/ }).click();
    await page.getByRole('radio', { name: /^hors champ/ }).check();
    await page.getByLabel('Motif').fill('cuisine');
    await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
    await page.getByText('Enregistré : hors champ.').waitFor();
    await go(page, '');
    expect((await groups(page)).some(([, question]) => question?.includes('thieboudienne'))).to.equal(false);
  });

  it('keeps a filter under a name, for its owner', async () => {
    const page = await open();
    await go(page, '/conversations');
    await page.getByLabel('Décision').selectOption('sans réponse');
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await page.getByText('Filtres enregistrés', { exact: true }).click();
    await page.getByLabel('Nom de ce filtre').fill('Sans réponse');
    await page.getByRole('button', { name: 'Enregistrer ce filtre' }).click();
    await page.getByText('Filtre enregistré.').waitFor();
    await go(page, '/conversations');
    await page.getByRole('navigation', { name: 'Filtres enregistrés' }).getByRole('link', { name: 'Sans réponse' }).click();
    expect(new URL(page.url()).search).to.equal('?decision=fallback');
    const bruno = await app.browse(browser, 'bruno');
    await go(bruno, '/conversations');
    expect(await bruno.getByRole('navigation', { name: 'Filtres enregistrés' }).count()).to.equal(0);
  });

  it('draws a sample, has it judged, and gives its score over time', async () => {
    const page = await open();
    for (const [keys, share] of [
      ['222', /\d+ %/],
      ['234', /\d+ %/],
    ] as const) {
      await go(page, '/qualite');
      await page.getByLabel('Réponses').fill('50');
      await page.getByRole('button', { name: 'Tirer au hasard' }).click();
      await page.getByRole('link', { name: /la relecture/ }).click();
      for (let turn = 0; /\/conversations\//.test(page.url()); turn += 1) {
        await press(page, keys[turn % keys.length] ?? '2');
        await pressOn(page, 'Enter');
      }
      await page.getByText('Tout est relu dans cette liste.').waitFor();
      expect(await page.locator('.figure-value').first().textContent()).to.match(share);
      await app.play('quelle assurance pour nos agents à Dakar ?');
      await app.play('prix d’un conteneur pour Dakar', 'merci');
    }
    await go(page, '/qualite');
    expect(await page.getByRole('img', { name: /Part de réponses correctes/ }).count()).to.equal(1);
    const cells = await page.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    expect(cells[2]).to.match(/^\d+ % \(entre \d+ % et \d+ %\)$/);
    await go(page, '');
    await page.getByText('Aucun échantillon en cours.').waitFor();
  });

  const views = [
    ['clair', { viewport: { width: 1280, height: 900 } }],
    ['sombre', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
    ['320', { viewport: { width: 320, height: 700 } }],
  ] as const;
  for (const [name, options] of views)
    it(`has nothing for axe to find and nothing too wide: ${name}`, async () => {
      const page = await open(options);
      const visits: Record<string, () => Promise<unknown>> = {
        accueil: () => go(page, ''),
        groupe: () => page.getByRole('region', { name: 'Groupes de questions' }).getByRole('link').last().click(),
        sujets: () => go(page, '/sujets'),
        sujet: () => page.getByRole('region').getByRole('link').first().click(),
        conversations: () => go(page, '/conversations?texte=aict&confiance=forte&decision=x'),
        conversation: () => page.getByRole('row').nth(1).getByRole('link').click(),
        qualite: () => go(page, '/qualite'),
        echantillon: () => page.getByRole('rowheader').first().getByRole('link').click(),
      };
      for (const [place, visit] of Object.entries(visits)) {
        const before = page.url();
        await visit();
        await page.waitForURL((url) => url.href !== before);
        await page.locator('html.scripted').waitFor();
        await expectSound(page, `relecture-${place}-${name}`, pictures);
      }
    });
});
