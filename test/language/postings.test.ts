import { expect } from 'chai';
import fc from 'fast-check';
import { type Base, buildBase } from '../../src/language/base.js';
import { extractFeatures } from '../../src/language/features.js';
import { compileLexicon, EMPTY_LEXICON } from '../../src/language/lexicon.js';
import { addPostponed, findPosting, scoreLabels } from '../../src/language/postings.js';
import { createQuery, type Query } from '../../src/language/query.js';

const lexicon = compileLexicon(EMPTY_LEXICON);
const word = fc.constantFrom('eau', 'ville', 'jumelage', 'maire', 'budget', 'accord', 'vote', 'puits', 'loi', 'projet');
const text = fc.array(word, { minLength: 1, maxLength: 6 });

function index(texts: readonly (readonly string[])[]): Base {
  const known = texts.map((words, label) => ({ features: extractFeatures(words, lexicon), label, official: false }));
  return buildBase(
    known,
    texts.map(() => undefined),
    texts.length,
  );
}

const read = (base: Base, query: Query, postings: number, scores: Float64Array) =>
  scoreLabels(base, query, 0, query.ids.length, postings, scores);

describe('label scores within a number of postings', () => {
  it('are, for the labels that are looked at, those of reading everything', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 12 }), text, fc.nat(60), (texts, words, postings) => {
        const base = index(texts);
        const query = createQuery(base, extractFeatures(words, lexicon));
        const all = new Float64Array(texts.length);
        expect(read(base, query, Number.POSITIVE_INFINITY, all)).to.have.length(0);
        const some = new Float64Array(texts.length).fill(7);
        const left = read(base, query, postings, some);
        addPostponed(base, left, Int32Array.from(texts.keys()), some);
        for (const [label, score] of all.entries()) expect(some[label]).to.be.closeTo(score, 1e-9);
      }),
    );
  });
  it('read no more postings than allowed, the shortest lists first', () => {
    const base = index([['eau'], ['eau', 'maire'], ['eau', 'vote'], ['eau', 'loi']]);
    const query = createQuery(base, extractFeatures(['eau', 'vote'], lexicon));
    const words = query.ids.slice(0, 2).map((id) => (base.labelStart[id + 1] ?? 0) - (base.labelStart[id] ?? 0));
    expect([...words]).to.deep.equal([4, 1]);
    const left = scoreLabels(base, query, 0, 2, 3, new Float64Array(4));
    expect([...left]).to.deep.equal([query.ids[0]]);
  });
});

describe('findPosting', () => {
  it('finds what is in the stretch and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 20 }), fc.nat(50), fc.nat(4), (items, label, skip) => {
        const list = Uint16Array.from(items).sort();
        const from = Math.min(skip, list.length);
        const at = list.indexOf(label);
        expect(findPosting(list, from, list.length, label)).to.equal(at >= from ? at : -1);
      }),
    );
  });
});
