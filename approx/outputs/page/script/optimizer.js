// How the gradient becomes a step: gradient descent with momentum, or Adam, as in approx/training/methods.

/** @import { Layer } from "./types" */
/** @import { IsOff } from "./training" */

import { generator, permutation } from "./random.js";
import { Training, flat, unflat, weightsOf } from "./training.js";

/**
 * @typedef {object} Options
 * @property {"gd" | "adam"} method
 * @property {number} rate
 * @property {number} momentum of gradient descent
 * @property {number} batch samples of an update; 0: all
 * @property {number} decay half of it times the squared weights is added to the loss
 */

/** Adam's: decay of the mean and of the mean square, and what keeps √ from 0 (Kingma, Ba 2014). */
const [MEAN, SQUARE, TINY] = [0.9, 0.999, 1e-8];

export class Optimizer {
  /**
   * @param {Training} training
   * @param {number[]} samples those trained with
   * @param {number} seed of the batches
   */
  constructor(training, samples, seed = 0) {
    this.training = training;
    this.samples = samples;
    this.random = generator(seed);
    this.order = /** @type {number[]} */ ([]);
    this.steps = 0;
    this.mean = new Float64Array(0);
    this.square = new Float64Array(0);
  }

  /** Begin anew: no velocity, no means. */
  forget() {
    this.steps = 0;
    this.mean = new Float64Array(0);
    this.square = new Float64Array(0);
  }

  /** The samples of one update: every one comes once before one comes again. @param {number} size */
  batch(size) {
    if (!size || size >= this.samples.length) return this.samples;
    if (this.order.length < size) this.order = permutation(this.samples.length, this.random);
    return this.order.splice(0, size).map((k) => this.samples[k]);
  }

  /**
   * The layers after one update, and the mean squared error of its batch before it, in units of y.
   * @param {Layer[]} layers
   * @param {Options} options
   * @param {IsOff} isOff
   * @returns {{ layers: Layer[], loss: number }}
   */
  step(layers, { method, rate, momentum, batch, decay }, isOff = () => false) {
    const { training } = this;
    const scaled = training.scaled(layers);
    const { slope, loss } = training.gradient(scaled, isOff, this.batch(batch));
    const row = flat(scaled);
    if (decay) weightsOf(scaled).forEach((isWeight, k) => isWeight && (slope[k] += decay * row[k]));
    if (this.mean.length !== row.length) {
      this.forget();
      [this.mean, this.square] = [new Float64Array(row.length), new Float64Array(row.length)];
    }
    this.steps++;
    const { mean, square, steps } = this;
    for (let k = 0; k < row.length; k++) {
      if (method === "adam") {
        mean[k] = MEAN * mean[k] + (1 - MEAN) * slope[k];
        square[k] = SQUARE * square[k] + (1 - SQUARE) * slope[k] * slope[k];
        row[k] -= ((mean[k] / (Math.sqrt(square[k] / (1 - SQUARE ** steps)) + TINY)) * rate) / (1 - MEAN ** steps);
      } else {
        mean[k] = momentum * mean[k] + slope[k];
        row[k] -= rate * mean[k];
      }
    }
    return { layers: training.restored(unflat(scaled, row)), loss: loss * training.data.unit ** 2 };
  }
}
