// Where a network of two inputs is positive, or which of its outputs is the largest: approx/core/decisions.py in the page.

/** @import { Sheet } from "./plane_regions" */

import { ON_LINE, areaOf, cut, edgesOf } from "./plane_regions.js";

/**
 * The regions cut in two where the class changes.
 * @typedef {object} Pieces
 * @property {number[]} x
 * @property {number[]} y
 * @property {number[]} values of the output, above the level, or of the largest, at every corner
 * @property {number[][]} loops
 * @property {number[]} parents the region that each is part of
 * @property {number[]} winners the class of each: 1 where a single output is above the level
 * @property {[number, number, number, number][]} border segments on which the class changes
 * @property {number[]} areas by class
 */

/** @param {Sheet} sheet @param {number} level @returns {Pieces} */
export function piecesOf(sheet, level = 0) {
  return sheet.values.length > 1 ? ofSeveral(sheet) : ofOne(sheet, level);
}

/** Cut where the one output has the level. @param {Sheet} sheet @param {number} level @returns {Pieces} */
function ofOne(sheet, level) {
  const rows = [[...sheet.x], [...sheet.y], sheet.values[0].map((v) => v - level)];
  const tolerance = ON_LINE * largest(sheet.values[0]);
  const made = cut(rows, sheet.loops, 2, tolerance);
  const isZero = (/** @type {number} */ v) => v >= made.sides.length || made.sides[v] === 0;
  const isFlat = made.loops.map((loop) => loop.every(isZero));
  const { a, b, left, right } = edgesOf(made.loops, rows[0].length);
  const border = /** @type {Pieces["border"]} */ ([]);
  a.forEach((v, e) => {
    // The rim is no border by itself.
    const isInner = !isFlat[left[e]] || (right[e] >= 0 && !isFlat[right[e]]);
    if (isInner && isZero(v) && isZero(b[e])) border.push([rows[0][v], rows[1][v], rows[0][b[e]], rows[1][b[e]]]);
  });
  const winners = made.above.map(Number);
  return { x: rows[0], y: rows[1], values: rows[2], loops: made.loops, parents: made.parents, winners, border, areas: areasOf(made.loops, rows, winners, 2) };
}

/** Cut where another output becomes the largest. @param {Sheet} sheet @returns {Pieces} */
function ofSeveral(sheet) {
  const outputs = sheet.values.length;
  const size = sheet.values.reduce((most, row) => Math.max(most, largest(row)), 1e-300);
  // Rows: x, y, every output, the largest of those before, and how far the next one is ahead.
  const rows = [[...sheet.x], [...sheet.y], ...sheet.values.map((row) => [...row]), [...sheet.values[0]], new Array(sheet.x.length).fill(0)];
  const [top, ahead] = [outputs + 2, outputs + 3];
  let { loops } = sheet;
  let winners = loops.map(() => 0);
  let parents = loops.map((_, k) => k);
  for (let k = 1; k < outputs; k++) {
    rows[ahead] = rows[2 + k].map((v, i) => v - rows[top][i]);
    const made = cut(rows, loops, ahead, ON_LINE * size);
    winners = made.parents.map((parent, i) => (made.above[i] ? k : winners[parent]));
    parents = made.parents.map((parent) => parents[parent]);
    loops = made.loops;
    rows[top] = rows[top].map((v, i) => Math.max(v, rows[2 + k][i]));
  }
  const [x, y] = rows;
  const { a, b, left, right } = edgesOf(loops, x.length);
  const border = /** @type {Pieces["border"]} */ ([]);
  a.forEach((v, e) => {
    if (right[e] >= 0 && winners[left[e]] !== winners[right[e]]) border.push([x[v], y[v], x[b[e]], y[b[e]]]);
  });
  return { x, y, values: rows[top], loops, parents, winners, border, areas: areasOf(loops, rows, winners, outputs) };
}

/** @param {number[]} row */
function largest(row) {
  return row.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
}

/** @param {number[][]} loops @param {number[][]} rows @param {number[]} winners @param {number} many */
function areasOf(loops, [x, y], winners, many) {
  const areas = new Array(many).fill(0);
  loops.forEach((loop, k) => (areas[winners[k]] += areaOf(loop, x, y)));
  return areas;
}
