/** What wants attention: turns that were answered badly or not at all, grouped by likeness, with what became of each group. */
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import type { Count, ReviewedTurn, ReviewStore, TurnFilter } from '../../transcripts/review-store.js';
import { createFieldWords } from './field-words.js';
import { groupQuestions } from './group-questions.js';
import { countStems, type ReadStems, readStems, type StemCounts, VectorSpace, weighBy } from './question-terms.js';
import { judgeTopic, type KeptTopic, matchTopics, maySeeName, type Standing } from './topics.js';
import { type Signal, signals } from './vocabulary.js';

/** Confidence is calibrated: below this, four in ten such answers are wrong. */
export const UNSURE_BELOW = 0.6;
/** Turns asked of the store at one go. */
const BATCH = 250;

/** A question that wants attention. */
export interface AttentionQuestion {
  id: string;
  text: string;
  turn: ReviewedTurn;
  signals: Signal[];
}

/** Questions that are alike, to be worked in one sitting. */
export interface AttentionGroup {
  name: string;
  /** Most central first. */
  questions: AttentionQuestion[];
  /** Absent when nobody has decided on it. */
  topic?: KeptTopic;
  standing: Standing;
}

export interface Attention {
  /** To be worked: open or come back, most questions first. */
  groups: AttentionGroup[];
  /** Solved or set aside, with the questions that joined them. */
  closed: AttentionGroup[];
  /** Figures of the window by kind and state: what it was made from. */
  counts: readonly Count[];
  /** There were more questions than are looked at. */
  truncated: boolean;
}

/** Why a turn wants attention; empty when it does not. */
export function readSignals(turn: ReviewedTurn): Signal[] {
  const state = turn.annotations.at(-1)?.state;
  if (state === 'correct' || state === 'out-of-scope') return [];
  const { kind, confidence } = turn.decision;
  const found: Record<Signal, boolean> = {
    unanswered: kind === 'fallback',
    disliked: turn.opinion === 'dislike',
    misjudged: state === 'incorrect' || state === 'incomplete',
    abandoned: kind === 'clarify' && turn.choice === undefined,
    unsure: kind === 'answer' && confidence !== undefined && confidence < UNSURE_BELOW,
    failed: turn.errorReference !== undefined,
  };
  return signals.filter((signal) => found[signal]);
}

/**
 * What is looked for, and how many of the newest are looked at: more is nobody's sitting, and it bounds the work (reading and
 * grouping a thousand questions costs some 50 ms). Unanswered questions are what the page is for.
 */
const searches: readonly { filter: TurnFilter; most: number }[] = [
  { filter: { kinds: ['fallback'] }, most: 3 * BATCH },
  { filter: { opinion: 'dislike' }, most: BATCH },
  { filter: { state: 'incorrect' }, most: BATCH },
  { filter: { state: 'incomplete' }, most: BATCH },
  { filter: { kinds: ['clarify'], abandoned: true }, most: BATCH },
  { filter: { kinds: ['answer'], confidence: { below: UNSURE_BELOW } }, most: BATCH },
];

async function gather(
  review: Pick<ReviewStore, 'searchTurns'>,
  window: TurnFilter,
): Promise<{ questions: AttentionQuestion[]; truncated: boolean }> {
  const found = new Map<string, AttentionQuestion>();
  let truncated = false;
  const collect = async ({ filter, most }: (typeof searches)[number]) => {
    let cursor: string | undefined;
    let seen = 0;
    do {
      const page = await review.searchTurns({ ...window, ...filter }, { limit: BATCH, cursor });
      for (const turn of page.items) {
        const reasons = readSignals(turn);
        if (turn.question?.trim() && reasons.length > 0)
          found.set(turn.id, { id: turn.id, text: turn.question, turn, signals: reasons });
      }
      seen += page.items.length;
      cursor = page.next;
    } while (cursor !== undefined && seen < most);
    truncated ||= cursor !== undefined;
  };
  const left = [...searches];
  const work = async () => {
    for (let search = left.shift(); search; search = left.shift()) await collect(search);
  };
  // While the store seeks, what it has found is read; all at once would take its connections from those who are talking.
  await Promise.all([work(), work()]);
  const questions = [...found.values()].sort((a, b) =>
    a.turn.at < b.turn.at ? 1 : a.turn.at > b.turn.at ? -1 : a.id < b.id ? -1 : 1,
  );
  return { questions, truncated };
}

/** Sorts questions into topics and groups. */
export function sortOut(
  questions: readonly AttentionQuestion[],
  topics: readonly KeptTopic[],
  background: StemCounts,
  visible: readonly string[] | undefined,
  read: ReadStems = readStems,
): Pick<Attention, 'groups' | 'closed'> {
  const stems = questions.map(({ text }) => read(text));
  const space = new VectorSpace(weighBy(background, countStems(stems)));
  const joined = matchTopics(
    questions.map(({ turn }, index) => ({ stems: stems[index] ?? [], network: turn.network })),
    topics,
    space,
  );
  const ofTopics = topics.flatMap((topic): AttentionGroup[] => {
    const own = questions.filter((_, index) => joined[index] === topic);
    const standing = judgeTopic(
      topic.topic,
      own.map(({ turn }) => turn),
    );
    if (maySeeName(topic.topic, visible)) return [{ name: topic.topic.name, questions: own, topic, standing }];
    // Its name may quote a question of another network: here it is called by a question that this account may read.
    return own[0] ? [{ name: own[0].text, questions: own, topic, standing }] : [];
  });
  const free = groupQuestions(
    questions.filter((_, index) => joined[index] === undefined),
    background,
    read,
  ).map((group): AttentionGroup => ({ ...group, standing: { kind: 'open' } }));
  const isOpen = ({ standing }: AttentionGroup) => standing.kind === 'open' || standing.kind === 'back';
  const last = new Map([...ofTopics, ...free].map((group) => [group, lastOf(group)]));
  const isLater = (a: AttentionGroup, b: AttentionGroup) => (last.get(a) ?? '') > (last.get(b) ?? '');
  const all = [...last.keys()].sort(
    (a, b) => b.questions.length - a.questions.length || (isLater(a, b) ? -1 : isLater(b, a) ? 1 : 0),
  );
  return { groups: all.filter(isOpen), closed: all.filter((group) => !isOpen(group)) };
}

/** The moment of a group's last question (ISO 8601); empty when it has none. */
export function lastOf({ questions }: AttentionGroup): string {
  let last = '';
  for (const { turn } of questions) if (turn.at > last) last = turn.at;
  return last;
}

export type ReadAttention = (window: TurnFilter, topics: readonly KeptTopic[]) => Promise<Attention>;

/** Results that are held: one per set of networks and window, as long as nothing has changed. */
const HELD = 8;

/**
 * Reads what wants attention. A result is used again as long as the counts of its window, the topics and the release are the
 * same: with a hundred thousand conversations the grouping costs more than all the rest of the page.
 */
export function createAttention(
  review: Pick<ReviewStore, 'searchTurns' | 'countTurns'>,
  knowledge: () => ActiveKnowledge,
): ReadAttention {
  const readFieldWords = createFieldWords(knowledge);
  const held = new Map<string, { print: string; attention: Attention }>();
  /** Of the questions that were grouped last, and of no others: what is erased is not remembered. */
  let stemsOf: ReadonlyMap<string, readonly string[]> = new Map();
  return async (window, topics) => {
    const counts = await review.countTurns(window, ['kind', 'state']);
    const key = JSON.stringify([window.visibleTo, window.from, window.to]);
    const print = JSON.stringify([counts, topics.map(({ id, version }) => [id, version]), knowledge().version]);
    const known = held.get(key);
    if (known?.print === print) return known.attention;
    const { questions, truncated } = await gather(review, window);
    const fresh = new Map<string, readonly string[]>();
    const read: ReadStems = (text) => {
      const stems = fresh.get(text) ?? stemsOf.get(text) ?? readStems(text);
      fresh.set(text, stems);
      return stems;
    };
    const sorted = sortOut(questions, topics, readFieldWords(), window.visibleTo, read);
    stemsOf = fresh;
    const attention = { ...sorted, counts, truncated };
    held.delete(key);
    held.set(key, { print, attention });
    for (const oldest of held.keys()) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
    return attention;
  };
}
