/** Every sentence of the engagement dialog that is not content of engagement.yaml. */
import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import type { SlotValue } from './slots.js';

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

const words: Partial<Record<EngagementSlot, Record<string, string>>> = {
  kind: {
    commune: 'commune',
    cc: 'communauté de communes',
    ca: "communauté d'agglomération",
    cu: 'communauté urbaine',
    metropole: 'métropole',
    syndicat: 'syndicat',
    departement: 'département',
    region: 'région',
    autre: 'autre collectivité',
  },
  steer: {
    seul: 'vous pilotez seuls',
    oui: 'vous pilotez',
    ensemble: "vous pilotez avec d'autres",
    depend: 'pilotage à décider',
    non: "d'autres pilotent",
  },
  neighbours: { oui: 'voisins prêts à se joindre', depend: 'voisins peut-être', non: 'pas de voisins' },
  operator: { oui: 'réalisation par un opérateur', depend: 'opérateur peut-être', non: "pas d'opérateur" },
  partner: { connu: 'partenaire étranger connu', contact: "un contact à l'étranger", non: 'pas de partenaire étranger' },
  assoc: { oui: 'associations actives', non: "pas d'association active" },
  experience: { oui: "de l'expérience", 'un-peu': "un peu d'expérience", non: 'première action' },
  horizon: { urgence: "aide d'urgence", ponctuel: 'action ponctuelle', moyen: 'deux ou trois ans', long: 'long terme' },
  legal: {
    eau: "service de l'eau",
    energie: "service de l'énergie",
    dechets: 'service des déchets',
    transport: 'service des transports',
    aucune: 'pas de service pour le 1 %',
  },
};

const subjects: Record<EngagementSlot, string> = {
  kind: 'collectivité',
  population: 'population',
  budget: 'budget',
  staff: "temps d'agent",
  assoc: 'associations',
  steer: 'pilotage',
  neighbours: 'voisins',
  operator: 'opérateur',
  partner: 'partenaire',
  experience: 'expérience',
  horizon: 'durée',
  legal: '1 %',
};

/** « temps d'agent »: what a question is about, in the recap. */
export const saySubject = (slot: EngagementSlot): string => subjects[slot];

/** A question answered by « je ne sais pas ». */
export const sayOpen = 'à préciser';

/** « 10 000 € par an », « 0,5 équivalent temps plein », « pas de voisins » ; « pilotage : je ne sais pas ». */
export function sayAnswer(slot: EngagementSlot, value: SlotValue | null): string {
  if (value === null) return `${subjects[slot]} : ${sayOpen}`;
  if (slot === 'population') return `${number.format(Number(value))} habitants`;
  if (slot === 'budget') return value === 0 ? 'pas de budget' : `${number.format(Number(value))} € par an`;
  if (slot === 'staff') return value === 0 ? "pas de temps d'agent" : sayStaff(Number(value));
  return words[slot]?.[String(value)] ?? String(value);
}

function sayStaff(value: number): string {
  const days = Math.round(value * 10) / 2;
  if (days < 0.5) return "moins d'un demi-jour d'agent par semaine";
  if (value < 0.5) return `${number.format(days)} jour${days >= 2 ? 's' : ''} d'agent par semaine`;
  if (value === 0.5) return 'un mi-temps';
  return value === 1 ? 'un temps plein' : `${number.format(value)} équivalents temps plein`;
}

export const engagementMessages = {
  heard: (list: string[]) => `J'ai noté : ${list.join(', ')}.`,
  opening: 'Quelques questions pour trouver votre niveau d’engagement (« je ne sais pas », « retour » et « stop » sont permis).',
  unsure: "D'accord, on laisse ce point ouvert.",
  back: 'On revient à la question précédente.',
  backAtStart: "C'était la première question.",
  restarted: 'On recommence.',
  misread: (example: string) => `Je n'ai pas compris votre réponse. ${example}`,
  misreadAgain: (example: string) => `Je ne comprends toujours pas. ${example} Vous pouvez aussi dire « je ne sais pas ».`,
  wayOut:
    "Je n'arrive pas à lire vos réponses, pardon. Vous pouvez voir une première recommandation, passer cette question, vous arrêter, ou demander votre contact régional.",
  seeResult: 'Voir une première recommandation',
  skip: 'Je ne sais pas',
  stop: 'Stop',
  contact: 'Qui est mon contact ?',
  provisional:
    'Je sais encore peu de choses : cet avis est **provisoire** et va au démarrage le plus souple. Votre réseau régional peut l’affiner avec vous.',
  recommended: (title: string, definition: string) => `**Niveau conseillé : ${title}** — ${definition}.`,
  because: (reasons: string) => `Pourquoi : parce que vous avez dit ${reasons}.`,
  runnerUp: (title: string, close: boolean) => (close ? `Presque à égalité : ${title}.` : `En second : ${title}.`),
  change: (supposition: string, title: string) => `Si ${supposition}, ce serait plutôt : ${title}.`,
  firstStep: (step: string) => `**Première étape :** ${step}.`,
  combine:
    "Les niveaux se **combinent** (vos projets et un appel à projets pour les associations, par exemple) et **évoluent** : rien n'est figé.",
  combineShort: "Les niveaux se **combinent** et **évoluent** : rien n'est figé.",
  whatIfSame: (heard: string) => `Avec ${heard}, l'avis ne change pas.`,
  whatIfNew: (heard: string) => `Avec ${heard}, l'avis change.`,
} as const;
