import { expect } from 'chai';
import type { Account } from '../../src/console/console-page.js';
import { createAttention, type ReadAttention } from '../../src/console/review/attention.js';
import { createReviewDesk, prepareReview, WINDOW_DAYS, windowChoices } from '../../src/console/review/review-desk.js';
import { type KeptTopic, sampleStems } from '../../src/console/review/topics.js';
import type { ReviewStore } from '../../src/transcripts/review-store.js';
import { sayTurn } from '../contracts/review-store-contract.js';
import { startTestConsole, type TestConsole } from '../support/test-console.js';

describe('what wants attention, read again and again', function () {
  this.timeout(30_000);
  let console: TestConsole;
  let read: ReadAttention;
  const ask = (id: string, question: string, network?: string) =>
    sayTurn(console.stores.transcripts, id, { question, decision: { kind: 'fallback' }, ...(network ? { network } : {}) });
  const textsOf = async (topics: readonly KeptTopic[] = []) => {
    const { groups, closed } = await read({}, topics);
    return [...groups, ...closed].map(({ topic, questions }) => [
      topic?.id ?? '',
      questions.map(({ turn }) => turn.conversationId).sort(),
    ]);
  };

  before(async () => {
    console = await startTestConsole();
    read = createAttention(console.stores.review, () => console.services.knowledge.active());
  });
  after(() => console.close());

  it('has a question at once, with those of the same words, and forgets it with its conversation', async () => {
    await ask('one', 'quels vaccins pour le Togo ?');
    expect(await textsOf()).to.deep.equal([['', ['one']]]);
    await ask('two', 'quels vaccins pour le Togo ?');
    await ask('three', 'horaires de la piscine');
    expect(await textsOf()).to.deep.equal([
      ['', ['one', 'two']],
      ['', ['three']],
    ]);
    for (const id of ['two', 'three']) await console.stores.transcripts.remove(id);
    expect(await textsOf()).to.deep.equal([['', ['one']]]);
    await console.stores.transcripts.remove('one');
  });

  it('gives the same words to the topic of one network and not to that of another', async () => {
    const text = 'réglementation des drones';
    await ask('ours', text, 'lianes-cooperation');
    await ask('theirs', text, 'occitanie-cooperation');
    await ask('nobody’s', text);
    const topic = {
      name: text,
      samples: sampleStems([text]),
      networks: [],
      scope: ['lianes-cooperation'],
      fate: { kind: 'open' as const },
      history: [],
    };
    expect(await textsOf([{ id: 'drones', version: '1', topic }])).to.deep.equal([
      ['drones', ['nobody’s', 'ours']],
      ['', ['theirs']],
    ]);
  });

  it('looks at the newest of each kind only, and says so', async () => {
    const offer = { kind: 'clarify' as const, candidates: [{ entry: 'jumelage', confidence: 0.5 }] };
    for (let number = 0; number <= 250; number += 1)
      await sayTurn(console.stores.transcripts, 'talker', { question: `question ${number}`, decision: offer });
    const { groups, truncated } = await read({ conversationId: 'talker' }, []);
    expect(truncated).to.equal(true);
    const found = groups.flatMap(({ questions }) => questions);
    expect(found).to.have.length(250);
    expect(found.map(({ text }) => text)).to.not.include('question 0');
  });

  it('has read, before anybody asks, what the home page shows to those who see every network', async () => {
    const { review } = console.stores;
    let searches = 0;
    const counted: Pick<ReviewStore, 'searchTurns' | 'countTurns'> = {
      countTurns: (filter, by) => review.countTurns(filter, by),
      searchTurns: (filter, page) => {
        searches += 1;
        return review.searchTurns(filter, page);
      },
    };
    const attention = createAttention(counted, () => console.services.knowledge.active());
    await prepareReview(console.services, attention);
    expect(searches).to.be.above(0);
    const before = searches;
    const desk = createReviewDesk(console.services, attention, { newId: () => '', newSeed: () => 0 });
    const everywhere: Account = { id: 'a', name: 'Anne', role: 'reader', networks: 'all' };
    await desk.attention(everywhere, WINDOW_DAYS);
    expect(searches).to.equal(before);
  });

  it('reads the other windows while the first is looked at, once a day', async () => {
    const asked: string[] = [];
    let told = () => {};
    const all = new Promise<void>((resolve) => {
      told = resolve;
    });
    const attention: ReadAttention = async (window, topics) => {
      asked.push(window.from ?? '');
      if (new Set(asked).size === windowChoices.length) told();
      return read(window, topics);
    };
    const desk = createReviewDesk(console.services, attention, { newId: () => '', newSeed: () => 0 });
    const one: Account = { id: 'b', name: 'Bilal', role: 'reader', networks: ['lianes-cooperation'] };
    await desk.attention(one, WINDOW_DAYS);
    await all;
    const before = asked.length;
    await desk.attention(one, 365);
    expect(asked.length).to.equal(before + 1);
  });
});
