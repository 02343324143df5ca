/** WebSockets on the HTTP server: the only user of `ws`. Checks first, shakes hands after. */
import { type Server as HttpServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type HttpReply, type HttpRequest, json } from '../http/route.js';
import type { StreamSocket, UpgradeRoute } from '../http/upgrade.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import { describeRequest } from './describe-request.js';

/** Largest frame that a client may send, in bytes: the protocol's clients send empty ones only. */
const MAX_FRAME = 4096;

export interface UpgradeOptions {
  upgrades: readonly UpgradeRoute[];
  trustedProxies: readonly string[];
  logger: Logger;
  metrics: Metrics;
}

/** Takes every request that wants to leave HTTP: without this they would hang, since restify listens and does nothing. */
export function handleUpgrades(http: HttpServer, options: UpgradeOptions): void {
  // Compression would cost a quarter of a megabyte a socket.
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false, clientTracking: false });
  http.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const count = (route: string, status: number) => options.metrics.requests.inc({ route, status: String(status) });
    decide(message, options).then(
      ({ route, reply }) => {
        if ('refuse' in reply) {
          count(route, reply.refuse.status);
          refuse(socket, reply.refuse);
          return;
        }
        server.handleUpgrade(message, socket, head, (accepted) => {
          count(route, 101);
          reply.accept(wrapSocket(accepted));
        });
      },
      (error: unknown) => {
        options.logger.error({ err: error }, 'upgrade failed');
        count('none', 500);
        refuse(socket, describe(500, 'ServiceError', 'La connexion n’a pas pu être ouverte.'));
      },
    );
  });
}

const describe = (status: number, code: string, message: string): HttpReply => json(status, { error: { code, message } });

async function decide(message: IncomingMessage, { upgrades, trustedProxies }: UpgradeOptions) {
  const refusal = (status: number, code: string, text: string) => ({
    route: 'none',
    reply: { refuse: describe(status, code, text) },
  });
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
  if (message.headers.upgrade?.toLowerCase() !== 'websocket')
    return refusal(400, 'BadArgument', 'Seul le protocole WebSocket est proposé.');
  for (const route of upgrades) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    const request: HttpRequest = {
      ...describeRequest(message, trustedProxies),
      path,
      params,
      query: new URLSearchParams(query),
      body: undefined,
    };
    return { route: route.path, reply: await route.handle(request) };
  }
  return refusal(404, 'NotFound', 'Cette adresse n’existe pas.');
}

/** Parameters of a path that has the pattern's form, or undefined. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return undefined;
    }
  }
  return params;
}

/** Answers in plain HTTP and hangs up. */
function refuse(socket: Duplex, { status, headers, body }: HttpReply): void {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...headers,
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
}

function wrapSocket(socket: WebSocket): StreamSocket {
  // A broken frame or a reset: `close` follows and is what counts.
  socket.on('error', () => undefined);
  return {
    send: (text) => new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve()))),
    buffered: () => socket.bufferedAmount,
    ping: () => socket.ping(() => undefined),
    onPong: (listener) => {
      socket.on('pong', listener);
    },
    onClose: (listener) => {
      socket.once('close', listener);
    },
    close: (code, reason) => socket.close(code, reason),
    drop: () => socket.terminate(),
  };
}
