// How far the exact function is from its target, not by sampling: approx/core/error.py for the page.
//
// Python cuts the target into Chebyshev series (resolved to rounding) and those into convex
// and concave pieces. There f' = target' has at most one solution, so the error's only inner
// extremum is one safeguarded Newton iteration away; the mean square is a Gauss quadrature of a
// polynomial, which is exact.

/** @import { Distance, Line, Smooth, TargetData } from "./types" */

/** Peaks within this share of the largest error count as places where it is reached. */
const EQUAL = 1e-4;
/** A smooth function is looked at so many times between two nodes of its drawing. */
const SHARES = 3;

/** @typedef {{ left: number, right: number, c: number[], d: number[], d2: number[] }} Series */

export class Target {
  /** @param {TargetData} data */
  constructor(data) {
    this.data = data;
    /** @type {Series[]} */
    this.pieces = data.pieces.map(({ left, right, coefficients: c }) => {
      const d = derived(c, (right - left) / 2);
      return { left, right, c, d, d2: derived(d, (right - left) / 2) };
    });
  }

  /** The value at x. @param {number} x */
  at(x) {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x <= this.pieces[middle].right) high = middle;
      else low = middle + 1;
    }
    return value(this.pieces[low], this.pieces[low].c, x);
  }

  /**
   * Sup and root-mean-square error of a line where the target is looked at.
   * @param {Line} line
   * @returns {Distance}
   */
  distance(line) {
    return line.smooth ? this.distanceOf(line, line.smooth) : this.distanceOfLine(line);
  }

  /** @param {Line} line @returns {Distance} */
  distanceOfLine(line) {
    const places = /** @type {{ x: number, e: number }[]} */ ([]);
    let square = 0;
    let k = 0;
    for (const [start, end, number] of this.data.convex_pieces) {
      const piece = this.pieces[number];
      let left = start;
      while (left < end) {
        while (k + 1 < line.slopes.length && line.x[k + 1] <= left) k++;
        const right = k + 1 < line.slopes.length ? Math.min(end, line.x[k + 1]) : end;
        const error = (/** @type {number} */ x) =>
          line.y[k] + line.slopes[k] * (x - line.x[k]) - value(piece, piece.c, x);
        places.push({ x: left, e: error(left) }, { x: right, e: error(right) });
        const inner = steepest(piece, line.slopes[k], left, right);
        if (inner !== null) places.push({ x: inner, e: error(inner) });
        square += integral((x) => error(x) ** 2, left, right, Math.max(2, piece.c.length));
        left = right;
      }
    }
    const length = line.x[line.x.length - 1] - line.x[0];
    return { ...largest(places, length), rms: Math.sqrt(square / this.data.length) };
  }

  /**
   * The same of a smooth function: its line only says how finely to look.
   * @param {Line} line
   * @param {Smooth} f
   * @returns {Distance}
   */
  distanceOf({ x }, f) {
    const places = /** @type {{ x: number, e: number }[]} */ ([]);
    let square = 0;
    let k = 0;
    for (const [start, end, number] of this.data.convex_pieces) {
      const piece = this.pieces[number];
      const error = (/** @type {number} */ at) => f.at(at) - value(piece, piece.c, at);
      const slope = (/** @type {number} */ at) => f.slope(at) - value(piece, piece.d, at);
      let left = start;
      places.push({ x: left, e: error(left) });
      while (left < end) {
        while (k + 1 < x.length && x[k + 1] <= left) k++;
        const right = k + 1 < x.length ? Math.min(end, x[k + 1]) : end;
        const step = (right - left) / SHARES;
        for (let i = 0; i < SHARES; i++) {
          const [low, high] = [left + i * step, i + 1 < SHARES ? left + (i + 1) * step : right];
          const top = turning(slope, low, high);
          if (top !== null) places.push({ x: top, e: error(top) });
          places.push({ x: high, e: error(high) });
        }
        const share = (right - left) / (piece.right - piece.left);
        const many = 8 + Math.min(piece.c.length, Math.ceil(3 * piece.c.length * share));
        square += integral((at) => error(at) ** 2, left, right, many);
        left = right;
      }
    }
    return { ...largest(places, x[x.length - 1] - x[0]), rms: Math.sqrt(square / this.data.length) };
  }
}

/**
 * Where a slope changes its sign between two points, by halving; null where it does not.
 * @param {(x: number) => number} slope
 * @param {number} left
 * @param {number} right
 */
function turning(slope, left, right) {
  // A little inside: at a breakpoint the slope of either side may come out.
  const inside = 1e-9 * (right - left);
  let [low, high] = [left + inside, right - inside];
  const rising = slope(low) > 0;
  if (slope(high) > 0 === rising) return null;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (slope(middle) > 0 === rising) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Where the target has this slope, between two points with no change of bending.
 * @param {Series} piece
 * @param {number} slope
 * @param {number} left
 * @param {number} right
 */
function steepest(piece, slope, left, right) {
  let low = value(piece, piece.d, left) - slope;
  const high = value(piece, piece.d, right) - slope;
  if (low === 0 || high === 0 || low > 0 === high > 0) return null;
  let x = left + ((right - left) * low) / (low - high);
  for (let step = 0; step < 60; step++) {
    const here = value(piece, piece.d, x) - slope;
    if (here === 0) return x;
    if (here > 0 === low > 0) [left, low] = [x, here];
    else right = x;
    const newton = x - here / value(piece, piece.d2, x);
    const next = newton > left && newton < right ? newton : (left + right) / 2;
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x) || next === left || next === right) return next;
    x = next;
  }
  return x;
}

/**
 * The largest |e|, and every place where it is reached.
 * @param {{ x: number, e: number }[]} places
 * @param {number} length
 */
function largest(places, length) {
  let sup = 0;
  for (const { e } of places) sup = Math.max(sup, Math.abs(e));
  const at = /** @type {number[]} */ ([]);
  const signs = /** @type {number[]} */ ([]);
  if (sup === 0) return { sup, at, signs };
  places.sort((one, other) => one.x - other.x);
  let top = 0; // of the peak that goes on: between two peaks the error is smaller, or of the other sign
  for (const { x, e } of places) {
    if (Math.abs(e) < sup * (1 - EQUAL)) {
      top = 0;
      continue;
    }
    const last = at.length - 1;
    const near = at.length > 0 && x - at[last] <= 1e-6 * length;
    if (near || (top && signs[last] === Math.sign(e))) {
      if (Math.abs(e) > top) [at[last], signs[last], top] = [x, Math.sign(e), Math.abs(e)];
      continue;
    }
    at.push(x);
    signs.push(Math.sign(e));
    top = Math.abs(e);
  }
  return { sup, at, signs };
}

/** A Chebyshev series at x (Clenshaw). @param {Series} piece @param {number[]} c @param {number} x */
function value(piece, c, x) {
  const u = (2 * x - piece.left - piece.right) / (piece.right - piece.left);
  let b1 = 0;
  let b2 = 0;
  for (let k = c.length - 1; k > 0; k--) [b1, b2] = [c[k] + 2 * u * b1 - b2, b1];
  return c[0] + u * b1 - b2;
}

/** The derivative's series, by x on a piece of this half width. @param {number[]} c @param {number} half */
function derived(c, half) {
  const n = c.length - 1;
  const d = new Array(Math.max(n, 1)).fill(0);
  for (let k = n; k > 0; k--) d[k - 1] = (k + 1 < n ? d[k + 1] : 0) + 2 * k * c[k];
  d[0] /= 2;
  return d.map((v) => v / half);
}

/** @type {Map<number, [number[], number[]]>} */
const RULES = new Map();

/** Gauss quadrature with n nodes. @param {(x: number) => number} f @param {number} left @param {number} right @param {number} n */
function integral(f, left, right, n) {
  let rule = RULES.get(n);
  if (!rule) RULES.set(n, (rule = gauss(n)));
  const [nodes, weights] = rule;
  const half = (right - left) / 2;
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i] * f(left + half * (1 + nodes[i]));
  return total * half;
}

/** Nodes and weights of Gauss and Legendre on [-1, 1], by Newton. @param {number} n @returns {[number[], number[]]} */
function gauss(n) {
  const nodes = [];
  const weights = [];
  for (let i = 0; i < n; i++) {
    let u = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step++) {
      let p0 = 1;
      let p1 = u;
      for (let k = 2; k <= n; k++) [p0, p1] = [p1, ((2 * k - 1) * u * p1 - (k - 1) * p0) / k];
      slope = n === 1 ? 1 : (n * (u * p1 - p0)) / (u * u - 1);
      const change = p1 / slope;
      u -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes.push(u);
    weights.push(2 / ((1 - u * u) * slope * slope));
  }
  return [nodes, weights];
}
