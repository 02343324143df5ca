import { expect } from 'chai';
import fc from 'fast-check';
import {
  asksForGuidance,
  changeAfterResult,
  continueEngagement,
  describesSituation,
  type EngagementPrompt,
  type EngagementResult,
  type EngagementState,
  type EngagementStep,
  findTold,
  repeatPrompt,
  scoreLevels,
  startEngagement,
  withMention,
} from '../../dialogs/engagement/index.js';
import { loadEngagementConfig } from '../support/engagement-config.js';
import { playSituation } from '../support/engagement-simulation.js';
import { situations } from '../support/engagement-situations.js';

const config = loadEngagementConfig();
const start = (text = '') => startEngagement(config, text, {});

/** Goes on, and fails when the text was no answer. */
function say(step: EngagementStep, text: string, force = false): EngagementStep {
  const next = continueEngagement(config, step.state, text, { force });
  if (!next || 'cancelled' in next) throw new Error(`« ${text} » : ${next ? 'arrêt' : 'pas une réponse'}`);
  return next;
}
const prompt = (step: EngagementStep): EngagementPrompt => {
  if (step.reply.kind !== 'prompt') throw new Error('a result instead of a prompt');
  return step.reply;
};
const result = (step: EngagementStep): EngagementResult => {
  if (step.reply.kind !== 'result') throw new Error(`« ${step.reply.text} » instead of a result`);
  return step.reply;
};
const values = (state: EngagementState) =>
  Object.fromEntries(Object.entries(state.slots).map(([slot, answer]) => [slot, answer.value]));
/** Says the same thing until the result; counts the questions. */
function answerAll(step: EngagementStep, text: string): { step: EngagementStep; questions: number } {
  let questions = 0;
  for (let at = step; ; questions++) {
    if (at.reply.kind === 'result') return { step: at, questions };
    at = say(at, text);
  }
}

describe('dialogs/engagement dialog', () => {
  describe('first message', () => {
    const table: [string, Record<string, unknown>][] = [
      [
        'commune de 3 500 hab., 10 000 € par an, deux assos très actives',
        { kind: 'commune', population: 3500, budget: 10000, assoc: 'oui' },
      ],
      ["c'est Électriciens sans frontières qui ferait le chantier", { operator: 'oui' }],
      ['les voisins sont partants', { neighbours: 'oui' }],
      ['on veut piloter nous-mêmes', { steer: 'oui' }],
      [
        'notre agglo est jumelée avec une ville du Maroc depuis 2010, un agent à mi-temps',
        { kind: 'ca', partner: 'connu', staff: 0.5 },
      ],
      [
        'syndicat de collecte des déchets, pas de partenaire, zéro expérience',
        { kind: 'syndicat', legal: 'dechets', partner: 'non', experience: 'non' },
      ],
      ['nous avons plus de deux agents', { staff: 2 }],
      ['ville de 9 000 habitants, partenaire roumain déjà identifié', { kind: 'commune', partner: 'connu' }],
      ['une commune, partenaire étranger pas encore connu', { partner: 'non' }],
      ['convention signée avec une ville de 300 000 habitants au Sénégal', { partner: 'connu' }],
    ];
    for (const [text, wanted] of table) it(text, () => expect(values(start(text).state)).to.include(wanted));

    it('does not take the partner’s inhabitants for ours', () =>
      expect(values(start('jumelage avec une ville de 300 000 habitants au Sénégal').state)).not.to.have.property('population'));
    it('takes what is known of the authority and of an earlier message', () => {
      const step = startEngagement(config, 'aidez-moi à choisir', {
        kind: 'departement',
        population: 400000,
        earlier: findTold('nous avons trois agents').reduce(withMention, {}),
      });
      expect(values(step.state)).to.include({ kind: 'departement', population: 400000, staff: 3 });
    });
    it('does not ask what the first message said', () => {
      const asked = new Set<string>();
      for (
        let step = start('commune, on veut piloter, un mi-temps, 20 000 €, pas de voisins');
        step.reply.kind === 'prompt';
        step = say(step, 'je ne sais pas')
      )
        asked.add(step.reply.asks);
      for (const slot of ['kind', 'steer', 'staff', 'budget', 'neighbours']) expect([...asked]).not.to.include(slot);
    });
  });

  describe('questions', () => {
    it('asks at most eight, whatever is answered', () => {
      fc.assert(
        fc.property(
          fc.array(
            fc.constantFrom(
              'oui',
              'non',
              'je ne sais pas',
              'ça dépend',
              '3',
              '20 000',
              'deux agents',
              'une commune',
              'long terme',
              'eau',
            ),
            { minLength: 30, maxLength: 30 },
          ),
          (texts) => {
            let step = start();
            let answered = 0;
            for (const text of texts) {
              if (step.reply.kind === 'result') break;
              const next = continueEngagement(config, step.state, text);
              if (!next) step = say(step, 'je ne sais pas');
              else if (!('cancelled' in next)) step = next;
              answered = step.state.history.length;
            }
            expect(answered).to.be.at.most(8);
            expect(step.reply.kind).to.equal('result');
            expect(new Set(step.state.history).size).to.equal(answered);
          },
        ),
        { numRuns: 15 },
      );
    });
    it('stops soon when others pilot', () => {
      const step = say(say(start(), 'une commune'), 'non, l’association porte le projet');
      expect(answerAll(step, 'je ne sais pas').questions).to.be.at.most(3);
    });
    it('takes « je ne sais pas » everywhere, ends provisional and soft', () => {
      const { step, questions } = answerAll(start(), 'je ne sais pas');
      expect(result(step)).to.include({ recommends: 'soutien', sure: false });
      expect(result(step).text).to.contain('provisoire');
      expect(questions).to.be.at.most(8);
      expect(step.state.misses).to.equal(0);
    });
    it('never counts « je ne sais pas » as nonsense, even when nobody else reads it', () => {
      for (const unknown of ['je ne sais pas', 'joker', '?', 'aucune idée', 'chais pas', 'sais pas', 'je passe']) {
        for (let step = start(); step.reply.kind === 'prompt'; step = say(step, unknown, true))
          expect(step.state.misses).to.equal(0);
      }
    });
    it('« je ne sais pas » to any question leaves it open', () => {
      for (const { slot } of config.questions) {
        for (const unknown of ['je ne sais pas', 'on ne sait pas', "je n'en sais rien", 'aucune idée', 'Je ne sais pas']) {
          const step = continueEngagement(config, { ...start().state, asked: slot }, unknown);
          expect(step && 'state' in step && step.state.slots, `${slot}: ${unknown}`).to.deep.equal({
            [slot]: { value: null, certain: true },
          });
        }
      }
    });
    it('echoes each answer and shows all in the recap', () => {
      const step = say(say(say(start(), 'une commune'), 'oui'), 'un jour et demi par semaine');
      expect(prompt(step).heard).to.equal("J'ai noté : 1,5 jour d'agent par semaine.");
      expect(prompt(step).recap.map(({ text }) => text)).to.deep.equal([
        'commune',
        'vous pilotez',
        "1,5 jour d'agent par semaine",
      ]);
      expect(prompt(step).progress.step).to.equal(4);
      expect(prompt(step).progress.of).to.be.within(4, 8);
    });
    it('an answer may fill other slots', () => {
      const step = say(say(start(), 'une commune'), 'oui avec nos deux agents et 50 000 €');
      expect(values(step.state)).to.include({ steer: 'oui', staff: 2, budget: 50000 });
    });
    it('every button is read as its own answer', () => {
      for (const { slot, choices } of config.questions) {
        for (const { title, value } of choices) {
          const step = continueEngagement(config, { ...start().state, asked: slot }, title);
          expect(step && 'state' in step && values(step.state)[slot], title).to.equal(value);
        }
      }
    });
    it('an old button changes its own slot and not the one that is asked', () => {
      const step = say(say(say(start(), 'une commune'), 'oui'), 'Piloter avec d’autres collectivités');
      expect(prompt(step).asks).to.equal('staff');
      expect(values(step.state)).to.include({ steer: 'ensemble' }).and.not.to.have.property('staff');
    });
    it('keeps its state in JSON', () => {
      let step = start('ville de 20 000 hab.');
      for (const text of ['oui', 'un agent', 'non', 'non']) {
        const copy: EngagementState = JSON.parse(JSON.stringify(step.state));
        expect(continueEngagement(config, copy, text)).to.deep.equal(continueEngagement(config, step.state, text));
        step = say(step, text);
        if (step.reply.kind === 'result') break;
      }
    });
  });

  describe('corrections', () => {
    const opened = () => say(say(say(start(), 'une commune'), 'oui'), 'un mi-temps');
    const table: [string, Record<string, unknown>][] = [
      ['en fait nous avons 2 agents', { staff: 2 }],
      ['non pardon, un quart temps', { staff: 0.25 }],
      ['enfin non, un et demi', { staff: 1.5 }],
      ["bon finalement c'est une asso qui exécutera", { operator: 'oui', staff: 0.5 }],
      ['je me suis trompé, nous sommes une communauté de communes', { kind: 'cc' }],
      ['attendez, en fait ce sont les associations qui pilotent', { steer: 'non' }],
    ];
    for (const [text, wanted] of table) {
      it(text, () => {
        const before = opened();
        const after = say(before, text);
        expect(values(after.state)).to.include(wanted);
        expect(after.state.history).to.deep.equal(before.state.history);
      });
    }
    it('inside one answer: « 70 000, non pardon 75 000 »', () => {
      const asking: EngagementState = { ...opened().state, asked: 'budget' };
      const step = continueEngagement(config, asking, '70 000, non pardon 75 000');
      expect(step && 'state' in step && values(step.state).budget).to.equal(75000);
    });
    it('a partner’s kind does not become ours', () => {
      const step = say({ ...opened(), state: { ...opened().state, asked: 'partner' } }, 'oui, une communauté urbaine de Tunisie');
      expect(values(step.state)).to.include({ kind: 'commune', partner: 'connu' });
    });
    it('gives the same result as a run without the mistake', () => {
      const path = ['une commune', 'oui', '%', 'un partenaire au Togo', 'non', 'non', '50 000 €', 'oui', 'long terme'];
      const run = (first: string, correction?: string) => {
        let step = start();
        for (const said of path) {
          if (step.reply.kind === 'result') break;
          step = say(step, said === '%' ? first : said);
          if (said === '%' && correction) step = say(step, correction);
        }
        return scoreLevels(config, step.state.slots);
      };
      expect(run('personne', 'en fait nous avons deux agents')).to.deep.equal(run('deux agents'));
      expect(run('personne')).not.to.deep.equal(run('deux agents'));
    });
    it('the order of whole sentences does not matter', () => {
      const facts = [
        'nous avons deux agents',
        'notre budget est de 60 000 € par an',
        'on veut piloter nous-mêmes',
        'les voisins ne sont pas intéressés',
        'nous avons un partenaire au Bénin depuis 2012',
      ];
      fc.assert(
        fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
          const together = start(`une commune. ${order.join('. ')}`);
          expect(together.state.slots).to.deep.equal(start(`une commune. ${facts.join('. ')}`).state.slots);
          // one by one; what comes after an early result is a correction of it
          let step = start('une commune');
          for (const fact of order) step = say(step, step.state.done ? `en fait ${fact}` : fact);
          expect(step.state.slots).to.deep.equal(together.state.slots);
        }),
        { numRuns: 30 },
      );
    });
  });

  describe('moves', () => {
    it('retour: the previous question, its answer forgotten', () => {
      const step = say(say(say(start(), 'une commune'), 'oui'), 'retour');
      expect(prompt(step).asks).to.equal('steer');
      expect(values(step.state)).not.to.have.property('steer');
      expect(prompt(say(step, 'retour')).asks).to.equal('kind');
    });
    it('retour at the first question stays there', () =>
      expect(prompt(say(start(), 'retour')).asks).to.equal(prompt(start()).asks));
    it('recommencer: nothing is left', () => {
      const step = say(say(say(start('ville de 20 000 hab.'), 'oui'), 'un agent'), 'recommencer');
      expect(step.state.slots).to.deep.equal({});
      expect(step.state.history).to.deep.equal([]);
    });
    for (const text of [
      'stop',
      'stop, c’est trop long',
      'on arrête',
      'laisse tomber',
      'annuler',
      "j'abandonne",
      'bon je laisse tomber',
      'plus tard',
    ]) {
      it(`${text}: cancelled`, () =>
        expect(continueEngagement(config, say(start(), 'une commune').state, text)).to.deep.equal({ cancelled: true }));
    }
    it('« on voudrait arrêter de travailler avec cette ONG et piloter nous-mêmes » is no cancelling', () => {
      const step = say(say(start(), 'une commune'), 'on voudrait arrêter de travailler avec cette ONG et piloter nous-mêmes');
      expect(values(step.state)).to.include({ steer: 'oui' });
    });
    it('voir la recommandation: the result with what is known', () =>
      expect(result(say(say(start(), 'une commune'), 'voir la recommandation')).recommends).to.equal('soutien'));
    for (const text of [
      'c’est quoi déjà le 1% déchets ?',
      'et si on se trompe on peut changer plus tard ?',
      'il faut une délibération pour ça ?',
      'merci',
      'blabla',
      "qu'est-ce qu'un opérateur ?",
      'Combien ça coûte un volontaire ?',
    ]) {
      it(`« ${text} » is left to others, at any question`, () => {
        for (const { slot } of config.questions)
          expect(continueEngagement(config, { ...start().state, asked: slot }, text), slot).to.equal(undefined);
      });
    }
    it('repeats its prompt unchanged', () => {
      const step = say(start(), 'une commune');
      const { heard, ...rest } = prompt(step);
      expect(heard).to.equal("J'ai noté : commune.");
      expect(repeatPrompt(config, step.state)).to.deep.equal(rest);
    });
    it('three nonsense answers in a row lead to a way out, the fourth ends', () => {
      let step = say(start(), 'une commune');
      const texts: string[] = [];
      for (const nonsense of ['azerty', 'blub blub', 'zzz']) {
        step = say(step, nonsense, true);
        texts.push(prompt(step).text);
      }
      expect(new Set(texts).size).to.equal(3);
      expect(prompt(step).choices.map(({ title }) => title)).to.include.members(['Voir une première recommandation', 'Stop']);
      expect(result(say(step, 'Voir une première recommandation')).recommends).to.equal('soutien');
      expect(result(say(step, 'grmbl', true)).kind).to.equal('result');
    });
    it('a sensible answer in between clears the count', () => {
      let step = say(say(start(), 'azerty', true), 'blub', true);
      step = say(step, 'une commune');
      expect(step.state.misses).to.equal(0);
    });
    it('reads anything without throwing', () => {
      fc.assert(
        fc.property(
          fc.array(
            fc.oneof(
              fc.string({ unit: 'binary', maxLength: 200 }),
              fc.constantFrom('oui', 'retour', 'recommencer', 'en fait', 'non pardon'),
            ),
            { maxLength: 12 },
          ),
          (texts) => {
            let step = start();
            for (const text of texts) {
              const next = continueEngagement(config, step.state, text, { force: true });
              if (next && 'state' in next) step = next;
            }
            expect(step.state.history.length).to.be.at.most(8);
          },
        ),
        { numRuns: 15 },
      );
      for (const text of ['on veut '.repeat(1200), 'les communes voisines '.repeat(450), 'avec une ONG '.repeat(700)])
        say(start(), text.concat(' oui'), true);
    }).timeout(15000);
  });

  describe('after the result', () => {
    const direct = () =>
      startEngagement(
        config,
        'ville de 40 000 hab., deux agents, 80 000 € par an, jumelée avec une ville du Togo, on veut piloter nous-mêmes sans opérateur',
        {},
      );
    const done = () => {
      const step = answerAll(direct(), 'non').step;
      expect(result(step).recommends).to.equal('directe');
      return step.state;
    };
    it('et si on perd notre agent ? weighs again', () => {
      const after = changeAfterResult(config, done(), 'et si on perd notre agent ?');
      expect(after?.reply.recommends).to.equal('indirecte');
      expect(after?.reply.text).to.contain("pas de temps d'agent").and.to.contain("l'avis change");
    });
    const table: [string, string][] = [
      ['et si une ONG réalisait le projet ?', 'indirecte'],
      ['finalement ce sont les associations qui pilotent', 'soutien'],
      ['en fait nous avons trois agents', 'directe'],
      ['et si on n’avait plus d’agent ?', 'indirecte'],
      ['et si notre chargée de mission partait ?', 'indirecte'],
    ];
    for (const [text, wanted] of table)
      it(`${text} -> ${wanted}`, () => expect(changeAfterResult(config, done(), text)?.reply.recommends).to.equal(wanted));
    for (const text of [
      'merci',
      'qui est mon contact ?',
      'combien de collectivités agissent ?',
      'et si on en parlait demain ?',
      'il faut une délibération ?',
    ])
      it(`« ${text} » is left to others`, () => expect(changeAfterResult(config, done(), text)).to.equal(undefined));
  });

  describe('a whole situation', () => {
    for (const situation of situations) {
      it(`${situation.id}: ${situation.utterances[0]?.slice(0, 70)} -> ${situation.expect.join(' or ') || 'cancelled'}`, () => {
        const played = playSituation(config, situation);
        expect(played.ok, played.trail.join('\n')).to.equal(true);
        expect(played.unread, played.trail.join('\n')).to.deep.equal([]);
      });
    }
  });

  describe('asksForGuidance', () => {
    for (const text of [
      "Quel niveau d'engagement choisir ?",
      'aidez-nous à choisir un niveau',
      'je voudrais faire le questionnaire',
    ])
      it(`yes: ${text}`, () => expect(asksForGuidance(text)).to.equal(true));
    for (const text of [
      'quels sont les niveaux d’engagement ?',
      'commune de 3 500 hab., 10 000 € par an',
      'comment choisir un partenaire ?',
    ])
      it(`no: ${text}`, () => expect(asksForGuidance(text)).to.equal(false));
  });

  describe('findTold', () => {
    const table: [string, string[]][] = [
      ['nous avons deux agents et 10 000 € par an', ['staff!', 'budget!']],
      ['notre commune a deux agents, faut-il une délibération ?', ['kind!', 'staff!']],
      ['qui est mon contact ? nous sommes une communauté de communes', ['kind!']],
      ['une commune peut-elle aider une association ?', ['kind?', 'steer?', 'assoc?']],
      ["c'est quoi la coopération indirecte ?", []],
      ['bonjour', []],
    ];
    for (const [text, told] of table)
      it(`${text} -> ${told.join(' ')}`, () =>
        expect(findTold(text).map(({ slot, certain }) => slot + (certain ? '!' : '?'))).to.have.members(told));
  });

  describe('describesSituation', () => {
    for (const text of [
      "quel niveau d'engagement devons-nous choisir ?",
      'commune de 3 500 hab., 10 000 € par an, deux assos très actives',
      'on voudrait se regrouper avec les communes voisines, on est une ville de 4 000 habitants',
      'aidez-nous à choisir la bonne formule',
      'on est jumelés avec une ville du Bénin et on veut faire un projet, une ONG le réaliserait. Que nous conseillez-vous ?',
    ])
      it(`yes: ${text}`, () => expect(describesSituation(text)).to.equal(true));
    for (const text of [
      'quels sont les niveaux d’engagement ?',
      "c'est quoi la coopération indirecte ?",
      'bonjour',
      'notre commune a deux agents et 10 000 €, faut-il une délibération ?',
      'qui peut être opérateur ?',
      'je suis maire de Lunel',
      'combien de collectivités agissent à l’international ?',
      'nous pilotons, un bureau réalise, comment appelle-t-on cela',
    ])
      it(`no: ${text}`, () => expect(describesSituation(text)).to.equal(false));
  });
});
