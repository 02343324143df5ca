import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../src/console/build.js';
import type { HttpReply } from '../../src/http/route.js';
import { createMetrics } from '../../src/metrics.js';
import { createHttpServer, type RunningServer } from '../../src/server/server.js';
import { launchBrowser } from '../support/browser.js';

const page = `<!doctype html><html lang="fr"><title>Essai</title><script src="/enhance.js" defer></script>
<div hidden data-key-hints>Touches <button type="button" data-key-switch aria-pressed="true">Raccourcis</button></div>
<button type="button" id="b" data-key="b">Bon</button><a href="#suite" data-key="j">Suite</a>
<input id="search" data-key="/" aria-label="Chercher"><label><input type="radio" name="r" data-key="r">R</label>
<button type="button" hidden data-key="h" id="h">Caché</button>
<form method="post" action="/sent" data-preview="/preview" data-preview-into="seen" data-guard>
<input type="hidden" name="csrf" value="t"><textarea name="answer" aria-label="Réponse"></textarea><button>Envoyer</button></form>
<div id="seen"></div></html>`;

describe('console: the script that adds comforts', function () {
  this.timeout(60_000);
  let folder: string;
  let running: RunningServer;
  let browser: Browser;
  const received: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passerelle-enhance-'));
    await buildConsole(folder);
    const script = await readFile(join(folder, 'enhance.js'), 'utf8');
    const send = (body: string, type = 'text/html'): HttpReply => ({
      status: 200,
      headers: { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': "default-src 'self'" },
      body,
    });
    const note = (path: string, body: unknown) => received.push(`${path} ${body}`);
    const server = createHttpServer({
      routes: [
        { method: 'GET', path: '/page', handle: () => send(page) },
        { method: 'GET', path: '/enhance.js', handle: () => send(script, 'text/javascript') },
        {
          method: 'POST',
          path: '/preview',
          takesForm: true,
          handle: ({ body }) => {
            note('/preview', body);
            return send('<p>Aperçu <b>fait</b></p>');
          },
        },
        {
          method: 'POST',
          path: '/sent',
          takesForm: true,
          handle: ({ body }) => {
            note('/sent', body);
            return { status: 204 };
          },
        },
      ],
      upgrades: [],
      trustedProxies: [],
      logger: pino({ level: 'silent' }),
      metrics: createMetrics(),
    });
    running = await server.listen(0, '127.0.0.1');
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    received.length = 0;
  });

  const open = async (): Promise<Page> => {
    const opened = await (await browser.newContext()).newPage();
    await opened.goto(`http://127.0.0.1:${running.port}/page`);
    await opened.locator('html.scripted').waitFor();
    await opened.evaluate(() => {
      const clicks: string[] = [];
      Object.assign(window, { clicks });
      for (const element of document.querySelectorAll('#b, #h')) element.addEventListener('click', () => clicks.push(element.id));
    });
    return opened;
  };
  // Asked by the page itself: playwright's own reload fails when the navigation of a form answered 204 ends after it began.
  const reload = (opened: Page) =>
    Promise.all([opened.waitForEvent('load'), opened.evaluate(() => void setTimeout(() => location.reload()))]);
  const clicks = (opened: Page) => opened.evaluate(() => (window as unknown as { clicks: string[] }).clicks.splice(0));

  it('single keys press what is marked, and leave fields and other keys alone', async () => {
    const opened = await open();
    await opened.keyboard.press('b');
    await opened.keyboard.press('Control+b');
    await opened.keyboard.press('h');
    expect(await clicks(opened)).to.deep.equal(['b']);
    await opened.keyboard.press('j');
    expect(new URL(opened.url()).hash).to.equal('#suite');
    await opened.keyboard.press('/');
    expect(await opened.evaluate(() => document.activeElement?.id)).to.equal('search');
    await opened.keyboard.type('bj/');
    expect(await opened.locator('#search').inputValue()).to.equal('bj/');
    expect(await clicks(opened)).to.deep.equal([]);
    await opened.locator('#search').blur();
    await opened.keyboard.press('r');
    expect(await opened.getByLabel('R', { exact: true }).isChecked()).to.equal(true);
    await opened.keyboard.press('b');
    expect(await clicks(opened)).to.deep.equal(['b']);
  });

  it('can be turned off, and stay off', async () => {
    const opened = await open();
    const button = opened.getByRole('button', { name: 'Raccourcis' });
    await button.click();
    expect(await button.getAttribute('aria-pressed')).to.equal('false');
    await opened.keyboard.press('b');
    expect(await clicks(opened)).to.deep.equal([]);
    await opened.reload();
    await opened.locator('html.scripted.keys-off').waitFor();
    await button.click();
    await opened.locator('html.scripted:not(.keys-off)').waitFor();
  });

  it('shows what the service makes of a form while it is filled in', async () => {
    const opened = await open();
    await opened.getByLabel('Réponse').fill('du texte & <b>');
    await opened.locator('#seen b').waitFor();
    expect(received).to.deep.equal(['/preview csrf=t&answer=du+texte+%26+%3Cb%3E']);
  });

  it('sends an action once, and lets go of a page whose changes were sent', async () => {
    const opened = await open();
    const asked: string[] = [];
    opened.on('dialog', (dialog) => {
      asked.push(dialog.type());
      dialog.accept();
    });
    await opened.getByLabel('Réponse').fill('x');
    const answered = opened.waitForResponse(/\/sent$/);
    await opened.evaluate(() => {
      for (let press = 0; press < 3; press += 1) document.querySelector<HTMLButtonElement>('form button')?.click();
    });
    await answered;
    expect(received.filter((line) => line.startsWith('/sent'))).to.have.length(1);
    await reload(opened);
    expect(asked).to.deep.equal([]);
    await opened.getByLabel('Réponse').fill('y');
    await reload(opened);
    expect(asked).to.deep.equal(['beforeunload']);
  });
});
