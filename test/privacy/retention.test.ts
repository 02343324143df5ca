import { expect } from 'chai';
import { pino } from 'pino';
import { createRetention, FIRST_LOOK, LOOK_EVERY } from '../../src/privacy/retention.js';
import type { LedgerEntry, RetentionLedger } from '../../src/privacy/retention-ledger.js';

const HOUR = 3600_000;
const nothing = { conversations: 0, turns: 0, opinions: 0, statistics: 0 };

/** A clock, a ledger shared by instances, and what each run was told to erase. */
function setUp() {
  let time = Date.UTC(2026, 10, 22, 9);
  const now = () => new Date(time);
  let kept: LedgerEntry = { state: {}, version: null };
  const runs: { rules: object; at: string }[] = [];
  const swept: string[] = [];
  const journalBefore: string[] = [];
  const ledger: RetentionLedger = {
    read: async () => structuredClone(kept),
    write: async (state, before) => {
      if (before.version !== kept.version) return undefined;
      kept = { state: structuredClone(state), version: String(Number(kept.version ?? 0) + 1) };
      return structuredClone(kept);
    },
    purgeJournal: async (before) => journalBefore.push(before),
  };
  const trouble: { text?: Error } = {};
  const instance = () => {
    const timers: { at: number; callback: () => void }[] = [];
    const retention = createRetention({
      days: { text: 180, feedback: 365, statistics: 1095, journal: 365 },
      review: {
        purge: async (rules, at) => {
          runs.push({ rules, at: at.toISOString() });
          if (trouble.text) throw trouble.text;
          return { ...nothing, conversations: 2 };
        },
      },
      stateKeys: () => [],
      sheets: { removeExpired: async () => 3 },
      ledger,
      sweepLastWords: async () => swept.push(now().toISOString()),
      now,
      after: (milliseconds, callback) => {
        const timer = { at: time + milliseconds, callback };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
      logger: pino({ level: 'silent' }),
    });
    return { retention, timers };
  };
  return {
    instance,
    runs,
    swept,
    journalBefore,
    trouble,
    state: () => kept.state,
    claim: (claimedAt: string) => {
      kept = { state: { ...kept.state, claimedAt }, version: 'x' };
    },
    move: (milliseconds: number) => {
      time += milliseconds;
    },
    now,
  };
}

describe('the retention clock', () => {
  it('is off the path of a start, looks each hour, works once a day, and stops', async () => {
    const { instance, move, now, runs, swept } = setUp();
    const { retention, timers } = instance();
    const began = now().getTime();
    retention.start();
    expect(timers.map(({ at }) => at - began)).to.deep.equal([FIRST_LOOK]);
    for (let look = 0; look < 49; look++) {
      move((timers[0]?.at ?? 0) - now().getTime());
      timers.shift()?.callback();
      // The next look is set when this one has ended.
      while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect((timers[0]?.at ?? 0) - now().getTime()).to.equal(LOOK_EVERY);
    }
    expect(swept).to.have.length(49);
    expect(runs, 'the first day, the second, the third').to.have.length(3);
    await retention.stop();
    expect(timers).to.have.length(0);
  });

  it('leaves a report that staff can read', async () => {
    const { instance, state, journalBefore, runs } = setUp();
    await instance().retention.look();
    expect(runs[0]?.rules).to.include({ text: 180, feedback: 365, statistics: 1095 });
    expect(journalBefore).to.deep.equal(['2025-11-22T09:00:00.000Z']);
    expect(state()).to.deep.equal({
      last: { at: '2026-11-22T09:00:00.000Z', ms: 0, ...nothing, conversations: 2, journal: 1, sheets: 3, failed: [] },
    });
  });

  it('is done by one of several instances', async () => {
    const { instance, runs } = setUp();
    await Promise.all([1, 2, 3].map(() => instance().retention.look()));
    expect(runs).to.have.length(1);
  });

  it('is taken over from an instance that died at it, not from one that is at it', async () => {
    const { instance, runs, claim, now, move } = setUp();
    claim(now().toISOString());
    move(HOUR);
    await instance().retention.look();
    expect(runs).to.have.length(0);
    move(6 * HOUR);
    await instance().retention.look();
    expect(runs).to.have.length(1);
  });

  it('erases the rest when one kind fails, says so, and tries again at the next look', async () => {
    const { instance, state, trouble, move, runs } = setUp();
    trouble.text = new Error('disque plein');
    const { retention } = instance();
    expect(await retention.look()).to.deep.include({ conversations: 0, sheets: 3, failed: ['conversations : disque plein'] });
    trouble.text = undefined;
    move(HOUR);
    await retention.look();
    expect(runs).to.have.length(2);
    expect(state().last?.failed).to.deep.equal([]);
  });

  it('runs when it is asked to, due or not', async () => {
    const { instance, runs } = setUp();
    const { retention } = instance();
    await retention.look();
    expect(await retention.look()).to.equal(undefined);
    expect(await retention.run()).to.include({ conversations: 2 });
    expect(runs).to.have.length(2);
  });
});
