/** Direct Line 3.0 over HTTP, and the widget's own token route. Errors are in the protocol's shape. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { corsHeaders, type Origins } from '../http/origins.js';
import type { RateLimiter } from '../http/rate-limiter.js';
import { type HttpReply, type HttpRequest, json, type Route } from '../http/route.js';
import type { DirectLineChannel, IncomingActivity } from './direct-line-channel.js';
import { type DirectLineTokens, TOKEN_SECONDS, type TokenClaims } from './tokens.js';

export interface DirectLineRouteOptions {
  channel: DirectLineChannel;
  tokens: DirectLineTokens;
  origins: Origins;
  /** Messages, and separately tokens and conversations, per client address. */
  limiter: RateLimiter;
  secret?: string;
}

const BASE = '/v3/directline';

const incomingSchema = z.object({
  type: z.string().min(1).max(50),
  text: z.string().optional(),
  value: z.unknown().optional(),
  name: z.string().max(200).optional(),
  locale: z.string().max(35).optional(),
  attachments: z.array(z.object({ contentType: z.string().max(200), name: z.string().max(300).optional() })).optional(),
  channelData: z.record(z.string(), z.unknown()).optional(),
});

/** Types of activity that a client may send; others are refused. */
const acceptedTypes = new Set(['message', 'event', 'typing', 'endOfConversation']);

class ProtocolError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

const failure = (status: number, code: string, message: string) => ({ status, body: { error: { code, message } } });

export function createDirectLineRoutes(options: DirectLineRouteOptions): Route[] {
  const { channel, tokens, limiter } = options;

  const claimsOf = async (request: HttpRequest): Promise<TokenClaims> => {
    const caller = await authenticate(request, options);
    if (caller.kind === 'secret') throw new ProtocolError(403, 'BadArgument', 'Un jeton de conversation est attendu.');
    const asked = request.params.id;
    if (asked !== undefined && asked !== caller.claims.conversationId)
      throw new ProtocolError(403, 'BadArgument', 'Ce jeton est celui d’une autre conversation.');
    return caller.claims;
  };
  const grant = async (claims: TokenClaims) => ({
    conversationId: claims.conversationId,
    token: await tokens.sign(claims),
    expires_in: TOKEN_SECONDS,
  });
  const freshClaims = (userId: string | undefined, network?: string): TokenClaims => ({
    conversationId: channel.newConversationId(),
    userId: userId ?? channel.newUserId(),
    ...(network ? { network } : {}),
  });

  const handlers: { method: 'GET' | 'POST'; path: string; handle(request: HttpRequest, network?: string): Promise<HttpReply> }[] =
    [
      {
        method: 'POST',
        path: '/widget/token',
        handle: async (request, network) => {
          limit(limiter, 'token', request);
          return json(200, await grant(freshClaims(undefined, network)));
        },
      },
      {
        method: 'POST',
        path: `${BASE}/tokens/generate`,
        handle: async (request) => {
          const caller = await authenticate(request, options);
          if (caller.kind !== 'secret') throw new ProtocolError(403, 'BadArgument', 'Le secret Direct Line est attendu.');
          limit(limiter, 'token', request);
          return json(200, await grant(freshClaims(readUserId(request.body))));
        },
      },
      {
        method: 'POST',
        path: `${BASE}/tokens/refresh`,
        handle: async (request) => json(200, await grant(await claimsOf(request))),
      },
      {
        method: 'POST',
        path: `${BASE}/conversations`,
        handle: async (request) => {
          const caller = await authenticate(request, options);
          limit(limiter, 'conversation', request);
          const claims = caller.kind === 'token' ? caller.claims : freshClaims(readUserId(request.body));
          const { created } = await channel.start(claims.conversationId, claims.userId, claims.network);
          return json(created ? 201 : 200, await grant(claims));
        },
      },
      {
        method: 'GET',
        path: `${BASE}/conversations/:id`,
        handle: async (request) => {
          const claims = await claimsOf(request);
          await mustExist(channel, claims.conversationId);
          return json(200, await grant(claims));
        },
      },
      {
        method: 'GET',
        path: `${BASE}/conversations/:id/activities`,
        handle: async (request) => {
          const { conversationId } = await claimsOf(request);
          await mustExist(channel, conversationId);
          return json(200, await channel.read(conversationId, request.query.get('watermark') ?? undefined));
        },
      },
      {
        method: 'POST',
        path: `${BASE}/conversations/:id/activities`,
        handle: async (request) => {
          const { conversationId, userId } = await claimsOf(request);
          const conversation = await mustExist(channel, conversationId);
          if (conversation.ended) throw new ProtocolError(404, 'ConversationNotFound', 'Cette conversation est terminée.');
          const incoming = readActivity(request.body);
          limit(limiter, 'message', request);
          return json(200, await channel.post(conversationId, userId, incoming));
        },
      },
      {
        method: 'POST',
        path: `${BASE}/conversations/:id/upload`,
        handle: async (request) => {
          await claimsOf(request);
          throw new ProtocolError(415, 'BadArgument', 'Les fichiers ne sont pas acceptés : écrivez votre question.');
        },
      },
    ];

  const describeError = (_status: number, code: string, message: string) => ({ error: { code, message } });
  const preflight = (request: HttpRequest): HttpReply =>
    options.origins.check(request.headers.origin).allowed
      ? { status: 204, headers: corsHeaders(request.headers.origin) }
      : failure(403, 'BadArgument', 'Origine non autorisée.');
  const paths = [...new Set(handlers.map(({ path }) => path))];
  return [
    ...handlers.map(
      ({ method, path, handle }): Route => ({
        method,
        path,
        describeError,
        handle: (request) => guard(request, options.origins, handle),
      }),
    ),
    ...paths.map((path): Route => ({ method: 'OPTIONS', path, describeError, handle: preflight })),
  ];
}

/** Origin check, CORS headers and protocol errors around every handler. */
async function guard(
  request: HttpRequest,
  origins: Origins,
  handle: (request: HttpRequest, network?: string) => Promise<HttpReply>,
): Promise<HttpReply> {
  const { origin } = request.headers;
  const verdict = origins.check(origin);
  if (!verdict.allowed) return failure(403, 'BadArgument', 'Origine non autorisée : voir WIDGET_ORIGINS.');
  const cors = { ...corsHeaders(origin), 'Cache-Control': 'no-store' };
  try {
    const reply = await handle(request, verdict.network);
    return { ...reply, headers: { ...reply.headers, ...cors } };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { ...failure(error.status, error.code, error.message), headers: { ...error.headers, ...cors } };
  }
}

type Caller = { kind: 'secret' } | { kind: 'token'; claims: TokenClaims };

async function authenticate(request: HttpRequest, { tokens, secret }: DirectLineRouteOptions): Promise<Caller> {
  const bearer = /^Bearer (\S{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!bearer) throw new ProtocolError(401, 'BadArgument', 'L’en-tête Authorization: Bearer … est attendu.');
  if (secret && sameText(bearer, secret)) return { kind: 'secret' };
  const reading = await tokens.read(bearer);
  if (reading.valid) return { kind: 'token', claims: reading.claims };
  throw reading.reason === 'expired'
    ? new ProtocolError(403, 'TokenExpired', 'Le jeton a expiré.')
    : new ProtocolError(403, 'BadArgument', 'Le jeton n’est pas valable.');
}

/** Compares in constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

async function mustExist(channel: DirectLineChannel, conversationId: string) {
  const conversation = await channel.find(conversationId);
  if (!conversation) throw new ProtocolError(404, 'ConversationNotFound', 'Cette conversation n’existe pas ou plus.');
  return conversation;
}

function limit(limiter: RateLimiter, what: string, request: HttpRequest): void {
  const wait = limiter.take(`${what} ${request.client}`);
  if (wait > 0)
    throw new ProtocolError(429, 'TooManyRequests', 'Trop de messages en peu de temps. Réessayez dans un instant.', {
      'Retry-After': String(wait),
    });
}

/** Parses what a client posts. Clients write keys in Pascal case too. */
function readActivity(body: unknown): IncomingActivity {
  const parsed = incomingSchema.safeParse(lowerFirstKeys(body));
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new ProtocolError(
      400,
      'MissingProperty',
      `Activité mal formée : ${first?.path.join('.') || 'corps'} (un objet avec « type » est attendu).`,
    );
  }
  if (!acceptedTypes.has(parsed.data.type))
    throw new ProtocolError(400, 'BadArgument', `Type d’activité non accepté : ${parsed.data.type}.`);
  return parsed.data;
}

function readUserId(body: unknown): string | undefined {
  const user = lowerFirstKeys(lowerFirstKeys(body)?.user);
  return typeof user?.id === 'string' && user.id.startsWith('dl_') && user.id.length <= 100 ? user.id : undefined;
}

function lowerFirstKeys(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), item]));
}
