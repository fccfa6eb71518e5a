// A network of two inputs as polygons that share their corners, one affine map on each: approx/core/regions.py in the page.

/** @import { Layer } from "./types" */
/** @import { IsOff } from "./training" */

import { Refusal } from "./refusal.js";

/** Relative to the terms it is summed from, a smaller pre-activation is rounding: on the line. */
export const ON_LINE = 256 * 2 ** -52;
/** Where a corner lies to a line. */
const [ON, ABOVE, BELOW, BOTH] = [0, 1, 2, 3];
/** More polygons than this cannot be drawn while something moves. */
const MOST_REGIONS = 60000;
/** A change of the gradient below this share is rounding. */
const NO_CHANGE = 1e-12;

/** @typedef {[[number, number], [number, number]]} Box */
/** @typedef {{ layer: number, neuron: number, x: number[], y: number[] }} Crease ends of segments, two after each other */

/**
 * Everything about the polygons of a network.
 * @typedef {object} Sheet
 * @property {number[]} x of every corner
 * @property {number[]} y
 * @property {number[][]} values of every output at every corner
 * @property {number[][]} loops the corners of each polygon, counterclockwise
 * @property {Uint8Array[]} on which units are positive in each polygon, layer by layer, output last
 * @property {number[][][]} gradients of every output in each polygon: [by x, by y, at 0]
 */

/**
 * Cut every polygon that has corners on both sides of the zero of a row.
 *
 * An edge that is cut gets one new corner, whichever polygon asks: neighbours stay glued.
 * @param {number[][]} rows a number of every corner each: x, y and what is affine on the polygons; new corners are appended
 * @param {number[][]} loops
 * @param {number} row whose zero cuts
 * @param {number} tolerance below it a number is zero
 * @returns {{ loops: number[][], parents: number[], above: boolean[], sides: Uint8Array }}
 */
export function cut(rows, loops, row, tolerance) {
  const values = rows[row];
  const many = values.length;
  const sides = new Uint8Array(many);
  for (let v = 0; v < many; v++) sides[v] = values[v] > tolerance ? ABOVE : values[v] < -tolerance ? BELOW : ON;
  const made = /** @type {Map<number, number>} */ (new Map());
  const between = (/** @type {number} */ a, /** @type {number} */ b) => {
    const [first, second] = a < b ? [a, b] : [b, a];
    const key = first * many + second;
    let corner = made.get(key);
    if (corner === undefined) {
      corner = values.length;
      const share = values[first] / (values[first] - values[second]);
      for (const one of rows) one.push(one[first] + share * (one[second] - one[first]));
      values[corner] = 0;
      made.set(key, corner);
    }
    return corner;
  };
  const result = { loops: /** @type {number[][]} */ ([]), parents: /** @type {number[]} */ ([]), above: /** @type {boolean[]} */ ([]), sides };
  const keep = (/** @type {number[]} */ loop, /** @type {number} */ parent, /** @type {boolean} */ above) => {
    result.loops.push(loop);
    result.parents.push(parent);
    result.above.push(above);
  };
  loops.forEach((loop, k) => {
    let seen = 0;
    for (const v of loop) seen |= sides[v];
    if (seen !== BOTH) return keep(loop, k, seen === ABOVE);
    const fine = /** @type {number[]} */ ([]);
    let at = /** @type {number[]} */ ([]);
    loop.forEach((a, i) => {
      const b = loop[(i + 1) % loop.length];
      fine.push(a);
      at.push(sides[a]);
      if ((sides[a] | sides[b]) !== BOTH) return;
      fine.push(between(a, b));
      at.push(ON);
    });
    if (at.filter((side) => side === ON).length > 2) at = twoContacts(at);
    keep(fine.filter((_, i) => at[i] !== BELOW), k, true);
    keep(fine.filter((_, i) => at[i] !== ABOVE), k, false);
  });
  return result;
}

/** A cut polygon's sides with ON only where the line enters and leaves: rounding puts more corners on it. @param {number[]} at */
function twoContacts(at) {
  const after = at.map((_, i) => {
    let k = i;
    while (at[k % at.length] === ON) k++;
    return at[k % at.length];
  });
  return at.map((side, i) => {
    const before = at[(i + at.length - 1) % at.length];
    return side === ON && before !== ON && before !== after[i] ? ON : after[i];
  });
}

/** All linear regions of the layers on a box. @param {Layer[]} layers @param {Box} box @param {IsOff} isOff @returns {Sheet} */
export function sheetOf(layers, [[x0, x1], [y0, y1]], isOff) {
  const last = layers.length - 1;
  let rows = [[x0, x1, x1, x0], [y0, y0, y1, y1]];
  let h = rows;
  let loops = [[0, 1, 2, 3]];
  const units = layers.reduce((total, { biases }) => total + biases.length, 0);
  let on = [new Uint8Array(units)];
  let first = 0;
  layers.forEach((layer, l) => {
    const { weights, biases } = layer;
    const [left, right] = slopesOf(layer);
    const isLive = (/** @type {number} */ j) => l === last || !isOff(l, j);
    const largest = h.map((row) => row.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
    const corners = rows[0].length;
    rows = [rows[0], rows[1], ...weights.map((row, j) => sums(row, biases[j], h, corners, isLive(j)))];
    for (let j = 0; j < biases.length; j++) {
      if (left === right || !isLive(j)) continue;
      const terms = weights[j].reduce((total, w, i) => total + Math.abs(w) * largest[i], Math.abs(biases[j]));
      const made = cut(rows, loops, 2 + j, ON_LINE * terms);
      const used = new Uint8Array(loops.length);
      on = made.parents.map((k) => (used[k]++ ? on[k].slice() : on[k]));
      made.above.forEach((above, k) => (on[k][first + j] = Number(above)));
      loops = made.loops;
      if (loops.length > MOST_REGIONS) throw new Refusal(`more than ${MOST_REGIONS} linear regions; take fewer neurons or a smaller rectangle`);
    }
    h = rows.slice(2);
    if (left !== 1 || right !== 1) h = h.map((row) => row.map((z) => z * (z > 0 ? right : left)));
    first += biases.length;
  });
  return { x: rows[0], y: rows[1], values: h, loops, on, gradients: gradientsOf(layers, on, isOff) };
}

/** @param {number[]} row @param {number} bias @param {number[][]} h @param {number} corners @param {boolean} live */
function sums(row, bias, h, corners, live) {
  const z = new Array(corners).fill(0);
  if (!live) return z;
  row.forEach((w, i) => {
    const from = h[i];
    for (let v = 0; v < corners; v++) z[v] += w * from[v];
  });
  for (let v = 0; v < corners; v++) z[v] += bias;
  return z;
}

/** @param {Pick<Layer, "slopes" | "activation">} layer @returns {[number, number]} */
function slopesOf({ slopes, activation }) {
  if (!slopes) throw new Refusal(`${activation} is smooth; of two inputs, networks that fold are shown`);
  return slopes;
}

/** Gradient and value at 0 of every output in each polygon, from the last layer back. @param {Layer[]} layers @param {Uint8Array[]} on @param {IsOff} isOff @returns {number[][][]} */
function gradientsOf(layers, on, isOff) {
  const last = layers.length - 1;
  let first = 0;
  const net = layers.map(({ weights, biases, ...layer }, l) => {
    const [left, right] = slopesOf(layer);
    const wired = { first, left, right, biases, rows: weights.map((row) => Float64Array.from(row)), live: biases.map((_, j) => l === last || !isOff(l, j)), back: new Float64Array(weights[0].length) };
    first += biases.length;
    return wired;
  });
  const start = new Float64Array(layers[last].biases.length);
  return on.map((pattern) =>
    layers[last].biases.map((_, output) => {
      start.fill(0);
      start[output] = 1;
      let gradient = start;
      let at0 = 0;
      for (let l = last; l >= 0; l--) {
        const { first: offset, left, right, biases, rows, live, back } = net[l];
        back.fill(0);
        for (let j = 0; j < rows.length; j++) {
          const g = live[j] ? gradient[j] * (left === right || !pattern[offset + j] ? left : right) : 0;
          if (g === 0) continue;
          at0 += g * biases[j];
          const row = rows[j];
          for (let i = 0; i < row.length; i++) back[i] += g * row[i];
        }
        gradient = back;
      }
      return [gradient[0], gradient[1], at0];
    }),
  );
}

/** Every edge once: its corners, and the polygons on its sides, −1 where there is none. @param {number[][]} loops @param {number} corners @returns {{ a: number[], b: number[], left: number[], right: number[] }} */
export function edgesOf(loops, corners) {
  const places = /** @type {Map<number, number>} */ (new Map());
  const [a, b, left, right] = Array.from({ length: 4 }, () => /** @type {number[]} */ ([]));
  loops.forEach((loop, k) => {
    for (let i = 0; i < loop.length; i++) {
      const [one, other] = [loop[i], loop[i + 1 < loop.length ? i + 1 : 0]];
      const key = one < other ? one * corners + other : other * corners + one;
      const place = places.get(key);
      if (place !== undefined) right[place] = k;
      else {
        places.set(key, a.length);
        a.push(one);
        b.push(other);
        left.push(k);
        right.push(-1);
      }
    }
  });
  return { a, b, left, right };
}

/** The folds that can be seen, by hidden neuron; those that later layers hide are left out. @param {Sheet} sheet @param {Layer[]} layers @returns {Crease[]} */
export function creasesOf({ x, y, loops, on, gradients }, layers) {
  const { a, b, left, right } = edgesOf(loops, x.length);
  const hidden = layers.slice(0, -1).reduce((total, { biases }) => total + biases.length, 0);
  const change = a.map((_, e) => (right[e] < 0 ? 0 : changed(gradients[left[e]], gradients[right[e]])));
  const least = NO_CHANGE * change.reduce((most, v) => Math.max(most, v), 1);
  const creases = layers.slice(0, -1).flatMap(({ biases }, layer) => biases.map((_, neuron) => ({ layer, neuron, x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]) })));
  for (let e = 0; e < a.length; e++) {
    if (right[e] < 0 || change[e] <= least) continue;
    const [one, other] = [on[left[e]], on[right[e]]];
    for (let unit = 0; unit < hidden; unit++) {
      if (one[unit] === other[unit]) continue;
      creases[unit].x.push(x[a[e]], x[b[e]]);
      creases[unit].y.push(y[a[e]], y[b[e]]);
    }
  }
  return creases;
}

/** The largest change of an output's gradient. @param {number[][]} one @param {number[][]} other */
function changed(one, other) {
  return one.reduce((most, [gx, gy], k) => Math.max(most, Math.hypot(gx - other[k][0], gy - other[k][1])), 0);
}

/** A polygon's area, seen from its first corner, so that small ones lose no digits. @param {number[]} loop @param {number[]} x @param {number[]} y */
export function areaOf(loop, x, y) {
  const [ox, oy] = [x[loop[0]], y[loop[0]]];
  let twice = 0;
  for (let i = 1; i + 1 < loop.length; i++) {
    const [p, q] = [loop[i], loop[i + 1]];
    twice += (x[p] - ox) * (y[q] - oy) - (y[p] - oy) * (x[q] - ox);
  }
  return twice / 2;
}
