import { assertNever } from '../src/errors.js';
import type { Place, PlaceReading } from '../src/geography/index.js';
import { type ContactFieldValue, type Contacts, type NetworkCard, networkOfRegion } from '../src/knowledge/contact-schema.js';
import type { Decision } from './decision.js';
import type { Memory } from './memory.js';
import { messages, sayDate } from './messages.fr.js';
import { type ContactField, plain } from './references.js';
import type { Reply } from './reply.js';
import type { ActiveKnowledge } from './services.js';

/** Addresses shown in a first reply; the others come on demand. */
const FIRST_ADDRESSES = 2;

/** The network that serves a place, or undefined when none is known. */
export const networkOf = (knowledge: ActiveKnowledge, place: Place): NetworkCard | undefined =>
  networkOfRegion(knowledge.base.contacts, place.region.code);

/** The network of that id, or undefined when there is none. */
export const networkNamed = (knowledge: ActiveKnowledge, id: string | undefined): NetworkCard | undefined =>
  id === undefined ? undefined : knowledge.base.contacts.networks.find((card) => card.id === id);

/** What is answered to « qui est mon contact ? », whatever the message says of the place. */
export function replyWithContact(knowledge: ActiveKnowledge, reading: PlaceReading, memory: Memory): Reply {
  const say = (text: string, decision: Partial<Decision>, suggestions: Reply['suggestions'] = []): Reply => ({
    text,
    suggestions,
    decision: { kind: 'contact', knowledgeVersion: knowledge.version, ...decision },
  });
  const home = networkNamed(knowledge, memory.home);
  if (home && leavesPlaceOpen(reading)) return replyWithHome(knowledge, home);
  switch (reading.outcome) {
    case 'found':
      return replyWithPlace(knowledge, reading, memory);
    case 'ambiguous':
      return say(
        [
          messages.placeAmbiguous(reading.name),
          reading.options.map((place, index) => `${index + 1}. ${describePlace(place)}`).join('\n'),
        ].join('\n\n'),
        { place: 'ambiguous' },
        reading.options.map((place) => ({ title: shortPlace(place), value: shortPlace(place) })),
      );
    case 'foreign':
      return say(
        reading.country === 'Maroc'
          ? messages.placeForeignMorocco(reading.name)
          : messages.placeForeign(reading.name, reading.country),
        { place: 'foreign' },
      );
    case 'unknown':
      return say(messages.placeUnknown(reading.name), { place: 'unknown' });
    case 'vague':
      return say(messages.placeVague, { place: 'missing' });
    case 'none':
      return say(messages.askPlace, { place: 'missing' });
    default:
      return assertNever(reading);
  }
}

/** Nothing was said of a place: on a network's own site, its card is a good guess. */
export const leavesPlaceOpen = ({ outcome }: PlaceReading): boolean => outcome === 'none' || outcome === 'vague';

/** The network of the site, before any place is known, and the way to another one. */
function replyWithHome(knowledge: ActiveKnowledge, card: NetworkCard): Reply {
  return {
    text: [
      messages.homeNetwork(nameOf(card), card.services[0] ?? messages.networkServices),
      sayMeans(card),
      messages.homeElsewhere,
    ].join('\n\n'),
    decision: {
      kind: 'contact',
      place: 'network',
      network: card.id,
      ...(card.regions.length === 1 ? { region: card.regions[0] } : {}),
      knowledgeVersion: knowledge.version,
    },
  };
}

/** « Leur mail ? », « son numéro ? » about the card shown last. */
export function replyWithContactField(knowledge: ActiveKnowledge, network: string, field: ContactField): Reply {
  const card = networkNamed(knowledge, network);
  const text = card ? (sayField(card, field) ?? messages.fieldUnknown(nameOf(card), card.website?.value)) : messages.askPlace;
  return {
    text,
    decision: { kind: 'contact', place: 'network', network, region: card?.regions[0], knowledgeVersion: knowledge.version },
  };
}

/** True when the text names one of the networks. */
export function namesNetwork(contacts: Contacts, text: string): boolean {
  const message = plain(text);
  return contacts.networks.some((card) => message.includes(plain(nameOf(card))));
}

/** Name of a network in running text: what stands before its explanation. */
export const nameOf = (card: NetworkCard): string => card.name.value.split(/ [–(]/)[0] ?? card.name.value;

function replyWithPlace(knowledge: ActiveKnowledge, reading: Extract<PlaceReading, { outcome: 'found' }>, memory: Memory): Reply {
  const { place } = reading;
  const card = networkOf(knowledge, place);
  const notes = [
    ...(place.today && place.today !== place.name ? [messages.placeToday(place.name, place.today)] : []),
    ...(reading.corrected ? [messages.placeCorrected(place.name)] : []),
    ...(reading.others.length > 0 ? [messages.placeOthers(describePlace(place))] : []),
  ];
  const topic = memory.topic ? knowledge.base.entries.get(memory.topic)?.title : undefined;
  const text = card ? sayCard(card, place, topic) : sayNationalWay(knowledge.base.contacts, place);
  return {
    text: [...notes, text].join('\n\n'),
    suggestions: reading.others.slice(0, 3).map((other) => ({ title: shortPlace(other), value: shortPlace(other) })),
    decision: {
      kind: 'contact',
      place: card ? 'network' : 'no-network',
      region: place.region.code,
      ...(card ? { network: card.id } : {}),
      knowledgeVersion: knowledge.version,
    },
  };
}

function sayCard(card: NetworkCard, place: Place, topic: string | undefined): string {
  const services = card.services[0] ?? messages.networkServices;
  const intro = messages.network(nameOf(card), nameTerritory(place), services);
  return [intro, sayMeans(card, place, topic)].join('\n\n');
}

/** How to reach a network, and how old that is. */
function sayMeans(card: NetworkCard, place?: Place, topic?: string): string {
  const lines = [
    ...(card.phone ? [`- Téléphone : ${sayPhone(card.phone)}`] : []),
    ...(card.email ? [`- Courriel : ${sayEmail(card.email, place, topic)}`] : []),
    ...(card.website
      ? [
          `- Site : <${card.website.value}>`.replace(
            /<(.+)>/,
            (_, url: string) => `[${url.replace(/^https?:\/\/(?:www\.)?/, '')}](${url})`,
          ),
        ]
      : []),
    ...card.addresses.slice(0, FIRST_ADDRESSES).map(({ value }) => `- Adresse : ${value}`),
    ...card.persons.map((person) => `- ${sayPerson(person)}`),
  ];
  const missing = !card.phone && !card.email ? [messages.cardIncomplete] : [];
  return [lines.join('\n'), ...missing, `*${freshness(card)}*`].join('\n\n');
}

function sayNationalWay(contacts: Contacts, place: Place): string {
  const region = contacts.regionsWithoutNetwork.find((item) => item.region === place.region.code);
  const national = contacts.national.filter((contact) => region?.overseas || !contact.overseasOnly);
  const lines = national.map(({ name, use, website }) => `- **${website ? `[${name}](${website})` : name}** : ${use}`);
  return [messages.noNetwork(place.region.name), lines.join('\n')].join('\n\n');
}

function sayField(card: NetworkCard, field: ContactField): string | undefined {
  const [person] = card.persons;
  switch (field) {
    case 'email':
      return sayBoth(card.email && `Courriel de ${nameOf(card)} : ${sayEmail(card.email)}`, person?.email && sayPerson(person));
    case 'phone':
      return sayBoth(card.phone && `Téléphone de ${nameOf(card)} : ${sayPhone(card.phone)}`, person?.phone && sayPerson(person));
    case 'address':
      return card.addresses.length > 0
        ? card.addresses.map(({ value, note }) => `- ${value}${note ? ` (${note})` : ''}`).join('\n')
        : undefined;
    case 'website':
      return card.website ? `Site de ${nameOf(card)} : [${card.website.value}](${card.website.value})` : undefined;
    case 'person':
      return person ? sayPerson(person) : undefined;
    default:
      return assertNever(field);
  }
}

const sayBoth = (...parts: (string | null | undefined | false)[]): string | undefined =>
  parts.filter(Boolean).join('\n\n') || undefined;

const sayPhone = ({ value }: ContactFieldValue): string => `[${value}](tel:+33${value.replace(/\D/g, '').slice(1)})`;

function sayEmail({ value }: ContactFieldValue, place?: Place, topic?: string): string {
  const subject = encodeURIComponent(messages.mailSubject(place?.name));
  const body = encodeURIComponent(messages.mailBody(place?.name, topic));
  return `[${value}](mailto:${value}?subject=${subject}&body=${body})`;
}

function sayPerson(person: NetworkCard['persons'][number]): string {
  const means = [
    person.phone && `[${person.phone}](tel:+33${person.phone.replace(/\D/g, '').slice(1)})`,
    person.email && `[${person.email}](mailto:${person.email})`,
  ];
  return messages.person(person.name, person.role, means.filter(Boolean).join(', '), person.source, person.asOf);
}

/** How old the card's main means of contact are, and where they were read. */
function freshness(card: NetworkCard): string {
  const field = card.phone ?? card.email ?? card.website ?? card.name;
  const source = /^https?:/.test(field.source) ? new URL(field.source).hostname.replace(/^www\./, '') : field.source;
  return messages.cardSource(source, field.asOf && /^\d{4}(-\d\d){0,2}$/.test(field.asOf) ? sayDate(field.asOf) : field.asOf);
}

/** « Valence (Drôme, 64 483 habitants) », « Drôme (département) ». */
export function describePlace(place: Place): string {
  if (place.kind === 'region' || place.kind === 'ancienne-region') return `${place.name} (région)`;
  if (place.kind === 'departement') return `${place.name} (département)`;
  const people = place.population ? `, ${place.population.toLocaleString('fr-FR').replace(/\u202f/g, ' ')} habitants` : '';
  return `${place.name} (${place.departement?.name ?? place.region.name}${people})`;
}

/** « Valence (Drôme, 64 483 habitants), région Auvergne-Rhône-Alpes », « la région Corse »: fit to follow « pour ». */
function nameTerritory(place: Place): string {
  const region = `région ${place.region.name}`;
  if (place.kind === 'departement') return `le département ${place.name}, ${region}`;
  if (place.kind === 'region') return `la ${region}`;
  return `${describePlace(place)}, ${region}`;
}

/** Text of a button that the gazetteer reads back without doubt. */
const shortPlace = (place: Place): string =>
  place.departement && place.kind !== 'departement' ? `${place.name} (${place.departement.name})` : place.name;
