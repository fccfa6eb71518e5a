// The page's state: weights, switches and the chosen neuron; and everything computed from them.

/** @import { Data, Distance, Exact, Layer, Unit } from "./types" */
/** @import { Settings } from "./run" */

import { formulasOf } from "./activations.js";
import { room } from "./axes.js";
import { leastFound } from "./best.js";
import { Target } from "./distance.js";
import { activation, analyse, countBreakpoints, preactivation } from "./exact.js";
import { newNeuron } from "./growth.js";
import { Points } from "./points.js";
import { isSmooth, study } from "./smooth.js";
import { DEFAULTS } from "./run.js";
import { Training, dot, middles } from "./training.js";
import { Weights } from "./weights.js";

/** More neurons than this are not stacked: they could not be told apart. */
const MOST_TERMS = 16;
/** A stack at most this many times as high as the curve is drawn from the start. */
const TALL = 4;
/** Smaller errors than this share of the heights are rounding. */
export const UNSEEN = 1e-14;
const NOTHING_SMOOTH = 1e-13;
/** Points of the drawn target, more where it breaks. */
const POINTS = 400;
/** A curve of the target has more points than this. */
const FEWEST = 14;

/**
 * What one neuron of the last hidden layer adds, on top of those before it.
 * @typedef {object} Term
 * @property {number} layer
 * @property {number} neuron
 * @property {number} color
 * @property {number} weight
 * @property {number[]} x
 * @property {number[]} low
 * @property {number[]} high
 */

/**
 * Everything a picture needs.
 * @typedef {object} Scene
 * @property {Layer[]} layers
 * @property {Exact} exact
 * @property {Distance} distance
 * @property {boolean} none whether the error cannot be told from rounding
 * @property {Term[]} terms
 * @property {Unit} chosen
 * @property {{ stack: boolean, best: boolean }} show
 * @property {[number[], number[]] | null} best
 * @property {(layer: number, neuron: number) => boolean} isOff
 * @property {(key: string, unit: Unit) => string} unitName
 * @property {(unit: Unit) => number | null} colorOf
 * @property {boolean} busy while a breakpoint is dragged
 */

/** @typedef {Model | import("./plane_model").PlaneModel} AnyModel of one or two inputs */

/** @extends {Weights<Data>} */
export class Model extends Weights {
  /** @param {Data} data @param {Settings} settings */
  constructor(data, settings = { ...DEFAULTS }) {
    super(data, settings);
    /** @type {number | null | undefined} what `leastFound` found */
    this.found = undefined;
    this.points = data.target.points && new Points(data.target.points);
    /** What the network is measured against. */
    this.target = /** @type {Points | Target} */ (this.points ?? new Target(data.target));
    this.curve = this.target instanceof Target ? this.target : null;
    this.training = data.training && this.taught(data.training);
    this.show = { stack: true, best: true };
    this.targetCurves = this.curve ? sampled(data, this.curve) : [];
    this.smooth = data.layers.some(isSmooth);
    this.exact = this.analysed();
    // A stack that dwarfs the curve is shown when it is asked for.
    const size = (/** @type {[number, number]} */ [low, high]) => high - low;
    this.show.stack = size(this.room(true)) <= TALL * size(this.room(false));
  }

  /** How many hidden neurons are zero on the whole interval, switched off or not. */
  silent() {
    let count = 0;
    this.exact.layers.slice(0, -1).forEach((pieces) => {
      for (let j = 0; j < pieces.width; j++) if (activation(pieces, j)[1].every((y) => y === 0)) count++;
    });
    return count;
  }

  /** A neuron for a hidden layer, where it helps. @param {number} layer */
  newNeuron(layer) {
    return newNeuron(this, layer);
  }

  /** The rms error that no function with as many breakpoints stays below; and whether it is the best possible. */
  leastRms() {
    const { best } = this.data;
    const many = Math.max(0, this.exact.output.x.length - 2);
    const known = Boolean(best?.known.l2[many]);
    return { limit: (known ? best?.rms[many] : best?.lower.l2[many]) ?? null, known };
  }

  /** Whether the page finds the best network of this shape. */
  get canFind() {
    return this.depth === 1 && this.layers[0].activation === "relu" && this.layers[1].activation === "identity";
  }

  /** The smallest rms error that is found with so many neurons; null where none is looked for. */
  leastFound() {
    if (this.found === undefined) this.found = this.canFind ? leastFound(this) : null;
    return this.found;
  }

  /** Whether the samples are met up to rounding. */
  isSolved() {
    const last = this.run?.moments.at(-1);
    return Boolean(last && this.data.training && Math.sqrt(last.train) < 1e-6 * this.data.training.unit);
  }

  /** What the neurons of a hidden layer are at x. @param {number} layer @param {number} x */
  activationsAt(layer, x) {
    let h = [x];
    this.layers.slice(0, layer + 1).forEach((one, l) => {
      const { value } = formulasOf(one);
      h = one.weights.map((row, j) => (this.isOff(l, j) ? 0 : value(dot(row, h) + one.biases[j])));
    });
    return h;
  }

  /** Heights that show the curve, its target and, when it is drawn, the stack. @param {boolean} stack */
  room(stack = this.show.stack) {
    const terms = stack ? this.terms().flatMap(({ low, high }) => [...low, ...high]) : [];
    return room([...this.exact.output.y, ...this.targetCurves.flatMap(([, y]) => y), ...(this.points?.shown[1] ?? []), ...terms]);
  }

  /** The points while one of them is moved; training begins anew when it is done. @param {number[]} x @param {number[]} y */
  movePoints(x, y) {
    this.points = new Points({ x, y, drawn: x.map((_, k) => k), size: this.points?.size ?? 1 });
    this.target = this.points;
  }

  /** Whether the error cannot be told from rounding. @param {Distance} distance */
  isNone({ sup }) {
    if (this.data.target.none) return true;
    return sup <= (this.smooth ? NOTHING_SMOOTH : UNSEEN) * Math.max(...this.exact.output.y.map(Math.abs));
  }

  /** @param {import("./types").TrainingData} data */
  taught(data) {
    const [xs, ys] = this.samples(data.samples);
    return new Training(data, xs.map((x) => [x]), ys);
  }

  /** What is learned: the given points, or as many of the curve. @param {number} count @returns {[number[], number[]]} */
  samples(count) {
    const { target } = this;
    if (!(target instanceof Target)) return [target.x, target.y];
    const xs = middles(count, this.data.target.defined_on);
    return [xs, xs.map((x) => target.at(x))];
  }

  /** Forget what was computed. */
  changed() {
    this.exact = this.analysed();
  }

  /** The function of the layers as they are. */
  analysed() {
    return (this.smooth ? study : analyse)(this.layers, this.data.domain, (l, j) => this.isOff(l, j));
  }

  /** Move the breakpoint of a neuron to x, by its bias: its pre-activation is zero there. @param {Unit} unit @param {number} x */
  moveBreakpoint({ layer, neuron }, x) {
    this.layers[layer].biases[neuron] -= preactivation(this.exact.layers[layer], neuron, x);
    this.changed();
  }

  /** Keep the losses and breakpoints of this moment. */
  note() {
    const places = new Map();
    for (const { layer, neuron, x } of this.exact.slopeChanges) {
      let key = `${layer}.${neuron}.0`;
      for (let n = 1; places.has(key); n++) key = `${layer}.${neuron}.${n}`;
      places.set(key, x);
    }
    this.run?.note(this.layers, (l, j) => this.isOff(l, j), places);
  }

  /** @returns {Scene} */
  scene() {
    const { exact, data } = this;
    const distance = this.target.distance(exact.output);
    return {
      layers: this.layers,
      exact,
      distance,
      none: this.isNone(distance),
      terms: this.terms(),
      chosen: this.chosen,
      show: this.show,
      best: data.best?.curves[countBreakpoints(exact.output)] ?? null,
      isOff: (l, j) => this.isOff(l, j),
      unitName: (key, unit) => this.unitName(key, unit),
      colorOf: (unit) => this.colorOf(unit),
      busy: this.busy,
    };
  }

  /** The output as its bias and one region per neuron: what is added first, what is taken away last. @returns {Term[]} */
  terms() {
    const layer = this.depth - 1;
    const { slopes } = this.layers[this.depth];
    if (layer < 0 || !slopes || slopes[0] !== slopes[1]) return [];
    const weights = this.layers[this.depth].weights[0];
    const order = weights.map((_, j) => j).sort((i, j) => Number(weights[i] < 0) - Number(weights[j] < 0) || i - j);
    const many = order.length > MOST_TERMS;
    const shown = many ? order.filter((j) => layer === this.chosen.layer && j === this.chosen.neuron) : order;
    let total = /** @type {number[] | null} */ (null);
    return shown.map((neuron) => {
      const [x, y] = activation(this.exact.layers[layer], neuron);
      const low = total ?? x.map(() => (many ? 0 : this.layers[this.depth].biases[0]));
      const high = low.map((v, k) => v + weights[neuron] * y[k]);
      total = high;
      return { layer, neuron, color: this.offsets[layer] + neuron, weight: weights[neuron], x, low, high };
    });
  }
}

/**
 * The target as it is drawn: a curve per smooth piece, with its limits at both ends.
 * @param {Data} data
 * @param {Target} target
 * @returns {[number[], number[]][]}
 */
function sampled({ domain: [a, b], target: { breaks, smooth_pieces } }, target) {
  return smooth_pieces.map(([left, right, first, last]) => {
    const count = Math.ceil((POINTS * (right - left)) / (b - a)) + FEWEST;
    const xs = Array.from({ length: count }, (_, k) => left + ((right - left) * (k + 1)) / (count + 1));
    xs.push(...breaks.filter((t) => t > left && t < right));
    xs.sort((one, other) => one - other);
    return [[left, ...xs, right], [first, ...xs.map((x) => target.at(x)), last]];
  });
}
