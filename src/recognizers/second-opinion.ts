import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Horizon } from '../language/entities/index.js';
import { type FoundDate, horizonOfDates } from './horizon-of-dates.js';

/** Longest wait for an opinion, in milliseconds: after that the answer counts as unread. */
const TIME_LIMIT = 2000;
/** Longest text that is passed on, in UTF-16 units: the recognizers' own patterns have no bound. */
const MAX_TEXT = 120;

/** A second opinion on what our own readers could not make out. It may always answer « undefined ». */
export interface SecondOpinion {
  /** Starts the worker in the background, so that it is ready when an opinion is wanted. */
  warm(): void;
  /** How long an action lasts, from its dates: « jusqu'en 2029 », « trois semaines ». Resolves within the time limit. */
  readHorizon(text: string): Promise<Horizon | undefined>;
  close(): Promise<void>;
}

export interface SecondOpinionOptions {
  now(): Date;
  onError(error: unknown): void;
  timeLimit?: number;
}

/**
 * The thread's program. As a text, because a thread runs no TypeScript where the sources run as they are; so it does nothing
 * but call the package and pass on what it says.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { recognizeDateTime } = require(workerData.suite);
parentPort.on('message', ({ id, text, today }) => {
  let found = [];
  try {
    found = recognizeDateTime(text, 'fr-fr', undefined, new Date(today)).map((one) => one.resolution && one.resolution.values);
  } catch {}
  parentPort.postMessage({ id, found });
});`;

const optional = z.string().optional();
const valueSchema = z.object({ type: z.string(), value: optional, start: optional, end: optional });
type RecognizedValue = z.infer<typeof valueSchema>;
const replySchema = z.object({ id: z.number(), found: z.array(z.array(valueSchema).nullish()) });
const DAY = 24 * 60 * 60 * 1000;

function toFoundDate(values: readonly RecognizedValue[]): FoundDate[] {
  // of several readings (« Noël »: the last one, the next one) the latest is ahead of us
  const last = values.at(-1);
  if (last?.type === 'duration' && Number(last.value) > 0) return [{ kind: 'duration', seconds: Number(last.value) }];
  if (last?.type === 'daterange' && last.start && last.end) return [{ kind: 'period', start: last.start, end: last.end }];
  const day = last?.type === 'date' ? Date.parse(last.value ?? '') : Number.NaN;
  if (Number.isNaN(day)) return [];
  return [{ kind: 'period', start: new Date(day).toISOString(), end: new Date(day + DAY).toISOString() }];
}

/**
 * Microsoft's recognizers in a thread of their own: the first French date costs them seconds and 100 MB, which no turn may pay.
 * Nothing is loaded before `warm` or the first question.
 */
export function createSecondOpinion({ now, onError, timeLimit = TIME_LIMIT }: SecondOpinionOptions): SecondOpinion {
  const waiting = new Map<number, (found: FoundDate[]) => void>();
  let worker: Worker | undefined;
  let asked = 0;
  let closed = false;

  const giveUp = () => {
    for (const answer of waiting.values()) answer([]);
    waiting.clear();
    worker = undefined;
  };
  const start = (): Worker => {
    const suite = createRequire(import.meta.url).resolve('@microsoft/recognizers-text-suite');
    const started = new Worker(PROGRAM, { eval: true, execArgv: [], workerData: { suite } });
    // It keeps no process alive.
    started.unref();
    started.on('message', (message: unknown) => {
      const { id, found } = replySchema.parse(message);
      waiting.get(id)?.(found.flatMap((values) => toFoundDate(values ?? [])));
    });
    started.on('error', (error) => {
      onError(error);
      if (worker === started) giveUp();
    });
    return started;
  };
  const ask = (text: string): Promise<FoundDate[]> => {
    if (closed || text.length > MAX_TEXT) return Promise.resolve([]);
    worker ??= start();
    asked += 1;
    const id = asked;
    const request = { id, text, today: now().toISOString() };
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiting.get(id)?.([]), timeLimit);
      waiting.set(id, (found) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(found);
      });
      worker?.postMessage(request);
    });
  };

  return {
    warm() {
      if (!worker && !closed) void ask("jusqu'en juin 2029");
    },
    async readHorizon(text) {
      return horizonOfDates(text, await ask(text), now());
    },
    async close() {
      closed = true;
      const running = worker;
      giveUp();
      await running?.terminate();
    },
  };
}
