import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import type { Logger } from '../../logger.js';
import type { StaffRecords } from '../staff-records.js';
import type { DraftRecord } from './draft-store.js';
import { runTrial, type TrialTools } from './run-trial.js';
import { type Trial, trialSchema } from './trial.js';

/** A trial without news for so long was cut short (the service was stopped), in milliseconds. */
const LONGEST_SILENCE = 120_000;
/** Least time between two notes of progress, in milliseconds. */
const NOTE_EVERY = 500;

/** The trials of drafts: one at a time in this process, their results in the console's records. */
export interface Trials {
  /** The last trial of a draft; one that was cut short has failed. */
  find(draft: string): Promise<Trial | undefined>;
  /** Resolves once the trial is noted as running; it goes on by itself. One that runs already is left alone. */
  start(
    record: DraftRecord & { version: string },
    work: { files: KnowledgeFiles; running: ActiveKnowledge; turns: number; by: string },
  ): Promise<void>;
  /** What the thread made of this version of the draft, when this process tried it last. */
  compiledOf(draft: string, version: string): Uint8Array | undefined;
  /** Resolves when nothing is being tried any more. */
  settled(): Promise<void>;
}

export function createTrials(records: StaffRecords, tools: TrialTools, logger: Logger): Trials {
  let queue: Promise<void> = Promise.resolve();
  /** One only: it weighs twenty megabytes. */
  let kept: { draft: string; version: string; compiled: Uint8Array } | undefined;

  const find = async (draft: string) => {
    const record = await records.get('trial', draft);
    if (!record) return undefined;
    const trial = trialSchema.parse(record.value);
    const silent = tools.now().getTime() - Date.parse(record.updatedAt) > LONGEST_SILENCE;
    return trial.state === 'running' && silent ? { ...trial, state: 'failed' as const } : trial;
  };

  return {
    find,
    async start({ id, version }, { files, running, turns, by }) {
      const last = await find(id);
      if (last?.state === 'running' && last.draftVersion === version && last.against === running.version) return;
      const start: Trial = {
        draftVersion: version,
        against: running.version,
        by,
        startedAt: tools.now().toISOString(),
        state: 'running',
        step: 'check',
        done: 0,
        total: 1,
        problems: [],
      };
      await records.put('trial', id, start);
      queue = queue.then(async () => {
        let noted = 0;
        let writing: Promise<unknown> = Promise.resolve();
        const write = (trial: Trial) => {
          writing = writing
            .then(() => records.put('trial', id, trial))
            .catch((error: unknown) => logger.error({ err: error }, 'trial'));
        };
        const onProgress = (trial: Trial) => {
          if (performance.now() - noted < NOTE_EVERY) return;
          noted = performance.now();
          write(trial);
        };
        try {
          const { trial, compiled } = await runTrial({ files, running, turns, start }, tools, onProgress);
          if (compiled) kept = { draft: id, version, compiled };
          write(trial);
        } catch (error) {
          logger.error({ err: error }, 'trial');
          write({ ...start, state: 'failed' });
        }
        await writing;
      });
    },
    compiledOf: (draft, version) => (kept?.draft === draft && kept.version === version ? kept.compiled : undefined),
    settled: () => queue,
  };
}
