/** The retention clock: erases by kind of data what has been kept long enough, and says what it did. */
import type { Logger } from '../logger.js';
import type { PurgeReport, RetentionRules, ReviewStore, StateKeys } from '../transcripts/review-store.js';
import type { RetentionLedger, RetentionReport } from './retention-ledger.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds: the first look comes when the start is over, then one each hour; the work is done once in a day. */
export const FIRST_LOOK = MINUTE;
export const LOOK_EVERY = HOUR;
export const RUN_EVERY = DAY;
/** After this time a run that has said nothing has died with its instance. */
const CLAIM = 6 * HOUR;

export interface RetentionDays extends RetentionRules {
  /** The journal of what staff did. */
  journal: number;
}

export interface RetentionOptions {
  days: RetentionDays;
  review: Pick<ReviewStore, 'purge'>;
  stateKeys: StateKeys;
  sheets: { removeExpired(now: Date): Promise<number> };
  ledger: RetentionLedger;
  /** Removes what erased conversations left for their visitors to read; resolves with their number. */
  sweepLastWords(): Promise<number>;
  now(): Date;
  /** Calls back once after so many milliseconds; returns the function that calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
  logger: Logger;
}

export interface Retention {
  start(): void;
  /** Calls the next look off and waits for the one under way. */
  stop(): Promise<void>;
  /** Looks now: sweeps, and does the day's work when it is due and nobody else does it. Undefined: it was not due. */
  look(): Promise<RetentionReport | undefined>;
  /** Does the day's work now, due or not, unless somebody else is at it. */
  run(): Promise<RetentionReport | undefined>;
}

/** With several instances the ledger says whose turn it is: whoever writes the claim first does the work. */
export function createRetention(options: RetentionOptions): Retention {
  const { ledger, now, after, logger } = options;
  let callOff: (() => void) | undefined;
  let stopped = false;
  let underWay: Promise<unknown> = Promise.resolve();

  const isDue = (last: RetentionReport | undefined) =>
    last === undefined || last.failed.length > 0 || now().getTime() - Date.parse(last.at) >= RUN_EVERY - HOUR / 2;

  const run = async (whenDue: boolean): Promise<RetentionReport | undefined> => {
    const entry = await ledger.read();
    const { last, claimedAt } = entry.state;
    if (whenDue && !isDue(last)) return undefined;
    if (claimedAt && now().getTime() - Date.parse(claimedAt) < CLAIM) return undefined;
    const claimed = await ledger.write({ last, claimedAt: now().toISOString() }, entry);
    if (!claimed) return undefined;
    const report = await erase(options);
    await ledger.write({ last: report }, claimed);
    if (report.failed.length > 0) logger.error({ retention: report }, 'E_RETENTION');
    else logger.info({ retention: report }, 'retention');
    return report;
  };

  const look = async () => {
    await options.sweepLastWords();
    return run(true);
  };

  const schedule = (milliseconds: number) => {
    if (stopped) return;
    callOff = after(milliseconds, () => {
      underWay = look()
        .catch((error: unknown) => logger.error({ err: error }, 'E_RETENTION'))
        .finally(() => schedule(LOOK_EVERY));
    });
  };

  return {
    start: () => schedule(FIRST_LOOK),
    stop: async () => {
      stopped = true;
      callOff?.();
      await underWay;
    },
    look,
    run: () => run(false),
  };
}

/** Each kind by itself: one that fails keeps none of the others waiting, and is tried again with the next run. */
async function erase({ days, review, stateKeys, sheets, ledger, now }: RetentionOptions): Promise<RetentionReport> {
  const at = now();
  const failed: string[] = [];
  const attempt = async <T>(kind: string, otherwise: T, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      failed.push(`${kind} : ${error instanceof Error ? error.message : 'erreur'}`);
      return otherwise;
    }
  };
  const nothing: PurgeReport = { conversations: 0, turns: 0, opinions: 0, statistics: 0 };
  const purged = await attempt('conversations', nothing, () => review.purge(days, at, stateKeys));
  const journal = await attempt('journal', 0, () =>
    ledger.purgeJournal(new Date(at.getTime() - days.journal * DAY).toISOString()),
  );
  const expired = await attempt('fiches', 0, () => sheets.removeExpired(at));
  return {
    at: at.toISOString(),
    ms: now().getTime() - at.getTime(),
    ...purged,
    journal,
    sheets: expired,
    failed,
  };
}
