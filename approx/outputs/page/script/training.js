// Training in the page: gradients of a loss by backpropagation, on scaled samples.
//
// As in Python (approx/training), inputs and values are taken to [-1, 1], trained, and the network
// back. Classes are not scaled: of them the cross-entropy is the loss.

/** @import { Layer, TrainingData } from "./types" */

import { formulasOf } from "./activations.js";

/** @typedef {(layer: number, neuron: number) => boolean} IsOff */

/**
 * One sample's loss, and in `delta` its derivative by the outputs, over the number of samples.
 * @typedef {(out: Float64Array, wanted: number, many: number, delta: Float64Array) => number} Loss
 * @type {Record<"squared" | "binary" | "softmax", Loss>}
 */
const LOSSES = {
  squared: (out, wanted, many, delta) => {
    const off = out[0] - wanted;
    delta[0] = (2 * off) / many;
    return off * off;
  },
  binary: (out, wanted, many, delta) => {
    const z = out[0];
    delta[0] = (1 / (1 + Math.exp(-z)) - wanted) / many;
    return Math.max(z, 0) - z * wanted + Math.log1p(Math.exp(-Math.abs(z)));
  },
  softmax: (out, wanted, many, delta) => {
    const top = out.reduce((most, z) => Math.max(most, z), -Infinity);
    const sum = out.reduce((total, z) => total + Math.exp(z - top), 0);
    for (let j = 0; j < out.length; j++) delta[j] = (Math.exp(out[j] - top) / sum - Number(j === wanted)) / many;
    return top + Math.log(sum) - out[wanted];
  },
};

export class Training {
  /**
   * @param {TrainingData} data
   * @param {number[][]} xs the inputs of every sample
   * @param {number[]} ys the target there, or the number of the class
   */
  constructor(data, xs, ys) {
    this.data = data;
    this.x = xs.map((row) => Float64Array.from(row, (x, i) => (x - data.middle[i]) / data.half[i]));
    this.y = Float64Array.from(ys, (y) => (y - data.centre) / data.unit);
    this.all = Array.from(this.x.keys());
    this.pull = LOSSES[data.loss ?? "squared"];
  }

  /** The same samples, their values moved by so much of half their range. @param {number} noise @param {() => number} random one number of the normal distribution */
  noisy(noise, random) {
    const result = new Training(this.data, [], []);
    Object.assign(result, { x: this.x, all: this.all, y: this.y.map((y) => y + noise * random()) });
    return result;
  }

  /**
   * The mean loss of scaled layers on some of the samples, and its gradient by every weight and
   * bias, in the order of `flat`.
   * @param {Layer[]} layers
   * @param {IsOff} isOff
   * @param {number[]} samples
   * @returns {{ slope: Float64Array, loss: number }}
   */
  gradient(layers, isOff = () => false, samples = this.all) {
    const net = layers.map((layer, l) => wired(layer, l < layers.length - 1 ? (j) => isOff(l, j) : () => false));
    const last = net.length - 1;
    let loss = 0;
    for (const k of samples) {
      loss += this.pull(output(net, this.x[k]), this.y[k], samples.length, net[last].delta);
      for (let l = last; l >= 0; l--) pulledBack(net[l], l ? net[l - 1] : null);
    }
    const slope = new Float64Array(net.reduce((total, { slopes }) => total + slopes.length, 0));
    let at = 0;
    for (const { slopes } of net) {
      slope.set(slopes, at);
      at += slopes.length;
    }
    return { slope, loss: loss / samples.length };
  }

  /** The mean loss of the given layers, in units of y. @param {Layer[]} layers @param {IsOff} isOff @param {number[]} samples */
  loss(layers, isOff = () => false, samples = this.all) {
    const scaled = this.scaled(layers);
    const net = scaled.map((layer, l) => wired(layer, l < layers.length - 1 ? (j) => isOff(l, j) : () => false));
    const { delta } = net[net.length - 1];
    let loss = 0;
    for (const k of samples) loss += this.pull(output(net, this.x[k]), this.y[k], 1, delta);
    return (loss / samples.length) * this.data.unit ** 2;
  }

  /** What does on scaled data what the layers do on the given. @param {Layer[]} layers */
  scaled(layers) {
    const { middle, half, centre, unit } = this.data;
    return changed(layers, (first, last) => {
      first.biases.forEach((_, j) => (first.biases[j] += dot(first.weights[j], middle)));
      first.weights.forEach((row) => row.forEach((_, i) => (row[i] *= half[i])));
      last.biases = last.biases.map((b) => (b - centre) / unit);
      last.weights = last.weights.map((row) => row.map((w) => w / unit));
    });
  }

  /** The inverse of `scaled`. @param {Layer[]} layers */
  restored(layers) {
    const { middle, half, centre, unit } = this.data;
    return changed(layers, (first, last) => {
      last.weights = last.weights.map((row) => row.map((w) => w * unit));
      last.biases = last.biases.map((b) => b * unit + centre);
      first.weights.forEach((row) => row.forEach((_, i) => (row[i] /= half[i])));
      first.biases.forEach((_, j) => (first.biases[j] -= dot(first.weights[j], middle)));
    });
  }
}

/**
 * A layer with room for one sample on its way forwards and back.
 * @typedef {{ weights: Float64Array, biases: number[], width: number, from: number, on: boolean[], formulas: import("./activations").Formulas,
 *   input: Float64Array, output: Float64Array, factor: Float64Array, delta: Float64Array, slopes: Float64Array }} Wired
 * @param {Layer} layer
 * @param {(neuron: number) => boolean} isOff
 * @returns {Wired}
 */
function wired(layer, isOff) {
  const { weights, biases } = layer;
  const [width, from] = [biases.length, weights[0].length];
  const numbers = () => new Float64Array(width);
  return {
    weights: Float64Array.from(weights.flat()), biases, width, from,
    on: biases.map((_, j) => !isOff(j)),
    formulas: formulasOf(layer),
    input: new Float64Array(from), output: numbers(), factor: numbers(), delta: numbers(),
    slopes: new Float64Array(width * from + width),
  };
}

/** What scaled layers make of a sample; they remember what they need on the way back. @param {Wired[]} net @param {Float64Array} x */
function output(net, x) {
  let h = x;
  for (const layer of net) h = forwards(layer, h);
  return h;
}

/** @param {Wired} layer @param {Float64Array} input */
function forwards(layer, input) {
  const { weights, biases, width, from, on, formulas, output, factor } = layer;
  layer.input = input;
  for (let j = 0, at = 0; j < width; j++) {
    let z = 0;
    for (let i = 0; i < from; i++) z += weights[at++] * input[i];
    z += biases[j];
    factor[j] = on[j] ? formulas.first(z) : 0;
    output[j] = on[j] ? formulas.value(z) : 0;
  }
  return output;
}

/** Add one sample's part of the gradient; hand the rest on to the layer before. @param {Wired} layer @param {Wired | null} before */
function pulledBack({ weights, width, from, input, factor, delta, slopes }, before) {
  before?.delta.fill(0);
  for (let j = 0, at = 0; j < width; j++) {
    const d = delta[j] * factor[j];
    if (d === 0) {
      at += from;
      continue;
    }
    for (let i = 0; i < from; i++, at++) {
      slopes[at] += d * input[i];
      if (before) before.delta[i] += d * weights[at];
    }
    slopes[width * from + j] += d;
  }
}

/** All parameters in a row, layer by layer: weights, then biases. @param {Layer[]} layers */
export function flat(layers) {
  return Float64Array.from(layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]));
}

/** Layers like these with the parameters of a row. @param {Layer[]} layers @param {Float64Array} row @returns {Layer[]} */
export function unflat(layers, row) {
  let at = 0;
  return layers.map(({ weights, biases, ...others }) => ({
    ...others,
    weights: weights.map((inputs) => inputs.map(() => row[at++])),
    biases: biases.map(() => row[at++]),
  }));
}

/** Which places of the row are weights, not biases. @param {Layer[]} layers */
export function weightsOf(layers) {
  return layers.flatMap(({ weights, biases }) => [...weights.flat().map(() => true), ...biases.map(() => false)]);
}

/** The middles of equal cells of the pieces' length. @param {number} count @param {[number, number][]} pieces */
export function middles(count, pieces) {
  const length = pieces.reduce((total, [left, right]) => total + (right - left), 0);
  return Array.from({ length: count }, (_, k) => place(pieces, length * ((k + 0.5) / count)));
}

/** Where one is after so much of the pieces' length. @param {[number, number][]} pieces @param {number} along */
function place(pieces, along) {
  let before = 0;
  let k = 0;
  for (; k + 1 < pieces.length && along >= before + (pieces[k][1] - pieces[k][0]); k++) before += pieces[k][1] - pieces[k][0];
  return pieces[k][0] + (along - before);
}

/** A copy that `change` may write in. @param {Layer[]} layers @param {(first: Layer, last: Layer) => void} change */
function changed(layers, change) {
  const result = copied(layers);
  change(result[0], result[result.length - 1]);
  return result;
}

/** @param {Layer[]} layers @returns {Layer[]} */
export function copied(layers) {
  return layers.map(({ weights, biases, ...others }) => ({
    ...others,
    weights: weights.map((row) => [...row]),
    biases: [...biases],
  }));
}

/** @param {number[]} one @param {number[]} other */
export function dot(one, other) {
  let total = 0;
  for (let i = 0; i < one.length; i++) total += one[i] * other[i];
  return total;
}
