import { expect } from 'chai';
import type { Place } from '../../src/geography/index.js';
import { openTestGazetteer } from './support.js';

describe('choose among', () => {
  const { gazetteer } = openTestGazetteer();
  const optionsOf = (name: string): Place[] => {
    const reading = gazetteer.findPlace(name, { expected: true });
    if (reading.outcome !== 'ambiguous') throw new Error(`${name} is ${reading.outcome}`);
    return reading.options;
  };
  const choose = (name: string, text: string): string | undefined => {
    const place = gazetteer.chooseAmong(optionsOf(name), text);
    return place && `${place.kind} ${place.name} ${place.departement?.code ?? ''}`;
  };

  for (const [name, text, chosen] of [
    ['Saint-Denis', 'celui de la Réunion', 'commune Saint-Denis 974'],
    ['Saint-Denis', '93', 'commune Saint-Denis 93'],
    ['Saint-Denis', 'en Seine-Saint-Denis', 'commune Saint-Denis 93'],
    ['Saint-Denis', 'la plus grande', 'commune Saint-Denis 974'],
    ['Valence', 'la Drôme', 'commune Valence 26'],
    ['Valence', 'la drome', 'commune Valence 26'],
    ['Valence', '26', 'commune Valence 26'],
    ['Valence', 'vingt-six', 'commune Valence 26'],
    ['Valence', 'la première', 'commune Valence 26'],
    ['Valence', '2', 'commune Valence 82'],
    ['Valence', 'la 2e svp', 'commune Valence 82'],
    ['Valence', 'en Occitanie', 'commune Valence 82'],
    ['Vienne', 'le département', 'departement Vienne 86'],
    ['Vienne', 'la ville', 'commune Vienne 38'],
    ['Vienne', "celle de l'Isère", 'commune Vienne 38'],
    ['Castelnau', 'castelnau le lez', 'commune Castelnau-le-Lez 34'],
    ['Castelnau', 'castelnau le lezz', 'commune Castelnau-le-Lez 34'],
  ] as const) {
    it(`« ${text} » among the places called ${name} is ${chosen}`, () => expect(choose(name, text)).to.equal(chosen));
  }

  it('chooses nothing when the text names none of them, or several', () => {
    for (const text of ['', 'je ne sais pas', 'la Creuse', '33', 'Toulouse', 'neuvième'])
      expect(choose('Valence', text), text).to.equal(undefined);
    expect(gazetteer.chooseAmong([], 'la première')).to.equal(undefined);
  });
});
