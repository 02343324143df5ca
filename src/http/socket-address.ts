import { isLoopbackUrl } from './client-address.js';

const hostPattern = /^(?:[a-z\d.-]{1,253}|\[[\da-f:]{2,39}\])(?::\d{1,5})?$/i;
const unspecified = new Set(['0.0.0.0', '[::]']);

/**
 * The `ws:` or `wss:` twin of the service's public address, without trailing slash. When that address is only this machine's
 * (nobody has set PUBLIC_URL), the name under which the client has called is the better one: `localhost` and `127.0.0.1`
 * are two origins for a browser.
 */
export function socketAddress(publicUrl: string, hostHeader: string | undefined): string {
  const isPrivate = isLoopbackUrl(publicUrl) || unspecified.has(new URL(publicUrl).hostname);
  if (isPrivate && hostHeader && hostPattern.test(hostHeader)) return `ws://${hostHeader}`;
  return publicUrl.replace(/^http/, 'ws');
}
