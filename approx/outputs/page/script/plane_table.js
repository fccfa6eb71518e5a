// Pasted text as points of the plane: x, y and a value or a class, separated by whatever the spreadsheet had.

import { MOST_CLASSES } from "./plane_state.js";
import { Refusal, quoted } from "./refusal.js";
import { MOST, cellsOf } from "./table.js";

/**
 * The points of a text; a first line without numbers, a header, is skipped. The third column is a
 * class where it is text, or at most ten distinct whole numbers, as in approx/inputs/tables.
 * @param {string} text
 * @returns {{ x: number[], y: number[], v: number[], classes: string[] }}
 */
export function triplesOf(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const hasPoints = /\d\.\d/.test(text);
  const rows = /** @type {[number, number, string][]} */ ([]);
  lines.forEach((line, k) => {
    const cells = cellsOf(line, hasPoints);
    const [x, y] = cells.slice(0, 2).map(numberOf);
    const third = cells[2] ?? "";
    if (cells.length >= 3 && third && Number.isFinite(x) && Number.isFinite(y)) rows.push([x, y, third]);
    else if (k > 0 || cells.length < 2) throw new Refusal(`line ${k + 1}: ${quoted(line.slice(0, 40))} is not two numbers and a value or class`);
  });
  if (rows.length > MOST) throw new Refusal(`${rows.length} points; the page takes ${MOST}`);
  if (!rows.length) throw new Refusal("no points; write x, y and a value or class in three columns");
  const [x, y, third] = [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])];
  const numbers = third.map(numberOf);
  const isNumeric = numbers.every(Number.isFinite);
  const distinct = [...new Set(isNumeric ? numbers.map(String) : third)];
  const isOfClasses = distinct.length <= MOST_CLASSES && (!isNumeric || numbers.every(Number.isInteger));
  if (!isNumeric && distinct.length > MOST_CLASSES) throw new Refusal(`${distinct.length} classes; use 2 to ${MOST_CLASSES}`);
  if (!isOfClasses) return { x, y, v: numbers, classes: [] };
  if (distinct.length < 2) throw new Refusal("all points are of one class; two are needed");
  const classes = isNumeric ? distinct.sort((one, other) => Number(one) - Number(other)) : distinct.sort();
  return { x, y, v: (isNumeric ? numbers.map(String) : third).map((name) => classes.indexOf(name)), classes };
}

/** @param {string} cell */
function numberOf(cell) {
  return cell === "" ? NaN : Number(cell.replaceAll("−", "-"));
}

/** Points as text, to be changed and used again. @param {number[]} x @param {number[]} y @param {number[]} v @param {string[]} classes */
export function textOf(x, y, v, classes) {
  return x.map((u, k) => `${u}\t${y[k]}\t${classes.length ? classes[v[k]] : v[k]}`).join("\n");
}
