// What the page is about now: target, network and settings; its history; and how to make any of them again.

/** @import { Data, Layer } from "./types" */
/** @import { Settings } from "./run" */

import { History } from "./history.js";
import { Model } from "./model.js";
import { DEFAULTS } from "./run.js";
import { kindOfName, restored, sameShape, stateOf } from "./state.js";
import { dataOf } from "./subject.js";
import { say, spoken } from "./words.js";

/**
 * What the network is compared with: as Python handed it over, or typed, clicked or pasted in the page.
 * @typedef {{ kind: "given" } | { kind: "function", text: string, domain: [number, number] } |
 *   { kind: "points", x: number[], y: number[], domain: [number, number] } | { kind: "none", domain: [number, number] }} Source
 */

/** @typedef {{ weights: number[][], biases: number[], activation: string }} PlainLayer */
/** @typedef {{ source: Source, layers: PlainLayer[], off: string[], settings: Settings }} State */
/** @typedef {Session | import("./plane_session").PlaneSession} AnySession of one or two inputs */

export class Session {
  /** @param {Data} given */
  constructor(given) {
    this.raw = given.words;
    this.given = { ...given, words: spoken(given.words, given.speaks) };
    given = this.given;
    /** @type {Source} */
    this.source = { kind: "given" };
    const rate = given.training?.rate;
    /** @type {Settings} what the page came with */
    this.settings = rate ? { ...DEFAULTS, method: "gd", auto: false, rate } : DEFAULTS;
    this.model = new Model(given, { ...this.settings });
    this.first = this.state();
    this.history = new History(this.first);
    /** @type {Map<string, Data>} what was typed or drawn, by its source: undo does not compute it again */
    this.known = new Map();
  }

  /** @returns {State} */
  state() {
    return stateOf(this);
  }

  /** Whether the views must be made anew. @param {State} state */
  restore(state) {
    return restored(this, state);
  }

  /** Another target or another shape of the network. @param {Source} source @param {Layer[]} layers @param {Iterable<string>} off @param {Settings} settings */
  open(source, layers, off, settings = this.model.settings) {
    const base = this.base(source);
    const untouched = source.kind === "given" && sameShape(layers, this.given.layers);
    const data = { ...base, layers, title: untouched ? base.title : this.title(base, layers) };
    const { stack, best } = this.model.show;
    this.source = source;
    this.model = new Model(data, { ...settings });
    this.model.show = { stack: stack && this.model.show.stack, best };
    this.model.off = new Set(off);
    this.model.changed();
  }

  /** A source's data, with any network. @param {Source} source @returns {Data} */
  base(source) {
    if (source.kind === "given") return this.given;
    const key = JSON.stringify(source);
    let data = this.known.get(key);
    if (!data) {
      data = dataOf(source, { ...this.given, words: this.raw });
      this.known.set(key, data);
    }
    return data;
  }

  /** The symbol and slopes of an activation, also of one that only the given network has. @param {string} name */
  kindOf(name) {
    const kind = this.given.layers.find(({ activation }) => activation === name) ?? kindOfName(name);
    if (!kind) throw new Error(`unknown activation ${name}`);
    return { symbol: kind.symbol, slopes: kind.slopes };
  }

  /** Whether the page computes an activation. @param {string} name */
  knows(name) {
    return kindOfName(name) !== null || this.given.layers.some(({ activation }) => activation === name);
  }

  /** @param {Data} data @param {Layer[]} layers */
  title({ target, words }, layers) {
    const n = layers.slice(0, -1).reduce((total, { biases }) => total + biases.length, 0);
    if (target.none) return say(words, "page.title.own", { n });
    return say(words, target.points ? "page.title.dots" : "title.fit", { target: target.label, n });
  }

  /** Keep the state as it is now, to come back to. */
  keep() {
    this.history.push(this.state());
  }
}
