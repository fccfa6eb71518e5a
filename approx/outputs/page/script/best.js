// The best function found with so many breakpoints: a dynamic program places them, a polish moves them.
//
// The program gives pieces with the smallest squared error, each with a line of its own (Bellman 1961).
// Then breakpoints and heights are moved together by Levenberg and Marquardt; for the largest error
// the powers of the error grow from 2 to 512 (Lawson 1961 and others). What is proved stands in Python.

/** @import { Layer } from "./types" */
/** @import { Model } from "./model" */

import { ACTIVATIONS } from "./activations.js";

/** Samples between which the program chooses, and on which the polish measures. */
const [COARSE, FINE] = [200, 700];
const POWERS = [2, 4, 8, 16, 32, 64, 128, 256, 512];
const ROUNDS = 40;
/** Breakpoints keep this share of the interval apart. */
const APART = 1e-6;

/** @typedef {{ t: number[], v: number[] }} Polyline */
/**
 * Samples; and the function behind them, which is looked at where the breakpoints are: there the
 * largest error of a polyline lies, between two samples.
 * @typedef {{ xs: number[], ys: number[], at: ((x: number) => number) | null, step: number }} Aim
 */

/**
 * One hidden layer of ReLUs, as many as the model's has, with the smallest error found.
 * @param {Model} model
 * @returns {Layer[]}
 */
export function bestFound(model) {
  const { layers, data } = model;
  const n = layers[0].biases.length;
  const known = data.best?.curves[n - 1];
  const line = known && known[0].length <= n + 1 ? { t: known[0], v: known[1] } : searched(model, n - 1);
  return hinged(line, n, layers[1]);
}

/** The smallest rms error on the samples that is found with so many neurons. @param {Model} model @returns {number | null} */
export function leastFound(model) {
  const { layers, training } = model;
  const n = layers[0].biases.length;
  return training && Math.sqrt(training.loss(hinged(searched(model, n - 1, [2]), n, layers[1])));
}

/** @param {Model} model @param {number} breakpoints @param {number[]} norm powers of the error @returns {Polyline} */
function searched(model, breakpoints, norm = model.data.norm === "sup" && model.curve ? POWERS : [2]) {
  const [a, b] = model.data.domain;
  const [xs, ys] = withEnds(model, ...model.samples(FINE));
  const k = Math.max(0, Math.min(breakpoints, xs.length - 2));
  const own = model.exact.output.x.slice(1, -1);
  const starts = [placed(xs, ys, k, a, b), Array.from({ length: k }, (_, j) => a + ((b - a) * (j + 1)) / (k + 1)), ...(own.length <= k ? [own] : [])];
  const { curve } = model;
  const at = curve && ((/** @type {number} */ x) => curve.at(x));
  const found = starts.map((inner) => polished({ xs, ys, at, step: 1e-7 * (b - a) }, [a, ...inner, b], norm));
  found.sort((one, other) => one.error - other.error);
  return found[0];
}

/** The samples of a curve, with the ends of its pieces: there the largest error often lies. @param {Model} model @param {number[]} xs @param {number[]} ys @returns {[number[], number[]]} */
function withEnds({ curve, data }, xs, ys) {
  if (!curve) return [xs, ys];
  const ends = data.target.smooth_pieces.flatMap(([left, right, first, last]) => [[left, first], [right, last]]);
  const all = [...xs.map((x, k) => [x, ys[k]]), ...ends].sort((one, other) => one[0] - other[0]);
  return [all.map(([x]) => x), all.map(([, y]) => y)];
}

/** Breakpoints between pieces that each have a line of their own. @param {number[]} xs @param {number[]} ys @param {number} k @param {number} a @param {number} b */
function placed(xs, ys, k, a, b) {
  const step = Math.max(1, Math.floor(xs.length / COARSE));
  const at = xs.map((_, i) => i).filter((i) => i % step === 0);
  const [x, y] = [at.map((i) => xs[i]), at.map((i) => ys[i])];
  const m = x.length;
  const pieces = Math.min(k + 1, Math.floor(m / 2));
  if (pieces < 2) return [];
  const sums = [new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1)];
  for (let i = 0; i < m; i++) {
    const u = (x[i] - (a + b) / 2) / (b - a);
    [u, y[i], u * u, u * y[i], y[i] * y[i]].forEach((term, s) => (sums[s][i + 1] = sums[s][i] + term));
  }
  /** The squared error of the best line through samples i … j − 1. @param {number} i @param {number} j */
  const cost = (i, j) => {
    const c = j - i;
    const [su, sy, suu, suy, syy] = sums.map((s) => s[j] - s[i]);
    const spread = suu - (su * su) / c;
    const along = suy - (su * sy) / c;
    return Math.max(0, syy - (sy * sy) / c - (spread > 1e-14 ? (along * along) / spread : 0));
  };
  let before = Array.from({ length: m + 1 }, (_, j) => (j < 2 ? Infinity : cost(0, j)));
  const cuts = /** @type {Int32Array[]} */ ([]);
  for (let p = 1; p < pieces; p++) {
    const now = new Array(m + 1).fill(Infinity);
    const cut = new Int32Array(m + 1);
    for (let j = 2 * (p + 1); j <= m; j++) {
      for (let i = 2 * p; i <= j - 2; i++) {
        const total = before[i] + cost(i, j);
        if (total < now[j]) [now[j], cut[j]] = [total, i];
      }
    }
    cuts.push(cut);
    before = now;
  }
  const inner = /** @type {number[]} */ ([]);
  for (let p = cuts.length - 1, j = m; p >= 0; p--) {
    j = cuts[p][j];
    inner.unshift((x[j - 1] + x[j]) / 2);
  }
  return inner;
}

/**
 * Breakpoints and heights moved until the error is smallest.
 * @param {Aim} aim @param {number[]} stops @param {number[]} powers
 * @returns {Polyline & { error: number }}
 */
function polished(aim, stops, powers) {
  let t = [...stops];
  let v = t.map((x) => nearestHeight(aim, x));
  const gap = APART * (t[t.length - 1] - t[0]);
  let best = { t, v, error: Infinity };
  for (const power of powers) {
    let damping = 1e-3;
    let now = sizes(aim, t, v, power);
    for (let round = 0; round < ROUNDS; round++) {
      const step = stepOf(now.rows, v.length + t.length - 2, now.largest, power, damping);
      if (!step) break;
      const moved = t.map((x, j) => (j && j < t.length - 1 ? x + step[v.length + j - 1] : x));
      const isOrdered = moved.every((x, j) => !j || x - moved[j - 1] > gap);
      const heights = v.map((y, j) => y + step[j]);
      const next = isOrdered ? sizes(aim, moved, heights, power) : null;
      if (next && next.total < now.total) {
        const gained = now.total - next.total;
        [t, v, now] = [moved, heights, next];
        damping = Math.max(1e-12, damping / 5);
        if (gained < 1e-10 * now.total) break;
      } else {
        damping *= 4;
        if (damping > 1e8) break;
      }
    }
    const error = powers.length > 1 ? now.largest : now.total;
    if (error < best.error) best = { t, v, error };
  }
  return best;
}

/** @param {Aim} aim @param {number} x */
function nearestHeight({ xs, ys }, x) {
  let k = 0;
  while (k + 1 < xs.length && Math.abs(xs[k + 1] - x) <= Math.abs(xs[k] - x)) k++;
  return ys[k];
}

/** A residual, the parameters it depends on, and how. @typedef {{ r: number, places: number[], slopes: number[] }} Row */

/**
 * Residuals, and the mean of their powers, scaled by the largest so that nothing overflows.
 * @param {Aim} aim @param {number[]} t @param {number[]} v @param {number} power
 */
function sizes({ xs, ys, at, step }, t, v, power) {
  const last = t.length - 1;
  let piece = 0;
  const rows = /** @type {Row[]} */ ([]);
  xs.forEach((x, i) => {
    while (piece + 2 < t.length && x > t[piece + 1]) piece++;
    const share = (x - t[piece]) / (t[piece + 1] - t[piece]);
    const slope = (v[piece + 1] - v[piece]) / (t[piece + 1] - t[piece]);
    const row = { r: v[piece] + share * (v[piece + 1] - v[piece]) - ys[i], places: [piece, piece + 1], slopes: [1 - share, share] };
    if (piece > 0) {
      row.places.push(v.length + piece - 1);
      row.slopes.push(-slope * (1 - share));
    }
    if (piece + 1 < last) {
      row.places.push(v.length + piece);
      row.slopes.push(-slope * share);
    }
    rows.push(row);
  });
  for (let j = 1; at && j < last; j++) {
    const steep = (at(t[j] + step) - at(t[j] - step)) / (2 * step);
    rows.push({ r: v[j] - at(t[j]), places: [j, v.length + j - 1], slopes: [1, -steep] });
  }
  const largest = rows.reduce((most, { r }) => Math.max(most, Math.abs(r)), 0);
  const mean = rows.reduce((sum, { r }) => sum + (Math.abs(r) / (largest || 1)) ** power, 0) / rows.length;
  return { rows, largest, total: largest * mean ** (1 / power) };
}

/** A damped step for heights, then inner breakpoints; null where there is none. @param {Row[]} rows @param {number} n @param {number} largest @param {number} power @param {number} damping */
function stepOf(rows, n, largest, power, damping) {
  if (largest === 0) return null;
  const matrix = Array.from({ length: n }, () => new Float64Array(n));
  const side = new Float64Array(n);
  for (const { r, places, slopes } of rows) {
    const weight = (Math.abs(r) / largest) ** (power - 2);
    places.forEach((p, a) => {
      side[p] -= (weight * slopes[a] * r) / (power - 1);
      places.forEach((q, b) => (matrix[p][q] += weight * slopes[a] * slopes[b]));
    });
  }
  const most = matrix.reduce((size, row, k) => Math.max(size, row[k]), 0);
  for (let k = 0; k < n; k++) matrix[k][k] += damping * matrix[k][k] + 1e-12 * most;
  return solved(matrix, side);
}

/** A symmetric positive system (Cholesky); null where it is none. @param {Float64Array[]} matrix @param {Float64Array} side */
function solved(matrix, side) {
  const n = side.length;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let total = matrix[i][j];
      for (let k = 0; k < j; k++) total -= matrix[i][k] * matrix[j][k];
      if (i === j) {
        if (!(total > 0)) return null;
        matrix[j][j] = Math.sqrt(total);
      } else matrix[i][j] = total / matrix[j][j];
    }
  }
  const z = Float64Array.from(side);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) z[i] -= matrix[i][k] * z[k];
    z[i] /= matrix[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) z[i] -= matrix[k][i] * z[k];
    z[i] /= matrix[i][i];
  }
  return z;
}

/** The polyline as n neurons that open to the right; those it does not need give nothing. @param {Polyline} line @param {number} n @param {Layer} output @returns {Layer[]} */
function hinged({ t, v }, n, output) {
  const slopes = v.slice(1).map((y, j) => (y - v[j]) / (t[j + 1] - t[j]));
  const neurons = Array.from({ length: n }, (_, j) => j);
  const stops = neurons.map((j) => (j < slopes.length ? t[j] : t[t.length - 1]));
  const relu = { activation: "relu", ...ACTIVATIONS.relu };
  return [
    { ...relu, weights: neurons.map(() => [1]), biases: stops.map((x) => -x) },
    { ...output, weights: [neurons.map((j) => (j < slopes.length ? slopes[j] - (slopes[j - 1] ?? 0) : 0))], biases: [v[0]] },
  ];
}
