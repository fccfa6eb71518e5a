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

/** Powers of a logarithm, (ln b)^k, that are known: up to this k. */
const MOST = 8;

/** Of what tends to 0 with another part the quotient by it, without its 0/0; null for others. @typedef {(first: number, second: number) => Bundle | null} Over */

/**
 * Bounds of a product of powers of ln b, what tends to 0 with b, and what else it holds, as x·log(x), √x·ln x,
 * x·ln|x|, x·log(x)² or sin(x)·ln x; of x·ln x too for the exponent of x^x. Null for others.
 * @param {Part[]} parts @param {Part} part @param {(place: number) => Bundle} jets of a row @param {Over} over @param {(u: Bundle, v: Bundle) => Bundle} times @returns {Bundle | null}
 */
export function powerOfLogarithm(parts, { op, args }, jets, over, times) {
  const { factors, negative } = flattened(parts, op === "^" ? args.slice(1) : args);
  const found = factors.flatMap((i) => logarithmOf(parts, i) ?? []);
  if (op === "^") found.unshift({ base: args[0], name: "ln", count: 1 }); // the exponent of exp(v · ln u)
  for (const base of new Set(found.map((one) => one.base))) {
    const rest = factors.filter((i) => logarithmOf(parts, i)?.base !== base);
    for (const other of rest) {
      const { c, share } = exponentOf(parts, other, base, jets, over);
      if (!(c > 0)) continue;
      rest.splice(rest.indexOf(other), 1);
      const start = product(share, powerOf(jets(base), c, found.filter((one) => one.base === base)));
      const jet = rest.reduce((total, i) => times(total, jets(i)), start);
      return negative ? negated(jet) : jet;
    }
  }
  return null;
}

/** u^c times powers of logarithms of u: the k-th power of u^(c/k) · ln u, for all k together. @param {Bundle} u @param {number} c @param {Logarithm[]} logarithms @returns {Bundle} */
function powerOf(u, c, logarithms) {
  const k = logarithms.reduce((sum, { count }) => sum + count, 0);
  let jet = chained(u, ...logarithmic(u[0], c / k));
  if (k > 1) {
    jet = chained(jet, power(jet[0], k), scale(k, power(jet[0], k - 1)), scale(k * (k - 1), power(jet[0], k - 2)));
  }
  for (const { name, count } of logarithms) {
    const factor = 1 / Math.log(BASES[name]);
    if (BASES[name] !== Math.E) jet = product(jet, [power(outwards(factor, factor, 2), count), ZERO, ZERO]);
  }
  return jet;
}

/** The factors of a product of products, and whether it is their negative. @param {Part[]} parts @param {number[]} places @returns {{ factors: number[], negative: boolean }} */
function flattened(parts, places) {
  const factors = /** @type {number[]} */ ([]);
  let negative = false;
  for (const place of places) {
    const { op, args, value } = parts[place];
    if (value !== null || (op !== "*" && op !== "neg")) {
      factors.push(place);
      continue;
    }
    const inner = flattened(parts, args);
    factors.push(...inner.factors);
    negative = negative !== (inner.negative !== (op === "neg"));
  }
  return { factors, negative };
}

/** (ln base)^count, of a logarithm's name. @typedef {{ base: number, name: string, count: number }} Logarithm */

/** A power of a logarithm; null of what is none. @param {Part[]} parts @param {number} place @returns {Logarithm | null} */
function logarithmOf(parts, place) {
  let part = parts[place];
  let count = 1;
  if (part.op === "^" && part.value === null) {
    count = parts[part.args[1]].value ?? 0;
    part = parts[part.args[0]];
  }
  if (part.value !== null || !(part.op in BASES) || !Number.isInteger(count) || count < 1 || count > MOST) return null;
  return { base: part.args[0], name: part.op, count };
}

/** (c, s) where a factor is s · base^c with a bounded s; c = 0 for another factor. @param {Part[]} parts @param {number} place @param {number} base @param {(place: number) => Bundle} jets @param {Over} over @returns {{ c: number, share: Bundle }} */
function exponentOf(parts, place, base, jets, over) {
  const { op, args } = parts[place];
  const share = /** @type {Bundle} */ ([ONE, ZERO, ZERO]);
  if (place === base) return { c: 1, share };
  if (parts[base].op === "neg" && parts[base].args[0] === place) return { c: 1, share: negated(share) };
  if (op === "^" && args[0] === base) return { c: parts[args[1]].value ?? 0, share };
  if (op === "sqrt" && args[0] === base) return { c: 0.5, share };
  const isSize = parts[base].value === null && parts[base].op === "abs";
  const inner = isSize ? parts[base].args[0] : base;
  const sign = isSize ? signOf(jets(inner)[0]) : share;
  if (place === inner) return { c: 1, share: sign };
  const quotient = over(place, inner);
  return quotient ? { c: 1, share: product(sign, quotient) } : { c: 0, share };
}

/** u/|u|, either where u may be 0. @param {Interval} u @returns {Bundle} */
function signOf([low, high]) {
  const known = low >= 0 || high <= 0 ? ZERO : ALL;
  return [[low >= 0 ? 1 : -1, high <= 0 ? -1 : 1], known, known];
}

/** Bounds of u^c · ln u for c > 0, and of its two derivatives, on u >= 0. @param {Interval} u @param {number} c @returns {Bundle} */
function logarithmic(u, c) {
  const inside = /** @type {Interval} */ ([Math.max(u[0], 0), u[1]]);
  if (u[1] < 0) return [ALL, ALL, ALL];
  return [valueOf(inside, c), derivative(inside, c - 1, c, 1), derivative(inside, c - 2, c * (c - 1), 2 * c - 1)];
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
