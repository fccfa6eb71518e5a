// Gradient descent in the page: the updates of approx/training/gradient_descent.py, all samples.
//
// As in Python the scaled problem is trained (x and y to [-1, 1]), with the mean squared error.

/** @import { Layer, TrainingData } from "./types" */

import { slopesOf } from "./exact.js";

export class Training {
  /**
   * @param {TrainingData} data
   * @param {number[]} xs
   * @param {number[]} ys the target there
   */
  constructor(data, xs, ys) {
    this.data = data;
    this.x = xs.map((x) => (x - data.middle) / data.half);
    this.y = ys.map((y) => (y - data.centre) / data.unit);
  }

  /**
   * The layers after one step, and the mean squared error before it.
   * @param {Layer[]} layers
   * @param {number} rate
   * @param {(layer: number, neuron: number) => boolean} isOff
   * @returns {{ layers: Layer[], loss: number }}
   */
  step(layers, rate, isOff = () => false) {
    const scaled = this.scaled(layers);
    const { slopes, loss } = this.gradient(scaled, isOff);
    scaled.forEach((layer, l) => {
      layer.weights.forEach((row, j) => row.forEach((_, i) => (row[i] -= rate * slopes[l].weights[j][i])));
      layer.biases.forEach((_, j) => (layer.biases[j] -= rate * slopes[l].biases[j]));
    });
    return { layers: this.restored(scaled), loss: loss * this.data.unit ** 2 };
  }

  /**
   * The loss's gradient by every weight and bias of the scaled layers (backpropagation).
   * @param {Layer[]} layers
   * @param {(layer: number, neuron: number) => boolean} isOff
   */
  gradient(layers, isOff) {
    const slopes = layers.map(({ weights, biases }) => ({
      weights: weights.map((row) => row.map(() => 0)),
      biases: biases.map(() => 0),
    }));
    const last = layers.length - 1;
    let loss = 0;
    this.x.forEach((x, k) => {
      const inputs = [[x]];
      const factors = /** @type {number[][]} */ ([]); // the activations' slopes
      layers.forEach((layer, l) => {
        const { weights, biases } = layer;
        const [left, right] = slopesOf(layer);
        const z = weights.map((row, j) => dot(row, inputs[l]) + biases[j]);
        factors.push(z.map((v, j) => (l < last && isOff(l, j) ? 0 : v > 0 ? right : left)));
        inputs.push(z.map((v, j) => v * factors[l][j]));
      });
      const off = inputs[last + 1][0] - this.y[k];
      loss += off * off;
      let delta = [(2 * off) / this.x.length];
      for (let l = last; l >= 0; l--) {
        delta.forEach((d, j) => {
          if (d === 0) return;
          const row = slopes[l].weights[j];
          for (let i = 0; i < row.length; i++) row[i] += d * inputs[l][i];
          slopes[l].biases[j] += d;
        });
        if (l > 0) delta = factors[l - 1].map((g, i) => (g === 0 ? 0 : g * column(layers[l].weights, i, delta)));
      }
    });
    return { slopes, loss: loss / this.x.length };
  }

  /** What does on scaled data what the layers do on the given. @param {Layer[]} layers */
  scaled(layers) {
    const { middle, half, centre, unit } = this.data;
    return changed(layers, (first, last) => {
      first.biases.forEach((_, j) => (first.biases[j] += first.weights[j][0] * middle));
      first.weights.forEach((row) => (row[0] *= half));
      last.biases[0] = (last.biases[0] - centre) / unit;
      last.weights[0] = last.weights[0].map((w) => w / unit);
    });
  }

  /** The inverse of `scaled`. @param {Layer[]} layers */
  restored(layers) {
    const { middle, half, centre, unit } = this.data;
    return changed(layers, (first, last) => {
      last.weights[0] = last.weights[0].map((w) => w * unit);
      last.biases[0] = last.biases[0] * unit + centre;
      first.weights.forEach((row) => (row[0] /= half));
      first.biases.forEach((_, j) => (first.biases[j] -= first.weights[j][0] * middle));
    });
  }
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

/** @param {number[][]} weights @param {number} i @param {number[]} delta */
function column(weights, i, delta) {
  let total = 0;
  for (let j = 0; j < delta.length; j++) total += weights[j][i] * delta[j];
  return total;
}
