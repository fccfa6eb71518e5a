// The numbers of a network that the page moves: weights, switches, the chosen neuron, and their training.

/** @import { Layer, TrainingData, Unit } from "./types" */
/** @import { Settings } from "./run" */
/** @import { Training } from "./training" */

import { Run } from "./run.js";
import { copied } from "./training.js";
import { say } from "./words.js";

/** @typedef {{ layer: number, neuron: number, input: number | null }} Address a bias has no input */

/** As figures have them of a network of two inputs. */
const USUAL = { weight: 3, x: 3, y: 3 };

/** @template {{ layers: Layer[], digits?: typeof USUAL, training: TrainingData | null, words: Record<string, string> }} Data */
export class Weights {
  /** @param {Data} data @param {Settings} settings */
  constructor(data, settings) {
    this.data = data;
    this.settings = settings;
    this.depth = data.layers.length - 1;
    this.layers = copied(data.layers);
    /** @type {Set<string>} */
    this.off = new Set();
    /** @type {Unit} */
    this.chosen = { layer: 0, neuron: 0 };
    this.busy = false;
    /** Whether a layer is neither linear nor bent at zero only. */
    this.smooth = false;
    this.offsets = /** @type {number[]} */ ([]);
    data.layers.reduce((total, { biases }, l) => ((this.offsets[l] = total), total + biases.length), 0);
    /** What weights from the inputs are called; one input needs no name. */
    this.inputNames = [""];
    /** @type {Training | null} */
    this.training = null;
    /** @type {Run | null} */
    this.run = null;
    /** @type {number | null} the seed of the last random start */
    this.startedWith = null;
  }

  /** Forget what was computed. */
  changed() {}

  /** Keep how the training goes at this moment. */
  note() {}

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

  /** With how many digits a number is shown. @param {Address} address */
  digitsOf({ layer, input }) {
    const { weight, x, y } = this.data.digits ?? USUAL;
    if (input !== null) return weight;
    return layer === this.depth ? y : layer === 0 ? x : weight;
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

  /** The parameters shown with a unit: every one of the network belongs to one unit only. @param {Unit} unit @returns {Address[]} */
  parametersOf({ layer, neuron }) {
    const row = this.layers[layer].weights[neuron];
    const inputs = row.map((_, input) => ({ layer, neuron, input }));
    const bias = { layer, neuron, input: null };
    if (layer === this.depth) return this.depth ? [bias] : [...inputs, bias];
    const outputs = layer === this.depth - 1 ? this.data.layers[this.depth].biases.map((_, k) => ({ layer: this.depth, neuron: k, input: neuron })) : [];
    return [...inputs, bias, ...outputs];
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

  /** What an output is called; there is one, or one of each class. @param {number} neuron */
  outputName(neuron) {
    return neuron < 0 ? "" : this.data.words.output;
  }

  /** A unit's name in a phrase. @param {string} key @param {Unit} unit */
  unitName(key, { layer, neuron }) {
    const { words } = this.data;
    const name =
      layer === this.depth
        ? this.outputName(neuron)
        : say(words, this.depth > 1 ? "page.unit.deep" : "neuron.name", { n: neuron + 1, l: layer + 1 });
    return key ? say(words, key, { unit: name }) : name;
  }

  /** The number of a hidden neuron over all layers: its colour. @param {Unit} unit */
  colorOf({ layer, neuron }) {
    return layer < 0 || layer >= this.depth ? null : this.offsets[layer] + neuron;
  }
}
