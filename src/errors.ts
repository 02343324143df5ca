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
  E_DATABASE: { cause: 'PostgreSQL ne répond pas', cure: 'vérifier DATABASE_URL et le serveur' },
  E_UNSUPPORTED: { cause: 'ce réglage n’est pas encore pris en charge', cure: 'le retirer' },
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
