// From a typed function and an interval to a target: approx/inputs/expression/reading.py in the page.

/** @import { TargetData } from "./types" */
/** @import { Enclose } from "./enclosure" */
/** @import { Survey } from "./survey" */

import { encloseWith } from "./enclosure.js";
import { Expression } from "./expression.js";
import { GRID, MOST_PLACES, grid } from "./places.js";
import { Refusal, general } from "./refusal.js";
import { seriesOf } from "./series.js";
import { survey } from "./survey.js";
import { number, say } from "./words.js";

/** Values larger than this, or all smaller, are refused. */
const [LARGEST, SMALLEST] = [1e302, 1e-302];
/** A break whose sides differ by more than this share of the values is a jump, not a cusp seen from close by. */
const JUMP = 1e-6;
const FURTHER = 2 ** 20;
/** As a share of the interval, how far from a place without a value the bounds are asked, and how often that is halved. */
const [NEAR, HALVINGS] = [0.05, 60];
/** A limit's bounds are those of a cell of this share of the interval, and meet at this share of them. */
const [BESIDE, MEETING] = [1e-6, 1e-9];
/** So many places that are left out are named. */
const LISTED = 3;

/** @typedef {{ target: TargetData, domain: [number, number], at: (x: number) => number, halfJump: number }} Reading */

/**
 * @param {string} text
 * @param {[number, number]} domain
 * @param {Record<string, string>} words
 * @returns {Reading}
 */
export function targetOf(text, domain, words) {
  const f = new Expression(text);
  const where = `[${general(domain[0])}, ${general(domain[1])}]`;
  const whole = survey(f, domain);
  if (!whole.defined.length || !grid(...domain, GRID).some((x) => Number.isFinite(f.at(x)))) {
    throw new Refusal(`f is not finite anywhere on ${where}`);
  }
  // A function that is defined on one part only is read as if that part were the interval.
  const lone = whole.defined.length === 1 ? whole.defined[0] : domain;
  const seen = lone[0] === domain[0] && lone[1] === domain[1] ? whole : survey(f, lone);
  check(seen, where);
  const marked = [...new Set([...lone, ...seen.places.map(({ x }) => x)])];
  const enclose = encloseWith(f.parts, marked);
  const at = mended(f, seen, lone, enclose, withinBounds(f, marked, lone, enclose));
  const inside = seen.places.filter(({ kind, x }) => kind !== "hole" && seen.parts.some(([low, high]) => low < x && x < high));
  const breaks = inside.map(({ x }) => x);
  const cells = seen.parts.flatMap(([low, high]) => {
    const stops = [low, ...breaks.filter((t) => low < t && t < high), high];
    return stops.slice(1).map((right, k) => /** @type {[number, number]} */ ([stops[k], right]));
  });
  const { pieces, convex } = seriesOf(at, cells, f.label, enclose);
  const { smooth, halfJump } = smoothPieces(at, seen.parts, breaks, lone);
  const out = leftOut(seen.parts, lone);
  const ends = seen.parts.flat().filter((t) => t > lone[0] && t < lone[1]);
  const target = {
    label: f.label,
    name: `${words.target} ${f.label}`,
    points: null,
    own: false,
    over: out.length ? over(out, seen, words) : "",
    breaks: [...new Set([...breaks, ...ends])].sort((one, other) => one - other),
    defined_on: seen.parts,
    excluded: out,
    length: seen.parts.reduce((total, [low, high]) => total + high - low, 0),
    smooth_pieces: smooth,
    pieces,
    convex_pieces: convex,
    enclose,
  };
  return { target, domain: lone, at, halfJump };
}

/** @param {Survey} seen @param {string} where */
function check(seen, where) {
  const torn = seen.places.some(({ kind }) => kind !== "kink");
  if (seen.crowded && torn) throw new Refusal(`f breaks at more than ${MOST_PLACES} places on ${where}; choose a shorter interval`);
  if (!seen.parts.length) throw new Refusal(`f has poles all over ${where}; choose a shorter interval`);
  if (seen.reach > LARGEST) {
    throw new Refusal(`values reach ${Number.isFinite(seen.reach) ? general(seen.reach, 4) : "more than 1e308"}; scale the function below 1e302`);
  }
  if (seen.reach > 0 && seen.reach < SMALLEST) {
    throw new Refusal(`no value is larger than ${general(seen.reach, 4)}; scale the function above 1e-302`);
  }
}

/**
 * f within its bounds beside places at which it has no value, as (exp(x) − 1)/x at 0: of a difference nothing but rounding is left there.
 * @param {Expression} f
 * @param {number[]} marked
 * @param {[number, number]} domain
 * @param {Enclose} enclose
 */
function withinBounds(f, marked, [a, b], enclose) {
  const reach = NEAR * (b - a);
  const known = marked
    .filter((place) => Number.isNaN(f.at(place)))
    .flatMap((place) => [-1, 1].map((side) => ({ place, side, bounds: ladder(place, side * reach, enclose) })));
  return (/** @type {number} */ x) => {
    let y = f.at(x);
    for (const { place, side, bounds } of known) {
      const away = (side * (x - place)) / reach;
      if (!(away > 0 && away <= 1)) continue;
      const [low, high] = bounds[Math.min(HALVINGS, Math.floor(-Math.log2(away)))];
      y = Number.isNaN(y) ? (low + high) / 2 : Math.min(Math.max(y, low), high);
    }
    return y;
  };
}

/** The values' bounds from a place on, over a distance that is halved again and again. @param {number} place @param {number} reach @param {Enclose} enclose */
function ladder(place, reach, enclose) {
  return Array.from({ length: HALVINGS + 1 }, (_, k) => {
    const end = place + reach * 2 ** -k;
    return enclose(Math.min(place, end), Math.max(place, end)).value;
  });
}

/**
 * f with its limit where a single point is missing or out of line.
 * @param {Expression} f
 * @param {Survey} seen
 * @param {[number, number]} domain
 * @param {Enclose} enclose
 * @param {(x: number) => number} bounded f within its bounds
 */
function mended(f, seen, domain, enclose, bounded) {
  /** @type {Map<number, number>} */
  const values = new Map();
  const step = BESIDE * (domain[1] - domain[0]);
  const put = (/** @type {number} */ t, /** @type {number} */ v) => Number.isFinite(v) && f.at(t) !== v && values.set(t, v);
  const tend = (/** @type {number} */ t, /** @type {number} */ side, /** @type {number} */ v) => Number.isFinite(v) && put(t, proved(enclose, t, side, v));
  for (const { x, kind, left, right } of seen.places) {
    if (kind === "hole") put(x, limit(bounded, x, domain));
    else if (kind === "jump" && !Number.isFinite(f.at(x))) tend(x, -step, left);
    else if (kind === "edge") [left, right].forEach((v, k) => tend(x, k ? step : -step, v));
  }
  domain.forEach((t, k) => tend(t, k ? -step : step, seen.ends[k]));
  // Beside a place that is rounded a condition may hold on the wrong side, and 1/0 be taken.
  const room = 8 * 2 ** -52 * Math.max(...domain.map(Math.abs));
  return (/** @type {number} */ x) => {
    const y = values.get(x) ?? bounded(x);
    return Math.abs(y) === Infinity ? ([...values].find(([t]) => Math.abs(x - t) <= room)?.[1] ?? y) : y;
  };
}

/** The limit at t from the side of the step: the bounds' where they meet, else as surveyed. @param {Enclose} enclose @param {number} t @param {number} step @param {number} surveyed */
function proved(enclose, t, step, surveyed) {
  const bounds = enclose(Math.min(t, t + step), Math.max(t, t + step));
  const [low, high] = step > 0 ? bounds.first : bounds.last;
  const meet = Number.isFinite(low) && Number.isFinite(high) && high - low <= MEETING * Math.max(Math.abs(low), Math.abs(high)) + SMALLEST;
  return meet ? (low + high) / 2 : surveyed;
}

/** What f tends to at a hole: its mean from both sides, extrapolated (Richardson 1911). @param {(x: number) => number} f @param {number} x @param {[number, number]} domain */
function limit(f, x, [a, b]) {
  const mean = [1, 2, 4].map((k) => (1e-3 * (b - a)) / k).map((step) => (f(x - step) + f(x + step)) / 2);
  const once = [(4 * mean[1] - mean[0]) / 3, (4 * mean[2] - mean[1]) / 3];
  const value = (16 * once[1] - once[0]) / 15;
  const tidy = Math.round(value * 1e8) / 1e8;
  return Math.abs(tidy - value) <= 1e-9 * Math.max(1, Math.abs(value)) ? tidy : value;
}

/** Where the target is one curve, with its limits at the ends; approx/core/smooth_pieces.py. @param {(x: number) => number} f @param {[number, number][]} parts @param {number[]} breaks @param {[number, number]} domain */
function smoothPieces(f, parts, breaks, [a, b]) {
  const near = 4 * 2 ** -52 * Math.max(Math.abs(a), Math.abs(b), b - a);
  const size = Math.max(1e-300, ...parts.flatMap(([low, high]) => grid(low, high, 65).map((x) => Math.abs(f(x)))));
  const jumps = breaks.flatMap((x) => {
    const [left, right] = [f(x - near), f(x + near)];
    const wide = Math.abs(f(x + FURTHER * near) - f(x - FURTHER * near));
    const rise = Math.abs(right - left);
    return rise > JUMP * size && !(rise < wide / 2) ? [{ x, left, right }] : [];
  });
  const smooth = parts.flatMap(([low, high]) => {
    const inside = jumps.filter(({ x }) => low < x && x < high);
    const starts = [[low, f(low)], ...inside.map(({ x, right }) => [x, right])];
    const ends = [...inside.map(({ x, left }) => [x, left]), [high, f(high)]];
    return starts.map(([left, first], k) => /** @type {[number, number, number, number]} */ ([left, ends[k][0], first, ends[k][1]]));
  });
  return { smooth, halfJump: Math.max(0, ...jumps.map(({ left, right }) => Math.abs(right - left) / 2)) };
}

/** @param {[number, number][]} parts @param {[number, number]} domain @returns {[number, number][]} */
function leftOut(parts, [a, b]) {
  const ends = [a, ...parts.flat(), b];
  return Array.from({ length: ends.length / 2 }, (_, k) => /** @type {[number, number]} */ ([ends[2 * k], ends[2 * k + 1]])).filter(([low, high]) => low < high);
}

/** What its errors leave out: approx/panels/wording.py. @param {[number, number][]} out @param {Survey} seen @param {Record<string, string>} words */
function over(out, seen, words) {
  const places = out.map(([low, high]) => `(${number(low)}, ${number(high)})`).join(", ");
  const text = out.length <= LISTED ? say(words, "error.outside", { places }) : say(words, "error.parts", { n: seen.parts.length });
  const poles = seen.places.filter(({ kind }) => kind === "pole").length;
  return poles ? `${text}, ${say(words, "error.unbounded", { n: poles })}` : text;
}
