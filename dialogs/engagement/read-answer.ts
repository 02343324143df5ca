import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import {
  findNumbers,
  foldAnswer,
  readEuros,
  readHorizon,
  readPopulation,
  readStaff,
  readYesNo,
} from '../../src/language/entities/index.js';
import { flatten, readKind } from './mentions.js';
import { knownValue, type Mention, type Slots, type SlotValue } from './slots.js';

/** What a text answers to the question about `slot`: a value, `null` for « je ne sais pas », undefined when it is no answer. */
export function readAnswer(
  slot: EngagementSlot,
  text: string,
  mentions: readonly Mention[],
  slots: Slots,
): SlotValue | null | undefined {
  const mention = mentions.find((found) => found.slot === slot);
  // « nous avons deux agents », « pas de voisins » say something outright, but of another slot
  const elsewhere =
    mention === undefined && mentions.some((found) => found.certain && found.slot !== 'kind') && !LEADS.test(flatten(text));
  const read = readYesNo(text);
  const said = elsewhere && read !== 'unknown' ? undefined : read;
  const value = readValue(slot, text, said, mention, slots, elsewhere);
  if (value !== undefined) return value;
  if (slot === 'budget' && NOT_VOTED.test(flatten(text))) return null;
  if (NAMED_SLOTS.has(slot) && !elsewhere && namesSomething(text)) return slot === 'partner' ? 'connu' : 'oui';
  return said === 'unknown' || said === 'maybe' ? null : undefined;
}

const NAMED_SLOTS: ReadonlySet<EngagementSlot> = new Set<EngagementSlot>(['partner', 'operator', 'assoc', 'neighbours']);

/** A short answer with a proper name: « Saint-Louis du Sénégal », « Le GRET », « les Amis du Faso ». */
function namesSomething(text: string): boolean {
  const words = text.trim().split(/[\s'’-]+/);
  if (words.length > 7 || /[?]/.test(text)) return false;
  return words.some((word, index) => /^\p{Lu}{3,}/u.test(word) || (index > 0 && /^\p{Lu}\p{Ll}{2,}/u.test(word)));
}

type Said = ReturnType<typeof readYesNo>;

/** A text that opens so answers the question, whatever else it goes on to say. */
const LEADS =
  /^(?:(?:euh|heu|ben|bah|bon|alors|ah|eh bien|hum) )*(?:oui|ouais|ui|si|non|nan|ca depend|peut etre|bof|bien sur|tout a fait|evidemment|absolument|aucune? (?!agents?|voisin))(?![a-z])/;

/** « pas grand-chose » weighs as a small budget; the recap shows the figure, which can be corrected. */
const VERY_LITTLE =
  /(?<![a-z])(?:pas grand chose|tres peu|pas beaucoup|peu de (?:moyens|choses?|sous)|modeste|symbolique|petit budget|quelques sous)(?![a-z])/;
const VERY_LITTLE_EUROS = 1000;
const NOT_VOTED =
  /(?<![a-z])(?:pas encore|a (?:voter|definir|fixer|decider|discuter)|pas (?:decide|defini|fixe|arrete|vote)|par hab[a-z]*)(?![a-z])/;

/** « que des bénévoles », « moi-même en tant qu'élu » : no agent at all. */
const ONLY_ELECTED =
  /^(?:(?:non|que|seulement|uniquement|juste|rien que|ce sont|c est) )*(?:(?:les|des|nos|mes|quelques) )?(?:elus?|elues?|benevoles?|conseillers?|moi|moi meme|l adjointe?)(?: (?:en tant|seule?s?|elus?|moi|maire|a la|aux|au|qu|elue?s?|meme|et|benevoles?|uniquement)){0,5}$/;

function readValue(
  slot: EngagementSlot,
  text: string,
  said: Said,
  mention: Mention | undefined,
  slots: Slots,
  elsewhere: boolean,
): SlotValue | undefined {
  const flat = flatten(text);
  switch (slot) {
    case 'population':
      return readPopulation(text);
    case 'budget': {
      if (said === 'unknown' && findNumbers(text).length === 0) return undefined;
      const population = knownValue(slots, 'population');
      const euros = readEuros(text, typeof population === 'number' ? population : undefined);
      if (euros !== undefined && euros > 0) return euros;
      if (NOT_VOTED.test(flat)) return undefined;
      return euros ?? (VERY_LITTLE.test(flat) ? VERY_LITTLE_EUROS : said === 'no' ? 0 : undefined);
    }
    case 'staff':
      if (ONLY_ELECTED.test(flat)) return 0;
      if (elsewhere || (said === 'unknown' && findNumbers(text).length === 0)) return undefined;
      return (
        readStaff(text) ??
        mention?.value ??
        (said === 'no' ? 0 : said === 'yes' ? (/(?<![a-z])un peu(?![a-z])/.test(flat) ? 0.2 : 0.5) : undefined)
      );
    case 'horizon':
      return readHorizon(text) ?? (said === 'no' && /^(?:non|pas)/.test(flat) ? 'ponctuel' : said === 'yes' ? 'long' : undefined);
    case 'kind':
      return readKind(flat, true);
    case 'steer':
      return elsewhere ? undefined : readSteer(flat, said, mention);
    case 'partner':
      if (said === 'no' || /(?<![a-z])(?:re)?cherch(?:e|ons|er|ait)(?![a-z])/.test(flat)) return 'non';
      if (
        /(?<![a-z])contacts?(?![a-z])|discussion|connaissance|(?<![a-z])rencontre[rs]?(?![a-z])|diaspora|pas encore (?:signe|officiel)/.test(
          flat,
        )
      )
        return 'contact';
      return mention?.certain
        ? mention.value
        : said === 'maybe'
          ? 'contact'
          : said === 'yes' || mention
            ? 'connu'
            : saysAbroad(flat) && !elsewhere
              ? 'connu'
              : undefined;
    case 'experience':
      if (/^un peu|quelques|petite experience|plus ou moins|une fois/.test(flat)) return 'un-peu';
      return mention?.value ?? (said === 'yes' ? 'oui' : said === 'no' ? 'non' : said === 'maybe' ? 'un-peu' : undefined);
    case 'legal':
      return readLegal(flat) ?? (said === 'no' ? 'aucune' : undefined);
    case 'neighbours':
    case 'operator':
      return elsewhere ? undefined : readClosed(said, mention, flat, slot);
    case 'assoc':
      return elsewhere || said === 'maybe' ? undefined : readClosed(said, mention, flat, slot);
  }
}

const NEGATION =
  /(?<![a-z])(?:n(?:e|i)? ?(?:(?:les?|la|l|nous|y|en) )?[a-z]{1,12} (?:pas|rien|jamais|aucune?|plus|guere)|(?:veulent|veut|voit|connait|connaissons|sont|est|a|ai) pas|refusent?)(?![a-z])/;

/** The lead word counts first (« oui, mais… »), then what the words say. */
function readClosed(said: Said, mention: Mention | undefined, flat: string, slot: EngagementSlot): SlotValue | undefined {
  if (said === 'unknown') return undefined;
  if (slot === 'operator' && /(?<![a-z])(?:(?:en|nous) (?:faudrait|faut|faudra)|on en cherche|besoin d un)(?![a-z])/.test(flat))
    return 'oui';
  if (
    slot === 'operator' &&
    !mention &&
    /(?<![a-z])(?:nous memes?|nos (?:propres )?(?:services|agents|equipes)|en interne|en regie|en direct|directement)(?![a-z])/.test(
      flat,
    )
  )
    return 'non';
  if (slot === 'neighbours' && said !== 'yes' && /(?<![a-z])(?:seuls?|entre nous|isolee?s?)(?![a-z])/.test(flat)) return 'non';
  if (said === 'yes') return 'oui';
  if (said === 'no') return mention?.certain && mention.value === 'oui' && !/^(?:non|nan)/.test(flat) ? 'oui' : 'non';
  if (said === 'maybe') return 'depend';
  if (mention) return mention.value;
  if (flat.split(' ').length <= 9 && NEGATION.test(flat)) return 'non';
  if (
    /^(?:[0-9]{1,3}|une?|deux|trois|quatre|cinq|six|dix|plusieurs|quelques|des|quelques unes?|beaucoup|les?|la|l|notre|nos)(?![a-z])/.test(
      flat,
    )
  ) {
    // « deux ou trois », « l'agglo », « une ONG » name what was asked for
    const words = flat.split(' ').length;
    if (slot === 'operator' ? /ong|asso|bureau|operateur|agence|comite|entreprise|fondation|prestataire/.test(flat) : words <= 8)
      return 'oui';
  }
  return undefined;
}

function readSteer(flat: string, said: Said, mention: Mention | undefined): SlotValue | undefined {
  const positive = mention !== undefined && mention.value !== 'non';
  if (said === 'yes')
    return positive ? mention.value : /(?<![a-z])seuls?(?![a-z])/.test(flat) ? 'seul' : sharesSteering(flat) ? 'ensemble' : 'oui';
  if (said === 'no') return mention?.certain && positive && !/^(?:non|nan)/.test(flat) ? mention.value : 'non';
  if (said === 'maybe') return 'depend';
  if (mention) return mention.value;
  if (/^(?:(?:tout|nous|oui|a nous) )?seuls?(?![a-z])/.test(flat)) return 'seul';
  if (/(?<![a-z])y tien(?:t|nent|drait)|y tenons(?![a-z])/.test(flat)) return 'oui';
  if (sharesSteering(flat)) return 'ensemble';
  if (/(?<![a-z])(?:nous|piloter|pilote|pilotes|decider)(?![a-z])/.test(flat) && flat.split(' ').length <= 6) return 'oui';
  if (
    /(?<![a-z])(?:aider|soutenir|financer|l asso(?:ciation)?|les assos?(?:ciations)?|l ong|eux|d autres|un autre)(?![a-z])/.test(
      flat,
    ) &&
    flat.split(' ').length <= 8
  )
    return 'non';
  return undefined;
}

const sharesSteering = (flat: string) =>
  /(?<![a-z])(?:ensemble|a plusieurs|on est plusieurs|a (?:deux|trois|quatre|cinq|[2-9])|avec (?:d |les |nos |des )?(?:autres|voisine?s?|communes|collectivites)|a parts egales|en commun|collectivement)(?![a-z])/.test(
    flat,
  );

/** « une commune du Sénégal », « au Togo » as an answer to « avez-vous un partenaire ? ». */
const saysAbroad = (flat: string) =>
  /^(?:une?|deux|trois|quatre|plusieurs|des|la|le|notre|nos|avec|c est|depuis)(?: [a-z]{1,14}){1,6}$/.test(flat) &&
  /(?<![a-z])(?:villes?|communes?|regions?|mairies?|villages?|municipalites?|jumelages?|jumelles?|conventions?|prefecture|provinces?|departements?|au|en|aux)(?![a-z])/.test(
    flat,
  );

function readLegal(flat: string): SlotValue | undefined {
  if (/(?<![a-z])(?:eaux?|assainissement|oudin)(?![a-z])/.test(flat)) return 'eau';
  if (/(?<![a-z])(?:dechets?|ordures|poubelles|tri|compost[a-z]*)(?![a-z])/.test(flat)) return 'dechets';
  if (/(?<![a-z])(?:electri[a-z]*|gaz|energies?|solaire)(?![a-z])/.test(flat)) return 'energie';
  return /(?<![a-z])(?:transports?|mobilites?|bus|tram[a-z]*)(?![a-z])/.test(flat) ? 'transport' : undefined;
}

const fold = (text: string) => foldAnswer(text).replace(/[ .!,]+$/, '');
/** The button that was pressed, if the text is exactly one. */
export function readButton(
  text: string,
  questions: readonly { slot: EngagementSlot; choices: readonly { title: string; value: SlotValue }[] }[],
): Mention | undefined {
  const wanted = fold(text);
  for (const { slot, choices } of questions) {
    const choice = choices.find(({ title }) => fold(title) === wanted);
    if (choice) return { slot, value: choice.value, certain: true };
  }
  return undefined;
}
