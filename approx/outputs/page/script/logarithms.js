// u^c · ln u on intervals: its limit at 0 is 0, though ln u has no bound there; approx/inputs/expression/logarithms.py in the page.

/** @import { Bundle } from "./bundles" */
/** @import { Interval } from "./intervals" */
/** @import { Part } from "./tape" */

import { chained, negated, product } from "./bundles.js";
import { ALL, ONE, ZERO, add, multiply, outwards, power, rising, scale } from "./intervals.js";

/** @type {Record<string, number>} */
const BASES = { ln: Math.E, log: Math.E, log2: 2, log10: 10 };
const EPS = 2 ** -52;
const logarithm = rising(Math.log, { zeroAt: 1 });

/**
 * Bounds of a product of powers of b and ln b, and of what else it holds, as x·log(x), √x·ln x or
 * x·ln|x|; of x·ln x too for the exponent of x^x. Null for others.
 * @param {Part[]} parts @param {Part} part @param {(place: number) => Bundle} jets of a row @returns {Bundle | null}
 */
export function powerOfLogarithm(parts, { op, args }, jets) {
  const factors = (op === "^" ? [args[1]] : args).flatMap((i) => factorsOf(parts, i));
  const logarithms = factors.filter((i) => parts[i].value === null && parts[i].op in BASES).map((i) => ({ place: i, base: parts[i].args[0], name: parts[i].op }));
  // The exponent of exp(v · ln u).
  for (const { place, base, name } of op === "^" ? [{ place: -1, base: args[0], name: "ln" }] : logarithms) {
    const rest = [...factors];
    if (place >= 0) rest.splice(rest.indexOf(place), 1);
    for (const other of rest) {
      const { c, sign } = exponentOf(parts, other, base, jets);
      if (!(c > 0)) continue;
      rest.splice(rest.indexOf(other), 1);
      const [value, first, second] = logarithmic(jets(base)[0], c);
      let jet = product(sign, chained(jets(base), value, first, second));
      const factor = 1 / Math.log(BASES[name]);
      if (BASES[name] !== Math.E) jet = product(jet, [outwards(factor, factor, 2), ZERO, ZERO]);
      return rest.reduce((total, i) => product(total, jets(i)), jet);
    }
  }
  return null;
}

/** The factors of a product. @param {Part[]} parts @param {number} place @returns {number[]} */
function factorsOf(parts, place) {
  const { op, args, value } = parts[place];
  return value === null && op === "*" ? args.flatMap((i) => factorsOf(parts, i)) : [place];
}

/** (c, s) where a factor is s · base^c with s = ±1; c = 0 for another factor. @param {Part[]} parts @param {number} place @param {number} base @param {(place: number) => Bundle} jets @returns {{ c: number, sign: Bundle }} */
function exponentOf(parts, place, base, jets) {
  const { op, args } = parts[place];
  const sign = /** @type {Bundle} */ ([ONE, ZERO, ZERO]);
  if (place === base) return { c: 1, sign };
  if (op === "neg") {
    const inner = exponentOf(parts, args[0], base, jets);
    return { c: inner.c, sign: negated(inner.sign) };
  }
  if (op === "^" && args[0] === base) return { c: parts[args[1]].value ?? 0, sign };
  if (op === "sqrt" && args[0] === base) return { c: 0.5, sign };
  if (parts[base].op === "abs" && parts[base].args[0] === place) {
    const [low, high] = jets(place)[0];
    const known = low >= 0 || high <= 0 ? ZERO : ALL;
    return { c: 1, sign: [[low >= 0 ? 1 : -1, high <= 0 ? -1 : 1], known, known] };
  }
  return { c: 0, sign };
}

/** Bounds of u^c · ln u for c > 0, and of its two derivatives, on u >= 0. @param {Interval} u @param {number} c @returns {Bundle} */
function logarithmic(u, c) {
  const inside = /** @type {Interval} */ ([Math.max(u[0], 0), u[1]]);
  return [u[1] < 0 ? ALL : valueOf(inside, c), derivative(inside, c - 1, c, 1), derivative(inside, c - 2, c * (c - 1), 2 * c - 1)];
}

/** @param {Interval} u @param {number} c @returns {Interval} */
function valueOf(u, c) {
  const [[low, high], [p, q]] = u.map((t) => (t === 0 ? ZERO : multiply(power([t, t], c), logarithm([t, t]))));
  // It falls from 0 to −1/(c e) at e^(−1/c), then rises.
  const turn = Math.exp(-1 / c);
  const turns = u[0] <= turn * (1 + 1e-14) && u[1] >= turn * (1 - 1e-14);
  return [turns ? -(1 + 16 * EPS) / (c * Math.E) : Math.min(low, p), Math.max(high, q)];
}

/** u^e (f · ln u + s). @param {Interval} u @param {number} exponent @param {number} factor @param {number} summand */
function derivative(u, exponent, factor, summand) {
  const ln = exponent > 0 ? valueOf(u, exponent) : logarithm(u);
  const scaled = factor ? scale(factor, ln) : ZERO;
  if (exponent > 0) return add(scaled, scale(summand, power(u, exponent)));
  return multiply(power(u, exponent), add(scaled, [summand, summand]));
}
