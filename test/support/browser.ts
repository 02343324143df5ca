import { join } from 'node:path';
import axe from 'axe-core';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

/** Starts a headless Chromium that calls nobody by itself. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is missing: `apt-get install chromium`, or set CHROMIUM to its path.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Resolves when the user has spoken this many times and nothing is under way. */
export async function waitForReplies(page: Page, questions: number): Promise<void> {
  await page
    .locator('li.user[data-status=sent]')
    .nth(questions - 1)
    .waitFor();
  await page.locator('.typing').waitFor({ state: 'detached' });
}

/** What the page has put into the browser: names of storage entries, number of cookies. */
export function rememberedBy(page: Page): Promise<{ session: string[]; local: string[]; cookies: number }> {
  return page.evaluate(() => ({
    session: Object.keys(sessionStorage),
    local: Object.keys(localStorage),
    cookies: document.cookie === '' ? 0 : document.cookie.split(';').length,
  }));
}

/** How many pixels of the page are out of sight to the right. */
export const measureOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The narrowest screen that pages owe to work on (WCAG 1.4.10), in pixels. */
const NARROW = 320;

/**
 * What every page owes at any width: nothing for axe-core to find, no sideways scrolling, and on a narrow screen no scrolling table
 * where tables fold. `pictures`: folder for pictures to look
 * at; none are made without it.
 */
export async function expectSound(page: Page, name: string, pictures?: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  expect(await findAxeViolations(page), name).to.deep.equal([]);
  expect(await measureOverflow(page), `${name}: pixels too wide`).to.equal(0);
  if ((page.viewportSize()?.width ?? 0) > NARROW) return;
  const scrolling = await page
    .locator('.table.folds')
    .evaluateAll((tables) => tables.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
  expect(scrolling, `${name}: tables that scroll though they fold`).to.equal(0);
}

/** The same at the page's own width and at the narrowest. */
export async function expectSoundAlsoNarrow(page: Page, name: string, pictures?: string): Promise<void> {
  const size = page.viewportSize();
  if (!size) throw new Error('the page has no size');
  await expectSound(page, name, pictures);
  await page.setViewportSize({ width: NARROW, height: 640 });
  await expectSound(page, `${name}-${NARROW}`, pictures);
  await page.setViewportSize(size);
}

/** Problems that axe-core finds in the page, or a part of it, as it is now, shadow roots included: « rule: element ». */
export async function findAxeViolations(page: Page, within = 'html'): Promise<string[]> {
  // Evaluated rather than added as a script, which the page's content policy forbids.
  await page.evaluate(axe.source);
  // Colours are measured once nothing moves.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((item) => item.effect?.getComputedTiming().iterations !== Infinity)
        .map((item) => item.finished),
    ),
  );
  return page.evaluate(async (selector) => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(selector, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  }, within);
}
