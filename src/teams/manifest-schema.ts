/**
 * The rules of Teams' app manifest 1.29 for what our manifest has, strict: an unknown property is refused, as Teams does.
 * Source: https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json
 */
import { z } from 'zod';

const httpsUrl = z.url({ protocol: /^https$/, error: 'une adresse https:// est attendue' }).max(2048, '2048 caractères au plus');
const guid = z.guid('un identifiant (GUID) est attendu');
const line = (most: number) => z.string().trim().min(1, 'manque').max(most, `${most} caractères au plus`);
const scope = z.enum(['team', 'personal', 'groupChat']);
const unique = <T>(items: readonly T[]) => new Set(items).size === items.length;

const commandList = z.strictObject({
  scopes: z.array(scope).min(1).max(3).refine(unique, 'portées en double'),
  commands: z
    .array(z.strictObject({ title: line(32), description: line(128) }))
    .min(1)
    .max(10, 'dix commandes au plus'),
});

export const manifestSchema = z
  .strictObject({
    $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json'),
    manifestVersion: z.literal('1.29'),
    version: z
      .string()
      .max(256)
      .regex(/^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/, 'une version 1.2.3 est attendue'),
    id: guid,
    developer: z.strictObject({ name: line(32), websiteUrl: httpsUrl, privacyUrl: httpsUrl, termsOfUseUrl: httpsUrl }),
    name: z.strictObject({ short: line(30), full: line(100) }),
    description: z.strictObject({ short: line(80), full: line(4000) }),
    localizationInfo: z.strictObject({ defaultLanguageTag: z.string().regex(/^[a-z]{2}(?:-[a-z]{2})?$/) }),
    icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
    accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'une couleur #rrggbb est attendue'),
    bots: z
      .array(
        z.strictObject({
          botId: guid,
          scopes: z.array(scope).min(1).max(3).refine(unique, 'portées en double'),
          isNotificationOnly: z.boolean(),
          supportsFiles: z.boolean(),
          commandLists: z.array(commandList).max(3),
        }),
      )
      .length(1),
    permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
    validDomains: z
      .array(
        z
          .string()
          .max(2048)
          .regex(/^[a-z0-9.-]+$/i, 'un nom de domaine est attendu, sans https:// ni chemin'),
      )
      .max(16),
    defaultInstallScope: z.enum(['personal', 'team', 'groupChat']),
    defaultGroupCapability: z.strictObject({ team: z.literal('bot'), groupchat: z.literal('bot') }),
  })
  .refine(({ name }) => name.short !== name.full, { path: ['name'], message: 'le nom court et le nom complet doivent différer' })
  .refine(({ description }) => !description.full.includes(description.short), {
    path: ['description'],
    message: 'la description complète ne doit pas répéter la courte',
  });

export type TeamsManifest = z.infer<typeof manifestSchema>;
