// Proves the largest error of what is shown, a few milliseconds at a time, once nothing has moved for a while.

/** @import { Exact, Layer, Line } from "./types" */
/** @import { Model, Scene } from "./model" */
/** @import { Bundle } from "./bundles" */
/** @import { Enclosure } from "./enclosure" */
/** @import { Interval } from "./intervals" */

import { BOUNDS } from "./bounds.js";
import { bent, chained, smooth } from "./bundles.js";
import { ONE, ZERO, add, hull, rising, scale } from "./intervals.js";
import { Proof } from "./proof.js";

/** Milliseconds of quiet before a proof begins, and of one share of its work; after so many shares it is given up. */
const [QUIET, SHARE, MOST] = [250, 6, 800];
const EPS = 2 ** -52;

export class Prover {
  /** @param {() => void} done the largest error of the scene is proved */
  constructor(done) {
    this.done = done;
    this.timer = 0;
    this.key = "";
    this.proved = false;
  }

  /** Whether this scene's largest error is proved; begins to prove it. @param {Model} model @param {Scene} scene */
  sees(model, { exact, distance, none }) {
    const { enclose } = model.data.target;
    if (!enclose || none) return false;
    const { sup, rms, at } = distance;
    const key = [sup, rms, ...at].join();
    if (key === this.key) return this.proved;
    [this.key, this.proved] = [key, false];
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.share(proofOf(model, exact)), QUIET);
    return false;
  }

  /** @param {Proof | null} proof @param {number} left shares of work */
  share(proof, left = MOST) {
    if (!proof || !left) return;
    if (!proof.work(performance.now() + SHARE)) {
      this.timer = window.setTimeout(() => this.share(proof, left - 1));
      return;
    }
    this.proved = proof.closed === true;
    if (this.proved) this.done();
  }

  stop() {
    clearTimeout(this.timer);
    this.key = "";
  }
}

/** The proof of a model's largest error, not begun; null where nothing is known of its target. @param {Model} model @param {Exact} exact @param {number} claimed */
export function proofOf(model, { output }, claimed = NaN) {
  const { target } = model.data;
  if (!target.enclose) return null;
  const { sup: found, at } = model.target.distance(output);
  const sup = Number.isNaN(claimed) ? found : claimed;
  const inner = [...(output.smooth?.breakpoints ?? output.x), ...target.breaks, ...at];
  const cells = target.defined_on.flatMap(([a, b]) => {
    const stops = [a, ...new Set(inner.filter((t) => t > a && t < b)), b].sort((one, other) => one - other);
    return stops.slice(1).map((right, k) => [stops[k], right]);
  });
  const network = output.smooth ? ofLayers(model.layers, (l, j) => model.isOff(l, j)) : ofLine(output);
  return new Proof(network, target.enclose, cells, { sup, size: Math.max(...output.y.map(Math.abs)) });
}

/** A line on a cell of one of its pieces; each end is seen from both ends of the piece, which rounding keeps apart. @param {Line} line @returns {(left: number, right: number) => Enclosure} */
function ofLine({ x, y, slopes }) {
  return (left, right) => {
    let [low, high] = [0, slopes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (x[middle] <= left) low = middle;
      else high = middle - 1;
    }
    const at = (/** @type {number} */ place) => {
      if (place === x[low] || place === x[low + 1]) return /** @type {Interval} */ ([y[place === x[low] ? low : low + 1], y[place === x[low] ? low : low + 1]]);
      const [rise, fall] = [slopes[low] * (place - x[low]), slopes[low] * (place - x[low + 1])];
      const [one, other] = [y[low] + rise, y[low + 1] + fall];
      const rough = 4 * EPS * (Math.abs(y[low]) + Math.abs(y[low + 1]) + Math.abs(rise) + Math.abs(fall));
      return /** @type {Interval} */ ([Math.min(one, other) - rough, Math.max(one, other) + rough]);
    };
    const [first, last] = [at(left), at(right)];
    return { value: hull(first, last), slope: [slopes[low], slopes[low]], bend: ZERO, first, last };
  };
}

/** A network with smooth units, carried through its layers: approx/core/network_enclosure.py. @param {Layer[]} layers @param {(layer: number, neuron: number) => boolean} isOff @returns {(left: number, right: number) => Enclosure} */
function ofLayers(layers, isOff) {
  const on = (/** @type {number} */ left, /** @type {number} */ right) => {
    let h = /** @type {Bundle[]} */ ([[[left, right], ONE, ZERO]]);
    layers.forEach(({ weights, biases, activation, slopes }, l) => {
      h = weights.map((row, j) => {
        if (isOff(l, j)) return [ZERO, ZERO, ZERO];
        const z = /** @type {Bundle} */ ([0, 1, 2].map((d) => row.reduce((/** @type {Interval} */ sum, w, i) => add(sum, scale(w, h[i][d])), d ? ZERO : [biases[j], biases[j]])));
        return activated(z, activation, slopes);
      });
    });
    return h[0];
  };
  return (left, right) => {
    const [[value, slope, bend], [first], [last]] = [on(left, right), on(left, left), on(right, right)];
    return { value, slope, bend, first, last };
  };
}

/** @param {Bundle} z @param {string} activation @param {[number, number] | null} slopes @returns {Bundle} */
function activated(z, activation, slopes) {
  if (slopes) {
    const [left, right] = slopes;
    if (left === right) return /** @type {Bundle} */ (z.map((a) => scale(left, a)));
    // left z + (right − left) ReLU(z)
    const [a, b] = z[0];
    const part = bent(z, [Math.max(a, 0), Math.max(b, 0)], z[0], 0);
    return /** @type {Bundle} */ (z.map((a, d) => add(scale(left, a), scale(right - left, part[d]))));
  }
  if (activation in BOUNDS) return smooth(activation, z);
  const [low, high] = z[0]; // ELU
  const least = low >= 0 ? 0 : Math.exp(low) * (1 - 16 * EPS);
  const second = /** @type {Interval} */ ([high > 0 ? 0 : least, low >= 0 ? 0 : Math.exp(Math.min(high, 0)) * (1 + 16 * EPS)]);
  return chained(z, rising((v) => (v > 0 ? v : Math.expm1(v)))(z[0]), rising((v) => (v > 0 ? 1 : Math.exp(v)), { zeroAt: NaN })(z[0]), second);
}
