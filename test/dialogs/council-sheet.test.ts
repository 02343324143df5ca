import { expect } from 'chai';
import fc from 'fast-check';
import { composeSheet, councilSheetSchema } from '../../dialogs/council-sheet.js';
import type { Slots } from '../../dialogs/engagement/index.js';
import type { ActiveKnowledge } from '../../dialogs/services.js';
import { loadActiveKnowledge, place } from '../support/sample-sheet.js';

const today = new Date('2026-11-22T10:00:00Z');
const lunel = place('Lunel', { code: '76', name: 'Occitanie' }, { code: '34', name: 'Hérault' });
const ajaccio = place('Ajaccio', { code: '94', name: 'Corse' }, { code: '2A', name: 'Corse-du-Sud' });
const certain = <T>(value: T) => ({ value, certain: true });
const slots: Slots = {
  kind: certain('commune'),
  population: { value: 26000, certain: false },
  steer: certain('ensemble'),
  neighbours: certain('oui'),
  staff: certain(0),
  budget: certain(8000),
  partner: { value: null, certain: true },
  legal: certain('eau'),
};

describe('dialogs/council sheet', () => {
  let knowledge: ActiveKnowledge;
  before(async () => {
    knowledge = await loadActiveKnowledge();
  });

  it('says context, level, reasons, runner-up, steps, funding, law, contact, sources, date and version', () => {
    const sheet = composeSheet(knowledge, slots, lunel, today);
    expect(sheet).to.deep.include({
      date: '2026-11-22',
      knowledge: { version: knowledge.version, date: knowledge.base.manifest.date },
      place: 'Lunel (Hérault, 26 000 habitants)',
    });
    expect(sheet.level.id).to.equal('mutualisee');
    expect(sheet.answers).to.deep.include({
      subject: 'budget',
      answer: '8 000 € par an'.replace(' ', '\u202f').replace(' €', '\u00a0€').replace('\u00a0€', ' €'),
      toConfirm: false,
    });
    expect(sheet.answers).to.deep.include({ subject: 'partenaire', answer: 'à préciser', toConfirm: false });
    expect(sheet.answers.find(({ subject }) => subject === 'population')?.toConfirm).to.equal(true);
    expect(sheet.reasons.join()).to.include('voisines');
    expect(sheet.runnerUp?.title).to.be.a('string');
    expect(sheet.change?.title).not.to.equal(sheet.level.title);
    expect(sheet.funding.join()).to.include('1 % eau');
    expect(sheet.legalBase.join()).to.include('L. 1115-1-1');
    expect(sheet.contact).to.include({ kind: 'network', region: 'Occitanie' });
    expect(sheet.sources.length).to.be.greaterThan(2);
  });
  it('names no person, not even one of the network', () => {
    const amiens = place('Amiens', { code: '32', name: 'Hauts-de-France' });
    const card = knowledge.base.contacts.networks.find(({ regions }) => regions.includes('32'));
    const person = card?.persons[0];
    expect(person, 'the card has a person to leave out').not.to.equal(undefined);
    const text = JSON.stringify(composeSheet(knowledge, slots, amiens, today));
    expect(text).to.include(card?.phone?.value).and.not.to.include(person?.name).and.not.to.include(person?.email);
  });
  it('gives the national way where there is no network, and a way to find it when the place is unknown', () => {
    expect(composeSheet(knowledge, slots, ajaccio, today).contact).to.deep.include({ kind: 'national', region: 'Corse' });
    const { contact, place: named } = composeSheet(knowledge, slots, undefined, today);
    expect(named).to.equal(undefined);
    expect(contact.kind).to.equal('unknown');
    expect(JSON.stringify(contact)).to.include('Cités Unies France').and.not.to.include('outre-mer');
  });
  it('is data of its own schema, whatever was answered', () => {
    const any = fc.record(
      {
        kind: fc.constantFrom(certain('commune' as const), certain('region' as const), { value: null, certain: true }),
        steer: fc.constantFrom(...(['seul', 'oui', 'ensemble', 'depend', 'non'] as const)).map(certain),
        staff: fc.constantFrom(0, 0.2, 0.5, 1, 2).map(certain),
        budget: fc.constantFrom(0, 2500, 60000).map(certain),
        horizon: fc.constantFrom(...(['urgence', 'ponctuel', 'moyen', 'long'] as const)).map(certain),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, fc.constantFrom(undefined, lunel, ajaccio), (answers: Slots, where) => {
        const sheet = composeSheet(knowledge, answers, where, today);
        expect(councilSheetSchema.parse(JSON.parse(JSON.stringify(sheet)))).to.deep.equal(sheet);
        expect(sheet.sources).not.to.have.length(0);
        expect(sheet.runnerUp?.title).not.to.equal(sheet.level.title);
      }),
      { numRuns: 40 },
    );
  });
});
