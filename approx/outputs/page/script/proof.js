// The largest error with a proof: approx/core/proof.py in the page.
//
// A cell's error is bounded by the least of three bounds: the values' interval, lines from both ends
// with the slope's interval, and the chord with the most that the bend lifts above it. Cells that
// cannot hold a larger error than one that is known are closed, the rest cut (branch and bound;
// Hansen and Walster 2004). No cell is judged by samples.

/** @import { Interval } from "./intervals" */
/** @import { Enclose, Enclosure } from "./enclosure" */

import { above, negative, subtract } from "./intervals.js";

const EPS = 2 ** -52;
/** A bracket as narrow as this, relative to the error, is closed; so is one below this share of the values. */
const [RESOLVED, SMALL] = [1e-6, 1e-9];
/** An open cell is cut into so many; the first cells; and more than so many are not bounded. */
const [CUT, FIRST, MOST] = [4, 64, 20_000];

/** Bounds of the network on a cell between its breakpoints. @typedef {(left: number, right: number) => Enclosure} Network */

export class Proof {
  /**
   * @param {Network} network
   * @param {Enclose} target
   * @param {number[][]} cells (left, right) each, without a breakpoint or a break inside
   * @param {{ sup: number, size: number }} found the largest error that is claimed, and the size of the values
   */
  constructor(network, target, cells, { sup, size }) {
    this.network = network;
    this.target = target;
    const share = Math.max(2, Math.ceil(FIRST / Math.max(1, cells.length)));
    this.open = cells.flatMap(([left, right]) => cut(left, right, share));
    // An error of so much must be reached, and none larger than `enough`.
    this.least = sup <= SMALL * size ? 0 : sup * (1 - RESOLVED);
    this.reached = 0;
    this.enough = Math.max(sup * (1 + RESOLVED), SMALL * Math.max(size, sup));
    this.spent = 0;
    /** @type {boolean | null} whether no error is larger than was claimed; null while that is open */
    this.closed = null;
  }

  /** Work until `end` (of performance.now); true when it is decided. @param {number} end */
  work(end) {
    while (this.closed === null && performance.now() < end) this.once();
    return this.closed !== null;
  }

  /** Bound one cell. */
  once() {
    const cell = this.open.pop();
    if (!cell) {
      this.closed = this.reached >= this.least;
      return;
    }
    const [left, right] = cell;
    this.spent++;
    const { bound, reached } = boundOf(left, right, this.network(left, right), this.target(left, right));
    this.reached = Math.max(this.reached, reached);
    if (bound <= this.enough) return;
    const parts = cut(left, right, CUT);
    // A larger error than was claimed, a cell of neighbours, or too much work: nothing is claimed.
    if (reached > this.enough || parts.length < 2 || this.spent + this.open.length > MOST) this.closed = false;
    else this.open.push(...parts);
  }
}

/** @param {number} left @param {number} right @param {number} count @returns {number[][]} */
function cut(left, right, count) {
  const ends = Array.from({ length: count + 1 }, (_, k) => (k === count ? right : left + ((right - left) * k) / count));
  return ends.slice(1).flatMap((end, k) => (ends[k] < end ? [[ends[k], end]] : []));
}

/** No |f − target| on the cell is larger than `bound`; one of `reached` is there. @param {number} left @param {number} right @param {Enclosure} f @param {Enclosure} target */
export function boundOf(left, right, f, target) {
  const [first, last] = [subtract(f.first, target.first), subtract(f.last, target.last)];
  const [value, slope, bend] = [subtract(f.value, target.value), subtract(f.slope, target.slope), subtract(f.bend, target.bend)];
  const width = above(right - left);
  const up = highest(width, first[1], last[1], value[1], slope, bend);
  const down = highest(width, -first[0], -last[0], -value[0], negative(slope), negative(bend));
  return { bound: Math.max(up, down), reached: Math.max(leastSize(first), leastSize(last)) };
}

/** @param {Interval} e */
function leastSize(e) {
  return e.every(Number.isFinite) ? Math.max(e[0], -e[1], 0) : 0;
}

/** No function with these ends, values, slopes and bends is higher on a cell of this width. @param {number} width @param {number} first @param {number} last @param {number} value @param {Interval} slope @param {Interval} bend */
function highest(width, first, last, value, [fall, rise], bend) {
  const ends = Math.max(first, last);
  // Lines from both ends as steep as allowed: where they cross.
  let peak = ends;
  if (rise > 0 && fall < 0) {
    const along = Math.min(width, Math.max(0, (last - first - fall * width) / (rise - fall)));
    peak = Math.min(first + rise * along, last - fall * (width - along));
    peak = (Number.isNaN(peak) ? Infinity : Math.max(peak, ends)) + 8 * EPS * (Math.abs(first) + Math.abs(last) + Math.abs(fall) * width);
  }
  // A bend of −c lifts c t (w − t)/2 above the chord; where the sum turns.
  const lift = (Math.max(-bend[0], 0) * width * width) / 2;
  const step = last - first;
  let arch = lift > Math.abs(step) ? (first + last) / 2 + lift / 4 + (step * step) / (4 * lift) : ends;
  arch = Number.isFinite(lift) ? arch + 8 * EPS * (Math.abs(first) + Math.abs(last) + lift) : Infinity;
  const known = [peak, arch, value].filter((v) => !Number.isNaN(v));
  return known.length ? Math.min(...known) : Infinity;
}
