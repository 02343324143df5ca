import { expect } from 'chai';
import fc from 'fast-check';
import { type AttentionQuestion, readSignals, sortOut } from '../../src/console/review/attention.js';
import { scoreOf } from '../../src/console/review/audits.js';
import { addDays, dayOf, isDay, startOf } from '../../src/console/review/paris-days.js';
import { countStems } from '../../src/console/review/question-terms.js';
import { readTranscript } from '../../src/console/review/read-transcript.js';
import { readReview } from '../../src/console/review/review-form.js';
import { readList, writeList } from '../../src/console/review/review-list.js';
import { judgeTopic, type KeptTopic, sampleStems, type Topic } from '../../src/console/review/topics.js';
import { readValues, toFilter, writeValues } from '../../src/console/review/turn-filters.js';
import type { Annotation, ReviewedTurn } from '../../src/transcripts/review-store.js';

const turnOf = (more: Partial<ReviewedTurn> & { id?: string } = {}): ReviewedTurn => ({
  id: 'c1|1',
  conversationId: 'c1',
  seq: 1,
  at: '2026-03-02T09:00:00.000Z',
  channelId: 'directline',
  question: 'quel vaccin pour le Togo ?',
  reply: 'Je ne sais pas.',
  replyIds: [],
  decision: { kind: 'fallback', knowledgeVersion: '2026.3.1' },
  release: '2026.3.1',
  annotations: [],
  ...more,
});
const judgedAs = (state: Annotation['state']): Annotation[] => [{ state, by: 'a', at: '2026-03-02T10:00:00.000Z' }];
const answer = (confidence: number) => ({ kind: 'answer', entry: 'visa', confidence, knowledgeVersion: '2026.3.1' }) as const;

describe('what wants attention', () => {
  it('is what was not answered, answered badly, unsurely, or left', () => {
    expect(readSignals(turnOf())).to.deep.equal(['unanswered']);
    expect(readSignals(turnOf({ decision: answer(0.59) }))).to.deep.equal(['unsure']);
    expect(readSignals(turnOf({ decision: answer(0.6) }))).to.deep.equal([]);
    expect(readSignals(turnOf({ decision: answer(0.9), opinion: 'dislike' }))).to.deep.equal(['disliked']);
    expect(readSignals(turnOf({ decision: answer(0.9), opinion: 'like' }))).to.deep.equal([]);
    const clarify = { kind: 'clarify', knowledgeVersion: '2026.3.1' } as const;
    expect(readSignals(turnOf({ decision: clarify }))).to.deep.equal(['abandoned']);
    expect(readSignals(turnOf({ decision: clarify, choice: 'visa' }))).to.deep.equal([]);
    expect(readSignals(turnOf({ decision: answer(0.9), errorReference: 'A1B2C3D4' }))).to.deep.equal(['failed']);
  });

  it('ends with a judgement that all is well or none of ours, and begins with one that it is not', () => {
    expect(readSignals(turnOf({ annotations: judgedAs('correct') }))).to.deep.equal([]);
    expect(readSignals(turnOf({ annotations: judgedAs('out-of-scope') }))).to.deep.equal([]);
    expect(readSignals(turnOf({ annotations: judgedAs('to-review') }))).to.deep.equal(['unanswered']);
    expect(readSignals(turnOf({ decision: answer(0.9), annotations: judgedAs('incomplete') }))).to.deep.equal(['misjudged']);
  });
});

describe('topics', () => {
  const solved: Topic = {
    name: 'Vaccins',
    samples: sampleStems(['quel vaccin pour le Togo ?']),
    networks: ['lianes-cooperation'],
    scope: 'all',
    fate: { kind: 'solved', release: '2026.3.9', at: '2026-03-09T12:00:00.000Z' },
    history: [],
  };
  const aside: Topic = { ...solved, fate: { kind: 'aside', reason: 'trop rare', at: '2026-03-09T12:00:00.000Z' } };
  const questionOf = (turn: ReviewedTurn): AttentionQuestion => ({
    id: turn.id,
    text: turn.question ?? '',
    turn,
    signals: ['unanswered'],
  });
  const keep = (topic: Topic): KeptTopic => ({ id: 't1', version: '1', topic });
  const sort = (topic: Topic, turns: ReviewedTurn[], visible?: readonly string[]) =>
    sortOut(turns.map(questionOf), [keep(topic)], countStems([]), visible);
  const later = '2026-03-10T09:00:00.000Z';

  it('stay solved while nobody asks again, and come back when somebody does, saying since when', () => {
    expect(judgeTopic(solved, [{ at: '2026-03-09T11:59:00.000Z', release: '2026.3.1' }])).to.deep.equal({ kind: 'solved' });
    expect(judgeTopic(solved, [{ at: later, release: '2026.3.9' }])).to.deep.equal({ kind: 'back', again: 1, rolledBack: false });
    expect(judgeTopic(solved, [{ at: later, release: '2026.3.1' }])).to.deep.equal({ kind: 'back', again: 1, rolledBack: true });
    expect(judgeTopic(aside, [{ at: later, release: '2026.3.9' }])).to.deep.equal({ kind: 'aside' });
  });

  it('that were set aside take new questions alike with them', () => {
    const { groups, closed } = sort(aside, [
      turnOf({ at: later, question: 'vaccins pour le Togo' }),
      turnOf({ id: 'c2|1', question: 'visa refusé' }),
    ]);
    expect(groups.map(({ name }) => name)).to.deep.equal(['visa refusé']);
    expect(closed.map(({ name, questions }) => [name, questions.length])).to.deep.equal([['Vaccins', 1]]);
  });

  it('take only the questions that their author could see', () => {
    const bound: Topic = { ...aside, scope: ['lianes-cooperation'] };
    const { groups, closed } = sort(bound, [
      turnOf({ id: 'c1|1', network: 'lianes-cooperation' }),
      turnOf({ id: 'c2|1', network: 'gescod' }),
      turnOf({ id: 'c3|1' }),
    ]);
    expect(groups.flatMap(({ questions }) => questions.map(({ id }) => id))).to.deep.equal(['c2|1']);
    expect(closed.flatMap(({ questions }) => questions.map(({ id }) => id)).sort()).to.deep.equal(['c1|1', 'c3|1']);
  });

  it('hide a name that quotes another network’s question', () => {
    const own = sort(aside, [turnOf({ question: 'quels vaccins pour le Togo' })], ['lianes-cooperation']);
    expect(own.closed.map(({ name }) => name)).to.deep.equal(['Vaccins']);
    const other = sort(aside, [turnOf({ question: 'quels vaccins pour le Togo' })], ['gescod']);
    expect(other.closed.map(({ name }) => name)).to.deep.equal(['quels vaccins pour le Togo']);
    expect(sort(aside, [], ['gescod']).closed).to.deep.equal([]);
  });

  it('keep no words of anybody, only stems', () => {
    expect(sampleStems(['Mme Durand demande un visa'])[0]?.join(' ')).not.to.match(/demande|Durand/);
  });
});

describe('scores', () => {
  it('are the share correct of what could have been right, with Wilson’s bounds', () => {
    const score = scoreOf([...Array(8).fill('correct'), 'incorrect', 'incomplete', 'out-of-scope', 'to-review', undefined]);
    expect(score).to.include({ drawn: 13, judged: 10, correct: 8, outOfScope: 1, left: 2 });
    // Wilson, 1927, for 8 of 10: 0.490 to 0.943.
    expect(score.share?.value).to.equal(0.8);
    expect(score.share?.low).to.be.closeTo(0.49, 0.001);
    expect(score.share?.high).to.be.closeTo(0.943, 0.001);
    expect(scoreOf([undefined]).share).to.equal(undefined);
  });

  it('never leave 0 to 1', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), (right, wrong) => {
        const { share } = scoreOf([...Array(right).fill('correct'), ...Array(wrong).fill('incorrect')]);
        if (!share) return right + wrong === 0;
        return 0 <= share.low && share.low <= share.value && share.value <= share.high && share.high <= 1;
      }),
    );
  });
});

describe('days of Paris', () => {
  it('begin at midnight there, summer and winter, and on the days when clocks change', () => {
    expect(startOf('2026-01-15')).to.equal('2026-01-14T23:00:00.000Z');
    expect(startOf('2026-07-15')).to.equal('2026-07-14T22:00:00.000Z');
    expect(startOf('2026-03-29')).to.equal('2026-03-28T23:00:00.000Z');
    expect(startOf('2026-03-30')).to.equal('2026-03-29T22:00:00.000Z');
    expect(startOf('2026-10-25')).to.equal('2026-10-24T22:00:00.000Z');
    expect(startOf('2026-10-26')).to.equal('2026-10-25T23:00:00.000Z');
    expect(dayOf(new Date('2026-06-30T22:30:00Z'))).to.equal('2026-07-01');
    expect(addDays('2026-03-01', -1)).to.equal('2026-02-28');
    expect(isDay('2026-02-30')).to.equal(false);
  });
});

describe('filters in an address', () => {
  const entryOf = (title: string) => (title === 'Visa' ? 'visa' : undefined);

  it('become a search, and say what they do not understand', () => {
    const values = readValues(
      new URLSearchParams(
        'du=2026-03-01&au=2026-03-31&decision=fallback&fiche=Visa&confiance=faible&reseau=aucun&relecture=unreviewed&avis=dislike&abandon=oui&texte=+vaccin+&autre=1',
      ),
    );
    expect(toFilter(values, entryOf)).to.deep.equal({
      filter: {
        from: '2026-02-28T23:00:00.000Z',
        to: '2026-03-31T22:00:00.000Z',
        kinds: ['fallback'],
        entry: 'visa',
        confidence: { below: 0.6 },
        network: null,
        state: 'unreviewed',
        opinion: 'dislike',
        abandoned: true,
        text: 'vaccin',
      },
      ignored: [],
    });
    const wrong = readValues(
      new URLSearchParams('du=hier&decision=__proto__&fiche=Rien&confiance=toString&relecture=x&avis=x&abandon=x'),
    );
    expect(toFilter(wrong, entryOf)).to.deep.equal({
      filter: {},
      ignored: ['du', 'decision', 'fiche', 'confiance', 'avis', 'relecture', 'abandon'],
    });
  });

  it('are the same after they were written and read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('texte', 'du', 'reseau', 'fiche'), fc.string()), (fields) => {
        const values = readValues(new URLSearchParams(fields));
        expect(readValues(new URLSearchParams(writeValues(values)))).to.deep.equal(values);
      }),
    );
  });

  it('and lists to work through keep their names in an address', () => {
    for (const list of [
      { kind: 'filter', query: 'decision=fallback' },
      { kind: 'audit', id: 'a1' },
      { kind: 'topic', id: 't1' },
      { kind: 'group', days: 90, turn: '19:a@thread|3' },
    ] as const)
      expect(readList(writeList(list))).to.deep.equal(list);
    expect(readList('https://ailleurs.example')).to.deep.equal({ kind: 'filter', query: '' });
  });
});

describe('a judgement', () => {
  const tools = {
    redact: (text: string) => text.replace(/\S+@\S+/g, '[courriel]'),
    entryOf: (title: string) => (title === 'Visa' ? 'visa' : undefined),
  };

  it('is masked like what visitors write', () => {
    expect(readReview({ etat: 'incorrect', motif: '', fiche: 'Visa', commentaire: 'vu avec a@b.fr' }, tools)).to.deep.equal({
      annotation: { state: 'incorrect', rightEntry: 'visa', comment: 'vu avec [courriel]' },
    });
  });

  it('says what is wrong with it', () => {
    expect(readReview({ fiche: '' }, tools)).to.deep.include({
      problems: { etat: 'Choisissez un état.', motif: undefined, fiche: undefined, commentaire: undefined },
    });
    expect(readReview({ etat: 'correct', fiche: 'Vaccins' }, tools))
      .to.have.nested.property('problems.fiche')
      .that.includes('Vaccins');
  });
});

describe('a transcript', () => {
  const message = (seq: number, role: string, more: object) => ({
    seq,
    activity: {
      id: `m${seq}`,
      type: 'message',
      timestamp: '2026-03-02T09:00:00.000Z',
      from: { id: role, role, name: '' },
      ...more,
    },
  });

  it('shows the text and buttons of a card, and leaves out the exchanges of another network', () => {
    const log = [
      message(1, 'bot', { text: 'Bonjour' }),
      message(2, 'user', { text: 'un' }),
      message(3, 'bot', { attachments: [{ content: { fallbackText: 'Une carte', actions: [{ title: 'Oui' }] } }] }),
      message(4, 'user', { text: 'deux' }),
      message(5, 'bot', { text: 'secret', suggestedActions: { actions: [{ title: 'Non' }] } }),
    ] as unknown as Parameters<typeof readTranscript>[0];
    const turns = [turnOf({ id: 'c1|2', seq: 2 }), turnOf({ id: 'c1|4', seq: 4, network: 'gescod' })];
    const exchanges = readTranscript(log, turns, ({ network }) => network !== 'gescod');
    expect(exchanges.map(({ bubbles }) => bubbles.map(({ text, suggestions, card }) => [text, suggestions, card]))).to.deep.equal(
      [
        [['Bonjour', [], false]],
        [
          ['un', [], false],
          ['Une carte', ['Oui'], true],
        ],
      ],
    );
  });

  it('hides the code that erases the conversation', () => {
    const log = [message(1, 'bot', { text: 'Votre code de reçu : **3X10-0AK8-TSW7**. Le 2026-03-15, 1 200 €.' })];
    const [first] = readTranscript(log as unknown as Parameters<typeof readTranscript>[0], []);
    expect(first?.bubbles[0]?.text).to.equal('Votre code de reçu : **[code de reçu]**. Le 2026-03-15, 1 200 €.');
  });

  it('keeps the place of a turn whose words were erased', () => {
    expect(readTranscript([], [turnOf({ question: undefined, reply: undefined })]).map(({ seq }) => seq)).to.deep.equal([1]);
  });
});
