// The layers as rows: how many neurons, which activation, one more, one less.

/** @import { Layer } from "./types" */
/** @import { AnyModel } from "./model" */

import { ACTIVATIONS } from "./activations.js";
import { MOST_HIDDEN_LAYERS, MOST_NEURONS, withActivation, withCopy, withLayer, withNeuron, withoutLayer, withoutNeuron, shifted } from "./architecture.js";
import { html } from "./svg.js";
import { say } from "./words.js";

/** What changed, and the neuron to choose then. @typedef {{ layers: Layer[], off: string[], layer: number, neuron: number }} Change */

export class Builder {
  /**
   * @param {HTMLElement} root
   * @param {AnyModel} model
   * @param {(change: Change, said: string) => void} changed
   */
  constructor(root, model, changed) {
    this.model = model;
    this.changed = changed;
    const { words } = model.data;
    const hidden = model.depth;
    root.replaceChildren();
    for (let layer = 0; layer < hidden; layer++) this.row(root, layer);
    if (hidden >= 1 && hidden < MOST_HIDDEN_LAYERS) {
      const more = this.button(root, "page.layer.add", {}, () => this.addLayer(hidden - 1));
      more.className = "add";
      more.textContent = `+ ${words["page.layer.add"]}`;
    }
  }

  /** @param {HTMLElement} root @param {number} layer */
  row(root, layer) {
    const { model } = this;
    const { words } = model.data;
    const { biases, activation } = model.layers[layer];
    const n = layer + 1;
    const row = html("div", { class: "layer", role: "group", "aria-label": say(words, "layer", { n }) }, root);
    html("span", { class: "name", "aria-hidden": "true" }, row, say(words, "layer", { n }));
    const less = this.button(row, "page.neuron.less", { n }, () => this.remove({ layer, neuron: biases.length - 1 }), "−");
    less.disabled = biases.length <= 1;
    html("output", { class: "many", "aria-label": say(words, "page.neurons", { n: biases.length }) }, row, String(biases.length));
    const more = this.button(row, "page.neuron.more", { n }, () => this.add(layer), "+");
    more.disabled = biases.length >= MOST_NEURONS;
    const menu = html("select", { "aria-label": say(words, "page.activation", { n }), "data-key": `activation.${layer}` }, row);
    for (const name of new Set([activation, ...Object.keys(ACTIVATIONS)])) html("option", { value: name }, menu, named(name, words));
    menu.value = activation;
    menu.addEventListener("change", () => {
      this.changed({ layers: withActivation(model.layers, layer, menu.value), off: [...model.off], layer, neuron: 0 }, "");
    });
    if (model.depth > 1) this.button(row, "page.layer.remove", { n }, () => this.removeLayer(layer), "×").classList.add("plain");
  }

  /** @param {HTMLElement} parent @param {string} key @param {Record<string, number>} values @param {() => void} act @param {string} text */
  button(parent, key, values, act, text = "") {
    const label = say(this.model.data.words, key, values);
    const button = html("button", { type: "button", "aria-label": label, title: label, "data-key": `${key}.${values.n ?? ""}` }, parent, text);
    button.addEventListener("click", act);
    return button;
  }

  /** One more neuron. @param {number} layer */
  add(layer) {
    const { model } = this;
    const neuron = model.layers[layer].biases.length;
    if (neuron >= MOST_NEURONS) return;
    this.changed({ layers: withNeuron(model.layers, layer, model.newNeuron(layer)), off: [...model.off], layer, neuron }, "page.said.added");
  }

  /** @param {{ layer: number, neuron: number }} unit */
  copy({ layer, neuron }) {
    const { model } = this;
    if (model.layers[layer].biases.length >= MOST_NEURONS) return;
    this.changed({ layers: withCopy(model.layers, layer, neuron), off: shifted(model.off, layer, neuron, 1), layer, neuron: neuron + 1 }, "page.said.copied");
  }

  /** @param {{ layer: number, neuron: number }} unit */
  remove({ layer, neuron }) {
    const { model } = this;
    const width = model.layers[layer].biases.length;
    if (width <= 1) return;
    this.changed({ layers: withoutNeuron(model.layers, layer, neuron), off: shifted(model.off, layer, neuron, -1), layer, neuron: Math.min(neuron, width - 2) }, "page.said.removed");
  }

  /** @param {number} layer */
  addLayer(layer) {
    this.changed({ layers: withLayer(this.model.layers, layer), off: [...this.model.off], layer: layer + 1, neuron: 0 }, "page.said.layer");
  }

  /** @param {number} layer */
  removeLayer(layer) {
    const off = [...this.model.off].filter((name) => !name.startsWith(`${layer}.`));
    const moved = off.map((name) => {
      const [l, j] = name.split(".").map(Number);
      return `${l > layer ? l - 1 : l}.${j}`;
    });
    this.changed({ layers: withoutLayer(this.model.layers, layer), off: moved, layer: Math.max(0, layer - 1), neuron: 0 }, "");
  }
}

/** An activation as the menu writes it. @param {string} name @param {Record<string, string>} words */
export function named(name, words) {
  const known = /** @type {Record<string, string>} */ ({ relu: "ReLU", identity: words["page.linear"], leaky_relu: "leaky ReLU", elu: "ELU", gelu: "GELU", silu: "SiLU" });
  return known[name] ?? name.replace("_", " ");
}

/** Which of the row's controls had the focus, to give it back after the rows were made anew. @param {HTMLElement} root */
export function focusedKey(root) {
  const active = document.activeElement;
  return active && root.contains(active) ? active.getAttribute("data-key") : null;
}

/** @param {HTMLElement} root @param {string | null} key */
export function refocus(root, key) {
  if (!key) return;
  const element = /** @type {HTMLButtonElement | null} */ (root.querySelector(`[data-key="${key}"]`));
  if (element && !element.disabled) element.focus();
  else /** @type {HTMLElement | null} */ (root.querySelector("button:not(:disabled), select"))?.focus();
}
