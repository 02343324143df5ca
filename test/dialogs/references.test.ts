import { expect } from 'chai';
import { leansOnTopic, namesTheContact, readContactField, readOrdinal, subjectWords } from '../../dialogs/references.js';

describe('references to what was said', () => {
  for (const [text, length, index] of [
    ['la deuxième', 4, 1],
    ['La 2e svp', 4, 1],
    ['plus de détails sur la 3', 4, 2],
    ['développe le premier', 4, 0],
    ['la dernière, tu peux détailler ?', 7, 6],
    ['3', 4, 2],
    ['le numéro 4', 4, 3],
    ['la quatrième', 3, undefined],
    ['la deuxième', 0, undefined],
    ['30', 4, undefined],
    ['le 44', 4, undefined],
    ['on a signé la deuxième convention avec une ville du Mali l’an dernier', 4, undefined],
    ['bonjour', 4, undefined],
  ] as const) {
    it(`« ${text} » in a list of ${length}: ${index ?? 'none'}`, () => {
      expect(readOrdinal(text, length)).to.equal(index);
    });
  }

  for (const [text, field] of [
    ['leur mail ?', 'email'],
    ['et le téléphone', 'phone'],
    ['son numéro ?', 'phone'],
    ["c'est qui la personne ?", 'person'],
    ['ils ont un site ?', 'website'],
    ['leur adresse', 'address'],
    ['merci', undefined],
    ['comment rédiger une convention avec une ville étrangère dont je n’ai pas le mail', undefined],
  ] as const) {
    it(`« ${text} » asks for ${field ?? 'nothing of a card'}`, () => {
      expect(readContactField(text)).to.equal(field);
    });
  }

  for (const [text, asked] of [
    ['notre contact', true],
    ['qui peut me conseiller ?', true],
    ['qui contacter', true],
    ['qui peut voter la délibération', false],
    ['qui peut aider le Mali', false],
  ] as const) {
    it(`« ${text} » ${asked ? 'asks for somebody' : 'asks for something else'}`, () => {
      expect(namesTheContact(text)).to.equal(asked);
    });
  }

  it('knows what leans on the subject before', () => {
    for (const text of [
      'et pour les déchets ?',
      "c'est plafonné à combien ?",
      'à quoi ça sert ?',
      'même un syndicat ?',
      'et celle de 92 ?',
      'il y en a combien ?',
    ]) {
      expect(leansOnTopic(text), text).to.equal(true);
    }
    for (const text of [
      'Quelles collectivités françaises peuvent signer une convention de coopération décentralisée',
      'définition jumelage international',
    ]) {
      expect(leansOnTopic(text), text).to.equal(false);
    }
  });

  it('knows the words that carry a subject', () => {
    expect(subjectWords('et à quoi ça sert ?')).to.deep.equal([]);
    expect(subjectWords('et pour les déchets ?')).to.deep.equal(['dechets']);
  });
});
