/**
 * Every error that the service itself raises: a stable code, a cause and a cure, declared once.
 * Operators read them in the log; users get a sentence and a reference.
 */
export const errorCatalogue = {
  E_CONFIG: { cause: 'une variable d’environnement est fausse', cure: 'corriger la ligne indiquée dans .env' },
  E_PORT_IN_USE: { cause: 'le port est déjà pris', cure: 'arrêter l’autre programme ou changer PORT' },
  E_DATA_DIR: { cause: 'DATA_DIR ne peut être lu ou écrit', cure: 'donner ce dossier à l’utilisateur du service' },
  E_DATA_DIR_LOCKED: {
    cause: 'un autre processus utilise déjà DATA_DIR',
    cure: 'arrêter l’autre processus ou donner un autre DATA_DIR',
  },
  E_STORE_WRITE: { cause: 'une écriture n’a pas abouti (disque plein ?)', cure: 'libérer de la place, vérifier les droits' },
  E_STORE_DAMAGED: {
    cause: 'un fichier du magasin est illisible',
    cure: 'il a été mis de côté (.damaged) ; restaurer une sauvegarde si besoin',
  },
  E_KNOWLEDGE: {
    cause: 'la base de connaissances a des erreurs',
    cure: 'npm run kb -- check, puis corriger les lignes indiquées',
  },
  E_KNOWLEDGE_NONE: { cause: 'aucune version de la base n’est active', cure: 'npm run kb -- publish' },
  E_TURN: { cause: 'un tour de conversation a échoué', cure: 'chercher la référence dans le journal' },
  E_REDACTION: { cause: 'le masquage des données personnelles a échoué', cure: 'le texte n’a pas été gardé ; signaler le cas' },
  E_CHANNEL_KEYS: {
    cause: 'les clés qui signent les messages de Teams n’ont pas pu être lues',
    cure: 'autoriser les connexions sortantes vers login.botframework.com, puis npm run doctor',
  },
  E_STAFF_SIGN_IN: {
    cause: 'la connexion des équipes n’a pas abouti',
    cure: 'vérifier STAFF_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, l’adresse de retour déclarée et l’heure de la machine',
  },
  E_DATABASE: { cause: 'PostgreSQL ne répond pas, ou a refusé', cure: 'vérifier DATABASE_URL et le serveur' },
  E_RETENTION: {
    cause: 'l’effacement quotidien n’a pas tout effacé',
    cure: 'lire la ligne du journal ; il recommence de lui-même à l’heure suivante',
  },
  E_DIGEST: {
    cause: 'le bilan de la semaine n’a pas pu être envoyé',
    cure: 'vérifier DIGEST_SMTP_URL, DIGEST_FROM, DIGEST_TO et DIGEST_TEAMS_WEBHOOK ; l’envoi recommence de lui-même pendant deux jours',
  },
  E_BACKUP: {
    cause: 'cette sauvegarde ne peut être écrite ou lue',
    cure: 'à l’écriture, vérifier la place et les droits ; à la lecture, prendre une autre sauvegarde',
  },
  E_STORE_NOT_EMPTY: {
    cause: 'le magasin d’arrivée contient déjà quelque chose',
    cure: 'donner un DATA_DIR ou une base vides, pour que rien ne soit mélangé ni écrasé',
  },
  E_TRANSFER: {
    cause: 'ce qui est arrivé n’est pas ce qui est parti ; rien n’a été gardé',
    cure: 'recommencer, service arrêté ; puis npm run store -- verify sur le magasin de départ',
  },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error of the catalogue; `detail` is for operators only. */
export class PasserelleError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail = '',
    options?: ErrorOptions,
  ) {
    super(
      `${code} : ${errorCatalogue[code].cause}${detail ? ` (${detail})` : ''}. Remède : ${errorCatalogue[code].cure}.`,
      options,
    );
    this.name = 'PasserelleError';
  }
}

/** Makes a `switch` over a closed union fail to compile when a case is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}
