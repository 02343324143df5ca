import { readFileSync } from 'node:fs';
import { serveLoopback } from './serve-loopback.js';
import { webChatPath } from './web-chat.mjs';

const script = (service: string) => `
(async () => {
  const response = await fetch('${service}/widget/token', { method: 'POST' });
  const { token } = await response.json();
  const store = window.WebChat.createStore({}, () => next => action => { (window.actions ??= []).push(action.type); return next(action); });
  const webSocket = location.search !== '?polling';
  const directLine = window.WebChat.createDirectLine({ domain: '${service}/v3/directline', token, webSocket });
  window.WebChat.renderWebChat({ directLine, store, locale: 'fr-FR' }, document.getElementById('webchat'));
})();`;

/** A site that embeds Microsoft's Web Chat on our Direct Line, from files on this machine. `service` is asked at each request. */
export async function startWebChatSite(service: () => string): Promise<{ url: string; close(): Promise<void> }> {
  return serveLoopback((request, response) => {
    const reply = (type: string, body: string | Buffer) => {
      response.setHeader('Content-Type', `${type}; charset=utf-8`);
      response.end(body);
    };
    if (request.url === '/webchat.js') reply('text/javascript', readFileSync(webChatPath));
    else if (request.url === '/start.js') reply('text/javascript', script(service()));
    else if (request.url === '/favicon.ico') reply('image/x-icon', '');
    else
      reply(
        'text/html',
        '<!doctype html><html lang="fr"><title>Web Chat</title><body><div id="webchat" style="height:700px"></div><script src="/webchat.js"></script><script src="/start.js"></script></body></html>',
      );
  });
}
