import { isIP } from 'node:net';

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;

export const isLoopback = (address: string): boolean => loopback.test(address);

/** True when a URL's host is this machine: localhost, 127.0.0.0/8 or ::1. */
export function isLoopbackUrl(url: string): boolean {
  try {
    const { hostname } = new URL(url);
    return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return false;
  }
}

type Headers = Readonly<Record<string, string | undefined>>;

/** True when a proxy says that it forwards this request. */
export const isForwarded = (headers: Headers): boolean =>
  Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));

/**
 * Address of the client: the socket's, or, when the socket is a trusted proxy, the last address of X-Forwarded-For
 * that is not itself a trusted proxy (earlier ones are the client's own claims).
 */
export function clientAddress(socketAddress: string, headers: Headers, trustedProxies: readonly string[]): string {
  const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '');
  const trusted = new Set(trustedProxies.map(plain));
  let address = plain(socketAddress);
  if (!trusted.has(address)) return address;
  const claimed = (headers['x-forwarded-for'] ?? '').split(',').map((item) => plain(item.trim()));
  for (const claim of claimed.reverse()) {
    if (isIP(claim) === 0) break;
    address = claim;
    if (!trusted.has(claim)) break;
  }
  return address;
}
