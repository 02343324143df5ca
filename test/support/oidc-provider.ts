/** A real OpenID Connect provider on loopback (oidc-provider), whose sign-in page is one button a person. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { ProviderSettings } from '../../src/console/identity-provider.js';
import { serveLoopback } from './serve-loopback.js';

export interface Person {
  sub: string;
  name: string;
  email?: string;
  email_verified?: boolean;
}

export interface TestProvider {
  settings: ProviderSettings;
  /** Signs a person in without a browser, from the address that our service sends to; resolves with the address of ours to go back to. */
  signIn(authorizationUrl: string, sub: string): Promise<string>;
  /** Lets the browser come back to these addresses: known only once our service listens. */
  serve(publicUrl: string): void;
  close(): Promise<void>;
}

export async function startOidcProvider(people: readonly Person[]): Promise<TestProvider> {
  const { server, url: issuer, close } = await serveLoopback();
  const settings = { issuer, clientId: 'passerelle', clientSecret: 'secret-for-tests-only' };
  server.on('request', (_request, response) => {
    response.statusCode = 503;
    response.end();
  });

  const serve = (publicUrl: string) => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: settings.clientId,
          client_secret: settings.clientSecret,
          redirect_uris: [`${publicUrl}/console/connexion/retour`],
          post_logout_redirect_uris: [`${publicUrl}/console/connexion?fin=oui`],
        },
      ],
      claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
      cookies: { keys: ['cookie-key-for-tests'] },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_context, { uid }) => `/people/${uid}` },
      findAccount: (_context, sub) => {
        const person = people.find((candidate) => candidate.sub === sub);
        return person && { accountId: sub, claims: () => ({ ...person }) };
      },
      // Nobody is asked to consent: the client is our own.
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({
          clientId: context.oidc.client?.clientId,
          accountId: context.oidc.session?.accountId,
        });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
      ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    });
    const callback = provider.callback();
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(request.url ?? '/', issuer);
      if (!url.pathname.startsWith('/people/')) return void callback(request, response);
      const accountId = url.searchParams.get('as');
      if (accountId) {
        return void provider
          .interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false })
          .catch(() => response.destroy());
      }
      const buttons = people.map(({ sub, name }) => `<p><a href="${url.pathname}?as=${sub}">${name}</a></p>`);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="fr"><title>Fournisseur</title><h1>Qui êtes-vous ?</h1>${buttons.join('')}</html>`);
    });
  };

  return {
    settings,
    serve,
    signIn: async (authorizationUrl, sub) => {
      const cookies = new Map<string, string>();
      let at = authorizationUrl;
      for (let hops = 0; hops < 10; hops += 1) {
        if (!at.startsWith(issuer)) return at;
        const response = await fetch(at, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location) at = new URL(location, at).href;
        else if (new URL(at).pathname.startsWith('/people/')) at = `${at}?as=${sub}`;
        else throw new Error(`the provider stopped at ${at}: ${response.status} ${await response.text()}`);
      }
      throw new Error('too many redirects at the provider');
    },
    close,
  };
}
