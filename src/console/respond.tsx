/** The replies that pages give: a page, another address, a file. */
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { BodyStream, type HttpReply } from '../http/route.js';
import { Empty } from './components.js';
import type { ConsoleReply, ConsoleRequest } from './console-page.js';
import { Page } from './layout.js';
import { PageContext } from './page-context.js';

/** Nothing inline, nothing from elsewhere, in nobody's frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Headers of everything under /console. The referrer goes to ourselves only: without one, browsers send forms with « Origin: null ». */
export const consoleHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

const render = (request: ConsoleRequest, content: JSX.Element): string =>
  renderToString(<PageContext.Provider value={request}>{content}</PageContext.Provider>);

const html = (status: number, body: string): HttpReply => ({
  status,
  headers: { ...consoleHeaders, 'Content-Type': 'text/html; charset=utf-8' },
  body,
});

/** A whole page: `renderPage(request, <Page title="…">…</Page>)`. */
export const renderPage = (request: ConsoleRequest, page: JSX.Element, status = 200): HttpReply =>
  html(status, `<!doctype html>${render(request, page)}`);

/** A piece of a page, for what the script puts into one (live preview). */
export const renderPart = (request: ConsoleRequest, part: JSX.Element, status = 200): HttpReply =>
  html(status, render(request, part));

/** After an action: go on to a page of the console (`/console/…`), which says `flash` once. @throws TypeError for an address elsewhere */
export function redirect(to: string, flash?: string): ConsoleReply {
  if (!/^\/console(?:[/?#]|$)/.test(to) || /[\\\r\n]/.test(to)) throw new TypeError(`not a page of the console: ${to}`);
  return { status: 303, headers: { ...consoleHeaders, Location: to }, ...(flash ? { flash } : {}) };
}

/** A page that says why there is nothing (or nothing more) to see. */
export const renderMessage = (request: ConsoleRequest, status: number, title: string, text: string): HttpReply =>
  renderPage(
    request,
    <Page title={title}>
      <Empty title={text} />
    </Page>,
    status,
  );

/** For what is not there, and for what this account may not know to be there. */
export const notFound = (request: ConsoleRequest, what = 'Cette page n’existe pas, ou vous n’y avez pas accès.'): HttpReply =>
  renderMessage(request, 404, 'Introuvable', what);

/** For what the role allows but the account's networks do not. */
export const forbidden = (request: ConsoleRequest, why: string): HttpReply => renderMessage(request, 403, 'Accès refusé', why);

/** A form that cannot be taken as it is, where the page cannot say it better. */
export const badRequest = (request: ConsoleRequest, why: string): HttpReply =>
  renderMessage(request, 400, 'Demande incomplète', why);

const fileTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  zip: 'application/zip',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** A file to keep. Its type follows from the ending of `name` (csv, jsonl, json, txt, zip, html, md); parts are made while they are sent. */
export const download = (name: string, content: string | AsyncIterable<string | Uint8Array>): HttpReply => ({
  status: 200,
  headers: {
    ...consoleHeaders,
    'Content-Type': fileTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
  },
  body: new BodyStream(typeof content === 'string' ? inOnePart(content) : content),
});

async function* inOnePart(text: string): AsyncGenerator<string> {
  yield text;
}
