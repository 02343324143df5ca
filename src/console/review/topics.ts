/**
 * A topic is what became of a group of questions: in hand, solved by a release, set aside. New questions alike join it, so
 * that what was set aside stays aside, and what comes back after it was solved is said to have come back.
 * It keeps no words of users but the name that staff gave it: its questions are told by the stems of their words.
 */
import { z } from 'zod';
import { compareVersions } from '../../knowledge/calver.js';
import { addTo, readStems, type VectorSpace, type VectorSum } from './question-terms.js';

/** Least average likeness (0..1) to a topic's questions. Higher than between groups: what joins a topic may be out of sight. */
export const JOINS = 0.17;
/** Questions by which a topic is told. */
const SAMPLES = 24;

const momentSchema = z.iso.datetime();

const fateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('solved'), release: z.string(), at: momentSchema }),
  z.strictObject({ kind: z.literal('aside'), reason: z.string(), at: momentSchema }),
]);
export type Fate = z.infer<typeof fateSchema>;

export const topicSchema = z.strictObject({
  name: z.string().min(1),
  /** Stems of its questions, most central first. */
  samples: z.array(z.array(z.string())),
  /** Networks of the questions that it was made of, and of those that its name may quote. */
  networks: z.array(z.string()),
  /** Whose questions it takes, beside those attributed to no network: what the account that made it may see. */
  scope: z.union([z.literal('all'), z.array(z.string())]),
  fate: fateSchema,
  /** Name of the person who looks after it. */
  assignee: z.string().optional(),
  history: z.array(z.strictObject({ at: momentSchema, by: z.string(), what: z.string() })),
});
export type Topic = z.infer<typeof topicSchema>;

/** A topic as it is kept. */
export interface KeptTopic {
  id: string;
  version: string;
  topic: Topic;
}

/** What `samples` holds of questions that are most central first. */
export const sampleStems = (texts: readonly string[]): string[][] => {
  const seen = new Map(texts.map((text) => readStems(text)).map((stems) => [stems.join(' '), stems]));
  return [...seen.values()].slice(0, SAMPLES);
};

/** True when a topic takes the questions of a network. */
const takes = ({ scope }: Topic, network: string | undefined): boolean =>
  scope === 'all' || network === undefined || scope.includes(network);

export interface Joinable {
  stems: readonly string[];
  network?: string;
}

/**
 * Gives each question the topic that it is most like, if it is like one; undefined for the others. In the order given. Questions
 * that share one list of stems are judged once.
 */
export function matchTopics(
  questions: readonly Joinable[],
  topics: readonly KeptTopic[],
  space: VectorSpace,
): (KeptTopic | undefined)[] {
  /** By term: places of the topics that have it, each followed by its weight there. */
  const postings: (number[] | undefined)[] = [];
  const told = topics.map((kept, place) => {
    const sum: VectorSum = new Map();
    for (const stems of kept.topic.samples) addTo(sum, space.toVector(stems));
    for (const [term, weight] of sum) {
      const list = postings[term] ?? [];
      list.push(place, weight);
      postings[term] = list;
    }
    const same = new Set(kept.topic.samples.map((stems) => [...new Set(stems)].sort().join(' ')));
    return { kept, size: Math.max(1, kept.topic.samples.length), same };
  });
  if (told.length === 0) return questions.map(() => undefined);
  const match = ({ stems, network }: Joinable): KeptTopic | undefined => {
    const { terms, weights } = space.toVector(stems);
    const totals = new Float64Array(told.length);
    for (let at = 0; at < terms.length; at += 1) {
      const list = postings[terms[at] ?? 0] ?? [];
      const own = weights[at] ?? 0;
      for (let next = 0; next < list.length; next += 2) {
        const place = list[next] ?? 0;
        totals[place] = (totals[place] ?? 0) + own * (list[next + 1] ?? 0);
      }
    }
    const key = [...new Set(stems)].sort().join(' ');
    let best: { kept: KeptTopic; alike: number } | undefined;
    for (const [place, { kept, size, same }] of told.entries()) {
      if (!takes(kept.topic, network)) continue;
      const alike = same.has(key) ? 1 : (totals[place] ?? 0) / size;
      if (alike >= JOINS && alike > (best?.alike ?? 0)) best = { kept, alike };
    }
    return best?.kept;
  };
  const judged = new Map<readonly string[], Map<string | undefined, KeptTopic | undefined>>();
  return questions.map((question) => {
    const ofWords = judged.get(question.stems) ?? new Map<string | undefined, KeptTopic | undefined>();
    judged.set(question.stems, ofWords);
    if (!ofWords.has(question.network)) ofWords.set(question.network, match(question));
    return ofWords.get(question.network);
  });
}

/** Where a topic stands, its questions considered. */
export type Standing =
  | { kind: 'open' }
  | { kind: 'aside' }
  | { kind: 'solved' }
  /** Solved, yet asked again since and badly answered again; `rolledBack`: on an older release than the one that solved it. */
  | { kind: 'back'; again: number; rolledBack: boolean };

/** @param asked the topic's questions that still want attention: moment (ISO 8601) and release of each */
export function judgeTopic({ fate }: Topic, asked: readonly { at: string; release?: string }[]): Standing {
  if (fate.kind !== 'solved') return { kind: fate.kind };
  const since = asked.filter(({ at }) => at > fate.at);
  if (since.length === 0) return { kind: 'solved' };
  const rolledBack = since.every(({ release }) => release !== undefined && compareVersions(release, fate.release) < 0);
  return { kind: 'back', again: since.length, rolledBack };
}

/** True when an account sees a topic's own name: it may quote a question. */
export const maySeeName = ({ networks }: Topic, visible: readonly string[] | undefined): boolean =>
  visible === undefined || networks.every((network) => visible.includes(network));

/** The topic with another fate, which its history tells. */
export const withChange = (
  topic: Topic,
  change: Partial<Pick<Topic, 'fate' | 'assignee' | 'name'>>,
  line: Topic['history'][number],
): Topic => ({
  ...topic,
  ...change,
  history: [...topic.history, line],
});
