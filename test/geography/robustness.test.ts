import { expect } from 'chai';
import fc from 'fast-check';
import { listCommunes, scoreTypos } from '../bench/geography.js';
import { openTestGazetteer } from './support.js';

describe('any text at all', () => {
  const { gazetteer, extract } = openTestGazetteer();

  it('gives a reading, with a span that lies in the text', () => {
    const words = fc.constantFrom(
      'maire',
      'de',
      'à',
      'la',
      'St',
      '-',
      '(',
      '34070',
      'Lyon',
      'Vienne',
      'au',
      'Bénin',
      'avec',
      '2A',
      'le',
      '44',
      '’',
      'ÉLU',
      'œ',
      '\n',
      '💧',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(words, { maxLength: 14 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, fc.boolean(), (text, expected) => {
        const reading = gazetteer.findPlace(text, { expected });
        if (reading.outcome !== 'found') return;
        const [start, end] = reading.span;
        expect(start).to.be.at.least(0);
        expect(end).to.be.within(start + 1, text.length);
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  /** Processor time rather than the clock: other tests share the machine. */
  function spend(text: string): number {
    const began = process.cpuUsage();
    gazetteer.findPlace(text, { expected: true });
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  }

  for (const [title, piece] of [
    ['one endless word', 'a'],
    ['one endless name', 'saint '],
    ['hyphens', 'saint-'],
    ['misspelt names', 'maire de Toulousse, '],
    ['places', 'Saint-Denis, Vienne, Beaumont, Montréal, Bamako, 34070, le 44, '],
    ['prose', 'nous cherchons un partenaire pour un projet d’eau potable dans une commune rurale. '],
    ['apostrophes', "l'"],
    ['digits', '1 '],
  ] as const) {
    it(`reads 10,000 characters of ${title} in little time`, () => {
      const text = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
      gazetteer.findPlace(text.slice(0, 200), { expected: true });
      // A bound that only runaway work passes, however busy the machine is; the bench measures.
      expect(Math.min(spend(text), spend(text))).to.be.below(2500);
    });
  }

  it('finds at least 95 % of one-typo names of communes over 2,000 inhabitants at the top', function () {
    this.timeout(180_000);
    const score = scoreTypos(gazetteer, listCommunes(extract, 2000), 1000, 3);
    expect(score.right / score.total, score.misses.join('\n')).to.be.at.least(0.95);
  });
});
