import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';

export interface MentionPattern {
  slot: EngagementSlot;
  value: string;
  /** False: the words only let it be supposed. */
  certain: boolean;
  pattern: RegExp;
}

const OPERATOR =
  '(?:ongs?|assos?|associations?|asi|bureaux? d ?etudes?|prestataires?|operateurs?|agences? d urbanisme|comites? de jumelage|entreprises?|fondations?|electriciens sans frontieres|[a-z]+ sans frontieres|partenaire technique|specialistes?|cabinet|gret|experts?|structure)';
const CARRIER =
  '(?:assos?|associations?|ongs?|asi|lycees?|colleges?|ecoles?|hopital|hopitaux|universites?|comites?(?: de jumelage)?|elles|eux|ils|acteurs?|benevoles|jeunes|secours populaire|croix rouge|club|fondation|entreprises?|chercheurs?)';
const NEIGHBOUR =
  '(?:voisine?s?|alentours?|(?:communes?|villes?|villages?|comcoms?|com com|communautes?(?: de communes)?|agglos?|syndicats?|epci|collectivites?|mairies?|maires|departements?)(?: [a-z]{2,12}){0,2} (?:voisine?s?|d a cote|autour|alentours?|du coin|limitrophes?|de la vallee|du canton|du pays|du secteur|proches?|du bassin|environnantes?|du departement|de l agglo|de la cote|du plateau|de l ile))';
const DO =
  '(?:realis|execut|construir|install|fer(?:ait|a|aient|ont)|mettr(?:ait|a|aient) en (?:oeuvre|place)|s occup|assur|conduir|men(?:er)?ait|gerer)[a-z]*';

const of = (slot: EngagementSlot, value: string, certain: boolean, ...sources: string[]): MentionPattern[] =>
  sources.map((source) => ({ slot, value, certain, pattern: new RegExp(`(?<![a-z])(?:${source})(?![a-z])`) }));

/**
 * What the words of a text say about the slots, on flat text (no accents, apostrophes and hyphens as blanks).
 * For each slot the first that matches counts, negations first. All quantifiers are bounded.
 */
export const mentionPatterns: readonly MentionPattern[] = [
  // who steers
  ...of(
    'steer',
    'seul',
    true,
    '(?:rester|etre|piloter|decider|agir|faire|gerer|mener)(?: [a-z]{1,10}){0,3} (?:tout )?seuls?',
    'seuls? (?:maitres?|a decider|aux commandes|aux manettes|pilotes?)',
    'seuls maitres a bord',
    'sans (?:dependre|passer par|associer) [a-z ]{0,12}(?:autres|voisins|personne)',
  ),
  ...of(
    'steer',
    'ensemble',
    true,
    '(?:pilot|decid|ger(?:er|ons|era)|mont(?:er|ons|era)|men(?:er|ons|era)|port(?:er|ons|era)|fai(?:re|sons)|fer(?:ait|ons|ions)|construi|travaill|oui|agi)[a-z]*(?: [a-z]{1,12}){0,6} (?:ensemble|a plusieurs|en commun|avec (?:d |les |nos |des )?(?:autres|voisine?s?|communes|collectivites|comcoms?|syndicats|villages|maires)|collectivement|conjointement|partagee?)',
    '(?:co ?pilotage|copiloter|pilotage (?:commun|partage|collectif)|gouvernance (?:commune|partagee))',
  ),
  ...of(
    'steer',
    'non',
    true,
    '(?:pas|sans|ni|ne|non)(?: [a-z]{1,10}){0,3} (?:piloter|gerer|diriger|conduire|s en occuper|nous en occuper|pilotage|porter le projet|etre pilotes?|prendre la main)',
    'sans y passer(?: [a-z]{1,8}){0,2} (?:journees|temps|soirees)',
    'sans (?:nous|s|se) (?:en )?(?:occuper|impliquer|investir)',
    `(?:ce sont|c est|seraient|serait)(?: [a-z]{1,9}){0,3} ${CARRIER}(?: [a-z]{1,14}){0,4} qui (?:port|pilot|gere|mene|monte|decid|condui|dirig)[a-z]*`,
    `(?:l|le|la|les|une?|des|ces|cette|leur|nos|notre) ${CARRIER}(?: [a-z]{1,14}){0,3} (?:pilot|port|gere|mene|decid|condui|dirig)(?:e|ent|era|eront|erait|eraient|sent|t|ait|aient)`,
    `(?:portee?s?|pilotee?s?|menee?s?|geree?s?|conduite?s?) par (?:les?|la|l|une?|des|nos|notre|d autres|leurs?) ?(?:[a-z]{1,12} ){0,2}(?:${CARRIER}|autres)`,
    '(?:eux|elles|ils)(?: [a-z]{1,6}){0,2} savent (?:mieux )?faire',
    '(?:ils|elles) (?:se debrouillent|gerent|pilotent|portent|s en occupent|s occupent de tout)',
    '(?:prefer(?:e|ons|erait|erions)|plutot|juste|simplement|seulement|on veut juste|uniquement)(?: [a-z]{1,9}){0,3} (?:financer|subventionner|aider|soutenir|donner|verser|un coup de (?:main|pouce)|un appui|cofinancer|accompagner|contribuer)',
    '(?:laisser|laisse|laissons|laisserait|faire confiance a|fait confiance a|confiance aux?)(?: [a-z]{1,9}){0,4} (?:faire|piloter|gerer|porter|decider|main|assos?|associations?|ongs?|eux|elles)',
    'on (?:ne )?(?:fait|ferait|ferions) que (?:financer|aider|soutenir|payer)',
    'se contente(?:r|rait)? de (?:financer|aider|soutenir)',
    '(?:ce sont|c est) (?:les|la|le|l|des|une?|leurs?) ?[a-z]{3,14}(?: [a-z]{1,12}){0,2} qui (?:port|pilot|gere|mene|decid|dirig)[a-z]*',
    'un simple (?:financement|soutien|appui|don)',
    '(?:leur|lui) (?:fait|faisons|fais|ferait|laisse|laissons|laisserait)(?: [a-z]{1,6}){0,2} (?:confiance|main|carte)',
    `${CARRIER}(?: [a-z]{1,14}){0,3} s (?:en )?occup[a-z]*`,
  ),
  ...of(
    'steer',
    'oui',
    true,
    '(?:piloter|gerer|decider|monter|conduire|mener|porter|faire|diriger|construire)(?: [a-z]{1,12}){0,6} nous ?memes?',
    'nous ?memes?(?: [a-z]{1,10}){0,3} (?:piloter|gerer|decider|porter|mener)',
    '(?:garder|gardons|garde|gardera(?:it)?|garderions|conserver|conserve|conservons|tenir|prendre|avoir|reprendre)(?: [a-z]{1,8}){0,2} (?:la main|le pilotage|les commandes|les renes|le controle|la maitrise|la decision|les decisions|la barre)',
    '(?:rester|restons|reste|etre|resterait|sommes|serions|serait) (?:les |aux |le )?(?:pilotes?|maitres?|commandes|decideurs?|decisionnaires?|manettes)',
    '(?:c est|ce serait|ce sera) (?:bien )?nous (?:qui |autres )?(?:pilot|decid|ger|men|port|condui|dirig)[a-z]*',
    '(?:on|nous|les elus|le conseil|la mairie|l agglo|la ville|la commune|le maire|l executif)(?: [a-z]{1,12}){0,3} (?:pilot(?:e|era|ons|erait|erions|er)|decid(?:e|era|ons|er|erait)(?: de tout)?|coordonn(?:e|era|erait|er)|valid(?:e|era|ons|er|erait))',
    '(?:veut|voulons|veulent|souhait[a-z]{1,6}|tien[a-z]{1,4} a|aimer[a-z]{1,5}|envie de)(?: [a-z]{1,10}){0,4} (?:piloter|decider|diriger|le pilotage|etre aux commandes)',
    'suivre le projet et decider',
    '(?:un|de) vrai partenariat',
    '(?:projet|programme|action|cooperation) (?:a nous|propre)',
    'nos propres (?:projets|actions|programmes)',
    'sans intermediaire',
  ),
  ...of(
    'steer',
    'oui',
    false,
    'cooperation (?:directe|indirecte)',
    'en direct',
    '(?:monter|lancer|mener|porter|construire|developper|faire|nouer) (?:un|notre|une|des) (?:[a-z]{1,10} )?(?:projet|partenariat|cooperation|programme)',
    'passer a l (?:etape|echelon) (?:d apres|suivante?|superieure?)',
    'entre mairies',
    'de mairie a mairie',
  ),
  ...of(
    'steer',
    'non',
    false,
    '(?:appels? a projets?|fonds de soutien)(?: [a-z]{1,12}){0,5} (?:assos?|associations?|jeunes?|acteurs|ongs?|territoire|solidarite|projets)',
    '(?:soutenir|aider|subventionner|financer|subvention|cofinancer|appuyer|coup de (?:main|pouce))(?: [a-z]{1,9}){0,5} (?:assos?|associations?|ongs?|asi|lycee|ecole|college|comite|etudiants?|jeunes|benevoles|acteurs?|collectif)',
    '(?:voter|envoyer|donner|faire|verser) (?:une aide|un don|de l argent|une subvention|quelque chose)',
    'materiel(?: [a-z]{1,12}){0,6} (?:donner|envoyer)',
    '(?:donner|envoyer)(?: [a-z]{1,12}){0,4} (?:materiel|vetements|livres|mobilier|vehicules?|ambulance|camion|ordinateurs)',
  ),

  // neighbours
  ...of(
    'neighbours',
    'non',
    true,
    '(?:pas|aucune?s?|sans|ni)(?: [a-z]{1,8}){0,2} (?:voisine?s?|autres? (?:communes?|collectivites?))',
    `${NEIGHBOUR}(?: [a-z]{1,10}){0,4} (?:pas (?:interesse|partant|pret|envie|motive|chaud|suivr)[a-z]*|refus[a-z]*|s en fichent|n en veulent pas|ne veulent pas|ne suivent pas|ne suivront pas)`,
    'voisine?s?(?: [a-z]{1,10}){0,3} (?:pas|refus|jamais)(?: [a-z]{1,10}){0,2}',
    '(?:on est|nous sommes|nous serions|on serait) (?:tout )?(?:seuls|isoles)',
    'personne (?:autour|a cote|dans le coin)',
  ),
  ...of(
    'neighbours',
    'depend',
    true,
    'voisine?s?(?: [a-z]{1,10}){0,4} (?:peut etre|hesitent|reflechissent|a voir|pas encore decide)',
    '(?:peut etre|eventuellement)(?: [a-z]{1,8}){0,3} (?:voisine?s?|l agglo|la comcom|communes)',
  ),
  ...of(
    'neighbours',
    'oui',
    true,
    `${NEIGHBOUR}(?: [a-z]{1,12}){0,6} (?:interessee?s?|partante?s?|prete?s?|motivee?s?|d accord|chauds?|veulent|veut|voudraient|voudrait|souhaitent|envie|demandent|suivent|suivraient|rejoindre|participer|en etre|pareil|aussi|nous suivre|rejoignent|rejoignaient)`,
    `(?:avec|et)(?: [a-z0-9]{1,9}){0,3} ${NEIGHBOUR}`,
    '(?:communes?|villages?|villes?|syndicats?|comcoms?|com com|epci|maires|mairies|agglos?)(?: [a-z]{1,10}){0,3} (?:voudraient|veulent|sont partante?s|seraient partante?s|sont interessee?s|sont pretes?|sont d accord|se regroupent|se regrouper|s associer|s unir|en parler?|nous suivent|nous rejoignent)',
    '(?:[0-9]{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|plusieurs|quelques|des|d) (?:autres )?(?:petite?s? )?(?:communes|villages|comcoms?|syndicats|collectivites|mairies|epci|maires|intercos?)(?: [a-z]{1,12}){0,4} (?:partantes?|interessee?s?|ensemble|d accord|prete?s|voisine?s?|associee?s?|de la vallee|du canton|du secteur|veulent|voudraient|groupee?s?|motivee?s?)',
    '(?:a|on est|nous sommes|on serait|sommes) (?:[0-9]{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|plusieurs) (?:petite?s? )?(?:communes|villages|comcoms?|syndicats|collectivites|villes|mairies|epci|intercos?)',
    '(?:notre|ma|la|nous|une) ?(?:commune|comcom|com com|communaute|village|ville|syndicat|agglo)? et (?:[0-9]{1,2}|deux|trois|quatre|cinq|plusieurs|les|celle|celui)(?: autres)? (?:autres|communes|villages|comcoms?|syndicats|d a cote|villes)',
    '(?:mutualiser|mutualisation|mettre en commun|mettre au pot|se regrouper|se grouper|nous regrouper|nous grouper|s unir|grouper nos (?:moyens|forces)|unir (?:nos|leurs) (?:moyens|forces)|partager (?:les frais|un agent|un poste|une chargee?|les moyens|les couts))',
    '(?:[0-9]{1,2}|trois|quatre|cinq|deux|plusieurs) autres (?:communes|syndicats|comcoms?|collectivites|villages|villes|agglos?|departements)',
    '(?:avec|on a|y a|entre|c est) (?:les |nos |des )?voisine?s',
    'a plusieurs (?:communes|collectivites|mairies|villages|syndicats|comcoms?)',
    'communes autour veulent',
    '(?:chacune|par commune|a nous (?:deux|trois|quatre|cinq|tous|toutes)|chaque commune)',
    'entre (?:communes|collectivites|comcoms?|villages) voisine?s',
  ),
  ...of(
    'neighbours',
    'oui',
    false,
    '(?:chacun|a plusieurs|tous ensemble)',
    'avec (?:l agglo|la comcom|le departement|la communaute)(?! de [a-z]{3,})',
  ),

  // operator
  ...of(
    'operator',
    'non',
    true,
    '(?:pas|aucun|sans|ni)(?: [a-z]{1,8}){0,3} (?:operateurs?|intermediaires?|prestataires?)',
    '(?:pas|sans|aucune?|ni)(?: besoin)?(?: d[eu]?)?(?: passer par)? ?(?:une?|d)? (?:ongs?|bureaux? d ?etudes?)',
    '(?:realis|execut|faire|ferons|fera|feraient|ferions)[a-z]*(?: [a-z]{1,9}){0,4} (?:par )?nos (?:propres )?(?:agents|services|equipes|techniciens|ingenieurs)',
  ),
  ...of(
    'operator',
    'oui',
    true,
    `${OPERATOR}(?: [a-z]{1,14}){0,6} (?:qui |pour |a |va |vont |peut |pourrait |est prete? a )?(?:${DO}|fer(?:ait|a|aient|ont)|fait une offre|est prete?|sera(?:it)? (?:notre )?operateur|travaillerait pour nous|interviendrait)`,
    `(?:confi(?:er|ons|erait|erions|e|ee|es|ees)|delegu[a-z]*|pass(?:er|e|ons|erait|erions|era)|f(?:aire|ait|aisons|erait|erions|era|erons) appel|sous traite[a-z]*|s appuyer?|appuie|missionn[a-z]*|mandat[a-z]+|recourir|aurait recours|charge(?:r|rait|ons)|faire faire|pay(?:er|ons|erait)|paierait|embaucher|choisi[a-z]*|demande(?:r|rait|ons)|associer)(?: [a-z]{1,12}){0,5} ${OPERATOR}`,
    `(?:avec|par|via|grace a) (?:une?|l|la|le|des|cette|notre|nos) ?${OPERATOR}(?: [a-z]{1,12}){0,4} (?:pour le terrain|sur place|sur le terrain|comme operateur|pour (?:realiser|executer|faire)|locale?|specialisee?|qui (?:connait|sait|est sur place|travaille))`,
    `(?:fai(?:re|t|ts)|fera(?:it|ient)?|ferons|ferions|realis[a-z]{1,5}|execut[a-z]{1,4})(?: [a-z]{1,8}){0,2} par (?:une?|l|la|le|des|cette) ?${OPERATOR}`,
    `${OPERATOR} (?:specialisee?s?|(?:est |serait |deja )?sur place|pour le terrain|comme operateur|prestataire)`,
    'un operateur (?:specialise|francais|etranger|local|technique)',
  ),
  ...of(
    'operator',
    'oui',
    false,
    '(?:on|nous)(?: [a-z]{1,4}){0,2} (?:sait|savons) pas (?:construire|faire|realiser|creuser|installer|forer)',
    '(?:personne|aucun agent|pas d agent)(?: [a-z]{1,5}){0,2} (?:a envoyer|sur place|pour realiser|pour aller)',
    '(?:sans|pas) mobiliser nos (?:ingenieurs|agents|techniciens|equipes|services)',
    'pas les? competences?(?: techniques?)?',
    'aucune competence technique',
    'pas (?:technique|de technicien)',
    'cooperation indirecte',
    'realisation confiee',
  ),
];
