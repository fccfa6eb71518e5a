// Where a new neuron helps most: of many places and both sides, the one that takes most of the squared error.

/** @import { Layer } from "./types" */
/** @import { Model } from "./model" */
/** @import { Neuron } from "./architecture" */

import { formulasOf } from "./activations.js";
import { heightAt } from "./exact.js";
import { generator, normal } from "./random.js";

/** Places that are tried. */
const PLACES = 48;

/**
 * A neuron for a hidden layer. In the only one it is put where it lowers the squared error most
 * (matching pursuit; Mallat, Zhang 1993); in others it is random, and nothing takes from it strongly yet.
 * @param {Model} model
 * @param {number} layer
 * @returns {Neuron}
 */
export function newNeuron(model, layer) {
  const { layers } = model;
  const next = layers[layer + 1];
  const fans = layers[layer].weights[0]?.length ?? 1;
  if (layers.length === 2 && model.training) return pursued(model, layers[0]);
  const random = generator(layers[layer].biases.length + 100 * layer + 1);
  const weights = Array.from({ length: fans }, () => normal(random) * Math.sqrt(2 / fans));
  const [a, b] = model.data.domain;
  const x = a + (b - a) * random();
  const before = layer ? model.activationsAt(layer - 1, x) : [x];
  const bias = -weights.reduce((total, w, i) => total + w * before[i], 0);
  return { weights, bias, outputs: next.biases.map(() => 0.5 * normal(random)) };
}

/** @param {Model} model @param {Layer} layer @returns {Neuron} */
function pursued(model, layer) {
  const [a, b] = model.data.domain;
  const { value } = formulasOf(layer);
  const steep = layer.slopes ? 1 : 8 / (b - a);
  const [xs, ys] = model.samples(256);
  const off = xs.map((x, k) => ys[k] - heightAt(model.exact.output, x));
  let best = { gain: -1, weights: [steep], bias: (-steep * (a + b)) / 2, outputs: [0] };
  for (let k = 0; k < PLACES; k++) {
    for (const w of [steep, -steep]) {
      const bias = -w * (a + ((b - a) * (k + 0.5)) / PLACES);
      let along = 0;
      let square = 0;
      xs.forEach((x, i) => {
        const h = value(w * x + bias);
        along += h * off[i];
        square += h * h;
      });
      const gain = square > 0 ? along ** 2 / square : 0;
      if (gain > best.gain * (1 + 1e-9)) best = { gain, weights: [w], bias, outputs: [square > 0 ? along / square : 0] };
    }
  }
  return best;
}
