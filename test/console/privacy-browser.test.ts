import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectSoundAlsoNarrow, launchBrowser } from '../support/browser.js';
import { type StaffedApp, startStaffedApp } from '../support/staffed-app.js';

/** Folder for pictures to look at; none are made without it. */
const pictures = process.env.CONSOLE_PICTURES;

describe('privacy in a browser', function () {
  this.timeout(60_000);
  let app: StaffedApp;
  let browser: Browser;
  before(async function () {
    this.timeout(300_000);
    [app, browser] = await Promise.all([startStaffedApp(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await app?.remove();
  });

  const inspect = (page: Page, name: string) => expectSoundAlsoNarrow(page, name, pictures);

  it('a visitor asks for a code in the chat, and erases the conversation with it later', async () => {
    const { conversation, replies } = await app.play('parlons de quokkas', 'confidentialité');
    const text = replies[1]?.map((reply) => reply.text).join('\n') ?? '';
    const code = /\*\*([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\*\*/.exec(text)?.[1] ?? '';
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${app.url}/confidentialite`);
    await inspect(page, 'confidentialite');
    await page.getByRole('link', { name: 'effacer avec un code' }).click();
    await inspect(page, 'effacer');
    // By keyboard alone.
    await page.getByLabel('Code de reçu').focus();
    await page.keyboard.type('0000 0000 0000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Code de reçu').inputValue(), 'what was typed is still there').to.equal('0000 0000 0000');
    await inspect(page, 'effacer-inconnu');
    await page.getByLabel('Code de reçu').fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'C’est effacé' }).waitFor();
    await inspect(page, 'efface');
    const response = await fetch(`${app.url}/v3/directline/conversations/${conversation.id}/activities`, {
      headers: { authorization: `Bearer ${conversation.token}` },
    });
    expect(response.status).to.equal(404);
    await page.goto(`${app.url}/mentions-legales`);
    await inspect(page, 'mentions-legales');
    await page.context().close();
  });

  it('an administrator finds a conversation by its code, exports it, erases it', async () => {
    const { replies } = await app.play('parlons de wombats', 'confidentialité');
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(replies[1]?.map(({ text }) => text).join('\n') ?? '')?.[0] ?? '';
    const page = await app.browse(browser, 'anne');
    await page.goto(`${app.url}/console/donnees-personnelles`);
    await page.getByRole('button', { name: 'Lancer maintenant' }).click();
    await page.getByRole('status').filter({ hasText: 'Effacement terminé' }).waitFor();
    await page.getByLabel('Code de reçu ou numéro de conversation').fill(code);
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByText('Messages gardés').waitFor();
    await inspect(page, 'console-donnees-personnelles');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'à lire' }).click()]);
    expect(download.suggestedFilename()).to.equal(`conversation-${code}.html`);
    await page.getByRole('link', { name: 'Effacer…' }).click();
    await inspect(page, 'console-effacer');
    await page.getByRole('button', { name: 'Effacer pour toujours' }).click();
    await page.getByRole('status').filter({ hasText: code }).waitFor();
    await page.getByRole('link', { name: 'Lire le registre' }).click();
    await page.getByRole('heading', { name: 'Registre RGPD' }).waitFor();
    await inspect(page, 'console-registre');
    await page.context().close();
  });
});
