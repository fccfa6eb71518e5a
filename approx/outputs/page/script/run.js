// A training run: its settings, what it learns from, its loss from the start, and where it went wrong.

/** @import { Layer } from "./types" */
/** @import { IsOff, Training } from "./training" */

import { Optimizer } from "./optimizer.js";
import { generator, normal, permutation } from "./random.js";

/**
 * @typedef {object} Settings
 * @property {"gd" | "adam"} method
 * @property {number} rate
 * @property {boolean} auto whether the rate is lowered where the loss rises
 * @property {number} momentum
 * @property {number} batch 0: all samples
 * @property {number} decay
 * @property {number} noise added to the samples, as a share of half their range
 * @property {number} test share of the samples that is only measured
 * @property {"spread" | "he" | "xavier"} start
 * @property {number} seed
 * @property {number} speed steps a frame; 0: as many as there is time for
 */

/** @type {Settings} */
export const DEFAULTS = {
  method: "adam", rate: 0.03, auto: true, momentum: 0, batch: 0, decay: 0, noise: 0, test: 0, start: "spread", seed: 2, speed: 0,
};

/**
 * A setting that is a number, between these limits.
 * @typedef {{ name: "rate" | "momentum" | "batch" | "decay" | "noise" | "test" | "seed" | "speed", least: number, most: number, whole?: boolean, open?: boolean }} Field
 * @type {Field[]}
 */
export const FIELDS = [
  { name: "rate", least: 0, most: 10, open: true },
  { name: "momentum", least: 0, most: 0.999 },
  { name: "batch", least: 0, most: 4096, whole: true },
  { name: "decay", least: 0, most: 10 },
  { name: "noise", least: 0, most: 2 },
  { name: "test", least: 0, most: 0.8 },
  { name: "speed", least: 0, most: 1000, whole: true },
  { name: "seed", least: 0, most: 1e6, whole: true },
];

/** Whether a setting may have this value. @param {Field} field @param {number} value */
export function isAllowed({ least, most, whole = false, open = false }, value) {
  return value >= least && value <= most && !(open && value === least) && (!whole || Number.isInteger(value));
}

/** An automatic rate is halved where the loss is so many times the lowest. */
const RISEN = 1.5;
/** The loss of small batches jumps: the whole one is looked at every so many steps. */
const LOOK = 20;
/** More points of the history are thinned. */
const MOST = 600;
/** Below this share of its range the samples are met. */
const MET = 1e-12;

/** @typedef {{ step: number, train: number, test: number | null, places: Map<string, number> }} Moment */

export class Run {
  /**
   * @param {Training} given what the target says
   * @param {Settings} settings
   */
  constructor(given, settings) {
    this.settings = settings;
    const random = generator(settings.seed + 1);
    const many = given.all.length;
    const order = permutation(many, random);
    const held = Math.round(settings.test * many);
    this.held = order.slice(0, held).sort((one, other) => one - other);
    this.used = held ? order.slice(held).sort((one, other) => one - other) : given.all;
    // A class has no noise.
    const noise = given.data.loss ? 0 : settings.noise;
    this.training = noise ? given.noisy(noise, () => normal(random)) : given;
    this.optimizer = new Optimizer(this.training, this.used, settings.seed);
    this.rate = settings.rate;
    this.steps = 0;
    this.halvings = 0;
    /** @type {Moment[]} */
    this.moments = [];
    this.lowest = Infinity;
    /** @type {Layer[] | null} */
    this.kept = null;
    /** Whether the network shown is another than the one that training made. */
    this.left = false;
  }

  /** Whether these settings learn from the same samples. @param {Settings} settings */
  fits({ seed, noise, test }) {
    return seed === this.settings.seed && noise === this.settings.noise && test === this.settings.test;
  }

  /** The loss on what is trained with and on what is held back. @param {Layer[]} layers @param {IsOff} isOff */
  losses(layers, isOff) {
    const { training } = this;
    return {
      train: training.loss(layers, isOff, this.used),
      test: this.held.length ? training.loss(layers, isOff, this.held) : null,
    };
  }

  /**
   * The layers after one update; null when they are no numbers any more.
   * @param {Layer[]} layers
   * @param {IsOff} isOff
   * @returns {Layer[] | null}
   */
  step(layers, isOff) {
    const { settings, optimizer } = this;
    this.left = false;
    const rate = settings.auto ? this.rate : settings.rate;
    const whole = !settings.batch || settings.batch >= this.used.length;
    const next = optimizer.step(layers, { ...settings, rate }, isOff);
    const good = Number.isFinite(next.loss) && next.layers.every(fits);
    this.steps++;
    if (!settings.auto) return good ? next.layers : null;
    if (good && !whole && this.steps % LOOK) return next.layers;
    const loss = whole ? next.loss : this.training.loss(layers, isOff, this.used);
    const size = this.training.data.unit ** 2;
    if (good && !(loss > RISEN * this.lowest + MET * size)) {
      if (loss < this.lowest) [this.lowest, this.kept] = [loss, layers];
      return next.layers;
    }
    // It rose: back to the lowest, more carefully.
    this.rate /= 2;
    this.halvings++;
    optimizer.forget();
    return this.kept ?? (good ? next.layers : null);
  }

  /** Keep where the run is. @param {Layer[]} layers @param {IsOff} isOff @param {Map<string, number>} places of the breakpoints */
  note(layers, isOff, places) {
    const { moments, steps } = this;
    if (moments.length && moments[moments.length - 1].step === steps) moments.pop();
    moments.push({ step: steps, ...this.losses(layers, isOff), places });
    if (moments.length > MOST) this.moments = moments.filter((_, k) => k % 2 === 0 || k === moments.length - 1);
  }

  /** The numbers were changed by hand: what was the lowest loss counts no more, and what was said of the network. */
  interrupt() {
    this.left = true;
    this.optimizer.forget();
    this.lowest = Infinity;
    this.kept = null;
  }
}

/** Whether every number of a layer can still be computed with. @param {Layer} layer */
function fits({ weights, biases }) {
  return [...weights.flat(), ...biases].every((v) => Math.abs(v) < 1e12);
}
