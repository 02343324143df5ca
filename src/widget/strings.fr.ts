/** Every sentence of the web chat, its page and its launcher. What the assistant says comes from the server. */
export const strings = {
  name: 'Passerelle',
  tagline: 'l’assistant des élu·e·s pour l’action internationale',
  pageTitle: 'Passerelle – l’assistant des élu·e·s pour l’action internationale',
  pageDescription:
    'Posez vos questions sur l’action internationale des collectivités territoriales : définitions, droit, financements, niveaux d’engagement, contact de votre réseau régional.',
  noScript: 'Ce dialogue a besoin de JavaScript. Vous pouvez aussi écrire à votre réseau régional.',
  skip: 'Aller au champ de saisie',

  helloTitle: 'Une question sur l’action internationale de votre collectivité ?',
  helloText:
    'Bonjour ! Cadre, moyens, partenaires, contacts : je réponds à partir de fiches sourcées et datées, et je le dis quand je ne sais pas.',
  onBehalf: (network: string) => `Assistant proposé par ${network}.`,
  startersLabel: 'Pour commencer',
  starters: [
    { title: 'Pourquoi s’engager ?', value: "Pourquoi s'engager ?" },
    { title: 'Quel niveau d’engagement choisir ?', value: "Quel niveau d'engagement choisir ?" },
    { title: 'Quels financements ?', value: 'Quels cofinancements peut-on obtenir ?' },
    { title: 'Qui est mon contact ?', value: 'Qui est mon contact ?' },
  ],
  disclosure:
    'Je suis un assistant automatique, pas une personne. Nos échanges sont gardés un temps limité, données personnelles masquées.',
  disclosureLink: 'Ce que nous gardons',
  reminder: 'N’indiquez pas de données personnelles.',

  conversation: 'Conversation',
  you: 'Vous',
  suggestions: 'Réponses proposées',
  typing: 'Passerelle écrit…',
  inputLabel: 'Votre question',
  inputPlaceholder: 'Écrivez votre question…',
  send: 'Envoyer',
  contactTitle: 'Votre contact',
  progress: (step: number) => `Choix du niveau d’engagement · question ${step}`,
  newTab: '(nouvel onglet)',

  copy: 'Copier',
  copyLabel: 'Copier la conversation',
  copied: 'Conversation copiée.',
  copyDone: 'Copié',
  copyFailed: 'La copie n’est pas possible dans ce navigateur.',
  print: 'Imprimer',
  printLabel: 'Imprimer la conversation',
  erase: 'Effacer',
  eraseLabel: 'Effacer la conversation',
  eraseTitle: 'Effacer la conversation ?',
  eraseText:
    'Elle disparaît de cet appareil et du service, qui n’en garde rien. Une fiche pour le conseil, si vous en avez fait une, reste lisible par son lien.',
  eraseConfirm: 'Effacer',
  eraseCancel: 'Garder',
  erased: 'Conversation effacée, ici et sur le service.',
  erasedHere:
    'Conversation retirée de cet appareil. Le service ne la rattache plus à vous et la supprimera à la fin de sa durée de conservation.',
  eraseFailed: 'La conversation n’a pas pu être effacée : le service ne répond pas. Réessayez dans un instant.',

  useful: 'Réponse utile',
  notUseful: 'Réponse pas utile',
  thanks: 'Merci pour votre avis.',
  reasonQuestion: 'Qu’est-ce qui n’allait pas ?',
  reasons: ['Hors sujet', 'Incomplet', 'Inexact ou daté', 'Pas clair'],
  reasonSkip: 'Ne pas préciser',

  sending: 'Envoi…',
  failed: 'Message non envoyé.',
  failedOffline: 'Message non envoyé : vous êtes hors ligne.',
  failedRejected: 'Message refusé : il est peut-être trop long.',
  failedLimit: (seconds: number) => `Trop de messages en peu de temps : réessayez dans ${seconds} s.`,
  retry: 'Réessayer',
  noReply: 'La réponse n’est pas arrivée. Nouvel essai dans un instant…',
  offline: 'Vous êtes hors ligne. Vos messages partiront au retour de la connexion.',
  expired: 'La conversation précédente a expiré : je ne m’en souviens plus, une nouvelle commence ici.',

  close: 'Fermer l’assistant',

  privacyLink: 'Confidentialité',
  legalLink: 'Mentions légales',
  accessibilityLink: 'Accessibilité',
  footerLabel: 'Informations sur le service',
} as const;

/** The launcher's own few, apart so that its script stays small. */
export const launcherStrings = {
  open: 'Ouvrir l’assistant Passerelle',
  openShort: 'Une question ?',
  loadFailed: 'L’assistant ne se charge pas. Réessayez dans un instant.',
} as const;
