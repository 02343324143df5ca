/** The HTTP server: the only user of restify. Limits, safe errors, headers; everything else is a route's business. */
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import restify, { type Request, type Response } from 'restify';
import { PasserelleError } from '../errors.js';
import { BodyStream, type HttpReply, type HttpRequest, type Route } from '../http/route.js';
import type { UpgradeRoute } from '../http/upgrade.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import { describeRequest } from './describe-request.js';
import { readBody } from './read-body.js';
import { handleUpgrades } from './upgrades.js';

const safeHeaders: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

export interface ServerOptions {
  routes: readonly Route[];
  /** Paths that may become a WebSocket; every other upgrade is refused. */
  upgrades: readonly UpgradeRoute[];
  trustedProxies: readonly string[];
  logger: Logger;
  metrics: Metrics;
}

export interface RunningServer {
  port: number;
  http: HttpServer;
  /** Refuses new connections and resolves when the requests in flight are answered and every WebSocket has been closed by its owner. */
  close(): Promise<void>;
}

export function createHttpServer(options: ServerOptions) {
  const server = restify.createServer({ name: 'Passerelle', ignoreTrailingSlash: true, noWriteContinue: true });
  server.pre((request: Request, response: Response, next: (stop?: false) => void) => {
    response.removeHeader('Server');
    for (const [name, value] of Object.entries(safeHeaders)) response.header(name, value);
    if (hasAddress(request)) return next();
    options.metrics.requests.inc({ route: 'none', status: '400' });
    const body = { error: { code: 'BadArgument', message: 'L’adresse demandée ou l’en-tête Host est mal formé.' } };
    send(response, { status: 400, body }).finally(() => next(false));
  });
  server.use(restify.plugins.queryParser({ mapParams: false }));
  for (const route of options.routes) {
    const answer = (request: Request, response: Response, next: (stop?: false) => void) => {
      run(route, request, options)
        .then(async (reply) => {
          options.metrics.requests.inc({ route: route.path, status: String(reply.status) });
          await send(response, reply);
        })
        .catch((error: unknown) => options.logger.warn({ err: error, route: route.path }, 'reply cut short'))
        .finally(() => next(false));
    };
    if (route.method === 'GET') server.get(route.path, answer);
    else if (route.method === 'POST') server.post(route.path, readBody(route.takesForm ? 'form' : 'json'), answer);
    else server.opts(route.path, answer);
  }
  // Errors raised before a route runs: broken JSON, a body too large, an unknown path or method.
  server.on('restifyError', (request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
    const status = error.statusCode ?? 500;
    const route = options.routes.find((candidate) => candidate.path === request.getRoute()?.path);
    options.metrics.requests.inc({ route: route?.path ?? 'none', status: String(status) });
    send(response, describeFailure(route, status, request.headers.origin)).finally(done);
  });
  handleUpgrades(server.server as HttpServer, options);

  return {
    /** @throws PasserelleError E_PORT_IN_USE */
    listen(port: number, host: string): Promise<RunningServer> {
      return new Promise((resolve, reject) => {
        const http = server.server as HttpServer;
        http.once('error', (error: NodeJS.ErrnoException) => {
          reject(error.code === 'EADDRINUSE' ? new PasserelleError('E_PORT_IN_USE', `${host}:${port}`) : error);
        });
        server.listen(port, host, () => {
          resolve({
            port: (http.address() as AddressInfo).port,
            http,
            close: () =>
              new Promise((closed) => {
                server.close(() => closed());
                http.closeIdleConnections();
              }),
          });
        });
      });
    },
  };
}

/**
 * True when a request's target and Host header make an address, the path of which is the target's. restify joins them without looking:
 * what makes no address would end the process, and « Host: a/metrics? » would lead past a proxy's rules.
 */
function hasAddress({ url = '', headers: { host = '' } }: Request): boolean {
  const origin = `http://${host || 'localhost'}`;
  return !/[/?#\\@\s]/.test(host) && URL.canParse(origin) && URL.canParse(url.startsWith('/') ? origin + url : url, origin);
}

async function run(route: Route, request: Request, { trustedProxies, logger }: ServerOptions): Promise<HttpReply> {
  try {
    return await route.handle(toHttpRequest(request, trustedProxies));
  } catch (error) {
    logger.error({ err: error, route: route.path }, 'request failed');
    const unavailable = error instanceof PasserelleError && (error.code === 'E_STORE_WRITE' || error.code === 'E_DATABASE');
    return describeFailure(route, unavailable ? 503 : 500, request.headers.origin);
  }
}

function toHttpRequest(request: Request, trustedProxies: readonly string[]): HttpRequest {
  return {
    ...describeRequest(request, trustedProxies),
    path: request.getPath(),
    params: request.params as Record<string, string>,
    query: new URLSearchParams(request.getQuery()),
    body: request.body ?? undefined,
  };
}

/** `sendRaw` keeps restify from formatting, and marks the response as sent so that its own error handling leaves it alone. */
async function send(response: Response, { status, headers, cookies, body }: HttpReply): Promise<void> {
  // Not restify's `header`, which adds to what is there.
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (cookies && cookies.length > 0) response.setHeader('Set-Cookie', [...cookies]);
  if (body instanceof BodyStream) {
    response.writeHead(status);
    await pipeline(Readable.from(body.parts), response);
    return;
  }
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  if (!raw && body !== undefined) response.header('Content-Type', 'application/json; charset=utf-8');
  response.sendRaw(status, body === undefined ? '' : raw ? (body as string) : JSON.stringify(body));
}

const failures: Record<number, { code: string; message: string }> = {
  400: { code: 'BadArgument', message: 'Le corps de la requête n’est pas un JSON valide.' },
  404: { code: 'NotFound', message: 'Cette adresse n’existe pas.' },
  405: { code: 'MethodNotAllowed', message: 'Cette méthode n’est pas possible ici.' },
  406: { code: 'NotAcceptable', message: 'Ce format n’est pas proposé.' },
  413: { code: 'MessageSizeTooBig', message: 'Message trop volumineux (256 Ko au plus).' },
  415: { code: 'UnsupportedMediaType', message: 'Le corps de la requête doit être en JSON (Content-Type: application/json).' },
  503: { code: 'ServiceUnavailable', message: 'Le service ne peut pas enregistrer pour le moment. Réessayez dans un instant.' },
};

function describeFailure(route: Route | undefined, status: number, origin: string | undefined): HttpReply {
  const known = failures[status] ?? {
    code: status < 500 ? 'BadArgument' : 'ServiceError',
    message: 'La requête n’a pas pu être traitée.',
  };
  const body = route?.describeError?.(status, known.code, known.message) ?? { error: known };
  return { status, body, headers: route?.errorHeaders?.(origin) ?? {} };
}
