// What a function does on an interval: where it is defined, breaks, or has no bound (approx/inputs/expression/survey.py).

/** @import { Expression } from "./expression" */

import { encloseWith, lacksValue } from "./enclosure.js";
import { GRID, TOGETHER, candidates, grid } from "./places.js";

/** @typedef {"pole" | "wild" | "jump" | "kink" | "edge" | "hole"} Kind */
/** @typedef {{ x: number, kind: Kind, left: number, right: number }} Place */
/** @typedef {{ places: Place[], defined: [number, number][], parts: [number, number][], ends: [number, number], crowded: boolean, reach: number }} Survey */
/** @typedef {{ at: (x: number) => number, jet: (x: number) => import("./rules").Jet }} Defined a function that is NaN where it is not defined */
/** @typedef {{ limit: number, doubt: number, wild: boolean, slope: number, bend: number, step: number }} Side */

/** Distances from poles that are tried, as shares of the interval; and when the first one is taken. */
const DISTANCES = [0.02, 0.05, 0.1];
const TALLEST = 25;
/** With more poles than this the distance shrinks, as the room between them does. */
const CROWDED = 3;
/** Shares of the way from one place to the next, at which it is asked whether there are values. */
const INSIDE = [0.11, 0.29, 0.5, 0.71, 0.89];
/** Steps towards a place, as shares of the way to its neighbour, each as much nearer. */
const STEPS = [-1, -1.75, -2.5, -3.25, -4].map((power) => 10 ** power);

/** Where f breaks and is defined on [a, b]. @param {Expression} expression @param {[number, number]} domain @returns {Survey} */
export function survey(expression, [a, b]) {
  const found = candidates(expression, [a, b]);
  const at = [a, ...found.places, b];
  const f = definedOn(expression, at);
  const x = grid(a, b, GRID);
  const y = x.map((t) => f.at(t));
  const finite = y.filter(Number.isFinite).sort((one, other) => one - other);
  const cut = Math.floor(finite.length / 20);
  const scale = finite.length ? finite[finite.length - cut - 1] - finite[cut] : 0;
  const value = at.map((t) => f.at(t));
  const left = at.map((_, i) => side(f, at, i, value[i], -1, scale));
  const right = at.map((_, i) => side(f, at, i, value[i], 1, scale));
  const defined = parts(f, at);
  const seen = at.map((_, i) => judged(i, at, value, left[i], right[i], scale)).filter((place) => place !== null);
  const places = bounded(expression, seen, TOGETHER * (b - a));
  const cuts = places.filter(({ kind }) => kind === "pole" || kind === "wild").map((place) => place.x);
  const drawn = away(f, [a, b], defined, cuts, x, y);
  let reach = 0;
  x.forEach((t, k) => {
    // 1/0 at a single place is not drawn: the limits beside it are.
    if (Math.abs(y[k]) === Infinity && at.includes(t)) return;
    if (!Number.isNaN(y[k]) && drawn.some(([low, high]) => t >= low && t <= high)) reach = Math.max(reach, Math.abs(y[k]));
  });
  return { places, defined, parts: drawn, ends: [right[0].limit, left[at.length - 1].limit], crowded: found.crowded, reach };
}

/** The function without the numbers that 1/0 makes on whole intervals between places. @param {Expression} f @param {number[]} at @returns {Defined} */
function definedOn(f, at) {
  const lost = at.slice(1).flatMap((right, i) => {
    const width = right - at[i];
    return INSIDE.every((share) => lacksValue(f.parts, at[i] + width * share)) ? [[at[i], right]] : [];
  });
  const has = (/** @type {number} */ x) =>
    !lost.some(([low, high]) => x >= low && x <= high && ((x > low && x < high) || lacksValue(f.parts, x)));
  return { at: (x) => (has(x) ? f.at(x) : NaN), jet: (x) => (has(x) ? f.jet(x) : [NaN, NaN, NaN]) };
}

/** One side of a place: the limit there, and how sure it is. @param {Defined} f @param {number[]} at @param {number} i @param {number} value @param {number} sign @param {number} scale @returns {Side} */
function side(f, at, i, value, sign, scale) {
  const width = at[at.length - 1] - at[0];
  const other = i + sign;
  const none = other < 0 || other >= at.length;
  const room = none ? 0 : Math.min(Math.abs(at[other] - at[i]) / 2, width / 100);
  const step = STEPS.map((share) => Math.max(room * share, 64 * spacing(at[i])));
  const near = step[step.length - 1];
  const [, slope, bend] = f.jet(at[i] + sign * near);
  const v = step.map((s) => (none ? NaN : f.at(at[i] + sign * s)));
  const last = v[v.length - 1];
  const change = v.slice(1).map((u, k) => u - v[k]);
  const first = Math.max(Math.abs(change[0]), Math.abs(change[1]));
  const second = Math.max(Math.abs(change[2]), Math.abs(change[3]));
  const large = second > 1e-3 * Math.max(Math.abs(last), scale);
  // A limit makes the changes die away; a logarithm's never do.
  const growing = v.slice(1).every((u, k) => Math.abs(u) - Math.abs(v[k]) > 0);
  const pole = Math.abs(last) === Infinity || (growing && large && second >= 0.95 * first);
  const turning = !(change.every((c) => c > 0) || change.every((c) => c < 0));
  const ahead = sign * near * slope;
  let limit = last - (Math.abs(ahead) <= second ? ahead : 0);
  const wild = turning && large && second > 0.3 * first && !pole;
  const size = Number.isNaN(last) ? scale : Math.max(Math.abs(last), scale);
  const doubt = second * (second > 0.3 * first ? 10 : 4) + 1e-9 * size;
  if (Math.abs(limit - value) <= doubt) limit = value;
  if (pole) limit = last < 0 || Object.is(last, -0) ? -Infinity : Infinity;
  return { limit, doubt, wild, slope, bend, step: near };
}

/** The distance to the next number. @param {number} x */
function spacing(x) {
  const size = Math.abs(x);
  return size < 2 ** -1022 ? 2 ** -1074 : 2 ** (Math.floor(Math.log2(size)) - 52);
}

/** @param {number} i @param {number[]} at @param {number[]} value @param {Side} left @param {Side} right @param {number} scale @returns {Place | null} */
function judged(i, at, value, left, right, scale) {
  const [low, high] = [left.limit, right.limit];
  const atEnd = i === 0 || i === at.length - 1;
  /** @type {Kind} */
  let kind = "kink";
  if (Math.abs(low) === Infinity || Math.abs(high) === Infinity) kind = "pole";
  else if ((left.wild || right.wild) && !(atEnd && Number.isFinite(value[i]))) kind = "wild";
  else if (atEnd || (Number.isNaN(low) && Number.isNaN(high))) return null;
  else if (Number.isNaN(low) || Number.isNaN(high)) kind = "edge";
  else {
    const doubt = left.doubt + right.doubt;
    if (Math.abs(low - high) > doubt) kind = "jump";
    else if (!(Math.abs(value[i] - (low + high) / 2) <= doubt)) kind = "hole";
    else if (smooth(left, right, scale / (at[at.length - 1] - at[0]))) return null;
  }
  return { x: at[i], kind, left: low, right: high };
}

/** The places; no pole where f is proved to be bounded: a peak, however narrow, is a kink. @param {Expression} f @param {Place[]} places @param {number} near @returns {Place[]} */
function bounded(f, places, near) {
  const enclose = encloseWith(f.parts);
  return places.map((place) => {
    if (place.kind !== "pole" || !enclose(place.x - near, place.x + near).value.every(Number.isFinite)) return place;
    const value = f.at(place.x);
    return { x: place.x, kind: "kink", left: value, right: value };
  });
}

/** Whether the first two derivatives meet, as far as can be seen from close by. @param {Side} left @param {Side} right @param {number} slope */
function smooth(left, right, slope) {
  const bend = Math.abs(left.bend) + Math.abs(right.bend);
  const moved = 2 * (left.step + right.step) * bend;
  const tame = moved <= 1e-2 * (Math.abs(left.slope) + slope);
  const first = Math.abs(left.slope - right.slope) <= moved + 1e-9 * slope;
  return tame && first && Math.abs(left.bend - right.bend) <= 1e-2 * bend + 1e-9 * slope;
}

/** The intervals between places on which f is a number somewhere, joined. @param {Defined} f @param {number[]} at @returns {[number, number][]} */
function parts(f, at) {
  const found = /** @type {[number, number][]} */ ([]);
  let open = false;
  for (let i = 0; i + 1 < at.length; i++) {
    const isNumber = INSIDE.some((share) => !Number.isNaN(f.at(at[i] + (at[i + 1] - at[i]) * share)));
    if (isNumber && open) found[found.length - 1][1] = at[i + 1];
    else if (isNumber) found.push([at[i], at[i + 1]]);
    open = isNumber;
  }
  return found;
}

/** What is left to draw at a distance from every cut. @param {Defined} f @param {[number, number]} domain @param {[number, number][]} defined @param {number[]} cuts @param {number[]} x @param {number[]} y */
function away(f, [a, b], defined, cuts, x, y) {
  const finite = y.filter(Number.isFinite).sort((one, other) => one - other);
  if (!cuts.length || !finite.length) return defined;
  const near = (b - a) * Math.min(1, CROWDED / (cuts.length + 1));
  const middle = quantile(finite, 0.75) - quantile(finite, 0.25);
  let drawn = defined;
  for (const share of DISTANCES) {
    // Two digits, so that what is left out can be named.
    const room = Number((share * near).toPrecision(2));
    drawn = defined.flatMap(([low, high]) => {
      const stops = [low, ...cuts.filter((t) => low < t && t < high), high];
      return stops.slice(1).flatMap((right, k) => {
        const lo = cuts.includes(stops[k]) ? stops[k] + room : stops[k];
        const hi = cuts.includes(right) ? right - room : right;
        return lo < hi ? [/** @type {[number, number]} */ ([lo, hi])] : [];
      });
    });
    const inner = y.filter((v, k) => Number.isFinite(v) && drawn.some(([low, high]) => x[k] >= low && x[k] <= high));
    inner.push(...drawn.flat().map((t) => f.at(t)));
    if (inner.length && Math.max(...inner) - Math.min(...inner) <= TALLEST * middle) break;
  }
  return drawn;
}

/** @param {number[]} sorted @param {number} share */
function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
