import { expect } from 'chai';
import fc from 'fast-check';
import { loadModel, type Model, serialiseModel, trainModel, understand } from '../../src/language/index.js';
import { SMALL_SET } from './support.js';

describe('understand', () => {
  let model: Model;
  before(() => {
    model = trainModel(SMALL_SET);
  });
  const top = (text: string, topic?: string): string | undefined => understand(model, text, { topic }).candidates[0]?.label;

  const table: readonly (readonly [string, string, string])[] = [
    ['comment marche le 1 % sur l’eau', 'un-pourcent-eau', 'a new wording'],
    ['c koi le jumelaje', 'jumelage', 'SMS and a misspelling'],
    ['deliberation du conseil municpal', 'deliberation', 'no accents, a letter missing'],
    ['bjr', 'greeting', 'an abbreviation of the lexicon'],
    ['financer les poubelles de notre partenaire', 'un-pourcent-dechets', 'a synonym'],
    ['merci bien', 'thanks', 'small talk'],
  ];
  for (const [text, label, why] of table) it(`« ${text} » is ${label} (${why})`, () => expect(top(text)).to.equal(label));

  it('finds known texts exactly, whatever their accents and capitals', () => {
    const found = understand(model, 'VILLES JUMELLES !');
    expect(found.exact).to.equal(true);
    expect(found.candidates[0]).to.include({ label: 'jumelage', confidence: 0.995 });
  });
  it('does not answer a negative it knows', () => {
    const found = understand(model, 'Horaires de la piscine ?');
    expect(found.inScope).to.be.at.most(0.02);
    expect(found.candidates[0]?.confidence ?? 0).to.be.below(0.06);
  });
  it('is surer of a question of the base than of one that is not', () => {
    const inside = understand(model, 'le conseil doit-il voter la convention');
    const outside = understand(model, 'quel dentiste est ouvert dimanche');
    expect(inside.candidates[0]?.confidence ?? 0).to.be.above(outside.candidates[0]?.confidence ?? 0);
    expect(inside.inScope).to.be.above(outside.inScope);
  });
  it('reads a short message together with what was answered last', () => {
    expect(top('et pour les déchets ?', 'un-pourcent-eau')).to.equal('un-pourcent-dechets');
    expect(top("c'est plafonné à combien ?", 'un-pourcent-eau')).to.equal('un-pourcent-eau');
  });
  it('tells two questions of one message apart', () => {
    const segments = understand(model, "C'est quoi un comité de jumelage ? Et faut-il que le conseil municipal vote ?").segments;
    expect(segments?.map((s) => s.candidates[0]?.label)).to.deep.equal(['jumelage', 'deliberation']);
  });
  it('shows the corrected text', () => expect(understand(model, 'le jumelge').corrected).to.equal('le jumelage'));
  it('understands nothing in nothing', () =>
    expect(understand(model, ' …?! ')).to.deep.include({ candidates: [], inScope: 0, exact: false }));

  it('gives probabilities, in order, for any text, and the same ones twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const once = understand(model, text);
        expect(understand(model, text)).to.deep.equal(once);
        for (const [i, c] of once.candidates.entries()) {
          expect(c.confidence).to.be.within(0, 1);
          expect(c.confidence).to.be.at.most(once.candidates[i - 1]?.confidence ?? 1);
        }
        expect(once.candidates.length).to.be.at.most(10);
        expect(once.inScope).to.be.within(0, 1);
      }),
      { numRuns: 60 },
    );
  });
  it('takes bounded time for 10,000 characters of anything', () => {
    const hard = [
      'a',
      ' ',
      "l'",
      'a.',
      'é·e',
      '1 ',
      '%',
      '((',
      'aaaa ',
      "qu'est-ce que ",
      '👩‍👧',
      '\u0301',
      'un pour ',
      'zqx ',
      '? ',
      'et qui ',
      'L. ',
    ];
    const unit = fc.oneof(fc.constantFrom(...hard), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 6 }), (units) => {
        const text = units.join('').repeat(10_000).slice(0, 10_000);
        const began = process.cpuUsage();
        understand(model, text);
        const used = process.cpuUsage(began);
        expect((used.user + used.system) / 1000).to.be.below(400);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a stored model', () => {
  it('says the same as the model that was stored', () => {
    const model = trainModel(SMALL_SET);
    const loaded = loadModel(serialiseModel(model));
    for (const text of [
      'le 1 % eau',
      'jumelge',
      'et les ordures',
      'bonjour',
      'la météo',
      "qui vote l'accord ? c'est quoi un jumelage ?",
    ])
      expect(understand(loaded, text)).to.deep.equal(understand(model, text));
  });
  it('can be read from the middle of a larger buffer', () => {
    const bytes = serialiseModel(trainModel(SMALL_SET));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(understand(loadModel(shifted.subarray(3)), 'jumelge').candidates[0]?.label).to.equal('jumelage');
  });
  it('is the same for the same set and seed', () =>
    expect(serialiseModel(trainModel(SMALL_SET))).to.deep.equal(serialiseModel(trainModel(SMALL_SET))));
  it('is refused when it is something else', () =>
    expect(() => loadModel(new Uint8Array(64))).to.throw(RangeError, 'train it again'));
});
