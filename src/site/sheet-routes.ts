import { assertNever } from '../errors.js';
import type { HttpReply, Route } from '../http/route.js';
import type { Sheets } from '../sheets/sheets.js';
import type { Html } from './html.js';
import { renderMissingSheet, renderSheet } from './sheet-page.js';

/** Nothing but our own style sheet: no script, no form, no frame. */
export const sheetPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function createSheetRoutes(sheets: Sheets): Route[] {
  return [
    {
      method: 'GET',
      path: '/fiche/:id',
      handle: async ({ params }) => {
        const opened = await sheets.open(params.id ?? '');
        switch (opened.state) {
          case 'found':
            return page(200, renderSheet(opened.stored));
          case 'expired':
            return page(410, renderMissingSheet('expired'));
          case 'unknown':
            return page(404, renderMissingSheet('unknown'));
          default:
            return assertNever(opened);
        }
      },
    },
  ];
}

function page(status: number, content: Html): HttpReply {
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': sheetPolicy,
      // The link is the key: it stays out of caches and search engines.
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex, nofollow',
    },
    body: content.text,
  };
}
