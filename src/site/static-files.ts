import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

/** Kinds that shrink: the others are compressed already. */
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json']);

/** Content policy of the service's own pages: nothing inline, nothing from elsewhere. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

interface StaticFile {
  content: Buffer;
  gzipped?: Buffer;
  headers: Record<string, string>;
}

/**
 * The built files of `assets`, read and compressed once at start: a name that is not among them cannot be asked for, so no
 * path can leave the folder. The widget's files may be loaded by other sites.
 */
export function createStaticRoutes(assets: string): Route[] {
  const widget = readFolder(join(assets, 'widget'));
  const site = readFolder(join(assets, 'site'));
  const serve = (path: string, find: (request: HttpRequest) => StaticFile | undefined): Route => ({
    method: 'GET',
    path,
    handle: (request) => reply(find(request), request),
  });
  return [
    serve('/', () => widget.get('page.html')),
    serve('/widget.js', () => widget.get('widget.js')),
    serve('/favicon.ico', () => widget.get('favicon.svg')),
    serve('/widget/:name', (request) => widget.get(request.params.name ?? '')),
    serve('/site/:name', (request) => site.get(request.params.name ?? '')),
  ];
}

function readFolder(folder: string): Map<string, StaticFile> {
  const items = readdirSync(folder, { withFileTypes: true }).filter((item) => item.isFile());
  return new Map(items.map((item) => [item.name, readStatic(join(folder, item.name))]));
}

function readStatic(path: string): StaticFile {
  const content = readFileSync(path);
  const extension = extname(path);
  return {
    content,
    ...(compressible.has(extension) ? { gzipped: gzipSync(content, { level: 9 }) } : {}),
    headers: {
      'Content-Type': types[extension] ?? 'application/octet-stream',
      'Cache-Control': extension === '.html' ? 'no-cache' : 'public, max-age=300',
      Vary: 'Accept-Encoding',
      ETag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
      ...(extension === '.html' ? { 'Content-Security-Policy': pagePolicy } : { 'Cross-Origin-Resource-Policy': 'cross-origin' }),
    },
  };
}

function reply(file: StaticFile | undefined, request: HttpRequest): HttpReply {
  if (!file) {
    return { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'Cette page n’existe pas.' };
  }
  if (request.headers['if-none-match'] === file.headers.ETag) return { status: 304, headers: file.headers };
  if (file.gzipped && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    return { status: 200, headers: { ...file.headers, 'Content-Encoding': 'gzip' }, body: file.gzipped };
  }
  return { status: 200, headers: file.headers, body: file.content };
}
