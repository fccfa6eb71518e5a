// Bounds of a typed function on a cell: its tape, run on intervals; approx/inputs/expression/enclosures.py in the page.
//
// Every part carries value, slope and bend for three rows: the open cell, its left and its right end
// as seen from inside. At an end the slope on the cell tells on which side of its value an argument
// lies, so floor(x) on (1, 2) is 1 at both ends.

/** @import { Bundle } from "./bundles" */
/** @import { Interval } from "./intervals" */
/** @import { Over } from "./logarithms" */
/** @import { Part } from "./tape" */

import { BOUNDS } from "./bounds.js";
import { bent, both, chained, negated, product, smooth } from "./bundles.js";
import {
  ALL, ONE, ZERO, above, add, angle, divide, hasZero, hull, inverse, isZero, multiply, nudged, outwards, overlap, power, scale, sizes,
  square, subtract,
} from "./intervals.js";
import { powerOfLogarithm } from "./logarithms.js";
import { RULES } from "./rules.js";
import { isInfinite, isWhole, needed, valueAt } from "./tape.js";

/** @typedef {[Bundle, Bundle, Bundle]} Rows of the cell, its left end, its right end */
/** What holds on (left, right), and the limits at its ends from inside. @typedef {{ value: Interval, slope: Interval, bend: Interval, first: Interval, last: Interval }} Enclosure */
/** @typedef {(left: number, right: number) => Enclosure} Enclose */

/** A cell, and at which places two parts are both zero; of two inputs a box, which may be a single place. @typedef {{ left: number, right: number, zeros: (i: number, j: number) => [number, boolean][], box?: [Interval, Interval] }} Cell */

/** @type {Bundle} */
const UNKNOWN = [ALL, ALL, ALL];
const FLAT = new Set(["ceil", "floor", "heaviside", "round", "sign"]);
/** @type {Record<string, (d: number) => boolean>} whether u − v decides for it */
const COMPARED = { "<": (d) => d < 0, "<=": (d) => d <= 0, ">": (d) => d > 0, ">=": (d) => d >= 0, step: (d) => d >= 0 };

/**
 * @param {Part[]} parts
 * @param {number[]} places at which a quotient 0/0 may stand, as 0 for sin(x)/x; they need not be right
 * @returns {Enclose}
 */
export function encloseWith(parts, places = []) {
  const order = needed(parts, [parts.length - 1]);
  const none = () => /** @type {[number, boolean][]} */ ([]);
  const known = places.map((place) => run(parts, order, { left: place, right: place, zeros: none }));
  const zeros = (/** @type {number} */ i, /** @type {number} */ j) =>
    places.flatMap((place, k) => {
      const vanish = (/** @type {number} */ d) => isZero(known[k][i][0][d]) && isZero(known[k][j][0][d]);
      return vanish(0) ? [/** @type {[number, boolean]} */ ([place, vanish(1)])] : [];
    });
  return (left, right) => {
    const [cell, first, last] = run(parts, order, { left, right, zeros })[parts.length - 1];
    return { value: cell[0], slope: cell[1], bend: cell[2], first: first[0], last: last[0] };
  };
}

/** The values that a function of x and y can have on boxes. @param {Part[]} parts @param {number} root @returns {(x: Interval, y: Interval) => Interval} */
export function valuesWith(parts, root) {
  const order = needed(parts, [root]);
  const zeros = () => /** @type {[number, boolean][]} */ ([]);
  return (x, y) => run(parts, order, { left: 0, right: 0, zeros, box: [x, y] })[root][0][0];
}

/** @param {Part[]} parts @param {number[]} order @param {Cell} cell @returns {Rows[]} by place */
function run(parts, order, cell) {
  const all = /** @type {Rows[]} */ ([]);
  for (const place of order) {
    const { op, value } = parts[place];
    if (value !== null) all[place] = threefold(() => [[value, value], ZERO, ZERO]);
    else if (cell.box && (op === "x" || op === "y")) all[place] = threefold(() => [/** @type {[Interval, Interval]} */ (cell.box)[op === "x" ? 0 : 1], ALL, ALL]);
    else if (op === "x") all[place] = threefold((r) => [spanOf(cell, r), ONE, ZERO]);
    else all[place] = applied(parts, place, all, cell);
  }
  return all;
}

/** Whether the last part divides by a zero at x, as 1/floor(x) at 0.5, and `where` takes that; what has underflowed is no zero. @param {Part[]} parts @param {number} x */
export function lacksValue(parts, x) {
  const order = needed(parts, [parts.length - 1]);
  const bounds = run(parts, order, { left: x, right: x, zeros: () => [] });
  const room = new Float64Array(parts.length);
  valueAt(parts, order, x, room);
  /** @type {boolean[]} */
  const lost = [];
  for (const place of order) {
    const { op, args, value } = parts[place];
    const exact = args.every((i) => bounds[i][0][0][0] === bounds[i][0][0][1]);
    const infinite = args.length > 0 && exact && isInfinite(op, room[place], args.map((i) => room[i]));
    const used = op === "where" && value === null ? [args[0], room[args[0]] ? args[1] : args[2]] : args;
    lost[place] = infinite || used.some((i) => lost[i]);
  }
  return lost[parts.length - 1];
}

/** @param {(row: number) => Bundle} f @returns {Rows} */
function threefold(f) {
  return [f(0), f(1), f(2)];
}

/** Where a row is. @param {Cell} cell @param {number} row @returns {Interval} */
function spanOf({ left, right }, row) {
  return [row === 2 ? right : left, row === 1 ? left : right];
}

/** For (low, high) of a quantity: the side on which its values lie; 1: above the end only, −1: below, 0: at it. @param {Rows} of with its slope on the cell @param {number} row @param {Cell} cell @returns {[number, number]} */
function sides(of, row, { left, right }) {
  const point = left === right;
  const [low, high] = of[0][1];
  const strict = !point && (low > 0 || high < 0) ? 1 : 0;
  const [down, up] = point ? [-1, 1] : [Math.sign(low), Math.sign(high)];
  return row === 0 ? [strict, -strict || 0] : row === 1 ? [down, up] : [-up, -down];
}

/** @param {Part[]} parts @param {number} place @param {Rows[]} all before it @param {Cell} cell @returns {Rows} */
function applied(parts, place, all, cell) {
  const { op, args: places } = parts[place];
  const [u, v, w] = places.map((i) => all[i]);
  const row = (/** @type {number} */ r) => (/** @type {number} */ i) => all[i][r];
  const times = (/** @type {number} */ r) => (r || cell.left === cell.right ? limitOfProduct : product);
  const over = (/** @type {number} */ r) => (/** @type {number} */ i, /** @type {number} */ j) => {
    const zeros = cell.zeros(i, j);
    return zeros.length ? quotient(all[i], all[j], cell, zeros, r) : null;
  };
  if (op in BOUNDS) return threefold((r) => smooth(op, u[r]));
  if (FLAT.has(op)) return flat(op, u, cell);
  if (op in COMPARED) return compared(op, u, v, cell);
  switch (op) {
    case "+": return threefold((r) => both(u[r], v[r], add));
    case "-": return threefold((r) => both(u[r], v[r], subtract));
    case "neg": return threefold((r) => negated(u[r]));
    case "*": return threefold((r) => multiplied(parts, place, row(r), over(r), times(r)));
    case "/": {
      const zeros = cell.zeros(places[0], places[1]);
      return threefold((r) => quotient(u, v, cell, zeros, r));
    }
    case "^": return raised(parts, place, u, v, row, times);
    case "abs": return kinked(u, -1, cell);
    case "relu": return kinked(u, 0, cell);
    case "max": return largest(u, v, cell);
    case "min": return /** @type {Rows} */ (largest(/** @type {Rows} */ (u.map(negated)), /** @type {Rows} */ (v.map(negated)), cell).map(negated));
    case "mod": return remainder(u, v, cell);
    case "atan2": return turned(u, v, cell);
    case "hypot": return threefold((r) => long(u[r], v[r]));
    case "where": return threefold((r) => (u[r][0][0] === 1 ? v[r] : u[r][0][1] === 0 ? w[r] : [hull(v[r][0], w[r][0]), ALL, ALL]));
    default: return threefold(() => UNKNOWN);
  }
}

/** @param {Part[]} parts @param {number} place @param {(place: number) => Bundle} jets @param {Over} over @param {(u: Bundle, v: Bundle) => Bundle} times @returns {Bundle} */
function multiplied(parts, place, jets, over, times) {
  const [i, j] = parts[place].args;
  if (i === j) return product(jets(i), jets(i), true);
  const plain = times(jets(i), jets(j));
  const special = powerOfLogarithm(parts, parts[place], jets, over, times);
  // Near the base's zero the one is sharp, elsewhere the other.
  return special ? /** @type {Bundle} */ (plain.map((one, k) => overlap(one, special[k]))) : plain;
}

/** The product, of whose limit nothing is known where one part tends to 0, one to ±∞. @param {Bundle} u @param {Bundle} v @returns {Bundle} */
function limitOfProduct(u, v) {
  const [value, slope, bend] = product(u, v);
  const isUnbounded = (/** @type {Interval} */ a) => a[0] === -Infinity || a[1] === Infinity;
  const lost = (isZero(u[0]) && isUnbounded(v[0])) || (isZero(v[0]) && isUnbounded(u[0]));
  return [lost ? ALL : value, slope, bend];
}

/** u/v, where `under` holds v. @param {Bundle} u @param {Bundle} v @param {Interval} under @returns {Bundle} */
function divided(u, v, under) {
  const w = divide(u[0], under);
  const by = inverse(under);
  if (isZero(v[1]) && isZero(v[2])) return [w, multiply(u[1], by), multiply(u[2], by)];
  const first = multiply(subtract(u[1], multiply(w, v[1])), by);
  const bent = subtract(u[2], scale(2, multiply(first, v[1])));
  return [w, first, multiply(subtract(bent, multiply(w, v[2])), by)];
}

/** @param {Rows} u @param {Rows} v @param {Cell} cell @param {[number, boolean][]} zeros @param {number} row @returns {Bundle} */
function quotient(u, v, cell, zeros, row) {
  const [over, below] = [u[row], v[row]];
  if (hasZero(below[0])) {
    const here = zeros.find(([place]) => meets(place, u, v, cell, row));
    if (here) return removed(over, below, here[1]);
    // At an end, 0/0 may tend to anything; at a single place it does.
    if ((row || cell.left === cell.right) && hasZero(over[0])) return UNKNOWN;
  }
  if (isZero(v[0][1])) return divided(over, below, below[0]);
  // Only at 0 does it matter on which side of its end the divisor lies.
  const inner = nudged(below[0], sides(v, row, cell));
  const [low, high] = below[0].map((end, k) => (end === 0 ? inner[k] : end));
  return divided(over, below, [low, high]);
}

/** Whether a cell or end holds a place with 0/0, and both tend to 0 there: not so ceil(x)/x². @param {number} place @param {Rows} u @param {Rows} v @param {Cell} cell @param {number} row */
function meets(place, u, v, cell, row) {
  const [left, right] = spanOf(cell, row);
  const tends = (/** @type {number} */ r) => isZero(u[r][0]) && isZero(v[r][0]);
  if (row) return place === left && tends(row);
  return left <= place && place <= right && (place !== left || tends(1)) && (place !== right || tends(2));
}

/** u/v on a cell with a place z where both are 0: u = (x − z) U, and U is a mean of u', U' half a mean of u''; or where both slopes are 0, too. @param {Bundle} u @param {Bundle} v @param {boolean} twice @returns {Bundle} */
function removed(u, v, twice) {
  if (hasZero(v[twice ? 2 : 1])) return UNKNOWN;
  if (twice) return [multiply(u[2], inverse(v[2])), ALL, ALL];
  const by = inverse(v[1]);
  const w = multiply(u[1], by);
  return [w, multiply(subtract(scale(0.5, u[2]), multiply(w, scale(0.5, v[2]))), by), ALL];
}

/** @param {Part[]} parts @param {number} place @param {Rows} base @param {Rows} exponent @param {(row: number) => (place: number) => Bundle} row @param {(row: number) => (u: Bundle, v: Bundle) => Bundle} times @returns {Rows} */
function raised(parts, place, base, exponent, row, times) {
  const upper = parts[place].args[1];
  const c = parts[upper].value;
  if (c !== null) {
    return threefold((r) => {
      const u = base[r];
      const first = c ? scale(c, power(u[0], c - 1)) : ZERO;
      const second = c * (c - 1) ? scale(c * (c - 1), power(u[0], c - 2)) : ZERO;
      const [value, slope, bend] = chained(u, power(u[0], c), first, second);
      // Across a pole both sides may fall, and the function rises.
      return c < 0 && hasZero(u[0]) ? [value, ALL, ALL] : [value, slope, bend];
    });
  }
  if (isWhole(parts, upper)) return threefold((r) => wholePower(base[r], exponent[r]));
  return threefold((r) => smooth("exp", powerOfLogarithm(parts, parts[place], row(r), () => null, times(r)) ?? times(r)(exponent[r], smooth("ln", base[r]))));
}

/** u^n for an n that is whole, and constant where its bounds meet. @param {Bundle} u @param {Bundle} n @returns {Bundle} */
function wholePower(u, n) {
  const [low, high] = n[0];
  const [least, most] = sizes(u[0]);
  if (low === high) {
    const value = low < 0 && hasZero(u[0]) ? ALL : power(u[0], low);
    const constant = isZero(u[1]);
    const first = multiply(n[0], multiply(value, inverse(u[0])));
    return [value, constant ? ZERO : multiply(first, u[1]), constant ? ZERO : ALL];
  }
  // Between two exponents the size lies between those of the ends, of either sign.
  const sizesThere = [least, most].flatMap((s) => [s ** low, s ** high]);
  const reach = above(Math.max(...sizesThere) * (1 + 16 * 2 ** -52));
  const top = Number.isNaN(reach) ? Infinity : reach;
  return [u[0][0] === 1 && u[0][1] === 1 ? ONE : [u[0][0] >= 0 ? 0 : -top, top], ALL, ALL];
}

/** u − v without the values that it does not take. @param {Rows} u @param {Rows} v @param {number} row @param {Cell} cell */
function difference(u, v, row, cell) {
  const rows = /** @type {Rows} */ (u.map((one, r) => both(one, v[r], subtract)));
  return nudged(rows[row][0], sides(rows, row, cell));
}

/** @param {string} op @param {Rows} u @param {Rows} v @param {Cell} cell @returns {Rows} */
function compared(op, u, v, cell) {
  return threefold((r) => {
    const [one, other] = difference(u, v, r, cell).map(COMPARED[op]);
    const slope = one === other ? ZERO : ALL;
    return [[one && other ? 1 : 0, one || other ? 1 : 0], slope, slope];
  });
}

/** @param {string} op @param {Rows} u @param {Cell} cell @returns {Rows} */
function flat(op, u, cell) {
  return threefold((r) => {
    const [low, high] = nudged(u[r][0], sides(u, r, cell)).map((end) => RULES[op].value(end));
    const slope = low === high ? ZERO : ALL;
    return [[low, high], slope, slope];
  });
}

/** A function of slope `left` below 0 and 1 above; its bend has no upper bound at 0. @param {Rows} u @param {number} left @param {Cell} cell @returns {Rows} */
function kinked(u, left, cell) {
  return threefold((r) => {
    const [a, b] = u[r][0];
    const value = /** @type {Interval} */ (left ? sizes([a, b]) : [Math.max(a, 0), Math.max(b, 0)]);
    return bent(u[r], value, nudged(u[r][0], sides(u, r, cell)), left);
  });
}

/** @param {Rows} u @param {Rows} v @param {Cell} cell @returns {Rows} */
function largest(u, v, cell) {
  return threefold((r) => {
    const [low, high] = difference(u, v, r, cell);
    if (low >= 0) return u[r];
    if (high <= 0) return v[r];
    const [one, other] = [u[r], v[r]];
    return [
      [Math.max(one[0][0], other[0][0]), Math.max(one[0][1], other[0][1])],
      hull(one[1], other[1]),
      [Math.min(one[2][0], other[2][0]), Infinity],
    ];
  });
}

/** u − v · floor(u/v), which lies between 0 and v. @param {Rows} u @param {Rows} v @param {Cell} cell @returns {Rows} */
function remainder(u, v, cell) {
  const count = flat("floor", threefold((r) => divided(u[r], v[r], v[r][0])), cell);
  return threefold((r) => {
    const times = r || cell.left === cell.right ? limitOfProduct : product;
    const [value, slope, bend] = both(u[r], times(v[r], count[r]), subtract);
    const between = /** @type {Interval} */ ([Math.min(v[r][0][0], 0), Math.max(v[r][0][1], 0)]);
    return [hasZero(v[r][0]) ? value : overlap(value, between), slope, bend];
  });
}

/** atan2(u, v). @param {Rows} u @param {Rows} v @param {Cell} cell @returns {Rows} */
function turned(u, v, cell) {
  return threefold((r) => {
    const [y, x] = [u[r], v[r]];
    const p = isZero(u[0][1]) ? y[0] : nudged(y[0], sides(u, r, cell));
    const lost = (hasZero(p) && x[0][0] <= 0 && !(isZero(p) && x[0][1] < 0)) || (hasZero(y[0]) && hasZero(x[0]));
    if (lost) return [outwards(-Math.PI, Math.PI, 2), ALL, ALL];
    const by = inverse(add(square(y[0]), square(x[0])));
    const first = multiply(subtract(multiply(y[1], x[0]), multiply(y[0], x[1])), by);
    const grown = add(multiply(y[0], y[1]), multiply(x[0], x[1]));
    const turn = subtract(subtract(multiply(y[2], x[0]), multiply(y[0], x[2])), scale(2, multiply(first, grown)));
    return [angle(p, x[0]), first, multiply(turn, by)];
  });
}

/** hypot(u, v); its slope is never steeper than (u', v') is long. @param {Bundle} u @param {Bundle} v @returns {Bundle} */
function long(u, v) {
  const w = power(add(square(u[0]), square(v[0])), 0.5);
  const steepest = power(add(square(u[1]), square(v[1])), 0.5)[1];
  const by = inverse(w);
  const along = add(multiply(u[0], u[1]), multiply(v[0], v[1]));
  const first = overlap(multiply(along, by), [-steepest, steepest]);
  const turned = add(add(square(u[1]), square(v[1])), add(multiply(u[0], u[2]), multiply(v[0], v[2])));
  return [w, first, multiply(subtract(turned, square(first)), by)];
}
