import type { PrivacySettings } from '../privacy/privacy-settings.js';
import { type Html, html } from './html.js';
import { orMissing } from './page.js';

/** What article 13 of the RGPD asks to be said, in short sentences. */
export const renderPrivacyNotice = ({ controller, publisher, days, sheetDays, teams }: PrivacySettings): Html => html`
<h1>Ce que nous gardons, et pourquoi</h1>
<p>Passerelle est un programme, pas une personne. Il répond à partir de fiches écrites et relues par des personnes. Aucune intelligence artificielle générative n’est utilisée.</p>
<p><strong>En bref :</strong> nous gardons vos messages un temps limité, après y avoir masqué les données personnelles que nous reconnaissons. Nous ne savons pas qui vous êtes. Vous pouvez tout faire effacer.</p>

<h2>Ce que nous gardons</h2>
<ul>
<li>Le texte de vos messages. Courriels, téléphones, numéros, adresses et noms reconnus sont remplacés par un repère, par exemple « [courriel] », <strong>avant</strong> d’être enregistrés. Un programme peut en manquer : n’écrivez pas de données personnelles, elles ne servent pas à répondre.</li>
<li>Les réponses, avec la date et l’heure.</li>
<li>Ce que vous dites de votre collectivité pendant la conversation : la commune, la taille, les moyens.</li>
<li>Vos avis : le pouce et le commentaire.</li>
<li>Un pseudonyme technique. Il ne permet pas de vous retrouver.</li>
</ul>
<p>Nous ne gardons pas votre adresse IP. Elle sert quelques instants, en mémoire, contre les abus. Pas de cookie, pas de publicité, pas de mesure d’audience.</p>

<h2>Pourquoi</h2>
<p>Pour vous répondre. Puis pour que les équipes du réseau relisent les échanges et corrigent les fiches. C’est l’intérêt légitime du réseau qui propose ce service (RGPD, article 6.1.f). Rien ne vous oblige à donner une information ; sans elle, la réponse est seulement moins précise. Aucune décision n’est prise à votre sujet par un programme.</p>

<h2>Combien de temps</h2>
<table>
<caption>Durées de conservation</caption>
<thead><tr><th scope="col">Quoi</th><th scope="col">Durée</th><th scope="col">Pourquoi</th></tr></thead>
<tbody>
<tr><th scope="row">Le texte de la conversation</th><td>${days.text} jours</td><td>le temps de relire et de corriger</td></tr>
<tr><th scope="row">Les avis et les notes des équipes</th><td>${days.feedback} jours</td><td>comparer la qualité des réponses, sans les textes</td></tr>
<tr><th scope="row">Les chiffres (ni texte, ni personne)</th><td>${days.statistics} jours</td><td>comparer plusieurs années</td></tr>
<tr><th scope="row">Une fiche pour le conseil</th><td>${sheetDays} jours</td><td>le temps de tenir une séance ; qui en a le lien peut la lire</td></tr>
</tbody>
</table>
<p>Une question que les équipes ont reprise pour que l’assistant la comprenne mieux reste dans sa base, masquée et sans lien avec vous.</p>
<p>L’effacement se fait seul, chaque jour. Les sauvegardes du serveur s’effacent plus tard, à leur propre date.</p>

<h2>Qui les voit</h2>
<p>Les équipes du réseau qui vous répond, chacune selon son rôle. Chaque consultation est notée dans un journal. L’hébergeur (${orMissing(publisher.host, 'HOSTING_PROVIDER')}) garde le serveur. Nous ne vendons et ne transmettons rien à personne d’autre, et rien ne quitte l’Union européenne du fait de ce service.</p>
${
  teams &&
  html`<h2>Si vous écrivez depuis Teams</h2>
<p>Vos messages passent par Microsoft, qui les garde de son côté selon les règles de votre organisme. Ce que nous effaçons ici n’est pas effacé dans Teams : supprimez-y vos messages vous-même.</p>`
}
<h2>Tout effacer</h2>
<ul>
<li>Pendant la conversation, écrivez « effacez mes données » et confirmez. Sur le site, le bouton « Effacer » fait de même. C’est immédiat.</li>
<li>Plus tard, avec votre <strong>code de reçu</strong>. Demandez-le pendant la conversation (écrivez « confidentialité ») et notez-le. Puis : <a href="/confidentialite/effacer">effacer avec un code</a>.</li>
</ul>

<h2>Vos droits</h2>
<p>Vous pouvez demander à voir ce qui est gardé, à le corriger, à l’effacer ou à en limiter l’usage, et vous opposer à cet usage. Écrivez à ${orMissing(controller.dpo, 'DPO_CONTACT')}, avec votre code de reçu : sans lui, nous ne pouvons pas savoir quelle conversation est la vôtre.</p>
<p>Si notre réponse ne vous convient pas, vous pouvez saisir la <a href="https://www.cnil.fr/fr/plaintes">CNIL</a>.</p>

<h2>Qui en répond</h2>
<p>Responsable du traitement : ${orMissing(controller.name, 'CONTROLLER_NAME')}. Adresse : ${orMissing(controller.address, 'CONTROLLER_ADDRESS')}. Contact pour les données personnelles : ${orMissing(controller.dpo, 'DPO_CONTACT')}.</p>`;
