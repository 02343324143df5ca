import { expect } from 'chai';
import { createSpeller, suggest } from '../../src/language/spell.js';

describe('spelling correction', () => {
  const speller = createSpeller(
    new Map([
      ['jumelage', 20],
      ['cooperation', 20],
      ['collectivites', 10],
      ['subvention', 10],
      ['eau', 10],
      ['etranger', 10],
      ['commune', 9],
      ['mairie', 8],
      ['ville', 7],
    ]),
  );
  const table: readonly (readonly [string, string])[] = [
    ['jumelge', 'jumelage'],
    ['jumealge', 'jumelage'],
    ['jumellage', 'jumelage'],
    ['coopperation', 'cooperation'],
    ['kolectivites', 'collectivites'],
    ['subvansion', 'subvention'],
    ['letranger', 'etranger'],
    ['commmune', 'commune'],
  ];
  for (const [typed, meant] of table) it(`${typed} -> ${meant}`, () => expect(suggest(speller, typed)).to.deep.equal([meant]));

  it('splits two words that were run together', () => expect(suggest(speller, 'mairieville')).to.deep.equal(['mairie', 'ville']));
  it('leaves alone what is near nothing', () => {
    for (const word of ['xylophone', 'meteo', 'iamey', '2024', 'abc']) expect(suggest(speller, word), word).to.equal(undefined);
  });
});
