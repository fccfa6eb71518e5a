// What every operation computes, with its first and second derivative: approx/inputs/expression/rules.py in the page.

import { erf, logistic, modulo, normalDensity, normalShare, rint } from "./special.js";

/** @typedef {[number, number, number]} Jet value, first and second derivative */
/** @typedef {{ arity: number, value: (...args: number[]) => number, derive: (w: number, ...args: Jet[]) => [number, number] }} Rule */

/**
 * A function of one argument from f'(u, f(u)) and f''(u, f(u)).
 * @param {(u: number) => number} value
 * @param {(u: number, w: number) => number} first
 * @param {(u: number, w: number) => number} second
 * @returns {Rule}
 */
function chain(value, first, second) {
  return {
    arity: 1,
    value,
    derive: (w, u) => {
      const slope = first(u[0], w);
      return [slope * u[1], second(u[0], w) * u[1] * u[1] + slope * u[2]];
    },
  };
}

/** A function that is constant between its jumps. @param {(...args: number[]) => number} value @param {number} arity @returns {Rule} */
function flat(value, arity = 1) {
  return { arity, value, derive: () => [0, 0] };
}

const zero = () => 0;

/** Math.pow as NumPy has it: 1 to any power is 1. @param {number} u @param {number} v */
function raised(u, v) {
  return u === 1 ? 1 : u ** v;
}

/** u^c. @param {number} c @returns {Rule} */
export function powerOfConstant(c) {
  const factor = c * (c - 1);
  const { value, derive } = chain(
    (u) => raised(u, c),
    (u) => (c ? c * raised(u, c - 1) : 0),
    (u) => (factor ? factor * raised(u, c - 2) : 0),
  );
  return { arity: 2, value: (u) => value(u), derive: (w, u) => derive(w, u) };
}

/** u^n for an n that is whole, constant between its jumps. @type {Rule} */
export const WHOLE_POWER = {
  arity: 2,
  value: raised,
  derive: (_, u, [n]) => {
    const first = n === 0 ? 0 : n * raised(u[0], n - 1);
    const second = n * (n - 1) === 0 ? 0 : n * (n - 1) * raised(u[0], n - 2);
    return [first * u[1], second * u[1] ** 2 + first * u[2]];
  },
};

/** @type {Rule} */
const POWER = {
  arity: 2,
  // A negative base has powers at isolated points only.
  value: (u, v) => (u < 0 ? NaN : raised(u, v)),
  derive: (w, u, v) => {
    const [log, ratio] = [Math.log(u[0]), u[1] / u[0]];
    const rate = v[1] * log + v[0] * ratio;
    const change = v[2] * log + 2 * v[1] * ratio + v[0] * (u[2] / u[0] - ratio ** 2);
    return [w * rate, w * (rate ** 2 + change)];
  },
};

/** @param {boolean} take @param {Jet} u @param {Jet} v @returns {[number, number]} */
function choose(take, u, v) {
  return take ? [u[1], u[2]] : [v[1], v[2]];
}

/** 1 where it holds, 0 where not; what is not defined is neither. @param {(u: number, v: number) => boolean} holds */
function comparison(holds) {
  return flat((u, v) => (Number.isNaN(u) || Number.isNaN(v) ? NaN : Number(holds(u, v))), 2);
}

const [LN2, LN10] = [Math.LN2, Math.LN10];
const sine = chain(Math.sin, Math.cos, (_, w) => -w);

/** sin(πu)/(πu), NumPy's. @param {number} u */
function sinc(u) {
  const t = Math.PI * (u === 0 ? 1e-20 : u);
  return Math.sin(t) / t;
}

/** @param {number} u @param {number} w */
function sincFirst(u, w) {
  const t = Math.PI * u;
  return Math.PI * (Math.abs(t) < 1e-2 ? -t / 3 + t ** 3 / 30 : (Math.cos(t) - w) / t);
}

/** @param {number} u @param {number} w */
function sincSecond(u, w) {
  const t = Math.PI * u;
  return Math.PI ** 2 * (Math.abs(t) < 1e-2 ? -1 / 3 + (t * t) / 10 - t ** 4 / 168 : -w - (2 * (Math.cos(t) - w)) / (t * t));
}

/** Functions that a user may call, by name. @type {Record<string, Rule>} */
export const FUNCTIONS = {
  abs: chain(Math.abs, Math.sign, zero),
  acos: chain(Math.acos, (u) => -1 / Math.sqrt(1 - u * u), (u) => -u / (1 - u * u) ** 1.5),
  asin: chain(Math.asin, (u) => 1 / Math.sqrt(1 - u * u), (u) => u / (1 - u * u) ** 1.5),
  acosh: chain(Math.acosh, (u) => (u * u - 1) ** -0.5, (u) => -u * (u * u - 1) ** -1.5),
  asinh: chain(Math.asinh, (u) => (1 + u * u) ** -0.5, (u) => -u * (1 + u * u) ** -1.5),
  atanh: chain(Math.atanh, (u) => 1 / (1 - u * u), (u) => (2 * u) / (1 - u * u) ** 2),
  atan: chain(Math.atan, (u) => 1 / (1 + u * u), (u) => (-2 * u) / (1 + u * u) ** 2),
  atan2: {
    arity: 2,
    value: Math.atan2,
    derive: (_, u, v) => {
      const square = u[0] ** 2 + v[0] ** 2;
      const first = (u[1] * v[0] - u[0] * v[1]) / square;
      const turn = u[2] * v[0] - u[0] * v[2] - 2 * first * (u[0] * u[1] + v[0] * v[1]);
      return [first, turn / square];
    },
  },
  cbrt: chain(Math.cbrt, (_, w) => 1 / (3 * w * w), (_, w) => -2 / (9 * w ** 5)),
  ceil: flat(Math.ceil),
  cos: chain(Math.cos, (u) => -Math.sin(u), (_, w) => -w),
  cosh: chain(Math.cosh, Math.sinh, (_, w) => w),
  erf: chain(erf, (u) => (2 / Math.sqrt(Math.PI)) * Math.exp(-u * u), (u) => (-4 / Math.sqrt(Math.PI)) * u * Math.exp(-u * u)),
  exp: chain(Math.exp, (_, w) => w, (_, w) => w),
  expm1: chain(Math.expm1, Math.exp, Math.exp),
  floor: flat(Math.floor),
  gelu: chain((u) => u * normalShare(u), (u) => normalShare(u) + u * normalDensity(u), (u) => (2 - u * u) * normalDensity(u)),
  heaviside: flat((u) => (Number.isNaN(u) ? NaN : u > 0 ? 1 : u < 0 ? 0 : 0.5)),
  hypot: {
    arity: 2,
    value: Math.hypot,
    derive: (w, u, v) => {
      const first = (u[0] * u[1] + v[0] * v[1]) / w;
      return [first, (u[1] ** 2 + u[0] * u[2] + v[1] ** 2 + v[0] * v[2] - first ** 2) / w];
    },
  },
  ln: chain(Math.log, (u) => 1 / u, (u) => -1 / (u * u)),
  log: chain(Math.log, (u) => 1 / u, (u) => -1 / (u * u)),
  log10: chain(Math.log10, (u) => 1 / (LN10 * u), (u) => -1 / (LN10 * u * u)),
  log1p: chain(Math.log1p, (u) => 1 / (1 + u), (u) => -1 / (1 + u) ** 2),
  log2: chain(Math.log2, (u) => 1 / (LN2 * u), (u) => -1 / (LN2 * u * u)),
  max: { arity: 2, value: Math.max, derive: (_, u, v) => choose(u[0] >= v[0], u, v) },
  min: { arity: 2, value: Math.min, derive: (_, u, v) => choose(u[0] <= v[0], u, v) },
  mod: {
    arity: 2,
    value: modulo,
    derive: (_, u, v) => {
      const whole = Math.floor(u[0] / v[0]);
      return [u[1] - whole * v[1], u[2] - whole * v[2]];
    },
  },
  relu: chain((u) => Math.max(u, 0), (u) => Number(u > 0), zero),
  round: flat(rint),
  sigmoid: chain(logistic, (_, w) => w * (1 - w), (_, w) => w * (1 - w) * (1 - 2 * w)),
  sign: flat(Math.sign),
  silu: chain(
    (u) => u * logistic(u),
    (u) => logistic(u) * (1 + u * (1 - logistic(u))),
    (u) => logistic(u) * (1 - logistic(u)) * (2 + u * (1 - 2 * logistic(u))),
  ),
  sin: sine,
  sinc: chain(sinc, sincFirst, sincSecond),
  sinh: chain(Math.sinh, Math.cosh, (_, w) => w),
  softplus: chain((u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))), logistic, (u) => logistic(u) * (1 - logistic(u))),
  sqrt: chain(Math.sqrt, (_, w) => 0.5 / w, (_, w) => -0.25 / w ** 3),
  step: comparison((u, v) => u >= v),
  tan: chain(Math.tan, (_, w) => 1 + w * w, (_, w) => 2 * w * (1 + w * w)),
  tanh: chain(Math.tanh, (_, w) => 1 - w * w, (_, w) => -2 * w * (1 - w * w)),
  where: {
    arity: 3,
    value: (c, u, v) => (Number.isNaN(c) ? NaN : c ? u : v),
    derive: (_, c, u, v) => choose(c[0] !== 0, u, v),
  },
};

/** Other spellings that lecturers use. @type {Record<string, string>} */
export const ALIASES = {
  absolute: "abs", arccos: "acos", arccosh: "acosh", arcsin: "asin", arcsinh: "asinh", arctan: "atan", arctan2: "atan2",
  arctanh: "atanh", clamp: "clip", expit: "sigmoid", fabs: "abs", fmax: "max", fmin: "min", logistic: "sigmoid",
  lg: "log10", maximum: "max", minimum: "min", power: "pow", remainder: "mod", rint: "round", sgn: "sign", swish: "silu",
};

/** @type {Record<string, number>} */
export const CONSTANTS = { e: Math.E, pi: Math.PI, tau: 2 * Math.PI };

/** @type {Record<string, Rule>} */
export const OPERATORS = {
  "+": { arity: 2, value: (u, v) => u + v, derive: (_, u, v) => [u[1] + v[1], u[2] + v[2]] },
  "-": { arity: 2, value: (u, v) => u - v, derive: (_, u, v) => [u[1] - v[1], u[2] - v[2]] },
  "*": { arity: 2, value: (u, v) => u * v, derive: (_, u, v) => [u[1] * v[0] + u[0] * v[1], u[2] * v[0] + 2 * u[1] * v[1] + u[0] * v[2]] },
  "/": {
    arity: 2,
    value: (u, v) => u / v,
    derive: (w, u, v) => {
      const first = (u[1] - w * v[1]) / v[0];
      return [first, (u[2] - 2 * first * v[1] - w * v[2]) / v[0]];
    },
  },
  "^": POWER,
  neg: { arity: 1, value: (u) => -u, derive: (_, u) => [-u[1], -u[2]] },
};

/** @type {Record<string, Rule>} */
export const COMPARISONS = {
  "<": comparison((u, v) => u < v),
  "<=": comparison((u, v) => u <= v),
  ">": comparison((u, v) => u > v),
  ">=": comparison((u, v) => u >= v),
};

/** What holds where a comparison does not. @type {Record<string, string>} */
export const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

export const RULES = { ...FUNCTIONS, ...OPERATORS, ...COMPARISONS };
