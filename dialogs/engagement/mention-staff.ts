import { findStaff, foldAnswer } from '../../src/language/entities/index.js';

/** « une personne de l'association » is no agent of ours. */
const OTHERS = /(?:asso|associations?|ongs?|benevoles?|comites?|elus?|elues?|habitants?|jumelage|lycees?|ecoles?)(?![a-z])/;
/** « personne à envoyer » says that nobody can go there, not that nobody follows the project. */
const NOBODY_THERE = /(?:personne|aucun agent|pas d'agent) (?:a envoyer|sur place|la bas|pour (?:aller|realiser|partir))/;
const ABOUT_STAFF =
  /(?:agente?s?|etp|mi[- ]?temps|temps (?:plein|partiel)|charge|ingenieur|technicien|salarie|personnel|personnes?|service|equipe|poste|jours?|heures) ?/;
const LOST =
  /(?<![a-z])(?:(?:perd|perds|perdre|perdait|perdions|perdons|supprime|supprimait|sans)(?: (?:plus|notre|nos|l'|le|la|les|un|cet|cette|ce)){0,2} ?|plus (?:d'|aucun ))(?:agente?s?|chargee?s? de mission|postes?|technicien(?:ne)?s?|ingenieure?s?|personnel)(?![a-z])/;
const LEAVES =
  /(?:agente?|chargee? de mission|technicien(?:ne)?|ingenieure?|poste)(?: (?:nous|est|etait|a|qui|va|vient|venait|disait|devait|en|la|de)){0,3} (?:part|partait|partira|partirait|parti|partie|quitte|quittait|quitter|supprimee?|disparait|disparaissait|demissionn(?:e|ait)|s'en va|s'en allait)(?![a-z])/;

/** Full-time equivalents that a text names for the speaker's own authority, clause by clause; 0 when the agent leaves. */
export function findOwnStaff(clauses: readonly string[]): number | undefined {
  const parts = clauses.flatMap((clause) => foldAnswer(clause).split(/, /)).filter((part) => !NOBODY_THERE.test(part));
  if (parts.some((part) => LOST.test(part) || LEAVES.test(part))) return 0;
  const own = parts.filter((part) => !OTHERS.test(part) || /agent|charge|etp|mi-temps/.test(part)).join(', ');
  return ABOUT_STAFF.test(own) ? findStaff(own) : undefined;
}
