import { expect } from 'chai';
import fc from 'fast-check';
import { readConfig } from '../../src/config.js';
import { groupQuestions } from '../../src/console/review/group-questions.js';
import { countStems, readStems, type StemCounts, VectorSpace, weighBy } from '../../src/console/review/question-terms.js';
import { matchTopics, sampleStems, type Topic } from '../../src/console/review/topics.js';
import { parseKnowledge, readKnowledgeFiles } from '../../src/knowledge/load.js';
import { labelled, labelledQuestions } from './review-labelled.js';

function byLabel<T extends { label: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(item.label, [...(groups.get(item.label) ?? []), item]);
  return groups;
}

/** Of all pairs of questions in one group, the share that belongs together; of all that belong together, the share that is. */
function scorePairs(groups: readonly (readonly { label: string }[])[], all: readonly { label: string }[]) {
  const pairs = (number: number) => (number * (number - 1)) / 2;
  const alike = (items: readonly { label: string }[]) =>
    [...byLabel(items).values()].reduce((sum, same) => sum + pairs(same.length), 0);
  const right = groups.reduce((sum, group) => sum + alike(group), 0);
  const made = groups.reduce((sum, group) => sum + pairs(group.length), 0);
  return { precision: right / made, recall: right / alike(all) };
}

describe('groups of questions', () => {
  let background: StemCounts;
  before(async () => {
    const { base } = parseKnowledge(await readKnowledgeFiles(readConfig({}).knowledgeDir));
    background = countStems([...(base?.entries.values() ?? [])].flatMap(({ utterances }) => utterances.map(readStems)));
  });

  it('holds together what people mean as one thing, and seldom anything else', () => {
    const groups = groupQuestions(labelledQuestions, background);
    const { precision, recall } = scorePairs(
      groups.map(({ questions }) => questions),
      labelledQuestions,
    );
    // Measured on 22 November 2026: precision 1.00, recall 0.73.
    expect(precision).to.be.at.least(0.95);
    expect(recall).to.be.at.least(0.7);
  });

  it('puts the largest group first and calls each by its most central question', () => {
    const groups = groupQuestions(labelledQuestions, background);
    expect(groups.map(({ questions }) => questions.length)).to.deep.equal(
      groups.map(({ questions }) => questions.length).sort((a, b) => b - a),
    );
    expect(groups[0]?.questions.map(({ label }) => label)).to.deep.equal(Array(7).fill('visa'));
    for (const { name, questions } of groups) expect(name).to.equal(questions[0]?.text);
  });

  it('works on a handful without anything to compare with', () => {
    const texts = ['quels vaccins pour le Togo ?', 'vaccin obligatoire Togo', 'horaires de la piscine'];
    const groups = groupQuestions(texts.map((text, index) => ({ id: String(index), text })));
    expect(groups.map(({ questions }) => questions.map(({ id }) => id).sort())).to.deep.equal([['0', '1'], ['2']]);
  });

  it('sees through typing: case, accents, plural, a slip', () => {
    const texts = ['Réglementation des drones', 'reglementation drone', 'RÈGLEMENTATION sur les drônes', 'réglemenation drones'];
    const groups = groupQuestions(
      texts.map((text, index) => ({ id: String(index), text })),
      background,
    );
    expect(groups).to.have.length(1);
  });

  it('loses no question, doubles none, and does the same each time, whatever people write', () => {
    const word = fc.oneof(
      fc.constantFrom('visa', 'le', 'coopération', 'c’est', '<b>', '🙂', '', 'ààà', '1%'),
      fc.string({ maxLength: 12 }),
    );
    const texts = fc.array(
      fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(texts, (list) => {
        const questions = list.map((text, index) => ({ id: String(index), text }));
        const groups = groupQuestions(questions, background);
        const ids = groups.flatMap((group) => group.questions.map(({ id }) => id));
        expect([...ids].sort()).to.deep.equal(questions.map(({ id }) => id).sort());
        expect(groupQuestions(questions, background)).to.deep.equal(groups);
      }),
      { numRuns: 60 },
    );
  });

  it('lets new questions join the topic of their like, and no other', () => {
    const half = (wanted: number) =>
      Object.entries(labelled).flatMap(([label, texts]) =>
        texts.filter((_, index) => index % 2 === wanted).map((text) => ({ label, text })),
      );
    const topics = [...byLabel(half(0))]
      .filter(([label]) => label !== 'seuls')
      .map(([label, questions]) => ({ id: label, version: '1', topic: topicOf(questions.map(({ text }) => text)) }));
    const fresh = half(1);
    const stems = fresh.map(({ text }) => readStems(text));
    const space = new VectorSpace(weighBy(background, countStems(stems)));
    const joined = matchTopics(
      stems.map((list) => ({ stems: list })),
      topics,
      space,
    );
    const wrong = fresh.filter(({ label }, index) => joined[index] && joined[index]?.id !== label);
    const right = fresh.filter(({ label }, index) => joined[index]?.id === label);
    expect(wrong.map(({ text }) => text)).to.deep.equal([]);
    // Measured: 15 of 21.
    expect(right.length / fresh.filter(({ label }) => label !== 'seuls').length).to.be.at.least(0.6);
  });
});

const topicOf = (texts: readonly string[]): Topic => ({
  name: texts[0] ?? '?',
  samples: sampleStems(texts),
  networks: [],
  scope: 'all',
  fate: { kind: 'open' },
  history: [],
});
