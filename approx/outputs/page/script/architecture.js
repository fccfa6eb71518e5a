// Layers and neurons come and go; wherever it can be, the function stays what it was.
//
// A copied neuron shares its output weights with the original; a new layer hands on what it gets
// (Chen, Goodfellow, Shlens 2016, arXiv:1511.05641); a layer taken away hands on its sums.

/** @import { Layer } from "./types" */

import { ACTIVATIONS } from "./activations.js";
import { copied, dot } from "./training.js";

/** Sizes that a network of the page can have. */
export const MOST_HIDDEN_LAYERS = 4;
export const MOST_NEURONS = 64;

/** @typedef {{ weights: number[], bias: number, outputs: number[] }} Neuron incoming weights, and those of the next layer's neurons */

/** @param {Layer[]} layers @param {number} layer @param {Neuron} neuron @returns {Layer[]} */
export function withNeuron(layers, layer, { weights, bias, outputs }) {
  const result = copied(layers);
  result[layer].weights.push([...weights]);
  result[layer].biases.push(bias);
  result[layer + 1].weights.forEach((row, j) => row.push(outputs[j]));
  return result;
}

/** @param {Layer[]} layers @param {number} layer @param {number} neuron @returns {Layer[]} */
export function withoutNeuron(layers, layer, neuron) {
  const result = copied(layers);
  result[layer].weights.splice(neuron, 1);
  result[layer].biases.splice(neuron, 1);
  result[layer + 1].weights.forEach((row) => row.splice(neuron, 1));
  return result;
}

/** The same function: both copies give half. @param {Layer[]} layers @param {number} layer @param {number} neuron @returns {Layer[]} */
export function withCopy(layers, layer, neuron) {
  const result = copied(layers);
  result[layer].weights.splice(neuron + 1, 0, [...result[layer].weights[neuron]]);
  result[layer].biases.splice(neuron + 1, 0, result[layer].biases[neuron]);
  result[layer + 1].weights.forEach((row) => row.splice(neuron, 1, row[neuron] / 2, row[neuron] / 2));
  return result;
}

/** A layer after hidden layer number `layer` that hands on what it gets; a ReLU's values stay. @param {Layer[]} layers @param {number} layer @returns {Layer[]} */
export function withLayer(layers, layer) {
  const result = copied(layers);
  const { activation, symbol, slopes, biases } = result[layer];
  const weights = biases.map((_, j) => biases.map((_, i) => (i === j ? 1 : 0)));
  result.splice(layer + 1, 0, { weights, biases: biases.map(() => 0), activation, symbol, slopes });
  return result;
}

/** Without a hidden layer: the next one gets its sums as they are. @param {Layer[]} layers @param {number} layer @returns {Layer[]} */
export function withoutLayer(layers, layer) {
  const result = copied(layers);
  const [{ weights, biases }, next] = result.slice(layer, layer + 2);
  next.biases = next.weights.map((row, j) => next.biases[j] + dot(row, biases));
  next.weights = next.weights.map((row) => weights[0].map((_, i) => dot(row, weights.map((from) => from[i]))));
  result.splice(layer, 1);
  return result;
}

/** @param {Layer[]} layers @param {number} layer @param {string} name one of ACTIVATIONS @returns {Layer[]} */
export function withActivation(layers, layer, name) {
  const result = copied(layers);
  Object.assign(result[layer], { activation: name, ...ACTIVATIONS[name] });
  return result;
}

/** Switched-off neurons after one was removed (by = −1) or added behind `neuron` (by = 1). @param {Iterable<string>} off @param {number} layer @param {number} neuron @param {number} by */
export function shifted(off, layer, neuron, by) {
  const kept = [];
  for (const name of off) {
    const [l, j] = name.split(".").map(Number);
    if (l === layer && j === neuron && by < 0) continue;
    kept.push(`${l}.${l === layer && j > neuron ? j + by : j}`);
  }
  return kept;
}
