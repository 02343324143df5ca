import { expect } from 'chai';
import fc from 'fast-check';
import { createIndex, findAll } from '../../src/language/hashing.js';
import { createMeasure, createSpeller, editCost, suggest } from '../../src/language/spell.js';

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

describe('editCost', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'l'), minLength: 1, maxLength: 9 });

  it('is cheap for usual slips', () => {
    expect(editCost('commmune', 'commune', 2)).to.equal(0.5);
    expect(editCost('jumealge', 'jumelage', 2)).to.equal(0.8);
    expect(editCost('tumelage', 'jumelage', 2)).to.equal(1.4);
    expect(editCost('eau', 'collectivites', 2)).to.equal(Number.POSITIVE_INFINITY);
  });
  it('is the same whatever was measured before', () => {
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 30 }), fc.constantFrom(1, 2), (typed, words, limit) => {
        const measure = createMeasure(typed, limit);
        let last = '';
        for (const candidate of [...words].sort()) {
          let shared = 0;
          while (shared < last.length && shared < candidate.length && last[shared] === candidate[shared]) shared++;
          expect(measure(candidate, shared), candidate).to.equal(editCost(typed, candidate, limit));
          last = candidate;
        }
      }),
    );
  });
  it('leaves out no word of the vocabulary that is near', () => {
    const long = fc.string({ unit: fc.constantFrom('r', 't', 'm', 'l'), minLength: 7, maxLength: 9 });
    fc.assert(
      fc.property(long, fc.uniqueArray(long, { minLength: 1, maxLength: 20 }), (typed, words) => {
        const near = words.some((other) => editCost(typed, other, 2) <= 1.4);
        const found = suggest(createSpeller(new Map(words.map((other) => [other, 1]))), typed);
        if (near) expect(found).to.have.length(1);
      }),
    );
  });
});

describe('an index of hashes', () => {
  it('gives all numbers of a hash, in order, and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 20 }), fc.nat(6), (hashes, wanted) => {
        const index = createIndex(hashes.map((hash, i) => [hash, i]));
        expect([...findAll(index, wanted)]).to.deep.equal(hashes.flatMap((hash, i) => (hash === wanted ? [i] : [])));
      }),
    );
  });
});
