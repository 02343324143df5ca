/**
 * Everything that the environment can set, read here and nowhere else; every problem is reported at once, each naming the variable, the cause and the cure.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { config as readDotEnv } from 'dotenv';
import { z } from 'zod';
import { isLoopbackUrl } from './http/client-address.js';

const text = z.string().trim();
const optional = text.optional();
const splitList = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
const list = text.default('').transform(splitList);
const emails = list.refine(
  (items) => items.every((item) => z.email().safeParse(item).success),
  'des adresses de courriel séparées par des virgules sont attendues',
);
const days = (usual: number) =>
  z.coerce.number('un nombre de jours est attendu').int('un entier est attendu').min(1, 'au moins 1 jour').default(usual);

const environmentSchema = z.object({
  PORT: z.coerce
    .number('un nombre est attendu, par exemple 3978')
    .int('un entier est attendu')
    .min(0, 'au moins 0 (0 : un port libre)')
    .max(65535, 'au plus 65535')
    .default(3978),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'une adresse http(s):// complète est attendue' }).optional(),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: 'une adresse postgres://utilisateur:motdepasse@hôte/base est attendue' })
    .optional(),
  KNOWLEDGE_DIR: text.default('./knowledge'),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant'], 'SingleTenant ou UserAssignedMSI attendu')
    .default('SingleTenant'),
  MicrosoftAppId: z.guid('un identifiant d’application (GUID) est attendu').optional(),
  MicrosoftAppPassword: optional,
  MicrosoftAppTenantId: z.guid('un identifiant de locataire (GUID) est attendu').optional(),
  TRUST_PROXY: list.refine(
    (items) => items.every((item) => isIP(item) !== 0),
    'des adresses IP séparées par des virgules sont attendues, par exemple 127.0.0.1',
  ),
  DIRECT_LINE_SECRET: text.min(16, 'au moins 16 caractères : un secret court se devine').optional(),
  WIDGET_ORIGINS: text.default('').transform((value, context) => {
    const origins: { origin: string; network?: string }[] = [];
    for (const item of splitList(value)) {
      const [address = '', network] = item.split('=');
      if (!/^https?:\/\/[^/]+$/.test(address)) {
        context.addIssue({
          code: 'custom',
          message: `« ${address} » n’est pas une origine : https://site.example, sans chemin ni barre finale`,
        });
      }
      origins.push(network ? { origin: address, network } : { origin: address });
    }
    return origins;
  }),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number('un nombre est attendu')
    .int('un entier est attendu')
    .min(0, 'au moins 0 (0 : aucune limite)')
    .default(60),
  STAFF_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'une adresse https:// est attendue' })
    .refine((issuer) => issuer.startsWith('https:') || isLoopbackUrl(issuer), 'une adresse https:// est attendue')
    .refine(
      (issuer) => !/^https:\/\/login\.microsoftonline\.[a-z]+\/(?:common|organizations|consumers)(?:\/|$)/.test(issuer),
      'l’adresse de votre propre locataire est attendue : n’importe qui peut se connecter à « common » sous l’adresse de son choix',
    )
    .optional(),
  STAFF_OIDC_CLIENT_ID: optional,
  STAFF_OIDC_CLIENT_SECRET: optional,
  STAFF_ADMINS: emails.transform((items) => items.map((item) => item.toLowerCase().normalize('NFC'))),
  DIGEST_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'une adresse smtp(s)://utilisateur:motdepasse@serveur:port est attendue' })
    .optional(),
  DIGEST_FROM: text
    .refine((from) => z.email().safeParse(/<([^<>]+)>$/.exec(from)?.[1] ?? from).success, 'une adresse de courriel est attendue')
    .optional(),
  DIGEST_TO: emails,
  DIGEST_TEAMS_WEBHOOK: z
    .url({ protocol: /^https?$/, error: 'l’adresse https:// d’un flux Teams est attendue' })
    .refine((url) => url.startsWith('https:') || isLoopbackUrl(url), 'une adresse https:// est attendue')
    .optional(),
  RETENTION_DAYS: days(180),
  FEEDBACK_RETENTION_DAYS: days(365),
  STATISTICS_RETENTION_DAYS: days(1095),
  JOURNAL_RETENTION_DAYS: days(365),
  CONTROLLER_NAME: optional,
  CONTROLLER_ADDRESS: optional,
  DPO_CONTACT: optional,
  PUBLISHER_PHONE: optional,
  PUBLISHER_DIRECTOR: optional,
  HOSTING_PROVIDER: optional,
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'trace, debug, info, warn, error, fatal ou silent attendu',
    )
    .default('info'),
  SIGNING_KEY: text.min(43, 'au moins 32 octets en base64url (43 caractères)').optional(),
});

/** The names of every variable that the service reads: held against .env.example by a test. */
export const variableNames = Object.keys(environmentSchema.shape);

export interface Config {
  port: number;
  host: string;
  /** Address that users see; unset until the port is known when PUBLIC_URL is not given. */
  publicUrl?: string;
  dataDir: string;
  databaseUrl?: string;
  knowledgeDir: string;
  bot: { appType: string; appId?: string; appPassword?: string; tenantId?: string };
  trustedProxies: string[];
  directLineSecret?: string;
  widgetOrigins: { origin: string; network?: string }[];
  rateLimitPerMinute: number;
  staff?: { issuer: string; clientId: string; clientSecret: string };
  /** E-mail addresses, lower case, of those who administer the console by configuration. */
  staffAdmins: string[];
  /** Where the weekly digest goes. */
  digest: { mail?: { smtpUrl: string; from: string; to: string[] }; teamsWebhook?: string };
  /** Days for which the texts of conversations are kept. */
  retentionDays: number;
  /** Days for which everything else is kept. */
  retention: { feedback: number; statistics: number; journal: number };
  controller: { name?: string; address?: string; dpo?: string };
  /** What the law asks of a publisher besides name and address (LCEN, article 1-1). `host`: name, address and telephone. */
  publisher: { phone?: string; director?: string; host?: string };
  logLevel: string;
  signingKey?: string;
}

/** Adds the variables of a .env file in the working folder, where there is one; those already set win. */
export function loadDotEnv(): void {
  readDotEnv({ quiet: true });
}

/** A wrong environment: `lines` has one sentence per problem. */
export class ConfigError extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
  }
}

/** One line for each wrong variable, its first problem: the next rules on it mostly say the same again. */
function describeIssues(issues: readonly { path: PropertyKey[]; message: string }[]): string[] {
  const first = new Map(issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
  return [...first]
    .map(([name, message]) => `${name} : ${message}. Corrigez cette variable dans .env (voir .env.example) ou retirez-la.`)
    .toReversed();
}

/**
 * Reads the configuration from environment variables; an empty value counts as unset.
 * @throws ConfigError naming every wrong variable, its cause and its cure.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new ConfigError(describeIssues(parsed.error.issues));
  const env = parsed.data;
  const missing = findMissingPartners(env);
  if (missing.length > 0) throw new ConfigError(missing);
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, ''),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    knowledgeDir: resolve(env.KNOWLEDGE_DIR),
    bot: {
      appType: env.MicrosoftAppType,
      appId: env.MicrosoftAppId,
      appPassword: env.MicrosoftAppPassword,
      tenantId: env.MicrosoftAppTenantId,
    },
    trustedProxies: env.TRUST_PROXY,
    directLineSecret: env.DIRECT_LINE_SECRET,
    widgetOrigins: env.WIDGET_ORIGINS,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    staff:
      env.STAFF_OIDC_ISSUER && env.STAFF_OIDC_CLIENT_ID && env.STAFF_OIDC_CLIENT_SECRET
        ? { issuer: env.STAFF_OIDC_ISSUER, clientId: env.STAFF_OIDC_CLIENT_ID, clientSecret: env.STAFF_OIDC_CLIENT_SECRET }
        : undefined,
    staffAdmins: env.STAFF_ADMINS,
    digest: {
      ...(env.DIGEST_SMTP_URL && env.DIGEST_FROM
        ? { mail: { smtpUrl: env.DIGEST_SMTP_URL, from: env.DIGEST_FROM, to: env.DIGEST_TO } }
        : {}),
      ...(env.DIGEST_TEAMS_WEBHOOK ? { teamsWebhook: env.DIGEST_TEAMS_WEBHOOK } : {}),
    },
    retentionDays: env.RETENTION_DAYS,
    retention: {
      feedback: env.FEEDBACK_RETENTION_DAYS,
      statistics: env.STATISTICS_RETENTION_DAYS,
      journal: env.JOURNAL_RETENTION_DAYS,
    },
    controller: { name: env.CONTROLLER_NAME, address: env.CONTROLLER_ADDRESS, dpo: env.DPO_CONTACT },
    publisher: { phone: env.PUBLISHER_PHONE, director: env.PUBLISHER_DIRECTOR, host: env.HOSTING_PROVIDER },
    logLevel: env.LOG_LEVEL,
    signingKey: env.SIGNING_KEY,
  };
}

/** Variables that only make sense together. */
function findMissingPartners(env: z.infer<typeof environmentSchema>): string[] {
  const lines: string[] = [];
  const needs = (name: string, given: unknown, other: string, otherGiven: unknown) => {
    if (given && !otherGiven) lines.push(`${other} : manque alors que ${name} est donné. Ajoutez ${other} ou retirez ${name}.`);
  };
  if (env.MicrosoftAppType === 'UserAssignedMSI' && env.MicrosoftAppPassword)
    lines.push(
      'MicrosoftAppPassword : inutile avec MicrosoftAppType=UserAssignedMSI, une identité managée n’a pas de secret. Retirez MicrosoftAppPassword.',
    );
  if (env.MicrosoftAppType !== 'UserAssignedMSI')
    needs('MicrosoftAppId', env.MicrosoftAppId, 'MicrosoftAppPassword', env.MicrosoftAppPassword);
  if (env.MicrosoftAppType !== 'MultiTenant')
    needs('MicrosoftAppId', env.MicrosoftAppId, 'MicrosoftAppTenantId', env.MicrosoftAppTenantId);
  needs('MicrosoftAppPassword', env.MicrosoftAppPassword, 'MicrosoftAppId', env.MicrosoftAppId);
  // What is judged or counted cannot leave before what it is about: it would be counted anew from the texts.
  for (const name of ['FEEDBACK_RETENTION_DAYS', 'STATISTICS_RETENTION_DAYS'] as const)
    if (env[name] < env.RETENTION_DAYS)
      lines.push(
        `${name} : ${env[name]} jours, moins que RETENTION_DAYS (${env.RETENTION_DAYS}). Donnez au moins ${env.RETENTION_DAYS}, ou baissez RETENTION_DAYS.`,
      );
  const recipients = env.DIGEST_TO.length > 0;
  needs('DIGEST_SMTP_URL', env.DIGEST_SMTP_URL, 'DIGEST_FROM', env.DIGEST_FROM);
  needs('DIGEST_SMTP_URL', env.DIGEST_SMTP_URL, 'DIGEST_TO', recipients);
  needs('DIGEST_TO', recipients, 'DIGEST_SMTP_URL', env.DIGEST_SMTP_URL);
  needs('STAFF_OIDC_ISSUER', env.STAFF_OIDC_ISSUER, 'STAFF_OIDC_CLIENT_ID', env.STAFF_OIDC_CLIENT_ID);
  needs('STAFF_OIDC_ISSUER', env.STAFF_OIDC_ISSUER, 'STAFF_OIDC_CLIENT_SECRET', env.STAFF_OIDC_CLIENT_SECRET);
  needs('STAFF_OIDC_CLIENT_ID', env.STAFF_OIDC_CLIENT_ID, 'STAFF_OIDC_ISSUER', env.STAFF_OIDC_ISSUER);
  return lines;
}
