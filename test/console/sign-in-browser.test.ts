import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectSound, launchBrowser } from '../support/browser.js';
import { startOidcProvider, type TestProvider } from '../support/oidc-provider.js';
import { startTestConsole, type TestConsole } from '../support/test-console.js';

/** Folder for pictures to look at; none are made without it. */
const pictures = process.env.CONSOLE_PICTURES;

describe('console in a browser', function () {
  this.timeout(60_000);
  let provider: TestProvider;
  let staff: TestConsole;
  let browser: Browser;
  before(async () => {
    provider = await startOidcProvider([
      { sub: 'anne', name: 'Anne Martin', email: 'anne@reseau.example', email_verified: true },
      { sub: 'bruno', name: 'Bruno Petit', email: 'bruno@reseau.example', email_verified: true },
    ]);
    staff = await startTestConsole({ provider: provider.settings, admins: ['anne@reseau.example'] });
    provider.serve(staff.url);
    // Something that cannot be broken between words.
    await staff.stores.records.put('account', 'i_long', {
      name: `${'x'.repeat(60)}@${'y'.repeat(60)}.example`,
      email: `${'x'.repeat(60)}@${'y'.repeat(60)}.example`,
      role: 'reviewer',
      networks: ['lianes-cooperation'],
      createdAt: staff.clock.now.toISOString(),
    });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await staff.close();
    await provider.close();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    // A page whose policy refuses what it holds says so here.
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text())) throw new Error(message.text());
    });
    return page;
  };
  const signIn = async (page: Page, name: string, at = '/console') => {
    await page.goto(staff.url + at);
    await page.getByRole('link', { name: /Se connecter avec/ }).click();
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  };

  it('signs in through the provider, keeps no readable cookie, signs out of both', async () => {
    const page = await open();
    await signIn(page, 'Anne Martin', '/console/equipe');
    expect(new URL(page.url()).pathname).to.equal('/console/equipe');
    expect(await page.evaluate(() => document.cookie)).to.equal('');
    const [cookie] = (await page.context().cookies(`${staff.url}/console`)).filter(({ name }) => name.startsWith('passerelle'));
    expect(cookie).to.include({ httpOnly: true, sameSite: 'Lax', path: '/console', expires: -1 });
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    // The provider asks whether to end its own session too, then leads back.
    await page.getByRole('button').first().click();
    await page.getByRole('heading', { name: 'À bientôt' }).waitFor();
    await page.goto(`${staff.url}/console`);
    await page.getByRole('link', { name: /Se connecter avec/ }).waitFor();
    await page.context().close();
  });

  it('invites somebody, who then comes in with the role that was given', async () => {
    const page = await open();
    await signIn(page, 'Anne Martin', '/console/equipe');
    await page.getByLabel('Courriel').fill('bruno@reseau.example');
    await page.getByLabel(/^Relecture/).check();
    await page.getByRole('button', { name: 'Inviter' }).click();
    await page.getByRole('status').filter({ hasText: 'bruno@reseau.example peut maintenant se connecter' }).waitFor();
    const bruno = await open();
    await signIn(bruno, 'Bruno Petit');
    await bruno.getByText('Relecture').first().waitFor();
    expect(await bruno.getByRole('link', { name: 'Équipe' }).count()).to.equal(0);
    await page.context().close();
    await bruno.context().close();
  });

  it('a form of another site does nothing', async () => {
    const page = await open();
    await signIn(page, 'Anne Martin');
    // The provider's page stands for another site: another port is another origin, and Lax lets its forms carry no cookie across sites.
    await page.goto(`${provider.settings.issuer}/people/x`);
    await page.setContent(
      `<form method="post" action="${staff.url}/console/equipe/inviter"><input name="email" value="evil@evil.example"><input name="role" value="admin"><input name="scope" value="all"><button>go</button></form>`,
    );
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'Demande refusée' }).waitFor();
    expect(JSON.stringify(await staff.stores.records.list('account'))).not.to.include('evil');
    await page.context().close();
  });

  it('the first key reaches the content, and what has focus is seen', async () => {
    const page = await open();
    await signIn(page, 'Anne Martin');
    await page.goto(`${staff.url}/console/equipe`);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Aller au contenu' });
    expect(await skip.evaluate((element) => element === document.activeElement)).to.equal(true);
    expect((await skip.boundingBox())?.x).to.be.greaterThan(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('contenu');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline).to.equal('solid');
    await page.context().close();
  });

  for (const [look, options] of [
    ['light', { viewport: { width: 1280, height: 900 } }],
    ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 320, height: 640 } }],
  ] as const)
    it(`axe-core finds nothing and nothing is too wide: ${look}`, async () => {
      const page = await open(options);
      await page.goto(`${staff.url}/console/equipe`);
      await expectSound(page, `door-${look}`, pictures);
      await page.goto(`${staff.url}/console/connexion/retour`);
      await expectSound(page, `failed-${look}`, pictures);
      await signIn(page, 'Anne Martin', '/console/equipe');
      await expectSound(page, `team-${look}`, pictures);
      await page.getByLabel('Courriel').fill('anne@reseau.example');
      await page.getByRole('button', { name: 'Inviter' }).click();
      await page.locator('.error').first().waitFor();
      await expectSound(page, `team-error-${look}`, pictures);
      await page.goto(`${staff.url}/console/equipe`);
      await page.getByRole('link', { name: 'Modifier Anne Martin' }).click();
      await page.getByRole('heading', { name: 'Retirer l’accès' }).waitFor();
      await expectSound(page, `member-${look}`, pictures);
      await page.goto(`${staff.url}/console/journal`);
      await expectSound(page, `journal-${look}`, pictures);
      await page.goto(`${staff.url}/console/rien`);
      await expectSound(page, `missing-${look}`, pictures);
      await page.context().close();
    });
});
