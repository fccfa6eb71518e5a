// Value, slope and bend as intervals, under arithmetic and the chain rule; approx/inputs/expression/interval_jets.py in the page.

/** @import { Interval } from "./intervals" */

import { BOUNDS } from "./bounds.js";
import { add, multiply, negative, scale, square } from "./intervals.js";

/** @typedef {[Interval, Interval, Interval]} Bundle value, slope and bend */

/** @param {Bundle} u @param {Bundle} v @param {(a: Interval, b: Interval) => Interval} f @returns {Bundle} */
export function both(u, v, f) {
  return [f(u[0], v[0]), f(u[1], v[1]), f(u[2], v[2])];
}

/** @param {Bundle} u @returns {Bundle} */
export function negated(u) {
  return [negative(u[0]), negative(u[1]), negative(u[2])];
}

/** A function of u from bounds of its value and derivatives by u. @param {Bundle} u @param {Interval} value @param {Interval} first @param {Interval} second @returns {Bundle} */
export function chained(u, value, first, second) {
  return [value, multiply(first, u[1]), add(multiply(second, square(u[1])), multiply(first, u[2]))];
}

/** @param {string} op @param {Bundle} u */
export function smooth(op, u) {
  const [value, first, second] = BOUNDS[op];
  const w = value(u[0]);
  return chained(u, w, first(u[0], w), second(u[0], w));
}

/** @param {Bundle} u @param {Bundle} v @returns {Bundle} */
export function product(u, v, isSquare = false) {
  if (isSquare) return chained(u, square(u[0]), scale(2, u[0]), [2, 2]);
  const cross = scale(2, multiply(u[1], v[1]));
  return [
    multiply(u[0], v[0]),
    add(multiply(u[1], v[0]), multiply(u[0], v[1])),
    add(add(multiply(u[2], v[0]), multiply(u[0], v[2])), cross),
  ];
}

/** A function of slope `left` below 0 and 1 above; its bend has no upper bound at 0. @param {Bundle} u @param {Interval} value @param {Interval} seen u's values without those at its ends that it does not take @param {number} left */
export function bent(u, value, [low, high], left) {
  // Closed ends count: of what is never below 0, the slope is 1 where it is more.
  const slope = /** @type {Interval} */ ([
    low > 0 || (low >= 0 && high > 0) ? 1 : left,
    high < 0 || (high <= 0 && low < 0) ? left : 1,
  ]);
  return chained(u, value, slope, [0, low < 0 && high > 0 ? Infinity : 0]);
}
