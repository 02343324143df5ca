/** Staff sign-in by OpenID Connect: authorization code with PKCE, state and nonce (openid-client). */
import * as client from 'openid-client';
import { z } from 'zod';
import { isLoopbackUrl } from '../http/client-address.js';

/** Seconds to wait for the provider. */
const TIMEOUT = 10;

export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What has to be known again when the browser comes back. */
export const signInUnderWaySchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() });
export type SignInUnderWay = z.infer<typeof signInUnderWaySchema>;

/** Who has signed in, as the provider vouches for it. */
export interface Identity {
  issuer: string;
  subject: string;
  name: string;
  /** Only when the provider vouches that it is this person's. */
  email?: string;
}

const claimsSchema = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  /** Entra ID: the address lies in a domain that its owner has proved to own. */
  xms_edov: z.union([z.boolean(), z.string(), z.number()]).optional(),
  preferred_username: z.string().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

const isTrue = (value: boolean | string | number | undefined) =>
  value === true || value === 'true' || value === '1' || value === 1;

/** An Entra ID tenant of one's own: only its administrators set the addresses of its people. `readConfig` refuses the shared ones. */
const isEntraTenant = (issuer: string) => /^https:\/\/login\.microsoftonline\.(?:com|us)\//.test(issuer);

/** The address that an invitation may be compared with; undefined when nobody vouches for it. */
export function readVerifiedEmail(issuer: string, claims: Claims): string | undefined {
  const { email, email_verified, xms_edov, preferred_username } = claims;
  if (email && (isTrue(email_verified) || isTrue(xms_edov))) return email;
  if (!isEntraTenant(issuer) || email_verified !== undefined || xms_edov !== undefined) return undefined;
  return email ?? (preferred_username?.includes('@') ? preferred_username : undefined);
}

export class IdentityProvider {
  private discovered: Promise<client.Configuration> | undefined;

  constructor(
    private readonly settings: ProviderSettings,
    /** Address of our page to which the browser comes back. */
    private readonly redirectUri: () => string,
  ) {}

  /** Host that people will see next. */
  get host(): string {
    return new URL(this.settings.issuer).host;
  }

  /** Where to send the browser, and what to remember meanwhile. @throws when the provider cannot be reached or read */
  async begin(next: string): Promise<{ url: string; underWay: SignInUnderWay }> {
    const provider = await this.discover();
    const underWay = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      next,
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.redirectUri(),
      scope: scopesOf(provider.serverMetadata().scopes_supported),
      response_type: 'code',
      code_challenge: await client.calculatePKCECodeChallenge(underWay.verifier),
      code_challenge_method: 'S256',
      state: underWay.state,
      nonce: underWay.nonce,
    });
    return { url: url.href, underWay };
  }

  /** Redeems what the browser brought back. @throws when anything does not fit: state, nonce, signature, issuer, audience, age */
  async finish(query: URLSearchParams, { state, nonce, verifier }: SignInUnderWay): Promise<Identity> {
    const provider = await this.discover();
    const back = new URL(this.redirectUri());
    back.search = query.toString();
    const tokens = await client.authorizationCodeGrant(provider, back, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const idToken = tokens.claims();
    if (!idToken) throw new TypeError('the provider gave no id_token');
    let claims = claimsSchema.parse(idToken);
    if (!claims.email && provider.serverMetadata().userinfo_endpoint) {
      // Many providers tell name and address only here.
      const more = claimsSchema.safeParse(await client.fetchUserInfo(provider, tokens.access_token, idToken.sub));
      if (more.success) claims = { ...more.data, ...definedIn(claims) };
    }
    const email = readVerifiedEmail(idToken.iss, claims);
    const name = (claims.name || email || claims.preferred_username || 'Sans nom').slice(0, 120);
    return { issuer: idToken.iss, subject: idToken.sub, name, ...(email ? { email } : {}) };
  }

  /** Where to end the provider's own session too; undefined when it has no such page, or cannot be asked. */
  async signOutUrl(returnTo: string): Promise<string | undefined> {
    try {
      const provider = await this.discover();
      if (!provider.serverMetadata().end_session_endpoint) return undefined;
      return client.buildEndSessionUrl(provider, { post_logout_redirect_uri: returnTo }).href;
    } catch {
      return undefined;
    }
  }

  /** Asked for at the first sign-in, so that the service starts without the provider; a failure is not kept. */
  private discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    this.discovered ??= client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: TIMEOUT,
        // A provider on this machine, for trials: nobody listens in between. Any other has to speak https.
        ...(isLoopbackUrl(issuer) ? { execute: [client.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        this.discovered = undefined;
        throw error;
      });
    return this.discovered;
  }
}

/** What is asked for: providers that list their scopes may refuse others. */
const scopesOf = (known: readonly string[] | undefined): string =>
  ['openid', 'profile', 'email'].filter((scope) => scope === 'openid' || !known || known.includes(scope)).join(' ');

const definedIn = (claims: Claims): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
