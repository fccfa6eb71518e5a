// The page's state: weights, switches and the chosen neuron; and everything computed from them.

/** @import { Data, Distance, Exact, Layer, Unit } from "./types" */

import { room } from "./axes.js";
import { Target } from "./distance.js";
import { activation, analyse, countBreakpoints, preactivation } from "./exact.js";
import { Points } from "./points.js";
import { isSmooth, study } from "./smooth.js";
import { Training, copied, middles } from "./training.js";
import { say } from "./words.js";

/** More neurons than this are not stacked: they could not be told apart. */
const MOST_TERMS = 16;
/** A stack at most this many times as high as the curve is drawn from the start. */
const TALL = 4;
/** Smaller errors than this share of the heights are rounding. */
const NOTHING = 1e-14;
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

/** @typedef {{ layer: number, neuron: number, input: number | null }} Address a bias has no input */

export class Model {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.depth = data.layers.length - 1;
    this.points = data.target.points && new Points(data.target.points);
    /** What the network is measured against. */
    this.target = this.points ?? new Target(data.target);
    this.curve = this.target instanceof Target ? this.target : null;
    this.training = data.training && new Training(data.training, ...this.samples(data.training.samples));
    this.offsets = /** @type {number[]} */ ([]);
    data.layers.reduce((total, { biases }, l) => ((this.offsets[l] = total), total + biases.length), 0);
    this.show = { stack: true, best: true };
    this.targetCurves = this.curve ? sampled(data, this.curve) : [];
    /** @type {Unit} */
    this.chosen = { layer: 0, neuron: 0 };
    this.busy = false;
    this.layers = copied(data.layers);
    /** @type {Set<string>} */
    this.off = new Set();
    this.steps = 0;
    this.loss = NaN;
    this.smooth = data.layers.some(isSmooth);
    this.exact = this.analysed();
    // A stack that dwarfs the curve is shown when it is asked for.
    const size = (/** @type {[number, number]} */ [low, high]) => high - low;
    this.show.stack = size(this.room(true)) <= TALL * size(this.room(false));
  }

  /** Heights that show the curve, its target and, when it is drawn, the stack. @param {boolean} stack */
  room(stack = this.show.stack) {
    const terms = stack ? this.terms().flatMap(({ low, high }) => [...low, ...high]) : [];
    return room([...this.exact.output.y, ...this.targetCurves.flatMap(([, y]) => y), ...(this.points?.shown[1] ?? []), ...terms]);
  }

  /** Whether the error cannot be told from rounding. @param {Distance} distance */
  isNone({ sup }) {
    return sup <= (this.smooth ? NOTHING_SMOOTH : NOTHING) * Math.max(...this.exact.output.y.map(Math.abs));
  }

  /** What is learned: the given points, or as many of the curve. @param {number} count @returns {[number[], number[]]} */
  samples(count) {
    const { target } = this;
    if (!(target instanceof Target)) return [target.x, target.y];
    const xs = middles(count, this.data.target.defined_on);
    return [xs, xs.map((x) => target.at(x))];
  }

  /** Back to the network as it came. */
  reset() {
    this.layers = copied(this.data.layers);
    this.off = new Set();
    this.steps = 0;
    this.loss = NaN;
    this.changed();
  }

  /** Take these numbers. @param {{ weights: number[][], biases: number[] }[]} layers @param {string[]} off */
  load(layers, off) {
    this.layers = copied(layers.map((layer, l) => ({ ...this.data.layers[l], ...layer })));
    this.off = new Set(off);
    this.changed();
  }

  /** Forget what was computed. */
  changed() {
    this.exact = this.analysed();
  }

  /** The function of the layers as they are. */
  analysed() {
    return (this.smooth ? study : analyse)(this.layers, this.data.domain, (l, j) => this.isOff(l, j));
  }

  /** @param {number} layer @param {number} neuron */
  isOff(layer, neuron) {
    return this.off.has(`${layer}.${neuron}`);
  }

  /** Switch a hidden neuron off, or on again. @param {Unit} unit */
  toggle({ layer, neuron }) {
    const key = `${layer}.${neuron}`;
    if (!this.off.delete(key)) this.off.add(key);
    this.changed();
  }

  /** @param {Address} address */
  get({ layer, neuron, input }) {
    const { weights, biases } = this.layers[layer];
    return input === null ? biases[neuron] : weights[neuron][input];
  }

  /** @param {Address} address @param {number} value */
  set({ layer, neuron, input }, value) {
    const { weights, biases } = this.layers[layer];
    if (input === null) biases[neuron] = value;
    else weights[neuron][input] = value;
    this.changed();
  }

  /** Move the breakpoint of a neuron to x, by its bias: its pre-activation is zero there. @param {Unit} unit @param {number} x */
  moveBreakpoint({ layer, neuron }, x) {
    this.layers[layer].biases[neuron] -= preactivation(this.exact.layers[layer], neuron, x);
    this.changed();
  }

  /** The parameters shown with a unit: every one of the network belongs to one unit only. @param {Unit} unit @returns {Address[]} */
  parametersOf({ layer, neuron }) {
    const row = this.layers[layer].weights[neuron];
    const inputs = row.map((_, input) => ({ layer, neuron, input }));
    const bias = { layer, neuron, input: null };
    if (layer === this.depth) return this.depth ? [bias] : [...inputs, bias];
    return layer === this.depth - 1 ? [...inputs, bias, { layer: this.depth, neuron: 0, input: neuron }] : [...inputs, bias];
  }

  /** All units that have parameters: hidden ones, then the output. @returns {Unit[]} */
  units() {
    return this.data.layers.flatMap(({ biases }, layer) => biases.map((_, neuron) => ({ layer, neuron })));
  }

  /** One update of gradient descent; false when the loss is no number any more. @param {number} rate */
  step(rate) {
    if (!this.training) return false;
    const { layers, loss } = this.training.step(this.layers, rate, (l, j) => this.isOff(l, j));
    const good = Number.isFinite(loss) && layers.every(fits);
    if (good) [this.layers, this.loss, this.steps] = [layers, loss, this.steps + 1];
    return good;
  }

  /** A unit's name in a phrase. @param {string} key @param {Unit} unit */
  unitName(key, { layer, neuron }) {
    const { words } = this.data;
    const name =
      layer === this.depth
        ? words.output
        : say(words, this.depth > 1 ? "page.unit.deep" : "neuron.name", { n: neuron + 1, l: layer + 1 });
    return key ? say(words, key, { unit: name }) : name;
  }

  /** The number of a hidden neuron over all layers: its colour. @param {Unit} unit */
  colorOf({ layer, neuron }) {
    return layer < 0 || layer >= this.depth ? null : this.offsets[layer] + neuron;
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

/** Whether every number of a layer can still be computed with. @param {Layer} layer */
function fits({ weights, biases }) {
  return [...weights.flat(), ...biases].every((v) => Math.abs(v) < 1e12);
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
