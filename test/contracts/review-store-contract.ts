import type { Storage } from 'botbuilder';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Decision } from '../../dialogs/decision.js';
import type { Annotation, Dimension, Page, PageRequest, ReviewStore, TurnFilter } from '../../src/transcripts/review-store.js';
import type { LoggedActivity, TranscriptStore } from '../../src/transcripts/transcript-store.js';
import { andAfterRestart } from './restart.js';

/** One backend's stores on the same data. */
export interface ReviewBackend {
  transcripts: TranscriptStore;
  review: ReviewStore;
  state: Storage;
}

/** A turn as a test tells it. */
interface Said {
  question?: string;
  reply?: string;
  at?: string;
  decision?: Partial<Decision>;
  channelId?: string;
  user?: string;
  /** Network that the site of the conversation speaks for. */
  network?: string;
}

const AT = '2026-03-02T09:00:00.000Z';
const item = (activity: object, note?: LoggedActivity['note']) =>
  ({ activity, ...(note ? { note } : {}) }) as unknown as Omit<LoggedActivity, 'seq'>;

/** Writes a turn to the log as the recorder does; resolves with the id of the turn and that of its reply. */
export async function sayTurn(transcripts: TranscriptStore, conversationId: string, said: Said = {}) {
  const { question = 'Qui peut agir ?', reply = 'Toute commune.', at = AT, decision, channelId = 'directline' } = said;
  const { user = 'u_1', network } = said;
  await transcripts.open({ id: conversationId, channelId, user, updatedAt: at, ...(network ? { network } : {}) });
  const last = (await transcripts.read(conversationId)).at(-1)?.seq ?? 0;
  const made: Decision = { kind: 'answer', knowledgeVersion: '2026.3.1', ...decision };
  const [asked] = await transcripts.append(conversationId, [
    item(
      { id: `${conversationId}|${last + 1}`, type: 'message', text: question, timestamp: at, from: { id: user, role: 'user' } },
      { ms: 12 },
    ),
    item(
      { id: `${conversationId}|${last + 2}`, type: 'message', text: reply, timestamp: at, from: { id: 'b', role: 'bot' } },
      { decision: made, release: made.knowledgeVersion },
    ),
  ]);
  return { id: `${conversationId}|${asked?.seq}`, replyId: `${conversationId}|${last + 2}` };
}

/** Writes an opinion on a reply to the log. */
export async function sayOpinion(
  transcripts: TranscriptStore,
  conversationId: string,
  about: string,
  value: 'like' | 'dislike',
  comment?: string,
) {
  await transcripts.append(conversationId, [
    item(
      { id: `${about}-opinion`, type: 'event', timestamp: AT, from: { id: 'u_1', role: 'user' } },
      { event: { name: 'feedback', value, about, ...(comment ? { comment } : {}) }, ms: 1 },
    ),
  ]);
}

/** Every item of every page. */
export async function readPages<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  limit: number,
): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page: Page<T> = await read({ limit, ...(cursor ? { cursor } : {}) });
    expect(page.items.length, 'a page holds no more than was asked for').to.be.at.most(limit);
    items.push(...page.items);
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  return { items, pages };
}

/**
 * What every ReviewStore does, whatever it is built on. `now` is the clock that the backend is to use; `reopen` gives stores on the
 * same data, as after a restart, and may make the first ones unusable.
 */
export function itKeepsTheReviewStoreContract(
  open: (now: () => Date) => Promise<ReviewBackend & { reopen(): Promise<ReviewBackend>; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let transcripts: TranscriptStore;
  let review: ReviewStore;
  let clock = new Date(AT);
  beforeEach(async () => {
    clock = new Date(AT);
    opened = await open(() => clock);
    ({ transcripts, review } = opened);
  });
  afterEach(() => opened.close());

  const say = (conversationId: string, said?: Said) => {
    clock = new Date(said?.at ?? AT);
    return sayTurn(transcripts, conversationId, said);
  };
  const ids = async (filter: TurnFilter) => (await review.searchTurns(filter, { limit: 100 })).items.map(({ id }) => id).sort();
  const stream = async (filter: TurnFilter) => {
    const found: string[] = [];
    for await (const { id } of review.streamTurns(filter)) found.push(id);
    return found;
  };
  const judgement = (state: Annotation['state'], at = '2026-03-03T10:00:00.000Z'): Annotation => ({
    state,
    by: 'anne',
    at,
    comment: 'vu',
  });

  describe('turns', () => {
    it('makes a turn of what was asked and answered, and of nothing else', async () => {
      await transcripts.open({ id: 'c', channelId: 'directline', user: 'u_1' });
      await transcripts.append('c', [item({ id: 'w', type: 'message', text: 'Bonjour', timestamp: AT, from: { role: 'bot' } })]);
      const { id } = await say('c', { decision: { entry: 'definition', confidence: 0.8, region: '76' } });
      expect(id).to.equal('c|2');
      expect(await review.findTurn(id)).to.deep.equal({
        id,
        conversationId: 'c',
        seq: 2,
        at: AT,
        channelId: 'directline',
        region: '76',
        user: 'u_1',
        question: 'Qui peut agir ?',
        reply: 'Toute commune.',
        replyIds: ['c|3'],
        decision: { kind: 'answer', knowledgeVersion: '2026.3.1', entry: 'definition', confidence: 0.8, region: '76' },
        release: '2026.3.1',
        ms: 12,
        annotations: [],
      });
      expect(await ids({})).to.deep.equal([id]);
      expect(await review.findTurn('c|1')).to.equal(undefined);
      expect(await review.findTurn('nobody|1')).to.equal(undefined);
      expect(await review.findTurn('')).to.equal(undefined);
    });

    it('has kept them after a restart', async () => {
      const { id, replyId } = await say('c', { decision: { kind: 'clarify', candidates: [{ entry: 'a', confidence: 0.5 }] } });
      await say('c', { decision: { entry: 'a' } });
      await sayOpinion(transcripts, 'c', replyId, 'like', 'merci');
      await review.annotate(id, judgement('correct'));
      const before = (await review.searchTurns({}, { limit: 10 })).items;
      ({ transcripts, review } = await opened.reopen());
      expect((await review.searchTurns({}, { limit: 10 })).items).to.deep.equal(before);
      expect(await review.findTurn(id)).to.deep.include({ opinion: 'like', comment: 'merci', choice: 'a' });
    });

    it('puts an opinion on the turn whose reply it names; the last one counts', async () => {
      const first = await say('c');
      const second = await say('c');
      await sayOpinion(transcripts, 'c', first.replyId, 'like', 'clair');
      await sayOpinion(transcripts, 'c', first.replyId, 'dislike');
      await sayOpinion(transcripts, 'c', 'c|999', 'like');
      expect(await review.findTurn(first.id)).to.include({ opinion: 'dislike' });
      expect(await review.findTurn(first.id)).not.to.have.property('comment');
      expect(await review.findTurn(second.id)).not.to.have.property('opinion');
      expect(await ids({ opinion: 'dislike' })).to.deep.equal([first.id]);
    });

    it('notes which offer was taken up by the next turn', async () => {
      const candidates = ['a', 'b'].map((entry) => ({ entry, confidence: 0.4 }));
      const offer: Partial<Decision> = { kind: 'clarify', candidates };
      const unsure = await say('e', { decision: { kind: 'fallback', candidates } });
      await say('e', { decision: { entry: 'a' } });
      expect(await review.findTurn(unsure.id)).to.include({ choice: 'a' });
      const taken = await say('c', { decision: offer });
      await say('c', { decision: { entry: 'b' } });
      const left = await say('d', { decision: offer });
      await say('d', { decision: { entry: 'z' } });
      await say('d', { decision: { entry: 'a' } });
      expect(await review.findTurn(taken.id)).to.include({ choice: 'b' });
      expect(await review.findTurn(left.id)).not.to.have.property('choice');
      expect(await ids({ abandoned: true })).to.deep.equal([left.id]);
    });

    it('attributes a conversation to the network whose contact was given in it', async () => {
      await say('c');
      await say('c', { decision: { kind: 'contact', place: 'network', network: 'horizons', region: '53' } });
      await say('c');
      await say('c', { decision: { kind: 'contact', place: 'network', network: 'cercoop' } });
      await say('site', { network: 'lianes' });
      await say('site', { network: 'lianes', decision: { kind: 'contact', place: 'network', network: 'horizons' } });
      expect(await ids({ network: 'horizons' })).to.deep.equal(['c|1', 'c|3', 'c|5']);
      expect(await ids({ network: 'cercoop' })).to.deep.equal(['c|7']);
      expect(await ids({ network: 'lianes' })).to.deep.equal(['site|1', 'site|3']);
    });

    it('forgets the turns and judgements of a conversation that is removed', async () => {
      const { id } = await say('c');
      await say('d');
      await review.annotate(id, judgement('correct'));
      await transcripts.remove('c');
      for await (const { review: each } of andAfterRestart<ReviewBackend>(opened, opened.reopen)) {
        review = each;
        expect(await ids({})).to.deep.equal(['d|1']);
        expect(await each.findTurn(id)).to.equal(undefined);
      }
    });

    it('begins anew when a conversation of the same id comes back', async () => {
      const { id } = await say('c', { question: 'Avant ?' });
      await review.annotate(id, judgement('correct'));
      await transcripts.remove('c');
      await say('c', { question: 'Après ?' });
      expect(await review.findTurn(id)).to.deep.include({ question: 'Après ?', annotations: [] });
    });
  });

  describe('filters', () => {
    beforeEach(async () => {
      await say('a', { at: '2026-03-01T08:00:00.000Z', decision: { entry: 'definition', confidence: 0.9 }, user: 'u_a' });
      await say('a', {
        at: '2026-03-01T09:00:00.000Z',
        decision: { kind: 'fallback', knowledgeVersion: '2026.3.2', confidence: 0.2 },
        user: 'u_a',
      });
      await say('b', {
        at: '2026-03-02T08:00:00.000Z',
        channelId: 'msteams',
        decision: { kind: 'contact', network: 'horizons', region: '53', place: 'network' },
      });
      await say('d', { at: '2026-03-03T08:00:00.000Z', network: 'lianes', decision: { kind: 'smalltalk', intent: 'thanks' } });
      await review.annotate('a|1', judgement('incorrect'));
      await review.annotate('a|1', judgement('correct'));
      await sayOpinion(transcripts, 'b', 'b|2', 'dislike');
    });
    const cases: [string, TurnFilter, string[]][] = [
      ['nothing', {}, ['a|1', 'a|3', 'b|1', 'd|1']],
      ['from, inclusive', { from: '2026-03-02T08:00:00.000Z' }, ['b|1', 'd|1']],
      ['to, exclusive', { to: '2026-03-02T08:00:00.000Z' }, ['a|1', 'a|3']],
      ['conversation', { conversationId: 'a' }, ['a|1', 'a|3']],
      ['channel', { channelId: 'msteams' }, ['b|1']],
      ['visible to one network', { visibleTo: ['horizons'] }, ['a|1', 'a|3', 'b|1']],
      ['visible to none', { visibleTo: [] }, ['a|1', 'a|3']],
      ['network', { network: 'lianes' }, ['d|1']],
      ['no network', { network: null }, ['a|1', 'a|3']],
      ['region', { region: '53' }, ['b|1']],
      ['kinds', { kinds: ['answer', 'smalltalk'] }, ['a|1', 'd|1']],
      ['no kind', { kinds: [] }, []],
      ['entry', { entry: 'definition' }, ['a|1']],
      ['release', { release: '2026.3.2' }, ['a|3']],
      ['confidence at least', { confidence: { min: 0.9 } }, ['a|1']],
      ['confidence below', { confidence: { below: 0.9 } }, ['a|3']],
      ['confidence between', { confidence: { min: 0.1, below: 0.3 } }, ['a|3']],
      ['no bound of confidence', { confidence: {} }, ['a|1', 'a|3', 'b|1', 'd|1']],
      ['opinion', { opinion: 'dislike' }, ['b|1']],
      ['state, the last one', { state: 'correct' }, ['a|1']],
      ['state of before', { state: 'incorrect' }, []],
      ['unreviewed', { state: 'unreviewed' }, ['a|3', 'b|1', 'd|1']],
      ['user', { user: 'u_a' }, ['a|1', 'a|3']],
      ['several', { conversationId: 'a', kinds: ['fallback'], from: '2026-03-01T09:00:00.000Z' }, ['a|3']],
      ['several that exclude each other', { conversationId: 'a', channelId: 'msteams' }, []],
    ];
    for (const [name, filter, expected] of cases)
      it(name, async () => {
        expect(await ids(filter), 'search').to.deep.equal(expected);
        expect((await stream(filter)).sort(), 'stream').to.deep.equal(expected);
        expect(
          (await review.countTurns(filter, [])).map(({ turns }) => turns),
          'count',
        ).to.deep.equal([expected.length]);
        expect((await review.sampleTurns(filter, 100, 1)).map(({ id }) => id).sort(), 'sample').to.deep.equal(expected);
        const conversations = [...new Set(expected.map((id) => id.split('|')[0]))];
        const { items } = await review.searchConversations(filter, { limit: 100 });
        expect(items.map(({ id }) => id).sort(), 'conversations').to.deep.equal(conversations);
      });
  });

  describe('full-text search', () => {
    beforeEach(async () => {
      await say('eau', {
        question: 'Quelles SUBVENTIONS pour l’eau ?',
        reply: 'Le dispositif « 1 % eau » permet de financer un projet.',
      });
      await say('jumelage', { question: 'Créer un jumelage', reply: 'Une délibération du conseil municipal est nécessaire.' });
    });
    for (const [name, text, expected] of [
      ['ignores case', 'subventions', ['eau|1']],
      ['ignores accents, on either side', 'creer', ['jumelage|1']],
      ['and in the query', 'délibération', ['jumelage|1']],
      ['and where they are missing in it', 'DELIBERATION', ['jumelage|1']],
      ['ignores endings', 'subvention projets', ['eau|1']],
      ['looks into question and reply together', 'jumelages municipal', ['jumelage|1']],
      ['wants every word', 'jumelage eau', []],
      ['knows apostrophes', "l'eau", ['eau|1']],
      ['finds nothing of what nobody said', 'hippopotame', []],
    ] as const)
      it(name, async () => {
        expect(await ids({ text })).to.deep.equal([...expected]);
      });
    it('takes any text', async () => {
      for (const text of ['', ' ', '"', "'", '& | ! ( ) :* <->', '%_\\', '\u0000', "'; drop table turn; --"])
        expect(await ids({ text }), JSON.stringify(text)).to.satisfy(
          (found: string[]) => found.length === 0 || found.length === 2,
        );
    });
  });

  describe('pages', () => {
    it('gives every turn once, newest first, though many came at one moment', async () => {
      const days = [1, 1, 1, 2, 2, 2, 2, 3, 1, 2, 3].map((day) => `2026-03-0${day}T08:00:00.000Z`);
      const said: string[] = [];
      for (const [index, at] of days.entries()) said.push((await say(`c${index % 4}`, { at })).id);
      for (const limit of [1, 2, 3, 5, 11, 50]) {
        const { items, pages } = await readPages((page) => review.searchTurns({}, page), limit);
        expect(items.map(({ id }) => id).sort()).to.deep.equal([...said].sort());
        const times = items.map(({ at }) => at);
        expect(times).to.deep.equal([...times].sort().reverse());
        expect(pages).to.equal(Math.ceil(days.length / limit));
      }
      const oldestFirst = await stream({});
      expect([...oldestFirst].sort()).to.deep.equal([...said].sort());
      expect(oldestFirst.slice(-2).sort()).to.deep.equal(['c2|5', 'c3|3']);
    });

    it('does not repeat or lose turns when newer ones come meanwhile', async () => {
      for (const day of [1, 2, 3, 4]) await say('c', { at: `2026-03-0${day}T08:00:00.000Z` });
      const first = await review.searchTurns({}, { limit: 2 });
      await say('d', { at: '2026-03-09T08:00:00.000Z' });
      const second = await review.searchTurns({}, { limit: 9, cursor: first.next });
      expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(['c|7', 'c|5', 'c|3', 'c|1']);
    });

    it('gives conversations once each, last updated first', async () => {
      for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries())
        await say(id, { at: `2026-03-0${index < 3 ? 1 : 2}T08:00:00.000Z` });
      for (const limit of [1, 2, 5]) {
        const { items } = await readPages((page) => review.searchConversations({}, page), limit);
        expect(items.map(({ id }) => id).sort()).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
        expect(
          items
            .slice(0, 2)
            .map(({ id }) => id)
            .sort(),
        ).to.deep.equal(['d', 'e']);
      }
    });

    it('sums a conversation up, of what the reader may see', async () => {
      const first = await say('c', { question: 'Une première ?', at: '2026-03-01T08:00:00.000Z' });
      await say('c', { at: '2026-03-01T08:01:00.000Z', decision: { kind: 'contact', place: 'network', network: 'horizons' } });
      await say('c', { at: '2026-03-01T08:02:00.000Z', decision: { kind: 'contact', place: 'network', network: 'cercoop' } });
      await sayOpinion(transcripts, 'c', first.replyId, 'like');
      await review.annotate(first.id, judgement('correct'));
      const { items } = await review.searchConversations({}, { limit: 10 });
      const { updatedAt, startedAt, ...summary } = items[0] ?? {};
      expect(updatedAt).to.be.a('string');
      expect(startedAt).to.be.a('string');
      expect(summary).to.deep.equal({
        id: 'c',
        channelId: 'directline',
        network: 'cercoop',
        turns: 3,
        firstQuestion: 'Une première ?',
        kinds: ['answer', 'contact'],
        likes: 1,
        dislikes: 0,
        unreviewed: 2,
      });
      const seen = await review.searchConversations({ visibleTo: ['cercoop'] }, { limit: 10 });
      expect(seen.items.map(({ turns, likes }) => ({ turns, likes }))).to.deep.equal([{ turns: 1, likes: 0 }]);
    });
  });

  describe('samples', () => {
    it('draws the same with the same seed, others with another, and no more than there are', async () => {
      for (let index = 0; index < 30; index++) await say(`c${index}`);
      const draw = async (count: number, seed: number) => (await review.sampleTurns({}, count, seed)).map(({ id }) => id);
      const first = await draw(5, 42);
      expect(new Set(first).size).to.equal(5);
      expect(await draw(5, 42)).to.deep.equal(first);
      const others = await Promise.all([1, 2, 3, 4].map((seed) => draw(5, seed)));
      expect(new Set([first, ...others].map((drawn) => [...drawn].sort().join())).size).to.be.greaterThan(1);
      expect(await draw(100, 1)).to.have.length(30);
      expect(await draw(0, 1)).to.deep.equal([]);
      review = (await opened.reopen()).review;
      expect(await draw(5, 42)).to.deep.equal(first);
    });
  });

  describe('counts', () => {
    beforeEach(async () => {
      // 23:30 in Paris on the last of February, and half past midnight: two days, in winter; then one in summer.
      await say('a', { at: '2026-02-28T22:30:00.000Z', decision: { entry: 'x' } });
      const liked = await say('a', { at: '2026-02-28T23:30:00.000Z', decision: { entry: 'x' } });
      await say('b', { at: '2026-07-14T22:30:00.000Z', channelId: 'msteams', decision: { kind: 'dialog', asks: 'budget' } });
      await sayOpinion(transcripts, 'a', liked.replyId, 'like');
      await review.annotate(liked.id, judgement('to-review'));
    });
    const count = async (by: Dimension[], filter: TurnFilter = {}) =>
      Object.fromEntries((await review.countTurns(filter, by)).map(({ keys, turns }) => [keys.join(' '), turns]));

    it('gives one total without a dimension, even of nothing', async () => {
      expect(await review.countTurns({}, [])).to.deep.equal([{ keys: [], turns: 3, likes: 1, dislikes: 0 }]);
      expect(await review.countTurns({ entry: 'no' }, [])).to.deep.equal([{ keys: [], turns: 0, likes: 0, dislikes: 0 }]);
    });
    it('counts days and hours of Paris', async () => {
      expect(await count(['day'])).to.deep.equal({ '2026-02-28': 1, '2026-03-01': 1, '2026-07-15': 1 });
      expect(await count(['hour'])).to.deep.equal({ '23': 1, '00': 2 });
    });
    it('counts by any dimension, those without a value under none, the largest first', async () => {
      expect(await count(['entry'])).to.deep.equal({ x: 2, '': 1 });
      expect((await review.countTurns({}, ['entry']))[0]).to.deep.equal({ keys: ['x'], turns: 2, likes: 1, dislikes: 0 });
      expect(await count(['channel'])).to.deep.equal({ directline: 2, msteams: 1 });
      expect(await count(['kind'])).to.deep.equal({ answer: 2, dialog: 1 });
      expect(await count(['asks'])).to.deep.equal({ '': 2, budget: 1 });
      expect(await count(['opinion'])).to.deep.equal({ '': 2, like: 1 });
      expect(await count(['state'])).to.deep.equal({ '': 2, 'to-review': 1 });
      expect(await count(['release'])).to.deep.equal({ '2026.3.1': 3 });
      for (const dimension of ['network', 'region', 'intent', 'recommends', 'place'] as const)
        expect(await count([dimension])).to.deep.equal({ '': 3 });
    });
    it('counts by two at once, of what is asked for', async () => {
      expect(await count(['kind', 'channel'])).to.deep.equal({ 'answer directline': 2, 'dialog msteams': 1 });
      expect(await count(['hour', 'kind'], { kinds: ['answer'] })).to.deep.equal({ '23 answer': 1, '00 answer': 1 });
      expect(await review.countTurns({ entry: 'no' }, ['kind'])).to.deep.equal([]);
    });
  });

  describe('judgements', () => {
    it('keeps them in order, the last one counting, after a restart too', async () => {
      const { id } = await say('c');
      const [first, second] = [judgement('incorrect'), { ...judgement('correct'), rightEntry: 'x', reason: 'nuance' }];
      expect((await review.annotate(id, first))?.annotations).to.deep.equal([first]);
      expect((await review.annotate(id, second))?.annotations).to.deep.equal([first, second]);
      await say('c');
      for await (const { review: each } of andAfterRestart<ReviewBackend>(opened, opened.reopen)) {
        expect((await each.findTurn(id))?.annotations).to.deep.equal([first, second]);
        expect((await each.searchTurns({ state: 'correct' }, { limit: 9 })).items.map((turn) => turn.id)).to.deep.equal([id]);
      }
    });
    it('knows no judgement of what does not exist', async () => {
      await say('c');
      for (const id of ['c|2', 'c|9', 'nobody|1', '', '|'])
        expect(await review.annotate(id, judgement('correct'))).to.equal(undefined);
    });
    it('loses none of those that are given at once', async () => {
      const { id } = await say('c');
      await Promise.all(Array.from({ length: 5 }, () => review.annotate(id, judgement('correct'))));
      expect((await review.findTurn(id))?.annotations).to.have.length(5);
    });
  });

  describe('retention', () => {
    const rules = { text: 30, feedback: 60, statistics: 90 };
    const stateKey = 'directline/conversations/old/';
    const day = (days: number) => new Date(Date.parse('2026-03-02T09:17:33.000Z') + days * 24 * 3600_000);
    let old: { id: string; replyId: string };
    beforeEach(async () => {
      old = await say('old', {
        question: 'Un secret ?',
        reply: 'Une confidence.',
        at: day(0).toISOString(),
        decision: { entry: 'x', region: '76', network: 'horizons' },
      });
      await sayOpinion(transcripts, 'old', old.replyId, 'like', 'un mot');
      await review.annotate(old.id, judgement('correct'));
      await opened.state.write({ [stateKey]: { memory: 'secret' } });
      await say('young', { at: day(25).toISOString() });
    });

    it('does nothing before its time', async () => {
      expect(await review.purge(rules, day(30))).to.deep.equal({ conversations: 0, turns: 0, opinions: 0, statistics: 0 });
      expect(await ids({})).to.deep.equal(['old|1', 'young|1']);
    });

    it('first leaves figures without words, people or conversation', async () => {
      expect(await review.purge(rules, day(31))).to.deep.equal({ conversations: 1, turns: 1, opinions: 0, statistics: 0 });
      expect(await review.purge(rules, day(31)), 'again').to.deep.equal({
        conversations: 0,
        turns: 0,
        opinions: 0,
        statistics: 0,
      });
      for await (const each of andAfterRestart<ReviewBackend>(opened, opened.reopen)) {
        ({ transcripts, review } = each);
        expect(await transcripts.find('old')).to.equal(undefined);
        expect(await transcripts.read('old')).to.deep.equal([]);
        expect(await each.state.read([stateKey])).to.deep.equal({});
        expect(await review.findTurn(old.id)).to.equal(undefined);
        expect(await ids({ text: 'secret' })).to.deep.equal([]);
        expect(await ids({ user: 'u_1' })).to.deep.equal(['young|1']);
        expect(await ids({ conversationId: 'old' })).to.deep.equal([]);
        expect((await review.searchConversations({}, { limit: 9 })).items.map(({ id }) => id)).to.deep.equal(['young']);
        const found = (await review.searchTurns({ entry: 'x' }, { limit: 9 })).items;
        expect(found).to.have.length(1);
        expect(JSON.stringify(found)).not.to.match(/secret|confidence\.|un mot|u_1|old|09:17/);
        expect(found[0]).to.deep.include({ at: '2026-03-02T09:00:00.000Z', region: '76', network: 'horizons', opinion: 'like' });
        expect(await review.countTurns({ entry: 'x' }, ['day', 'state'])).to.deep.equal([
          { keys: ['2026-03-02', 'correct'], turns: 1, likes: 1, dislikes: 0 },
        ]);
        expect(await review.sampleTurns({ entry: 'x' }, 9, 1), 'there is nothing left to judge').to.deep.equal([]);
      }
    });

    it('then takes opinions and judgements', async () => {
      await review.purge(rules, day(31));
      expect(await review.purge(rules, day(61))).to.include({ opinions: 1, statistics: 0 });
      review = (await opened.reopen()).review;
      expect(await review.countTurns({ entry: 'x' }, ['opinion', 'state'])).to.deep.equal([
        { keys: ['', ''], turns: 1, likes: 0, dislikes: 0 },
      ]);
    });

    it('then takes the figures', async () => {
      expect(await review.purge(rules, day(91))).to.deep.equal({ conversations: 2, turns: 2, opinions: 1, statistics: 1 });
      review = (await opened.reopen()).review;
      expect((await review.countTurns({}, []))[0]?.turns).to.equal(1);
      await review.purge(rules, day(25 + 91));
      expect(await ids({})).to.deep.equal([]);
    });

    it('takes opinions before the texts where the rules say so', async () => {
      expect(await review.purge({ text: 60, feedback: 30, statistics: 90 }, day(31))).to.include({ turns: 0, opinions: 1 });
      for await (const { review: each } of andAfterRestart<ReviewBackend>(opened, opened.reopen)) {
        const turn = await each.findTurn(old.id);
        expect(turn).to.deep.include({ question: 'Un secret ?', annotations: [] });
        expect(turn).not.to.have.any.keys('opinion', 'comment');
      }
    });

    it('takes the beginning of a conversation that goes on, whose numbers go on too', async () => {
      const late = await say('old', { question: 'Encore là ?', at: day(29).toISOString() });
      expect(await review.purge(rules, day(31))).to.include({ conversations: 1, turns: 1 });
      for await (const each of andAfterRestart<ReviewBackend>(opened, opened.reopen)) {
        ({ transcripts, review } = each);
        expect((await transcripts.read('old')).map(({ activity }) => activity.text)).not.to.include('Un secret ?');
        expect((await transcripts.read('old', 4)).map(({ seq }) => seq)).to.deep.equal([5]);
        expect(await review.findTurn(late.id)).to.include({ question: 'Encore là ?' });
        expect(await review.findTurn(old.id)).to.equal(undefined);
        expect((await review.searchConversations({}, { limit: 9 })).items.find(({ id }) => id === 'old')?.turns).to.equal(1);
      }
      expect((await say('old', { at: day(30).toISOString() })).id).to.equal('old|6');
    });

    it('takes conversations in which nobody asked anything', async () => {
      clock = day(0);
      await transcripts.open({ id: 'silent', channelId: 'directline', updatedAt: day(0).toISOString() });
      await transcripts.append('silent', [
        item({ id: 'w', type: 'message', text: 'Bonjour', timestamp: day(0).toISOString(), from: { role: 'bot' } }),
      ]);
      expect(await review.purge(rules, day(31))).to.include({ conversations: 2, turns: 1 });
      expect(await transcripts.find('silent')).to.equal(undefined);
    });
  });

  it('agrees with itself on any history: search, stream, count and pages tell the same', async () => {
    const turn = fc.record({
      conversation: fc.constantFrom('p', 'q', 'r'),
      minute: fc.integer({ min: 0, max: 5 }),
      kind: fc.constantFrom<Decision['kind']>('answer', 'fallback', 'clarify'),
      removed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (turns, limit) => {
        for (const id of ['p', 'q', 'r']) await transcripts.remove(id);
        for (const { conversation, minute, kind, removed } of turns) {
          if (removed) await transcripts.remove(conversation);
          await say(conversation, { at: `2026-03-01T08:0${minute}:00.000Z`, decision: { kind } });
        }
        for (const filter of [{}, { kinds: ['fallback' as const] }, { conversationId: 'p' }]) {
          const { items } = await readPages((page) => review.searchTurns(filter, page), limit);
          const found = items.map(({ id }) => id);
          expect(new Set(found).size).to.equal(found.length);
          expect((await stream(filter)).sort()).to.deep.equal([...found].sort());
          expect((await review.countTurns(filter, []))[0]?.turns).to.equal(found.length);
          for (const { id, ...rest } of items) expect(await review.findTurn(id)).to.deep.equal({ id, ...rest });
        }
      }),
      { numRuns: 15 },
    );
  });
}
