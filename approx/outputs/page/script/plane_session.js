// What a page of two inputs is about now: target, network and settings; its history; and how to make any of them again.

/** @import { Layer, PlaneData } from "./types" */
/** @import { Settings } from "./run" */
/** @import { PlainLayer } from "./session" */
/** @import { Box } from "./plane_regions" */

import { History } from "./history.js";
import { PlaneModel } from "./plane_model.js";
import { dataOf, withOutputs } from "./plane_subject.js";
import { DEFAULTS } from "./run.js";
import { kindOfName, restored, sameShape, stateOf } from "./state.js";
import { say } from "./words.js";

/**
 * What the network is compared with: as Python handed it over, or typed, clicked or pasted in the page.
 * @typedef {{ kind: "given" } | { kind: "function", text: string, box: Box } | { kind: "none", box: Box } |
 *   { kind: "points", x: number[], y: number[], v: number[], classes: string[], box: Box }} Source
 */
/** @typedef {{ source: Source, layers: PlainLayer[], off: string[], settings: Settings }} State */

export class PlaneSession {
  /** @param {PlaneData} given */
  constructor(given) {
    this.given = { ...given, proved: given.proved && { ...given.proved, layers: given.layers } };
    /** @type {Source} */
    this.source = { kind: "given" };
    this.model = new PlaneModel(this.given, { ...DEFAULTS, decay: given.decay });
    this.first = this.state();
    this.history = new History(this.first);
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
    const fitting = base.target.none ? layers : withOutputs(layers, base.classes.length);
    const untouched = source.kind === "given" && sameShape(fitting, this.given.layers);
    const { show } = this.model;
    const data = { ...base, layers: fitting, title: untouched ? base.title : this.title(base, fitting) };
    const model = new PlaneModel(data, { ...settings }); // refuses what cannot be drawn
    this.source = source;
    this.model = model;
    model.show = show;
    model.off = new Set(off);
    model.changed();
  }

  /** A source's data, with any network. @param {Source} source @returns {PlaneData} */
  base(source) {
    return dataOf(source, this.given);
  }

  /** The symbol and slopes of an activation. @param {string} name */
  kindOf(name) {
    const kind = kindOfName(name);
    if (!kind) throw new Error(`unknown activation ${name}`);
    return { symbol: kind.symbol, slopes: kind.slopes };
  }

  /** Whether the page computes an activation: of two inputs those that fold. @param {string} name */
  knows(name) {
    return Boolean(kindOfName(name)?.slopes);
  }

  /** @param {PlaneData} data @param {Layer[]} layers */
  title({ target, classes, words }, layers) {
    const n = layers.slice(0, -1).reduce((total, { biases }) => total + biases.length, 0);
    if (target.none) return say(words, "page.title.own", { n });
    const { label, points } = target;
    if (points && classes.length) return say(words, "page.plane.classes", { target: label, k: classes.length, n });
    return say(words, points ? "page.title.dots" : "title.fit", { target: label, n });
  }

  /** Keep the state as it is now, to come back to. */
  keep() {
    this.history.push(this.state());
  }
}
