import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { findAxeViolations, launchBrowser, rememberedBy, waitForReplies } from '../support/browser.js';

/** What the service keeps of conversations, as it is on disk: documents, journal, index. */
const readConversations = async ({ dataDir }: TestApp): Promise<string> => {
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = found
    .filter((item) => item.isFile() && !item.parentPath.startsWith(join(dataDir, 'releases')))
    .map((item) => join(item.parentPath, item.name));
  return (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('\n');
};

const question = "Qu'est-ce que l'AICT ?";

describe('web chat: the page at /', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await app.close();
    await app.remove();
  });
  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    context = await browser.newContext({ locale: 'fr-FR', ...options });
    page = await context.newPage();
    await page.goto(app.url);
    await page.waitForSelector('textarea');
  };
  const ask = async (text: string) => {
    const before = await page.locator('li.user').count();
    await page.fill('textarea', text);
    await page.keyboard.press('Enter');
    await waitForReplies(page, before + 1);
  };
  /** From now on nothing that is sent arrives. */
  const refusePosts = () =>
    page.route('**/activities', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  /** From now on what is sent arrives, but its answer does not come back. */
  const loseAnswers = () =>
    page.route('**/activities', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort();
    });
  afterEach(() => context.close());

  it('answers a French question with its source, and calls nobody else', async () => {
    const addresses: string[] = [];
    await open();
    page.on('request', (request) => addresses.push(request.url()));
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.reload();
    await ask(question);
    expect(await page.locator('li.bot').last().textContent()).to.match(/AICT[\s\S]*Source/);
    expect(addresses.filter((address) => !address.startsWith(app.url))).to.deep.equal([]);
    expect(addresses).to.have.length.above(5);
    expect(errors).to.deep.equal([]);
  });

  it('stores nothing before the first message, and one session entry after it', async () => {
    await open();
    await page.fill('textarea', 'je tape sans envoyer');
    expect(await rememberedBy(page)).to.deep.equal({ session: [], local: [], cookies: 0 });
    await ask(question);
    expect(await rememberedBy(page)).to.deep.equal({ session: ['passerelle'], local: [], cookies: 0 });
  });

  it('says before the first message that it is automatic and what is kept', async () => {
    await open();
    expect(await page.locator('.disclosure').textContent()).to.include('assistant automatique');
    expect(await page.locator('.disclosure a').getAttribute('href')).to.equal('/confidentialite');
  });

  it('follows a suggestion; older buttons are gone', async () => {
    await open();
    await ask(question);
    const first = page.locator('.suggestions button').first();
    const offered = (await first.textContent()) ?? '';
    await first.click();
    await waitForReplies(page, 2);
    expect(await page.locator('li.user').last().textContent()).to.not.equal('');
    expect(await page.locator('li.bot').nth(0).locator('button').filter({ hasText: offered }).count()).to.equal(0);
  });

  it('keeps the conversation over a reload, without saying it aloud again', async () => {
    await open();
    await ask(question);
    const before = await page.locator('.messages').textContent();
    await page.reload();
    await page.waitForSelector('li.bot');
    expect(await page.locator('.messages').textContent()).to.equal(before);
    expect(await page.locator('[role=status]').textContent()).to.equal('');
    await ask('merci');
    expect(await page.locator('li.bot').count()).to.be.above(1);
  });

  it('announces each reply once', async () => {
    await open();
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const region = document.querySelector('[role=status]');
      if (!region) throw new Error('no live region');
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) said.push(node.textContent ?? '');
      }).observe(region, { childList: true, subtree: true, characterData: true });
    });
    await ask(question);
    await ask('merci');
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    const replies = await page.locator('li.bot').count();
    expect(said).to.have.length(replies);
    expect(new Set(said).size).to.equal(replies);
  });

  it('works with the keyboard alone: starters, suggestions, field, confirmation', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.include('Ce que nous gardons');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await waitForReplies(page, 1);
    for (let answered = 2; answered < 5; answered += 1) {
      expect(await page.evaluate(() => document.activeElement?.tagName)).to.equal('TEXTAREA');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await waitForReplies(page, answered);
    }
    expect(await page.locator('.progress').count()).to.be.above(1);
    await page.getByRole('button', { name: 'Effacer la conversation' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal('Garder');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).to.equal('Effacer la conversation');
  });

  it('erases: nothing on screen, nothing in the browser, nothing after a reload', async () => {
    await open();
    await ask(question);
    await page.getByRole('button', { name: 'Effacer la conversation' }).click();
    await page.locator('dialog[open] .primary').click();
    await page.waitForSelector('li.bot', { state: 'detached' });
    expect(await rememberedBy(page)).to.deep.equal({ session: [], local: [], cookies: 0 });
    await page.reload();
    await page.waitForSelector('.starters');
    expect(await page.locator('li.bot').count()).to.equal(0);
  });

  it('has the service delete the conversation, and says so', async () => {
    await open();
    await ask('parlons de quokkas');
    expect(await readConversations(app)).to.include('quokkas');
    await page.getByRole('button', { name: 'Effacer la conversation' }).click();
    await page.locator('dialog[open] .primary').click();
    await page.locator('.notice').getByText('Conversation effacée, ici et sur le service.').waitFor();
    expect(await readConversations(app)).not.to.include('quokkas');
    expect(await page.locator('.starters').count()).to.equal(1);
    await ask('merci');
    expect(await page.locator('li.bot').count()).to.equal(1);
  });

  it('keeps the conversation, and says so, when the service could not delete it', async () => {
    await open();
    await ask(question);
    await refusePosts();
    await page.getByRole('button', { name: 'Effacer la conversation' }).click();
    await page.locator('dialog[open] .primary').click();
    await page.locator('.notice').getByText('n’a pas pu être effacée').waitFor();
    expect(await page.locator('li.bot').count()).to.equal(1);
    expect((await rememberedBy(page)).session).to.deep.equal(['passerelle']);
  });

  it('takes an opinion on an answer, with its reason, to the conversation’s log', async () => {
    await open();
    await ask('merci');
    expect(await page.locator('.reaction').count()).to.equal(0);
    await ask(question);
    await page.getByRole('button', { name: 'Réponse pas utile' }).click();
    expect(await findAxeViolations(page), 'reason').to.deep.equal([]);
    const stored = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Incomplet' }).click();
    await page.getByText('Merci pour votre avis.').first().waitFor();
    await stored;
    expect(await readConversations(app)).to.match(
      /"event":\{"name":"feedback","value":"dislike","about":"[^"]+","comment":"Incomplet"\}/,
    );
  });

  it('copies the conversation as text', async () => {
    await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await ask(question);
    await page.getByRole('button', { name: 'Copier la conversation' }).click();
    await page.getByText('Copié', { exact: true }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.include(`Vous : ${question}`).and.to.include('Passerelle : ').and.not.to.include('**');
  });

  it('shows what could not be sent, and sends it again once', async () => {
    await open();
    await ask(question);
    await refusePosts();
    await page.fill('textarea', 'merci');
    await page.keyboard.press('Enter');
    await page.getByText('Message non envoyé.').first().waitFor();
    await page.unroute('**/activities');
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await waitForReplies(page, 2);
    expect(await page.locator('li.user').count()).to.equal(2);
    expect(await page.locator('.failure').count()).to.equal(0);
  });

  it('takes a lost answer for no failure when the stream has brought the reply', async () => {
    await open();
    await ask(question);
    const replies = await page.locator('li.bot').count();
    await loseAnswers();
    await page.fill('textarea', 'merci');
    await page.keyboard.press('Enter');
    await waitForReplies(page, 2);
    await page.locator('li.bot').nth(replies).waitFor();
    expect(await page.locator('.failure').count()).to.equal(0);
  });

  it('does not send twice what the server had received although its answer was lost, when there is no stream', async () => {
    await open();
    await page.routeWebSocket(/\/stream/, (socket) => socket.close());
    await ask(question);
    await loseAnswers();
    await page.fill('textarea', 'merci');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Réessayer' }).waitFor();
    await page.unroute('**/activities');
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await waitForReplies(page, 2);
    expect(posts).to.deep.equal([]);
  });

  it('says how long to wait when there were too many messages', async () => {
    await open();
    await page.route('**/activities', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 429,
            headers: { 'Retry-After': '12' },
            json: { error: { code: 'TooManyRequests', message: '' } },
          })
        : route.continue(),
    );
    await page.fill('textarea', 'bonjour');
    await page.keyboard.press('Enter');
    await page.getByText('réessayez dans 12 s').first().waitFor();
  });

  it('begins a new conversation when the old one has expired, and says so', async () => {
    await open();
    await ask(question);
    let refused = false;
    await page.route('**/activities', (route) => {
      if (refused || route.request().method() !== 'POST') return route.continue();
      refused = true;
      return route.fulfill({ status: 403, json: { error: { code: 'TokenExpired', message: '' } } });
    });
    await ask('merci');
    expect(await page.locator('li.notice').textContent()).to.include('expiré');
    expect(await page.locator('li.bot').count()).to.be.above(1);
  });

  it('waits for the network and sends when it is back', async () => {
    await open();
    await ask(question);
    await context.setOffline(true);
    await page.locator('.offline').waitFor();
    await page.fill('textarea', 'merci');
    await page.keyboard.press('Enter');
    await page.getByText('vous êtes hors ligne').first().waitFor();
    await context.setOffline(false);
    await waitForReplies(page, 2);
    expect(await page.locator('li.bot').count()).to.be.above(1);
  });

  it('keeps two tabs apart', async () => {
    await open();
    await ask(question);
    const other = await context.newPage();
    await other.goto(app.url);
    await other.waitForSelector('.starters');
    expect(await other.locator('li.user').count()).to.equal(0);
  });

  it('shows what users type as text, never as markup', async () => {
    await open();
    await ask('<img src=x onerror=alert(1)> **gras** [lien](https://evil.example)');
    expect(await page.locator('li.user').textContent()).to.include(
      '<img src=x onerror=alert(1)> **gras** [lien](https://evil.example)',
    );
    expect(await page.locator('li.user a, li.user img, li.user strong').count()).to.equal(0);
  });

  it('fits 320 px and 400 % zoom without sideways scrolling', async () => {
    for (const viewport of [
      { width: 320, height: 640 },
      { width: 320, height: 256 },
    ]) {
      await open({ viewport });
      await ask(question);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(320);
      expect(await page.locator('textarea').isVisible()).to.equal(true);
      await context.close();
    }
    await open();
  });

  it('has pages beside it that are clean for axe and fit 320 px', async () => {
    await open({ viewport: { width: 320, height: 640 } });
    for (const path of ['/accessibilite', '/confidentialite', '/mentions-legales']) {
      await page.goto(`${app.url}${path}`);
      expect(await findAxeViolations(page), path).to.deep.equal([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).to.equal(320);
    }
  });

  it('is clean for axe: empty, reply, choice, contact, error, dark, narrow', async () => {
    // Tall windows: a button half scrolled under the field would count as too small a target.
    for (const options of [
      { viewport: { width: 1280, height: 6000 } },
      { viewport: { width: 1280, height: 6000 }, colorScheme: 'dark' as const },
      { viewport: { width: 320, height: 9000 } },
    ]) {
      await open(options);
      expect(await findAxeViolations(page), 'empty').to.deep.equal([]);
      for (const text of [
        question,
        "Quel niveau d'engagement choisir ?",
        'stop',
        'Qui est mon contact ?',
        'Lille',
        'blorgl frumph zzz',
      ]) {
        await ask(text);
        expect(await findAxeViolations(page), text).to.deep.equal([]);
      }
      await page.route('**/activities', (route) => route.abort());
      await page.fill('textarea', 'merci');
      await page.keyboard.press('Enter');
      await page.locator('.failure').waitFor();
      expect(await findAxeViolations(page), 'failed').to.deep.equal([]);
      await page.getByRole('button', { name: 'Effacer la conversation' }).click();
      expect(await findAxeViolations(page), 'confirmation').to.deep.equal([]);
      await context.close();
    }
    await open();
  });
});
