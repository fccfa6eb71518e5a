// Layer by layer: every neuron of a layer as a small graph of x, and what the next layer gets.

/** @import { Model, Scene } from "./model" */

import { activation } from "./exact.js";
import { html, path, put, svg, tint } from "./svg.js";
import { say } from "./words.js";

/** More neurons of a layer are not drawn. */
const MOST = 24;
const WIDTH = 84;
const HEIGHT = 56;
const MARGIN = 5;

export class Folds {
  /** @param {HTMLDetailsElement} root @param {HTMLElement} body @param {Model} model @param {(unit: { layer: number, neuron: number }) => void} chosen */
  constructor(root, body, model, chosen) {
    this.root = root;
    this.model = model;
    body.replaceChildren();
    const { words } = model.data;
    /** @type {{ line: SVGElement, zero: SVGElement, button: HTMLElement, layer: number, neuron: number }[]} */
    this.graphs = [];
    model.layers.slice(0, -1).forEach(({ biases }, layer) => {
      const box = html("div", { class: "fold-layer" }, body);
      html("p", { class: "name" }, box, say(words, "layer", { n: layer + 1 }));
      const row = html("div", { class: "fold-row" }, box);
      biases.slice(0, MOST).forEach((_, neuron) => {
        const button = html("button", { type: "button", class: "fold-graph", "aria-label": model.unitName("", { layer, neuron }) }, row);
        tint(button, model.colorOf({ layer, neuron }));
        const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" }, button);
        const zero = svg("path", { class: "zero" }, picture);
        const line = svg("path", { class: "line" }, picture);
        button.addEventListener("click", () => chosen({ layer, neuron }));
        this.graphs.push({ line, zero, button, layer, neuron });
      });
      if (biases.length > MOST) html("span", { class: "more" }, row, say(words, "more", { n: biases.length - MOST }));
    });
  }

  /** @param {Scene} scene */
  draw(scene) {
    if (!this.root.open) return;
    const [a, b] = this.model.data.domain;
    for (const { line, zero, button, layer, neuron } of this.graphs) {
      const [xs, ys] = activation(scene.exact.layers[layer], neuron);
      const low = Math.min(0, ...ys);
      const high = Math.max(0, ...ys);
      const px = (/** @type {number} */ x) => MARGIN + ((x - a) / (b - a)) * (WIDTH - 2 * MARGIN);
      const py = (/** @type {number} */ y) => HEIGHT - MARGIN - ((y - low) / (high - low || 1)) * (HEIGHT - 2 * MARGIN);
      put(line, { d: path(xs.map(px), ys.map(py)) });
      put(zero, { d: `M${MARGIN} ${py(0)}H${WIDTH - MARGIN}` });
      const isChosen = scene.chosen.layer === layer && scene.chosen.neuron === neuron;
      button.classList.toggle("chosen", isChosen);
      button.classList.toggle("off", scene.isOff(layer, neuron));
    }
  }
}
