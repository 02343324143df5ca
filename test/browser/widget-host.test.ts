import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { findAxeViolations, launchBrowser, rememberedBy, waitForReplies } from '../support/browser.js';
import { type HostSite, startHostSite } from '../support/host-page.js';

const question = "Qu'est-ce que l'AICT ?";

describe('web chat: one script tag on another site with a strict content policy', function () {
  this.timeout(120_000);
  let app: TestApp;
  let host: HostSite;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  let addresses: string[];

  before(async () => {
    host = await startHostSite(() => app.url);
    app = await startTestApp({ WIDGET_ORIGINS: host.url });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await host.close();
    await app.close();
    await app.remove();
  });
  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    context = await browser.newContext({ locale: 'fr-FR', ...options });
    page = await context.newPage();
    problems = [];
    addresses = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(host.url);
    await page.waitForSelector('.launcher');
  };
  const ask = async (text: string) => {
    const before = await page.locator('li.user').count();
    await page.fill('textarea', text);
    await page.keyboard.press('Enter');
    await waitForReplies(page, before + 1);
  };
  /** Label, or tag, of the element that has the focus inside the widget. */
  const focused = () =>
    page.evaluate(() => {
      const element = document.querySelector('passerelle-chat')?.shadowRoot?.activeElement;
      return element?.getAttribute('aria-label') ?? element?.tagName;
    });
  afterEach(() => context.close());

  it('loads the launcher only, and stores nothing, until it is pressed', async () => {
    await open();
    expect(addresses.filter((address) => address.startsWith(app.url))).to.deep.equal([`${app.url}/widget.js`]);
    expect(await rememberedBy(page)).to.deep.equal({ session: [], local: [], cookies: 0 });
    expect(await findAxeViolations(page, 'passerelle-chat')).to.deep.equal([]);
  });

  it('answers in the panel under the policy, whatever the style of the site, and calls the two sites only', async () => {
    await open();
    await page.click('.launcher');
    await page.waitForSelector('.panel[open] textarea');
    expect(await rememberedBy(page)).to.deep.equal({ session: [], local: [], cookies: 0 });
    await ask(question);
    expect(await page.locator('li.bot').last().textContent()).to.match(/AICT[\s\S]*Source/);
    expect(problems).to.deep.equal([]);
    expect(addresses.filter((address) => !address.startsWith(app.url) && !address.startsWith(host.url))).to.deep.equal([]);
    const style = await page
      .locator('li.bot .bubble')
      .evaluate((element) => ({ color: getComputedStyle(element).color, size: getComputedStyle(element).fontSize }));
    expect(style).to.deep.equal({ color: 'rgb(28, 42, 46)', size: '16px' });
    expect(await findAxeViolations(page, 'passerelle-chat')).to.deep.equal([]);
  });

  it('opens with the focus in the field, closes by Escape, and gives the focus back', async () => {
    await open();
    await page.focus('.launcher');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.panel[open] textarea');
    expect(await focused()).to.equal('TEXTAREA');
    await page.keyboard.press('Escape');
    expect(await page.locator('.panel').evaluate((panel: HTMLDialogElement) => panel.open)).to.equal(false);
    expect(await focused()).to.equal('Ouvrir l’assistant Passerelle – Une question ?');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.panel[open]');
    expect(await focused()).to.equal('TEXTAREA');
  });

  it('does not close when Escape refuses the erasure', async () => {
    await open();
    await page.click('.launcher');
    await ask(question);
    await page.getByRole('button', { name: 'Effacer la conversation' }).click();
    await page.keyboard.press('Escape');
    expect(await page.locator('.confirm').evaluate((dialog: HTMLDialogElement) => dialog.open)).to.equal(false);
    expect(await page.locator('.panel').evaluate((panel: HTMLDialogElement) => panel.open)).to.equal(true);
  });

  it('keeps the conversation and the open panel on the next page, without taking the focus', async () => {
    await open();
    await page.click('.launcher');
    await ask(question);
    await page.goto(`${host.url}/autre`);
    await page.waitForSelector('.panel[open] li.bot');
    expect(await page.locator('li.user').textContent()).to.include(question);
    expect(await focused()).to.equal(undefined);
    await page.getByRole('button', { name: 'Fermer l’assistant' }).click();
    await page.goto(host.url);
    await page.waitForSelector('.launcher');
    expect(await page.locator('.panel').count()).to.equal(0);
  });

  it('fills a small screen as a modal dialog that fits 320 px', async () => {
    await open({ viewport: { width: 320, height: 600 } });
    await page.click('.launcher');
    await ask(question);
    expect(await page.locator('.panel').evaluate((panel) => panel.matches(':modal') && panel.scrollWidth <= 320)).to.equal(true);
    const title = await page.locator('#passerelle-title').evaluate((element) => element.getBoundingClientRect().height);
    expect(title, 'the name stays on one line').to.be.lessThan(30);
    expect(await findAxeViolations(page, 'passerelle-chat')).to.deep.equal([]);
  });

  it('goes on after the service was away: the failed message is sent again, the assistant remembers', async () => {
    await open();
    await page.click('.launcher');
    await ask(question);
    const { port } = new URL(app.url);
    await app.close();
    await page.fill('textarea', 'merci');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Réessayer' }).waitFor();
    app = await startTestApp({ WIDGET_ORIGINS: host.url, DATA_DIR: app.dataDir, PORT: port });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await waitForReplies(page, 2);
    expect(await page.locator('li.notice').count()).to.equal(0);
    expect(await page.locator('li.bot').count()).to.equal(2);
  });

  it('speaks for the network that the site is bound to, before the first message and in the first contact', async () => {
    const { port } = new URL(app.url);
    await app.close();
    app = await startTestApp({ WIDGET_ORIGINS: `${host.url}=lianes-cooperation`, DATA_DIR: app.dataDir, PORT: port });
    await open();
    await page.click('.launcher');
    await page.getByText('Assistant proposé par Lianes coopération.').waitFor();
    expect(await rememberedBy(page)).to.deep.equal({ session: [], local: [], cookies: 0 });
    expect(await findAxeViolations(page, 'passerelle-chat')).to.deep.equal([]);
    await page.getByRole('button', { name: 'Qui est mon contact ?' }).click();
    await waitForReplies(page, 1);
    expect(await page.locator('li.bot .card').textContent()).to.include('Lianes coopération');
    await page.goto(`${host.url}/autre`);
    await page.getByText('Assistant proposé par Lianes coopération.').waitFor();
    expect(addresses.filter((address) => address.endsWith('/widget/token'))).to.have.length(1);
  });

  it('says so when the service cannot be reached at all, and tries again on the next press', async () => {
    await open();
    await page.route('**/widget/chat.js', (route) => route.abort());
    await page.click('.launcher');
    await page.getByText('L’assistant ne se charge pas').waitFor();
    await page.unroute('**/widget/chat.js');
    await page.click('.launcher');
    await page.waitForSelector('.panel[open] textarea');
  });

  it('is refused on a site that is not listed', async () => {
    const other = await startHostSite(() => app.url);
    await open();
    await page.goto(other.url);
    await page.click('.launcher');
    await page.fill('textarea', 'bonjour');
    await page.keyboard.press('Enter');
    await page.locator('.failure').waitFor();
    expect(await page.locator('li.bot').count()).to.equal(0);
    await other.close();
  });
});
