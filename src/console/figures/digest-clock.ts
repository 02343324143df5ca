/** Sends the digest of the week before, each Monday at 8:00 in Paris, once, whatever the number of instances and restarts. */
import { PasserelleError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import { addDays, dayOf, startOf } from '../review/paris-days.js';
import type { StaffRecords } from '../staff-records.js';
import { type DigestWay, findDigest, type KeptDigest, writeDigest } from './digest-ledger.js';
import { mondayOf } from './period.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds: the first look comes when the start is over, the others at the hour of sending, a retry, or an hour later. */
export const FIRST_LOOK = MINUTE;
const LOOK_EVERY = HOUR;
/** Paris is never changing its clocks on a Monday morning. */
const SENT_AT = 8 * HOUR;
/** Nobody reads Monday's digest on Thursday: what could not be sent by then stays on its page. */
const TOO_LATE = 48 * HOUR;
/** Waits before another try, doubled each time, up to the longest. */
const RETRY = 10 * MINUTE;
const LONGEST_RETRY = 4 * HOUR;
/** After this time a sending that has said nothing has died with its instance. */
const CLAIM = 30 * MINUTE;

export interface DigestClockOptions {
  records: StaffRecords;
  /** The ways that are configured, each with how to send the digest of the week that began on `monday`; throws when it fails. */
  ways: Partial<Record<DigestWay, (monday: string) => Promise<void>>>;
  now(): Date;
  /** Calls back once after so many milliseconds; returns the function that calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
  logger: Logger;
}

export interface DigestClock {
  start(): void;
  /** Calls the next look off and waits for the one under way. */
  stop(): Promise<void>;
  /** Looks now; resolves with whether a digest is sent to all by this look. */
  look(): Promise<boolean>;
}

export function createDigestClock(options: DigestClockOptions): DigestClock {
  const { records, ways, now, after, logger } = options;
  const wayNames = (['mail', 'teams'] as const).filter((way) => ways[way]);
  let callOff: (() => void) | undefined;
  let stopped = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let retryAt: number | undefined;

  const retryDue = ({ attempts, updatedAt }: KeptDigest) =>
    Date.parse(updatedAt) + Math.min(LONGEST_RETRY, RETRY * 2 ** (attempts - 1));

  /** Takes what is to be sent, before sending it: whoever writes first sends. */
  const claim = async (sendDay: string): Promise<KeptDigest | undefined> => {
    const known = await findDigest(records, sendDay);
    const time = now().getTime();
    if (known?.state === 'sent') return undefined;
    if (known?.state === 'sending' && time - Date.parse(known.updatedAt) < CLAIM) return undefined;
    if (known?.state === 'failed' && time < retryDue(known)) {
      retryAt = retryDue(known);
      return undefined;
    }
    const delivered = known?.delivered ?? [];
    return writeDigest(records, sendDay, { state: 'sending', attempts: (known?.attempts ?? 0) + 1, delivered }, known);
  };

  const look = async (): Promise<boolean> => {
    retryAt = undefined;
    const sendDay = mondayOf(dayOf(now()));
    const late = now().getTime() - Date.parse(startOf(sendDay)) - SENT_AT;
    if (wayNames.length === 0 || late < 0 || late > TOO_LATE) return false;
    const claimed = await claim(sendDay);
    if (!claimed) return false;
    const delivered = [...claimed.delivered];
    for (const way of wayNames) {
      if (delivered.includes(way)) continue;
      try {
        await ways[way]?.(addDays(sendDay, -7));
        delivered.push(way);
      } catch (cause) {
        // Neither the addresses nor the webhook's secret are told: a network's error may quote them.
        const error = new PasserelleError('E_DIGEST', `${way}, essai ${claimed.attempts} : ${describe(cause)}`);
        logger.error({ way, attempts: claimed.attempts, reason: describe(cause) }, error.message);
      }
    }
    const sent = delivered.length >= wayNames.length;
    const kept = await writeDigest(
      records,
      sendDay,
      { state: sent ? 'sent' : 'failed', attempts: claimed.attempts, delivered },
      claimed,
    );
    if (sent) logger.info({ week: sendDay, ways: delivered }, 'digest sent');
    else if (kept) retryAt = retryDue(kept);
    return sent;
  };

  /** Milliseconds to the next look: to Monday at 8:00, a retry, or an hour at most, so that a clock that was set is noticed. */
  const untilNext = () => {
    const time = now().getTime();
    const monday = mondayOf(dayOf(now()));
    const moments = [monday, addDays(monday, 7)].map((day) => Date.parse(startOf(day)) + SENT_AT);
    const next = [...moments, ...(retryAt === undefined ? [] : [retryAt])].filter((moment) => moment > time);
    return Math.min(LOOK_EVERY, ...next.map((moment) => moment - time));
  };

  const schedule = (milliseconds: number) => {
    if (stopped) return;
    callOff = after(milliseconds, () => {
      underWay = look()
        .catch((error: unknown) => logger.error({ reason: describe(error) }, new PasserelleError('E_DIGEST').message))
        .finally(() => schedule(untilNext()));
    });
  };

  return {
    start: () => {
      if (wayNames.length > 0) schedule(FIRST_LOOK);
    },
    stop: async () => {
      stopped = true;
      callOff?.();
      await underWay;
    },
    look,
  };
}

/** Code of an error, or its class: enough to look it up, without what it may quote. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'erreur inconnue';
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const parts = [error.name, code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number');
  return error instanceof DigestRefusedError ? error.message : parts.join(' ');
}

/** The other side said no; its message is ours and holds no secret. */
export class DigestRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DigestRefusedError';
  }
}
