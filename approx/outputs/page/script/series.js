// A target as Chebyshev series on convex pieces, as distance.js needs it (approx/core/polynomials.py, convex_pieces.py).

/** @import { Enclose } from "./enclosure" */
/** @import { TargetData } from "./types" */

import { Refusal, general } from "./refusal.js";

/** Coefficients below this share of the largest value count as rounding; and those that are dropped. */
const RESOLVED = 4e-15;
const NEGLIGIBLE = 2e-16;
const DEGREES = [8, 16, 32];
/** A cell is first cut in so many: what is narrow is less easily missed. */
const CELLS = 8;
const HALVINGS = 150;
/** A function that cancels is noise below some size: after so many halvings this share of its values is enough. */
const [NOISY, ENOUGH] = [12, 1e-12];
const MOST_PIECES = 2048;
const EPS = 2 ** -52;
/** A target that changes by less than this share of its size on a cell is resolved there. */
const FLAT = 1e-13;
/** What rounds the values here, where few numbers are short and none is lost, rounds those of a piece so many times more at most. */
const [ODD, AROUND] = [0.5123, 4];
/** The second derivative's sign is looked at so many times per degree. */
const LOOKS = 6;

/** @typedef {TargetData["pieces"][number]} Piece */

/**
 * The series of a function between `stops`, where it is defined; and the convex pieces of each.
 * @param {(x: number) => number} f
 * @param {[number, number][]} cells between breaks
 * @param {string} label
 * @param {Enclose} enclose its bounds
 * @returns {{ pieces: Piece[], convex: [number, number, number][] }}
 */
export function seriesOf(f, cells, label, enclose) {
  const state = { scale: Math.max(0, ...cells.flat().map((t) => Math.abs(f(t))).filter(Number.isFinite)), count: 0 };
  const pieces = /** @type {Piece[]} */ ([]);
  for (const [left, right] of cells) {
    for (let k = 0; k < CELLS; k++) {
      const [low, high] = [k, k + 1].map((step) => (step === CELLS ? right : left + ((right - left) * step) / CELLS));
      resolve(f, low, high, HALVINGS, state, pieces, label, enclose);
    }
  }
  const convex = pieces.flatMap((piece, number) => {
    const ends = [piece.left, ...inflections(piece), piece.right];
    return ends.slice(1).flatMap((end, k) => (ends[k] < end ? [/** @type {[number, number, number]} */ ([ends[k], end, number])] : []));
  });
  return { pieces, convex };
}

/** @param {(x: number) => number} f @param {number} left @param {number} right @param {number} halvings @param {{ scale: number, count: number }} state @param {Piece[]} pieces @param {string} label @param {Enclose} enclose */
function resolve(f, left, right, halvings, state, pieces, label, enclose) {
  const far = Math.max(Math.abs(left), Math.abs(right));
  const tiny = right - left <= 4 * EPS * far;
  for (const degree of DEGREES) {
    const c = interpolated(f, left, right, degree);
    if (!c.every(Number.isFinite)) throw new Refusal(`${label} is not finite near x = ${general(left)}; choose another interval`);
    state.scale = Math.max(state.scale, ...c.map(Math.abs));
    const size = Math.max(...c.map(Math.abs), 1e-3 * state.scale);
    const moved = (EPS * far * c.reduce((total, v, k) => total + k * Math.abs(v), 0)) / ((right - left) / 2);
    const rest = Math.max(...c.slice(-3).map(Math.abs));
    const values = () => Array.from({ length: 9 }, (_, k) => f(left + ((right - left) * k) / 8));
    const flat = () => Math.max(...values()) - Math.min(...values()) <= FLAT * state.scale;
    const last = degree === DEGREES[DEGREES.length - 1];
    const noise = HALVINGS - halvings > NOISY ? ENOUGH * state.scale : 0;
    if (rest <= RESOLVED * size + moved + noise || (last && (tiny || flat() || rest <= rounding(enclose, left + ODD * (right - left))))) {
      state.count++;
      pieces.push({ left, right, coefficients: trimmed(c) });
      return;
    }
  }
  if (!halvings || state.count > MOST_PIECES) {
    throw new Refusal(`${label} cannot be resolved near x = ${general(left)}; choose an interval without that place`);
  }
  const middle = (left + right) / 2;
  resolve(f, left, middle, halvings - 1, state, pieces, label, enclose);
  resolve(f, middle, right, halvings - 1, state, pieces, label, enclose);
}

/** What a value near x may be rounded by, as 1 − cos(x) over x² near 0: its bounds at a place know. @param {Enclose} enclose @param {number} x */
function rounding(enclose, x) {
  const [low, high] = enclose(x, x).value;
  return AROUND * (high - low);
}

/** Chebyshev coefficients on [left, right]. @param {(x: number) => number} f @param {number} left @param {number} right @param {number} degree */
function interpolated(f, left, right, degree) {
  const n = degree + 1;
  const angles = Array.from({ length: n }, (_, k) => (Math.PI * (k + 0.5)) / n);
  const y = angles.map((angle) => f((left + right) / 2 + ((right - left) / 2) * Math.cos(angle)));
  return Array.from({ length: n }, (_, k) => {
    const total = y.reduce((sum, v, i) => sum + v * Math.cos(k * angles[i]), 0);
    return ((k ? 2 : 1) * total) / n;
  });
}

/** Without the last coefficients that are rounding. @param {number[]} c */
function trimmed(c) {
  const most = Math.max(...c.map(Math.abs));
  let last = c.length - 1;
  while (last > 0 && !(Math.abs(c[last]) > NEGLIGIBLE * most)) last--;
  return c.slice(0, last + 1);
}

/** Where the second derivative changes its sign inside. @param {Piece} piece */
function inflections({ left, right, coefficients }) {
  if (coefficients.length < 4) return [];
  const second = derivative(derivative(coefficients));
  const at = (/** @type {number} */ u) => clenshaw(second, u);
  const found = [];
  const count = LOOKS * coefficients.length;
  for (let k = 0; k < count; k++) {
    let [low, high] = [Math.cos((Math.PI * (count - k)) / count), Math.cos((Math.PI * (count - k - 1)) / count)];
    const rising = at(low) > 0;
    if (at(high) > 0 === rising) continue;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (at(middle) > 0 === rising) low = middle;
      else high = middle;
    }
    found.push((left + right) / 2 + ((right - left) / 2) * ((low + high) / 2));
  }
  return found;
}

/** @param {number[]} c */
function derivative(c) {
  const d = new Array(Math.max(1, c.length - 1)).fill(0);
  for (let k = c.length - 1; k > 0; k--) d[k - 1] = (d[k + 1] ?? 0) + 2 * k * c[k];
  d[0] /= 2;
  return d;
}

/** @param {number[]} c @param {number} u */
function clenshaw(c, u) {
  let [b1, b2] = [0, 0];
  for (let k = c.length - 1; k > 0; k--) [b1, b2] = [c[k] + 2 * u * b1 - b2, b1];
  return c[0] + u * b1 - b2;
}
