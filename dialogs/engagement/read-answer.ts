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
  const said = readYesNo(text);
  const value = readValue(slot, text, said, mention, slots);
  if (value !== undefined) return value;
  return said === 'unknown' ? null : undefined;
}

type Said = ReturnType<typeof readYesNo>;

function readValue(
  slot: EngagementSlot,
  text: string,
  said: Said,
  mention: Mention | undefined,
  slots: Slots,
): SlotValue | undefined {
  const flat = flatten(text);
  switch (slot) {
    case 'population':
      return readPopulation(text);
    case 'budget': {
      const population = knownValue(slots, 'population');
      return readEuros(text, typeof population === 'number' ? population : undefined) ?? (said === 'no' ? 0 : undefined);
    }
    case 'staff':
      if (said === 'unknown' && findNumbers(text).length === 0) return undefined;
      return readStaff(text) ?? mention?.value ?? (said === 'no' ? 0 : said === 'yes' ? 0.5 : said === 'maybe' ? 0.2 : undefined);
    case 'horizon':
      return readHorizon(text) ?? (said === 'no' && /^(?:non|pas)/.test(flat) ? 'ponctuel' : said === 'yes' ? 'long' : undefined);
    case 'kind':
      return readKind(flat, true);
    case 'steer':
      return readSteer(flat, said, mention);
    case 'partner':
      if (said === 'no') return 'non';
      if (/(?<![a-z])contacts?(?![a-z])|discussion|connaissance|pas encore (?:signe|officiel)/.test(flat)) return 'contact';
      return mention?.certain
        ? mention.value
        : said === 'maybe'
          ? 'contact'
          : said === 'yes' || mention
            ? 'connu'
            : saysAbroad(flat)
              ? 'connu'
              : undefined;
    case 'experience':
      if (/^un peu|quelques|petite experience|plus ou moins|une fois/.test(flat)) return 'un-peu';
      return mention?.value ?? (said === 'yes' ? 'oui' : said === 'no' ? 'non' : said === 'maybe' ? 'un-peu' : undefined);
    case 'legal':
      return readLegal(flat) ?? (said === 'no' ? 'aucune' : undefined);
    case 'neighbours':
    case 'operator':
      return readClosed(said, mention, flat, slot);
    case 'assoc':
      return said === 'maybe' ? undefined : readClosed(said, mention, flat, slot);
  }
}

/** The lead word counts first (« oui, mais… »), then what the words say. */
function readClosed(said: Said, mention: Mention | undefined, flat: string, slot: EngagementSlot): SlotValue | undefined {
  if (slot === 'operator' && /(?<![a-z])(?:(?:en|nous) (?:faudrait|faut|faudra)|on en cherche|besoin d un)(?![a-z])/.test(flat))
    return 'oui';
  if (
    slot === 'operator' &&
    !mention &&
    /(?<![a-z])(?:nous memes?|nos (?:propres )?(?:services|agents|equipes)|en interne|en regie)(?![a-z])/.test(flat)
  )
    return 'non';
  if (said === 'yes') return 'oui';
  if (said === 'no') return mention?.certain && mention.value === 'oui' && !/^(?:non|nan)/.test(flat) ? 'oui' : 'non';
  if (said === 'maybe') return 'depend';
  if (mention) return mention.value;
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
  if (/^(?:tout )?seuls?(?![a-z])/.test(flat)) return 'seul';
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
  /(?<![a-z])(?:ensemble|a plusieurs|on est plusieurs|a (?:deux|trois|quatre|cinq|[2-9])|avec (?:d )?(?:les )?(?:autres|voisins)|en commun|collectivement)(?![a-z])/.test(
    flat,
  );

/** « une commune du Sénégal », « au Togo » as an answer to « avez-vous un partenaire ? ». */
const saysAbroad = (flat: string) =>
  /^(?:une?|la|le|notre|avec|c est|depuis)(?: [a-z]{1,14}){1,6}$/.test(flat) &&
  /(?<![a-z])(?:ville|commune|region|mairie|village|municipalite|jumelage|jumelle|convention|prefecture|departement|au|en|aux)(?![a-z])/.test(
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
