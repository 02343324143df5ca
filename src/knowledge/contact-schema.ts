/** The contact cards: one file per regional network, the national contacts, the regions without a network. */
import { z } from 'zod';
import type { KnowledgeFiles } from './hash.js';
import { parseYaml } from './parse-yaml.js';
import type { Problem } from './problem.js';
import { webAddress } from './schema.js';

const text = z.string({ error: 'texte manquant' }).min(1, 'texte manquant');

/** A date as the source gives it, free text: « 2022 ou après ». A bare year is a number in YAML. */
const asOf = z
  .union([z.string(), z.number()], { error: 'date attendue, ou null si la source n’est pas datée' })
  .nullable()
  .default(null)
  .transform((value) => (value === null ? null : String(value)));

/** A value with where it was read and the date that could be read there (free text: « 2022 ou après »; null: undated). */
const fieldOf = <T extends z.ZodType>(value: T) => z.strictObject({ value, source: text, asOf, note: z.string().optional() });

const textField = fieldOf(text);
const phoneField = fieldOf(text.regex(/^0\d(?: \d{2}){4}$/, 'téléphone attendu sous la forme 05 32 26 26 73'));
const emailField = fieldOf(z.email('courriel invalide'));
const websiteField = fieldOf(webAddress('adresse de site invalide'));

/** Optional fields are written `null` when they are not known: a card shows what is missing. */
export const networkCardSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  regions: z.array(z.string().regex(/^\d{2}$/, 'code INSEE de région (deux chiffres) entre guillemets')).min(1),
  name: textField,
  legalForm: textField.nullable(),
  addresses: z.array(textField).default([]),
  phone: phoneField.nullable(),
  email: emailField.nullable(),
  website: websiteField.nullable(),
  persons: z
    .array(z.strictObject({ name: text, role: text, email: z.email().optional(), phone: text.optional(), source: text, asOf }))
    .default([]),
  /** What the network does for local authorities, one line each; generic sentences stand in when empty. */
  services: z.array(text).default([]),
  servicesSource: text.optional(),
});
export type NetworkCard = z.infer<typeof networkCardSchema>;
export type ContactFieldValue<T = string> = { value: T; source: string; asOf: string | null; note?: string };

const nationalSchema = z.array(
  z.strictObject({
    id: z.string(),
    name: text,
    use: text,
    website: webAddress('adresse de site invalide').nullable(),
    source: text,
    asOf,
    overseasOnly: z.boolean().default(false),
  }),
);
export type NationalContact = z.infer<typeof nationalSchema>[number];

const regionsWithoutNetworkSchema = z.array(
  z.strictObject({
    /** Overseas collectivities have three figures. */
    region: z.string().regex(/^\d{2,3}$/),
    name: text,
    overseas: z.boolean().default(false),
    leads: z.array(z.strictObject({ value: text, source: text, asOf })).default([]),
  }),
);
export type RegionWithoutNetwork = z.infer<typeof regionsWithoutNetworkSchema>[number];

export interface Contacts {
  networks: readonly NetworkCard[];
  national: readonly NationalContact[];
  regionsWithoutNetwork: readonly RegionWithoutNetwork[];
}

const NATIONAL = 'contacts/national.yaml';
const WITHOUT = 'contacts/regions-sans-reseau.yaml';

/** Reads the cards among a base's files; every problem with file and line, none thrown. */
export function loadContacts(files: KnowledgeFiles): { contacts?: Contacts; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = <T>(path: string, schema: z.ZodType<T>): T | undefined => {
    const content = files.get(path);
    if (content === undefined) {
      problems.push({ file: path, message: 'fichier manquant', severity: 'error' });
      return undefined;
    }
    const parsed = parseYaml(path, content, schema);
    problems.push(...parsed.problems);
    return parsed.value;
  };
  const cards = [...files.keys()].filter((path) => path.startsWith('contacts/') && path !== NATIONAL && path !== WITHOUT);
  const networks = cards.flatMap((path) => {
    const card = read(path, networkCardSchema);
    if (card && path !== `contacts/${card.id}.yaml`)
      problems.push({ file: path, message: `l’identifiant « ${card.id} » doit être le nom du fichier`, severity: 'error' });
    for (const missing of card ? missingFields(card) : [])
      problems.push({ file: path, message: `fiche incomplète : ${missing}`, severity: 'warning' });
    return card ?? [];
  });
  const national = read(NATIONAL, nationalSchema);
  const regionsWithoutNetwork = read(WITHOUT, regionsWithoutNetworkSchema);
  const covered = [...networks.flatMap((card) => card.regions), ...(regionsWithoutNetwork ?? []).map((region) => region.region)];
  for (const code of covered.filter((region, index) => covered.indexOf(region) !== index)) {
    problems.push({ file: 'contacts', message: `la région ${code} a plusieurs fiches`, severity: 'error' });
  }
  if (!national || !regionsWithoutNetwork || problems.some((problem) => problem.severity === 'error')) return { problems };
  return { contacts: { networks, national, regionsWithoutNetwork }, problems };
}

/** What a card does not say, in words. */
export function missingFields(card: NetworkCard): string[] {
  const missing: string[] = [];
  if (!card.phone) missing.push('téléphone');
  if (!card.email) missing.push('courriel');
  if (!card.website) missing.push('site');
  if (card.addresses.length === 0) missing.push('adresse');
  return missing;
}

/** Fields whose date is older than `years`, in words: what a network's staff should look at first. Undated ones are not judged. */
export function listOldFields(card: NetworkCard, today: Date, years = 5): string[] {
  const oldest = today.getUTCFullYear() - years;
  const fields: [string, { asOf: string | null } | null][] = [
    ['nom', card.name],
    ['forme juridique', card.legalForm],
    ['téléphone', card.phone],
    ['courriel', card.email],
    ['site', card.website],
    ...card.addresses.map((address): [string, { asOf: string | null }] => [`adresse « ${address.value} »`, address]),
    ...card.persons.map((person): [string, { asOf: string | null }] => [`contact « ${person.name} »`, person]),
  ];
  return fields.flatMap(([label, field]) => {
    const year = Number(/\b(?:19|20)\d{2}\b/.exec(field?.asOf ?? '')?.[0]);
    return year < oldest ? [`${label} (${field?.asOf})`] : [];
  });
}

/** The network of a region (INSEE code), or undefined when none is known. */
export function networkOfRegion(contacts: Contacts, regionCode: string): NetworkCard | undefined {
  return contacts.networks.find((card) => card.regions.includes(regionCode));
}
