// A network of two inputs and everything computed from it: regions, creases, the border between classes, errors.

/** @import { Layer, PlaneData, Unit } from "./types" */
/** @import { Settings } from "./run" */
/** @import { Sheet, Crease } from "./plane_regions" */
/** @import { Pieces } from "./plane_classes" */

import { formulasOf } from "./activations.js";
import { piecesOf } from "./plane_classes.js";
import { creasesOf, sheetOf } from "./plane_regions.js";
import { FunctionTarget, trainingOf } from "./plane_target.js";
import { generator, normal } from "./random.js";
import { DEFAULTS } from "./run.js";
import { Training, dot } from "./training.js";
import { Weights } from "./weights.js";
import { number, say } from "./words.js";

/** Samples whose rms error is below this share of their range are met. */
const MET = 1e-6;
/** A cross-entropy below this tells all points apart without doubt. */
const SURE = 1e-3;
/** Values that span less than this share of their size are seen against their middle, not zero; a smaller one is rounding. */
const [NARROW, SAME] = [0.5, 1e-12];

/**
 * Everything a picture needs.
 * @typedef {object} Scene
 * @property {Sheet} sheet
 * @property {Crease[]} creases
 * @property {number} level from which the map's colours measure
 * @property {Pieces} pieces
 * @property {Score} score
 */

/**
 * How good the network is: errors of values, points in their class, or neither.
 * @typedef {{ sup: number | null, at: number[], isProved: boolean, rms: number, hits: number | null, many: number, entropy: number }} Score
 */

/** @extends {Weights<PlaneData>} */
export class PlaneModel extends Weights {
  /** @param {PlaneData} data @param {Settings} settings */
  constructor(data, settings = { ...DEFAULTS }) {
    super(data, settings);
    this.inputNames = [data.axes[0] || "x", data.axes[1] || "y"];
    const { target, box } = data;
    this.points = target.points;
    this.target = target.none || target.points ? null : new FunctionTarget(target, box);
    this.isOfClasses = data.classes.length > 0;
    this.show = { creases: true, neuron: false };
    const samples = this.samples();
    const loss = this.points && this.isOfClasses ? (this.layers[this.depth].biases.length > 1 ? "softmax" : "binary") : undefined;
    const isPlain = data.layers[this.depth].activation === "identity" && this.depth > 0;
    const taught = samples && isPlain && samples[0].length > 1 ? trainingOf(...samples, loss) : null;
    data.training = taught;
    this.training = taught && samples && new Training(taught, ...samples);
    this.sheet = this.analysed();
    /** @type {Scene | null} */
    this.seen = null;
  }

  /** @returns {[number[][], number[]] | null} */
  samples() {
    if (this.target) return this.target.samples();
    if (!this.points) return null;
    const { x, y, v } = this.points;
    return [x.map((u, k) => [u, y[k]]), v];
  }

  /** Whether several outputs decide by the largest. */
  get isSeveral() {
    return this.data.layers[this.depth].biases.length > 1;
  }

  /** @param {number} neuron */
  outputName(neuron) {
    const { words, classes } = this.data;
    return this.isSeveral ? `${words.output} ${classes[neuron] ?? neuron + 1}` : words.output;
  }

  changed() {
    this.sheet = this.analysed();
    this.seen = null;
  }

  analysed() {
    return sheetOf(this.layers, this.data.box, (l, j) => this.isOff(l, j));
  }

  note() {
    this.run?.note(this.layers, (l, j) => this.isOff(l, j), new Map());
  }

  /** Whether the samples are met up to rounding, or told apart without doubt. */
  isSolved() {
    const last = this.run?.moments.at(-1);
    const { training } = this.data;
    if (!last || !training) return false;
    return training.loss ? last.train < SURE : Math.sqrt(last.train) < MET * training.unit;
  }

  /** How many hidden neurons are zero on the whole rectangle, switched off or not. */
  silent() {
    const { on } = this.sheet;
    const hidden = this.offsets[this.depth];
    let count = 0;
    for (let unit = 0; unit < hidden; unit++) {
      const layer = this.offsets.filter((first) => first <= unit).length - 1;
      const { slopes } = this.layers[layer];
      if (this.isOff(layer, unit - this.offsets[layer]) || (slopes?.[0] === 0 && !on.some((pattern) => pattern[unit]))) count++;
    }
    return count;
  }

  /** No limit is known of two inputs. */
  leastRms() {
    return { limit: null, known: false };
  }

  leastFound() {
    return null;
  }

  /** Nor is it looked for. */
  get canFind() {
    return false;
  }

  /** What the units of a layer are at a place, behind their activation; the output's last. @param {number} layer @param {number} x @param {number} y */
  at(layer, x, y) {
    let h = [x, y];
    for (let l = 0; l <= layer; l++) {
      const { weights, biases } = this.layers[l];
      const { value } = formulasOf(this.layers[l]);
      const isHidden = l < this.depth;
      h = weights.map((row, j) => (isHidden && this.isOff(l, j) ? 0 : value(dot(row, h) + biases[j])));
    }
    return h;
  }

  /** What every unit is at many places at once, layer by layer. @param {number[]} xs @param {number[]} ys @returns {Float64Array[][]} */
  field(xs, ys) {
    let h = [xs, ys].map((values) => Float64Array.from(values));
    return this.layers.map((layer, l) => {
      const [left, right] = layer.slopes ?? [1, 1];
      h = layer.weights.map((row, j) => {
        if (l < this.depth && this.isOff(l, j)) return new Float64Array(xs.length);
        const out = new Float64Array(xs.length).fill(layer.biases[j]);
        row.forEach((w, i) => {
          const from = h[i];
          for (let k = 0; k < out.length; k++) out[k] += w * from[k];
        });
        if (left !== right || left !== 1) for (let k = 0; k < out.length; k++) out[k] *= out[k] > 0 ? right : left;
        return out;
      });
      return h;
    });
  }

  /** The pre-activation of a unit at a place. @param {Unit} unit @param {number} x @param {number} y */
  before({ layer, neuron }, x, y) {
    return dot(this.layers[layer].weights[neuron], layer ? this.at(layer - 1, x, y) : [x, y]) + this.layers[layer].biases[neuron];
  }

  /** Move a neuron's fold through a place, by its bias. @param {Unit} unit @param {number} x @param {number} y */
  moveFold(unit, x, y) {
    this.layers[unit.layer].biases[unit.neuron] -= this.before(unit, x, y);
    this.changed();
  }

  /** A neuron for a hidden layer: its fold goes through the rectangle, and nothing takes from it strongly yet. @param {number} layer */
  newNeuron(layer) {
    const fans = this.layers[layer].weights[0].length;
    const random = generator(this.layers[layer].biases.length + 100 * layer + 1);
    const [[x0, x1], [y0, y1]] = this.data.box;
    const size = layer ? 1 : 2 / Math.max(x1 - x0, y1 - y0);
    const weights = Array.from({ length: fans }, () => size * normal(random) * Math.sqrt(2 / fans));
    const [x, y] = [x0 + (0.2 + 0.6 * random()) * (x1 - x0), y0 + (0.2 + 0.6 * random()) * (y1 - y0)];
    const bias = -dot(weights, layer ? this.at(layer - 1, x, y) : [x, y]);
    return { weights, bias, outputs: this.layers[layer + 1].biases.map(() => 0.5 * normal(random)) };
  }

  /** @returns {Scene} */
  scene() {
    if (!this.seen) {
      const { sheet, level } = this;
      this.seen = { sheet, creases: creasesOf(sheet, this.layers), level, pieces: piecesOf(sheet, level), score: this.score() };
    }
    return this.seen;
  }

  /** Zero, or about the middle of wanted values that lie far from it: approx/panels/plane.py in the page. */
  get level() {
    const wanted = this.isOfClasses ? null : this.target?.values ?? this.points?.v;
    if (!wanted?.length) return 0;
    const [low, high] = wanted.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]);
    const [span, size] = [high - low, Math.max(Math.abs(low), Math.abs(high))];
    if (!(span > SAME * size && span < NARROW * size)) return 0;
    const step = 10 ** (Math.floor(Math.log10(span)) - 1);
    return Math.round((low + high) / 2 / step) * step;
  }

  /** @returns {Score} */
  score() {
    const none = { sup: null, at: [], isProved: false, rms: 0, hits: null, many: 0, entropy: 0 };
    if (this.target) {
      const values = this.field(this.target.x, this.target.y)[this.depth][0];
      const found = this.target.distance(values, this.sheet, (x, y) => this.at(this.depth, x, y)[0]);
      const { proved } = this.data;
      if (!proved || !this.isAs(proved.layers)) return { ...none, ...found };
      return { ...none, ...found, sup: proved.sup, at: proved.at, isProved: true };
    }
    if (!this.points?.x.length) return none;
    const { x, y, v } = this.points;
    const many = x.length;
    const out = x.map((u, k) => this.at(this.depth, u, y[k]));
    if (!this.isOfClasses) {
      const off = out.map(([z], k) => Math.abs(z - v[k]));
      const sup = off.reduce((most, e) => Math.max(most, e), 0);
      const k = off.indexOf(sup);
      return { ...none, many, sup, at: [x[k], y[k]], rms: Math.sqrt(off.reduce((total, e) => total + e * e, 0) / many) };
    }
    const scores = this.isSeveral ? out : out.map(([z]) => [0, z]);
    const hits = scores.filter((row, k) => winner(row) === v[k]).length;
    const entropy = scores.reduce((total, row, k) => total + surprise(row, v[k]), 0) / many;
    return { ...none, many, hits, entropy };
  }

  /** Whether the network is still as it was. @param {Layer[]} layers */
  isAs(layers = []) {
    const isSame = (/** @type {number[]} */ one, /** @type {number[]} */ other) => one.length === other.length && one.every((v, k) => v === other[k]);
    return !this.off.size && layers.length === this.layers.length && this.layers.every(({ weights, biases, activation }, l) => {
      const was = layers[l];
      return activation === was.activation && isSame(biases, was.biases) && weights.every((row, j) => isSame(row, was.weights[j]));
    });
  }

  /** How good it is, in a sentence. @param {Scene} scene */
  sentence({ sheet, pieces, score }) {
    const { words, box } = this.data;
    const regions = say(words, "plane.regions", { n: sheet.loops.length });
    return `${regions}; ${this.quality(score, pieces, box)}.`;
  }

  /** @param {Score} score @param {Pieces} pieces @param {PlaneData["box"]} box */
  quality({ sup, at, isProved, rms, hits, many, entropy }, pieces, [[x0, x1], [y0, y1]]) {
    const { words } = this.data;
    const [value, error] = [number(sup ?? 0), number(rms)];
    if (hits !== null) return say(words, "plane.right", { hits, points: many, entropy: number(entropy, 3) });
    if (sup !== null && this.points) return say(words, "plane.error.points", { value, rms: error });
    if (sup !== null) return say(words, isProved ? "page.plane.error.proved" : "page.plane.error", { value, place: `(${at.map((u) => number(u, 3)).join(", ")})`, rms: error });
    if (this.isSeveral) return say(words, "plane.classes", { n: pieces.areas.length });
    return say(words, this.data.is_probability ? "plane.above.half" : "plane.above", { share: number((100 * pieces.areas[1]) / ((x1 - x0) * (y1 - y0)), 3) });
  }
}

/** The place of the largest; of equal ones the first. @param {number[]} row */
function winner(row) {
  return row.reduce((best, v, k) => (v > row[best] ? k : best), 0);
}

/** −ln of the probability of a class. @param {number[]} row @param {number} wanted */
function surprise(row, wanted) {
  const top = Math.max(...row);
  return top + Math.log(row.reduce((total, z) => total + Math.exp(z - top), 0)) - row[wanted];
}
