/** Entering and leaving: the sign-in page, the way to the provider and back, the one-time link, signing out. */
import type { HttpReply, HttpRequest, Route } from '../http/route.js';
import { idOfIdentity, toAccount } from './accounts.js';
import { admit, admitLocally } from './admit.js';
import { LinkButton, linkTo } from './components.js';
import type { ConsolePage } from './console-page.js';
import { readCookie, writeCookie } from './cookies.js';
import type { Access, ConsoleDesk } from './desk.js';
import { describeOutside, refuseAccess } from './guard.js';
import { type Identity, signInUnderWaySchema } from './identity-provider.js';
import { recordAction } from './journal.js';
import { Page } from './layout.js';
import { consoleHeaders, redirect, renderMessage, renderPage } from './respond.js';
import { readNext } from './safe-next.js';

const UNDER_WAY = 'sign-in';
/** Milliseconds for which somebody may be away at the provider. */
const AWAY = 10 * 60_000;

export function createSignInRoutes(desk: ConsoleDesk): Route[] {
  const route = (path: string, answer: (request: HttpRequest) => HttpReply | Promise<HttpReply>): Route => ({
    method: 'GET',
    path: `/console${path}`,
    handle: (request) => refuseAccess(request, desk) ?? answer(request),
  });
  const { access } = desk;
  switch (access.kind) {
    case 'provider':
      return [
        route('/connexion', (request) => showDoor(request, desk, access.provider.host)),
        route('/connexion/depart', (request) => slowly(request, desk, () => leave(request, desk, access))),
        route('/connexion/retour', (request) => slowly(request, desk, () => comeBack(request, desk, access))),
      ];
    case 'link':
      return [
        route('/connexion', (request) => showDoor(request, desk, undefined)),
        route('/lien/:token', (request) => slowly(request, desk, () => openByLink(request, desk, access))),
      ];
    case 'closed':
      return [route('/connexion', (request) => renderMessage(describeOutside(request, desk), 403, 'Console fermée', ''))];
  }
}

/** Signing out, a page as any other: it needs a session and its token. */
export const createSignOutPage = (desk: ConsoleDesk): ConsolePage => ({
  method: 'POST',
  path: '/deconnexion',
  role: 'reader',
  handle: async (request) => {
    const session = await desk.sessions.open(request.headers.cookie);
    if (session) await desk.sessions.end(session);
    await recordAction(desk.services, request.account, 'session.close');
    const to = linkTo('/connexion', { fin: 'oui' });
    const elsewhere =
      desk.access.kind === 'provider' ? await desk.access.provider.signOutUrl(desk.services.publicUrl() + to) : undefined;
    const cookies = [desk.sessions.forget()];
    if (!elsewhere) return { ...redirect(to), cookies };
    // By a header and not as an answer to the form: the pages' policy lets forms lead to ourselves only.
    const page = renderPage(
      describeOutside(request, desk),
      <Page title="Déconnexion">
        <p>
          Vous êtes déconnecté·e de la console. <a href={elsewhere}>Se déconnecter aussi de {new URL(elsewhere).host}</a>
        </p>
      </Page>,
    );
    return { ...page, headers: { ...page.headers, Refresh: `0; url=${elsewhere}` }, cookies };
  },
});

/** Counts attempts, so that nobody tries tokens or states by the thousand. */
async function slowly(request: HttpRequest, desk: ConsoleDesk, attempt: () => Promise<HttpReply>): Promise<HttpReply> {
  const wait = desk.attempts.take(request.client);
  if (wait === 0) return attempt();
  const page = renderMessage(
    describeOutside(request, desk),
    429,
    'Trop d’essais',
    `Trop d’essais de connexion depuis cette adresse. Réessayez dans ${wait} secondes.`,
  );
  return { ...page, headers: { ...page.headers, 'Retry-After': String(wait) } };
}

function showDoor(request: HttpRequest, desk: ConsoleDesk, host: string | undefined): HttpReply {
  const next = readNext(request.query.get('next'));
  const left = request.query.has('fin');
  return renderPage(
    describeOutside(request, desk),
    <Page title={left ? 'À bientôt' : 'Console des équipes'}>
      {left && <p>Vous êtes déconnecté·e.</p>}
      {host ? (
        <>
          <p>Réservée aux équipes des réseaux : relire les conversations, corriger et publier la base de connaissances.</p>
          <p>
            <LinkButton href={linkTo('/connexion/depart', next === '/console' ? {} : { next })} kind="primary">
              Se connecter avec {host}
            </LinkButton>
          </p>
        </>
      ) : (
        <>
          <p>
            Aucune connexion n’est configurée : la console s’ouvre par le lien à usage unique que le service affiche à son
            démarrage.
          </p>
          <p class="hint">Il sert une fois, pendant une heure. Pour en avoir un autre, redémarrez le service.</p>
        </>
      )}
    </Page>,
  );
}

async function leave(
  request: HttpRequest,
  desk: ConsoleDesk,
  { provider }: Extract<Access, { kind: 'provider' }>,
): Promise<HttpReply> {
  const { seal, cookies, services } = desk;
  try {
    const { url, underWay } = await provider.begin(readNext(request.query.get('next')));
    const sealed = await seal.close('sign-in', underWay, new Date(services.now().getTime() + AWAY));
    return { status: 303, headers: { ...consoleHeaders, Location: url }, cookies: [writeCookie(UNDER_WAY, sealed, cookies)] };
  } catch (error) {
    services.logger.error({ err: error }, 'E_STAFF_SIGN_IN');
    return failed(
      request,
      desk,
      503,
      `${provider.host} ne répond pas. Réessayez dans un instant ; si cela dure, prévenez l’exploitant du service.`,
    );
  }
}

async function comeBack(
  request: HttpRequest,
  desk: ConsoleDesk,
  access: Extract<Access, { kind: 'provider' }>,
): Promise<HttpReply> {
  const { seal, cookies, services } = desk;
  const underWay = await seal.open('sign-in', readCookie(request.headers.cookie, UNDER_WAY, cookies), signInUnderWaySchema);
  if (!underWay)
    return failed(
      request,
      desk,
      400,
      'Cette tentative de connexion est trop ancienne, ou a été commencée dans un autre navigateur.',
    );
  let identity: Identity;
  try {
    identity = await access.provider.finish(request.query, underWay);
  } catch (error) {
    services.logger.warn({ err: error }, 'E_STAFF_SIGN_IN');
    return failed(request, desk, 400, `${access.provider.host} n’a pas confirmé votre identité.`);
  }
  const account = await admit(identity, { accounts: desk.accounts, admins: desk.admins, now: services.now });
  if (!account) return turnAway(request, desk, identity);
  return enter(request, desk, account.id, underWay.next);
}

async function openByLink(
  request: HttpRequest,
  desk: ConsoleDesk,
  { link }: Extract<Access, { kind: 'link' }>,
): Promise<HttpReply> {
  if (!link.take(request.params.token ?? '')) {
    return renderMessage(
      describeOutside(request, desk),
      403,
      'Lien inutilisable',
      'Ce lien a déjà servi, a plus d’une heure, ou n’est pas le bon. Redémarrez le service : il en affichera un nouveau.',
    );
  }
  const account = await admitLocally({ accounts: desk.accounts, now: desk.services.now });
  return enter(request, desk, account.id, '/console');
}

/** A session that begins: whatever the browser had before ends, so that nobody can have planted it. */
async function enter(request: HttpRequest, desk: ConsoleDesk, accountId: string, next: string): Promise<HttpReply> {
  const { sessions, services, cookies } = desk;
  const before = await sessions.open(request.headers.cookie);
  if (before) await sessions.end(before);
  const cookie = await sessions.begin(accountId);
  if (!cookie) return failed(request, desk, 403, 'Votre compte vient d’être retiré.');
  await recordAction(services, { id: accountId }, 'session.open');
  return { ...redirect(next), cookies: [cookie, writeCookie(UNDER_WAY, '', cookies)] };
}

function failed(request: HttpRequest, desk: ConsoleDesk, status: number, why: string): HttpReply {
  const page = renderPage(
    describeOutside(request, desk),
    <Page title="Connexion impossible">
      <p>{why}</p>
      <p>
        <LinkButton href="/console/connexion" kind="primary">
          Réessayer
        </LinkButton>
      </p>
    </Page>,
    status,
  );
  return { ...page, cookies: [writeCookie(UNDER_WAY, '', desk.cookies)] };
}

/** Somebody whom the provider knows and we do not. */
async function turnAway(request: HttpRequest, desk: ConsoleDesk, { issuer, subject, name, email }: Identity): Promise<HttpReply> {
  await recordAction(desk.services, { id: idOfIdentity(issuer, subject) }, 'session.refused', email);
  const admins = (await desk.accounts.list()).filter(({ role, identity }) => role === 'admin' && identity);
  const page = renderPage(
    describeOutside(request, desk),
    <Page title="Pas encore d’accès">
      <p>
        Vous êtes bien {name}
        {email ? ` (${email})` : ''}, mais aucun compte de cette console ne vous correspond.
      </p>
      {!email && (
        <p>
          Votre fournisseur d’identité n’a pas transmis d’adresse vérifiée : sans elle, une invitation ne peut pas vous être
          rattachée. Signalez-le à la personne qui le gère.
        </p>
      )}
      {admins.length > 0 ? (
        <>
          <p>Demandez une invitation à l’une de ces personnes, en donnant l’adresse ci-dessus :</p>
          <ul>
            {admins.map((admin) => (
              <li key={admin.id}>{toAccount(admin).name}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          Personne n’administre encore cette console : l’exploitant du service doit y nommer une première personne (variable
          STAFF_ADMINS).
        </p>
      )}
    </Page>,
    403,
  );
  return { ...page, cookies: [writeCookie(UNDER_WAY, '', desk.cookies)] };
}
