import type { Config } from '../config.js';
import { SHEET_DAYS } from '../sheets/sheets.js';
import type { RetentionDays } from './retention.js';

/** What pages and the record of processing say of this installation. */
export interface PrivacySettings {
  controller: { name?: string; address?: string; dpo?: string };
  publisher: { phone?: string; director?: string; host?: string };
  days: RetentionDays;
  /** Days for which a council sheet can be read. */
  sheetDays: number;
  /** Microsoft Teams is a channel. */
  teams: boolean;
  /** Staff sign in by a provider of identities: its host; absent: a one-time link. */
  signIn?: string;
  /** Addresses and services that the weekly digest goes to, masked questions in it. */
  digest: string[];
  /** The data are in a PostgreSQL database (its host) instead of a folder. */
  database?: string;
}

export const readRetentionDays = ({ retentionDays, retention }: Config): RetentionDays => ({ text: retentionDays, ...retention });

export const readPrivacySettings = (config: Config): PrivacySettings => ({
  controller: config.controller,
  publisher: config.publisher,
  days: readRetentionDays(config),
  sheetDays: SHEET_DAYS,
  teams: config.bot.appId !== undefined,
  ...(config.staff ? { signIn: new URL(config.staff.issuer).host } : {}),
  digest: [...(config.digest.mail?.to ?? []), ...(config.digest.teamsWebhook ? ['un canal Teams (Microsoft)'] : [])],
  ...(config.databaseUrl ? { database: new URL(config.databaseUrl).hostname } : {}),
});

/** Settings that the law wants and that nobody has given: the variable, and what it says. */
export function findMissingSettings({ controller, publisher }: PrivacySettings): { variable: string; what: string }[] {
  const wanted: [string, string, string | undefined][] = [
    ['CONTROLLER_NAME', 'le nom du responsable du traitement', controller.name],
    ['CONTROLLER_ADDRESS', 'son adresse', controller.address],
    ['DPO_CONTACT', 'le contact pour les données personnelles', controller.dpo],
    ['PUBLISHER_PHONE', 'le téléphone de l’éditeur', publisher.phone],
    ['PUBLISHER_DIRECTOR', 'le nom de la personne qui dirige la publication', publisher.director],
    ['HOSTING_PROVIDER', 'le nom, l’adresse et le téléphone de l’hébergeur', publisher.host],
  ];
  return wanted.flatMap(([variable, what, value]) => (value ? [] : [{ variable, what }]));
}
