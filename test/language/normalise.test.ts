import { expect } from 'chai';
import fc from 'fast-check';
import { normalise, stem, tokenise } from '../../src/language/index.js';

describe('normalise', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Élu·e·s de l’AICT', "elus de l'aict"],
    ['les élu.e.s', 'les elus'],
    ['un(e) adjoint(e)', 'un adjoint'],
    ["l'A.I.C.T. ?", "l'aict ?"],
    ['le 1 % eau', 'le 1pct eau'],
    ['un pour cent', '1pct'],
    ['UN POURCENT', '1pct'],
    ['article L. 1115-1', 'article l11151'],
    ['10 531 partenariats', '10531 partenariats'],
    ['cœur\u00a0d’Œuvre', "coeur d'oeuvre"],
  ];
  for (const [given, wanted] of table) it(`« ${given} » -> « ${wanted} »`, () => expect(normalise(given)).to.equal(wanted));

  it('leaves no accents and no runs of blanks in any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => !/\p{M}| {2}|^ | $/u.test(normalise(text))));
  });
});

describe('tokenise', () => {
  it('drops elided articles with and without the apostrophe', () => {
    expect(tokenise("l'eau d'un service qu'on a")).to.deep.equal(['eau', 'un', 'service', 'que', 'on', 'a']);
    expect(tokenise('l eau d un service qu on a')).to.deep.equal(tokenise("l'eau d'un service qu'on a"));
  });
  it('keeps a lone letter that elides nothing', () => expect(tokenise('plan d')).to.deep.equal(['plan', 'd']));
});

describe('stem', () => {
  const families: readonly (readonly string[])[] = [
    ['elu', 'elus', 'elue', 'elues'],
    ['cooperation', 'cooperations', 'cooperer'],
    ['financement', 'financements', 'financer'],
    ['jumelage', 'jumelages', 'jumeler'],
    ['deliberation', 'deliberer'],
    ['eau', 'eaux'],
    ['communal', 'communaux', 'communale'],
  ];
  for (const family of families)
    it(`brings ${family.join(', ')} together`, () => expect(new Set(family.map(stem)).size).to.equal(1));
  it('keeps apart what means something else', () => {
    expect(stem('convention')).to.not.equal(stem('convenir'));
    expect(stem('dechet')).to.not.equal(stem('decheance'));
  });
});
