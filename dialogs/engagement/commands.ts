import { flatten } from './mentions.js';

export type Command = 'cancel' | 'restart' | 'back' | 'result';

const COURTESY = /^(?:(?:bon|ben|bah|euh|heu|non|oh|ok|oui|merci|desolee?|pardon|allez|s il vous plait|svp|alors|mais) ?,? ?)+/;
const COMMANDS: [Command, RegExp][] = [
  [
    'restart',
    /^(?:on )?(?:recommenc(?:er?|ez|ons)|repart(?:ir|ons)? (?:de|a) zero|reprend(?:re|s)? (?:au debut|a zero|depuis le debut)|remise? a zero|tout reprendre|reset|restart|on reprend (?:tout|a zero|au debut)|depuis le debut|nouveau depart)(?![a-z])/,
  ],
  [
    'back',
    /^(?:(?:je (?:veux|voudrais) )?(?:retour(?:ner)?(?: en arriere)?|revenir(?: en arriere)?|reviens|question precedente|precedente?|annuler (?:la|ma) derniere reponse|en arriere|back)(?: (?:a|sur) (?:la )?(?:question )?(?:precedente|d avant))?)[ .!]*$/,
  ],
  [
    'result',
    /^(?:(?:voir|donn[a-z]*(?: moi)?|montr[a-z]*(?: moi)?|je veux|passons a|alors) ?(?:une?|la|le|votre|les?)? ?(?:premiere? |premier )?(?:recommandation|resultats?|avis|conclusion|conseil|reponse)(?: maintenant| provisoire| tout de suite)?|conclu(?:re|ez|sion)|verdict|c est tout(?: ce que je sais)?)[ .!?]*$/,
  ],
  [
    'cancel',
    /^(?:stop|arret(?:e|er|ez|ons)?(?: (?:tout|la|le questionnaire|ca|svp))?|on (?:s )?arrete|je (?:m )?arrete|j arrete|annul(?:e|er|ez|ons)|(?:on |je |nous )?laiss(?:e|ez|er|ons) tomber|abandon(?:ne|ner|nez)?|j abandonne|quitter|sortir|exit|fin|tant pis|c est trop long|trop long|ca suffit|(?:on |je )?(?:verra|verrons|vois|laisse)(?: ca)? plus tard|on laisse(?: ca)?|plus tard|une autre fois|pas maintenant|ca ne m interesse (?:pas|plus)|je n ai (?:pas|plus) le temps|assez|on oublie|oubliez|je (?:veux|voudrais|prefere|souhaite) (?:arreter|stopper|annuler|quitter))(?![a-z])/,
  ],
];
const MAX_WORDS = 9;

/** « retour », « recommencer », « stop », « voir la recommandation »; undefined for anything longer or else. */
export function readCommand(text: string): Command | undefined {
  const flat = flatten(text)
    .replace(/[.!…,]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (flat === '' || flat.split(' ').length > MAX_WORDS) return undefined;
  const bare = flat.replace(COURTESY, '');
  for (const [command, pattern] of COMMANDS) if (pattern.test(bare) || pattern.test(flat)) return command;
  return undefined;
}
