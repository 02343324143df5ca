import { expect } from 'chai';
import { readHorizon } from '../../src/language/entities/index.js';
import { horizonOfDates } from '../../src/recognizers/horizon-of-dates.js';
import { createSecondOpinion, type SecondOpinion } from '../../src/recognizers/second-opinion.js';

const now = () => new Date('2026-11-22T10:00:00Z');
const fail = (error: unknown) => {
  throw error;
};

describe('recognizers', () => {
  describe('second opinion on how long an action lasts', () => {
    let opinion: SecondOpinion;
    before(async function () {
      this.timeout(90_000);
      // A loaded machine needs longer than a user would wait: the limit has a test of its own.
      opinion = createSecondOpinion({ now, onError: fail, timeLimit: 80_000 });
      expect(await opinion.readHorizon("jusqu'en 2032")).to.equal('long');
    });
    after(() => opinion.close());

    // What our own reader makes nothing of, and the recognizers do.
    const table: [string, string][] = [
      ["jusqu'en 2029", 'moyen'],
      ["d'ici 2028", 'moyen'],
      ["jusqu'à fin 2027", 'moyen'],
      ["jusqu'en juin 2028", 'moyen'],
      ['de 2026 à 2029', 'long'],
      ['entre 2027 et 2028', 'moyen'],
      ['2026, 2027 et 2028', 'moyen'],
      ["jusqu'au 31 décembre 2027", 'moyen'],
      ['à l’horizon 2030', 'long'],
      ['en 2027 seulement', 'ponctuel'],
      ["jusqu'à Noël", 'ponctuel'],
      ['trois semaines', 'ponctuel'],
      ['quinze jours', 'ponctuel'],
      ["jusqu'aux élections de 2032", 'long'],
    ];
    for (const [text, horizon] of table) {
      it(`${text} -> ${horizon}`, async () => {
        expect(readHorizon(text), 'our own reader').to.equal(undefined);
        expect(await opinion.readHorizon(text)).to.equal(horizon);
      });
    }
    for (const text of ['blabla', 'une semaine par an', 'depuis 2019', "jusqu'en 2019", '', 'x'.repeat(10_000)])
      it(`« ${text.slice(0, 30)} » tells no length`, async () => expect(await opinion.readHorizon(text)).to.equal(undefined));
    it('answers several at once, each its own', async () => {
      const texts = ["jusqu'en 2029", 'trois semaines', 'blabla', "d'ici 2028"];
      const answers = await Promise.all(texts.map((text) => opinion.readHorizon(text)));
      expect(answers).to.deep.equal(['moyen', 'ponctuel', undefined, 'moyen']);
    });
  });

  it('gives up after the time limit, and when closed', async () => {
    const opinion = createSecondOpinion({ now, onError: fail, timeLimit: 1 });
    expect(await opinion.readHorizon("jusqu'en 2029")).to.equal(undefined);
    const pending = opinion.readHorizon("jusqu'en 2029");
    await opinion.close();
    expect(await pending).to.equal(undefined);
    expect(await opinion.readHorizon("jusqu'en 2029")).to.equal(undefined);
  });

  it('loads nothing before it is asked', async () => {
    const opinion = createSecondOpinion({ now, onError: fail });
    await opinion.close();
  });

  it('limits: a year at most, three years, longer', () => {
    const until = (end: string) => horizonOfDates("jusqu'en", [{ kind: 'period', start: end, end }], now());
    expect(until('2027-11-22')).to.equal('ponctuel');
    expect(until('2027-12-31')).to.equal('moyen');
    expect(until('2029-12-31')).to.equal('moyen');
    expect(until('2030-01-31')).to.equal('long');
  });
});
