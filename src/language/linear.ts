/** A linear model over standardised columns. */
export interface LinearModel {
  mean: Float64Array;
  deviation: Float64Array;
  weights: Float64Array;
  bias: number;
}

/** Value of the model for one row that begins at `at`. */
export function evaluateLinear(model: LinearModel, rows: Float64Array, at = 0): number {
  let sum = model.bias;
  for (let d = 0; d < model.weights.length; d++)
    sum += ((model.weights[d] ?? 0) * ((rows[at + d] ?? 0) - (model.mean[d] ?? 0))) / (model.deviation[d] ?? 1);
  return sum;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function standardise(rows: Float64Array, width: number): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  const count = rows.length / width || 1;
  for (let i = 0; i < rows.length; i++) mean[i % width] = (mean[i % width] ?? 0) + (rows[i] ?? 0) / count;
  for (let i = 0; i < rows.length; i++)
    deviation[i % width] = (deviation[i % width] ?? 0) + ((rows[i] ?? 0) - (mean[i % width] ?? 0)) ** 2 / count;
  for (let d = 0; d < width; d++) deviation[d] = Math.sqrt(deviation[d] ?? 0) > 1e-9 ? Math.sqrt(deviation[d] ?? 0) : 1;
  return { mean, deviation };
}

/** Groups of rows (the candidates of one message) of which at most one is right. */
export interface Groups {
  width: number;
  rows: Float64Array;
  /** First row of each group, and the end. */
  start: Int32Array;
  /** Row of the right candidate of each group, or -1: the group is skipped. */
  right: Int32Array;
  /** Weight of each group. */
  importance: Float64Array;
}

/**
 * Conditional logit: weights under which the right candidate of each group is the likeliest. Newton's method with halved
 * steps: deterministic, and it cannot diverge.
 */
export function trainConditionalLogit(groups: Groups, ridge: number): LinearModel {
  const { width } = groups;
  const { mean, deviation } = standardise(groups.rows, width);
  const x = groups.rows.map((v, i) => (v - (mean[i % width] ?? 0)) / (deviation[i % width] ?? 1));
  let weights = new Float64Array(width);
  let loss = measureLoss(x, weights, groups, ridge);
  for (let step = 0; step < 12; step++) {
    const gradient = weights.map((w) => -ridge * w);
    const hessian = new Float64Array(width * width);
    for (let d = 0; d < width; d++) hessian[d * width + d] = ridge;
    for (let g = 0; g < groups.right.length; g++) addGroup(gradient, hessian, x, weights, groups, g);
    const move = solveSymmetric(hessian, gradient, width);
    const before = loss;
    for (let share = 1; share > 1e-3; share /= 2) {
      const next = weights.map((w, d) => w + share * (move[d] ?? 0));
      const reached = measureLoss(x, next, groups, ridge);
      if (reached >= loss) continue;
      weights = next;
      loss = reached;
      break;
    }
    if (before - loss < 1e-5 * before) break;
  }
  return { mean, deviation, weights, bias: 0 };
}

/** Shares of the rows of group `g` under the weights. */
function shareGroup(x: Float64Array, weights: Float64Array, groups: Groups, g: number): Float64Array {
  const { width } = groups;
  const from = groups.start[g] ?? 0;
  const to = groups.start[g + 1] ?? 0;
  const shares = new Float64Array(to - from);
  let top = Number.NEGATIVE_INFINITY;
  for (let r = from; r < to; r++) {
    let s = 0;
    for (let d = 0; d < width; d++) s += (weights[d] ?? 0) * (x[r * width + d] ?? 0);
    shares[r - from] = s;
    if (s > top) top = s;
  }
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    shares[k] = Math.exp((shares[k] ?? 0) - top);
    sum += shares[k] ?? 0;
  }
  for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] ?? 0) / sum;
  return shares;
}

/** Negative log likelihood plus penalty. */
function measureLoss(x: Float64Array, weights: Float64Array, groups: Groups, ridge: number): number {
  let loss = 0;
  for (const w of weights) loss += (ridge * w * w) / 2;
  for (let g = 0; g < groups.right.length; g++) {
    const right = groups.right[g] ?? -1;
    if (right < 0) continue;
    const share = shareGroup(x, weights, groups, g)[right - (groups.start[g] ?? 0)] ?? 0;
    loss -= (groups.importance[g] ?? 1) * Math.log(Math.max(share, 1e-300));
  }
  return loss;
}

/** Adds the gradient and the curvature (lower triangle) of one group. */
function addGroup(
  gradient: Float64Array,
  hessian: Float64Array,
  x: Float64Array,
  weights: Float64Array,
  groups: Groups,
  g: number,
): void {
  const { width } = groups;
  const right = groups.right[g] ?? -1;
  if (right < 0) return;
  const from = groups.start[g] ?? 0;
  const importance = groups.importance[g] ?? 1;
  const shares = shareGroup(x, weights, groups, g);
  const expected = new Float64Array(width);
  shares.forEach((p, k) => {
    for (let d = 0; d < width; d++) expected[d] = (expected[d] ?? 0) + p * (x[(from + k) * width + d] ?? 0);
  });
  for (let d = 0; d < width; d++)
    gradient[d] = (gradient[d] ?? 0) + importance * ((x[right * width + d] ?? 0) - (expected[d] ?? 0));
  const centred = new Float64Array(width);
  for (let k = 0; k < shares.length; k++) {
    const p = importance * (shares[k] ?? 0);
    if (p < 1e-3) continue;
    for (let d = 0; d < width; d++) centred[d] = (x[(from + k) * width + d] ?? 0) - (expected[d] ?? 0);
    for (let d = 0; d < width; d++) {
      const scaled = p * (centred[d] ?? 0);
      for (let e = 0; e <= d; e++) hessian[d * width + e] = (hessian[d * width + e] ?? 0) + scaled * (centred[e] ?? 0);
    }
  }
}

/** Ridge logistic regression by Newton's method. `rows` has one row per answer of `yes`. */
export function trainLogistic(rows: Float64Array, yes: readonly boolean[], width: number, ridge: number): LinearModel {
  const { mean, deviation } = standardise(rows, width);
  const size = width + 1;
  const w = new Float64Array(size);
  const x = new Float64Array(size);
  x[width] = 1;
  for (let iteration = 0; iteration < 25; iteration++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (let d = 0; d < size; d++) {
      const penalty = d < width ? ridge : 1e-6;
      gradient[d] = -penalty * (w[d] ?? 0);
      hessian[d * size + d] = penalty;
    }
    yes.forEach((right, r) => {
      let s = 0;
      for (let d = 0; d < width; d++) x[d] = ((rows[r * width + d] ?? 0) - (mean[d] ?? 0)) / (deviation[d] ?? 1);
      for (let d = 0; d < size; d++) s += (w[d] ?? 0) * (x[d] ?? 0);
      const p = sigmoid(s);
      const curve = Math.max(p * (1 - p), 1e-6);
      for (let d = 0; d < size; d++) {
        gradient[d] = (gradient[d] ?? 0) + ((right ? 1 : 0) - p) * (x[d] ?? 0);
        const scaled = curve * (x[d] ?? 0);
        for (let e = 0; e <= d; e++) hessian[d * size + e] = (hessian[d * size + e] ?? 0) + scaled * (x[e] ?? 0);
      }
    });
    const move = solveSymmetric(hessian, gradient, size);
    let most = 0;
    for (let d = 0; d < size; d++) {
      w[d] = (w[d] ?? 0) + (move[d] ?? 0);
      most = Math.max(most, Math.abs(move[d] ?? 0));
    }
    if (most < 1e-7) break;
  }
  return { mean, deviation, weights: w.slice(0, width), bias: w[width] ?? 0 };
}

/** Solves A x = b for a positive definite A given by its lower triangle (Cholesky). */
function solveSymmetric(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      l[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (l[j * n + j] ?? 1);
    }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (l[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (l[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - (l[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (l[i * n + i] ?? 1);
  }
  return x;
}
