import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { buildTeamsPackage } from '../../src/cli/teams-package.js';
import { ConfigError, readConfig } from '../../src/config.js';
import { manifestSchema, type TeamsManifest } from '../../src/teams/manifest-schema.js';
import { BOT_ID, TENANT_ID } from '../support/bot-cloud-stand-in.js';

const folder = join(import.meta.dirname, '../../deployment/teams');
const right = {
  MicrosoftAppId: BOT_ID,
  MicrosoftAppPassword: 'x',
  MicrosoftAppTenantId: TENANT_ID,
  PUBLIC_URL: 'https://assistant.example.org',
  CONTROLLER_NAME: 'Réseau Exemple',
};
const build = (environment: Record<string, string>, from = folder) =>
  buildTeamsPackage(readConfig(environment), { folder: from, version: '1.2.3' });
const linesOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
};

describe('npm run teams:package', () => {
  it('makes a zip with the manifest and the two icons, filled from the environment, the same each time', async () => {
    const zip = await build(right);
    const files = unzipSync(zip);
    expect(Object.keys(files).sort()).to.deep.equal(['color.png', 'manifest.json', 'outline.png']);
    const manifest = manifestSchema.parse(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())));
    expect(manifest.id).to.equal(BOT_ID);
    expect(manifest.bots[0]?.botId).to.equal(BOT_ID);
    expect(manifest.bots[0]?.scopes).to.have.members(['personal', 'team', 'groupChat']);
    expect(manifest.developer).to.deep.equal({
      name: 'Réseau Exemple',
      websiteUrl: 'https://assistant.example.org',
      privacyUrl: 'https://assistant.example.org/confidentialite',
      termsOfUseUrl: 'https://assistant.example.org/mentions-legales',
    });
    expect(manifest.validDomains).to.deep.equal(['assistant.example.org']);
    expect(manifest.version).to.equal('1.2.3');
    expect(JSON.stringify(manifest)).not.to.include('{{');
    expect(Buffer.from(zip).equals(Buffer.from(await build(right)))).to.equal(true);
  });

  it('the icons are PNG of 192 and 32 points, the outline with transparency', async () => {
    const [color, outline] = await Promise.all(['color.png', 'outline.png'].map((name) => readFile(join(folder, name))));
    expect([color?.readUInt32BE(16), color?.readUInt32BE(20)]).to.deep.equal([192, 192]);
    expect([outline?.readUInt32BE(16), outline?.readUInt32BE(20)]).to.deep.equal([32, 32]);
    expect(outline?.[25], 'colour type with alpha').to.equal(6);
  });

  const wrong: [string, Partial<typeof right>, RegExp][] = [
    ['no app id', { MicrosoftAppId: '', MicrosoftAppPassword: '', MicrosoftAppTenantId: '' }, /^MicrosoftAppId : manque/],
    ['no public address', { PUBLIC_URL: '' }, /^PUBLIC_URL : manque/],
    ['an address in clear', { PUBLIC_URL: 'http://assistant.example.org' }, /^PUBLIC_URL : .*https/],
    ['this machine', { PUBLIC_URL: 'https://127.0.0.1:3978' }, /^PUBLIC_URL : .*ne peut pas être jointe/],
    ['no organisation', { CONTROLLER_NAME: '' }, /^CONTROLLER_NAME : manque/],
    ['a name that is too long', { CONTROLLER_NAME: 'R'.repeat(33) }, /^CONTROLLER_NAME : 32 caractères au plus/],
  ];
  for (const [name, change, line] of wrong) {
    it(`says what is wrong and where: ${name}`, async () => {
      const lines = await linesOf(build({ ...right, ...change }));
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(line);
    });
  }

  it('says every wrong value at once', async () => {
    expect(await linesOf(build({}))).to.have.length(3);
  });

  it('refuses an icon of another size and a template out of its rules', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'passerelle-package-'));
    try {
      await cp(folder, copy, { recursive: true });
      await cp(join(copy, 'outline.png'), join(copy, 'color.png'));
      const template = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8')) as TeamsManifest & { colour?: string };
      await writeFile(join(copy, 'manifest.json'), JSON.stringify({ ...template, name: { short: 'P'.repeat(31), full: 'P' } }));
      const lines = await linesOf(build(right, copy));
      expect(lines).to.have.length(2);
      expect(lines.join('\n'))
        .to.match(/manifest\.json, name\.short : 30/)
        .and.to.match(/color\.png : .*192/);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});

describe('the manifest’s rules', () => {
  const manifest = async (): Promise<TeamsManifest> =>
    JSON.parse(strFromU8(unzipSync(await build(right))['manifest.json'] ?? new Uint8Array())) as TeamsManifest;
  const changes: [string, (value: TeamsManifest) => object][] = [
    ['another version of the schema', (value) => ({ ...value, manifestVersion: '1.28' })],
    ['an unknown property', (value) => ({ ...value, colour: '#fff' })],
    ['an id that is no GUID', (value) => ({ ...value, id: 'passerelle' })],
    ['a scope that does not exist (groupchat)', (value) => ({ ...value, bots: [{ ...value.bots[0], scopes: ['groupchat'] }] })],
    ['two bots', (value) => ({ ...value, bots: [value.bots[0], value.bots[0]] })],
    ['a domain with a path', (value) => ({ ...value, validDomains: ['assistant.example.org/x'] })],
    ['equal names', (value) => ({ ...value, name: { short: 'Passerelle', full: 'Passerelle' } })],
    ['a repeated description', (value) => ({ ...value, description: { short: 'abc', full: 'abc def' } })],
    ['a version that is none', (value) => ({ ...value, version: '1.2' })],
  ];
  for (const [name, change] of changes) {
    it(`refuse ${name}`, async () => {
      expect(manifestSchema.safeParse(change(await manifest())).success).to.equal(false);
    });
  }
});
