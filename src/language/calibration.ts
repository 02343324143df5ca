import { EVIDENCE_WIDTH } from './evidence.js';
import type { LinearModel } from './linear.js';
import type { Model } from './model.js';
import { SIGNAL_WIDTH } from './rank.js';

/** A linear model as plain numbers. */
export interface PlainLinear {
  mean: number[];
  deviation: number[];
  weights: number[];
  bias: number;
}

/**
 * What was learnt from held-out messages: how to order candidates, and how sure to be. A hundred numbers that hardly depend
 * on which entries the base has, and two thirds of the cost of learning: kept beside the content, they make publishing an
 * edit fast, and keep the edit of one entry from shifting the confidences of all others.
 */
export interface Calibration {
  order: PlainLinear;
  confidence: PlainLinear;
  scope: PlainLinear;
}

export type Doubts = Pick<Model, 'reranker' | 'confidence' | 'scope'>;

/** The calibration of a model, to be kept. Rounded: more digits say nothing. */
export function toCalibration(model: Doubts): Calibration {
  return { order: toPlain(model.reranker), confidence: toPlain(model.confidence), scope: toPlain(model.scope) };
}

/** Reads a calibration back; undefined when it was made by an engine that weighs other evidence: it is then learnt anew. */
export function fromCalibration(calibration: Calibration): Doubts | undefined {
  const fits = (linear: PlainLinear, width: number) =>
    [linear.mean, linear.deviation, linear.weights].every((list) => list.length === width);
  if (!fits(calibration.order, EVIDENCE_WIDTH)) return undefined;
  if (!fits(calibration.confidence, SIGNAL_WIDTH) || !fits(calibration.scope, SIGNAL_WIDTH)) return undefined;
  return {
    reranker: toLinear(calibration.order),
    confidence: toLinear(calibration.confidence),
    scope: toLinear(calibration.scope),
  };
}

const round = (value: number) => Number(value.toPrecision(6));

const toPlain = ({ mean, deviation, weights, bias }: LinearModel): PlainLinear => ({
  mean: Array.from(mean, round),
  deviation: Array.from(deviation, round),
  weights: Array.from(weights, round),
  bias: round(bias),
});

const toLinear = ({ mean, deviation, weights, bias }: PlainLinear): LinearModel => ({
  mean: Float64Array.from(mean),
  deviation: Float64Array.from(deviation),
  weights: Float64Array.from(weights),
  bias,
});
