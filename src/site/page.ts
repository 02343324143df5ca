import type { HttpReply, Route } from '../http/route.js';
import { type Html, html } from './html.js';
import { pagePolicy } from './static-files.js';

/** A whole page around its content. */
export function renderPage(title: string, content: Html, status = 200, headers: Record<string, string> = {}): HttpReply {
  const page = html`<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Passerelle</title><link rel="stylesheet" href="/site/pages.css"></head><body><main>${content}<p><a href="/">Revenir à l’assistant</a></p></main></body></html>`;
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
      'Cache-Control': 'no-cache',
      ...headers,
    },
    body: page.text,
  };
}

/** A page that says the same to everybody. */
export function createPage(path: string, title: string, content: Html): Route {
  const reply = renderPage(title, content);
  return { method: 'GET', path, handle: () => reply };
}

/** The value of a setting, or in bold that it is missing and what to set. */
export const orMissing = (value: string | undefined, variable: string): Html =>
  value ? html`${value}` : html`<strong>non renseigné : l’exploitant de ce service doit compléter ${variable}</strong>`;
