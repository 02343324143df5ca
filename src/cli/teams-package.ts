/** `npm run teams:package`: the zip that a Teams administrator installs, from the template, the icons and the environment's values. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { type Config, ConfigError } from '../config.js';
import { isLoopbackUrl } from '../http/client-address.js';
import { manifestSchema } from '../teams/manifest-schema.js';

export interface PackageOptions {
  /** Folder of the template and the icons. */
  folder: string;
  /** Version of the app: Teams replaces an installed one by a higher one only. */
  version: string;
}

const ICONS = [
  { name: 'color.png', size: 192 },
  { name: 'outline.png', size: 32 },
] as const;

/** Which variable a wrong place of the manifest comes from. */
const ORIGINS: readonly [RegExp, string][] = [
  [/^(?:id|bots\.0\.botId)$/, 'MicrosoftAppId'],
  [/^developer\.name$/, 'CONTROLLER_NAME'],
  [/^(?:developer\.\w+Url|validDomains)/, 'PUBLIC_URL'],
];

/**
 * Builds the package. @returns the zip's bytes, the same for the same values.
 * @throws ConfigError with a line for each wrong value, naming its variable, the cause and the cure.
 */
export async function buildTeamsPackage(config: Config, { folder, version }: PackageOptions): Promise<Uint8Array> {
  const lines = findMissing(config);
  if (lines.length > 0) throw new ConfigError(lines);
  const template = await readFile(join(folder, 'manifest.json'), 'utf8');
  const values: Record<string, string> = {
    APP_ID: config.bot.appId ?? '',
    PUBLIC_URL: config.publicUrl ?? '',
    PUBLIC_HOST: new URL(config.publicUrl ?? '').hostname,
    DEVELOPER: config.controller.name ?? '',
    VERSION: version,
  };
  const manifest: unknown = JSON.parse(template, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/\{\{([A-Z_]+)\}\}/g, (whole, name: string) => values[name] ?? whole) : value,
  );
  const parsed = manifestSchema.safeParse(manifest);
  const wrong = parsed.error?.issues.map(({ path, message }) => describeWrong(path.join('.'), message)) ?? [];
  const icons = await Promise.all(ICONS.map(async ({ name }) => [name, await readFile(join(folder, name))] as const));
  for (const [index, [name, bytes]] of icons.entries()) {
    const size = ICONS[index]?.size ?? 0;
    if (!isPng(bytes, size))
      wrong.push(
        `${name} : une image PNG de ${size} × ${size} points est attendue. node deployment/teams/make-icons.mjs la refait.`,
      );
  }
  if (wrong.length > 0) throw new ConfigError(wrong);
  const files = { 'manifest.json': strToU8(`${JSON.stringify(parsed.data, null, 2)}\n`), ...Object.fromEntries(icons) };
  // A fixed date: the same values give the same bytes.
  return zipSync(files, { level: 9, mtime: '2026-01-01T00:00:00' });
}

/** Writes the package and says what to do with it. */
export async function runTeamsPackage(config: Config, args: string[], out: (line: string) => void): Promise<number> {
  const [path = 'passerelle-teams.zip'] = args;
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  await writeFile(path, await buildTeamsPackage(config, { folder: 'deployment/teams', version }));
  out(
    `${path} est prêt : Teams, Applications, Gérer vos applications, Charger une application (ou le centre d’administration Teams).`,
  );
  return 0;
}

function findMissing({ bot, publicUrl, controller }: Config): string[] {
  const lines: string[] = [];
  if (!bot.appId) lines.push('MicrosoftAppId : manque. Mettez dans .env l’identifiant d’application donné par Azure.');
  if (!publicUrl) lines.push('PUBLIC_URL : manque. Mettez dans .env l’adresse publique du service, en https://.');
  else if (!publicUrl.startsWith('https://') || isLoopbackUrl(publicUrl))
    lines.push(`PUBLIC_URL : ${publicUrl} ne peut pas être jointe par Teams. Donnez une adresse publique en https://.`);
  if (!controller.name)
    lines.push(
      'CONTROLLER_NAME : manque. Mettez dans .env le nom de l’organisme qui propose l’assistant (32 caractères au plus).',
    );
  return lines;
}

function describeWrong(path: string, message: string): string {
  const variable = ORIGINS.find(([pattern]) => pattern.test(path))?.[1];
  return variable
    ? `${variable} : ${message} (manifeste Teams : ${path}). Corrigez cette variable dans .env.`
    : `deployment/teams/manifest.json, ${path} : ${message}. Corrigez ce modèle.`;
}

/** A PNG says its width and height in the header that follows its signature. */
function isPng(bytes: Buffer, size: number): boolean {
  return (
    bytes.length > 33 &&
    bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) &&
    bytes.readUInt32BE(16) === size &&
    bytes.readUInt32BE(20) === size
  );
}
