import { EVIDENCE_WIDTH } from './evidence.js';
import type { HeldOut } from './held-out.js';
import { type Groups, type LinearModel, trainConditionalLogit, trainLogistic } from './linear.js';
import { order, SIGNAL_WIDTH } from './rank.js';

/** Learns to order candidates from held-out texts. */
export function learnOrder(held: readonly HeldOut[], labels: number): LinearModel {
  const start: number[] = [0];
  const right: number[] = [];
  const importance: number[] = [];
  const rows: number[] = [];
  let row = 0;
  for (const { evidence, label, importance: weight } of held) {
    if (label === labels) continue;
    const at = evidence.labels.indexOf(label);
    if (at < 0) continue;
    for (const value of evidence.rows) rows.push(value);
    right.push(row + at);
    row += evidence.labels.length;
    start.push(row);
    importance.push(weight);
  }
  const groups: Groups = {
    width: EVIDENCE_WIDTH,
    rows: Float64Array.from(rows),
    start: Int32Array.from(start),
    right: Int32Array.from(right),
    importance: Float64Array.from(importance),
  };
  return trainConditionalLogit(groups, 5);
}

/** Learns when the first candidate is right, and when any label is. */
export function learnDoubt(
  held: readonly HeldOut[],
  reranker: LinearModel,
  labels: number,
): { confidence: LinearModel; scope: LinearModel } {
  const rows = new Float64Array(held.length * SIGNAL_WIDTH);
  const right: boolean[] = [];
  const inside: boolean[] = [];
  held.forEach(({ evidence, query, label }, i) => {
    const ranking = order(evidence, query, reranker);
    rows.set(ranking.signals, i * SIGNAL_WIDTH);
    right.push(label < labels && ranking.labels[0] === label);
    inside.push(label < labels);
  });
  return { confidence: trainLogistic(rows, right, SIGNAL_WIDTH, 3), scope: trainLogistic(rows, inside, SIGNAL_WIDTH, 3) };
}
