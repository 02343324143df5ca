/**
 * A stand-in for the Bot Framework's cloud on loopback: OpenID metadata and keys, channels' tokens signed by them, the sign-in service
 * where the bot gets its own tokens, and a count of every outgoing connection.
 */
import https from 'node:https';
import { connect } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { BotCloud } from '../../src/teams/bot-cloud.js';
import { publicCloud } from '../../src/teams/bot-cloud.js';
import { serveLoopback } from './serve-loopback.js';

export const BOT_ID = '0b0b0b0b-1111-4222-8333-444444444444';
export const TENANT_ID = '7e7e7e7e-1111-4222-8333-444444444444';
export const BOT_SECRET = 'stand-in-secret';

export interface TokenWish {
  issuer?: string;
  audience?: string;
  /** Seconds from now. */
  expiresIn?: number;
  notBefore?: number;
  /** null: no such claim. */
  serviceUrl?: string | null;
  /** Signed by a key that the service does not publish, under the published key's id. */
  forged?: boolean;
  /** A published key's id that does not exist. */
  unknownKey?: boolean;
  unsigned?: boolean;
  /** Signed by a key that speaks for Slack only. */
  forSlack?: boolean;
}

export interface TokenRequest {
  host: string;
  path: string;
  form: URLSearchParams;
}

export async function startBotCloud() {
  const [main, other, slack] = await Promise.all([makeKey(), makeKey(), makeKey()]);
  const requests: string[] = [];
  const tokenRequests: TokenRequest[] = [];
  const state = { down: false };
  const { url, close } = await serveLoopback((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`);
      const send = (status: number, body: unknown) => {
        response.writeHead(state.down ? 500 : status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const path = request.url ?? '';
      if (path === '/metadata') return send(200, { issuer: publicCloud.tokenIssuer, jwks_uri: `${url}/keys` });
      if (path === '/keys') {
        const keys = [
          { ...main.jwk, kid: 'main', endorsements: ['msteams', 'webchat'] },
          { ...slack.jwk, kid: 'slack', endorsements: ['slack'] },
          { kty: 'EC', kid: 'elliptic' },
        ];
        return send(200, { keys });
      }
      // The endpoint of managed identities in Azure's containers.
      if (path.startsWith('/msi')) {
        const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
        return send(200, {
          access_token: 'machine-token',
          expires_on,
          resource: 'https://api.botframework.com',
          token_type: 'Bearer',
        });
      }
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      tokenRequests.push({ host: request.headers.host ?? '', path, form });
      if (form.get('client_secret') !== BOT_SECRET)
        return send(401, { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' });
      return send(200, { token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600, access_token: 'bot-token' });
    });
  });
  const cloud: BotCloud = { ...publicCloud, metadataUrl: `${url}/metadata` };

  return {
    cloud,
    url,
    /** Every request that reached the stand-in. */
    requests,
    /** Those for the bot's own tokens. */
    tokenRequests,
    state,
    /** A channel's token as the Bot Framework signs it, but for what is wished otherwise. */
    async sign(serviceUrl: string, wish: TokenWish = {}): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      const claim = wish.serviceUrl === undefined ? serviceUrl : wish.serviceUrl;
      const claims = {
        iss: wish.issuer ?? publicCloud.tokenIssuer,
        aud: wish.audience ?? BOT_ID,
        iat: now,
        nbf: now + (wish.notBefore ?? -60),
        exp: now + (wish.expiresIn ?? 3600),
        ...(claim === null ? {} : { serviceurl: claim }),
      };
      if (wish.unsigned) return new UnsecuredJWT(claims).encode();
      const kid = wish.unknownKey ? 'nobody' : wish.forSlack ? 'slack' : 'main';
      const { privateKey } = wish.forged ? other : wish.forSlack ? slack : main;
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey);
    },
    close,
  };
}

async function makeKey(): Promise<{ privateKey: CryptoKey; jwk: object }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/**
 * Sends every HTTPS connection of this process to the stand-in instead, in clear: the SDK then asks the real addresses for its tokens
 * without anything leaving the machine. Returns the way back.
 */
export function redirectHttps(standInUrl: string): { hosts: string[]; restore(): void } {
  const hosts: string[] = [];
  const agent = https.globalAgent as unknown as { createConnection: (options: { host?: string }) => unknown };
  const original = agent.createConnection;
  agent.createConnection = (options) => {
    hosts.push(options.host ?? '');
    return connect(Number(new URL(standInUrl).port), '127.0.0.1');
  };
  return {
    hosts,
    restore: () => {
      agent.createConnection = original;
    },
  };
}
