/** Direct Line 3.0 over HTTP, and the widget's own token route. Errors are in the protocol's shape. */
import { corsHeaders, type Origins } from '../http/origins.js';
import type { RateLimiter } from '../http/rate-limiter.js';
import { type HttpReply, type HttpRequest, json, type Route } from '../http/route.js';
import { socketAddress } from '../http/socket-address.js';
import { authenticate } from './caller.js';
import { type DirectLineChannel, isErasure } from './direct-line-channel.js';
import { ProtocolError, tooMany, unknownConversation } from './protocol-error.js';
import { readActivity, readSenderId, readUserId } from './read-activity.js';
import { STREAM_PATH } from './stream-route.js';
import type { StreamTickets } from './stream-tickets.js';
import { type DirectLineTokens, TOKEN_SECONDS, type TokenClaims } from './tokens.js';

export interface DirectLineRouteOptions {
  channel: DirectLineChannel;
  tokens: DirectLineTokens;
  tickets: StreamTickets;
  origins: Origins;
  /** Messages per client address and per conversation; separately tokens and conversations per address, streams per conversation. */
  limiter: RateLimiter;
  /** Address that users see. */
  publicUrl(): string;
  /** Short name of a network, from its contact card. */
  networkName(id: string): string | undefined;
  secret?: string;
}

interface Handler {
  method: 'GET' | 'POST';
  path: string;
  handle(request: HttpRequest, network?: string): Promise<HttpReply>;
}

const BASE = '/v3/directline';

export function createDirectLineRoutes(options: DirectLineRouteOptions): Route[] {
  const handlers = [...createTokenHandlers(options), ...createConversationHandlers(options)];
  const describeError = (_status: number, code: string, message: string) => ({ error: { code, message } });
  const errorHeaders = (origin: string | undefined) => (options.origins.check(origin).allowed ? corsHeaders(origin) : {});
  const preflight = (request: HttpRequest): HttpReply =>
    options.origins.check(request.headers.origin).allowed
      ? { status: 204, headers: corsHeaders(request.headers.origin) }
      : new ProtocolError(403, 'BadArgument', 'Origine non autorisée.').toReply();
  const paths = [...new Set(handlers.map(({ path }) => path))];
  return [
    ...handlers.map(
      ({ method, path, handle }): Route => ({
        method,
        path,
        describeError,
        errorHeaders,
        handle: (request) => guard(request, options.origins, handle),
      }),
    ),
    ...paths.map((path): Route => ({ method: 'OPTIONS', path, describeError, handle: preflight })),
  ];
}

async function grant({ tokens, networkName }: DirectLineRouteOptions, claims: TokenClaims) {
  const { conversationId, network: id } = claims;
  const name = id && networkName(id);
  return {
    conversationId,
    token: await tokens.sign(claims),
    expires_in: TOKEN_SECONDS,
    ...(name ? { network: { id, name } } : {}),
  };
}

const freshClaims = (channel: DirectLineChannel, userId: string | undefined, network?: string): TokenClaims => ({
  conversationId: channel.newConversationId(),
  userId: userId ?? channel.newUserId(),
  ...(network ? { network } : {}),
});

function createTokenHandlers(options: DirectLineRouteOptions): Handler[] {
  const { channel, limiter } = options;
  return [
    {
      method: 'POST',
      path: '/widget/token',
      // The site's own word for its network (`data-network`) counts for nothing: the operator's does (WIDGET_ORIGINS).
      handle: async (request, network) => {
        limit(limiter, `token ${request.client}`);
        return json(200, await grant(options, freshClaims(channel, undefined, network)));
      },
    },
    {
      method: 'POST',
      path: `${BASE}/tokens/generate`,
      handle: async (request) => {
        const caller = await authenticate(request, options);
        if (caller.kind !== 'secret') throw new ProtocolError(403, 'BadArgument', 'Le secret Direct Line est attendu.');
        limit(limiter, `token ${request.client}`);
        return json(200, await grant(options, freshClaims(channel, readUserId(request.body))));
      },
    },
    {
      method: 'POST',
      path: `${BASE}/tokens/refresh`,
      handle: async (request) => {
        const caller = await authenticate(request, options);
        if (caller.kind === 'secret') throw new ProtocolError(403, 'BadArgument', 'Un jeton de conversation est attendu.');
        return json(200, await grant(options, caller.claims));
      },
    },
  ];
}

function createConversationHandlers(options: DirectLineRouteOptions): Handler[] {
  const { channel, limiter } = options;

  const withStream = async (request: HttpRequest, claims: TokenClaims, watermark: string) => {
    const path = STREAM_PATH.replace(':id', encodeURIComponent(claims.conversationId));
    const query = new URLSearchParams({ watermark, t: await options.tickets.issue(claims) });
    const streamUrl = `${socketAddress(options.publicUrl(), request.headers.host)}${path}?${query}`;
    return { ...(await grant(options, claims)), streamUrl };
  };

  return [
    {
      method: 'POST',
      path: `${BASE}/conversations`,
      handle: async (request) => {
        const caller = await authenticate(request, options);
        limit(limiter, `conversation ${request.client}`);
        const claims = caller.kind === 'token' ? caller.claims : freshClaims(channel, readUserId(request.body));
        const { created } = await channel.start(claims.conversationId, claims.userId, claims.network);
        return json(created ? 201 : 200, await withStream(request, claims, '0'));
      },
    },
    {
      method: 'GET',
      path: `${BASE}/conversations/:id`,
      handle: async (request) => {
        const { secret: _, ...claims } = await authorise(request, options);
        await mustExist(channel, claims.conversationId);
        limit(limiter, `stream ${claims.conversationId}`);
        // Without a watermark only what is yet to come is wanted.
        const watermark = request.query.get('watermark') || (await channel.read(claims.conversationId)).watermark;
        return json(200, await withStream(request, claims, watermark));
      },
    },
    {
      method: 'GET',
      path: `${BASE}/conversations/:id/activities`,
      handle: async (request) => {
        const { conversationId, userId, secret } = await authorise(request, options);
        await mustExist(channel, conversationId);
        const shown = secret ? {} : { userId };
        return json(200, await channel.read(conversationId, request.query.get('watermark') ?? undefined, shown));
      },
    },
    {
      method: 'POST',
      path: `${BASE}/conversations/:id/activities`,
      handle: async (request) => {
        const { conversationId, userId } = await authorise(request, options);
        const conversation = await mustExist(channel, conversationId);
        const incoming = readActivity(request.body);
        if (isErasure(incoming)) return json(200, await channel.post(conversationId, userId, incoming));
        if (!channel.isWritable(conversation))
          throw new ProtocolError(404, 'ConversationNotFound', 'Cette conversation est terminée : commencez-en une autre.');
        limit(limiter, `message to ${conversationId}`);
        limit(limiter, `message ${request.client}`);
        return json(200, await channel.post(conversationId, userId, incoming));
      },
    },
    {
      method: 'POST',
      path: `${BASE}/conversations/:id/upload`,
      handle: async (request) => {
        await authorise(request, options);
        throw new ProtocolError(415, 'BadArgument', 'Les fichiers ne sont pas acceptés : écrivez votre question.');
      },
    },
    {
      method: 'GET',
      path: STREAM_PATH,
      handle: async () => {
        throw new ProtocolError(426, 'BadArgument', 'Cette adresse ne sert qu’aux WebSocket.', {
          Upgrade: 'websocket',
          Connection: 'Upgrade',
        });
      },
    },
  ];
}

/** Origin check, CORS headers and protocol errors around every handler. */
async function guard(request: HttpRequest, origins: Origins, handle: Handler['handle']): Promise<HttpReply> {
  const { origin } = request.headers;
  const verdict = origins.check(origin);
  if (!verdict.allowed) return new ProtocolError(403, 'BadArgument', 'Origine non autorisée : voir WIDGET_ORIGINS.').toReply();
  const cors = { ...corsHeaders(origin), 'Cache-Control': 'no-store' };
  try {
    const reply = await handle(request, verdict.network);
    return { ...reply, headers: { ...reply.headers, ...cors } };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const reply = error.toReply();
    return { ...reply, headers: { ...reply.headers, ...cors } };
  }
}

/** Who speaks in the conversation of the path: the holder of its token, or the server with the secret for the user that it names. */
async function authorise(request: HttpRequest, options: DirectLineRouteOptions): Promise<TokenClaims & { secret: boolean }> {
  const caller = await authenticate(request, options);
  const conversationId = request.params.id ?? '';
  if (caller.kind === 'secret')
    return { conversationId, userId: readSenderId(request.body) ?? options.channel.newUserId(), secret: true };
  if (conversationId !== caller.claims.conversationId)
    throw new ProtocolError(403, 'BadArgument', 'Ce jeton est celui d’une autre conversation.');
  return { ...caller.claims, secret: false };
}

async function mustExist(channel: DirectLineChannel, conversationId: string) {
  const conversation = await channel.find(conversationId);
  if (!conversation) throw unknownConversation();
  return conversation;
}

/** @throws ProtocolError 429 */
function limit(limiter: RateLimiter, key: string): void {
  const wait = limiter.take(key);
  if (wait > 0) throw tooMany(wait);
}
