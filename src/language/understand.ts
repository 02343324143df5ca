import { extractFeatures } from './features.js';
import { findId } from './hashing.js';
import { evaluateLinear, sigmoid } from './linear.js';
import type { Model } from './model.js';
import { normalise } from './normalise.js';
import { type Ranking, rank } from './rank.js';
import { correctWords, exactKey, readWords } from './read.js';
import { splitParts } from './segment.js';
import type { Candidate, Segment, Understanding, UnderstandingContext } from './types.js';

const MAX_CANDIDATES = 10;
/** Weight of the reading of the corrected words; the words as typed have the rest. */
const CORRECTED_WEIGHT = 0.7;
/** One corrected word in so many is little. */
const LITTLE = 5;
/** What a question inside a longer message adds to the shares of the whole (measured on the evaluation: 0.3 to 0.7 alike). */
const PART_WEIGHT = 0.5;
/** Two questions in one message are told apart when each is understood at least this well. */
const SEGMENT_CONFIDENCE = 0.4;
const MAX_SEGMENTS = 3;
/** Messages that lean on what was said before are short. */
const MAX_ELLIPTIC_WORDS = 8;
const ELLIPSIS =
  /^(?:et|ou|mais|alors|idem|pareil|meme chose|c'est|ce|ca|cela|il|elle|ils|elles|la|le|les|leur|leurs|son|sa|ses|lui|y)(?![a-z])/;
const CHANGES_TOPIC =
  /^(?:et|idem|pareil|meme chose) (?:pour|si|avec|en|au|aux|dans|le|la|les|l'|du|des|d'|chez|sur|quand|une?)(?![a-z])/;

/** A message or a part of it, understood. */
interface Reading {
  ranking: Ranking;
  confidence: number;
  inScope: number;
}

/**
 * Says what a message is about. Never throws; the work is bounded whatever the text, and the same text, context and model
 * always give the same result.
 */
export function understand(model: Model, text: string, context: UnderstandingContext = {}): Understanding {
  const normalised = normalise(text);
  const words = readWords(normalised, model.compiled);
  const corrected = correctWords(words, model.speller, model.compiled);
  const shown = { text, normalised, ...(corrected ? { corrected: corrected.join(' ') } : {}) };
  const known = findId(model.exact, exactKey(words));
  const alone = readMessage(model, words, corrected);
  if (alone.ranking.labels.length === 0) return { ...shown, candidates: [], inScope: 0, exact: false };
  if (known >= 0) return { ...shown, ...decideKnown(model, alone, known) };
  const leaning = readInContext(model, normalised, corrected ?? words, alone, context.topic);
  if (leaning) return { ...shown, candidates: toCandidates(model, leaning), inScope: leaning.inScope, exact: false };
  const parts = readParts(model, normalised);
  const whole = parts.reduce((sum, part) => addShares(sum, part.reading, PART_WEIGHT), alone);
  const segments = findSegments(parts);
  return {
    ...shown,
    candidates: toCandidates(model, whole),
    inScope: whole.inScope,
    exact: false,
    ...(segments ? { segments } : {}),
  };
}

function readMessage(model: Model, words: readonly string[], corrected: readonly string[] | undefined): Reading {
  const main = rank(model.ranker, model.reranker, extractFeatures(corrected ?? words, model.compiled));
  const confidence = sigmoid(evaluateLinear(model.confidence, main.signals));
  const inScope = sigmoid(evaluateLinear(model.scope, main.signals));
  if (!corrected || isLittle(words, corrected)) return { ranking: main, confidence, inScope };
  const typed = rank(model.ranker, model.reranker, extractFeatures(words, model.compiled));
  return { ranking: mergeRankings(main, CORRECTED_WEIGHT, typed, 1 - CORRECTED_WEIGHT), confidence, inScope };
}

/** Whether what was corrected is so small a part of a message that reading it as typed, too, would hardly change anything. */
function isLittle(words: readonly string[], corrected: readonly string[]): boolean {
  const kept = new Set(corrected);
  return words.filter((word) => !kept.has(word)).length * LITTLE <= words.length;
}

/** Weighted sum of two rankings; the signals are those of the first. */
function mergeRankings(a: Ranking, weightA: number, b: Ranking, weightB: number): Ranking {
  const shares = new Map<number, number>();
  for (const [ranking, weight] of [
    [a, weightA],
    [b, weightB],
  ] as const)
    ranking.labels.forEach((label, i) => {
      shares.set(label, (shares.get(label) ?? 0) + (weight * (ranking.shares[i] ?? 0)) / (weightA + weightB));
    });
  const entries = [...shares].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  return { labels: entries.map(([label]) => label), shares: entries.map(([, share]) => share), signals: a.signals };
}

/** The whole with what a part says; a part counts as far as it is understood. */
function addShares(whole: Reading, part: Reading, weight: number): Reading {
  return { ...whole, ranking: mergeRankings(whole.ranking, 1, part.ranking, weight * part.confidence) };
}

interface ReadPart {
  text: string;
  candidates: Candidate[];
  reading: Reading;
}

/** The questions of a message of several sentences or questions. */
function readParts(model: Model, normalised: string): ReadPart[] {
  const parts = splitParts(normalised);
  if (parts.length < 2) return [];
  return parts
    .filter((part) => part.asks)
    .flatMap(({ text }) => {
      const words = readWords(text, model.compiled);
      const reading = readMessage(model, words, correctWords(words, model.speller, model.compiled));
      return reading.ranking.labels.length === 0 ? [] : [{ text, reading, candidates: toCandidates(model, reading) }];
    });
}

/** The parts that ask different things and are well understood, when there are at least two. */
function findSegments(parts: readonly ReadPart[]): Segment[] | undefined {
  const seen = new Set<string>();
  const segments = parts.filter(({ candidates }) => {
    const top = candidates[0];
    if (top?.kind !== 'entry' || top.confidence < SEGMENT_CONFIDENCE || seen.has(top.label)) return false;
    seen.add(top.label);
    return true;
  });
  if (segments.length < 2) return undefined;
  return segments.slice(0, MAX_SEGMENTS).map(({ text, candidates, reading }) => ({ text, candidates, inScope: reading.inScope }));
}

/** Reads a short message that leans on the last answer (« et pour les déchets ? ») together with the words of that answer's title. */
function readInContext(
  model: Model,
  normalised: string,
  words: readonly string[],
  alone: Reading,
  topic: string | undefined,
): Reading | undefined {
  const at = topic === undefined ? -1 : model.labels.findIndex((l) => l.id === topic);
  const label = model.labels[at];
  if (!label || words.length > MAX_ELLIPTIC_WORDS || !ELLIPSIS.test(normalised)) return undefined;
  const changes = CHANGES_TOPIC.test(normalised);
  const best = alone.ranking.labels[0];
  if (!changes && alone.confidence >= 0.6) return undefined;
  if (best !== undefined && model.labels[best]?.kind === 'intent' && alone.confidence >= 0.6) return undefined;
  const own = new Set(words);
  const together = readMessage(model, [...label.topic.filter((w) => !own.has(w)), ...words], undefined);
  const ranking = mergeRankings(together.ranking, 0.6, alone.ranking, 0.4);
  if (!changes)
    return {
      ranking,
      confidence: Math.max(0.9 * together.confidence, alone.confidence),
      inScope: Math.max(together.inScope, alone.inScope),
    };
  const others = ranking.labels.map((l, i) => [l, ranking.shares[i] ?? 0] as const).filter(([l]) => l !== at);
  const sum = others.reduce((s, [, share]) => s + share, 0) || 1;
  const without: Ranking = {
    labels: others.map(([l]) => l),
    shares: others.map(([, share]) => share / sum),
    signals: ranking.signals,
  };
  const confidence = Math.max(0.9 * together.confidence * (others[0]?.[1] ?? 0), alone.confidence);
  return { ranking: without, confidence, inScope: alone.inScope };
}

function toCandidates(model: Model, { ranking, confidence }: Reading): Candidate[] {
  const top = ranking.shares[0] ?? 1;
  return ranking.labels.slice(0, MAX_CANDIDATES).map((l, i) => {
    const label = model.labels[l];
    const share = ranking.shares[i] ?? 0;
    return {
      label: label?.id ?? '',
      kind: label?.kind ?? 'entry',
      confidence: Math.min((confidence * share) / top, 1 - confidence * (i > 0 ? 1 : 0)),
      score: share,
    };
  });
}

/** A text that the training set has word for word: its label is certain, or that there is none. */
function decideKnown(model: Model, reading: Reading, known: number): Pick<Understanding, 'candidates' | 'inScope' | 'exact'> {
  const candidates = toCandidates(model, reading);
  const label = model.labels[known];
  if (!label)
    return {
      candidates: candidates.map((c) => ({ ...c, confidence: c.confidence * 0.05 })),
      inScope: Math.min(reading.inScope, 0.02),
      exact: false,
    };
  const others = candidates
    .filter((c) => c.label !== label.id)
    .map((c) => ({ ...c, confidence: Math.min(c.confidence, 0.005), score: c.score * 0.01 }));
  return {
    candidates: [{ label: label.id, kind: label.kind, confidence: 0.995, score: 0.99 }, ...others].slice(0, MAX_CANDIDATES),
    inScope: Math.max(reading.inScope, 0.99),
    exact: true,
  };
}
