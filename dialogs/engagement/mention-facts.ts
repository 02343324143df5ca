import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import type { MentionPattern } from './mention-patterns.js';

const of = (slot: EngagementSlot, value: string, certain: boolean, ...sources: string[]): MentionPattern[] =>
  sources.map((source) => ({ slot, value, certain, pattern: new RegExp(`(?<![a-z])(?:${source})(?![a-z])`) }));

const PLACE = '(?:au|en|aux|a|a la|du|de|des|d|de la|dans)';
const FOREIGN =
  '(?:commune|ville|region|mairie|municipalite|prefecture|village|collectivite|district|province|cercle|wilaya|gouvernorat|departement|communaute|canton)';
/** Adjectives of countries end alike: sénégalaise, malienne, tunisienne, libanaise, burkinabè… */
const NATIONALITY = '[a-z]{3,12}(?:aise?|ais|ien|ienne|ine|ain|aine|abe|cque|caine?|ole|oise|ois|che|que|tane|ane|ande)';

/** Partner, associations, experience, services. Same rules as `mentionPatterns`. */
export const factPatterns: readonly MentionPattern[] = [
  ...of(
    'partner',
    'non',
    true,
    '(?:pas|aucun|sans|ni|plus)(?: [a-z]{1,8}){0,2} (?:de |d |un )?(?:partenaires?|partenariat|jumelages?|jumelee?|contacts? (?:a l etranger|la bas|sur place))',
    'partenaires?(?: [a-z]{1,8}){0,2} (?:a trouver|a chercher|a definir|inconnu|pas encore)',
    '(?:cherch|recherch|trouver)[a-z]*(?: [a-z]{1,8}){0,2} partenaires?',
    'pas encore trouve',
  ),
  ...of(
    'partner',
    'connu',
    true,
    '(?:convention|accord|protocole|partenariat|cooperation|jumelage|pacte)(?: [a-z]{1,14}){0,5} (?:signee?|existante?|depuis|en cours)',
    '(?:signe|signer|signons|avons|on a|nous avons|lie|a deja|avec)(?: [a-z]{1,9}){0,4} (?:une convention|un accord|un protocole|un jumelage|une cooperation|un partenaire)(?: [a-z]{1,9}){0,4} (?:avec|au|en|aux|a|depuis|du|de)',
    '(?:convention|cooperation|accord) avec (?:une?|la|le|l|notre|des|[a-z]{4,})',
    `(?:ville|commune|region|collectivite|village|municipalite|mairie) (?:partenaire|jumelle|jumelee|amie|soeur)`,
    'jumelee?s? (?:avec|a|depuis)',
    'jumelage avec',
    `partenaires? (?:${PLACE}|connu|depuis|identifie|historique|de longue date|etranger|africain)`,
    '(?:notre|nos|le|votre|un) partenaires? (?:[a-z]{1,12} ){0,2}(?:depuis|est|au|en|aux|qui|nous)',
    'on (?:les )?connait (?:bien|deja)',
    'partenaires? (?:[a-z]{3,12} ){0,2}(?:deja )?(?:connus?|identifies?|historiques?)',
    '(?:avons|a) (?:deja )?un partenaire',
    'vrai partenariat',
  ),
  ...of(
    'partner',
    'contact',
    true,
    '(?:un|des|quelques|premiers?|simple|juste un) contacts?(?: [a-z]{1,9}){0,3} (?:a l etranger|la bas|sur place|avec|au|en|aux)',
    '(?:maire|elue?|deputee?|ambassadeur|delegation)(?: [a-z]{1,12}){0,4} (?:nous a (?:contacte|sollicite|ecrit|demande)|est venue?)',
  ),
  ...of(
    'partner',
    'contact',
    false,
    `avec (?:une?|la|le|l|les|notre|des|meme|le meme|la meme) ?(?:meme |petite |grande )?${FOREIGN} (?:de [a-z]{3,}|d [a-z]{3,}|du [a-z]{3,}|${PLACE} [a-z]{3,}|${NATIONALITY}|la bas)`,
    `${FOREIGN} ${NATIONALITY}(?= |$)`,
    'la mairie (?:la bas|de la bas)',
    'une? (?:petite )?(?:ville|commune|region) (?:au|en|aux|du) [a-z]{4,}',
  ),

  ...of(
    'assoc',
    'non',
    true,
    '(?:pas|aucune?s?|sans(?! doute)|ni|plus)(?: [a-z]{1,8}){0,2} (?:assos?|associations?|comite)(?! (?:pour|qui|pouvant|capable))',
  ),
  ...of(
    'assoc',
    'oui',
    true,
    '(?:[0-9]{1,3}|une?|deux|trois|quatre|cinq|six|des|plusieurs|quelques|beaucoup d|nos|notre|ses|les|l|nombreuses) ?(?:petites? |nombreuses |belles? )?(?:assos?|associations?)(?: [a-z]{1,12}){0,3} (?:actives?|du (?:coin|territoire|village|cru)|d ici|locales?|qui|jumelage|dynamiques?|mobilisees?|de solidarite|engagees?|investies?|[a-z]{1,10}ent)',
    'comite de jumelage',
    '(?:[0-9]{1,2}|deux|trois|plusieurs) (?:assos?|associations?)',
    '(?:nos|ses|mes) (?:assos?|associations?)',
    'tissu associatif',
  ),
  ...of('assoc', 'oui', false, '(?:assos?|associations?|ongs?|asi)'),

  ...of(
    'experience',
    'non',
    true,
    '(?:zero|aucune|pas d|sans|jamais eu d|peu d) ?(?:[a-z]{1,8} )?experiences?',
    '(?:on|nous)(?: [a-z]{1,6}){0,2} (?:debut|demarr)[a-z]*',
    '(?:debutante?s?|novices?|neophytes?)',
    '(?:part|partons|partir|partant) de (?:zero|rien)',
    'jamais (?:rien )?(?:fait|mene|monte|entrepris)',
    '(?:premiere|1ere) (?:fois|action|experience|demarche)',
    'tout (?:nouveau|neuf) (?:pour nous|dans)',
    'on n y connait rien',
  ),
  ...of(
    'experience',
    'oui',
    true,
    '(?:de l|une (?:longue|grande|bonne|solide)|beaucoup d|notre) ?experience',
    '(?:deja|depuis (?:[0-9]{1,2}|dix|cinq|quinze|vingt|longtemps|des annees))(?: [a-z0-9]{1,10}){0,4} (?:ans|annees|projets?|actions?|cooperations?|jumelages?|fait|mene)',
    'habitues?',
  ),
  ...of('experience', 'un-peu', true, '(?:un peu|quelques?) d? ?experiences?'),

  ...of(
    'legal',
    'eau',
    true,
    '(?:1 ?%|un pour ?cent|un pourcent|1 pct)(?: [a-z]{1,6}){0,1} (?:eau|assainissement)',
    '(?:syndicat|regie|service|competence|agence)s?(?: [a-z]{1,14}){0,4} (?:eaux?|assainissement|aep|spanc)',
    'oudin(?: santini)?',
    'notre 1 ?%(?: [a-z]{1,6}){0,2} eau',
  ),
  ...of(
    'legal',
    'dechets',
    true,
    '(?:1 ?%|un pour ?cent|un pourcent|1 pct) dechets?',
    '(?:syndicat|regie|service|competence|collecte|traitement)s?(?: [a-z]{1,14}){0,4} (?:dechets|ordures(?: menageres)?)',
    '(?:sictom|smictom|sitcom|sirtom)',
  ),
  ...of(
    'legal',
    'energie',
    true,
    '(?:1 ?%|un pour ?cent|un pourcent|1 pct) (?:energie|electricite|gaz)',
    '(?:syndicat|regie|service|competence|distribution|autorite)s?(?: [a-z]{1,14}){0,4} (?:energies?|electricite|electrification|gaz)',
    'pintat',
  ),
  ...of(
    'legal',
    'transport',
    true,
    '(?:1 ?%|un pour ?cent|un pourcent|1 pct) (?:mobilites?|transports?)',
    '(?:syndicat|regie|service|competence|autorite)s?(?: [a-z]{1,14}){0,4} (?:mobilites?|transports?)',
  ),
];
