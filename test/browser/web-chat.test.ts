import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';
import { webChatPath } from '../support/web-chat.mjs';
import { startWebChatSite } from '../support/web-chat-page.js';

const question = 'c’est quoi la coopération décentralisée ?';

describe('Microsoft’s Web Chat on the embedded Direct Line', function () {
  this.timeout(120_000);
  let app: TestApp;
  let site: Awaited<ReturnType<typeof startWebChatSite>>;
  let browser: Browser;
  let page: Page;
  let problems: string[];
  let addresses: string[];

  before(async () => {
    if (!existsSync(webChatPath)) throw new Error('Web Chat is missing: node test/support/prepare.mjs fetches it.');
    site = await startWebChatSite(() => app.url);
    app = await startTestApp({ WIDGET_ORIGINS: site.url });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
    await app.close();
    await app.remove();
  });
  afterEach(() => page.close());

  const open = async (query = '') => {
    page = await browser.newPage({ locale: 'fr-FR' });
    [problems, addresses] = [[], []];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => addresses.push(request.url()));
    page.on('websocket', (socket) => addresses.push(socket.url()));
    await page.goto(`${site.url}/${query}`);
    await bubbles().first().waitFor();
  };
  const bubbles = () => page.locator('.webchat__bubble__content');
  const ask = async (text: string) => {
    await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
    await page.keyboard.press('Enter');
  };
  const nth = (index: number) => bubbles().nth(index);
  const sockets = () => addresses.filter((address) => address.startsWith('ws'));

  for (const [mode, query] of [
    ['stream', ''],
    ['polling', '?polling'],
  ] as const) {
    it(`${mode}: shows the welcome, what was asked and our reply, with its Markdown, links and buttons`, async () => {
      await open(query);
      expect(await nth(0).textContent()).to.include('assistant');
      await ask(question);
      await nth(2).waitFor();
      // Web Chat's own typography puts no-break spaces.
      expect((await nth(1).textContent())?.replace(/\s/g, ' ').trim()).to.equal(question);
      const reply = nth(2);
      expect(await reply.textContent())
        .to.include('coopération décentralisée')
        .and.not.to.match(/\*\*|\]\(http/);
      expect(await reply.locator('a[href^="http"]').count(), 'the source can be followed').to.be.above(0);
      expect(await page.getByText('Échec de l’envoi').count()).to.equal(0);
      const button = page.locator('.webchat__suggested-action button, button.webchat__suggested-action').first();
      const offered = (await button.textContent()) ?? '';
      await button.click();
      await nth(4).waitFor();
      expect(offered).not.to.equal('');
      expect(await nth(3).textContent()).not.to.equal('');
      expect(await bubbles().count(), 'nothing twice').to.equal(5);
      const actions = await page.evaluate(() => (window as unknown as { actions: string[] }).actions);
      expect(actions).to.include('DIRECT_LINE/POST_ACTIVITY_FULFILLED').and.not.to.include('DIRECT_LINE/POST_ACTIVITY_REJECTED');
      expect(sockets()).to.have.length(mode === 'stream' ? 1 : 0);
      const allowed = [app.url, app.url.replace('http', 'ws'), site.url, 'blob:', 'data:'];
      expect(addresses.filter((address) => !allowed.some((start) => address.startsWith(start)))).to.deep.equal([]);
      expect(problems).to.deep.equal([]);
    });
  }

  it('stream: goes on by itself after the service was away', async () => {
    await open();
    await ask('bonjour');
    await nth(2).waitFor();
    const { port } = new URL(app.url);
    await app.close();
    app = await startTestApp({ WIDGET_ORIGINS: site.url, DATA_DIR: app.dataDir, PORT: port });
    // Web Chat waits 3 to 15 s before it reconnects; what is sent meanwhile comes by replay.
    await ask(question);
    await nth(4).waitFor();
    expect(await nth(4).textContent()).to.include('coopération décentralisée');
    expect(await bubbles().count()).to.equal(5);
    expect(sockets()).to.have.length(2);
  });
});
