import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { createCard } from '../../dialogs/cards.js';
import { adaptiveCardSchema } from '../support/adaptive-card-schema.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { findAxeViolations, launchBrowser } from '../support/browser.js';
import { collectCards } from '../support/every-card.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { type Card, TeamsConversation, textOf } from '../support/teams-conversation.js';

const library = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
/** Set CARD_PICTURES to a folder to look at the cards. */
const pictures = process.env.CARD_PICTURES;

/** Words without markup: list marks, emphasis, the colon after a label. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/^(?:- |\d+\. )/gm, '')
    .replace(/[*_:\r\n]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');

describe('Adaptive Cards', function () {
  this.timeout(180_000);
  let app: TestApp;
  let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
  let cards: Record<string, Card>;
  before(async () => {
    app = await startTestApp();
    connector = await startLoopbackConnector();
    let count = 0;
    cards = await collectCards((scope) => new TeamsConversation(app.url, connector, `cards-${++count}`, scope));
  });
  after(async () => {
    await app.close();
    await app.remove();
    await connector.close();
  });

  it('there is one of each kind', () => {
    expect(Object.keys(cards)).to.include.members([
      'welcome',
      'answer',
      'clarify',
      'contact',
      'contact-homonyms',
      'engagement-1',
      'engagement-2',
      'engagement-result',
      'handoff',
    ]);
  });

  it('every card meets the rules of 1.5', () => {
    for (const [name, card] of Object.entries(cards)) {
      const parsed = adaptiveCardSchema.safeParse(card);
      expect(parsed.success, `${name}: ${JSON.stringify(parsed.error?.issues)}`).to.equal(true);
    }
  });

  it('the rules can refuse', () => {
    const card = createCard({ text: 'Bonjour', decision: { kind: 'system', knowledgeVersion: '1' } });
    for (const wrong of [
      { ...card, version: '1.6' },
      { ...card, body: [{ type: 'CodeBlock', codeSnippet: 'x' }] },
      { ...card, body: [{ type: 'TextBlock', text: 'x', colour: 'red' }] },
      { ...card, actions: Array.from({ length: 7 }, () => ({ type: 'Action.Submit', title: 'x' })) },
    ])
      expect(adaptiveCardSchema.safeParse(wrong).success).to.equal(false);
  });

  it('every card says the words of its text twin, in order, and no others', () => {
    for (const [name, card] of Object.entries(cards)) {
      expect(wordsOf(textOf(card).replaceAll('\r', '\n')), name).to.deep.equal(wordsOf(card.fallbackText));
    }
  });

  it('any text and any buttons make a card that meets the rules', () => {
    const kind = fc.constantFrom('answer', 'clarify', 'dialog', 'contact', 'smalltalk', 'fallback', 'handoff', 'system');
    const line = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('- Téléphone : 05', '**Gras** et', '*Source : x.*', '1. un', ''),
    );
    fc.assert(
      fc.property(
        kind,
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 12 }),
        (k, lines, suggestions) => {
          const text = `Début\n\n${lines.join('\n\n')}`;
          const card = createCard({ text, suggestions, decision: { kind: k, knowledgeVersion: '1' } as never });
          expect(adaptiveCardSchema.safeParse(JSON.parse(JSON.stringify(card))).error?.issues ?? []).to.deep.equal([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  describe('in a browser', () => {
    let browser: Browser;
    let page: Page;
    const errors: string[] = [];
    before(async () => {
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 520, height: 400 }, locale: 'fr-FR' });
      page.on('pageerror', (error) => errors.push(error.message));
      await page.setContent(
        `<!doctype html><html lang="fr"><head><title>Cartes</title><style>body{font:14px "Segoe UI",system-ui,sans-serif;margin:12px;background:#f5f5f5}
main{background:#fff;border:1px solid #d1d1d1;border-radius:6px;max-width:480px}
.ac-pushButton{font:600 14px system-ui;border:1px solid #d1d1d1;border-radius:4px;background:#fff;padding:6px 12px;min-height:32px}
.ac-factset a{display:inline-block;min-height:24px}.ac-textBlock p{margin:0}.ac-textBlock ul,.ac-textBlock ol{margin:0;padding-left:20px}a{color:#4f52b2}</style></head><body><main></main></body></html>`,
      );
      await page.addScriptTag({ path: library });
      await page.addScriptTag({ path: join(import.meta.dirname, '../support/render-card.browser.js') });
    });
    after(() => browser.close());

    interface Shown {
      events: string[];
      text: string;
      buttons: number;
    }
    const show = (card: Card): Promise<Shown> => page.evaluate(`renderCard(${JSON.stringify(card)})`);

    it('each is parsed without a complaint, shows its words and buttons, and is accessible', async () => {
      if (pictures) await mkdir(pictures, { recursive: true });
      for (const [name, card] of Object.entries(cards)) {
        const { events, text, buttons } = await show(card);
        expect(events, name).to.deep.equal([]);
        const shown = text.replace(/\s+/g, ' ');
        const opening = card.fallbackText.split('\n')[0]?.replace(/\*|\[|\]\([^)]*\)/g, '') ?? '';
        expect(shown, name).to.include(opening.replace(/\s+/g, ' ').trim());
        expect(buttons, name).to.equal(card.actions?.length ?? 0);
        expect(await findAxeViolations(page, 'main'), name).to.deep.equal([]);
        if (pictures) await page.locator('main').screenshot({ path: join(pictures, `${name}.png`) });
      }
      expect(errors).to.deep.equal([]);
    });
  });
});
