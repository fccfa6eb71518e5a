// The numbers beside the map, its key, the sentence under it, and what a screen reader announces.

/** @import { PlaneModel, Scene } from "./plane_model" */

import { shareOf } from "./plane_colours.js";
import { html, put } from "./svg.js";
import { localised, number, say } from "./words.js";

/** A reader hears the new sentence after this many milliseconds of quiet. */
const QUIET = 500;
let timer = 0;

export class PlaneReadouts {
  /** @param {(name: string) => any} part @param {PlaneModel} model */
  constructor(part, model) {
    this.part = part;
    this.model = model;
    this.words = model.data.words;
    this.sentence = "";
    part("tiles").replaceChildren();
    this.tiles = this.names().map((name) => {
      const tile = html("div", { class: `tile ${name.split(".").at(-1)}` }, part("tiles"));
      html("span", { class: "name" }, tile, this.words[name]);
      return { value: html("strong", {}, tile), note: html("span", { class: "note" }, tile) };
    });
    this.key();
  }

  /** What the tiles say: of errors, of classes, or of the network alone. */
  names() {
    const { points, target, data } = this.model;
    const many = "page.plane.regions";
    if (points?.x.length) return data.classes.length ? ["page.plane.right", "page.plane.entropy", many] : ["page.sup.points", "page.rms.points", many];
    if (target) return ["page.plane.sup", "page.plane.rms", many];
    return this.model.isSeveral ? ["page.plane.borders", many] : [data.is_probability ? "plane.over.half" : "page.plane.share", many];
  }

  /** Which class has which form and colour; of values the largest and smallest. */
  key() {
    const { data, isSeveral } = this.model;
    const root = this.part("classes");
    root.replaceChildren();
    if (!data.classes.length) return;
    data.classes.forEach((name, k) => {
      const key = html("span", { class: "key class" }, root);
      html("span", { class: `form form-${k % 5}${isSeveral ? "" : " two"}`, "data-class": k }, key);
      key.append(/^\d+$/.test(name) ? say(this.words, "plane.class", { i: name }) : name);
    });
    html("span", { class: "key boundary" }, root, this.words["plane.boundary"]);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { score, pieces, sheet } = scene;
    const { words, model } = this;
    const { data } = model;
    const [[x0, x1], [y0, y1]] = data.box;
    const shown = (/** @type {number} */ v, digits = 4) => localised(number(v, digits), words);
    const dead = model.silent();
    const silent = dead ? say(words, "page.dead", { n: dead }) : "";
    const values = /** @type {[string, string][]} */ ([]);
    if (score.hits !== null) values.push([`${score.hits}/${score.many}`, `${shown((100 * score.hits) / score.many, 3)} %`], [shown(score.entropy, 3), ""]);
    else if (score.sup !== null) values.push([shown(score.sup), model.target ? words[score.isProved ? "page.plane.proved" : "page.plane.more"] : ""], [shown(score.rms), model.target ? words["page.plane.places"] : ""]);
    else if (model.isSeveral) values.push([String(pieces.border.length), ""]);
    else values.push([`${shown((100 * pieces.areas[1]) / ((x1 - x0) * (y1 - y0)), 3)} %`, ""]);
    values.push([String(sheet.loops.length), silent]);
    this.tiles.forEach(({ value, note }, k) => {
      value.textContent = values[k]?.[0] ?? "";
      note.textContent = values[k]?.[1] ?? "";
    });
    this.sentence = model.sentence(scene);
    this.part("verdict").textContent = this.sentence;
    put(this.part("map"), { "aria-label": `${data.title}. ${data.target.label}. ${this.sentence}` });
    const [low, high] = sheet.values[0].reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]);
    this.part("scale").hidden = model.isSeveral;
    const output = (/** @type {number} */ sum) => (data.is_probability ? 1 / (1 + Math.exp(-sum)) : sum);
    this.part("low").textContent = shown(output(low), 3);
    this.part("high").textContent = shown(output(high), 3);
    this.ramp(low - scene.level, high - scene.level);
  }

  /** The colours from the smallest height to the largest, as the map has them. @param {number} low @param {number} high above the level */
  ramp(low, high) {
    const size = Math.max(Math.abs(low), Math.abs(high));
    const turn = Math.min(1, Math.max(0, -low / (high - low || 1)));
    const hues = { from: low, until: Math.min(0, high), since: Math.max(0, low), to: high };
    const { style } = this.part("ramp");
    style.setProperty("--turn", `${100 * turn}%`);
    for (const [name, height] of Object.entries(hues)) style.setProperty(`--${name}`, `${100 * shareOf(height, size)}%`);
  }

  /** Announce what was done, and the sentence, once nothing has moved for a while. @param {string} done */
  announce(done = "") {
    clearTimeout(timer);
    timer = window.setTimeout(() => (this.part("live").textContent = `${done} ${this.sentence}`.trim()), QUIET);
  }
}
