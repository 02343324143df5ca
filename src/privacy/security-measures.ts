import type { PrivacySettings } from './privacy-settings.js';

/** What the software does to protect the data; each sentence is held by a test of this project. */
export function describeSecurity({ database, signIn, teams }: PrivacySettings): string[] {
  return [
    'Masquage avant enregistrement : courriels, téléphones, comptes bancaires, cartes, numéros de sécurité sociale, plaques, adresses et noms reconnus sont remplacés par un repère ; si le masquage échoue, le texte n’est pas gardé.',
    'Pseudonymes par empreinte à clé ; aucun texte de message dans les journaux techniques.',
    'Numéros de conversation et codes de reçu imprévisibles ; un jeton signé n’ouvre qu’une conversation.',
    'Effacement automatique chaque jour selon les durées de ce registre, avec compte rendu ; effacement sur demande, aussitôt.',
    signIn
      ? 'Console : connexion OpenID Connect, quatre rôles, réseaux séparés, session scellée, protection contre les requêtes forgées, journal des consultations et des actions.'
      : 'Console : fermée hors du serveur, ouverte par un lien à usage unique ; session scellée, protection contre les requêtes forgées, journal des consultations et des actions.',
    database
      ? `Données dans une base PostgreSQL (${database}), accès par un compte dédié.`
      : 'Données dans un dossier du serveur, fichiers lisibles par le seul compte du service (mode 0600).',
    'Limites : taille et nombre des requêtes par adresse ; pages sous politique de sécurité du contenu stricte ; aucun contenu chargé d’ailleurs.',
    ...(teams ? ['Teams : les jetons de Bot Framework sont vérifiés à chaque message.'] : []),
  ];
}
