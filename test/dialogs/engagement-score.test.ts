import { expect } from 'chai';
import fc from 'fast-check';
import { levels } from '../../dialogs/decision.js';
import { composeResult, type Slots, scoreLevels } from '../../dialogs/engagement/index.js';
import { findChange, suppose } from '../../dialogs/engagement/plan.js';
import { withMention } from '../../dialogs/engagement/slots.js';
import { closedSlots, type EngagementConfig, type EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import { loadEngagementConfig } from '../support/engagement-config.js';

const config: EngagementConfig = loadEngagementConfig();

/** Slots from plain answers. */
function situation(answers: Partial<Record<EngagementSlot, string | number>>): Slots {
  return (Object.entries(answers) as [EngagementSlot, string | number][]).reduce<Slots>(
    (slots, [slot, value]) => suppose(slots, slot, value),
    {},
  );
}

const anyAnswer = fc.constantFrom(
  ...Object.entries(closedSlots).flatMap(([slot, values]) =>
    values.map((value) => ({ slot: slot as EngagementSlot, value: value as string | number, certain: true })),
  ),
  ...config.questions.flatMap(({ slot, choices }) =>
    choices.flatMap(({ value }) => (typeof value === 'number' ? [{ slot, value, certain: true }] : [])),
  ),
);
const anySlots = fc.array(anyAnswer, { maxLength: 14 }).map((answers) => answers.reduce<Slots>(withMention, {}));

describe('dialogs/engagement scoring', () => {
  // each line: what is known, what the definitions call for
  const table: [string, Parameters<typeof situation>[0], string][] = [
    [
      'own agents, money, steering, known partner',
      { steer: 'oui', staff: 2, budget: 80000, partner: 'connu', operator: 'non' },
      'directe',
    ],
    [
      'the same with willing neighbours but alone',
      { steer: 'seul', staff: 2, budget: 80000, partner: 'connu', neighbours: 'oui' },
      'directe',
    ],
    ['willing neighbours, little of everything', { steer: 'ensemble', staff: 0, budget: 6000, neighbours: 'oui' }, 'mutualisee'],
    [
      'steering kept, an operator does the work',
      { steer: 'oui', staff: 0.2, budget: 30000, partner: 'connu', operator: 'oui', neighbours: 'non' },
      'indirecte',
    ],
    [
      'agents, yet an operator does the work',
      { steer: 'oui', staff: 1, budget: 60000, partner: 'connu', operator: 'oui' },
      'indirecte',
    ],
    [
      'steering and a partner but nobody to do the work',
      { steer: 'oui', staff: 0, budget: 14000, partner: 'connu', neighbours: 'non' },
      'indirecte',
    ],
    [
      'others carry the project',
      { steer: 'non', staff: 3, budget: 300000, partner: 'connu', neighbours: 'oui', operator: 'oui' },
      'soutien',
    ],
    ['an emergency, whatever else', { horizon: 'urgence', steer: 'oui', staff: 3, budget: 300000, partner: 'connu' }, 'soutien'],
    ['once only, no wish said', { horizon: 'ponctuel', budget: 2000, staff: 0 }, 'soutien'],
    ['small means, an association there', { staff: 0, budget: 1500, assoc: 'oui', partner: 'non', population: 800 }, 'soutien'],
    ['nothing known', {}, 'soutien'],
    ['one answer only, even a bold one', { staff: 5 }, 'soutien'],
  ];
  for (const [name, answers, wanted] of table)
    it(`${name} -> ${wanted}`, () => expect(scoreLevels(config, situation(answers)).recommended).to.equal(wanted));

  it('says that it is provisional while little is known, and not when enough is', () => {
    expect(scoreLevels(config, situation({ steer: 'oui', staff: 2 })).provisional).to.equal(true);
    expect(scoreLevels(config, situation({ steer: 'oui', staff: 2, partner: 'connu' })).provisional).to.equal(false);
    expect(composeResult(config, {}).text).to.contain('provisoire');
    expect(composeResult(config, {}).sure).to.equal(false);
  });

  it('never recommends what a definition forbids', () => {
    fc.assert(
      fc.property(anySlots, (slots) => {
        const { recommended } = scoreLevels(config, slots);
        if (slots.steer?.value === 'non' || slots.horizon?.value === 'urgence') expect(recommended).to.equal('soutien');
        if (slots.staff?.value === 0) expect(recommended).not.to.equal('directe');
        if (slots.neighbours?.value === 'non' || slots.steer?.value === 'seul') expect(recommended).not.to.equal('mutualisee');
      }),
    );
  });

  it('reaches every level, every criterion and every constraint', () => {
    const applied = new Set<string>();
    const reached = new Set<string>();
    const seen = fc.sample(anySlots, { numRuns: 3000, seed: 7 });
    for (const slots of [...seen, ...table.map(([, answers]) => situation(answers))]) {
      const scores = scoreLevels(config, slots);
      for (const id of scores.applied) applied.add(id);
      reached.add(scores.recommended);
    }
    expect([...reached].sort()).to.deep.equal([...levels].sort());
    const all = [...config.criteria, ...config.constraints].map(({ id }) => id);
    expect(all.filter((id) => !applied.has(id))).to.deep.equal([]);
  });

  it('lets each criterion and each constraint make a difference somewhere', () => {
    const sample = fc.sample(anySlots, { numRuns: 4000, seed: 11 });
    const before = sample.map((slots) => JSON.stringify(scoreLevels(config, slots).ranking));
    const idle = [...config.criteria, ...config.constraints].filter(({ id }) => {
      const without = {
        ...config,
        criteria: config.criteria.filter((c) => c.id !== id),
        constraints: config.constraints.filter((c) => c.id !== id),
      };
      return sample.every((slots, index) => JSON.stringify(scoreLevels(without, slots).ranking) === before[index]);
    });
    expect(idle.map(({ id }) => id)).to.deep.equal([]);
  });

  it('does not depend on the order of the answers', () => {
    fc.assert(
      fc.property(anySlots, fc.infiniteStream(fc.nat()), (slots, random) => {
        const answers = (Object.entries(slots) as [EngagementSlot, { value: string | number }][]).map(([slot, { value }]) => ({
          slot,
          value,
          certain: true,
        }));
        const shuffled = answers
          .map((answer) => ({ answer, key: random.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ answer }) => answer);
        const again = shuffled.reduce<Slots>(withMention, {});
        expect(composeResult(config, again)).to.deep.equal(composeResult(config, slots));
      }),
    );
  });

  it('a changed answer gives the same result as a fresh run with the final answers', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { maxLength: 20 }), (answers) => {
        const changed = answers.reduce<Slots>(withMention, {});
        const final = new Map(answers.map((answer) => [answer.slot, answer]));
        const fresh = [...final.values()].reduce<Slots>(withMention, {});
        expect(composeResult(config, changed)).to.deep.equal(composeResult(config, fresh));
      }),
    );
  });

  it('the one answer that would change the result does change it', () => {
    let found = 0;
    fc.assert(
      fc.property(anySlots, (slots) => {
        const change = findChange(config, slots);
        const result = composeResult(config, slots);
        if (!change) return;
        found += 1;
        const after = scoreLevels(config, suppose(slots, change.slot, change.value)).recommended;
        expect(after).to.equal(change.to);
        expect(after).not.to.equal(result.recommends);
        expect(result.wouldChange?.answer).to.equal(change.suppose);
        expect(result.text).to.contain(change.suppose);
      }),
      { numRuns: 400 },
    );
    expect(found).to.be.greaterThan(300);
  });

  it('says level, reasons, first step, combination and evolution in at most 150 words', () => {
    fc.assert(
      fc.property(
        anySlots,
        fc.constantFrom(undefined, "Avec pas de temps d'agent, pas de partenaire étranger, l'avis change."),
        (slots, before) => {
          const result = composeResult(config, slots, before);
          expect(result.text.split(/\s+/).length).to.be.at.most(150);
          expect(result.text).to.contain(config.levels[result.recommends].title);
          expect(result.text).to.contain(config.levels[result.recommends].firstStep);
          expect(result.text).to.match(/combinent.*évoluent/);
          if (result.reasons[0]) expect(result.text).to.contain(result.reasons[0]);
          expect(result.runnerUp).not.to.equal(result.recommends);
          expect(result.legalBase).not.to.be.empty;
          expect(result.funding).not.to.be.empty;
        },
      ),
    );
  });

  it('gives reasons that speak for the level, from what was said', () => {
    const result = composeResult(config, situation({ steer: 'oui', staff: 1.5, partner: 'connu', budget: 90000 }));
    expect(result.recommends).to.equal('directe');
    expect(result.reasons.join(' ; ')).to.contain('1,5').and.to.contain('partenaire');
    expect(result.text).to.contain('parce que vous avez dit que vous');
  });

  it('fits funding and law to the profile', () => {
    const water = composeResult(config, situation({ steer: 'non', legal: 'eau', staff: 0, budget: 9000 }));
    expect(water.funding.join()).to.contain('1 % eau');
    expect(water.legalBase.join()).to.contain('L. 1115-1-1');
    const urgent = composeResult(config, situation({ horizon: 'urgence' }));
    expect(urgent.funding.join()).to.contain('Urgence');
    expect(
      composeResult(config, situation({ steer: 'oui', staff: 2, partner: 'connu', budget: 90000 })).funding.join(),
    ).not.to.contain('1 % eau');
  });
});
