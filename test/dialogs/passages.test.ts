import { expect } from 'chai';
import { findPassages } from '../../dialogs/passages.js';
import type { Entry } from '../../src/knowledge/schema.js';

const entry = {
  answer:
    "Le **1 % eau** vient de la loi du 9 février 2005. L'argent vient du service de l'eau, avec un plafond de **1 % des recettes**. " +
    "Il sert à financer l'accès à l'eau.",
  details:
    "Il couvre aussi l'assainissement.\n\nLa demande se fait auprès :\n- de l'**agence de l'eau**, avant le 31 mai ;\n- du pS-Eau, sur [pseau.org](https://www.pseau.org).",
} as Entry;

describe('passages of an entry', () => {
  for (const [text, found] of [
    ["c'est plafonné à combien ?", /^L'argent vient .* recettes\*\*\.$/],
    ['et pour l’assainissement ?', /^Il couvre aussi l'assainissement\.$/],
    ['à quoi ça sert ?', /^Il sert à financer/],
    ['avant quand ?', /auprès :\n- de l'\*\*agence de l'eau\*\*, avant le 31 mai ;$/],
    ['c’est où ?', /pseau\.org/],
  ] as const) {
    it(`« ${text} » is answered by what speaks of it`, () => {
      const passages = findPassages(entry, text);
      expect(
        passages.some((passage) => found.test(passage)),
        passages.join('\n--\n'),
      ).to.equal(true);
      expect(passages.length).to.be.at.most(2);
    });
  }

  it('has none for what the entry does not speak of', () => {
    expect(findPassages(entry, 'et pour les déchets ?')).to.deep.equal([]);
    expect(findPassages(entry, 'et après ?')).to.deep.equal([]);
    // An article of law, a date and a year count nothing.
    const law = { answer: "L'article L. 1115-1 vient de la loi du 7 juillet 2014.", details: '' } as Entry;
    expect(findPassages(law, 'combien ?')).to.deep.equal([]);
  });
});
