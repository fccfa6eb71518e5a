// The network of two inputs: every hidden neuron a small map of what it gives, weights as edges.

/** @import { PlaneModel } from "./plane_model" */
/** @import { Unit } from "./types" */

import { Colours } from "./plane_colours.js";
import { gridOfSize } from "./plane_target.js";
import { html, put, short, svg, tint } from "./svg.js";
import { say } from "./words.js";

/** A column shows at most this many units; wider ones leave out the middle. */
const MOST_UNITS = 16;
/** With more edges than this, only the chosen neuron's stand out. */
const MOST_EDGES = 48;
/** A small map has so many dots in either direction. */
const DOTS = 28;
const ENDS = 30;
/** Names of so many letters stand in the circles of inputs. */
const SHORT = 3;

/** @typedef {{ column: number, index: number, x: number, y: number, element: HTMLElement, context: CanvasRenderingContext2D | null }} Place */

export class PlaneDiagram {
  /** @param {HTMLElement} root @param {PlaneModel} model @param {(unit: Unit) => void} choose */
  constructor(root, model, choose) {
    this.root = root;
    this.model = model;
    this.choose = choose;
    this.widths = [2, ...model.layers.map(({ biases }) => biases.length)];
    this.columns = this.widths.map((width) => slots(width));
    this.grid = gridOfSize(model.data.box, DOTS);
    /** From column to column, in pixels. */
    this.across = 0;
    this.pixels = new ImageData(DOTS, DOTS);
    root.replaceChildren();
    this.edges = svg("svg", { class: "edges", "aria-hidden": "true" }, root);
    /** @type {Place[]} */
    this.places = [];
    /** @type {{ line: SVGElement, from: Place, to: Place }[]} */
    this.lines = [];
  }

  /** Lay everything out for this width. @param {number} width */
  resize(width) {
    const rows = Math.max(...this.columns.map((column) => column.length));
    const gap = Math.min(58, Math.max(30, 400 / rows));
    const size = Math.min(46, gap * 0.86);
    const height = Math.max(150, rows * gap + 8);
    this.colours = new Colours(this.root);
    this.root.style.height = `${height}px`;
    put(this.edges, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.edges.replaceChildren();
    this.places.forEach(({ element }) => element.remove());
    this.root.querySelectorAll(".between").forEach((element) => element.remove());
    [this.places, this.lines] = [[], []];
    const last = this.columns.length - 1;
    this.across = (width - 52) / last;
    this.columns.forEach((column, c) => {
      column.forEach((index, row) => {
        const x = 26 + (c / last) * (width - 52);
        const y = height / 2 + (row - (column.length - 1) / 2) * gap;
        if (index === null) this.between(x, y, this.widths[c] - column.length + 1);
        else this.places.push(this.unit(c, index, x, y, c > 0 && c < last ? size : ENDS));
      });
    });
    for (const to of this.places) {
      for (const from of this.places) {
        if (from.column !== to.column - 1) continue;
        const line = svg("path", { d: `M${short(from.x)} ${short(from.y)}L${short(to.x)} ${short(to.y)}` }, this.edges);
        this.lines.push({ line, from, to });
      }
    }
  }

  /** An input's circle holds a short name; a long one stands above the upper, below the lower. @param {HTMLElement} element @param {string} name @param {number} index @param {number} y */
  input(element, name, index, y) {
    element.textContent = name.length > SHORT ? "xy"[index] : name;
    if (name.length <= SHORT) return;
    const label = html("span", { class: `between input ${index ? "under" : "over"}`, title: name }, this.root, name);
    Object.assign(label.style, { left: 0, top: `${y + (index ? 1 : -1) * (ENDS / 2 + 3)}px`, maxWidth: `${this.across - 34}px` });
  }

  /** @param {number} column @param {number} index @param {number} x @param {number} y @param {number} size @returns {Place} */
  unit(column, index, x, y, size) {
    const { model } = this;
    const unit = { layer: column - 1, neuron: index };
    const isInput = column === 0;
    const isHidden = !isInput && column < this.columns.length - 1;
    const element = html(isInput ? "span" : "button", { class: isHidden ? "node hidden" : "node" }, this.root);
    Object.assign(element.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px`, width: `${size}px`, height: `${size}px` });
    let context = null;
    if (isInput) this.input(element, model.inputNames[index], index, y);
    else {
      put(element, { type: "button", "aria-label": model.unitName("", unit), title: model.unitName("", unit) });
      element.addEventListener("click", () => this.choose(unit));
      if (isHidden) context = html("canvas", { width: DOTS, height: DOTS, "aria-hidden": "true" }, element).getContext("2d");
      else element.textContent = "Σ";
    }
    return { column, index, x, y, element, context };
  }

  /** @param {number} x @param {number} y @param {number} more */
  between(x, y, more) {
    const text = html("span", { class: "between" }, this.root, say(this.model.data.words, "more", { n: more }));
    Object.assign(text.style, { left: `${x}px`, top: `${y}px` });
  }

  draw() {
    const { model } = this;
    const field = model.field(...this.grid);
    for (const { column, index, element, context } of this.places) {
      const layer = column - 1;
      if (layer < 0) continue;
      const chosen = model.chosen.layer === layer && model.chosen.neuron === index;
      element.classList.toggle("chosen", chosen);
      element.classList.toggle("off", model.isOff(layer, index));
      tint(element, model.colorOf({ layer, neuron: index }));
      if (context) this.small(context, field[layer][index], model.colorOf({ layer, neuron: index }) ?? 0);
    }
    const largest = model.layers.map(({ weights }) => weights.reduce((most, row) => row.reduce((m, w) => Math.max(m, Math.abs(w)), most), 0) || 1);
    for (const { line, from, to } of this.lines) {
      const layer = to.column - 1;
      const weight = model.layers[layer].weights[to.index][from.index];
      const off = (layer < model.depth && model.isOff(layer, to.index)) || (layer > 0 && model.isOff(layer - 1, from.index));
      const near = (/** @type {Place} */ { column, index }) => column - 1 === model.chosen.layer && index === model.chosen.neuron;
      const far = this.lines.length > MOST_EDGES && !near(from) && !near(to);
      put(line, { class: `${off ? "off" : weight < 0 ? "negative" : ""}${far ? " far" : ""}`, "stroke-width": weight === 0 ? 0 : 0.5 + (2 * Math.abs(weight)) / largest[layer] });
      tint(line, model.colorOf({ layer: layer < model.depth ? layer : layer - 1, neuron: layer < model.depth ? to.index : from.index }));
    }
  }

  /** What a neuron gives over the rectangle. @param {CanvasRenderingContext2D} context @param {Float64Array} values @param {number} colour */
  small(context, values, colour) {
    const size = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
    const { data } = this.pixels;
    const shades = (this.colours ??= new Colours(this.root)).ramp(colour);
    for (let k = 0; k < values.length; k++) {
      const at = 3 * Math.round((255 * Math.abs(values[k])) / size);
      data[4 * k] = shades[at];
      data[4 * k + 1] = shades[at + 1];
      data[4 * k + 2] = shades[at + 2];
      data[4 * k + 3] = 255;
    }
    context.putImageData(this.pixels, 0, 0);
  }
}

/** The units a column shows, top to bottom; null stands for those folded away. @param {number} width @returns {(number | null)[]} */
function slots(width) {
  const every = Array.from({ length: width }, (_, k) => k);
  if (width <= MOST_UNITS) return every;
  return [...every.slice(0, 5), null, ...every.slice(-4)];
}
