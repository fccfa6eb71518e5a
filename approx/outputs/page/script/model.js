// The page's state: weights, switches and the chosen neuron; and everything computed from them.

/** @import { Data, Distance, Exact, Layer, Unit } from "./types" */
/** @import { Settings } from "./run" */

import { formulasOf } from "./activations.js";
import { room } from "./axes.js";
import { Target } from "./distance.js";
import { activation, analyse, countBreakpoints, preactivation } from "./exact.js";
import { Points } from "./points.js";
import { isSmooth, study } from "./smooth.js";
import { DEFAULTS, Run } from "./run.js";
import { Training, copied, dot, middles } from "./training.js";
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
  /** @param {Data} data @param {Settings} settings */
  constructor(data, settings = { ...DEFAULTS }) {
    this.data = data;
    this.settings = settings;
    /** @type {Run | null} */
    this.run = null;
    this.depth = data.layers.length - 1;
    this.points = data.target.points && new Points(data.target.points);
    /** What the network is measured against. */
    this.target = /** @type {Points | Target} */ (this.points ?? new Target(data.target));
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
    /** @type {number | null} the seed of the last random start */
    this.startedWith = null;
    this.smooth = data.layers.some(isSmooth);
    this.exact = this.analysed();
    // A stack that dwarfs the curve is shown when it is asked for.
    const size = (/** @type {[number, number]} */ [low, high]) => high - low;
    this.show.stack = size(this.room(true)) <= TALL * size(this.room(false));
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
    this.run = null;
    this.changed();
  }

  /** How many updates the network has had. */
  get steps() {
    return this.run?.steps ?? 0;
  }

  /** Take these numbers. @param {{ weights: number[][], biases: number[] }[]} layers @param {string[]} off */
  load(layers, off) {
    this.run?.interrupt();
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

  /** The run that training goes on with; begun where there is none, or the samples are others. */
  begun() {
    if (!this.training) return null;
    if (!this.run?.fits(this.settings)) {
      this.run = new Run(this.training, this.settings);
      this.note();
    }
    this.run.settings = this.settings;
    return this.run;
  }

  /** One update; false when the numbers are none any more. Nothing is drawn or analysed: see `changed`. */
  step() {
    const layers = this.begun()?.step(this.layers, (l, j) => this.isOff(l, j)) ?? null;
    if (layers) this.layers = layers;
    return layers !== null;
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
