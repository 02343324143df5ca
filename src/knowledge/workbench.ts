import { Worker } from 'node:worker_threads';
import type { KnowledgeFiles } from './hash.js';
import type { Problem } from './problem.js';

/** How long the thread waits for more work before it gives its memory back, in milliseconds. */
const IDLE_LIMIT = 60_000;

export interface WorkbenchRequest {
  id: number;
  files: [string, string][];
  /** ISO 8601. */
  today: string;
  compile?: { vocabulary: readonly string[]; trained?: Uint8Array };
}

export interface WorkbenchReply {
  id: number;
  problems: Problem[];
  hash?: string;
  compiled?: Uint8Array;
  /** The thread's own error. */
  failure?: string;
}

/** A base that passed its check, as a release keeps it. */
export interface Compiled {
  hash: string;
  compiled: Uint8Array;
}

/**
 * Checks and compiles bases in a thread of their own: a check of the whole base takes about a second and training seven, during
 * which no turn could be answered.
 */
export interface Workbench {
  /** Every problem of a base: see checkKnowledge. `today` decides which reviews are overdue. */
  check(files: KnowledgeFiles, today: Date): Promise<Problem[]>;
  /**
   * Checks, then compiles. `made` is absent when a problem is an error. `trained`: the same content compiled under another
   * manifest, whose training is taken over.
   */
  compile(
    files: KnowledgeFiles,
    today: Date,
    options?: { vocabulary?: readonly string[]; trained?: Uint8Array },
  ): Promise<{ problems: Problem[]; made?: Compiled }>;
  close(): Promise<void>;
}

/** `program`: the compiled workbench-thread; default: beside this file. Nothing is started before the first task. */
export function createWorkbench({ program = defaultProgram(), idleLimit = IDLE_LIMIT } = {}): Workbench {
  const waiting = new Map<number, { resolve(reply: WorkbenchReply): void; reject(error: unknown): void }>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let asked = 0;

  const stop = async () => {
    clearTimeout(idle);
    const running = worker;
    worker = undefined;
    await running?.terminate();
  };
  const start = (): Worker => {
    const started = program.pathname.endsWith('.ts') ? startFromSource(program) : new Worker(program, { execArgv: [] });
    started.unref();
    started.on('message', (reply: WorkbenchReply) => {
      const asker = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) idle = setTimeout(stop, idleLimit).unref();
      if (reply.failure === undefined) asker?.resolve(reply);
      else asker?.reject(new Error(`the workbench failed: ${reply.failure}`));
    });
    const fail = (error: unknown) => {
      if (worker === started) worker = undefined;
      for (const asker of waiting.values()) asker.reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', () => worker === started && fail(new Error('the workbench ended')));
    return started;
  };
  const ask = (files: KnowledgeFiles, today: Date, compile?: WorkbenchRequest['compile']): Promise<WorkbenchReply> => {
    clearTimeout(idle);
    worker ??= start();
    const request: WorkbenchRequest = { id: ++asked, files: [...files], today: today.toISOString(), compile };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      worker?.postMessage(request);
    });
  };

  return {
    check: async (files, today) => (await ask(files, today)).problems,
    async compile(files, today, { vocabulary = [], trained } = {}) {
      const { problems, hash, compiled } = await ask(files, today, { vocabulary, trained });
      return { problems, ...(hash !== undefined && compiled ? { made: { hash, compiled } } : {}) };
    },
    async close() {
      const ended = new Error('the workbench was closed');
      for (const asker of waiting.values()) asker.reject(ended);
      waiting.clear();
      await stop();
    },
  };
}

function defaultProgram(): URL {
  return new URL(`./workbench-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
}

/** Where the sources run as they are (tests), a thread does not inherit the loader that reads TypeScript. */
function startFromSource(program: URL): Worker {
  const start = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.program); });`;
  return new Worker(start, {
    eval: true,
    execArgv: [],
    workerData: { loader: import.meta.resolve('tsx/esm/api'), program: program.href },
  });
}
