import { expect } from 'chai';
import { asksBeyond } from '../../dialogs/figures.js';
import type { Entry } from '../../src/knowledge/schema.js';

const entry = {
  title: 'Combien de collectivités engagées ?',
  question: 'Combien de collectivités sont engagées à l’international ?',
  answer: 'Selon Cités Unies France (2020), 4 729 collectivités mènent 10 531 partenariats dans 140 pays. Le plafond est de 1 %.',
  details: 'En 2017, la presse citait 4 805 collectivités.',
  utterances: ['nombre de villes jumelées'],
  forProfile: [],
} as unknown as Entry;

describe('figures that an entry does not give', () => {
  for (const [text, places] of [
    ['combien de communes de Bretagne sont engagées', ['Bretagne']],
    ['nombre de partenariats avec le Pérou', ['Pérou']],
    ['Combien de mairies agissaient en 1985 ?', []],
    ["nombre d'accords franco-polonais", []],
    ['quelle sanction si on dépasse le plafond', []],
    ['salaire du chargé de coopération', []],
    ["c'est quoi la moyenne par habitant", []],
  ] as const) {
    it(`« ${text} »`, () => expect(asksBeyond(entry, text, () => places)).to.equal(true));
  }
  for (const [text, places] of [
    ['combien de collectivités sont engagées ?', []],
    ['combien de collectivités en 2017 ?', []],
    ['combien de temps dure un projet au Pérou', ['Pérou']],
    ["combien d'argent peut-on donner au Pérou", ['Pérou']],
    ['une commune de Bretagne peut-elle agir', ['Bretagne']],
    ['on veut aider le Pérou, quel plafond', ['Pérou']],
  ] as const) {
    it(`not « ${text} »`, () => expect(asksBeyond(entry, text, () => places)).to.equal(false));
  }
});
