import { EVIDENCE_WIDTH, type Evidence, type Ranker, weigh } from './evidence.js';
import type { Features } from './features.js';
import { evaluateLinear, type LinearModel } from './linear.js';
import { createQuery, type Query } from './query.js';

/** Labels in order, with what the rejector looks at. */
export interface Ranking {
  /** Numbers of labels, likeliest first. */
  labels: number[];
  /** Their shares, adding up to 1. */
  shares: number[];
  signals: Float64Array;
}

/** The order of the numbers in `Ranking.signals`. */
export const SIGNALS = [
  'topLogit',
  'margin',
  'score',
  'bm25',
  'wordCosine',
  'gramCosine',
  'topThree',
  'coverage',
  'nearest',
  'precision',
  'answer',
  'official',
  'topClass',
  'none',
  'nearestNegative',
  'negativeGap',
  'known',
  'unknown',
  'contentCount',
  'length',
  'intent',
] as const;

export const SIGNAL_WIDTH = SIGNALS.length;

/** Ranks the labels for a message. */
export function rank(ranker: Ranker, reranker: LinearModel, features: Features): Ranking {
  const query = createQuery(ranker.base, features);
  return order(weigh(ranker, query), query, reranker);
}

/** Orders weighed candidates by the re-ranker. */
export function order(evidence: Evidence, query: Query, reranker: LinearModel): Ranking {
  const scores = Array.from(evidence.labels, (_, k) => evaluateLinear(reranker, evidence.rows, k * EVIDENCE_WIDTH));
  const positions = scores.map((_, k) => k).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const best = positions[0];
  const top = best === undefined ? 0 : (scores[best] ?? 0);
  const shares = positions.map((k) => Math.exp((scores[k] ?? 0) - top));
  const sum = shares.reduce((a, b) => a + b, 0) || 1;
  for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] ?? 0) / sum;
  const second = positions[1];
  const signals = new Float64Array(SIGNAL_WIDTH);
  if (best !== undefined) {
    const at = best * EVIDENCE_WIDTH;
    const share = Math.min(shares[0] ?? 0, 0.9999);
    const nearest = evidence.rows[at + 8] ?? 0;
    signals.set([
      Math.log(share / (1 - share)),
      Math.min(top - (second === undefined ? top - 8 : (scores[second] ?? 0)), 8),
      top,
      evidence.rows[at + 2] ?? 0,
      evidence.rows[at + 4] ?? 0,
      evidence.rows[at + 5] ?? 0,
      evidence.rows[at + 6] ?? 0,
      evidence.rows[at + 7] ?? 0,
      nearest,
      evidence.rows[at + 9] ?? 0,
      evidence.rows[at + 10] ?? 0,
      evidence.rows[at + 11] ?? 0,
      evidence.rows[at + 1] ?? 0,
      Math.log(evidence.none + 1e-4),
      evidence.nearestNegative,
      nearest - evidence.nearestNegative,
      query.knownShare,
      query.unknownShare,
      Math.min(query.contentCount, 8),
      Math.log1p(query.length),
      evidence.rows[at + 12] ?? 0,
    ]);
  }
  return { labels: positions.map((k) => evidence.labels[k] ?? 0), shares, signals };
}
