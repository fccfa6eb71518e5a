// A network of one input as an exact piecewise-linear function: approx/core/exact.py in float64.
//
// Layer by layer, every pre-activation is one straight line on every piece, so its zero is a
// division, not a search; what rounding leaves of an exact zero is put back to zero.

/** @import { SlopeChange, Exact, Layer, Line, Pieces } from "./types" */

/** Below this share of the sums they come from, slopes and values are zero. */
const NOISE = 2 ** -46;
/** Breakpoints closer than this share of the domain's size are one. */
const MERGE = 2 ** -42;
/** Slope changes below this share of the changes that cancel in them are none. */
export const CANCEL = 1e-11;

/**
 * The exact function of the layers on [a, b].
 * @param {Layer[]} layers
 * @param {[number, number]} domain
 * @param {(layer: number, neuron: number) => boolean} isOff whether a hidden neuron is silenced
 * @returns {Exact}
 */
export function analyse(layers, domain, isOff = () => false) {
  const pieces = piecesOf(layers, domain, isOff);
  const parts = splitSlopeChanges(layers, pieces);
  return { layers: pieces, ...output(pieces[pieces.length - 1], parts) };
}

/**
 * Every layer piece by piece.
 * @param {Layer[]} layers piecewise linear
 * @param {[number, number]} domain
 * @param {(layer: number, neuron: number) => boolean} isOff
 * @returns {Pieces[]}
 */
export function piecesOf(layers, [a, b], isOff) {
  const scale = Math.max(Math.abs(a), Math.abs(b));
  const pieces = /** @type {Pieces[]} */ ([]);
  /** @type {{ x: number[], width: number, value: Float64Array, slope: Float64Array }} */
  let input = { x: [a, b], width: 1, value: Float64Array.of(a), slope: Float64Array.of(1) };
  let sizes = { slope: [1], value: [scale] };
  layers.forEach((layer, number) => {
    sizes = grown(layer, sizes);
    let here = affine(layer, input, sizes);
    const [left, right] = slopesOf(layer);
    if (left !== right) {
      here = cutAtRoots(here, MERGE * scale, (j) => isOff(number, j));
    }
    const factor = factors([left, right], here, (j) => isOff(number, j));
    pieces.push({ ...here, factor });
    input = { ...here, value: times(here.value, factor), slope: times(here.slope, factor) };
  });
  return pieces;
}

/** The slopes of a piecewise-linear activation. @param {Layer} layer */
export function slopesOf({ activation, slopes }) {
  if (!slopes) throw new Error(`${activation} is not piecewise linear`);
  return slopes;
}

/**
 * How large the sums can be that a layer's slopes and values come from.
 * @param {Layer} layer
 * @param {{ slope: number[], value: number[] }} before
 */
function grown(layer, before) {
  const slope = layer.weights.map((row) => sum(row, (w, i) => Math.abs(w) * before.slope[i]));
  const value = layer.weights.map(
    (row, j) => sum(row, (w, i) => Math.abs(w) * before.value[i]) + Math.abs(layer.biases[j]),
  );
  return { slope, value };
}

/** @param {number[]} row @param {(w: number, i: number) => number} term */
function sum(row, term) {
  let total = 0;
  for (let i = 0; i < row.length; i++) total += term(row[i], i);
  return total;
}

/** @param {Float64Array} one @param {Float64Array} other */
function times(one, other) {
  return one.map((v, i) => v * other[i]);
}

/**
 * W h + b on every piece.
 * @param {Layer} layer
 * @param {{ x: number[], width: number, value: Float64Array, slope: Float64Array }} input
 * @param {{ slope: number[], value: number[] }} sizes
 */
function affine({ weights, biases }, input, sizes) {
  const pieces = input.x.length - 1;
  const width = biases.length;
  const value = new Float64Array(pieces * width);
  const slope = new Float64Array(pieces * width);
  for (let p = 0; p < pieces; p++) {
    const from = p * input.width;
    for (let j = 0; j < width; j++) {
      const row = weights[j];
      let v = 0;
      let s = 0;
      for (let i = 0; i < row.length; i++) {
        v += row[i] * input.value[from + i];
        s += row[i] * input.slope[from + i];
      }
      v += biases[j];
      value[p * width + j] = Math.abs(v) > NOISE * sizes.value[j] ? v : 0;
      slope[p * width + j] = Math.abs(s) > NOISE * sizes.slope[j] ? s : 0;
    }
  }
  return { x: input.x, width, value, slope };
}

/**
 * Split every piece where one of its lines crosses zero.
 * @param {{ x: number[], width: number, value: Float64Array, slope: Float64Array }} here
 * @param {number} edge
 * @param {(neuron: number) => boolean} isOff
 */
function cutAtRoots({ x, width, value, slope }, edge, isOff) {
  const breakpoints = /** @type {number[]} */ ([]);
  const values = /** @type {number[]} */ ([]);
  const slopes = /** @type {number[]} */ ([]);
  for (let p = 0; p + 1 < x.length; p++) {
    const dx = x[p + 1] - x[p];
    const roots = [];
    for (let j = 0; j < width; j++) {
      const offset = -value[p * width + j] / slope[p * width + j];
      if (offset > edge && offset < dx - edge && !isOff(j)) roots.push({ offset, j });
    }
    roots.sort((one, other) => one.offset - other.offset);
    let start = 0;
    let r = 0;
    for (;;) {
      breakpoints.push(x[p] + start);
      const row = values.length;
      for (let j = 0; j < width; j++) {
        values.push(value[p * width + j] + slope[p * width + j] * start);
        slopes.push(slope[p * width + j]);
      }
      // Exactly zero at its own root, also for the lines that share one.
      for (; r < roots.length && start > 0 && roots[r].offset <= start + edge; r++) {
        values[row + roots[r].j] = 0;
      }
      if (r === roots.length) break;
      start = roots[r].offset;
    }
  }
  breakpoints.push(x[x.length - 1]);
  return { x: breakpoints, width, value: Float64Array.from(values), slope: Float64Array.from(slopes) };
}

/**
 * The activation's slope on every piece; 0 for a neuron that is switched off.
 * @param {[number, number]} slopes left and right of zero
 * @param {{ x: number[], width: number, value: Float64Array, slope: Float64Array }} here
 * @param {(neuron: number) => boolean} isOff
 */
function factors([left, right], { x, width, value, slope }, isOff) {
  const factor = new Float64Array(value.length);
  for (let k = 0; k < value.length; k++) {
    const p = Math.floor(k / width);
    const middle = value[k] + (slope[k] * (x[p + 1] - x[p])) / 2;
    factor[k] = isOff(k % width) ? 0 : middle > 0 ? right : left;
  }
  return factor;
}

/**
 * Each unit's part of each slope change of the output: see approx/core/exact.py.
 * @param {Layer[]} layers
 * @param {Pieces[]} analysed
 * @returns {Float64Array[]} per layer, (ends of the last layer's pieces - 2) × width
 */
function splitSlopeChanges(layers, analysed) {
  const x = analysed[analysed.length - 1].x;
  const pieces = x.length - 1;
  let gain = Array.from({ length: pieces }, () => [1]);
  const parts = [];
  for (let number = layers.length - 1; number >= 0; number--) {
    const { width, factor, slope, x: coarse } = analysed[number];
    const rows = rowsOf(x, coarse);
    const part = new Float64Array((pieces - 1) * width);
    for (let p = 0; p + 1 < pieces; p++) {
      for (let j = 0; j < width; j++) {
        const left = rows[p] * width + j;
        const right = rows[p + 1] * width + j;
        const flip = factor[right] - factor[left];
        part[p * width + j] = flip * ((gain[p + 1][j] * slope[left] + gain[p][j] * slope[right]) / 2);
      }
    }
    parts.unshift(part);
    if (number > 0) {
      const { weights } = layers[number];
      gain = gain.map((row, p) => backwards(row, weights, factor, rows[p] * width));
    }
  }
  return parts;
}

/** @param {number[]} row @param {number[][]} weights @param {Float64Array} factor @param {number} at */
function backwards(row, weights, factor, at) {
  const sums = new Array(weights[0].length).fill(0);
  for (let j = 0; j < weights.length; j++) {
    const g = row[j] * factor[at + j];
    if (g !== 0) for (let i = 0; i < sums.length; i++) sums[i] += g * weights[j][i];
  }
  return sums;
}

/** For every fine piece, the coarse piece it lies in. @param {number[]} fine @param {number[]} coarse */
function rowsOf(fine, coarse) {
  let row = 0;
  return fine.slice(0, -1).map((left, p) => {
    const middle = (left + fine[p + 1]) / 2;
    while (row + 2 < coarse.length && coarse[row + 1] < middle) row++;
    return row;
  });
}

/**
 * The output with its true breakpoints only: not those whose slope changes cancel.
 * @param {Pieces} last
 * @param {Float64Array[]} parts
 * @returns {{ output: Line, slopeChanges: SlopeChange[] }}
 */
function output({ x, value: before, slope: steep, factor }, parts) {
  const [value, slope] = [times(before, factor), times(steep, factor)];
  const inner = x.length - 2;
  const widths = parts.map((part) => (inner ? part.length / inner : 0));
  const slopeChanges = /** @type {SlopeChange[]} */ ([]);
  const line = { x: [x[0]], y: [value[0]], slopes: [slope[0]] };
  for (let k = 0; k < inner; k++) {
    let together = 0;
    parts.forEach((part, layer) => {
      for (let neuron = 0; neuron < widths[layer]; neuron++) {
        const jump = part[k * widths[layer] + neuron];
        if (jump !== 0) slopeChanges.push({ x: x[k + 1], layer, neuron, jump });
        together += Math.abs(jump);
      }
    });
    if (Math.abs(slope[k + 1] - slope[k]) > CANCEL * together) {
      line.x.push(x[k + 1]);
      line.y.push(value[k + 1]);
      line.slopes.push(slope[k + 1]);
    }
  }
  const end = x.length - 2;
  line.x.push(x[end + 1]);
  line.y.push(value[end] + slope[end] * (x[end + 1] - x[end]));
  return { output: line, slopeChanges };
}

/**
 * A hidden neuron's activation at the ends of its layer's pieces.
 * @param {Pieces} pieces
 * @param {number} neuron
 * @returns {[number[], number[]]} places and heights
 */
export function activation({ x, width, value, slope, factor, heights }, neuron) {
  if (heights) return [x, heights.map((row) => row[neuron])];
  const y = [];
  let k = neuron;
  for (let p = 0; p + 1 < x.length; p++, k += width) y.push(value[k] * factor[k]);
  k -= width;
  const end = x.length - 2;
  y.push((value[k] + slope[k] * (x[end + 1] - x[end])) * factor[k]);
  return [x, y];
}

/**
 * A neuron's pre-activation at one x.
 * @param {Pieces} pieces
 * @param {number} neuron
 * @param {number} at
 */
export function preactivation({ x, width, value, slope }, neuron, at) {
  let p = 0;
  while (p + 2 < x.length && x[p + 1] <= at) p++;
  return value[p * width + neuron] + slope[p * width + neuron] * (at - x[p]);
}

/**
 * The height of a line at x.
 * @param {Line} line
 * @param {number} at
 */
export function heightAt({ x, y, slopes, smooth }, at) {
  if (smooth) return smooth.at(at);
  let low = 0;
  let high = slopes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return y[low] + slopes[low] * (at - x[low]);
}

/** How many breakpoints the output has. @param {Line} line */
export function countBreakpoints({ x, smooth }) {
  return smooth ? smooth.breakpoints.length : x.length - 2;
}
