/** What stands before every page of the console: access, session, role, where a form comes from. Then the page, then its cookies. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { PasserelleError } from '../errors.js';
import type { HttpReply, HttpRequest, Route } from '../http/route.js';
import { toAccount } from './accounts.js';
import { LinkButton, linkTo } from './components.js';
import { type Account, type ConsolePage, type ConsoleReply, type ConsoleRequest, hasRole } from './console-page.js';
import { readCookie, writeCookie } from './cookies.js';
import { comesFromOurPages, sameSecret } from './csrf.js';
import type { ConsoleDesk } from './desk.js';
import { recordAction } from './journal.js';
import { Page } from './layout.js';
import { redirect, renderMessage, renderPage } from './respond.js';
import type { Session } from './session.js';
import { RecordConflictError } from './staff-records.js';

const FLASH = 'flash';
/** Milliseconds for which a sentence waits for the next page. */
const FLASH_LASTS = 60_000;
const flashSchema = z.object({ session: z.string(), text: z.string() });

const nobody: Account = { id: '', name: '', role: 'reader', networks: [] };

/** A request of somebody who is not (or no more) signed in, for the pages that they see. */
export const describeOutside = (request: HttpRequest, { shell }: Pick<ConsoleDesk, 'shell'>): ConsoleRequest => ({
  ...request,
  account: nobody,
  form: {},
  formAll: () => [],
  csrf: '',
  shell: shell(undefined),
});

/** Why nobody may enter from where this request comes; undefined when they may try. */
export function refuseAccess(request: HttpRequest, desk: ConsoleDesk): HttpReply | undefined {
  const outside = () => describeOutside(request, desk);
  switch (desk.access.kind) {
    case 'provider':
      return undefined;
    case 'link':
      return request.local && desk.isOwn(`http://${request.headers.host ?? ''}`, request)
        ? undefined
        : renderMessage(
            outside(),
            403,
            'Console fermée',
            'Tant qu’aucune connexion n’est configurée (STAFF_OIDC_ISSUER), la console ne s’ouvre que depuis la machine qui fait tourner le service.',
          );
    case 'closed':
      return renderMessage(
        outside(),
        403,
        'Console fermée',
        'Ce service écoute au-delà de sa machine et aucune connexion n’est configurée. L’exploitant peut ouvrir la console en renseignant STAFF_OIDC_ISSUER, STAFF_OIDC_CLIENT_ID et STAFF_OIDC_CLIENT_SECRET.',
      );
  }
}

/** The route of a page. */
export function guard(page: ConsolePage, desk: ConsoleDesk): Route {
  return {
    method: page.method,
    path: page.path === '/' ? '/console' : `/console${page.path}`,
    ...(page.method === 'POST' ? { takesForm: true } : {}),
    ...errorPages(desk),
    handle: async (request) => {
      const refusal = refuseAccess(request, desk);
      if (refusal) return refusal;
      const session = await desk.sessions.open(request.headers.cookie);
      if (!session) return askToSignIn(request, desk);
      const described = await describe(request, session, desk);
      const reply = (await refuse(page, described, desk)) ?? (await answer(page, described, desk));
      return withCookies(reply, described, session, desk);
    },
  };
}

function askToSignIn(request: HttpRequest, desk: ConsoleDesk): HttpReply {
  const { path, query, method } = request;
  if (method === 'GET') {
    const next = query.size > 0 ? `${path}?${query}` : path;
    return redirect(linkTo('/connexion', next === '/console' ? {} : { next }));
  }
  return renderPage(
    describeOutside(request, desk),
    <Page title="Session terminée">
      <p>Votre session est terminée : rien n’a été enregistré. Reconnectez-vous, puis recommencez.</p>
      <p>
        <LinkButton href="/console/connexion" kind="primary">
          Se connecter
        </LinkButton>
      </p>
    </Page>,
    401,
  );
}

async function describe(request: HttpRequest, session: Session, desk: ConsoleDesk): Promise<ConsoleRequest> {
  const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const account = toAccount(session.who);
  const sealed = readCookie(request.headers.cookie, FLASH, desk.cookies);
  const flash = await desk.seal.open('flash', sealed, flashSchema);
  return {
    ...request,
    account,
    form: Object.fromEntries(fields),
    formAll: (name) => fields.getAll(name),
    csrf: session.csrf,
    shell: desk.shell(account),
    ...(flash && flash.session === session.id ? { flash: flash.text } : {}),
  };
}

/** Refuses what this account may not do, or what none of our pages has sent. Each refusal stands in the journal. */
async function refuse(page: ConsolePage, request: ConsoleRequest, desk: ConsoleDesk): Promise<HttpReply | undefined> {
  const { account, csrf, form } = request;
  const note = (reason: string) =>
    recordAction(desk.services, account, 'action.refused', `${page.method} ${page.path}`, { detail: { motif: reason } });
  if (!hasRole(account, page.role)) {
    await note('rôle');
    return renderMessage(
      request,
      403,
      'Accès refusé',
      'Votre rôle ne permet pas d’ouvrir cette page. Si vous en avez besoin, demandez-le à une personne du rôle Administration.',
    );
  }
  if (
    page.method === 'POST' &&
    !(comesFromOurPages(request, (origin) => desk.isOwn(origin, request)) && sameSecret(form.csrf ?? '', csrf))
  ) {
    await note('formulaire');
    return renderMessage(
      request,
      403,
      'Demande refusée',
      'Cette demande ne vient pas d’une page de votre session : rien n’a été fait. Revenez à la page, rechargez-la, puis recommencez.',
    );
  }
  return undefined;
}

async function answer(page: ConsolePage, request: ConsoleRequest, { services: { logger } }: ConsoleDesk): Promise<ConsoleReply> {
  try {
    return await page.handle(request);
  } catch (error) {
    if (error instanceof RecordConflictError) {
      return renderMessage(
        request,
        409,
        'Modifié entre-temps',
        'Une autre personne a modifié la même chose pendant que vous y travailliez : votre modification n’a pas été enregistrée. Revenez à la page et rechargez-la.',
      );
    }
    const reference = randomBytes(4).toString('hex').toUpperCase();
    const unavailable = error instanceof PasserelleError && (error.code === 'E_STORE_WRITE' || error.code === 'E_DATABASE');
    logger.error({ err: error, reference, page: `${page.method} ${page.path}` }, 'console page failed');
    return renderMessage(
      request,
      unavailable ? 503 : 500,
      'Erreur',
      unavailable
        ? `Le service ne peut pas enregistrer pour le moment. Réessayez dans un instant (référence ${reference}).`
        : `Cette page a échoué. Signalez la référence ${reference} à l’exploitant du service.`,
    );
  }
}

/** Keeps the session alive, and what is to be said once. */
async function withCookies(
  { flash, ...reply }: ConsoleReply,
  request: ConsoleRequest,
  session: Session,
  { sessions, seal, cookies, services }: ConsoleDesk,
): Promise<HttpReply> {
  const set = [...(reply.cookies ?? [])];
  const renewed = await sessions.renew(session);
  if (renewed) set.push(renewed);
  const isPage = reply.headers?.['Content-Type']?.startsWith('text/html') ?? false;
  if (flash) {
    const until = new Date(services.now().getTime() + FLASH_LASTS);
    set.push(writeCookie(FLASH, await seal.close('flash', { session: session.id, text: flash.slice(0, 500) }, until), cookies));
  } else if (request.flash && isPage) set.push(writeCookie(FLASH, '', cookies));
  return { ...reply, cookies: set };
}

/** Errors before a page is asked (a form too large…), as a page without frame. */
function errorPages(desk: ConsoleDesk): Pick<Route, 'describeError' | 'errorHeaders'> {
  const request = (): ConsoleRequest =>
    describeOutside(
      {
        method: 'GET',
        path: '/console',
        params: {},
        query: new URLSearchParams(),
        headers: {},
        body: undefined,
        client: '',
        local: false,
      },
      desk,
    );
  const render = (status: number) =>
    renderMessage(
      request(),
      status,
      status === 413 ? 'Trop long' : 'Erreur',
      status === 413
        ? 'Ce formulaire est trop long (256 Ko au plus) : rien n’a été enregistré. Revenez en arrière et raccourcissez-le.'
        : 'La demande n’a pas pu être traitée : rien n’a été enregistré.',
    );
  return {
    describeError: (status) => String(render(status).body),
    errorHeaders: () => ({ ...render(500).headers }),
  };
}
