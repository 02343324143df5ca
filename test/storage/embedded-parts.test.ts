import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Decision } from '../../dialogs/decision.js';
import { IndexFiles } from '../../src/storage/lowdb/index-files.js';
import {
  type Conversation,
  type ConversationChange,
  changeConversation,
  lastNumber,
  turnsOf,
} from '../../src/storage/memory/conversation.js';
import { drawSample } from '../../src/storage/memory/draw-sample.js';
import { readCursor, writeCursor } from '../../src/storage/memory/page-cursor.js';
import { SortedList } from '../../src/storage/memory/sorted-list.js';
import { TurnDimensions } from '../../src/storage/memory/turn-dimensions.js';
import type { Annotation, ReviewedTurn } from '../../src/transcripts/review-store.js';
import type { ConversationRecord, LoggedActivity, TurnEvent } from '../../src/transcripts/transcript-store.js';
import { readTurns } from '../../src/transcripts/turn-record.js';

const record: ConversationRecord = { id: 'c', channelId: 'directline', startedAt: '2026', updatedAt: '2026', user: 'u_1' };

/** The activities of one turn, as the recorder appends them. */
function turnItems(
  first: number,
  { opinion, network, clarify }: { opinion: boolean; network: boolean; clarify: boolean },
): LoggedActivity[] {
  const activity = (seq: number, role: 'user' | 'bot', more: object) =>
    ({
      id: `c|${seq}`,
      type: 'message',
      timestamp: '2026',
      from: { role, id: 'u_1' },
      ...more,
    }) as unknown as LoggedActivity['activity'];
  const decision: Decision = clarify
    ? { kind: 'clarify', knowledgeVersion: '1', candidates: [{ entry: 'x', confidence: 0.5 }] }
    : { kind: 'answer', knowledgeVersion: '1', entry: 'x', ...(network ? { network: `n${first}` } : {}) };
  const liked: TurnEvent = { name: 'feedback', value: 'like', about: `c|${first + 1}` };
  return [
    { seq: first, activity: activity(first, 'user', { text: `question ${first}` }), note: { ms: 1 } },
    {
      seq: first + 1,
      activity: activity(first + 1, 'bot', { text: 'oui' }),
      note: { decision },
    },
    ...(opinion ? [{ seq: first + 2, activity: activity(first + 2, 'user', {}), note: { event: liked } }] : []),
  ];
}

const step = fc.record({
  what: fc.constantFrom('turn', 'turn', 'turn', 'annotate', 'forget', 'unjudge', 'remove'),
  opinion: fc.boolean(),
  network: fc.boolean(),
  clarify: fc.boolean(),
  at: fc.nat(20),
});

/** Changes as the stores make them, each fit for what is there when it comes. */
function makeChanges(steps: readonly { what: string; opinion: boolean; network: boolean; clarify: boolean; at: number }[]) {
  let conversation: Conversation | undefined;
  const changes: ConversationChange[] = [];
  const states: (Conversation | undefined)[] = [undefined];
  const add = (change: ConversationChange) => {
    changes.push(change);
    conversation = changeConversation(conversation, change);
    states.push(conversation);
  };
  for (const { what, at, ...kind } of steps) {
    if (what === 'turn') {
      if (!conversation) add({ kind: 'record', id: 'c', record });
      add({
        kind: 'append',
        id: 'c',
        updatedAt: '2026',
        items: turnItems(conversation ? lastNumber(conversation) + 1 : 1, kind),
      });
    } else if (!conversation) {
      // The stores change nothing of what is not there.
    } else if (what === 'annotate') {
      const turn = turnsOf(conversation).at(at % 3);
      const annotations: Annotation[] = [{ state: 'correct', by: 'a', at: String(at) }];
      if (turn) add({ kind: 'annotate', id: 'c', seq: turn.seq, annotations: [...turn.annotations, ...annotations] });
    } else if (what === 'forget') add({ kind: 'forget', id: 'c', upTo: Math.min(at, lastNumber(conversation)), figures: [] });
    else if (what === 'unjudge') add({ kind: 'unjudge', id: 'c', upTo: at });
    else add({ kind: 'remove', id: 'c' });
  }
  return { changes, states };
}

describe('embedded parts', () => {
  describe('a conversation', () => {
    it('is the same when changes are done again over what they had already done: replaying a journal is safe', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 20 }), fc.nat(), fc.nat(), (steps, from, written) => {
          const { changes, states } = makeChanges(steps);
          // The document was written after the first `reached` changes; the journal holds all from `begin` on.
          const begin = changes.length === 0 ? 0 : from % changes.length;
          const reached = begin + (written % (changes.length - begin + 1));
          let again = states[reached] && (JSON.parse(JSON.stringify(states[reached])) as Conversation);
          for (const change of changes.slice(begin)) again = changeConversation(again, change);
          expect(JSON.parse(JSON.stringify(again ?? null))).to.deep.equal(JSON.parse(JSON.stringify(states.at(-1) ?? null)));
        }),
        { numRuns: 500 },
      );
    });

    it('has the same turns read one by one as read whole', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
          const last = makeChanges(steps.filter(({ what }) => what !== 'forget')).states.at(-1);
          if (last) expect(turnsOf(last)).to.deep.equal(readTurns(last.record, last.log, last.annotations));
        }),
        { numRuns: 300 },
      );
    });
  });

  it('a sorted list stays sorted and finds its place', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.boolean())), fc.nat(9), (operations, key) => {
        const list = new SortedList<{ key: number }, number>(
          ({ key: of }) => of,
          (a, b) => a - b,
        );
        const model: { key: number }[] = [];
        for (const [value, remove] of operations) {
          const item = { key: value };
          if (remove && model.length > 0) {
            const [gone] = model.splice(value % model.length, 1);
            if (gone) list.remove(gone);
          } else {
            model.push(item);
            list.add(item);
          }
        }
        const keys = model.map(({ key: of }) => of).sort((a, b) => a - b);
        expect(list.items.map(({ key: of }) => of)).to.deep.equal(keys);
        expect([...list.before(key)].map(({ key: of }) => of)).to.deep.equal(keys.filter((of) => of < key).reverse());
        expect(list.after(key, 3).map(({ key: of }) => of)).to.deep.equal(keys.filter((of) => of > key).slice(0, 3));
      }),
    );
  });

  it('a sample gives each the same chance', () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ id: `c${index}|1` }));
    const drawn = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed++)
      for (const { id } of drawSample(items, 20, seed)) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    // 100 expected of each; six standard deviations of a binomial (1000, 0.1).
    for (const { id } of items) expect(drawn.get(id), id).to.be.within(43, 157);
    for (const count of [0, 1, 199, 200, 500]) expect(drawSample(items, count, 7)).to.have.length(Math.min(count, 200));
    expect(drawSample([], 5, 1)).to.deep.equal([]);
  });

  it('cursors are read as they were written, and anything else is the beginning', () => {
    expect(readCursor(writeCursor(['2026', 'c', 3, 'c|3']))).to.deep.equal(['2026', 'c', 3, 'c|3']);
    for (const wrong of [
      undefined,
      '',
      'x',
      '%%%',
      Buffer.from('{"a":1}').toString('base64url'),
      Buffer.from('[null]').toString('base64url'),
    ])
      expect(readCursor(wrong)).to.equal(undefined);
  });

  it('days and hours of Paris hold on the days when clocks change', () => {
    const dimensions = new TurnDimensions();
    const at = (moment: string) => {
      const turn = { at: moment } as ReviewedTurn;
      const read = (dimension: 'day' | 'hour') =>
        dimensions.read({ ...turn, decision: { kind: 'answer', knowledgeVersion: '' } }, dimension);
      return `${read('day')} ${read('hour')}`;
    };
    expect(at('2026-03-29T00:59:59.999Z')).to.equal('2026-03-29 01');
    expect(at('2026-03-29T01:00:00.000Z')).to.equal('2026-03-29 03');
    expect(at('2026-10-25T00:59:00.000Z')).to.equal('2026-10-25 02');
    expect(at('2026-10-25T01:00:00.000Z')).to.equal('2026-10-25 02');
    expect(at('2026-12-31T23:00:00.000Z')).to.equal('2027-01-01 00');
  });

  it('what waits to be cut out of the files of the index is not read from them', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'passerelle-index-'));
    const files = new IndexFiles(dir);
    const turn = (id: string) => ({ turn: { id, at: '2026-03-01T08:00:00.000Z' } as ReviewedTurn });
    for (const id of ['a', 'b']) files.put(turn(id));
    expect(await files.flush()).to.deep.equal({ written: ['2026-03-01'], removed: [] });
    files.drop(turn('a'));
    expect(await files.read('2026-03-01')).to.deep.equal({ lines: [turn('b')], damaged: false });
    files.drop(turn('b'));
    expect(await files.flush()).to.deep.equal({ written: [], removed: ['2026-03-01'] });
    expect(await files.days()).to.deep.equal([]);
    await rm(dir, { recursive: true });
  });
});
