/** The record of processing (RGPD, article 30), composed from what the software does and how this installation is set. */
import { findMissingSettings, type PrivacySettings } from './privacy-settings.js';
import { describeSecurity } from './security-measures.js';

export interface Period {
  what: string;
  /** « 180 jours »… */
  howLong: string;
  why: string;
}

/** One processing: what article 30 asks for, in its order. */
export interface Processing {
  name: string;
  parts: { heading: string; items: string[] }[];
  periods: Period[];
}

export interface Registre {
  title: string;
  /** ISO 8601. */
  composedAt: string;
  controller: { name: string; value: string }[];
  /** Settings that are missing, with what they would say. */
  missing: { variable: string; what: string }[];
  /** What the person in charge has to check or complete by hand. */
  toCheck: string[];
  processings: Processing[];
  security: string[];
}

const days = (count: number): string => `${count} jours`;
const MISSING = 'non renseigné';

export function composeRegistre(settings: PrivacySettings, now: Date): Registre {
  const { controller } = settings;
  return {
    title: 'Registre des activités de traitement : assistant Passerelle',
    composedAt: now.toISOString(),
    controller: [
      { name: 'Responsable du traitement', value: controller.name ?? MISSING },
      { name: 'Adresse', value: controller.address ?? MISSING },
      { name: 'Contact pour les données personnelles (délégué à la protection des données)', value: controller.dpo ?? MISSING },
      { name: 'Hébergeur (sous-traitant)', value: settings.publisher.host ?? MISSING },
    ],
    missing: findMissingSettings(settings),
    toCheck: [
      'La base légale proposée est l’intérêt légitime. Un organisme public peut préférer la mission d’intérêt public (article 6.1.e) : à décider avec le délégué à la protection des données.',
      'Les journaux techniques du serveur (nginx, journald) contiennent des adresses IP ; leur durée se règle sur le serveur, pas ici.',
      'Les sauvegardes gardent les données effacées jusqu’à leur propre expiration : leur durée s’ajoute à celles de ce registre.',
      'Les formulations que les équipes reprennent dans la base de connaissances, et les noms qu’elles donnent aux sujets, restent après la conversation : masqués, sans lien avec elle. À relire comme tout texte publié.',
      ...(settings.teams
        ? [
            'Teams est fourni par Microsoft : le contrat et ses transferts éventuels relèvent du registre de l’organisme qui administre Teams.',
          ]
        : []),
    ],
    processings: [conversations(settings), figures(settings), staff(settings), rights(settings)],
    security: describeSecurity(settings),
  };
}

const NO_TRANSFER =
  'Aucun transfert hors de l’Union européenne par ce service : il n’appelle aucun service extérieur pour répondre.';

function conversations({ days: kept, sheetDays, teams, digest }: PrivacySettings): Processing {
  return {
    name: 'Répondre aux questions et améliorer les réponses',
    parts: [
      {
        heading: 'Finalités',
        items: [
          'Répondre aux questions sur l’action internationale des collectivités, à partir de fiches relues.',
          'Relire les échanges pour corriger et compléter ces fiches.',
        ],
      },
      {
        heading: 'Base légale',
        items: [
          'Intérêt légitime du réseau qui propose le service (RGPD, article 6.1.f) : informer les élu·e·s, avec des réponses vérifiées.',
        ],
      },
      {
        heading: 'Personnes concernées',
        items: ['Les personnes qui écrivent à l’assistant : élu·e·s, agents, partenaires, public.'],
      },
      {
        heading: 'Catégories de données',
        items: [
          'Le texte des messages, où courriels, téléphones, numéros, adresses et noms reconnus sont masqués avant l’enregistrement ; les réponses ; la date et l’heure.',
          'Un pseudonyme de la personne (empreinte à clé de l’identifiant que donne le canal) : jamais l’identifiant lui-même, ni nom, ni photo.',
          'Ce que la conversation a compris de la collectivité (commune, taille, moyens), le temps de la conversation.',
          'Les avis (pouce, commentaire masqué) et les annotations des équipes.',
          'Les fiches pour le conseil : une collectivité et un niveau d’engagement, jamais une personne.',
          'L’adresse IP n’est pas enregistrée : elle sert, en mémoire et deux minutes au plus, à limiter les abus.',
          'Aucune donnée sensible n’est demandée. Aucune décision automatisée, aucun profilage, aucun cookie pour les visiteurs.',
        ],
      },
      {
        heading: 'Destinataires',
        items: [
          'Les équipes du réseau concerné qui ont un compte de la console, selon leur rôle.',
          ...(digest.length > 0
            ? [`Le résumé de la semaine, où les questions sont masquées, est envoyé à : ${digest.join(', ')}.`]
            : []),
          'L’hébergeur, comme sous-traitant, sans accès au contenu pour son propre compte.',
          ...(teams ? ['Microsoft, pour les conversations dans Teams : ces messages passent par son service et y restent.'] : []),
        ],
      },
      {
        heading: 'Transferts hors de l’Union européenne',
        items: [NO_TRANSFER, ...(teams ? ['Teams : selon le contrat de l’organisme avec Microsoft.'] : [])],
      },
    ],
    periods: [
      {
        what: 'Texte des conversations, pseudonymes, mémoire du dialogue',
        howLong: days(kept.text),
        why: 'Le temps que les équipes relisent, corrigent les fiches et vérifient l’effet de leurs corrections.',
      },
      {
        what: 'Avis et annotations',
        howLong: days(kept.feedback),
        why: 'Comparer la qualité des réponses d’une période à l’autre, sans les textes.',
      },
      {
        what: 'Fiches pour le conseil',
        howLong: days(sheetDays),
        why: 'Le temps de préparer et de tenir une séance du conseil.',
      },
      {
        what: 'Phrase qui confirme un effacement',
        howLong: 'environ une heure',
        why: 'Le temps que la personne puisse la lire.',
      },
    ],
  };
}

function figures({ days: kept }: PrivacySettings): Processing {
  return {
    name: 'Mesurer l’usage',
    parts: [
      { heading: 'Finalités', items: ['Savoir ce qui est demandé, ce qui reste sans réponse, et en rendre compte.'] },
      {
        heading: 'Base légale',
        items: [
          'Intérêt légitime (RGPD, article 6.1.f). Une fois le texte effacé, ces chiffres ne se rapportent plus à personne.',
        ],
      },
      { heading: 'Personnes concernées', items: ['Personne d’identifiable.'] },
      {
        heading: 'Catégories de données',
        items: [
          'De chaque échange : le genre de réponse, la fiche, le jour et l’heure (sans les minutes), le canal, la région, le réseau. Ni texte, ni pseudonyme, ni conversation.',
        ],
      },
      { heading: 'Destinataires', items: ['Les équipes du réseau ; les chiffres peuvent être publiés.'] },
      { heading: 'Transferts hors de l’Union européenne', items: [NO_TRANSFER] },
    ],
    periods: [
      { what: 'Chiffres', howLong: days(kept.statistics), why: 'Comparer plusieurs années, par exemple au cours d’un mandat.' },
    ],
  };
}

function staff({ days: kept, signIn }: PrivacySettings): Processing {
  return {
    name: 'Comptes et journal des équipes',
    parts: [
      {
        heading: 'Finalités',
        items: [
          'Réserver la console aux personnes habilitées.',
          'Savoir qui a consulté, modifié, publié, exporté ou effacé quoi.',
        ],
      },
      { heading: 'Base légale', items: ['Intérêt légitime : la sécurité des données (RGPD, articles 6.1.f et 32).'] },
      { heading: 'Personnes concernées', items: ['Les membres des équipes des réseaux.'] },
      {
        heading: 'Catégories de données',
        items: [
          'Nom, courriel, rôle, réseaux, dates de connexion.',
          'Journal : date, compte, action, numéro de ce qui est concerné ; jamais un texte de conversation.',
          'Un cookie de session, strictement nécessaire, huit heures au plus.',
        ],
      },
      {
        heading: 'Destinataires',
        items: [
          'Les personnes qui administrent la console.',
          signIn
            ? `Le fournisseur d’identité ${signIn}, qui reçoit la demande de connexion.`
            : 'Aucun fournisseur d’identité n’est réglé : connexion par un lien à usage unique, sur le serveur même.',
        ],
      },
      {
        heading: 'Transferts hors de l’Union européenne',
        items: [NO_TRANSFER, ...(signIn ? ['Connexion : selon le contrat avec le fournisseur d’identité.'] : [])],
      },
    ],
    periods: [
      {
        what: 'Journal',
        howLong: days(kept.journal),
        why: 'La CNIL recommande de six mois à un an pour un journal de traçabilité (délibération n° 2021-122).',
      },
      {
        what: 'Compte',
        howLong: `tant que la personne est habilitée, puis ${days(kept.journal)}`,
        why: 'Que le journal puisse dire de qui il parle aussi longtemps qu’il en parle.',
      },
      { what: 'Session', howLong: 'huit heures', why: 'Une journée de travail.' },
    ],
  };
}

function rights({ days: kept }: PrivacySettings): Processing {
  return {
    name: 'Demandes d’accès et d’effacement',
    parts: [
      { heading: 'Finalités', items: ['Donner suite aux droits des personnes (RGPD, articles 15 à 22).'] },
      { heading: 'Base légale', items: ['Obligation légale (RGPD, article 6.1.c).'] },
      { heading: 'Personnes concernées', items: ['Les personnes qui ont écrit à l’assistant.'] },
      {
        heading: 'Catégories de données',
        items: [
          'Le code de reçu, que la personne demande à l’assistant : il désigne la conversation sans dire qui elle est.',
          'Au journal : que la conversation de ce code a été exportée ou effacée, et par quel compte. Jamais son contenu.',
        ],
      },
      { heading: 'Destinataires', items: ['Les personnes qui administrent la console.'] },
      { heading: 'Transferts hors de l’Union européenne', items: [NO_TRANSFER] },
    ],
    periods: [
      { what: 'Code de reçu', howLong: 'autant que la conversation', why: 'Il ne sert qu’à la retrouver.' },
      { what: 'Trace de la demande au journal', howLong: days(kept.journal), why: 'Prouver que la demande a été suivie.' },
    ],
  };
}
