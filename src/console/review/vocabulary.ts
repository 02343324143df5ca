/** The words of reviewing, in French, in one place. */
import { nameOf } from '../../../dialogs/contact.js';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import type { DecisionKind, ReviewState } from '../../transcripts/review-store.js';
import type { Tone } from '../components.js';

export const stateNames: Readonly<Record<ReviewState | 'unreviewed', string>> = {
  unreviewed: 'pas encore relu',
  'to-review': 'à relire',
  correct: 'correct',
  incorrect: 'incorrect',
  incomplete: 'à compléter',
  'out-of-scope': 'hors champ',
};

export const stateHints: Readonly<Record<ReviewState, string>> = {
  'to-review': 'à revoir plus tard, ou par quelqu’un d’autre',
  correct: 'la réponse convient',
  incorrect: 'la réponse est fausse, ou répond à autre chose',
  incomplete: 'la réponse est juste, mais il y manque quelque chose',
  'out-of-scope': 'la question n’est pas de notre ressort',
};

export const stateTones: Readonly<Record<ReviewState | 'unreviewed', Tone>> = {
  unreviewed: 'neutral',
  'to-review': 'info',
  correct: 'good',
  incorrect: 'bad',
  incomplete: 'warn',
  'out-of-scope': 'neutral',
};

export const kindNames: Readonly<Record<DecisionKind, string>> = {
  answer: 'réponse',
  clarify: 'précision demandée',
  dialog: 'choix guidé',
  contact: 'contact',
  smalltalk: 'conversation',
  fallback: 'sans réponse',
  handoff: 'renvoi vers une personne',
  system: 'message du service',
};

export const kindTones: Readonly<Record<DecisionKind, Tone>> = {
  answer: 'good',
  clarify: 'warn',
  dialog: 'info',
  contact: 'info',
  smalltalk: 'neutral',
  fallback: 'bad',
  handoff: 'info',
  system: 'neutral',
};

export const opinionNames = { like: 'utile', dislike: 'pas utile' } as const;

/** Why a turn wants attention. */
export const signals = ['unanswered', 'disliked', 'misjudged', 'abandoned', 'unsure', 'failed'] as const;
export type Signal = (typeof signals)[number];

export const signalNames: Readonly<Record<Signal, string>> = {
  unanswered: 'sans réponse',
  disliked: 'jugée pas utile',
  misjudged: 'relue : à corriger',
  abandoned: 'précision abandonnée',
  unsure: 'réponse peu sûre',
  failed: 'panne',
};

export const signalTones: Readonly<Record<Signal, Tone>> = {
  unanswered: 'bad',
  disliked: 'bad',
  misjudged: 'warn',
  abandoned: 'warn',
  unsure: 'info',
  failed: 'bad',
};

/** Offered as reasons; any other may be written. */
export const reasons: readonly string[] = [
  'mauvaise fiche',
  'question mal comprise (fautes, abréviations)',
  'aucune fiche n’en parle',
  'fiche périmée ou inexacte',
  'réponse trop vague',
  'réponse trop longue',
  'lieu ou réseau mal compris',
  'aurait dû demander une précision',
  'aurait dû donner un contact',
];

const channels: Readonly<Record<string, string>> = {
  directline: 'site web',
  webchat: 'site web',
  msteams: 'Teams',
  console: 'terminal',
  emulator: 'émulateur',
};
export const channelName = (id: string): string => channels[id] ?? id;
/** Those that can be asked for. */
export const channelIds = ['directline', 'msteams', 'console'] as const;

/** INSEE codes of the regions (code officiel géographique), overseas collectivities by their own. */
export const regionNames: Readonly<Record<string, string>> = {
  '01': 'Guadeloupe',
  '02': 'Martinique',
  '03': 'Guyane',
  '04': 'La Réunion',
  '06': 'Mayotte',
  '11': 'Île-de-France',
  '24': 'Centre-Val de Loire',
  '27': 'Bourgogne-Franche-Comté',
  '28': 'Normandie',
  '32': 'Hauts-de-France',
  '44': 'Grand Est',
  '52': 'Pays de la Loire',
  '53': 'Bretagne',
  '75': 'Nouvelle-Aquitaine',
  '76': 'Occitanie',
  '84': 'Auvergne-Rhône-Alpes',
  '93': 'Provence-Alpes-Côte d’Azur',
  '94': 'Corse',
};
export const regionName = (code: string): string => regionNames[code] ?? `région ${code}`;

/** What the active release calls things. */
export interface Names {
  entry(id: string): string;
  network(id: string | undefined): string;
  /** Networks of the release, by name. */
  networks: readonly { id: string; name: string }[];
}

export function namesOf({ base }: ActiveKnowledge): Names {
  const networks = base.contacts.networks
    .map((card) => ({ id: card.id, name: nameOf(card) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  const byId = new Map(networks.map(({ id, name }) => [id, name]));
  return {
    entry: (id) => base.entries.get(id)?.title ?? id,
    network: (id) => (id === undefined ? 'aucun réseau' : (byId.get(id) ?? id)),
    networks,
  };
}

/** « 1 question », « 12 questions ». */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('fr-FR')} ${number > 1 ? many : one}`;

/** A share (0..1) as « 41 % ». Only none is 0 %, only all is 100 %. */
export const percent = (share: number): string => {
  const rounded = Math.round(share * 100);
  return `${share > 0 && share < 1 ? Math.min(99, Math.max(1, rounded)) : rounded} %`;
};
