/** The public pages beside the chat: what is kept and why, who publishes, accessibility. Plain HTML, no script. */
import type { Config } from '../config.js';
import type { Route } from '../http/route.js';
import { SHEET_DAYS } from '../sheets/sheets.js';
import { renderStatement } from './accessibility.js';
import { Html } from './html.js';
import { pagePolicy } from './static-files.js';

const missing =
  'non renseigné : l’exploitant de ce service doit compléter cette page (CONTROLLER_NAME, CONTROLLER_ADDRESS, DPO_CONTACT)';

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export function createPageRoutes(config: Config): Route[] {
  const name = config.controller.name ? escapeHtml(config.controller.name) : `<strong>${missing}</strong>`;
  const address = config.controller.address ? escapeHtml(config.controller.address) : `<strong>${missing}</strong>`;
  const dpo = config.controller.dpo ? escapeHtml(config.controller.dpo) : `<strong>${missing}</strong>`;
  return [
    page('/confidentialite', 'Confidentialité', [
      `<h1>Ce que nous gardons, et pourquoi</h1>`,
      `<p>Passerelle est un assistant automatique. Vos messages et ses réponses sont enregistrés pour comprendre ce qui est demandé et améliorer les réponses (intérêt légitime du réseau qui propose ce service).</p>`,
      `<h2>Ce qui est enregistré</h2><ul><li>le texte de vos messages, où courriels, téléphones, numéros personnels, adresses et noms reconnus sont remplacés par un repère (« [courriel] ») <strong>avant</strong> l’enregistrement ;</li><li>les réponses, la fiche utilisée, la date et l’heure ;</li><li>un pseudonyme technique, qui ne permet pas de vous retrouver.</li></ul>`,
      `<p>Pas de cookie, pas de mesure d’audience, pas de publicité ; rien n’est envoyé à un tiers. N’écrivez pas de données personnelles : elles ne sont pas utiles pour répondre.</p>`,
      `<h2>Combien de temps</h2><p>Le texte des conversations est conservé ${config.retentionDays} jours au plus. Sur le site, « Effacer » supprime aussitôt toute la conversation, ici et dans votre navigateur. Une fiche pour le conseil, faite à la fin du choix guidé, peut être lue ${SHEET_DAYS} jours par qui en a le lien ; elle nomme une collectivité, jamais une personne.</p>`,
      `<h2>Qui en répond</h2><p>Responsable du traitement : ${name}. Adresse : ${address}. Délégué à la protection des données : ${dpo}.</p>`,
      `<h2>Vos droits</h2><p>Vous pouvez demander l’accès, la rectification, l’effacement ou la limitation, et vous opposer au traitement, en écrivant au contact ci-dessus. Vous pouvez aussi saisir la <a href="https://www.cnil.fr">CNIL</a>.</p>`,
    ]),
    page('/mentions-legales', 'Mentions légales', [
      `<h1>Mentions légales</h1>`,
      `<p>Éditeur de ce service : ${name}. Adresse : ${address}.</p>`,
      `<p>Logiciel libre Passerelle, licence MIT.</p>`,
    ]),
    page('/accessibilite', 'Accessibilité', [
      renderStatement({ name: new Html(name), contact: new Html(dpo), address: new Html(address) }).text,
    ]),
  ];
}

function page(path: string, title: string, body: string[]): Route {
  const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Passerelle</title><link rel="stylesheet" href="/site/pages.css"></head><body><main>${body.join('\n')}<p><a href="/">Revenir à l’assistant</a></p></main></body></html>`;
  return {
    method: 'GET',
    path,
    handle: () => ({
      status: 200,
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': pagePolicy, 'Cache-Control': 'no-cache' },
      body: html,
    }),
  };
}
