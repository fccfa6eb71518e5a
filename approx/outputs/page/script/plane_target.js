// What a network of two inputs is measured against: a function of x and y, points with values, or points in classes.

/** @import { PlaneTargetData, TrainingData } from "./types" */
/** @import { Box } from "./plane_regions" */

import { valuesWith } from "./enclosure.js";
import { readOfTwo } from "./grammar.js";
import { Refusal, general } from "./refusal.js";
import { needed, valueAt } from "./tape.js";
import { written } from "./writing.js";

/** A function is compared at so many places in either direction; every other of them is trained with. */
export const [PLACES, EVERY] = [45, 2];
/** Where the error is largest on the grid and at the corners, it is followed in steps this much smaller. */
const [FOLLOWED, SHRINK, ROUNDS] = [3, 0.5, 24];
/** Values beyond this leave no room for products. */
const LARGEST = 1e150;
/** Cells in which bounds are infinite are quartered so often, the highest of them only; a function is cut off up to this height. */
const [CUTS, HIGHEST, HIGHEST_CUT] = [21, 256, 1e6];
/** The function and rectangle that were found bounded last: a page asks again with each new shape of the network. */
let bounded = "";

/** A function of x and y that was read from a text. */
export class FunctionOfTwo {
  /** @param {string} text */
  constructor(text) {
    const { parts, root, shown, isCondition } = readOfTwo(text);
    this.parts = parts;
    this.isCondition = isCondition;
    this.label = written(parts, shown);
    this.root = root;
    this.order = needed(parts, [root]);
    this.room = new Float64Array(parts.length);
  }

  /** @param {number} x @param {number} y */
  at(x, y) {
    return valueAt(this.parts, this.order, x, this.room, y);
  }
}

/** The places on which a function is compared, row by row. @param {Box} box @returns {[number[], number[]]} */
export function gridOf([[x0, x1], [y0, y1]]) {
  const along = (/** @type {number} */ a, /** @type {number} */ b) => Array.from({ length: PLACES }, (_, k) => (k === PLACES - 1 ? b : a + (k * (b - a)) / (PLACES - 1)));
  const [across, up] = [along(x0, x1), along(y0, y1)];
  return [up.flatMap(() => across), up.flatMap((y) => across.map(() => y))];
}

/** Places of a small picture over a rectangle, from its upper left corner on, as screens count them. @param {Box} box @param {number} many in either direction @returns {[number[], number[]]} */
export function gridOfSize([[x0, x1], [y0, y1]], many) {
  const share = (/** @type {number} */ k) => (k + 0.5) / many;
  const every = Array.from({ length: many * many }, (_, k) => k);
  return [every.map((k) => x0 + share(k % many) * (x1 - x0)), every.map((k) => y1 - share(Math.floor(k / many)) * (y1 - y0))];
}

/** The values on the grid; a function without them everywhere is refused. @param {FunctionOfTwo} f @param {Box} box */
export function sampled(f, box) {
  const [xs, ys] = gridOf(box);
  const values = xs.map((x, k) => f.at(x, ys[k]));
  values.forEach((v, k) => {
    if (Number.isFinite(v)) return;
    const around = /** @type {[number, number][]} */ ([[1, 1.3], [-1, 1.3], [1, -1.3], [-1, -1.3]]).map(([dx, dy]) => f.at(xs[k] + dx * 1e-6 * (box[0][1] - box[0][0]), ys[k] + dy * 1e-6 * (box[1][1] - box[1][0])));
    // A hole has its limit.
    if (around.every(Number.isFinite) && Math.max(...around) - Math.min(...around) <= 1e-3 * (1 + Math.abs(around[0]))) values[k] = around.reduce((total, u) => total + u / 4, 0);
    else throw new Refusal(`f has no finite value at x = ${general(xs[k], 4)}, y = ${general(ys[k], 4)}; choose another rectangle`);
  });
  const size = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (size > LARGEST) throw new Refusal(`values reach ${general(size, 1)}; scale the function below 1e150`);
  return values;
}

/** A function that grows without end is refused, with a text that works where one is found: approx/subjects/from_function_of_two.py in the page. @param {FunctionOfTwo} f @param {Box} box @param {number[]} values on the grid */
export function refuseUnbounded(f, box, values) {
  const key = JSON.stringify([f.label, box]);
  const place = key === bounded ? null : unboundedAt(f, box);
  if (!place) {
    bounded = key;
    return;
  }
  const [x, y] = place.map((u, k) => general(Number(u.toFixed(Math.max(0, Math.ceil(2 - Math.log10((box[k][1] - box[k][0]) / PLACES)))))));
  const sizes = values.map(Math.abs).sort((one, other) => one - other);
  const usual = Number(sizes[Math.floor(0.95 * sizes.length)].toPrecision(1));
  const ways = usual > 0 && usual <= HIGHEST_CUT ? [`min(${f.label}, ${usual})`, `max(${f.label}, -${usual})`, `clip(${f.label}, -${usual}, ${usual})`] : [];
  const cut = ways.find((text) => !unboundedAt(new FunctionOfTwo(text), box));
  throw new Refusal(`f has no bound near x = ${x}, y = ${y}; ${cut ? `cut it off: "${cut}", or ` : ""}choose another rectangle`);
}

/** Where a function grows without end; null where it is bounded, and where its growth dies away. @param {FunctionOfTwo} f @param {Box} box @returns {[number, number] | null} */
function unboundedAt(f, [[x0, x1], [y0, y1]]) {
  const valuesOn = valuesWith(f.parts, f.root);
  let size = [(x1 - x0) / (PLACES - 1), (y1 - y0) / (PLACES - 1)];
  let corners = Array.from({ length: (PLACES - 1) ** 2 }, (_, k) => [x0 + (k % (PLACES - 1)) * size[0], y0 + Math.floor(k / (PLACES - 1)) * size[1]]);
  const highest = /** @type {number[]} */ ([]);
  let place = /** @type {[number, number]} */ ([x0, y0]);
  for (let round = 0; round < CUTS; round++) {
    const [wide, tall] = size;
    const open = corners.filter(([x, y]) => valuesOn([x, x + wide], [y, y + tall]).some((end) => !Number.isFinite(end)));
    if (!open.length) return null;
    const inside = open.map(([x, y]) => ({ x, y, height: Math.abs(f.at(x + 0.37 * wide, y + 0.37 * tall)) }));
    const height = (/** @type {{ height: number }} */ one) => (Number.isNaN(one.height) ? -1 : one.height);
    const kept = inside.sort((one, other) => height(other) - height(one)).slice(0, HIGHEST);
    highest.push(kept[0].height);
    place = [kept[0].x, kept[0].y];
    size = [wide / 2, tall / 2];
    corners = kept.flatMap(({ x, y }) => [[x, y], [x, y + tall / 2], [x + wide / 2, y], [x + wide / 2, y + tall / 2]]);
  }
  const [first, second, third] = [CUTS / 3, (2 * CUTS) / 3, CUTS - 1].map((k) => highest[k]);
  return third === Infinity || (third - second >= 0.7 * (second - first) && second > first) ? place : null;
}

/** A function, by its text or by its values on the grid. */
export class FunctionTarget {
  /** @param {PlaneTargetData} data @param {Box} box */
  constructor(data, box) {
    this.f = data.text ? new FunctionOfTwo(data.text) : null;
    this.box = box;
    const [x, y] = gridOf(box);
    this.x = x;
    this.y = y;
    this.values = data.samples ?? sampled(/** @type {FunctionOfTwo} */ (this.f), box);
  }

  /** What is trained with. @returns {[number[][], number[]]} */
  samples() {
    const kept = this.x.map((_, k) => k).filter((k) => k % PLACES % EVERY === 0 && Math.floor(k / PLACES) % EVERY === 0);
    return [kept.map((k) => [this.x[k], this.y[k]]), kept.map((k) => this.values[k])];
  }

  /**
   * The rms error on the grid, and the largest error that is found on it, at the sheet's corners and near both.
   * @param {Float64Array} values of the network on the grid @param {{ x: number[], y: number[], values: number[][] }} sheet
   * @param {(x: number, y: number) => number} network
   */
  distance(values, sheet, network) {
    let sum = 0;
    const found = /** @type {{ off: number, x: number, y: number }[]} */ ([]);
    const note = (/** @type {number} */ off, /** @type {number} */ x, /** @type {number} */ y) => {
      if (found.length === FOLLOWED && !(off > found[FOLLOWED - 1].off)) return;
      found.push({ off, x, y });
      found.sort((one, other) => other.off - one.off);
      if (found.length > FOLLOWED) found.pop();
    };
    this.x.forEach((x, k) => {
      const off = Math.abs(values[k] - this.values[k]);
      sum += off * off;
      note(off, x, this.y[k]);
    });
    const { f } = this;
    if (f) sheet.x.forEach((x, v) => note(Math.abs(sheet.values[0][v] - f.at(x, sheet.y[v])), x, sheet.y[v]));
    const best = f ? found.map((place) => this.followed(place, (x, y) => Math.abs(network(x, y) - f.at(x, y)))) : found;
    const { off, x, y } = best.reduce((most, one) => (one.off > most.off ? one : most));
    return { sup: off, at: [x, y], rms: Math.sqrt(sum / this.x.length) };
  }

  /** Uphill from a place, in steps that become smaller. @param {{ off: number, x: number, y: number }} place @param {(x: number, y: number) => number} error */
  followed({ off, x, y }, error) {
    const [[x0, x1], [y0, y1]] = this.box;
    let step = 1 / (PLACES - 1);
    for (let round = 0; round < ROUNDS; round++) {
      const before = off;
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const u = Math.min(x1, Math.max(x0, x + dx * step * (x1 - x0)));
        const v = Math.min(y1, Math.max(y0, y + dy * step * (y1 - y0)));
        const here = error(u, v);
        if (here > off) [off, x, y] = [here, u, v];
      }
      if (off === before) step *= SHRINK;
    }
    return { off, x, y };
  }
}

/** How inputs and values are scaled to [−1, 1], as approx/training/samples.py does; classes stay as they are. @param {number[][]} xs @param {number[]} ys @param {"binary" | "softmax" | undefined} loss @returns {TrainingData} */
export function trainingOf(xs, ys, loss) {
  const [x, y] = [0, 1].map((i) => range(xs.map((row) => row[i])));
  const [centre, unit] = loss ? [0, 1] : range(ys);
  return { rate: null, samples: xs.length, middle: [x[0], y[0]], half: [x[1], y[1]], centre, unit, loss };
}

/** Middle and half of a range; of one number half is 1. @param {number[]} values @returns {[number, number]} */
function range(values) {
  const [low, high] = values.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]);
  const half = high / 2 - low / 2;
  const middle = low + half;
  return [middle, half <= 4 * 2 ** -52 * Math.abs(middle) ? 1 : half];
}
