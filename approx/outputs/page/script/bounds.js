// What functions of one argument do to intervals: value, f' and f''; approx/inputs/expression/function_bounds.py in the page.

/** @import { Interval } from "./intervals" */

import {
  ALL, ONE, ZERO, add, cosine, hyperbolicCosine, inverse, multiply, negative, outwards, overlap, power, rising, scale, shift, sigmoid, sine, sizes,
  square, subtract, tangent,
} from "./intervals.js";
import { erf, normalShare } from "./special.js";

/** (argument, value) to a derivative; the better known of the two is used. @typedef {(u: Interval, w: Interval) => Interval} Derivative */
/** @typedef {[(u: Interval) => Interval, Derivative, Derivative]} Bounds value, first and second derivative */

/** The page's own error function: its exponential loses digits where it is tiny. */
const LOOSE = 4096;

/** @param {Interval} a */
function widened(a) {
  return outwards(a[0], a[1], 2);
}

/** A rounded number. @param {number} v */
function about(v) {
  return widened([v, v]);
}

/** Of a function with values on [least, most] only: the rest of an interval has none. @param {(u: Interval) => Interval} f @param {number} least @param {number} most @returns {(u: Interval) => Interval} */
function clipped(f, least, most = Infinity) {
  return (u) => f([Math.max(u[0], least), Math.min(u[1], most)]);
}

/** @param {(u: number) => number} f @param {number} base @returns {Bounds} */
function logarithm(f, base) {
  const factor = about(1 / Math.log(base));
  return [
    clipped(rising(f, { zeroAt: 1 }), 0),
    (u) => multiply(factor, inverse(u)),
    (u) => multiply(negative(factor), inverse(square(u))),
  ];
}

const exponential = rising(Math.exp, { least: 0 });
const minusSquare = (/** @type {Interval} */ u) => subtract(ONE, square(u));
const plusSquare = (/** @type {Interval} */ u) => shift(1, square(u));
const gauss = (/** @type {Interval} */ u) => exponential(negative(square(u)));
const density = (/** @type {Interval} */ u) => multiply(about(1 / Math.sqrt(2 * Math.PI)), exponential(scale(-0.5, square(u))));
const share = rising(normalShare, { least: 0, most: 1, zeroAt: NaN, ulps: LOOSE });
const logisticSlope = (/** @type {Interval} */ u) => {
  const s = sigmoid(u);
  return multiply(s, subtract(ONE, s));
};
const arcsineSlope = (/** @type {Interval} */ u) => power(minusSquare(u), -0.5);
const arcsineBend = (/** @type {Interval} */ u) => multiply(u, power(minusSquare(u), -1.5));
const itself = (/** @type {Interval} */ _, /** @type {Interval} */ w) => w;

/** |sinc|, |sinc'| and |sinc''| of sin(t)/t are at most these; below 2 it is summed as a series. */
const SINC_MOST = [1, 0.5, 1 / 3];
const [SINC_NEAR, SINC_TERMS] = [2, 15];

/** The derivative of sin(t)/t = Σ (−1)^k t^2k/(2k + 1)! on |t| <= 2; what is left out is below 1e-20. @param {Interval} t @param {number} order */
function sincSeries(t, order) {
  const squared = square(t);
  let total = ZERO;
  for (let k = SINC_TERMS; k >= Math.floor((order + 1) / 2); k--) {
    let factor = (-1) ** k;
    for (let i = 2; i <= 2 * k + 1; i++) factor /= i;
    for (let i = 0; i < order; i++) factor *= 2 * k - i;
    total = add(outwards(factor, factor, 2 * SINC_TERMS + 6), multiply(squared, total));
  }
  total = add(total, [-1e-20, 1e-20]);
  return order % 2 ? multiply(t, total) : total;
}

/** The derivative of sin(πu)/(πu) of an order. @param {number} order @returns {(u: Interval) => Interval} */
function sinc(order) {
  const pi = about(Math.PI);
  return (u) => {
    const t = multiply(pi, u);
    const most = outwards(-SINC_MOST[order], SINC_MOST[order], 2);
    let found = most;
    if (sizes(t)[1] <= SINC_NEAR) found = overlap(sincSeries(t, order), most);
    else if (t[0] > 1 || t[1] < -1) {
      const by = inverse(t);
      const far = multiply(sine(t), by);
      const first = multiply(subtract(cosine(t), far), by);
      const second = negative(add(far, scale(2, multiply(first, by))));
      found = overlap([far, first, second][order], most);
    }
    for (let k = 0; k < order; k++) found = multiply(pi, found);
    return found;
  };
}

/** @type {Record<string, Bounds>} */
export const BOUNDS = {
  acos: [
    (u) => outwards(Math.acos(Math.min(u[1], 1)), Math.acos(Math.max(u[0], -1)), 8),
    (u) => negative(arcsineSlope(u)),
    (u) => negative(arcsineBend(u)),
  ],
  asin: [clipped(rising(Math.asin), -1, 1), arcsineSlope, arcsineBend],
  acosh: [
    clipped(rising(Math.acosh, { least: 0, zeroAt: 1 }), 1),
    (u) => power(shift(-1, square(u)), -0.5),
    (u) => negative(multiply(u, power(shift(-1, square(u)), -1.5))),
  ],
  asinh: [rising(Math.asinh), (u) => power(plusSquare(u), -0.5), (u) => negative(multiply(u, power(plusSquare(u), -1.5)))],
  atanh: [
    clipped(rising(Math.atanh), -1, 1),
    (u) => inverse(minusSquare(u)),
    (u) => scale(2, multiply(u, inverse(square(minusSquare(u))))),
  ],
  atan: [rising(Math.atan), (u) => inverse(plusSquare(u)), (u) => scale(-2, multiply(u, inverse(square(plusSquare(u)))))],
  cbrt: [
    rising(Math.cbrt),
    (_, w) => inverse(scale(3, square(w))),
    (_, w) => multiply([-2, -2], inverse(scale(9, power(w, 5)))),
  ],
  cos: [cosine, (u) => negative(sine(u)), (_, w) => negative(w)],
  cosh: [hyperbolicCosine, rising(Math.sinh), itself],
  erf: [
    rising(erf, { least: -1, most: 1, ulps: LOOSE }),
    (u) => multiply(about(2 / Math.sqrt(Math.PI)), gauss(u)),
    (u) => multiply(about(-4 / Math.sqrt(Math.PI)), multiply(u, gauss(u))),
  ],
  exp: [exponential, itself, itself],
  expm1: [rising(Math.expm1, { least: -1 }), (_, w) => shift(1, w), (_, w) => shift(1, w)],
  gelu: [
    (u) => multiply(u, share(u)),
    (u) => add(share(u), multiply(u, density(u))),
    (u) => multiply(subtract([2, 2], square(u)), density(u)),
  ],
  ln: logarithm(Math.log, Math.E),
  log: logarithm(Math.log, Math.E),
  log10: logarithm(Math.log10, 10),
  log1p: [clipped(rising(Math.log1p), -1), (u) => inverse(shift(1, u)), (u) => negative(inverse(square(shift(1, u))))],
  log2: logarithm(Math.log2, 2),
  sigmoid: [
    sigmoid,
    (_, w) => multiply(w, subtract(ONE, w)),
    (_, w) => multiply(multiply(w, subtract(ONE, w)), subtract(ONE, scale(2, w))),
  ],
  silu: [
    (u) => multiply(u, sigmoid(u)),
    (u) => multiply(sigmoid(u), shift(1, multiply(u, subtract(ONE, sigmoid(u))))),
    (u) => multiply(logisticSlope(u), shift(2, multiply(u, subtract(ONE, scale(2, sigmoid(u)))))),
  ],
  sin: [sine, cosine, (_, w) => negative(w)],
  sinc: [sinc(0), sinc(1), sinc(2)],
  sinh: [rising(Math.sinh), hyperbolicCosine, itself],
  softplus: [
    rising((u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))), { least: 0, zeroAt: NaN }),
    sigmoid,
    logisticSlope,
  ],
  sqrt: [
    (u) => power(u, 0.5),
    (_, w) => scale(0.5, inverse(w)),
    (_, w) => scale(-0.25, inverse(power(w, 3))),
  ],
  // Across a pole, from +∞ to −∞, it falls.
  tan: [tangent, (_, w) => (w[0] === -Infinity && w[1] === Infinity ? ALL : plusSquare(w)), (_, w) => scale(2, multiply(w, plusSquare(w)))],
  tanh: [rising(Math.tanh, { least: -1, most: 1 }), (_, w) => minusSquare(w), (_, w) => scale(-2, multiply(w, minusSquare(w)))],
};
