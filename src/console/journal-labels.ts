/** What the journal calls each action, in French. An action that is not here is shown under its own name. */
export const journalLabels: Readonly<Record<string, string>> = {
  'session.open': 'S’est connecté·e',
  'session.close': 'S’est déconnecté·e',
  'session.refused': 'Connexion refusée : personne inconnue',
  'action.refused': 'Action refusée',
  'account.invite': 'Invitation',
  'account.change': 'Compte modifié',
  'account.remove': 'Compte retiré',
  'conversation.view': 'Conversation consultée',
  'turn.review': 'Échange relu',
  'topic.confier': 'Sujet confié',
  'topic.regler': 'Sujet réglé',
  'topic.ecarter': 'Sujet mis de côté',
  'topic.rouvrir': 'Sujet rouvert',
  'audit.draw': 'Échantillon de qualité tiré',
  'conversation.find': 'Conversation cherchée pour une demande d’accès ou d’effacement',
  'conversation.export': 'Conversation exportée',
  'conversation.erase': 'Conversation effacée',
  'retention.run': 'Effacement des données anciennes lancé',
  'registre.download': 'Registre téléchargé',
  'entry.create': 'Fiche écrite',
  'entry.edit': 'Fiche modifiée',
  'entry.remove': 'Fiche retirée',
  'entry.utterances': 'Formulations ajoutées à une fiche',
  'exam.add': 'Ligne d’examen ajoutée',
  'card.edit': 'Carte de réseau modifiée',
  'draft.create': 'Brouillon ouvert',
  'draft.revert': 'Changement retiré d’un brouillon',
  'draft.abandon': 'Brouillon abandonné',
  'draft.reopen': 'Brouillon rouvert',
  'draft.rebase': 'Brouillon repris sur une autre version',
  'draft.try': 'Brouillon éprouvé',
  'draft.publish': 'Version publiée',
  'release.activate': 'Version activée',
  'release.export': 'Version exportée',
  'figures.export': 'Tableau de chiffres exporté',
  'turns.export': 'Échanges exportés',
};

const detailLabels: Readonly<Record<string, string>> = {
  state: 'état',
  turns: 'réponses',
  count: 'nombre',
  draft: 'brouillon',
  lost: 'lignes d’examen perdues',
  network: 'réseau',
  from: 'depuis',
  to: 'jusqu’à',
};
const stateNames: Readonly<Record<string, string>> = {
  'to-review': 'à relire',
  correct: 'correct',
  incorrect: 'incorrect',
  incomplete: 'à compléter',
  'out-of-scope': 'hors champ',
};

/** A detail of a line, in words: « état : correct ». */
export const sayDetail = (key: string, value: string | number | boolean): string =>
  `${detailLabels[key] ?? key} : ${(key === 'state' && stateNames[String(value)]) || value}`;

export const labelOfAction = (action: string): string => journalLabels[action] ?? action;
