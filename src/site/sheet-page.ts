/** The council sheet as a page to print: plain HTML in the order in which a council reads it; one or two A4 pages. */
import type { CouncilSheet, SheetMeans } from '../../dialogs/council-sheet.js';
import { sayDate } from '../../dialogs/messages.fr.js';
import { assertNever } from '../errors.js';
import type { StoredSheet } from '../sheets/sheet-store.js';
import { SHEET_DAYS } from '../sheets/sheets.js';
import { Html, html } from './html.js';

const firmness: Record<CouncilSheet['firmness'], string> = {
  clear: 'D’après vos réponses, ce niveau se détache nettement.',
  close: 'Deux niveaux sont presque à égalité : les deux méritent d’être discutés.',
  provisional: 'Avis provisoire : peu de réponses étaient connues, le démarrage le plus souple est proposé.',
};

/** The page of a sheet. */
export function renderSheet({ sheet, expiresAt }: StoredSheet): Html {
  const { level, runnerUp, change, place } = sheet;
  return renderPage(
    `Fiche pour le conseil : ${level.title}`,
    html`<header class="head">
<p class="kind">Fiche pour le conseil</p>
<h1>Action internationale : quel niveau d’engagement ?</h1>
<p class="meta">${place && html`<strong>${place}</strong> · `}${place ? 'établie' : 'Établie'} le ${sayDate(sheet.date)} avec Passerelle, l’assistant des élu·e·s</p>
</header>
<main>
<section class="advice" aria-labelledby="advice">
<h2 id="advice">Niveau conseillé</h2>
<p class="level">${capitalise(level.title)}</p>
<p>${capitalise(level.definition)}. ${firmness[sheet.firmness]}</p>
</section>
<div class="columns">
<section aria-labelledby="context">
<h2 id="context">Votre situation</h2>
${renderAnswers(sheet)}
</section>
<section aria-labelledby="reasons">
<h2 id="reasons">Pourquoi ce niveau</h2>
${
  sheet.reasons.length > 0
    ? html`<p>Parce que vous avez dit :</p>${renderList(sheet.reasons.map((reason) => `que ${reason}`.replace(/^que ([aeiouyhéèê])/i, 'qu’$1')))}`
    : html`<p>Rien de ce que vous avez dit ne penche vers un autre niveau.</p>`
}
${runnerUp && html`<h3>En second</h3><p><strong>${capitalise(runnerUp.title)}</strong> : ${runnerUp.definition}.</p>`}
${change && html`<h3>Ce qui changerait l’avis</h3><p>Si ${change.supposition}, ce serait plutôt : <strong>${change.title}</strong>.</p>`}
</section>
</div>
<section aria-labelledby="steps">
<h2 id="steps">Prochaines étapes</h2>
<ol class="steps">${sheet.steps.map((step) => html`<li>${renderLead(step)}</li>`)}</ol>
</section>
<section aria-labelledby="funding">
<h2 id="funding">Financements à étudier</h2>
${renderList(sheet.funding.map(renderLead))}
</section>
<section aria-labelledby="law">
<h2 id="law">Base légale</h2>
${renderList(sheet.legalBase.map(renderLead))}
</section>
<section aria-labelledby="evolution">
<h2 id="evolution">Comment l’engagement peut évoluer</h2>
<p>${sheet.evolution} Les niveaux se combinent, et rien n’est figé.</p>
</section>
<section class="contact" aria-labelledby="contact">
<h2 id="contact">À qui s’adresser</h2>
${renderContact(sheet.contact)}
</section>
<section class="sources" aria-labelledby="sources">
<h2 id="sources">Sources</h2>
${renderSources(sheet.sources)}
</section>
</main>
<footer class="foot">
<p>Aide à la décision établie automatiquement, à partir de vos réponses et de fiches sourcées : elle ne vaut pas avis juridique, et se discute. Base de connaissances ${sheet.knowledge.version}, du ${sayDate(sheet.knowledge.date)}.</p>
<p>Cette page ne contient aucune donnée personnelle. Qui en a le lien peut la lire jusqu’au <time datetime="${expiresAt.slice(0, 10)}">${sayDate(expiresAt.slice(0, 10))}</time> ; elle est ensuite effacée.</p>
<p class="screen">Pour la garder : imprimez-la, ou enregistrez-la en PDF, par le menu de votre navigateur. <a href="/">Revenir à l’assistant</a></p>
</footer>`,
  );
}

/** The page behind a link that leads nowhere (any more). */
export function renderMissingSheet(why: 'expired' | 'unknown'): Html {
  const title = why === 'expired' ? 'Cette fiche n’est plus disponible' : 'Cette fiche est introuvable';
  return renderPage(
    title,
    html`<main class="missing">
<h1>${title}</h1>
<p>${why === 'unknown' && 'Le lien est peut-être incomplet. '}Une fiche pour le conseil peut être lue ${SHEET_DAYS} jours, puis elle est effacée.</p>
<p>Refaire le choix prend quelques minutes : <a href="/">ouvrez l’assistant</a> et demandez « Quel niveau d’engagement choisir ? ».</p>
</main>`,
  );
}

function renderPage(title: string, body: Html): Html {
  return bindPunctuation(html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Passerelle</title>
<link rel="icon" href="/widget/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/site/sheet.css">
</head>
<body>
${body}
</body>
</html>
`);
}

/** French punctuation does not begin a line: its space does not break. */
const bindPunctuation = ({ text }: Html): Html => new Html(text.replace(/ (?=[;:!?»%€])/g, '\u00a0').replace(/« /g, '«\u00a0'));

function renderAnswers({ answers }: CouncilSheet): Html {
  if (answers.length === 0) return html`<p>Aucune réponse n’a été donnée.</p>`;
  return html`<dl class="answers">${answers.map(
    ({ subject, answer, toConfirm }) =>
      html`<div><dt>${capitalise(subject)}</dt><dd>${answer}${toConfirm && html` <em>(à confirmer)</em>`}</dd></div>`,
  )}</dl>`;
}

function renderContact(contact: CouncilSheet['contact']): Html {
  switch (contact.kind) {
    case 'network':
      return html`<p>Votre réseau régional multi-acteurs (${contact.region}) : <strong>${contact.means.name}</strong>.</p>${renderMeans(contact.means)}`;
    case 'national':
      return html`<p>Aucun réseau régional n’est connu pour ${contact.region}. Vous pouvez vous adresser à :</p>${renderWays(contact.means)}`;
    case 'unknown':
      return html`<p>La plupart des régions ont un réseau régional multi-acteurs (RRMA) qui conseille les collectivités : donnez le nom de votre commune ou de votre département à l’assistant, il vous indiquera le vôtre. Au niveau national :</p>${renderWays(contact.means)}`;
    default:
      return assertNever(contact);
  }
}

function renderMeans({ phone, email, website, addresses, readIn }: SheetMeans): Html {
  return html`<ul class="means">${[
    phone && html`<li>Téléphone : <a href="tel:+33${phone.replace(/\D/g, '').slice(1)}">${phone}</a></li>`,
    email && html`<li>Courriel : <a href="mailto:${email}">${email}</a></li>`,
    website && html`<li>Site : ${renderLink(website, shorten(website))}</li>`,
    ...addresses.map((address) => html`<li>Adresse : ${address}</li>`),
  ]}</ul>${readIn && html`<p class="quiet">Coordonnées lues sur ${readIn}.</p>`}`;
}

const renderWays = (ways: readonly SheetMeans[]): Html =>
  html`<ul>${ways.map(
    ({ name, use, website }) =>
      html`<li><strong>${name}</strong>${use && ` : ${use}`}${website && html` (${renderLink(website, shorten(website))})`}</li>`,
  )}</ul>`;

/** A day of checking that all sources share is said once. */
function renderSources(sources: CouncilSheet['sources']): Html {
  const [day, ...others] = new Set(sources.map(({ checkedOn }) => checkedOn));
  const shared = others.length === 0 ? day : undefined;
  const items = sources.map(({ title, publisher, date, url, checkedOn }) => {
    const dated = date === null ? 'document non daté' : sayDate(date);
    const checked = shared ? '' : ` ; vérifié le ${sayDate(checkedOn)}`;
    return html`<li>${url ? renderLink(url, title) : title}, ${publisher} (${dated}${checked})</li>`;
  });
  return html`<ul>${items}</ul>${shared && html`<p>Fiches vérifiées le ${sayDate(shared)}.</p>`}`;
}

const renderList = (items: readonly (Html | string)[]): Html => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** « Délibération : fixez… » with its first words set off. */
function renderLead(text: string): Html {
  const [, lead, rest] = /^([^:;]{2,60}) : (.+)$/s.exec(text) ?? [];
  return lead && rest ? html`<strong>${lead} :</strong> ${rest}` : html`${text}`;
}

const renderLink = (url: string, text: string): Html =>
  /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${text}</a>` : html`${text}`;

const shorten = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
