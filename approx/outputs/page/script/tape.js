// A function as a tape: every part once, after the parts it uses, evaluated in order.

/** @import { Jet, Rule } from "./rules" */

import { Refusal } from "./refusal.js";
import { COMPARISONS, CONSTANTS, RULES, WHOLE_POWER, powerOfConstant } from "./rules.js";

/** Numbers, names and functions in one text. */
const MOST_PARTS = 200;
/** Operations that are infinite at finite numbers only by overflow. */
const GROWS = new Set(["+", "-", "*", "exp", "expm1", "sinh", "cosh", "hypot"]);

/**
 * One number, x, constant or operation: places of its arguments, its value where x is not in it, how it was typed.
 * @typedef {{ op: string, args: number[], value: number | null, text: string, rule: Rule | null }} Part
 */

/** Appends parts to a tape; equal parts are appended once. */
export class Builder {
  constructor() {
    /** @type {Part[]} */
    this.parts = [];
    /** @type {Map<string, number>} */
    this.places = new Map();
    this.counted = 0;
  }

  /** One more number, name or function was read. */
  count() {
    if (++this.counted > MOST_PARTS) throw new Refusal(`function has more than ${MOST_PARTS} parts`);
  }

  /** @param {string} text */
  number(text) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new Refusal("a number in the function is too large");
    return this.place("number", [], value, text);
  }

  /** @param {string} name */
  constant(name) {
    return this.place("constant", [], CONSTANTS[name], name);
  }

  /** @param {string} name */
  variable(name) {
    return this.place(name, [], null, "");
  }

  /** An operation on parts that are already on the tape. @param {string} op @param {number[]} args */
  add(op, ...args) {
    return this.place(op, args, this.constantValue(op, args), "");
  }

  /** @param {number} place */
  isCondition(place) {
    return Object.hasOwn(COMPARISONS, this.parts[place].op);
  }

  /** @param {string} op @param {number[]} args */
  constantValue(op, args) {
    const values = args.map((i) => this.parts[i].value);
    if (values.some((v) => v === null)) return null;
    const numbers = /** @type {number[]} */ (values);
    const value = ruleOf(this.parts, op, args).value(...numbers);
    const grown = Math.abs(value) === Infinity && numbers.every(Number.isFinite);
    if (grown && !isInfinite(op, value, numbers)) throw new Refusal("a number in the function is too large");
    return value;
  }

  /** @param {string} op @param {number[]} args @param {number | null} value @param {string} text */
  place(op, args, value, text) {
    const key = `${op} ${args.join()} ${text}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.parts.length;
      const isLeaf = ["x", "y", "number", "constant"].includes(op);
      this.places.set(key, place);
      this.parts.push({ op, args, value, text, rule: isLeaf ? null : ruleOf(this.parts, op, args) });
    }
    return place;
  }
}

/** Whether an operation is infinite at finite numbers, as 1/0: not because it overflows. @param {string} op @param {number} value @param {number[]} args */
export function isInfinite(op, value, args) {
  if (GROWS.has(op) || (op === "^" && args[0])) return false;
  return Math.abs(value) === Infinity && args.every(Number.isFinite);
}

/** The rule of an operation; of a power it depends on the exponent. @param {Part[]} parts @param {string} op @param {number[]} args @returns {Rule} */
function ruleOf(parts, op, args) {
  if (op !== "^") return RULES[op];
  const { value } = parts[args[1]];
  if (value === null) return isWhole(parts, args[1]) ? WHOLE_POWER : RULES["^"];
  return powerOfConstant(value);
}

/** Whether a part's value is an integer wherever it is defined, by its form. @param {Part[]} parts @param {number} place @returns {boolean} */
export function isWhole(parts, place) {
  const { op, args, value } = parts[place];
  if (value !== null) return Number.isInteger(value);
  if (["floor", "ceil", "round", "sign", "step"].includes(op)) return true;
  return ["+", "-", "*", "neg", "max", "min", "abs"].includes(op) && args.every((i) => isWhole(parts, i));
}

/** The places that these are computed from, themselves included, in order. @param {Part[]} parts @param {number[]} roots */
export function needed(parts, roots) {
  const wanted = new Set(roots);
  for (let place = Math.max(...roots); place >= 0; place--) if (wanted.has(place)) parts[place].args.forEach((i) => wanted.add(i));
  return [...wanted].sort((one, other) => one - other);
}

/** The value of the last part of `order` at x. or at (x, y). @param {Part[]} parts @param {number[]} order as `needed` gives it @param {number} x @param {Float64Array} room as long as the tape @param {number} y */
export function valueAt(parts, order, x, room, y = NaN) {
  for (const place of order) {
    const { op, value, rule, args } = parts[place];
    if (value !== null) room[place] = value;
    else if (!rule) room[place] = op === "y" ? y : x;
    else if (args.length === 2) room[place] = rule.value(room[args[0]], room[args[1]]);
    else if (args.length === 1) room[place] = rule.value(room[args[0]]);
    else room[place] = rule.value(...args.map((i) => room[i]));
  }
  return room[order[order.length - 1]];
}

/** Value and two derivatives at x of all parts of `order`, by place. @param {Part[]} parts @param {number[]} order @param {number} x @returns {Jet[]} */
export function jetsAt(parts, order, x) {
  const jets = /** @type {Jet[]} */ ([]);
  for (const place of order) {
    const { value, rule, args } = parts[place];
    if (value !== null) jets[place] = [value, 0, 0];
    else if (!rule) jets[place] = [x, 1, 0];
    else {
      const given = args.map((i) => jets[i]);
      const w = rule.value(...given.map((u) => u[0]));
      jets[place] = [w, ...rule.derive(w, ...given)];
    }
  }
  return jets;
}
