// A network with smooth units: drawn by chords between nodes, measured by its own formulas.
//
// Where the chords are is a matter of the eye only: values and errors come from evaluating the
// layers (approx/core/smooth.py proves its bound; a page that follows a slider does not).

/** @import { Exact, Layer, Pieces } from "./types" */
/** @import { Formulas } from "./activations" */

import { formulasOf } from "./activations.js";
import { CANCEL, piecesOf } from "./exact.js";
import { dot } from "./training.js";

/** Equal cells to begin with; how often one is halved, and how many nodes there are, at most. */
const CELLS = 64;
const MOST_HALVINGS = 24;
const MOST_NODES = 4000;
/** A chord may be off by this share of a neuron's range. */
const OFF = 2e-4;

/** Whether a layer has smooth units. @param {Layer} layer */
export function isSmooth(layer) {
  return layer.slopes === null;
}

/**
 * The function of layers of which at least one is smooth.
 * @param {Layer[]} layers
 * @param {[number, number]} domain
 * @param {(layer: number, neuron: number) => boolean} isOff whether a hidden neuron is silenced
 * @returns {Exact}
 */
export function study(layers, domain, isOff = () => false) {
  const first = layers.findIndex(isSmooth);
  const linear = { ...layers[first], slopes: /** @type {[number, number]} */ ([1, 1]) };
  const before = piecesOf([...layers.slice(0, first), linear], domain, (l, j) => l < first && isOff(l, j));
  const head = before[before.length - 1];
  const formulas = layers.map(formulasOf);
  const at = (/** @type {number} */ x) => forward(layers, formulas, isOff, x);
  const nodes = refined(head.x, domain, at);
  const pieces = layers.map(({ biases }, l) => drawn(nodes, biases.length, l));
  const last = layers.length - 1;
  const x = nodes.map((node) => node.x);
  const y = nodes.map((node) => node.layers[last].h[0]);
  const slopes = y.slice(1).map((v, k) => (v - y[k]) / (x[k + 1] - x[k]));
  const smooth = {
    at: (/** @type {number} */ place) => at(place)[last].h[0],
    slope: (/** @type {number} */ place) => at(place)[last].dh[0],
    breakpoints: breakpointsOf(head, layers, formulas, first, isOff),
  };
  return { layers: pieces, output: { x, y, slopes, smooth }, slopeChanges: [] };
}

/**
 * Pre-activations, activations and the activations' derivatives by x of every layer.
 * @typedef {{ z: number[], h: number[], dh: number[] }} State
 * @param {Layer[]} layers
 * @param {Formulas[]} formulas
 * @param {(layer: number, neuron: number) => boolean} isOff
 * @param {number} x
 * @returns {State[]}
 */
function forward(layers, formulas, isOff, x) {
  let h = [x];
  let dh = [1];
  return layers.map(({ weights, biases }, l) => {
    const { value, first } = formulas[l];
    const z = weights.map((row, j) => dot(row, h) + biases[j]);
    dh = weights.map((row, j) => (isOff(l, j) ? 0 : dot(row, dh) * first(z[j])));
    h = z.map((v, j) => (isOff(l, j) ? 0 : value(v)));
    return { z, h, dh };
  });
}

/**
 * Nodes so close that every neuron's chords look like its curve; breakpoints are among them.
 * @typedef {{ x: number, layers: State[] }} Node
 * @param {number[]} breakpoints
 * @param {[number, number]} domain
 * @param {(x: number) => State[]} at
 * @returns {Node[]}
 */
function refined(breakpoints, [a, b], at) {
  const places = Array.from({ length: CELLS + 1 }, (_, k) => a + ((b - a) * k) / CELLS);
  const starts = [...new Set([...places, ...breakpoints])].sort((one, other) => one - other);
  const node = (/** @type {number} */ x) => ({ x, layers: at(x) });
  const first = starts.map(node);
  const allowed = values(first[0]).map((_, j) => {
    const column = first.map((one) => values(one)[j]);
    return OFF * (Math.max(...column) - Math.min(...column)) + 1e-12 * Math.max(...column.map(Math.abs));
  });
  const nodes = [first[0]];
  const cells = first.slice(1).map((right, k) => ({ left: first[k], right, halvings: 0 })).reverse();
  for (let cell = cells.pop(); cell; cell = cells.pop()) {
    const { left, right, halvings } = cell;
    const middle = node((left.x + right.x) / 2);
    const [low, high] = [values(left), values(right)];
    const bent = values(middle).some((v, j) => Math.abs(v - (low[j] + high[j]) / 2) > allowed[j]);
    if (bent && halvings < MOST_HALVINGS && nodes.length + cells.length < MOST_NODES) {
      cells.push({ left: middle, right, halvings: halvings + 1 }, { left, right: middle, halvings: halvings + 1 });
    } else nodes.push(right);
  }
  return nodes;
}

/** All that is drawn of a node's neurons. @param {Node} node */
function values({ layers }) {
  return layers.flatMap(({ z, h }) => [...z, ...h]);
}

/**
 * A layer's neurons between the nodes.
 * @param {Node[]} nodes
 * @param {number} width
 * @param {number} layer
 * @returns {Pieces}
 */
function drawn(nodes, width, layer) {
  const pieces = nodes.length - 1;
  const value = new Float64Array(pieces * width);
  const slope = new Float64Array(pieces * width);
  const factor = new Float64Array(pieces * width);
  const heights = nodes.map((node) => node.layers[layer].h);
  for (let p = 0; p < pieces; p++) {
    const [left, right] = [nodes[p].layers[layer].z, nodes[p + 1].layers[layer].z];
    for (let j = 0; j < width; j++) {
      value[p * width + j] = left[j];
      slope[p * width + j] = (right[j] - left[j]) / (nodes[p + 1].x - nodes[p].x);
    }
  }
  return { x: nodes.map((node) => node.x), width, value, slope, factor, heights };
}

/**
 * Where the output has a breakpoint that the layers before the first smooth one made.
 * @param {Pieces} head the first smooth layer's pre-activations
 * @param {Layer[]} layers
 * @param {Formulas[]} formulas
 * @param {number} first
 * @param {(layer: number, neuron: number) => boolean} isOff
 */
function breakpointsOf({ x, width, value, slope }, layers, formulas, first, isOff) {
  return x.slice(1, -1).filter((_, k) => {
    const here = (k + 1) * width;
    let z = Array.from(value.slice(here, here + width));
    let change = z.map((_, j) => slope[here + j] - slope[here + j - width]);
    let size = change.map(Math.abs);
    layers.slice(first).forEach(({ weights, biases }, n) => {
      const l = first + n;
      if (n > 0) {
        const h = z;
        z = weights.map((row, j) => dot(row, h) + biases[j]);
        change = weights.map((row) => dot(row, change));
        size = weights.map((row) => dot(row.map(Math.abs), size));
      }
      const rate = z.map((v, j) => (isOff(l, j) ? 0 : formulas[l].first(v)));
      change = change.map((v, j) => v * rate[j]);
      size = size.map((v, j) => v * Math.abs(rate[j]));
      z = z.map((v, j) => (isOff(l, j) ? 0 : formulas[l].value(v)));
    });
    return Math.abs(change[0]) > 64 * CANCEL * size[0];
  });
}
