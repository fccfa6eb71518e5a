// Pasted text as points: two columns of numbers, separated by whatever the spreadsheet had.

import { Refusal, quoted } from "./refusal.js";

export const MOST = 10000;

/**
 * The points of a text, ascending in x; lines without numbers, as headers, are skipped.
 * @param {string} text
 * @returns {{ x: number[], y: number[], skipped: number }}
 */
export function pointsOf(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const hasPoints = /\d\.\d/.test(text);
  const rows = /** @type {[number, number][]} */ ([]);
  let skipped = 0;
  lines.forEach((line, k) => {
    const cells = cellsOf(line, hasPoints);
    const numbers = cells.slice(0, 2).map((cell) => (cell === "" ? NaN : Number(cell.replaceAll("−", "-"))));
    if (numbers.length === 2 && numbers.every(Number.isFinite)) rows.push([numbers[0], numbers[1]]);
    else if (k === 0 && cells.length > 1) skipped++;
    else throw new Refusal(`line ${k + 1}: ${quoted(line.slice(0, 40))} is not two numbers`);
  });
  if (rows.length > MOST) throw new Refusal(`${rows.length} points; the page takes ${MOST}`);
  if (!rows.length) throw new Refusal("no points; write x and y in two columns");
  rows.sort((one, other) => one[0] - other[0]);
  return { x: rows.map(([x]) => x), y: rows.map(([, y]) => y), skipped };
}

/** @param {string} line @param {boolean} hasPoints whether decimal points are used somewhere: then a comma separates */
export function cellsOf(line, hasPoints) {
  const separator = [";", "\t", "|"].find((one) => line.includes(one));
  const split = separator ? line.split(separator) : /\s/.test(line) ? line.split(/,?\s+/) : line.split(",");
  // 0,5 is a half where something else separates and no decimal points are used.
  const isComma = !hasPoints && (separator || /\s/.test(line));
  return split.map((cell) => (isComma ? cell.trim().replace(",", ".") : cell.trim()));
}

/** Points as text, to be changed and used again. @param {number[]} x @param {number[]} y */
export function tableOf(x, y) {
  return x.map((value, k) => `${value}\t${y[k]}`).join("\n");
}
