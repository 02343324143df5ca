/** The thread's program: checks and compiles bases away from the thread that answers turns. Talked to by `createWorkbench`. */
import { parentPort } from 'node:worker_threads';
import { checkKnowledge } from './check.js';
import { compileKnowledge } from './compile.js';
import type { WorkbenchReply, WorkbenchRequest } from './workbench.js';

parentPort?.on('message', (request: WorkbenchRequest) => {
  const reply = work(request);
  parentPort?.postMessage(reply, reply.compiled ? [reply.compiled.buffer as ArrayBuffer] : []);
});

function work({ id, files, today, compile }: WorkbenchRequest): WorkbenchReply {
  try {
    const { base, problems } = checkKnowledge(new Map(files), new Date(today));
    if (!base || !compile) return { id, problems };
    return { id, problems, hash: base.hash, compiled: compileKnowledge(base, compile.vocabulary, compile.trained) };
  } catch (error) {
    return { id, problems: [], failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
