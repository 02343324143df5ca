import { expect } from 'chai';
import fc from 'fast-check';
import { findNumbers, readEuros, readHorizon, readPopulation, readStaff, readYesNo } from '../../src/language/entities/index.js';

/** What people type, and what it must be read as. Written before the parsers. */
const numbers: [string, number[]][] = [
  ['3500', [3500]],
  ['3 500', [3500]],
  ['3\u202f500', [3500]],
  ['3\u00a0500', [3500]],
  ['3.500', [3500]],
  ['1,5', [1.5]],
  ['1.5', [1.5]],
  ['12 000,50', [12000.5]],
  ['trois mille cinq cents', [3500]],
  ['trois-mille-cinq-cents', [3500]],
  ['mille deux cents', [1200]],
  ['quatre-vingt-quinze mille', [95000]],
  ['quatre vingt mille', [80000]],
  ['quatre-vingts', [80]],
  ['soixante-dix-sept', [77]],
  ['soixante et onze', [71]],
  ['quatre-vingt-dix-neuf', [99]],
  ['septante-deux', [72]],
  ['vingt et un', [21]],
  ['deux cent mille', [200000]],
  ['un million deux cent mille', [1200000]],
  ['trois millions et demi', [3500000]],
  ['2,5 millions', [2500000]],
  ['14 mille', [14000]],
  ['10k', [10000]],
  ['10 k', [10000]],
  ['une dizaine', [10]],
  ["une dizaine de milliers d'habitants", [10000]],
  ['une quinzaine de mille', [15000]],
  ['quelques milliers', [3000]],
  ['deux centaines', [200]],
  ['une douzaine', [12]],
  ['un et demi', [1.5]],
  ['deux ou trois', [2, 3]],
  ['1 % eau', []],
  ['un pour cent', []],
  ['la loi de 2014', []],
  ['depuis 2015', []],
  ['05 32 26 26 73', []],
  ['blabla', []],
  ['cinq communes, deux agents', [5, 2]],
  ['3100 la plus grosse', [3100]],
];

const euros: [string, number | undefined][] = [
  ['10 000 € par an', 10000],
  ['10 000€', 10000],
  ['10.000 euros', 10000],
  ['10k', 10000],
  ['25k€', 25000],
  ['25 K€', 25000],
  ['25 keur', 25000],
  ["une dizaine de milliers d'euros", 10000],
  ['trente mille euros, à peu près', 30000],
  ['dix-huit mille', 18000],
  ['vingt mille à nous deux', 20000],
  ['cent mille', 100000],
  ['1,5 M€', 1500000],
  ['3 millions', 3000000],
  ['un demi-million', 500000],
  ['500 € par mois', 6000],
  ['30 000 sur trois ans', 10000],
  ['entre 10 et 15 000', 12500],
  ['10 à 15 000 euros', 12500],
  ['10-15 k€', 12500],
  ['de 5000 à 8000', 6500],
  ['70 000, non pardon 75 000', 75000],
  ['1 500 balles', 1500],
  ['0', 0],
  ['zéro', 0],
  ['rien du tout', 0],
  ['pas un centime', 0],
  ["aucun budget pour l'instant", 0],
  ['nous n’avons pas d’argent', 0],
  ['quelques milliers d’euros', 3000],
  ['quelques centaines d’euros', 300],
  ['5000 max', 5000],
  ['environ 7 000 eur', 7000],
  ['budget de 12 000', 12000],
  ['entre deux et trois mille euros', 2500],
  ['8 000 par commune', 8000],
  ['1 % de nos recettes', undefined],
  ['je ne sais pas', undefined],
  ['deux cents euros', 200],
  ['50 000 eur / an', 50000],
  ['15.5k', 15500],
  ['mille euros', 1000],
  ['mille deux', 1200],
  ['deux mille cinq', 2500],
];

const populations: [string, number | undefined][] = [
  ['3 500 hab.', 3500],
  ['commune de 3500 habitants', 3500],
  ['trois mille cinq cents', 3500],
  ['quatorze mille', 14000],
  ['7000 je crois', 7000],
  ['3100 la plus grosse', 3100],
  ['environ 40 000 abonnés', 40000],
  ['600 âmes', 600],
  ['22k', 22000],
  ['une centaine de milliers', 100000],
  ['6 millions', 6000000],
  ['on est 48000', 48000],
  ['un petit millier', 1000],
  ['entre 8 et 9 000', 8500],
  ['1,2 million d’habitants', 1200000],
  ['deux cents habitants', 200],
  ['pas la moindre idée', undefined],
  ['12 communes, 18 000 habitants', 18000],
  ['une petite commune', undefined],
];

const staff: [string, number | undefined][] = [
  ['2 agents', 2],
  ['deux agents', 2],
  ['un agent', 1],
  ['un agent et demi', 1.5],
  ['un et demi', 1.5],
  ['un mi-temps', 0.5],
  ['mi temps', 0.5],
  ['deux mi-temps', 1],
  ['un agent à mi-temps', 0.5],
  ['deux agents à mi-temps', 1],
  ['un jour par semaine', 0.2],
  ['un agent un jour par semaine', 0.2],
  ['un jour et demi par semaine', 0.3],
  ['2 jours par semaine', 0.4],
  ['une demi-journée par semaine', 0.1],
  ['deux jours par mois', 0.1],
  ['trois heures par semaine', 0.09],
  ['0,5 ETP', 0.5],
  ['1/2 ETP', 0.5],
  ['0.2 etp', 0.2],
  ['1 ETP jeunesse', 1],
  ['un quart temps', 0.25],
  ['un tiers temps', 0.33],
  ['80 %', 0.8],
  ['un agent à 80 %', 0.8],
  ['10 % d’un agent', 0.1],
  ['une demie personne', 0.5],
  ['un demi-poste', 0.5],
  ['une personne', 1],
  ['personne', 0],
  ['on n’a personne', 0],
  ['zéro', 0],
  ['0', 0],
  ['aucun agent', 0],
  ['pas d’agent', 0],
  ['non', 0],
  ['nos agents sont débordés', 0],
  ['un service de trois personnes', 3],
  ['une dizaine d’agents', 10],
  ['2 ingénieurs + une chargée de mission', 3],
  ['on vient de recruter une chargée de mission', 1],
  ['un temps plein', 1],
  ['deux temps pleins', 2],
  ['quelques heures par semaine', 0.1],
  ['la secrétaire de mairie', 1],
  ['1', 1],
  ['deux ou trois agents', 2.5],
  ['un service civique', 0.5],
  ['je ne sais pas', undefined],
  ['trois', 3],
];

const yesNo: [string, string | undefined][] = [
  ['oui', 'yes'],
  ['Oui !', 'yes'],
  ['ouais', 'yes'],
  ['oui oui', 'yes'],
  ['bien sûr', 'yes'],
  ['tout à fait', 'yes'],
  ['plutôt oui', 'yes'],
  ['absolument', 'yes'],
  ['carrément', 'yes'],
  ['c’est ça', 'yes'],
  ['exact', 'yes'],
  ['ok', 'yes'],
  ['evidemment', 'yes'],
  ['volontiers', 'yes'],
  ['je crois que oui', 'yes'],
  ['oui, c’est elles qui demandent', 'yes'],
  ['il y en a plusieurs', 'yes'],
  ['on en a deux', 'yes'],
  ['👍', 'yes'],
  ['non', 'no'],
  ['nan', 'no'],
  ['non merci', 'no'],
  ['pas du tout', 'no'],
  ['pas vraiment', 'no'],
  ['pas trop', 'no'],
  ['pas encore', 'no'],
  ['plutôt non', 'no'],
  ['aucune', 'no'],
  ['jamais', 'no'],
  ['surtout pas', 'no'],
  ['je ne crois pas', 'no'],
  ['on n’en a pas', 'no'],
  ['non et on n’en cherche pas', 'no'],
  ['ça dépend', 'maybe'],
  ['peut-être', 'maybe'],
  ['oui et non', 'maybe'],
  ['bof', 'maybe'],
  ['éventuellement', 'maybe'],
  ['à voir', 'maybe'],
  ['pourquoi pas', 'maybe'],
  ['je ne sais pas', 'unknown'],
  ['chais pas', 'unknown'],
  ['sais pas', 'unknown'],
  ['j’en sais rien', 'unknown'],
  ['aucune idée', 'unknown'],
  ['joker', 'unknown'],
  ['?', 'unknown'],
  ['???', 'unknown'],
  ['je passe', 'unknown'],
  ['nsp', 'unknown'],
  ['bonne question', 'unknown'],
  ['je ne sais pas, faudrait leur demander', 'unknown'],
  ['aucune idee, ça existe ?', 'unknown'],
  ['azerty', undefined],
  ['et si on change plus tard ?', undefined],
  ['nous voulons un dispositif', undefined],
];

const horizons: [string, string | undefined][] = [
  ['une seule fois', 'ponctuel'],
  ['ponctuel', 'ponctuel'],
  ['juste cette année', 'ponctuel'],
  ['un coup de main', 'ponctuel'],
  ['c’est pour l’urgence', 'urgence'],
  ['après le séisme', 'urgence'],
  ['suite aux inondations', 'urgence'],
  ['3 ans', 'moyen'],
  ['deux ou trois ans', 'moyen'],
  ['1-3 ans', 'moyen'],
  ['18 mois', 'moyen'],
  ['2 ans', 'moyen'],
  ['long', 'long'],
  ['sur le long terme', 'long'],
  ['le mandat', 'long'],
  ['dix ans', 'long'],
  ['dans la durée', 'long'],
  ['6 ans', 'long'],
  ['plusieurs années', 'long'],
  ['6 mois', 'ponctuel'],
  ['un an', 'ponctuel'],
  ['pas longtemps', 'ponctuel'],
  ['oui', undefined],
];

describe('language/entities', () => {
  const check = <T>(name: string, table: [string, T][], read: (text: string) => T) => {
    describe(`${name} (${table.length})`, () => {
      for (const [text, wanted] of table)
        it(`${text} -> ${JSON.stringify(wanted)}`, () => expect(read(text)).to.deep.equal(wanted));
    });
  };
  check('numbers', numbers, (text) => findNumbers(text).map((found) => found.value));
  check('euros a year', euros, readEuros);
  check('population', populations, readPopulation);
  check('staff in full-time equivalents', staff, readStaff);
  check('yes, no', yesNo, readYesNo);
  check('horizon', horizons, readHorizon);

  it('reads back any whole number written with French thousands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom(' ', '\u202f', '\u00a0', '.'), (n, separator) => {
        const text = n.toString().replace(/\B(?=(\d{3})+(?!\d))/g, separator);
        expect(findNumbers(text).map((found) => found.value)).to.deep.equal([n]);
        expect(readPopulation(`${text} habitants`)).to.equal(n);
        expect(readEuros(`${text} €`)).to.equal(n);
      }),
    );
  });

  it('reads back any number below a million in words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (n) => {
        expect(findNumbers(spell(n)).map((found) => found.value)).to.deep.equal([n]);
      }),
      { numRuns: 500 },
    );
  });

  it('answers anything within time and never throws', () => {
    const long = [
      'un et '.repeat(1600),
      '1 000'.repeat(2000),
      'un agent à '.repeat(900),
      'pas '.repeat(2500),
      '9'.repeat(10_000),
    ];
    for (const text of long) for (const read of [readEuros, readPopulation, readStaff, readYesNo, readHorizon]) read(text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const read of [readEuros, readPopulation, readStaff]) {
          const value = read(text);
          if (value !== undefined) expect(value).to.satisfy((v: number) => Number.isFinite(v) && v >= 0);
        }
      }),
    );
  }).timeout(60_000);
});

/** French words of a number below a million (an independent writer, to hold the reader against). */
function spell(n: number): string {
  const small =
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
      ' ',
    );
  const tens = ['', '', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante', 'soixante', 'quatre-vingt', 'quatre-vingt'];
  const below100 = (m: number): string => {
    if (m < 20) return small[m] ?? '';
    const ten = Math.floor(m / 10);
    const rest = ten === 7 || ten === 9 ? m - (ten - 1) * 10 : m % 10;
    if (rest === 0) return m === 80 ? 'quatre-vingts' : (tens[ten] ?? '');
    return (rest === 1 || rest === 11) && ten < 8 ? `${tens[ten]} et ${small[rest]}` : `${tens[ten]}-${small[rest]}`;
  };
  const below1000 = (m: number): string => {
    const hundred = Math.floor(m / 100);
    const head = hundred === 0 ? '' : hundred === 1 ? 'cent' : `${small[hundred]} cent${m % 100 === 0 ? 's' : ''}`;
    return [head, m % 100 || !hundred ? below100(m % 100) : ''].filter(Boolean).join(' ');
  };
  if (n < 1000) return below1000(n);
  const thousands = Math.floor(n / 1000);
  return [thousands === 1 ? 'mille' : `${below1000(thousands)} mille`, n % 1000 ? below1000(n % 1000) : '']
    .filter(Boolean)
    .join(' ');
}
