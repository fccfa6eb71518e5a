// The course of a training run: the loss from its start on, and where every breakpoint went.

/** @import { AnyModel, Model } from "./model" */

import { label, ticks } from "./axes.js";
import { put, short, svg, tint } from "./svg.js";
import { localised, number, say } from "./words.js";

const MARGIN = { left: 46, right: 8, top: 8, bottom: 20 };
const HEIGHT = 120;
/** A breakpoint that jumps by more than this share of the interval begins a new line. */
const LEAP = 0.12;

export class Course {
  /** @param {SVGElement} loss @param {SVGElement | null} worlds none for two inputs: there folds move, not breakpoints */
  constructor(loss, worlds) {
    this.loss = loss;
    this.worlds = worlds;
    this.width = 300;
  }

  /** @param {number} width */
  resize(width) {
    this.width = Math.max(160, width);
  }

  /** @param {AnyModel} model */
  draw(model) {
    const moments = model.run?.moments ?? [];
    if (moments.length < 2) return;
    const last = Math.max(1, moments[moments.length - 1].step);
    const px = (/** @type {number} */ step) => MARGIN.left + (step / last) * (this.width - MARGIN.left - MARGIN.right);
    this.drawLoss(model, px, last);
    if (this.worlds) this.drawWorlds(/** @type {Model} */ (model), this.worlds, px, last);
  }

  /** @param {AnyModel} model @param {(step: number) => number} px @param {number} last */
  drawLoss(model, px, last) {
    const moments = model.run?.moments ?? [];
    const { words } = model.data;
    const values = moments.flatMap(({ train, test }) => [train, ...(test === null ? [] : [test])]).filter((v) => v > 0);
    const [low, high] = values.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, 0]);
    if (!(high > 0)) return;
    const [bottom, top] = [Math.floor(Math.log10(low)), Math.max(Math.floor(Math.log10(low)) + 1, Math.ceil(Math.log10(high)))];
    const py = (/** @type {number} */ v) => {
      const share = (Math.log10(Math.max(v, 10 ** bottom)) - bottom) / (top - bottom);
      return HEIGHT - MARGIN.bottom - share * (HEIGHT - MARGIN.top - MARGIN.bottom);
    };
    this.begin(this.loss, px, last, words);
    const decades = Math.max(1, Math.ceil((top - bottom) / 3));
    for (let power = bottom; power <= top; power += decades) this.level(this.loss, py(10 ** power), localised(number(10 ** power, 1), words));
    const curve = (/** @type {string} */ name, /** @type {(m: typeof moments[number]) => number | null} */ of) => {
      const shown = moments.filter((m) => of(m) !== null);
      const d = shown.map((m, k) => `${k ? "L" : "M"}${short(px(m.step))} ${short(py(of(m) ?? 0))}`).join("");
      svg("path", { class: name, d }, this.loss);
    };
    curve("train", ({ train }) => train);
    curve("test", ({ test }) => test);
    const now = moments[moments.length - 1];
    const both = now.test === null ? "page.loss.now" : "page.loss.both";
    put(this.loss, { "aria-label": say(words, both, { n: last, first: number(moments[0].train), train: number(now.train), test: number(now.test ?? 0) }) });
  }

  /** Breakpoints across, steps along. @param {Model} model @param {SVGElement} root @param {(step: number) => number} px @param {number} last */
  drawWorlds(model, root, px, last) {
    const moments = model.run?.moments ?? [];
    const [a, b] = model.data.domain;
    const py = (/** @type {number} */ x) => HEIGHT - MARGIN.bottom - ((x - a) / (b - a)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
    this.begin(root, px, last, model.data.words);
    const levels = ticks(a, b, 4);
    for (const x of levels) this.level(root, py(x), localised(label(x, levels[1] - levels[0]), model.data.words));
    const lines = /** @type {Map<string, { d: string, x: number, k: number }>} */ (new Map());
    moments.forEach(({ step, places }, k) => {
      places.forEach((x, key) => {
        const line = lines.get(key);
        const goesOn = line && line.k === k - 1 && Math.abs(line.x - x) < LEAP * (b - a);
        lines.set(key, { d: `${line?.d ?? ""}${goesOn ? "L" : "M"}${short(px(step))} ${short(py(x))}${goesOn ? "" : "h.01"}`, x, k });
      });
    });
    lines.forEach(({ d }, key) => {
      const [layer, neuron] = key.split(".").map(Number);
      tint(svg("path", { class: "world", d }, root), model.colorOf({ layer, neuron }));
    });
  }

  /** An empty picture with its steps. @param {SVGElement} root @param {(step: number) => number} px @param {number} last @param {Record<string, string>} words */
  begin(root, px, last, words) {
    root.replaceChildren();
    put(root, { viewBox: `0 0 ${this.width} ${HEIGHT}`, width: this.width, height: HEIGHT });
    const steps = ticks(0, last, 5).filter((step) => Number.isInteger(step));
    for (const step of steps) {
      svg("text", { x: px(step), y: HEIGHT - 4, "text-anchor": step === last ? "end" : "middle" }, root).textContent = localised(label(step, steps[1] ?? 1), words);
    }
  }

  /** @param {SVGElement} root @param {number} y @param {string} text */
  level(root, y, text) {
    const grid = svg("g", { class: "grid" }, root);
    svg("path", { d: `M${MARGIN.left} ${short(y)}H${this.width - MARGIN.right}` }, grid);
    svg("text", { x: MARGIN.left - 6, y: y + 4, "text-anchor": "end" }, grid).textContent = text;
  }
}
