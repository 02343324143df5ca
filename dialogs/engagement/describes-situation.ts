import { findMentions, flatten, isQuestion, splitClauses } from './mentions.js';
import type { Mention } from './slots.js';

const LEVEL = '(?:niveaux?(?: d engagement)?|formule|mode d engagement|degre d engagement|forme d engagement)';
const GUIDANCE = new RegExp(
  `(?<![a-z])(?:${[
    `quel(?:le)?s? (?:est (?:le |la )?)?(?:bon(?:ne)? |meilleure? )?${LEVEL} (?:choisir|prendre|viser|adopter|retenir|(?:nous|me|vous) (?:con[a-z]{3,10}|correspond[a-z]*|faut|faudrait|recommand[a-z]*|conseill[a-z]*)|pour (?:nous|ma|notre|une?|moi)|(?:on|nous|je) (?:doit|devrait|devons|dois|peut|pouvons)|(?:devons|dois|peut|doit|pouvons) (?:nous|je|on))`,
    `(?:choisir|trouver|determiner|definir|evaluer) (?:un|notre|mon|le|son|entre les|la|une) (?:bon(?:ne)? |meilleure? )?${LEVEL}`,
    `(?:aide[rz]?|guide[rz]?|oriente[rz]?|conseille[rz]?)(?: [a-z]{1,9}){0,4} (?:choisir|${LEVEL})`,
    `c est quoi la (?:bonne|meilleure) formule`,
    `(?:faire|lancer|commencer|demarrer|remplir|passer|repondre au|reprendre) (?:le |un |votre |au )?(?:questionnaire|test|diagnostic d orientation)`,
  ].join('|')})(?![a-z])`,
);

/** True when the message asks for guidance in so many words: « quel niveau d'engagement choisir ? », « aidez-nous à choisir ». */
export const asksForGuidance = (text: string): boolean => GUIDANCE.test(flatten(text));

/** Words of someone who speaks of their own authority, not of notions in general. */
const OWN = /(?<![a-z])(?:on|nous|notre|nos|je|j|ma|mon|mes)(?![a-z])/;
const OPENS_WITH_KIND =
  /^(?:bonjour |bonsoir |bjr |salut )?(?:pour |une? |petite? |grande? |elue? d une )?(?:commune|ville|village|mairie|comcom|com com|communaute|agglo|metropole|syndicat|departement|region|regie|maire)(?![a-z])/;
/** Questions that ask what to do, not about a notion: the dialog is their answer. */
const WHAT_TO_DO =
  /(?<![a-z])(?:(?:peut|pourrait|pouvons|pourrions|peu)(?: [a-z]{1,6}){0,2} (?:faire|envisager|imaginer)(?: (?:quelque chose|quoi|comme action))?|(?:que|quoi) faire|par (?:ou|quoi) commencer|quelle (?:serait |est )?(?:la |votre )?(?:bonne |meilleure )?(?:formule|recommandation|option|solution)|que (?:nous |me )?(?:conseill|recommand|propos)[a-z]*(?: vous)?|trop (?:peu|petit|juste)|comment combiner|on fait comment|comment (?:s y|nous y|on s y) prend(?:re)?)(?![a-z])/;
const WISH =
  /(?<![a-z])(?:on|nous|j|je|le conseil|la mairie|le maire|les elus)(?: [a-z]{1,9}){0,2} (?:veut|veulent|voudrait|voudrions|voulait|voulons|aimerait|aimerions|aimerais|souhaite|souhaitons|souhaiterait|envisage|envisageons|pense|projette|hesite|compte|reflechit)(?![a-z])/;

/**
 * True when a first message describes a situation or asks for guidance in choosing: it opens the engagement dialog.
 * Someone speaks of their own authority and says two things outright (or one and a wish), without asking about a notion:
 * a precise question belongs to the knowledge base even when it comes with a whole story.
 */
export function describesSituation(text: string): boolean {
  const flat = flatten(text);
  if (GUIDANCE.test(flat)) return true;
  const asks = splitClauses(text, true)
    .flatMap((clause) => [clause, ...clause.split(/[,:] ?/).slice(1)])
    .filter((clause) => isQuestion(clause) || /\?\s*$/.test(clause));
  if (!asks.every((clause) => WHAT_TO_DO.test(flatten(clause)))) return false;
  const telling = findMentions(text, { keepQuestions: true }).filter(({ certain }) => certain);
  const anchored = telling.some(({ slot }) => slot === 'kind' || slot === 'population' || slot === 'budget');
  const own = OWN.test(flat) || OPENS_WITH_KIND.test(flat);
  const situated = telling.some(({ slot }) => slot !== 'kind' && slot !== 'legal');
  return own && situated && ((anchored && telling.length >= 2) || (WISH.test(flat) && telling.length >= 1));
}

/**
 * What a message that was meant for something else tells of the speaker's own authority: for a later choice of a level.
 * A plain statement counts as said; what stands in a question may speak of anybody, so it is only supposed.
 */
export function findTold(text: string): Mention[] {
  const flat = flatten(text);
  const said = findMentions(text, { keepQuestions: false });
  const certain = said.filter((mention) => mention.certain).length;
  if (certain < 2 && !OWN.test(flat) && !OPENS_WITH_KIND.test(flat)) return [];
  const asked = findMentions(text, { keepQuestions: true })
    .filter(({ slot }) => !said.some((mention) => mention.slot === slot))
    .map((mention) => ({ ...mention, certain: false }));
  return [...said, ...asked];
}
