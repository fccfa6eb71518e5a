// Two typed numbers as an interval: approx/inputs/interval.py in the page.

import { read } from "./grammar.js";
import { Refusal, quoted } from "./refusal.js";

/** Longer intervals are refused; shorter ones, as a share of their larger end, too. */
const [LONGEST, SHORTEST] = [1e9, 1e-9];
const CONSTANT = /^[-−+]?(?:[0-9.]+\s*\*?\s*)?(?:pi|π|tau|e)(?:\s*\/\s*[0-9.]+)?$/;
const NUMBER = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** @param {string} left @param {string} right @returns {[number, number]} */
export function interval(left, right) {
  const [a, b] = [end(left), end(right)];
  if (a > b) throw new Refusal(`the interval runs backwards; did you mean ${right} ${left}?`);
  if (a === b) throw new Refusal(left.trim() === right.trim() ? "the interval has no length" : `${left} and ${right} are the same number`);
  if (b - a > LONGEST) throw new Refusal("the interval is too long; the limit is 1e9");
  if (b - a < SHORTEST * Math.max(1, Math.abs(a), Math.abs(b))) throw new Refusal("the interval is too short; at least 1e-9 of its size");
  return [a, b];
}

/** One end of an interval; pi, -pi/2 and 2pi are numbers too. @param {string} text */
export function end(text) {
  const shown = text.trim();
  if (CONSTANT.test(shown)) {
    const parts = read(shown);
    return parts[parts.length - 1].value ?? NaN;
  }
  const plain = shown.replaceAll("−", "-");
  if (shown.length > 40 || !NUMBER.test(plain)) {
    const point = shown.replace(",", ".");
    const comma = /^[-+]?[0-9]*,[0-9]+$/.test(shown);
    throw new Refusal(`${quoted(shown.slice(0, 40))} is not a number${comma ? `; write ${point}` : ""}`);
  }
  const value = Number(plain);
  if (!Number.isFinite(value)) throw new Refusal("interval ends must be finite numbers");
  return value;
}

/** An end of the interval as it is read again: multiples of π are named. @param {number} x */
export function endOf(x) {
  for (const [over, name] of /** @type {[number, string][]} */ ([[1, ""], [2, "/2"], [4, "/4"]])) {
    const many = (x * over) / Math.PI;
    if (many !== 0 && Math.abs(many) < 10 && Math.abs(many - Math.round(many)) < 1e-12) {
      const n = Math.round(many);
      return `${n === 1 ? "" : n === -1 ? "−" : String(n).replace("-", "−")}pi${name}`;
    }
  }
  return String(x).replace("-", "−");
}
