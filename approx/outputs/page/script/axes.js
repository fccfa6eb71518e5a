// Ticks that read well for any range: approx/panels/axes.py for an axis that moves.

import { number } from "./words.js";

/** Steps that read well, and how many ticks each is worth less than 1, 2 and 5. */
const STEPS = [[1, 0], [2, 0], [5, 0], [2.5, 1.2], [3, 1], [4, 1]];

/**
 * At most `most` round numbers in [low, high].
 * @param {number} low
 * @param {number} high
 * @param {number} most
 * @returns {number[]}
 */
export function ticks(low, high, most = 7) {
  let best = -Infinity;
  let chosen = [low, high];
  const size = 10 ** (Math.floor(Math.log10(high - low)) - 1);
  for (const decade of [1, 10, 100]) {
    for (const [base, cost] of STEPS) {
      const step = size * decade * base;
      const first = Math.ceil(low / step - 1e-9);
      const last = Math.floor(high / step + 1e-9);
      const count = last - first + 1;
      if (count < 2 || count > most) continue;
      const atEnd = (/** @type {number} */ k, /** @type {number} */ end) =>
        Math.abs(k * step - end) < 1e-9 * step ? 1 : 0;
      const worth = count + atEnd(first, low) + atEnd(last, high) - cost;
      if (worth > best) {
        best = worth;
        chosen = Array.from({ length: count }, (_, k) => (first + k) * step);
      }
    }
  }
  return chosen;
}

/** A tick's label. @param {number} value @param {number} step */
export function label(value, step) {
  if (Math.abs(value) < 1e-9 * step) return "0";
  if (Math.abs(value) >= 1e5 || step < 1e-4) {
    // 1 000 000.5 beside 1 000 001 needs all the digits down to the step's.
    const power = Math.floor(Math.log10(step) + 1e-9);
    const scaled = step / 10 ** power;
    const last = Math.abs(scaled - Math.round(scaled)) > 1e-6 ? power - 1 : power;
    const whole = Math.floor(Math.log10(Math.abs(value)) + 1e-9) + 1;
    const digits = Math.max(3, whole - last);
    // 1000050 is shorter than 1.00005·10⁶.
    return number(value, digits >= 5 && whole <= 7 ? Math.max(digits, whole) : digits);
  }
  let decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const scaled = step * 10 ** decimals;
  if (Math.abs(scaled - Math.round(scaled)) > 1e-6) decimals++;
  return value.toFixed(decimals).replace("-", "−");
}

/**
 * Heights that show all values and zero, with some room.
 * @param {number[]} values
 * @returns {[number, number]}
 */
export function room(values) {
  let low = 0;
  let high = 0;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low === high) [low, high] = [-1, 1];
  const more = 0.06 * (high - low);
  return [low < 0 ? low - more : low, high > 0 ? high + more : high];
}

/** The next of 1, 2, 5, 10, … at or above a size. @param {number} size */
export function round(size) {
  const decade = 10 ** Math.floor(Math.log10(size));
  const step = [1, 2, 5, 10].find((k) => k * decade >= size * (1 - 1e-9)) ?? 10;
  return Number((step * decade).toPrecision(3));
}
