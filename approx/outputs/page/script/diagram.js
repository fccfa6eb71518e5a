// The network: units with the shape of their own function inside, weights as edges.

/** @import { Data } from "./types" */
/** @import { Scene } from "./model" */

import { activation } from "./exact.js";
import { path, put, short, svg, tint } from "./svg.js";
import { localised, parameter, say } from "./words.js";

/** A column shows at most this many units; wider ones leave out the middle. */
const MOST_UNITS = 16;
/** Between two columns, at most this many edges carry their weight as a number. */
const MOST_LABELS = 6;
/** And only where there are this many pixels for it between units. */
const LABEL = 60;
/** With more edges than this, only the chosen neuron's stand out. */
const MOST_EDGES = 48;

/** @typedef {{ column: number, index: number, x: number, y: number, radius: number, element: SVGElement }} Place */

export class Diagram {
  /**
   * @param {SVGElement} root
   * @param {Data} data
   */
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.depth = data.layers.length - 1;
    this.widths = [1, ...data.layers.map(({ biases }) => biases.length)];
    this.columns = this.widths.map((width) => slots(width));
    this.width = 400;
    root.replaceChildren();
    this.edges = svg("g", { class: "edges" }, root);
    this.units = svg("g", { class: "units" }, root);
    this.texts = svg("g", { class: "weights" }, root);
    /** @type {Place[]} */
    this.places = [];
    /** @type {{ line: SVGElement, text: SVGElement | null, from: Place, to: Place }[]} */
    this.lines = [];
  }

  /** Lay everything out for this width. @param {number} width */
  resize(width) {
    this.width = width;
    const rows = Math.max(...this.columns.map((column) => column.length));
    const gap = Math.min(58, Math.max(24, 330 / rows));
    const radius = Math.min(19, gap * 0.42);
    const height = Math.max(120, rows * gap + 16);
    put(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.edges.replaceChildren();
    this.units.replaceChildren();
    this.texts.replaceChildren();
    this.places = [];
    this.lines = [];
    const last = this.columns.length - 1;
    this.columns.forEach((column, c) => {
      column.forEach((index, row) => {
        const x = 24 + (c / last) * (width - 48);
        const y = height / 2 + (row - (column.length - 1) / 2) * gap;
        const size = c > 0 && c < last ? radius : 15;
        if (index === null) this.fold(x, y, this.widths[c] - column.length + 1);
        else this.places.push({ column: c, index, x, y, radius: size, element: this.unit(c, index, x, y, size) });
      });
    });
    for (const to of this.places) {
      for (const from of this.places) if (from.column === to.column - 1) this.edge(from, to);
    }
  }

  /** @param {number} column @param {number} index @param {number} x @param {number} y @param {number} radius */
  unit(column, index, x, y, radius) {
    const hidden = column > 0 && column < this.columns.length - 1;
    const element = svg("g", { class: hidden ? "unit hidden" : "unit", transform: `translate(${short(x)} ${short(y)})` }, this.units);
    svg("circle", { r: radius }, element);
    if (hidden) {
      put(element, { "data-unit": `${column - 1}.${index}` });
      svg("path", { class: "shape" }, element);
    } else {
      const text = svg("text", { "text-anchor": "middle", y: 5 }, element);
      text.textContent = column === 0 ? "x" : "Σ";
      if (column > 0) put(element, { "data-unit": `${this.depth}.0` });
    }
    return element;
  }

  /** @param {number} x @param {number} y @param {number} more */
  fold(x, y, more) {
    const text = svg("text", { class: "fold", x, y: y + 4, "text-anchor": "middle" }, this.units);
    text.textContent = say(this.data.words, "more", { n: more });
  }

  /** @param {Place} from @param {Place} to */
  edge(from, to) {
    const line = svg("path", { d: `M${short(from.x)} ${short(from.y)}L${short(to.x)} ${short(to.y)}` }, this.edges);
    const count = this.columns[from.column].length * this.columns[to.column].length;
    let text = null;
    if (count <= MOST_LABELS && to.x - from.x - to.radius - from.radius >= LABEL) {
      const share = this.columns[to.column].length > this.columns[from.column].length ? 0.62 : 0.38;
      const at = { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) + 4 };
      text = svg("text", { ...at, "text-anchor": "middle" }, this.texts);
    }
    this.lines.push({ line, text, from, to });
  }

  /** @param {Scene} scene */
  draw(scene) {
    for (const { column, index, element } of this.places) {
      const layer = column - 1;
      if (layer < 0) continue;
      const unit = { layer, neuron: index };
      const chosen = scene.chosen.layer === layer && scene.chosen.neuron === index;
      const off = scene.isOff(layer, index);
      const hidden = layer < this.depth;
      put(element, { class: `unit${hidden ? " hidden" : ""}${chosen ? " chosen" : ""}${off ? " off" : ""}` });
      tint(element, hidden ? scene.colorOf(unit) : null);
      if (hidden) put(element.children[1], { d: this.shape(scene, layer, index, Number(element.children[0].getAttribute("r"))) });
    }
    const largest = scene.layers.map(({ weights }) => Math.max(...weights.map((row) => Math.max(...row.map(Math.abs)))) || 1);
    for (const { line, text, from, to } of this.lines) {
      const layer = to.column - 1;
      const weight = scene.layers[layer].weights[to.index][from.index];
      const off = (layer < this.depth && scene.isOff(layer, to.index)) || (layer > 0 && scene.isOff(layer - 1, from.index));
      const near = (/** @type {Place} */ { column, index }) => column - 1 === scene.chosen.layer && index === scene.chosen.neuron;
      const far = this.lines.length > MOST_EDGES && !near(from) && !near(to);
      put(line, { class: `${off ? "off" : weight < 0 ? "negative" : ""}${far ? " far" : ""}`, "stroke-width": weight === 0 ? 0 : 0.5 + (2 * Math.abs(weight)) / largest[layer] });
      // An edge has the colour of the neuron that it makes or carries.
      tint(line, scene.colorOf({ layer: layer < this.depth ? layer : layer - 1, neuron: layer < this.depth ? to.index : from.index }));
      if (text) text.textContent = localised(parameter(weight, this.data.digits.weight), this.data.words);
    }
  }

  /** A neuron's function, scaled into its circle. @param {Scene} scene @param {number} layer @param {number} neuron @param {number} radius */
  shape(scene, layer, neuron, radius) {
    const [xs, ys] = activation(scene.exact.layers[layer], neuron);
    const [a, b] = this.data.domain;
    const low = Math.min(0, ...ys);
    const high = Math.max(0, ...ys);
    const size = radius * 1.24;
    return path(
      xs.map((x) => size * ((x - a) / (b - a) - 0.5)),
      ys.map((y) => size * (0.38 - 0.76 * ((y - low) / (high - low || 1)))),
    );
  }
}

/** The units a column shows, top to bottom; null stands for those folded away. @param {number} width @returns {(number | null)[]} */
function slots(width) {
  const every = Array.from({ length: width }, (_, k) => k);
  if (width <= MOST_UNITS) return every;
  return [...every.slice(0, 5), null, ...every.slice(-4)];
}
