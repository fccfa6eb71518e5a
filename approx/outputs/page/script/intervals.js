// Interval arithmetic: every result contains all values, rounding included; approx/core/intervals.py in the page.
//
// [−∞, ∞] says that nothing is known. + − × ÷ round to the nearest, so one unit in the last place
// outwards is enough; library functions are taken to be within eight (engines use fdlibm or better).

import { logistic } from "./special.js";

/** @typedef {[number, number]} Interval */

const EPS = 2 ** -52;
const ULPS = 8;
const BITS = new Float64Array(1);
const WORDS = new Uint32Array(BITS.buffer);

/** @type {Interval} */
export const ZERO = [0, 0];
/** @type {Interval} */
export const ONE = [1, 1];
/** @type {Interval} */
export const ALL = [-Infinity, Infinity];

/** The next float64 above. @param {number} x */
export function above(x) {
  if (x !== x || x === Infinity) return x;
  if (x === 0) return Number.MIN_VALUE;
  BITS[0] = x;
  if (x > 0) {
    WORDS[0]++;
    if (WORDS[0] === 0) WORDS[1]++;
  } else {
    if (WORDS[0] === 0) WORDS[1]--;
    WORDS[0]--;
  }
  return BITS[0];
}

/** @param {number} x */
export function below(x) {
  return -above(-x);
}

/** @param {Interval} a */
export function isZero(a) {
  return a[0] === 0 && a[1] === 0;
}

/** @param {Interval} a */
export function hasZero(a) {
  return a[0] <= 0 && a[1] >= 0;
}

/** @param {Interval} a @param {number} value */
function is(a, value) {
  return a[0] === value && a[1] === value;
}

/** Rounded outwards; NaN becomes everything. @param {number} low @param {number} high @param {number} ulps @returns {Interval} */
export function outwards(low, high, ulps = 0) {
  if (low !== low || high !== high) return ALL;
  if (ulps && Math.abs(low) < Infinity) low -= ulps * EPS * Math.abs(low);
  if (ulps && Math.abs(high) < Infinity) high += ulps * EPS * Math.abs(high);
  return [below(low), above(high)];
}

/** a + b; sums without rounding, as 0.3 − 0.3, stay exact (Knuth's TwoSum). @param {Interval} a @param {Interval} b @returns {Interval} */
export function add(a, b) {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const [low, high] = [a[0] + b[0], a[1] + b[1]];
  const isLow = low - a[0] === b[0] && low - b[0] === a[0];
  const isHigh = high - a[1] === b[1] && high - b[1] === a[1];
  return [low !== low ? -Infinity : isLow ? low : below(low), high !== high ? Infinity : isHigh ? high : above(high)];
}

/** @param {Interval} a @returns {Interval} */
export function negative(a) {
  return [-a[1], -a[0]];
}

/** @param {Interval} a @param {Interval} b */
export function subtract(a, b) {
  return add(a, negative(b));
}

/** Whether a number has at most 24 significant bits: then products of two are exact. @param {number} u */
function isShort(u) {
  const size = Math.abs(u);
  return Math.fround(u) === u && size < 1e30 && (size > 1e-30 || size === 0);
}

/** Smallest and largest of what `f` makes of the ends, rounded outwards unless it is exact; NaN is 0 · ∞, which does not matter. @param {Interval} a @param {Interval} b @param {(u: number, v: number) => number} f @param {(q: number, u: number, v: number) => boolean} exact @returns {Interval} */
function corners(a, b, f, exact) {
  let [low, high] = [Infinity, -Infinity];
  for (const u of a) {
    for (const v of b) {
      const p = f(u, v);
      if (p !== p) continue;
      const sharp = exact(p, u, v);
      low = Math.min(low, sharp ? p : below(p));
      high = Math.max(high, sharp ? p : above(p));
    }
  }
  return low > high ? ZERO : [low, high];
}

/** a · b; products without rounding, as 3 · 0.5, stay exact. @param {Interval} a @param {Interval} b @returns {Interval} */
export function multiply(a, b) {
  if (isZero(a) || isZero(b)) return ZERO;
  if (is(a, 1)) return b;
  if (is(b, 1)) return a;
  return corners(a, b, (u, v) => u * v, (_, u, v) => isShort(u) && isShort(v));
}

/** 1/a; of an interval that ends at 0, one side without a bound; across 0, everything. @param {Interval} a @returns {Interval} */
export function inverse(a) {
  if (a[0] > 0 || a[1] < 0) return Math.abs(a[0]) === 1 && Math.abs(a[1]) === 1 ? [1 / a[1], 1 / a[0]] : outwards(1 / a[1], 1 / a[0]);
  return [a[0] === 0 && a[1] > 0 ? below(1 / a[1]) : -Infinity, a[1] === 0 && a[0] < 0 ? above(1 / a[0]) : Infinity];
}

/** a / b; quotients that are exact and short, as 3/2, stay exact. @param {Interval} a @param {Interval} b @returns {Interval} */
export function divide(a, b) {
  if (b[0] > 0 || b[1] < 0) {
    const found = corners(a, b, (u, v) => u / v, (q, u, v) => q * v === u && isShort(q) && isShort(v));
    if (found.every(Number.isFinite)) return found;
  }
  return multiply(a, inverse(b));
}

/** @param {number} factor @param {Interval} a */
export function scale(factor, a) {
  return multiply([factor, factor], a);
}

/** @param {number} summand @param {Interval} a */
export function shift(summand, a) {
  return add([summand, summand], a);
}

/** @param {Interval} a @param {Interval} b @returns {Interval} */
export function hull(a, b) {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** What both allow. @param {Interval} a @param {Interval} b @returns {Interval} */
export function overlap(a, b) {
  const [low, high] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return low > high ? hull(a, b) : [low, high]; // where they contradict, one overflowed
}

/** Of |a|. @param {Interval} a @returns {Interval} */
export function sizes([low, high]) {
  const [left, right] = [Math.abs(low), Math.abs(high)];
  return [low <= 0 && high >= 0 ? 0 : Math.min(left, right), Math.max(left, right)];
}

/** @param {Interval} a @returns {Interval} */
export function square(a) {
  const [low, high] = sizes(a);
  return [isShort(low) ? low * low : Math.max(0, below(low * low)), isShort(high) ? high * high : above(high * high)];
}

/** a^c for a number c; for other than whole c, of what is not negative. @param {Interval} a @param {number} c @returns {Interval} */
export function power(a, c) {
  if (c < 0) return inverse(power(a, -c));
  if (c === 0) return ONE;
  if (c === 1) return a;
  if (c === 2) return square(a);
  if (!Number.isInteger(c)) {
    const [low, high] = outwards(Math.max(a[0], 0) ** c, a[1] ** c, ULPS);
    return [a[1] < 0 ? -Infinity : Math.max(low, 0), a[1] === 0 ? 0 : high];
  }
  const ends = c % 2 ? a : sizes(a);
  const plain = ends.map((end) => end ** c);
  const wide = outwards(plain[0], plain[1], ULPS);
  // Powers of −1, 0 and 1 have no rounding.
  const [low, high] = ends.map((end, k) => (Math.abs(end) === end * end ? plain[k] : wide[k]));
  return [c % 2 ? low : Math.max(low, 0), high];
}

/**
 * An increasing function with values in [least, most]; exact at `zeroAt`.
 * @param {(u: number) => number} f @param {{ least?: number, most?: number, zeroAt?: number, ulps?: number }} how
 * @returns {(a: Interval) => Interval}
 */
export function rising(f, { least = -Infinity, most = Infinity, zeroAt = 0, ulps = ULPS } = {}) {
  const inside = (/** @type {number} */ v) => Math.min(most, Math.max(least, v));
  return (a) => {
    const [p, q] = [f(a[0]), f(a[1])];
    const [low, high] = outwards(p, q, ulps);
    return [inside(a[0] === zeroAt ? p : low), inside(a[1] === zeroAt ? q : high)];
  };
}

/** @param {Interval} a */
export function sine(a) {
  return wave(a, Math.sin, Math.PI / 2, -Math.PI / 2);
}

/** @param {Interval} a */
export function cosine(a) {
  return wave(a, Math.cos, 0, Math.PI);
}

/** @param {Interval} a @param {(u: number) => number} f @param {number} top @param {number} bottom @returns {Interval} */
function wave(a, f, top, bottom) {
  const [p, q] = [f(a[0]), f(a[1])];
  let [low, high] = isZero(a) ? [p, q] : outwards(Math.min(p, q), Math.max(p, q), ULPS);
  [low, high] = [Math.max(low, -1), Math.min(high, 1)];
  if (a[0] === a[1]) return [low, high];
  const size = Math.max(Math.abs(a[0]), Math.abs(a[1]));
  const slack = 1e-15 * (1 + size);
  /** Whether turn + 2πk may lie inside, for some whole k. @param {number} turn */
  const reaches = (turn) => {
    const k = Math.ceil((a[0] - slack - turn) / (2 * Math.PI) - 1e-15);
    return !(turn + 2 * Math.PI * k > a[1] + slack);
  };
  const far = !(size < 1e12);
  return [far || reaches(bottom) ? -1 : low, far || reaches(top) ? 1 : high];
}

/** @param {Interval} a @returns {Interval} */
export function tangent(a) {
  const k = Math.round(a[0] / Math.PI);
  const pole = a[1] - k * Math.PI >= Math.PI / 2 - 1e-9 || a[0] - k * Math.PI <= -Math.PI / 2 + 1e-9;
  if (pole || !(Math.abs(a[0]) < 1e6)) return ALL;
  return rising(Math.tan)(a);
}

export const sigmoid = rising(logistic, { least: 0, most: 1, zeroAt: NaN });

/** @param {Interval} a @returns {Interval} */
export function hyperbolicCosine(a) {
  const [least, most] = sizes(a);
  const [low, high] = outwards(Math.cosh(least), Math.cosh(most), ULPS);
  return [least === 0 ? 1 : Math.max(low, 1), most === 0 ? 1 : high];
}

/** The angle of (x, y) on a box without the origin and the cut. @param {Interval} y @param {Interval} x @returns {Interval} */
export function angle(y, x) {
  const all = y.flatMap((v) => x.map((u) => Math.atan2(v, u)));
  return outwards(Math.min(...all), Math.max(...all), ULPS);
}

/** Ends without those values that are not taken: `inward` is −1, 0 or 1 for each end, the side on which values lie. Infinite ends and the largest float stay: they stand for what overflows. @param {Interval} a @param {[number, number]} inward @returns {Interval} */
export function nudged(a, inward) {
  const [low, high] = a.map((end, k) => {
    const moved = inward[k] === 0 ? end : inward[k] > 0 ? above(end) : below(end);
    return Number.isFinite(end) && Number.isFinite(moved) ? moved : end;
  });
  return [low, high];
}
