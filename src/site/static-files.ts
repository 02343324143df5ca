import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { HttpReply, HttpRequest, Route } from '../http/route.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
};

/** Content policy of the service's own pages: nothing inline, nothing from elsewhere. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

interface StaticFile {
  content: Buffer;
  headers: Record<string, string>;
}

/**
 * The widget's files, read once at start: a name that is not among them cannot be asked for, so no path can leave the folder.
 * `widget.js` and the other scripts may be loaded by other sites.
 */
export function createStaticRoutes(folder: string): Route[] {
  const files = new Map<string, StaticFile>();
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (item.isFile()) files.set(item.name, readStatic(join(folder, item.name)));
  }
  const serve = (name: string) => (request: HttpRequest) => reply(files.get(name), request);
  return [
    { method: 'GET', path: '/', handle: serve('page.html') },
    { method: 'GET', path: '/widget.js', handle: serve('widget.js') },
    { method: 'GET', path: '/favicon.ico', handle: (request) => reply(files.get('favicon.svg'), request) },
    { method: 'GET', path: '/widget/:name', handle: (request) => reply(files.get(request.params.name ?? ''), request) },
  ];
}

function readStatic(path: string): StaticFile {
  const content = readFileSync(path);
  const extension = extname(path);
  return {
    content,
    headers: {
      'Content-Type': types[extension] ?? 'application/octet-stream',
      'Cache-Control': extension === '.html' ? 'no-cache' : 'public, max-age=300',
      ETag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
      ...(extension === '.html' ? { 'Content-Security-Policy': pagePolicy } : { 'Cross-Origin-Resource-Policy': 'cross-origin' }),
    },
  };
}

function reply(file: StaticFile | undefined, request: HttpRequest): HttpReply {
  if (!file) return { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'Cette page n’existe pas.' };
  if (request.headers['if-none-match'] === file.headers.ETag) return { status: 304, headers: file.headers };
  return { status: 200, headers: file.headers, body: file.content };
}
