// The picture: stacked neurons, their exact sum, the target, the error and where it is largest.

/** @import { SlopeChange } from "./types" */
/** @import { Model, Scene } from "./model" */

import { label, ticks } from "./axes.js";
import { heightAt } from "./exact.js";
import { dots, path, put, short, stems, svg, tint, unique } from "./svg.js";
import { localised, number, say } from "./words.js";

/** More breakpoints than this are marked for the chosen neuron only. */
const MOST_HANDLES = 24;
/** More points than this are not moved one by one. */
const MOST_POINTS = 200;
/** Pixels across a dot. */
const DOT = 9;
const MARGIN = { left: 54, right: 14, top: 10, bottom: 26 };

export class Plot {
  /**
   * @param {SVGElement} root of the curves
   * @param {SVGElement} strip of the error below
   * @param {Model} model
   */
  constructor(root, strip, model) {
    this.root = root;
    this.strip = strip;
    this.model = model;
    this.data = model.data;
    this.curve = model.curve;
    this.points = model.points;
    this.targetCurves = model.targetCurves;
    this.view = model.room();
    this.size = { width: 640, height: 400, strip: 100 };
    this.targetPaths = /** @type {string[]} */ ([]);
    root.replaceChildren();
    strip.replaceChildren();
    const id = unique();
    this.id = id;
    const clip = svg("clipPath", { id }, svg("defs", {}, root));
    this.clip = svg("rect", {}, clip);
    this.hatches = svg("defs", {}, root);
    this.grid = svg("g", { class: "grid", "aria-hidden": "true" }, root);
    this.inner = svg("g", { "clip-path": `url(#${id})` }, root);
    this.excluded = svg("path", { class: "excluded" }, this.inner);
    this.bands = svg("g", {}, this.inner);
    this.gap = svg("path", { class: this.curve ? "gap" : "stems" }, this.inner);
    // A dot at an end of the interval is whole, too.
    this.targetLine = svg("path", { class: this.curve ? "target" : "points" }, this.curve ? this.inner : root);
    this.best = svg("path", { class: "best" }, this.inner);
    this.sum = svg("path", { class: "sum" }, this.inner);
    this.worst = svg("path", { class: "worst" }, this.inner);
    this.grips = svg("g", { class: "grips" }, root);
    this.handles = svg("g", { class: "handles" }, root);
    /** @type {Map<string, SVGElement>} */
    this.shown = new Map();
    this.stripGrid = svg("g", { class: "grid", "aria-hidden": "true" }, strip);
    this.stripError = svg("path", { class: this.curve ? "error" : "stems" }, strip);
    this.stripMarks = svg("path", { class: "marks" }, strip);
    this.stripBound = svg("path", { class: "bound" }, strip);
    this.stripText = [svg("text", { class: "bound" }, strip), svg("text", { class: "bound" }, strip)];
  }

  /** Pixels of x. @param {number} x */
  px(x) {
    const [a, b] = this.data.domain;
    return MARGIN.left + ((x - a) / (b - a)) * (this.size.width - MARGIN.left - MARGIN.right);
  }

  /** The x at a pixel, inside the domain. @param {number} pixel */
  x(pixel) {
    const [a, b] = this.data.domain;
    const share = (pixel - MARGIN.left) / (this.size.width - MARGIN.left - MARGIN.right);
    return a + (b - a) * Math.min(0.999, Math.max(0.001, share));
  }

  /** The height at a pixel. @param {number} pixel */
  y(pixel) {
    const [low, high] = this.view;
    const share = (this.size.height - MARGIN.bottom - pixel) / (this.size.height - MARGIN.top - MARGIN.bottom);
    return low + (high - low) * share;
  }

  /** Whether a pixel lies inside the axes. @param {number} x @param {number} y */
  holds(x, y) {
    const { width, height } = this.size;
    return x >= MARGIN.left && x <= width - MARGIN.right && y >= MARGIN.top && y <= height - MARGIN.bottom;
  }

  /** The model's points are others. */
  takePoints() {
    this.points = this.model.points;
    this.drawTarget();
  }

  /** Pixels of a height. @param {number} y */
  py(y) {
    const [low, high] = this.view;
    const share = Math.min(50, Math.max(-50, (y - low) / (high - low)));
    return this.size.height - MARGIN.bottom - share * (this.size.height - MARGIN.top - MARGIN.bottom);
  }

  /** Take this much room. @param {number} width @param {number} height @param {number} strip */
  resize(width, height, strip) {
    this.size = { width, height, strip };
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    put(this.strip, { viewBox: `0 0 ${width} ${strip}`, width, height: strip });
    this.frame();
  }

  /** Everything that stands still while a slider moves. */
  frame() {
    const { width, height } = this.size;
    const inside = { x: MARGIN.left, y: MARGIN.top };
    put(this.clip, { ...inside, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom });
    this.grid.replaceChildren();
    const [a, b] = this.data.domain;
    const xs = ticks(a, b, width < 480 ? 5 : 9);
    const bottom = height - MARGIN.bottom;
    xs.forEach((x) => {
      svg("path", { d: `M${short(this.px(x))} ${MARGIN.top}V${bottom}` }, this.grid);
      svg("text", { x: this.px(x), y: bottom + 18, "text-anchor": "middle" }, this.grid).textContent = localised(label(x, xs[1] - xs[0]), this.data.words);
    });
    const ys = ticks(...this.view, height < 300 ? 5 : 7);
    ys.forEach((y) => {
      const zero = Math.abs(y) < 1e-9 * (ys[1] - ys[0]);
      svg("path", { class: zero ? "zero" : "", d: `M${MARGIN.left} ${short(this.py(y))}H${width - MARGIN.right}` }, this.grid);
      svg("text", { x: MARGIN.left - 8, y: this.py(y) + 4, "text-anchor": "end" }, this.grid).textContent = localised(label(y, ys[1] - ys[0]), this.data.words);
    });
    this.drawTarget();
    const high = bottom - MARGIN.top;
    const parts = this.data.target.excluded.map(([left, right]) => `M${short(this.px(left))} ${MARGIN.top}v${high}H${short(this.px(right))}v${-high}Z`);
    put(this.excluded, { d: parts.join("") });
  }

  /** The target's curve; its points, each by itself where they are few enough to be moved. */
  drawTarget() {
    const [dx, dy] = this.points?.shown ?? [[], []];
    this.targetPaths = this.targetCurves.map(([x, y]) => this.line(x, y));
    put(this.targetLine, { d: this.curve ? this.targetPaths.join("") : dots(dx.map((x) => this.px(x)), dy.map((y) => this.py(y))) });
    put(this.targetLine, { "stroke-width": DOT * (this.points?.size ?? 0) });
    const count = dx.length > MOST_POINTS ? 0 : dx.length;
    while (this.grips.childElementCount > count) this.grips.lastElementChild?.remove();
    while (this.grips.childElementCount < count) svg("circle", { class: "grip", r: 10, tabindex: 0, role: "button" }, this.grips);
    for (let k = 0; k < count; k++) {
      const name = say(this.data.words, "page.point", { x: number(dx[k]), y: number(dy[k]) });
      put(this.grips.children[k], { cx: this.px(dx[k]), cy: this.py(dy[k]), "data-point": String(k), "aria-label": name });
    }
  }

  /** The path of a curve. @param {number[]} x @param {number[]} y */
  line(x, y) {
    return path(x.map((v) => this.px(v)), y.map((v) => this.py(v)));
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { output } = scene.exact;
    put(this.sum, { d: this.line(output.x, output.y) });
    this.drawBands(scene);
    this.drawGap(scene);
    const best = scene.show.best ? scene.best : null;
    put(this.best, { d: best ? this.line(...best) : "" });
    this.drawHandles(scene);
    this.drawStrip(scene);
  }

  /** What every neuron of the last hidden layer adds. @param {Scene} scene */
  drawBands(scene) {
    const terms = scene.show.stack ? scene.terms : [];
    while (this.bands.childElementCount > terms.length) this.bands.lastElementChild?.remove();
    while (this.bands.childElementCount < terms.length) svg("path", {}, this.bands);
    terms.forEach((term, k) => {
      const band = /** @type {SVGElement} */ (this.bands.children[k]);
      const xs = term.x.map((x) => this.px(x));
      const low = path(xs, term.low.map((y) => this.py(y)));
      const high = path([...xs].reverse(), [...term.high].reverse().map((y) => this.py(y)));
      const chosen = scene.chosen.layer === term.layer && scene.chosen.neuron === term.neuron;
      put(band, {
        d: `${low}L${high.slice(1)}Z`,
        class: chosen ? "band chosen" : "band",
        fill: term.weight < 0 ? `url(#${this.hatch(term.color)})` : "var(--color)",
      });
      tint(band, term.color);
    });
  }

  /** The pattern of what is taken away, in a neuron's colour. @param {number} color */
  hatch(color) {
    const id = `${this.id}-${color % 10}`;
    if (!this.hatches.querySelector(`#${id}`)) {
      const box = { width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
      const pattern = svg("pattern", { id, ...box }, this.hatches);
      tint(pattern, color);
      svg("rect", { width: 2.4, height: 7, fill: "var(--color)" }, pattern);
    }
    return id;
  }

  /** The region between sum and target, and where it is highest. @param {Scene} scene */
  drawGap(scene) {
    const { output } = scene.exact;
    const rings = this.targetCurves.map(([tx], k) => {
      const [left, right] = [tx[0], tx[tx.length - 1]];
      const xs = [right, ...output.x.filter((x) => x > left && x < right).reverse(), left];
      const back = this.line(xs, xs.map((x) => heightAt(output, x)));
      return `${this.targetPaths[k]}L${back.slice(1)}Z`;
    });
    const [dx, dy] = this.points?.shown ?? [[], []];
    const feet = dx.map((x) => this.py(heightAt(output, x)));
    put(this.gap, { d: this.curve ? rings.join("") : stems(dx.map((x) => this.px(x)), feet, dy.map((y) => this.py(y))) });
    let d = "";
    (scene.none ? [] : scene.distance.at).forEach((x, k) => {
      const y = heightAt(output, x);
      const other = y - scene.distance.signs[k] * scene.distance.sup;
      d += `M${short(this.px(x))} ${short(this.py(y))}V${short(this.py(other))}`;
    });
    put(this.worst, { d });
  }

  /** A handle for every breakpoint that a neuron makes. @param {Scene} scene */
  drawHandles(scene) {
    const { slopeChanges, output } = scene.exact;
    const isChosen = (/** @type {SlopeChange} */ { layer, neuron }) =>
      layer === scene.chosen.layer && neuron === scene.chosen.neuron;
    const shown = slopeChanges.length > MOST_HANDLES ? slopeChanges.filter(isChosen) : slopeChanges;
    const counts = /** @type {Map<string, number>} */ (new Map());
    const ranks = /** @type {Map<number, number>} */ (new Map());
    const kept = new Set();
    // The chosen neuron's handles lie on top; those at one place become rings around each other.
    const order = [...shown].sort((one, other) => Number(isChosen(other)) - Number(isChosen(one)));
    for (const change of order) {
      const unit = `${change.layer}.${change.neuron}`;
      const count = counts.get(unit) ?? 0;
      counts.set(unit, count + 1);
      const key = `${unit}.${count}`;
      const place = Math.round(this.px(change.x) * 2);
      const rank = ranks.get(place) ?? 0;
      ranks.set(place, rank + 1);
      kept.add(key);
      this.drawHandle(key, change, heightAt(output, change.x), rank, scene);
    }
    for (const [key, handle] of this.shown) if (!kept.has(key)) put(handle, { display: "none" });
  }

  /**
   * @param {string} key
   * @param {SlopeChange} change
   * @param {number} y
   * @param {number} rank
   * @param {Scene} scene
   */
  drawHandle(key, change, y, rank, scene) {
    let handle = this.shown.get(key);
    if (!handle) {
      handle = svg("g", { class: "handle", tabindex: 0, role: "slider", "data-unit": key }, this.handles);
      svg("circle", { class: "reach", r: 18 }, handle);
      svg("circle", { class: "ring" }, handle);
      this.shown.set(key, handle);
    }
    const inView = y >= this.view[0] && y <= this.view[1];
    const at = Math.min(this.size.height - MARGIN.bottom, Math.max(MARGIN.top, this.py(y)));
    put(handle, {
      transform: `translate(${short(this.px(change.x))} ${short(at)})`,
      display: "inline",
      "aria-label": scene.unitName("page.breakpoint", change),
      "aria-valuenow": String(Number(change.x.toPrecision(6))),
      "aria-valuetext": `x = ${localised(number(change.x, this.data.digits.x), this.data.words)}`,
      "aria-valuemin": String(this.data.domain[0]),
      "aria-valuemax": String(this.data.domain[1]),
      class: inView ? "handle" : "handle beyond",
    });
    put(handle.children[1], { r: 6 + 4 * rank });
    tint(handle, scene.colorOf(change));
    // Wider rings lie behind the narrower ones.
    if (rank > 0 && handle !== this.handles.firstElementChild && !scene.busy) this.handles.prepend(handle);
  }

  /** The error as a path: along each curve of the target, or at each point. @param {Scene} scene @param {(e: number) => number} py */
  errors({ exact: { output } }, py) {
    const { curve } = this;
    if (!curve) {
      const [dx, dy] = this.points?.shown ?? [[], []];
      const off = dx.map((x, i) => py(heightAt(output, x) - dy[i]));
      return stems(dx.map((x) => this.px(x)), off.map(() => py(0)), off);
    }
    const lines = this.targetCurves.map(([tx, ty]) => {
      const heights = new Map(tx.map((x, k) => [x, ty[k]]));
      const inside = output.x.filter((x) => x > tx[0] && x < tx[tx.length - 1]);
      const xs = [...new Set([...tx, ...inside])].sort((p, q) => p - q);
      return path(xs.map((x) => this.px(x)), xs.map((x) => py(heightAt(output, x) - (heights.get(x) ?? curve.at(x)))));
    });
    return lines.join("");
  }

  /** The error on its own axis, which is as high as the error. @param {Scene} scene */
  drawStrip(scene) {
    const { at, signs } = scene.distance;
    const sup = scene.none ? 0 : scene.distance.sup;
    const { width, strip } = this.size;
    const middle = strip / 2;
    const high = sup || 1;
    const py = (/** @type {number} */ e) => middle - (e / high) * (strip / 2 - 12);
    const flat = this.targetCurves.map(([x]) => `M${short(this.px(x[0]))} ${middle}H${short(this.px(x[x.length - 1]))}`);
    put(this.stripError, { d: sup ? this.errors(scene, py) : flat.join("") });
    const dot = "a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0";
    put(this.stripMarks, { d: (sup ? at : []).map((x, k) => `M${short(this.px(x) - 3.5)} ${short(py(signs[k] * sup))}${dot}`).join("") });
    const ends = `H${width - MARGIN.right}`;
    const bounds = sup ? `M${MARGIN.left} ${short(py(sup))}${ends}M${MARGIN.left} ${short(py(-sup))}${ends}` : "";
    put(this.stripBound, { d: bounds });
    [sup, -sup].forEach((value, k) => {
      const text = this.stripText[k];
      put(text, { x: MARGIN.left - 8, y: py(value) + 4, "text-anchor": "end" });
      text.textContent = sup ? (value > 0 ? "+" : "") + localised(brief(value), this.data.words) : "";
    });
    this.stripGrid.replaceChildren();
    svg("path", { class: "zero", d: `M${MARGIN.left} ${middle}${ends}` }, this.stripGrid);
    svg("text", { x: MARGIN.left - 8, y: middle + 4, "text-anchor": "end" }, this.stripGrid).textContent = "0";
  }
}

/** Two digits where the margin has room for them, else one. @param {number} value */
function brief(value) {
  const text = number(value, 2);
  return text.length > 7 ? number(value, 1) : text;
}
