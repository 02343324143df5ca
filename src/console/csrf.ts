import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http/route.js';

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Compares two secrets in a time that tells nothing of them. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(hash(a), hash(b));

/**
 * True when a page of ours has sent the request. Browsers say so themselves: Sec-Fetch-Site where they know it, Origin with
 * every POST. A request that says neither is no browser's form.
 */
export function comesFromOurPages({ headers }: HttpRequest, isOwn: (origin: string) => boolean): boolean {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin !== undefined && origin !== 'null') return isOwn(origin);
  return site === 'same-origin';
}
