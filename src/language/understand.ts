import { extractFeatures } from './features.js';
import { findId } from './hashing.js';
import { evaluateLinear, sigmoid } from './linear.js';
import type { Model } from './model.js';
import { normalise } from './normalise.js';
import { rank, type Ranking } from './rank.js';
import { correctWords, exactKey, readWords } from './read.js';
import type { Candidate, Understanding, UnderstandingContext } from './types.js';

const MAX_CANDIDATES = 10;

/** Says what a message is about. Never throws; the work is bounded whatever the text. */
export function understand(model: Model, text: string, _context: UnderstandingContext = {}): Understanding {
  const normalised = normalise(text);
  const words = readWords(normalised, model.compiled);
  const corrected = correctWords(words, model.speller, model.compiled);
  const judged = judge(model, words, corrected);
  return { text, normalised, ...(corrected ? { corrected: corrected.join(' ') } : {}), ...judged };
}

type Judged = Pick<Understanding, 'candidates' | 'inScope' | 'exact'>;

function judge(model: Model, words: readonly string[], corrected: readonly string[] | undefined): Judged {
  const known = findId(model.exact, exactKey(words));
  const best = corrected ?? words;
  const main = rank(model.ranker, model.reranker, extractFeatures(best, model.compiled));
  const merged = corrected ? mergeRankings(main, rank(model.ranker, model.reranker, extractFeatures(words, model.compiled))) : main;
  if (merged.labels.length === 0) return { candidates: [], inScope: 0, exact: false };
  const confidence = sigmoid(evaluateLinear(model.confidence, main.signals));
  const inScope = sigmoid(evaluateLinear(model.scope, main.signals));
  const candidates = toCandidates(model, merged, confidence);
  if (known >= 0 && known < model.labels.length) return { candidates: promote(model, candidates, known), inScope: Math.max(inScope, 0.99), exact: true };
  if (known === model.labels.length) return { candidates: candidates.map((c) => ({ ...c, confidence: c.confidence * 0.05 })), inScope: Math.min(inScope, 0.02), exact: false };
  return { candidates, inScope, exact: false };
}

/** The mean of the readings with and without correction. */
function mergeRankings(a: Ranking, b: Ranking): Ranking {
  const shares = new Map<number, number>();
  for (const [ranking, weight] of [[a, 0.7], [b, 0.3]] as const)
    ranking.labels.forEach((label, i) => {
      shares.set(label, (shares.get(label) ?? 0) + weight * (ranking.shares[i] ?? 0));
    });
  const entries = [...shares].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  return { labels: entries.map(([l]) => l), shares: entries.map(([, s]) => s), signals: a.signals };
}

function toCandidates(model: Model, ranking: Ranking, confidence: number): Candidate[] {
  const top = ranking.shares[0] ?? 1;
  return ranking.labels.slice(0, MAX_CANDIDATES).map((l, i) => {
    const label = model.labels[l];
    const share = ranking.shares[i] ?? 0;
    return { label: label?.id ?? '', kind: label?.kind ?? 'entry', confidence: (confidence * share) / top, score: share };
  });
}

function promote(model: Model, candidates: readonly Candidate[], known: number): Candidate[] {
  const label = model.labels[known];
  if (!label) return [...candidates];
  const others = candidates.filter((c) => c.label !== label.id).map((c) => ({ ...c, confidence: Math.min(c.confidence, 0.01), score: c.score * 0.01 }));
  return [{ label: label.id, kind: label.kind, confidence: 0.995, score: 0.99 }, ...others].slice(0, MAX_CANDIDATES);
}
