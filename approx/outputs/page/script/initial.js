// Random starts, as in approx/training/initial.py: Xavier's, He's, and breakpoints spread over the interval.

/** @import { Layer } from "./types" */
/** @import { AnySession } from "./session" */

import { Training, dot } from "./training.js";
import { formulasOf } from "./activations.js";
import { generator, normal, permutation } from "./random.js";

export const STARTS = /** @type {const} */ (["spread", "he", "xavier"]);

/**
 * Layers of this shape with random numbers, for x and y as they are given.
 * @param {Layer[]} shape
 * @param {Training} training
 * @param {typeof STARTS[number]} kind
 * @param {number} seed
 * @returns {Layer[]}
 */
export function started(shape, training, kind, seed) {
  const random = generator(seed);
  const last = shape.length - 1;
  let h = training.x.map((x) => [...x]); // sample by sample
  const layers = shape.map((layer, l) => {
    const [n, m] = [layer.biases.length, layer.weights[0].length];
    const weights = RANDOM[kind](n, m, random);
    const made = { ...layer, weights, biases: new Array(n).fill(0) };
    if (kind === "spread" && l === last) made.weights = weights.map((row) => row.map((w) => w / Math.SQRT2));
    else if (kind === "spread") spread(made, h, random, l === 0 && m === 1);
    const { value } = formulasOf(layer);
    h = h.map((row) => made.weights.map((w, j) => value(dot(w, row) + made.biases[j])));
    return made;
  });
  return training.restored(layers);
}

/** New random numbers for a model of points or a function; false where it has none to learn. @param {AnySession["model"]} model */
export function startAgainFrom(model) {
  if (!model.training) return false;
  // The first press takes the seed as it stands; every other the next one.
  const again = model.run !== null || model.startedWith === model.settings.seed;
  if (again) model.settings = { ...model.settings, seed: model.settings.seed + 1 };
  model.layers = started(model.layers, model.training, model.settings.start, model.settings.seed);
  model.startedWith = model.settings.seed;
  model.run = null;
  model.changed();
  model.begun();
  return true;
}

/** @type {Record<string, (n: number, m: number, random: () => number) => number[][]>} */
const RANDOM = {
  he: (n, m, random) => matrix(n, m, () => normal(random) * Math.sqrt(2 / m)),
  xavier: (n, m, random) => matrix(n, m, () => (2 * random() - 1) * Math.sqrt(6 / (n + m))),
  spread: (n, m, random) => matrix(n, m, () => normal(random) * Math.sqrt(2 / m)),
};

/** @param {number} n @param {number} m @param {() => number} entry @returns {number[][]} */
function matrix(n, m, entry) {
  return Array.from({ length: n }, () => Array.from({ length: m }, entry));
}

/**
 * Every neuron's zero on a sample, one per range of the samples; on a single input, in order and with slopes ±1.
 * @param {Layer} layer @param {number[][]} h @param {() => number} random @param {boolean} isFirst
 */
function spread(layer, h, random, isFirst) {
  const n = layer.biases.length;
  const shares = layer.biases.map((_, j) => (j + 0.2 + 0.6 * random()) / n);
  if (isFirst) {
    // Smooth units turn within a neuron's own part of the interval.
    const steep = layer.slopes ? 1 : Math.max(2, n / 2);
    layer.weights = shares.map(() => [random() < 0.5 ? -steep : steep]);
    layer.biases = shares.map((share, j) => -layer.weights[j][0] * (2 * share - 1));
    return;
  }
  const order = permutation(n, random);
  layer.biases = layer.weights.map((row, j) => -dot(row, h[Math.min(h.length - 1, Math.floor(shares[order[j]] * h.length))]));
}
