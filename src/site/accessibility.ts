/** The accessibility statement, on the model that the RGAA gives (DINUM). « Non auditée » until somebody has audited it. */
import { type Html, html } from './html.js';

/** What tests hold at each change: `test/browser/`. */
const tested = [
  'parcours au clavier seul : ouverture, question, propositions, choix guidé, effacement, fermeture, place du curseur ;',
  'contrôles automatiques axe-core (WCAG 2.0 à 2.2, niveaux A et AA) sans erreur dans chaque état : vide, réponse, choix, contact, échec d’envoi, confirmation, thème sombre, écran étroit, widget fermé et ouvert ;',
  'largeur de 320 pixels, et hauteur de 256 pixels (zoom à 400 %), sans défilement horizontal ;',
  'annonce de chaque réponse une seule fois dans une zone dont les lecteurs d’écran suivent les changements.',
];

const exceptions = [
  'Aucun essai au lecteur d’écran par une personne n’a encore été fait : la liste d’essais est prête, ses résultats seront publiés ici.',
  'Les couleurs et le logo peuvent être changés par le site qui accueille le widget : le contraste dépend alors de ce site.',
  'Les fiches imprimées (PDF produit par le navigateur) n’ont pas été vérifiées.',
  'Le dialogue a besoin de JavaScript ; sans lui, cette page et les pages d’information restent lisibles.',
  'Les pages d’autres sites vers lesquelles les réponses renvoient ne relèvent pas de cette déclaration.',
];

export interface StatementOptions {
  /** Who answers for the service, and how to write to them; HTML since it may say in bold that it is missing. */
  name: Html;
  contact: Html;
  address: Html;
}

/** The body of the page. */
export const renderStatement = ({ name, contact, address }: StatementOptions): Html => html`<h1>Déclaration d’accessibilité</h1>
<p>${name} s’engage à rendre ce service accessible, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005.</p>
<p>Cette déclaration s’applique à l’assistant Passerelle : sa page de dialogue, le widget que d’autres sites affichent, et ses pages d’information.</p>
<h2>État de conformité</h2>
<p>Accessibilité : <strong>non auditée</strong>. Passerelle n’a pas encore fait l’objet d’un audit ; au sens du référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1, un service sans résultat d’audit en cours de validité est « non conforme ».</p>
<h2>Résultats des tests</h2>
<p>Aucun audit de conformité n’a été fait ; aucun taux ne peut donc être donné. Ce qui est essayé à chaque modification du logiciel, dans le navigateur Chromium :</p>
<ul>${tested.map((line) => html`<li>${line}</li>`)}</ul>
<h2>Contenus non accessibles</h2>
<h3>Non-conformités</h3>
<p>Aucune n’est connue de nous à ce jour ; sans audit, cela ne dit pas qu’il n’y en a pas.</p>
<h3>Limites et exceptions connues</h3>
<ul>${exceptions.map((line) => html`<li>${line}</li>`)}</ul>
<h2>Établissement de cette déclaration</h2>
<p>Déclaration établie le <time datetime="2026-11-22">22 novembre 2026</time>, sur la base d’une auto-évaluation.</p>
<p>Technologies utilisées : HTML5, CSS, JavaScript, WAI-ARIA, SVG.</p>
<p>Environnement de test : Chromium sous Linux, axe-core. Outils : essais automatiques de navigateur, inspection du code.</p>
<p>Pages vérifiées : la page de dialogue, et une page d’un autre site qui affiche le widget.</p>
<h2>Retour d’information et contact</h2>
<p>Si vous n’arrivez pas à accéder à un contenu ou à un service, vous pouvez écrire au responsable pour être orienté vers une alternative accessible ou obtenir le contenu sous une autre forme : ${contact} (${address}).</p>
<h2>Voies de recours</h2>
<p>Cette procédure est à utiliser dans le cas suivant : vous avez signalé au responsable un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service, et vous n’avez pas obtenu de réponse satisfaisante.</p>
<p>Vous pouvez :</p>
<ul>
<li>écrire un message au <a href="https://formulaire.defenseurdesdroits.fr/">Défenseur des droits</a> ;</li>
<li>contacter <a href="https://www.defenseurdesdroits.fr/saisir/delegues">le délégué du Défenseur des droits dans votre région</a> ;</li>
<li>envoyer un courrier par la poste (gratuit, ne pas mettre de timbre) : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.</li>
</ul>`;
