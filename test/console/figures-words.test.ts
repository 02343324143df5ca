import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Decision } from '../../dialogs/decision.js';
import { ConfigError, readConfig } from '../../src/config.js';
import { clip, listTicks } from '../../src/console/figures/chart-parts.js';
import { withoutLinks } from '../../src/console/figures/compose-digest.js';
import { toCell, toLine } from '../../src/console/figures/csv.js';
import { sortWorst } from '../../src/console/figures/figure-tables.js';
import { follow } from '../../src/console/figures/guided-choice.js';
import { listSteps, momentsOf, periodBefore, readPeriod } from '../../src/console/figures/period.js';
import { readOutcomes } from '../../src/console/figures/read-figures.js';
import { sayHours, sayOutcomes, saySatisfaction } from '../../src/console/figures/sentences.js';
import { compareShares, sayChange, sayDifference, sayShare } from '../../src/console/figures/shares.js';

const plainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('figures: shares', () => {
  it('give no percentage of a handful', () => {
    expect(sayShare({ part: 2, whole: 7 })).to.equal('2 sur 7');
    expect(plainSpaces(sayShare({ part: 3, whole: 10 }))).to.equal('30 %');
    expect(sayShare({ part: 0, whole: 0 })).to.equal('–');
  });

  it('say that only none is 0 % and only all is 100 %', () => {
    expect(plainSpaces(sayShare({ part: 1, whole: 1000 }))).to.equal('1 %');
    expect(plainSpaces(sayShare({ part: 999, whole: 1000 }))).to.equal('99 %');
  });

  it('are compared in points, with what chance explains said to be chance', () => {
    const before = 'le mois d’avant';
    expect(sayDifference({ part: 120, whole: 1000 }, { part: 180, whole: 1000 }, before)).to.equal(
      '6 points de moins que le mois d’avant',
    );
    expect(sayDifference({ part: 12, whole: 100 }, { part: 15, whole: 100 }, before)).to.equal(
      '3 points de moins que le mois d’avant (un écart qui peut tenir au hasard)',
    );
    expect(sayDifference({ part: 13, whole: 100 }, { part: 12, whole: 100 }, before)).to.include('1 point de plus');
    expect(sayDifference({ part: 12, whole: 100 }, { part: 120, whole: 1000 }, before)).to.equal('autant que le mois d’avant');
  });

  it('are not compared in points with a handful, on either side', () => {
    expect(sayDifference({ part: 20, whole: 100 }, { part: 1, whole: 4 }, 'avant')).to.equal('contre 1 sur 4 avant');
    expect(sayDifference({ part: 1, whole: 4 }, { part: 20, whole: 100 }, 'avant')).not.to.include('point');
    expect(sayDifference({ part: 1, whole: 4 }, { part: 0, whole: 0 }, 'avant')).to.equal('');
  });

  it('have differences that add up with the percentages shown', () => {
    const share = fc.tuple(
      fc.integer({ min: 10, max: 500 }),
      fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
    );
    fc.assert(
      fc.property(share, share, ([whole, a], [other, b]) => {
        const [now, was] = [
          { part: Math.round(a * whole), whole },
          { part: Math.round(b * other), whole: other },
        ];
        const found = compareShares(now, was);
        const points = Math.round((now.part / now.whole) * 100) - Math.round((was.part / was.whole) * 100);
        expect(found.kind === 'points' ? found.points : 0).to.equal(points);
      }),
    );
  });

  it('tell a number against the one before, with a rate only where there was enough', () => {
    expect(sayChange(12, 10, 'hier')).to.equal('2 de plus que hier (+20 %)');
    expect(sayChange(3, 6, 'hier')).to.equal('3 de moins que hier');
    expect(sayChange(4, 4, 'hier')).to.equal('autant que hier');
    expect(sayChange(4, 0, 'hier')).to.equal('aucune hier');
  });
});

describe('figures: sentences', () => {
  const period = {
    first: '2026-11-01',
    last: '2026-11-30',
    days: 30,
    name: 'les 30 derniers jours',
    before: 'les 30 jours d’avant',
  };
  const outcomes = (counts: Partial<Record<Decision['kind'], number>>, likes = 0, dislikes = 0) =>
    readOutcomes([
      ...Object.entries(counts).map(([kind, turns]) => ({ keys: [kind], turns, likes: 0, dislikes: 0 })),
      { keys: ['system'], turns: 3, likes, dislikes },
    ]);

  it('speak of the share without an answer, small talk left out', () => {
    const said = sayOutcomes({
      now: outcomes({ answer: 80, fallback: 12, clarify: 8, smalltalk: 50 }),
      before: outcomes({ answer: 85, fallback: 15 }),
      period,
    }).map(plainSpaces);
    expect(said).to.deep.equal([
      '100 questions sur les 30 derniers jours, autant que les 30 jours d’avant.',
      '12 % des questions sont restées sans réponse, 3 points de moins que les 30 jours d’avant (un écart qui peut tenir au hasard).',
    ]);
  });

  it('count where there are few', () => {
    const said = sayOutcomes({ now: outcomes({ answer: 5, fallback: 1 }), before: outcomes({}), period });
    expect(said).to.deep.equal([
      '6 questions sur les 30 derniers jours, aucune les 30 jours d’avant.',
      '1 question sur 6 est restée sans réponse.',
    ]);
    expect(sayOutcomes({ now: outcomes({}), before: outcomes({}), period })).to.deep.equal([
      'Aucune question sur les 30 derniers jours.',
    ]);
    expect(sayHours(Array.from({ length: 24 }, (_, hour) => (hour === 9 || hour === 22 ? 1 : 0)))).to.match(
      /^1 question sur 2 arrive /,
    );
  });

  it('speak of opinions', () => {
    expect(saySatisfaction({ now: outcomes({ answer: 5 }, 2, 1), before: outcomes({}), period })).to.equal(
      '2 avis sur 3 disent « utile ». 3 avis pour 5 questions.',
    );
  });
});

describe('figures: periods', () => {
  const read = (query: string) => readPeriod(new URLSearchParams(query), '2026-11-23');

  it('are days of Paris, today included, against as many before', () => {
    const { period } = read('periode=7');
    expect([period.first, period.last]).to.deep.equal(['2026-11-17', '2026-11-23']);
    expect(periodBefore(period)).to.deep.equal({ first: '2026-11-10', last: '2026-11-16', days: 7 });
    expect(momentsOf(period)).to.deep.equal({ from: '2026-11-16T23:00:00.000Z', to: '2026-11-23T23:00:00.000Z' });
    // The clocks change on 25 October: the day before has 24 hours, that one 25.
    expect(momentsOf({ first: '2026-10-25', last: '2026-10-25' })).to.deep.equal({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    });
  });

  it('say what is wrong with dates, and what is shown instead', () => {
    for (const query of ['du=2026-13-01', 'du=2026-11-20&au=2026-11-01', 'au=2026-11-01', 'du=1990-01-01', 'du=<b>&au=x'])
      expect(read(query).problem, query).to.include('Les 30 derniers jours');
    expect(read('du=2026-11-20').period).to.include({ first: '2026-11-20', last: '2026-11-23', days: 4 });
    expect(read('periode=12').period.days).to.equal(30);
  });

  it('are cut into weeks that begin on Mondays', () => {
    expect(listSteps({ first: '2026-11-04', last: '2026-11-16' }, 'week')).to.deep.equal([
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
    ]);
    expect(listSteps({ first: '2026-11-04', last: '2026-11-05' }, 'day')).to.deep.equal(['2026-11-04', '2026-11-05']);
  });
});

describe('figures: CSV', () => {
  it('lets no text become a formula', () => {
    for (const text of ['=1+1', '+33', '-2', '@SUM(A1)', ' =cmd|x', '\t=1', '\u200b=1', '＝1+1', '\u0000=1', '|calc'])
      expect(toCell(text).replace(/^"/, ''), JSON.stringify(text)).to.match(/^'/);
  });

  it('keeps numbers numbers, and quotes what would break a line', () => {
    expect(toLine([1, -3, 0.5, undefined, 'a;b', 'dit « "oui" »', 'deux\nlignes', ' bord'])).to.equal(
      '1;-3;0,5;;"a;b";"dit « ""oui"" »";"deux\nlignes";" bord"\r\n',
    );
  });

  it('gives back any text, but for controls and the apostrophe', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'aé";\n\r\t =+-@,') })),
        (text) => {
          const cell = toCell(text);
          const inside = /^"[\s\S]*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
          expect(inside.replace(/^'/, '')).to.equal(text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/^'/, ''));
          if (!cell.startsWith('"')) expect(cell).not.to.match(/[;"\r\n]/);
        },
      ),
    );
  });
});

describe('figures: opinions and charts', () => {
  it('put the surely bad before the unlucky', () => {
    const entry = (id: string, likes: number, dislikes: number) => ({ id, likes, dislikes, uses: 99 });
    const sorted = sortWorst([entry('loved', 9, 0), entry('unlucky', 0, 1), entry('bad', 2, 8), entry('unjudged', 0, 0)]);
    expect(sorted.map(({ id }) => id)).to.deep.equal(['bad', 'unlucky', 'loved']);
  });

  it('have round ticks that hold the highest column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (most) => {
        const ticks = listTicks(most);
        expect(ticks.length).to.be.within(2, 5);
        expect(ticks.at(-1)).to.be.at.least(most);
        expect(ticks.every(Number.isInteger)).to.equal(true);
      }),
    );
    expect(clip('Une fiche au titre assez long', 12)).to.equal('Une fiche a…');
  });
});

describe('figures: the guided choice', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  type Told = { conversationId: string; at: string; decision: Decision };
  const turn = (conversationId: string, minute: number, decision: Partial<Decision>): Told => ({
    conversationId,
    at: new Date(Date.parse('2026-11-20T09:00:00Z') + minute * 60_000).toISOString(),
    decision: { kind: 'dialog', knowledgeVersion: '1', ...decision },
  });
  async function* tell(turns: Told[]) {
    yield* turns;
  }

  it('counts where people left, and the last result of those who went on', async () => {
    const found = await follow(
      tell([
        turn('finished', 0, { asks: 'kind' }),
        turn('finished', 1, { asks: 'budget' }),
        turn('finished', 2, { recommends: 'soutien', asks: 'place' }),
        turn('finished', 3, { recommends: 'directe' }),
        turn('left', 4, { asks: 'kind' }),
        turn('left', 5, { asks: 'staff' }),
        turn('again', 6, { asks: 'kind' }),
        turn('again', 7, { recommends: 'indirecte' }),
        turn('again', 8, { asks: 'staff' }),
        turn('', 9, { recommends: 'soutien' }),
        turn('here', 3 * 24 * 60 - 5, { asks: 'horizon' }),
      ]),
      now,
    );
    expect(found.begun).to.equal(5);
    expect(found.results.filter(({ times }) => times > 0)).to.deep.equal([
      { level: 'indirecte', times: 1 },
      { level: 'directe', times: 1 },
    ]);
    expect(found.left).to.deep.equal([{ asks: 'staff', times: 2 }]);
    expect(found).to.include({ underWay: 1, unfollowed: 1, truncated: false });
  });
});

describe('the digest', () => {
  it('refuses settings that could send nothing, naming the variable and the cure', () => {
    const refused = (environment: Record<string, string>) => {
      try {
        readConfig(environment);
        return [];
      } catch (error) {
        return error instanceof ConfigError ? error.lines : [];
      }
    };
    expect(refused({ DIGEST_SMTP_URL: 'smtp://smtp.example' }).map((line) => line.split(' : ')[0])).to.deep.equal([
      'DIGEST_FROM',
      'DIGEST_TO',
    ]);
    for (const [name, value] of [
      ['DIGEST_SMTP_URL', 'https://smtp.example'],
      ['DIGEST_FROM', 'personne'],
      ['DIGEST_TO', 'a@b.example, personne'],
      ['DIGEST_TEAMS_WEBHOOK', 'http://flux.example/x'],
    ] as const)
      expect(refused({ [name]: value })[0], name).to.match(new RegExp(`^${name} : .*Corrigez`));
    const mail = {
      DIGEST_SMTP_URL: 'smtps://u:p@smtp.example',
      DIGEST_FROM: 'Passerelle <p@b.example>',
      DIGEST_TO: 'a@b.example,c@b.example',
    };
    expect(readConfig(mail).digest).to.deep.equal({
      mail: { smtpUrl: 'smtps://u:p@smtp.example', from: 'Passerelle <p@b.example>', to: ['a@b.example', 'c@b.example'] },
    });
    expect(readConfig({}).digest).to.deep.equal({});
  });

  it('makes no link of what a visitor wrote', () => {
    for (const text of ['voyez https://mal.example/x', 'www.mal.example', 'mal.example/entrer', 'javascript://x', 'mailto:a@b'])
      expect(withoutLinks(text), text)
        .to.include('[lien]')
        .and.not.to.match(/mal\.|:\/\/|mailto/);
    expect(withoutLinks('le 1 % eau, c’est quoi ? 3.5 M€ (art. L. 1115-1)')).to.equal(
      'le 1 % eau, c’est quoi ? 3.5 M€ (art. L. 1115-1)',
    );
  });
});
