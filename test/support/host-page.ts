import { serveLoopback } from './serve-loopback.js';

export interface HostSite {
  url: string;
  close(): Promise<void>;
}

/**
 * Another site that embeds the widget: hostile style rules, a small root font, and a strict content policy in which only the
 * service is allowed. `service` is asked at each request, because the service starts after this site.
 */
export async function startHostSite(service: () => string, attributes = ''): Promise<HostSite> {
  return serveLoopback((request, response) => {
    if (request.url === '/host.css') {
      response.writeHead(200, { 'Content-Type': 'text/css' });
      response.end(
        'html { font-size: 62.5% } * { color: red !important } button { display: none } dialog { visibility: hidden }',
      );
      return;
    }
    const origin = service();
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'self'; script-src ${origin}; style-src 'self' ${origin}; connect-src ${origin} ${origin.replace('http', 'ws')}; object-src 'none'; base-uri 'none'`,
    });
    response.end(`<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Un réseau</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/host.css"><script src="${origin}/widget.js" defer ${attributes}></script></head>
<body><main><h1>Un réseau</h1><p>${'Texte du site. '.repeat(200)}</p><a href="/autre">Autre page</a></main></body></html>`);
  });
}
