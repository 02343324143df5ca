import { expect } from 'chai';
import { readExtract } from '../../src/geography/extract.js';
import { listOldFields, loadContacts, networkOfRegion } from '../../src/knowledge/contact-schema.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';
import { openTestGazetteer } from './support.js';

describe('from every territory to a contact', () => {
  const { gazetteer, extract } = openTestGazetteer();
  const { departements, regions } = readExtract(extract);
  const open = async () => {
    const { contacts, problems } = loadContacts(await readKnowledgeFiles('knowledge'));
    if (!contacts) throw new Error(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
    return contacts;
  };
  /** Uninhabited: nobody is élu there. */
  const uninhabited = new Set(['984', '989']);

  it('leads from each of the 101 départements, by name and by number, to its region', () => {
    const current = departements.filter(([code, , region]) => code !== region);
    expect(current).to.have.lengthOf(101);
    for (const [code, name, region] of current) {
      for (const text of [`je suis élue dans le département ${name}`, `département ${code}`, code]) {
        const reading = gazetteer.findPlace(text, { expected: true });
        expect(reading.outcome === 'found' && reading.place.region.code, text).to.equal(region);
      }
    }
  });

  it('leads from each region, by name, to itself', () => {
    for (const [code, name] of regions) {
      const reading = gazetteer.findPlace(`région ${name}`, { expected: true });
      expect(reading.outcome === 'found' && reading.place.region.code, name).to.equal(code);
    }
  });

  it('has one network card, or the national way, for each region', async () => {
    const contacts = await open();
    const without = new Set(contacts.regionsWithoutNetwork.map(({ region }) => region));
    for (const [code, name] of regions.filter(([region]) => !uninhabited.has(region))) {
      const ways = [networkOfRegion(contacts, code) !== undefined, without.has(code)].filter(Boolean);
      expect(ways, `${code} ${name}`).to.have.lengthOf(1);
    }
    expect(contacts.national.length).to.be.at.least(3);
    expect(contacts.networks).to.have.lengthOf(12);
  });

  it('lists the fields of a card that are too old', async () => {
    const contacts = await open();
    const card = contacts.networks.find(({ id }) => id === 'centraider');
    expect(card && listOldFields(card, new Date('2026-11-22'))).to.include('téléphone (2015)');
    expect(card && listOldFields(card, new Date('2016-01-01'))).to.deep.equal([]);
  });
});
