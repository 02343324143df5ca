import { expect } from 'chai';
import { readConfig } from '../../src/config.js';
import { readPrivacySettings } from '../../src/privacy/privacy-settings.js';
import { composeRegistre } from '../../src/privacy/registre.js';
import { writeRegistre } from '../../src/privacy/registre-markdown.js';

const compose = (environment: Record<string, string> = {}) =>
  composeRegistre(readPrivacySettings(readConfig(environment)), new Date('2026-11-22T10:00:00Z'));
const complete = {
  CONTROLLER_NAME: 'Réseau Essai',
  CONTROLLER_ADDRESS: '1 place du Test, 31000 Toulouse',
  DPO_CONTACT: 'dpo@reseau.example',
  PUBLISHER_PHONE: '05 00 00 00 00',
  PUBLISHER_DIRECTOR: 'Une Présidente',
  HOSTING_PROVIDER: 'Hébergeur Essai, Lyon, 04 00 00 00 00',
};

describe('the record of processing', () => {
  it('has what article 30 asks for, for each processing', () => {
    for (const { name, parts, periods } of compose().processings) {
      expect(
        parts.map(({ heading }) => heading),
        name,
      ).to.deep.equal([
        'Finalités',
        'Base légale',
        'Personnes concernées',
        'Catégories de données',
        'Destinataires',
        'Transferts hors de l’Union européenne',
      ]);
      expect(
        parts.every(({ items }) => items.length > 0),
        name,
      ).to.equal(true);
      expect(
        periods.every(({ why }) => why.length > 10),
        name,
      ).to.equal(true);
    }
    expect(compose().security).to.have.length.above(5);
  });

  it('gives the periods that are set', () => {
    const text = writeRegistre(
      compose({
        RETENTION_DAYS: '31',
        FEEDBACK_RETENTION_DAYS: '41',
        STATISTICS_RETENTION_DAYS: '51',
        JOURNAL_RETENTION_DAYS: '61',
      }),
    );
    for (const days of [31, 41, 51, 61, 90]) expect(text).to.include(`| ${days} jours |`);
  });

  it('names the settings that are missing, and none when they are all there', () => {
    expect(compose().missing.map(({ variable }) => variable)).to.deep.equal(Object.keys(complete));
    expect(writeRegistre(compose())).to.include('## À renseigner').and.to.include('CONTROLLER\\_NAME');
    expect(compose(complete).missing).to.deep.equal([]);
    const text = writeRegistre(compose(complete));
    expect(text).to.include('Réseau Essai');
    expect(text).not.to.include('renseign');
  });

  it('names who gets the digest, where there is one', () => {
    const mail = {
      DIGEST_SMTP_URL: 'smtps://smtp.reseau.example:465',
      DIGEST_FROM: 'a@reseau.example',
      DIGEST_TO: 'equipe@reseau.example',
    };
    expect(JSON.stringify(compose(mail))).to.include('est envoyé à : equipe@reseau.example');
    expect(JSON.stringify(compose())).not.to.include('résumé de la semaine');
  });

  it('speaks of Teams where there is Teams, and claims no transfer of its own', () => {
    const teams = {
      MicrosoftAppId: '33333333-3333-3333-3333-333333333333',
      MicrosoftAppPassword: 'secret',
      MicrosoftAppTenantId: '22222222-2222-2222-2222-222222222222',
    };
    expect(writeRegistre(compose())).not.to.include('Teams').and.not.to.include('Microsoft');
    expect(writeRegistre(compose(teams))).to.include('Microsoft, pour les conversations dans Teams');
    expect(writeRegistre(compose(teams))).not.to.include('secret');
  });

  it('takes settings as text', () => {
    const text = writeRegistre(compose({ ...complete, CONTROLLER_NAME: 'A | B\n# C <script>' }));
    expect(text).to.include('A \\| B \\# C \\<script\\>').and.not.to.match(/^# C/m);
  });
});
