/** Tries a draft: check and training in a thread, exam and replay in slices, so that turns are answered meanwhile. */

import type { Reply } from '../../../dialogs/reply.js';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import { toKey } from '../../knowledge/collisions.js';
import { loadCompiled } from '../../knowledge/compile.js';
import { type CreateDecider, findLostLines, runExamGently } from '../../knowledge/exam.js';
import type { KnowledgeFiles } from '../../knowledge/hash.js';
import type { Workbench } from '../../knowledge/workbench.js';
import type { ReviewedTurn, ReviewStore } from '../../transcripts/review-store.js';
import { mergeDecisions } from '../../transcripts/turn-record.js';
import { changeKinds, compareShown, findGainedLines, type ReplayChange, type Shown, type Trial } from './trial.js';

/** Most that the thread of turns is kept busy at one go, in milliseconds. */
const SLICE = 8;
/** Questions that change, kept of each kind. */
const KEPT = 100;
const PAGE = 100;

export interface TrialTools {
  workbench: Workbench;
  createDecider: CreateDecider;
  vocabulary?: readonly string[];
  review: Pick<ReviewStore, 'searchTurns'>;
  simulate(text: string, knowledge?: ActiveKnowledge): Promise<Reply[]>;
  now(): Date;
}

export interface TrialRequest {
  files: KnowledgeFiles;
  running: ActiveKnowledge;
  /** Turns that are asked again, newest first. */
  turns: number;
  start: Trial;
}

/** Calls `onProgress` as it goes on. `compiled`: what the thread made, when it made something. */
export async function runTrial(
  { files, running, turns, start }: TrialRequest,
  tools: TrialTools,
  onProgress: (trial: Trial) => void,
): Promise<{ trial: Trial; compiled?: Uint8Array }> {
  let trial = start;
  const move = (step: Trial['step'], done: number, total: number) => {
    trial = { ...trial, step, done, total };
    onProgress(trial);
  };
  move('check', 0, 1);
  const { problems, made } = await tools.workbench.compile(files, tools.now(), { vocabulary: tools.vocabulary });
  trial = { ...trial, problems };
  if (!made) return { trial: { ...trial, state: 'refused' } };
  const knowledge = loadCompiled(files, made.compiled);
  if (!knowledge) throw new TypeError('the engine cannot read what it just compiled');

  const pause = createPause();
  const lines = knowledge.base.exam;
  const sit = (release: ActiveKnowledge, offset: number) =>
    runExamGently(lines, tools.createDecider(release), async (done) => {
      if (await pause()) move('exam', offset + done, lines.length * 2);
    });
  const before = await sit(running, 0);
  const result = await sit(knowledge, lines.length);
  trial = {
    ...trial,
    exam: { result, before: before.passed, lost: findLostLines(before, result), gained: findGainedLines(before, result) },
  };
  trial = {
    ...trial,
    replay: await replay(running, knowledge, turns, tools, pause, (done, total) => move('replay', done, total)),
  };
  return { trial: { ...trial, state: 'done' }, compiled: made.compiled };
}

/** Lets others have their turn when a slice is over; true when it did. */
function createPause(): () => Promise<boolean> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < SLICE) return false;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
    return true;
  };
}

async function replay(
  running: ActiveKnowledge,
  knowledge: ActiveKnowledge,
  count: number,
  tools: TrialTools,
  pause: () => Promise<boolean>,
  onProgress: (done: number, total: number) => void,
): Promise<NonNullable<Trial['replay']>> {
  const turns = await readTurns(tools.review, count);
  const questions = gather(turns);
  const changes: ReplayChange[] = [];
  const counts = { lost: 0, other: 0, gained: 0, reworded: 0 };
  const ask = async (question: string, release: ActiveKnowledge): Promise<Shown> => {
    try {
      return show(await tools.simulate(question, release));
    } catch {
      return { kind: 'failed' };
    }
  };
  for (const [index, { turn, question, times }] of questions.entries()) {
    const [before, after] = [await ask(question, running), await ask(question, knowledge)];
    const change = compareShown(before, after);
    if (change) {
      counts[change]++;
      if (counts[change] <= KEPT)
        changes.push({ change, turn: turn.id, ...(turn.network ? { network: turn.network } : {}), times, before, after });
    }
    if (await pause()) onProgress(index + 1, questions.length);
  }
  changes.sort((a, b) => changeKinds.indexOf(a.change) - changeKinds.indexOf(b.change) || b.times - a.times);
  return { turns: turns.length, questions: questions.length, counts, changes };
}

/** The newest turns with a question. */
async function readTurns(review: TrialTools['review'], count: number): Promise<ReviewedTurn[]> {
  const turns: ReviewedTurn[] = [];
  let cursor: string | undefined;
  do {
    const page = await review.searchTurns({}, { limit: Math.min(PAGE, count), cursor });
    turns.push(...page.items.filter(({ question }) => question !== undefined && question !== ''));
    cursor = page.next;
  } while (cursor !== undefined && turns.length < count);
  return turns.slice(0, count);
}

/** The same question of one network is asked once. */
function gather(turns: readonly ReviewedTurn[]): { turn: ReviewedTurn; question: string; times: number }[] {
  const groups = new Map<string, { turn: ReviewedTurn; question: string; times: number }>();
  for (const turn of turns) {
    const question = turn.question ?? '';
    const key = `${turn.network ?? ''}\0${toKey(question)}`;
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { turn, question, times: 1 });
  }
  return [...groups.values()];
}

/** What is kept of a reply. Contacts and guided choices may repeat what the user said: of them, only the kind. */
export function show(replies: readonly Reply[]): Shown {
  const decision = mergeDecisions(replies.map((reply) => reply.decision));
  if (!decision) return { kind: 'failed' };
  const { kind, entry, confidence } = decision;
  const text = replies.map((reply) => reply.text).join('\n\n');
  return {
    kind,
    ...(entry ? { entry } : {}),
    ...(confidence === undefined ? {} : { confidence }),
    ...(kind === 'answer' || kind === 'clarify' ? { text } : {}),
  };
}
