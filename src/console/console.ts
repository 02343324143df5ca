/** The staff console, joined: the pages of every room behind one guard. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isLoopbackUrl } from '../http/client-address.js';
import { Origins } from '../http/origins.js';
import { RateLimiter } from '../http/rate-limiter.js';
import type { Route } from '../http/route.js';
import { createWorkbench, type Workbench } from '../knowledge/workbench.js';
import { Accounts } from './accounts.js';
import { createAssets } from './assets.js';
import type { ConsolePage } from './console-page.js';
import type { Access, ConsoleDesk } from './desk.js';
import { createFiguresPages } from './figures/figures-pages.js';
import { guard } from './guard.js';
import { IdentityProvider, type ProviderSettings } from './identity-provider.js';
import { createJournalPages } from './journal-page.js';
import { createKnowledgePages } from './knowledge/pages.js';
import { createNavigation } from './navigation.js';
import { OneTimeLink } from './one-time-link.js';
import { createPrivacyPages } from './privacy/privacy-pages.js';
import { notFound } from './respond.js';
import { createAttention, type ReadAttention } from './review/attention.js';
import { prepareReview } from './review/review-desk.js';
import { createReviewPages } from './review/review-pages.js';
import { Seal } from './seal.js';
import type { ConsoleServices } from './services.js';
import { Sessions } from './session.js';
import { createSignInRoutes, createSignOutPage } from './sign-in.js';
import { createTeamPages } from './team-pages.js';

/** Attempts to sign in, a minute and client address. */
const ATTEMPTS = 20;

export interface ConsoleOptions {
  /** Folder of what the build makes: its `console/` is served. */
  assets: string;
  /** 32 secret bytes that seal what browsers keep. */
  key: Uint8Array;
  /** Staff sign-in; without it, the one-time link. */
  provider?: ProviderSettings;
  /** E-mail addresses of the first administrators. */
  admins: readonly string[];
  /** True when the service listens to this machine alone. */
  loopbackOnly: boolean;
  /** Lifts the limit on attempts, as every other. */
  unlimited: boolean;
}

export interface Console {
  routes: Route[];
  /** Every page and action that is registered: what tests walk through. */
  pages: readonly ConsolePage[];
  /** Path of the one-time link, while there is one; undefined with a sign-in, or when the console is closed. */
  linkPath?: string;
  /** True when nobody can enter. */
  closed: boolean;
  /** Does beforehand what the first page would wait for. @throws what the store throws */
  prepare(): Promise<void>;
  /** Ends the thread that checks and trains drafts. */
  close(): Promise<void>;
}

/** The pages of every room: one line each. */
const createPages = (services: ConsoleServices, workbench: Workbench, readAttention: ReadAttention): ConsolePage[] => [
  ...createReviewPages(services, readAttention),
  ...createKnowledgePages(services, workbench),
  ...createFiguresPages(services, readAttention),
  ...createPrivacyPages(services),
];

export function createConsole(services: ConsoleServices, options: ConsoleOptions): Console {
  const { publicUrl, now } = services;
  const access = createAccess(services, options);
  const workbench = createWorkbench();
  const cookies = { secure: access.kind === 'provider' && publicUrl().startsWith('https:') };
  const seal = new Seal(options.key, now);
  const accounts = new Accounts(services.records);
  const { routes: assetRoutes, addresses } = createAssets(join(options.assets, 'console'));
  const origins = new Origins([], publicUrl);
  const desk: ConsoleDesk = {
    services,
    access,
    accounts,
    admins: options.admins,
    seal,
    cookies,
    sessions: new Sessions({
      seal,
      accounts,
      cookies,
      local: access.kind === 'link',
      now,
      newId: () => randomBytes(32).toString('base64url'),
    }),
    attempts: new RateLimiter(options.unlimited ? 0 : ATTEMPTS, () => now().getTime()),
    // Without sign-in the console is this machine's alone, whatever address visitors of the chat see.
    isOwn: (origin, { headers }) =>
      access.kind === 'link' ? isLoopbackUrl(origin) && origin === `http://${headers.host}` : origins.isOwn(origin),
    shell: (account) => ({
      ...addresses,
      navigation: account ? navigation[account.role] : [],
      signedIn: account !== undefined,
    }),
  };
  const readAttention = createAttention(services.review, () => services.knowledge.active());
  const pages = [
    ...createPages(services, workbench, readAttention),
    ...createTeamPages(desk),
    ...createJournalPages(services),
    createSignOutPage(desk),
  ];
  const navigation = createNavigation(pages);
  const missing: ConsolePage = { method: 'GET', path: '/*', role: 'reader', handle: (request) => notFound(request) };
  return {
    routes: [...assetRoutes, ...createSignInRoutes(desk), ...[...pages, missing].map((page) => guard(page, desk))],
    pages,
    ...(access.kind === 'link' ? { linkPath: access.link.path } : {}),
    closed: access.kind === 'closed',
    prepare: () => prepareReview(services, readAttention),
    close: () => workbench.close(),
  };
}

function createAccess({ publicUrl, now }: ConsoleServices, { provider, loopbackOnly }: ConsoleOptions): Access {
  if (provider)
    return {
      kind: 'provider',
      provider: new IdentityProvider(provider, () => `${publicUrl()}/console/connexion/retour`),
    };
  if (!loopbackOnly) return { kind: 'closed' };
  return { kind: 'link', link: new OneTimeLink(randomBytes(32).toString('base64url'), now) };
}
