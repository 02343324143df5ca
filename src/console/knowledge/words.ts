/** The base's vocabulary in French, as staff read it. */
export const profileNames: Readonly<Record<string, string>> = {
  commune: 'communes',
  epci: 'intercommunalités',
  syndicat: 'syndicats',
  departement: 'départements',
  region: 'régions',
  'petite-commune': 'petites communes (3 500 habitants au plus)',
};

/** The folders of the base's entries; a folder without a name here keeps its own. */
const themeNames: Readonly<Record<string, string>> = {
  actions: 'Formes d’action',
  chiffres: 'Chiffres',
  definition: 'Définitions',
  demarche: 'Démarche',
  droit: 'Droit',
  financement: 'Financement',
  histoire: 'Histoire',
  maroc: 'Maroc',
  niveaux: 'Niveaux d’engagement',
  organismes: 'Organismes',
  pourquoi: 'Pourquoi agir',
  reseaux: 'Réseaux',
  'un-pourcent': '1 % (eau, énergie, déchets…)',
};
export const themeName = (id: string): string => themeNames[id] ?? id;

export const changeNames = {
  lost: 'Réponse perdue',
  other: 'Autre réponse',
  gained: 'Réponse gagnée',
  reworded: 'Même fiche, texte changé',
} as const;

/** Kinds of decision, after « l’assistant… ». */
export const decisionNames: Readonly<Record<string, string>> = {
  answer: 'répond',
  clarify: 'propose un choix',
  dialog: 'ouvre le choix guidé',
  contact: 'donne ou cherche le contact',
  smalltalk: 'répond à la conversation',
  fallback: 'ne sait pas répondre',
  handoff: 'passe la main',
  system: 'explique son fonctionnement',
  failed: 'échoue',
};

export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

/** Below this confidence (0..1) an entry has nothing to do with the question: figures would only mislead. */
export const NEAR = 0.05;

/** « 1 fiche », « 3 fiches ». */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('fr-FR')} ${number > 1 ? many : one}`;

/** What a field holds, as one line; "" when it was not sent. */
export const oneLine = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Case and accents do not matter in a search. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’`]/g, "'").toLowerCase();

const expectedNames: Readonly<Record<string, string>> = {
  fallback: 'dire qu’il ne sait pas',
  contact: 'donner ou chercher le contact',
  dialog: 'ouvrir le choix guidé',
  system: 'expliquer son fonctionnement',
};

/** What the exam calls « fiche a ou b », « smalltalk bye », « fallback », in words; `titles`: of the entries. */
export function sayOutcome(outcome: string, titles: ReadonlyMap<string, { title: string }>): string {
  const [, kind, ids] = /^(fiche|choix entre) (.+)$/.exec(outcome) ?? [];
  if (!ids) return expectedNames[outcome] ?? outcome.replace(/^smalltalk /, 'répondre à la conversation : ');
  const names = ids.split(/, | ou /).map((id) => `« ${titles.get(id)?.title ?? id} »`);
  return `${kind === 'fiche' ? 'répondre' : 'proposer'} ${names.join(' ou ')}`;
}
