// Where a function may break: read off its operations, then solved for (approx/inputs/expression/places.py).
//
// A quotient breaks where the denominator is 0, floor where its argument is whole, tan at π/2 + kπ.
// Where the quantity is a line by its form, the place is a division; elsewhere bisection to the last bit.

/** @import { Expression } from "./expression" */
/** @import { Part } from "./tape" */

import { OPERATORS } from "./rules.js";
import { isWhole, jetsAt, needed } from "./tape.js";

/** Points at which a function is evaluated. */
export const GRID = 2001;
/** More breaks than this are not listed. */
export const MOST_PLACES = 500;
/** Places nearer than this share of the interval count as one. */
export const TOGETHER = 1e-7;
/** Unless both are solved for exactly and further apart than rounding: what lies between counts. */
const EXACTLY = 1e-12;

/**
 * The quantity op(arguments), or the first argument, and the levels at which it breaks: single ones,
 * and those of a lattice (offset, period).
 * @typedef {{ args: number[], op: string, at: number[], lattice: [number, number] | null }} Levels
 */

/** @type {(...at: number[]) => (args: number[]) => Levels[]} */
const levelsAt = (...at) => (args) => [{ args: args.slice(0, 1), op: "", at, lattice: null }];
/** @type {(offset: number, period: number) => (args: number[]) => Levels[]} */
const levelsEvery = (offset, period) => (args) => [{ args, op: "", at: [], lattice: [offset, period] }];
/** @type {(args: number[]) => Levels[]} */
const ofDifference = (args) => [{ args, op: "-", at: [0], lattice: null }];
/** @param {string[]} names @param {(args: number[]) => Levels[]} levels */
const each = (names, levels) => Object.fromEntries(names.map((name) => [name, levels]));

/** Operation -> the levels at which it breaks; of ^ see `levelsOf`. @type {Record<string, (args: number[]) => Levels[]>} */
const LEVELS = {
  ...each(["abs", "cbrt", "heaviside", "hypot", "ln", "log", "log10", "log2", "relu", "sign", "sqrt"], levelsAt(0)),
  ...each(["acos", "asin", "atanh"], levelsAt(-1, 1)),
  acosh: levelsAt(1),
  log1p: levelsAt(-1),
  ...each(["ceil", "floor"], levelsEvery(0, 1)),
  round: levelsEvery(0.5, 1),
  tan: levelsEvery(Math.PI / 2, Math.PI),
  ...each(["max", "min", "step", "<", "<=", ">", ">="], ofDifference),
  mod: (args) => [
    { args, op: "/", at: [], lattice: [0, 1] },
    { args: args.slice(1), op: "", at: [0], lattice: null },
  ],
  atan2: (args) => args.map((arg) => ({ args: [arg], op: "", at: [0], lattice: null })),
  "/": (args) => [{ args: args.slice(1), op: "", at: [0], lattice: null }],
};

/** @param {Part[]} parts @param {Part} part @returns {Levels[]} */
function levelsOf(parts, { op, args }) {
  let levels = LEVELS[op]?.(args) ?? [];
  if (op === "^" && breaksAtZero(parts, args)) levels = levelsAt(0)(args);
  return levels.filter((level) => level.args.some((i) => parts[i].value === null));
}

/** @param {Part[]} parts @param {number[]} args */
function breaksAtZero(parts, [base, power]) {
  const exponent = parts[power].value;
  return exponent === null ? parts[base].value === null : exponent < 0 || !isWhole(parts, power);
}

/**
 * Places inside the interval where f may break, ascending; and whether there were too many to list.
 * @param {Expression} f
 * @param {[number, number]} domain
 * @returns {{ places: number[], crowded: boolean }}
 */
export function candidates({ parts, order }, [a, b]) {
  const x = grid(a, b, GRID);
  const jets = x.map((t) => jetsAt(parts, order, t));
  const lines = affine(parts);
  /** @type {Map<string, Levels>} */
  const levels = new Map();
  order.forEach((place) => levelsOf(parts, parts[place]).forEach((level) => levels.set(JSON.stringify(level), level)));
  let solutions = /** @type {number[]} */ ([]);
  const exact = /** @type {Set<number>} */ (new Set());
  let crowded = false;
  for (const level of levels.values()) {
    const byForm = solvedByForm(level, lines, [a, b]);
    const solved = byForm ?? solvedBySearch(level, parts, x, jets);
    crowded ||= solved.length > MOST_PLACES;
    solutions = solutions.concat(solved.slice(0, MOST_PLACES));
    byForm?.slice(0, MOST_PLACES).forEach((t) => exact.add(t));
  }
  const root = parts.length - 1;
  const isNumber = (/** @type {number} */ t) => !Number.isNaN(jetsAt(parts, order, t)[root][0]);
  solutions = solutions.concat(edges(x, jets.map((jet) => !Number.isNaN(jet[root][0])), isNumber));
  const inside = [...new Set(solutions)].filter((t) => t > a && t < b).sort((one, other) => one - other);
  crowded ||= inside.length > MOST_PLACES;
  // What bisection finds beside an end of the interval is that end.
  const away = inside.filter((t) => Math.min(t - a, b - t) > (exact.has(t) ? EXACTLY : TOGETHER) * (b - a));
  const places = apart(away, exact, b - a);
  return { places: places.slice(0, MOST_PLACES), crowded: crowded || places.length > MOST_PLACES };
}

/** Equally spaced numbers, as NumPy's linspace. @param {number} a @param {number} b @param {number} count */
export function grid(a, b, count) {
  const step = (b - a) / (count - 1);
  return Array.from({ length: count }, (_, k) => (k === count - 1 ? b : a + k * step));
}

/** (slope, intercept) of every part that is a line by its form. @param {Part[]} parts */
function affine(parts) {
  const lines = /** @type {([number, number] | null)[]} */ ([]);
  for (const { op, args, value } of parts) {
    const [u, v] = args.map((i) => lines[i]);
    if (value !== null) lines.push([0, value]);
    else if (op === "x") lines.push([1, 0]);
    else if (op === "neg" && u) lines.push([-u[0], -u[1]]);
    else lines.push(u && v ? combined(op, u, v) : null);
  }
  return lines;
}

/** @param {string} op @param {[number, number]} u @param {[number, number]} v @returns {[number, number] | null} */
function combined(op, u, v) {
  if (op === "+") return [u[0] + v[0], u[1] + v[1]];
  if (op === "-") return [u[0] - v[0], u[1] - v[1]];
  if (op === "*" && u[0] * v[0] === 0) return [u[0] * v[1] + u[1] * v[0], u[1] * v[1]];
  if (op === "/" && v[0] === 0 && v[1] !== 0) return [u[0] / v[1], u[1] / v[1]];
  return null;
}

/** @param {Levels} level @param {([number, number] | null)[]} lines @param {[number, number]} domain @returns {number[] | null} */
function solvedByForm(level, lines, domain) {
  let line = lines[level.args[0]];
  const second = lines[level.args[1]];
  if (level.op) line = line && second ? combined(level.op, line, second) : null;
  if (!line || !line.every(Number.isFinite)) return null;
  const [slope, intercept] = line;
  if (slope === 0) return [];
  const ends = domain.map((end) => slope * end + intercept).sort((one, other) => one - other);
  return levelsBetween(level, ends[0], ends[1]).map((t) => (t - intercept) / slope);
}

/** @param {Levels} level @param {number} low @param {number} high */
function levelsBetween({ at, lattice }, low, high) {
  const wanted = at.filter((t) => low <= t && t <= high);
  if (!lattice) return wanted;
  const [offset, period] = lattice;
  const first = Math.ceil((low - offset) / period);
  let last = Math.floor((high - offset) / period);
  if (!(last - first < 2 * MOST_PLACES)) last = first + 2 * MOST_PLACES;
  for (let k = first; k <= last; k++) wanted.push(offset + period * k);
  return wanted;
}

/** Crossings of the levels, and places where a level is only touched. @param {Levels} level @param {Part[]} parts @param {number[]} x @param {import("./rules").Jet[][]} jets */
function solvedBySearch(level, parts, x, jets) {
  const order = needed(parts, level.args);
  const quantity = (/** @type {import("./rules").Jet[]} */ at) => {
    const args = level.args.map((i) => at[i]);
    if (!level.op) return args[0];
    const rule = OPERATORS[level.op];
    const w = rule.value(...args.map((u) => u[0]));
    return [w, ...rule.derive(w, ...args)];
  };
  const evaluate = (/** @type {number} */ t, /** @type {number} */ derivative) => quantity(jetsAt(parts, order, t))[derivative];
  const g = jets.map((at) => quantity(at)[0]);
  const turn = jets.map((at) => quantity(at)[1]);
  const found = /** @type {number[]} */ ([]);
  for (let i = 0; i + 1 < x.length && found.length <= 2 * MOST_PLACES; i++) {
    if (!Number.isFinite(g[i]) || !Number.isFinite(g[i + 1]) || g[i] === g[i + 1]) continue;
    for (const target of levelsBetween(level, Math.min(g[i], g[i + 1]), Math.max(g[i], g[i + 1]))) {
      found.push(bisected((t) => evaluate(t, 0) - target, x[i], x[i + 1]));
    }
  }
  const extrema = /** @type {number[]} */ ([]);
  for (let i = 0; i < x.length && extrema.length < 2 * MOST_PLACES; i++) {
    if (turn[i] === 0) {
      // Of what is level for long, as an underflow, the ends.
      if (turn[i - 1] !== 0 || turn[i + 1] !== 0) extrema.push(x[i]);
    } else if (i + 1 < x.length && turn[i] * turn[i + 1] < 0) extrema.push(bisected((t) => evaluate(t, 1), x[i], x[i + 1]));
  }
  const largest = g.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
  const near = 1e-12 * Math.max(level.lattice ? 1 : 0, largest);
  return found.concat(extrema.filter((t) => touches(level, evaluate(t, 0), near)));
}

/** @param {Levels} level @param {number} value @param {number} near */
function touches({ at, lattice }, value, near) {
  if (at.some((t) => Math.abs(value - t) <= near)) return true;
  if (!lattice) return false;
  const away = (value - lattice[0]) / lattice[1];
  return Math.abs(away - Math.round(away)) * lattice[1] <= near;
}

/** Halve a bracket to the last bit; `isLow` gives the side of its middle. @param {number} low @param {number} high @param {(t: number) => boolean} isLow */
function halved(low, high, isLow) {
  for (let step = 0; step < 80; step++) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (isLow(middle)) low = middle;
    else high = middle;
  }
  return [low, high];
}

/** A root to the last bit, or a nearby round number that is as good. @param {(t: number) => number} f @param {number} low @param {number} high */
function bisected(f, low, high) {
  const sign = Math.sign(f(low));
  const [left, right] = halved(low, high, (t) => Math.sign(f(t)) === sign);
  const nearer = Math.abs(f(right)) < Math.abs(f(left)) ? right : left;
  const root = sign === 0 ? low : nearer;
  const scale = 10 ** (6 - Math.floor(Math.log10(high - low)));
  const tidy = Math.round(root * scale) / scale;
  return Math.abs(f(tidy)) <= Math.abs(f(root)) ? tidy : root;
}

/** Where the function stops being a number, whatever the reason. @param {number[]} x @param {boolean[]} defined @param {(t: number) => boolean} isNumber */
function edges(x, defined, isNumber) {
  const found = [];
  for (let i = 0; i + 1 < x.length && found.length < 2 * MOST_PLACES; i++) {
    if (defined[i] === defined[i + 1]) continue;
    const [low, high] = halved(x[i], x[i + 1], (t) => isNumber(t) === defined[i]);
    found.push(defined[i] ? low : high);
  }
  return found;
}

/**
 * One of every cluster that rounding has split, the one with the shortest name; those of `exact` apart.
 * @param {number[]} places @param {Set<number>} exact @param {number} width
 */
function apart(places, exact, width) {
  const groups = /** @type {number[][]} */ ([]);
  places.forEach((t, k) => {
    if (k && t - places[k - 1] <= TOGETHER * width) groups[groups.length - 1].push(t);
    else groups.push([t]);
  });
  return groups.flatMap((group) => {
    const known = group.filter((t) => exact.has(t));
    const distinct = known.filter((t, k) => !k || t - known[k - 1] > EXACTLY * width);
    if (distinct.length > 1) return distinct;
    return [group.reduce((short, t) => (String(t).length < String(short).length ? t : short))];
  });
}
