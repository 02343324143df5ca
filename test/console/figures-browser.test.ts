import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { findAxeViolations, launchBrowser, measureOverflow } from '../support/browser.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';

/** Folder for pictures to look at; none are made without it. */
const pictures = process.env.CONSOLE_PICTURES;
const HOUR = 3_600_000;

describe('figures in a browser', function () {
  this.timeout(180_000);
  let app: StaffedApp;
  let browser: Browser;
  before(async () => {
    app = await startStaffedApp();
    browser = await launchBrowser();
    const end = app.clock.now.getTime();
    const at = (days: number, hours = 0) => {
      app.clock.now = new Date(end - days * 24 * HOUR + hours * HOUR);
    };
    at(9);
    await app.play('quel budget faut-il ?', 'recette du cassoulet', 'horaires de la piscine');
    at(6);
    const { conversation, replies } = await app.play("c'est quoi l'aict", 'le 1 % eau', 'je suis élu à Lille, qui contacter ?');
    await giveOpinion(app.url, conversation, replies[0]?.[0], 'dislike', 'trop long');
    await giveOpinion(app.url, conversation, replies[1]?.[0], 'like', '');
    at(5, 3);
    await app.play("c'est quoi l'aict", 'je suis élu à Toulouse, qui contacter ?', 'quel vaccin pour partir au Togo ?');
    await app.play('vaccins obligatoires avant un voyage au Bénin', 'jumelage');
    at(3, -2);
    await app.play('quel niveau d’engagement choisir ?', 'une commune de 3000 habitants', 'je ne sais pas');
    await app.play('quel niveau d’engagement choisir ?', 'un département', 'stop');
    at(0);
    await app.play("c'est quoi une convention", 'merci');
  });
  after(async () => {
    await browser.close();
    await app.close();
    await app.remove();
  });

  const go = (page: Page, path: string) => page.goto(`${app.url}/console${path}`);

  it('says a period in words, and gives each chart its table', async () => {
    const page = await app.browse(browser, 'anne');
    await go(page, '');
    await page.getByRole('link', { name: 'Chiffres', exact: true }).click();
    await page.getByLabel('Période', { exact: true }).selectOption('7 derniers jours');
    await page.getByRole('button', { name: 'Afficher' }).click();
    const brief = page.getByRole('region', { name: 'En bref', exact: true });
    expect(await brief.locator('.says').first().textContent()).to.match(
      /^\d+ questions sur les 7 derniers jours, \d+ de plus que les 7 jours d’avant/,
    );
    const days = page.getByRole('region', { name: 'Jour par jour', exact: true });
    expect(await days.getByRole('img', { name: /^Questions par jour/ }).count()).to.equal(1);
    await days.getByText('Tableau : Questions par jour').click();
    expect(await days.getByRole('row').count()).to.equal(8);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      days.getByRole('link', { name: 'Télécharger ce tableau (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^passerelle-jours-.*\.csv$/);
    const entries = page.getByRole('region', { name: 'Fiches', exact: true });
    await entries.getByText('Tableau : Réponses par fiche').click();
    await entries.getByRole('link', { name: 'AICT ou AECT : définition' }).first().click();
    expect(page.url()).to.match(/\/console\/base\/fiches\//);
  });

  it('prints the week without what is only for the screen', async () => {
    const page = await app.browse(browser, 'anne');
    await go(page, '/chiffres/semaine');
    await page.emulateMedia({ media: 'print' });
    for (const hidden of [page.locator('.menu'), page.locator('.filters'), page.getByRole('link', { name: 'Tous les chiffres' })])
      expect(await hidden.isVisible()).to.equal(false);
    expect(await page.getByRole('heading', { name: 'À faire ensuite' }).isVisible()).to.equal(true);
    if (pictures) await page.screenshot({ path: `${pictures}/chiffres-semaine-imprimee.png`, fullPage: true });
  });

  const views = [
    ['clair', { viewport: { width: 1280, height: 900 } }],
    ['sombre', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
    ['320', { viewport: { width: 320, height: 700 } }],
  ] as const;
  for (const [name, options] of views)
    it(`has nothing for axe to find and nothing too wide: ${name}`, async () => {
      const page = await app.browse(browser, 'anne', options);
      const places = {
        chiffres: '/chiffres?periode=30',
        annee: '/chiffres?periode=365',
        vide: '/chiffres?du=2020-01-01&au=2020-01-31&reseau=nulle-part',
        semaine: '/chiffres/semaine',
        export: '/chiffres/export?fiche=inconnue',
      };
      for (const [place, path] of Object.entries(places)) {
        await go(page, path);
        await page.locator('html.scripted').waitFor();
        if (pictures) await page.screenshot({ path: `${pictures}/chiffres-${place}-${name}.png`, fullPage: true });
        // A year is the same page with other columns: once is enough.
        if (place !== 'annee') {
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true;
          });
          expect(await findAxeViolations(page), place).to.deep.equal([]);
        }
        expect(await measureOverflow(page), `${place}: pixels too wide`).to.equal(0);
      }
    });
});
