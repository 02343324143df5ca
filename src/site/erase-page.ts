/** « Effacer avec un code »: whoever has the receipt code of a conversation may have it erased, without an account. */
import type { RateLimiter } from '../http/rate-limiter.js';
import type { HttpReply, HttpRequest, Route } from '../http/route.js';
import { readReceiptCode } from '../privacy/receipt-code.js';
import { type Html, html } from './html.js';
import { renderPage } from './page.js';

export interface EraseRouteOptions {
  /** Erases the conversation of a code; false when there is none. */
  eraseByCode(code: string): Promise<boolean>;
  /** Tries per client address. A code has 60 bits: few are enough. */
  limiter: RateLimiter;
}

const PATH = '/confidentialite/effacer';
const TITLE = 'Effacer une conversation';

/**
 * The page says plainly whether a conversation was found: somebody who mistyped must know that nothing was erased, and nobody can guess a code.
 * No session, so no forged request can do what its author could not do himself: the code is the key.
 */
export function createEraseRoutes(options: EraseRouteOptions): Route[] {
  return [
    { method: 'GET', path: PATH, handle: () => page(200, form()) },
    { method: 'POST', path: PATH, takesForm: true, handle: (request) => erase(request, options) },
  ];
}

async function erase({ body, client }: HttpRequest, { eraseByCode, limiter }: EraseRouteOptions): Promise<HttpReply> {
  const wait = limiter.take(client);
  if (wait > 0)
    return page(429, form('', `Trop d’essais depuis votre connexion. Attendez ${wait} secondes, puis recommencez.`), {
      'Retry-After': String(wait),
    });
  const typed = (body instanceof URLSearchParams ? (body.get('code') ?? '') : '').trim().slice(0, 100);
  const code = readReceiptCode(typed);
  if (!code)
    return page(400, form(typed, 'Ce n’est pas un code de reçu : il a douze lettres et chiffres, par exemple 7K2M-9QXD-04TB.'));
  if (await eraseByCode(code)) return page(200, done());
  return page(
    404,
    form(
      typed,
      'Aucune conversation ne porte ce code. Elle est déjà effacée, ou le code contient une erreur : rien n’a été effacé à l’instant.',
    ),
  );
}

const done = (): Html => html`<h1>C’est effacé</h1>
<p role="status">Tout ce qui était gardé de cette conversation est effacé : les messages, les réponses, les avis, les fiches pour le conseil faites dans cette conversation.</p>
<p>Si vous écriviez depuis Teams, ce que Teams affiche reste chez Microsoft : supprimez-y vos messages.</p>
<p>Les sauvegardes du serveur s’effacent à leur propre date. <a href="/confidentialite">Ce que nous gardons</a></p>`;

const form = (typed = '', problem?: string): Html => html`<h1>${TITLE}</h1>
<p>Avec le code de reçu que l’assistant vous a donné, effacez tout ce qui est gardé de la conversation. C’est définitif.</p>
${problem && html`<p class="problem" role="alert" id="probleme">${problem}</p>`}
<form method="post" action="${PATH}">
<p><label for="code">Code de reçu</label>
<input id="code" name="code" value="${typed}" required maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false"${
  problem ? html` aria-invalid="true" aria-describedby="probleme"` : ''
}></p>
<p><button type="submit">Effacer cette conversation</button></p>
</form>
<p>Vous n’avez pas de code ? Dans la conversation, écrivez « effacez mes données ». <a href="/confidentialite">Ce que nous gardons, et vos droits</a></p>`;

const page = (status: number, content: Html, headers: Record<string, string> = {}): HttpReply =>
  renderPage(TITLE, content, status, { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex', ...headers });
