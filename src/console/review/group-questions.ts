/**
 * Groups questions by likeness, without any language model: average-link clustering over a graph of near neighbours.
 * The average likeness of two groups is the product of their sums, so a merge costs one sparse product, whatever their sizes.
 */
import { findNearest } from './nearest.js';
import { PairQueue } from './pair-queue.js';
import {
  addTo,
  countStems,
  likeness,
  likenessOfSums,
  type ReadStems,
  readStems,
  type StemCounts,
  type Vector,
  VectorSpace,
  type VectorSum,
  weighBy,
} from './question-terms.js';

/** Least average likeness (0..1) of two groups that are one subject; measured in `test/console/review-groups.test.ts`. */
export const ALIKE = 0.16;
/** Neighbours of each question that may become its group. */
const NEIGHBOURS = 8;
/** Groups less alike than this are no longer followed: the next merge seldom brings them together, and following costs most of the time. */
const HOPELESS = ALIKE * 0.7;

export interface GroupableQuestion {
  id: string;
  text: string;
}

export interface QuestionGroup<Q extends GroupableQuestion = GroupableQuestion> {
  /** The most central question: the group's name. */
  name: string;
  /** Most central first. */
  questions: Q[];
}

interface Cluster {
  /** Places of its distinct questions. */
  members: number[];
  /** Questions, repeated ones counted. */
  size: number;
  sum: VectorSum;
  /** Groups that may join it, with the average likeness. */
  near: Map<number, number>;
}

/**
 * Groups `questions`, largest group first; every question is in one group, alone when nothing is like it. Deterministic.
 * @param background how many texts of the field use each stem: without it a handful of questions would judge alone
 * @param read by somebody who remembers texts that come again
 */
export function groupQuestions<Q extends GroupableQuestion>(
  questions: readonly Q[],
  background: StemCounts = countStems([]),
  read: ReadStems = readStems,
): QuestionGroup<Q>[] {
  const stems = questions.map(({ text }) => read(text));
  const space = new VectorSpace(weighBy(background, countStems(stems)));
  const distinct = findDistinct(questions, stems);
  const vectors = distinct.map(([first = 0]) => space.toVector(stems[first] ?? []));
  const clusters = merge(startClusters(distinct, vectors, space.whole));
  return clusters
    .map((cluster) => {
      const ordered = cluster.members
        .flatMap((place) => {
          const [vector, same] = [vectors[place], distinct[place]];
          return vector && same ? [{ same, likeness: likeness(vector, cluster.sum) }] : [];
        })
        .sort((a, b) => b.likeness - a.likeness || b.same.length - a.same.length || (a.same[0] ?? 0) - (b.same[0] ?? 0))
        .flatMap(({ same }) => same)
        .flatMap((index) => questions[index] ?? []);
      return { name: ordered[0]?.text ?? '', questions: ordered, first: Math.min(...cluster.members) };
    })
    .sort((a, b) => b.questions.length - a.questions.length || a.first - b.first)
    .map(({ name, questions: ordered }) => ({ name, questions: ordered }));
}

/** Places of the questions that have the same words, in any order. */
function findDistinct(questions: readonly GroupableQuestion[], stems: readonly (readonly string[])[]): number[][] {
  const same = new Map<string, number[]>();
  // By text first: most questions that come again come in the same words.
  const ofText = new Map<string, number[]>();
  stems.forEach((list, index) => {
    const { text = '' } = questions[index] ?? {};
    const known = ofText.get(text);
    if (known) {
      known.push(index);
      return;
    }
    const key = [...new Set(list)].sort().join(' ');
    const found = same.get(key) ?? [];
    found.push(index);
    same.set(key, found);
    ofText.set(text, found);
  });
  return [...same.values()];
}

function startClusters(distinct: readonly number[][], vectors: readonly Vector[], whole: readonly boolean[]): Cluster[] {
  // The search leaves out common letters, so it sees a little less likeness than there is.
  const nearest = findNearest(vectors, whole, HOPELESS, NEIGHBOURS);
  const clusters = vectors.map((vector, place): Cluster => {
    const size = distinct[place]?.length ?? 1;
    const sum: VectorSum = new Map();
    addTo(sum, vector, size);
    return { members: [place], size, sum, near: new Map() };
  });
  nearest.forEach((list, place) => {
    const [vector, own] = [vectors[place], clusters[place]];
    for (const { index } of list) {
      const other = clusters[index];
      if (!vector || !own || !other || own.near.has(index)) continue;
      const alike = likeness(vector, other.sum) / other.size;
      own.near.set(index, alike);
      other.near.set(place, alike);
    }
  });
  return clusters;
}

/** Joins the two most alike groups until none are alike enough. */
function merge(started: readonly Cluster[]): Cluster[] {
  const clusters: (Cluster | undefined)[] = [...started];
  const queue = new PairQueue();
  const stamps = new Int32Array(clusters.length);
  const stampOf = (a: number, b: number) => (stamps[a] ?? 0) + (stamps[b] ?? 0);
  const offer = (a: number, b: number, alike: number) => {
    if (alike >= ALIKE) queue.push({ a: Math.min(a, b), b: Math.max(a, b), likeness: alike, stamp: stampOf(a, b) });
  };
  clusters.forEach((cluster, a) => {
    for (const [b, alike] of cluster?.near ?? []) if (a < b) offer(a, b, alike);
  });
  for (let pair = queue.pop(); pair; pair = queue.pop()) {
    const { a, b } = pair;
    const [kept, gone] = [clusters[a], clusters[b]];
    if (!kept || !gone || pair.stamp !== stampOf(a, b)) continue;
    const before = kept.size;
    const places = new Set([...kept.near.keys(), ...gone.near.keys()]);
    kept.near.delete(b);
    for (const place of places) {
      const other = clusters[place];
      if (!other || place === a || place === b) continue;
      // Known averages combine; an unknown one is computed.
      const toKept = kept.near.get(place) ?? likenessOfSums(kept.sum, other.sum) / (before * other.size);
      const toGone = gone.near.get(place) ?? likenessOfSums(gone.sum, other.sum) / (gone.size * other.size);
      const alike = (toKept * before + toGone * gone.size) / (before + gone.size);
      other.near.delete(b);
      if (alike >= HOPELESS) {
        kept.near.set(place, alike);
        other.near.set(a, alike);
      } else {
        kept.near.delete(place);
        other.near.delete(a);
      }
    }
    kept.members.push(...gone.members);
    kept.size += gone.size;
    for (const [term, weight] of gone.sum) kept.sum.set(term, (kept.sum.get(term) ?? 0) + weight);
    clusters[b] = undefined;
    stamps[a] = (stamps[a] ?? 0) + 1;
    for (const [place, alike] of kept.near) offer(a, place, alike);
  }
  return clusters.filter((cluster) => cluster !== undefined);
}
