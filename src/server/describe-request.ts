import type { IncomingMessage } from 'node:http';
import { clientAddress, isForwarded, isLoopback } from '../http/client-address.js';
import type { HttpRequest } from '../http/route.js';

/** What is known of a request from its socket and headers alone. */
export function describeRequest(
  message: IncomingMessage,
  trustedProxies: readonly string[],
): Pick<HttpRequest, 'method' | 'headers' | 'client' | 'local'> {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const socketAddress = message.socket.remoteAddress ?? '';
  return {
    method: message.method ?? 'GET',
    headers,
    client: clientAddress(socketAddress, headers, trustedProxies),
    local: isLoopback(socketAddress) && !isForwarded(headers),
  };
}
