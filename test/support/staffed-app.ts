/** The whole service with a real provider for its staff, and conversations that were really played. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, type TestApp } from './app.js';
import { ConsoleClient } from './console-client.js';
import { type BotMessage, Conversation, post } from './direct-line-client.js';
import { startOidcProvider, type TestProvider } from './oidc-provider.js';

/** Staff: who may do what, for which networks. */
export const staff = {
  anne: { name: 'Anne Martin', role: 'admin', networks: [] },
  bruno: { name: 'Bruno Petit', role: 'reviewer', networks: ['lianes-cooperation'] },
  chloe: { name: 'Chloé Roux', role: 'reviewer', networks: ['occitanie-cooperation'] },
  dora: { name: 'Dora Blanc', role: 'reader', networks: ['lianes-cooperation'] },
} as const;
export type StaffName = keyof typeof staff;

export interface StaffedApp extends TestApp {
  /** What the clock of the service shows; moved by the test. */
  clock: { now: Date };
  /** Somebody who has signed in. */
  enter(who: StaffName): Promise<ConsoleClient>;
  /** The same in a browser. */
  browse(browser: Browser, who: StaffName, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** Plays a conversation; resolves with what was said to each message. */
  play(...messages: string[]): Promise<{ id: string; replies: BotMessage[][]; conversation: Conversation }>;
}

export async function startStaffedApp(environment: Record<string, string> = {}): Promise<StaffedApp> {
  const email = (who: string) => `${who}@reseau.example`;
  const provider = await startOidcProvider(
    Object.entries(staff).map(([sub, { name }]) => ({ sub, name, email: email(sub), email_verified: true })),
  );
  // The real time of the real day: conversations and people live on it. Tests move on from there.
  const clock = { now: new Date('2026-11-23T09:00:00Z') };
  const app = await startTestApp(
    {
      STAFF_OIDC_ISSUER: provider.settings.issuer,
      STAFF_OIDC_CLIENT_ID: provider.settings.clientId,
      STAFF_OIDC_CLIENT_SECRET: provider.settings.clientSecret,
      STAFF_ADMINS: email('anne'),
      ...environment,
    },
    { now: () => clock.now },
  );
  provider.serve(app.url);
  const enter = async (who: StaffName) => {
    const client = await signInBy(provider, app.url, who);
    const page = await client.get('/console');
    if (page.status !== 200) throw new Error(`${who} could not sign in: ${page.status} at ${page.path}`);
    return client;
  };
  const anne = await enter('anne');
  for (const [who, { role, networks }] of Object.entries(staff).filter(([name]) => name !== 'anne')) {
    const response = await anne.post('/console/equipe/inviter', [
      ['csrf', await anne.token()],
      ['email', email(who)],
      ['role', role],
      ['scope', 'some'],
      ...networks.map((network): [string, string] => ['networks', network]),
    ]);
    if (response.status !== 303) throw new Error(`${who} could not be invited: ${response.status}`);
  }
  return {
    ...app,
    clock,
    enter,
    browse: async (browser, who, options) => {
      const client = await enter(who);
      const context: BrowserContext = await browser.newContext(options);
      // As the service sets them: a second one beside its own would be refused.
      const { hostname: domain } = new URL(app.url);
      await context.addCookies(
        [...client.cookies].map(([name, value]) => ({ name, value, domain, path: '/console', httpOnly: true })),
      );
      const page = await context.newPage();
      // A page whose policy refuses what it holds says so here.
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy/.test(message.text())) throw new Error(message.text());
      });
      page.on('dialog', (dialog) => {
        throw new Error(`a script ran: ${dialog.message()}`);
      });
      return page;
    },
    play: async (...messages) => {
      const conversation = await Conversation.start(app.url);
      const replies: BotMessage[][] = [];
      for (const message of messages) replies.push(await conversation.say(message));
      return { id: conversation.id, replies, conversation };
    },
    close: async () => {
      await app.close();
      await provider.close();
    },
  };
}

/** Signs somebody in; no page of the console is opened yet. */
export async function signInBy(provider: Pick<TestProvider, 'signIn'>, url: string, who: string): Promise<ConsoleClient> {
  const client = new ConsoleClient(url);
  const response = await client.send('/console/connexion/depart');
  const back = new URL(await provider.signIn(response.headers.get('location') ?? '', who));
  const entered = await client.send(back.pathname + back.search);
  if (entered.status !== 303) throw new Error(`${who} could not sign in: ${entered.status}`);
  return client;
}

/** A thumb under a reply, as the widget sends it. */
export const giveOpinion = (
  url: string,
  { id, token }: Conversation,
  about: BotMessage | undefined,
  reaction: 'like' | 'dislike',
  words: string,
) =>
  post(
    `${url}/v3/directline/conversations/${id}/activities`,
    {
      type: 'event',
      name: 'message/submitAction',
      from: { id: 'test' },
      value: {
        actionName: 'feedback',
        replyToId: about?.id,
        actionValue: { reaction, feedback: JSON.stringify({ feedbackText: words }) },
      },
      replyToId: about?.id,
    },
    token,
  );
