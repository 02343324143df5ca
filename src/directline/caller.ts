import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http/route.js';
import { ProtocolError } from './protocol-error.js';
import type { DirectLineTokens, TokenClaims, TokenReading } from './tokens.js';

/** Who calls: the server that has the secret (any conversation), or the holder of one conversation's token. */
export type Caller = { kind: 'secret' } | { kind: 'token'; claims: TokenClaims };

/** @throws ProtocolError 401, 403 */
export async function authenticate(
  request: HttpRequest,
  { tokens, secret }: { tokens: DirectLineTokens; secret?: string },
): Promise<Caller> {
  const bearer = /^Bearer (\S{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!bearer) throw new ProtocolError(401, 'BadArgument', 'L’en-tête Authorization: Bearer … est attendu.');
  if (secret && sameText(bearer, secret)) return { kind: 'secret' };
  return { kind: 'token', claims: mustBeValid(await tokens.read(bearer)) };
}

/** @throws ProtocolError 403 */
export function mustBeValid<T>(reading: { valid: true; claims: T } | Extract<TokenReading, { valid: false }>): T {
  if (reading.valid) return reading.claims;
  throw reading.reason === 'expired'
    ? new ProtocolError(403, 'TokenExpired', 'Le jeton a expiré.')
    : new ProtocolError(403, 'BadArgument', 'Le jeton n’est pas valable.');
}

/** Compares in constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
