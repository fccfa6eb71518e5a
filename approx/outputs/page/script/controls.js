// Sliders for every weight and bias, grouped by neuron; a switch turns the neuron off.

/** @import { Unit } from "./types" */
/** @import { AnyModel } from "./model" */
/** @import { Address } from "./weights" */

import { MOST_NEURONS } from "./architecture.js";
import { round } from "./axes.js";
import { html, put, tint } from "./svg.js";
import { localised, number, parameter, parsed, say } from "./words.js";

/** With more parameters than this, only the chosen neuron's are open. */
const MOST_OPEN = 13;
/** With more neurons than this, one is picked from a menu. */
const MOST_GROUPS = 12;
/** A key press moves a slider by this share of its range, a page key by ten times as much. */
const STEP = 1 / 100;

/** @typedef {{ address: Address, range: HTMLInputElement, box: HTMLInputElement }} Row */
/** @typedef {{ unit: Unit, element: HTMLDetailsElement, body: HTMLElement, toggle: HTMLInputElement | null, rows: Row[] }} Group */

export class Controls {
  /**
   * @param {HTMLElement} root
   * @param {AnyModel} model
   * @param {{ moved: () => void, chose: (unit: Unit) => void, settled: () => void, copy: (unit: Unit) => void, remove: (unit: Unit) => void, wrong: (line: string) => void }} on
   */
  constructor(root, model, on) {
    this.root = root;
    this.model = model;
    this.on = on;
    root.replaceChildren();
    const units = model.units();
    const parameters = units.reduce((total, unit) => total + model.parametersOf(unit).length, 0);
    this.allOpen = parameters <= MOST_OPEN;
    this.picked = units.length > MOST_GROUPS;
    this.reach = new Map(units.flatMap((unit) => model.parametersOf(unit).map((a) => [nameOf(a), this.span(a)])));
    if (this.picked) this.menu = this.picker(units);
    /** @type {Group[]} */
    this.groups = this.picked ? [] : units.map((unit) => this.group(unit));
    this.choose(model.chosen);
  }

  /** How far a slider goes: twice its layer's largest number; a bias can put its breakpoint anywhere. @param {Address} address */
  span({ layer, input }) {
    const { weights, biases } = this.model.data.layers[layer];
    const size = (/** @type {number[]} */ values) => Math.max(...values.map(Math.abs));
    const [a, b] = this.model.data.domain;
    const far = layer === 0 ? size(weights.flat()) * size([a, b]) : 0;
    return round(input === null ? Math.max(2 * size(biases), far, size(biases) ? 0 : 1) : 2 * size(weights.flat()) || 1);
  }

  /** A menu of all neurons, layer by layer. @param {Unit[]} units */
  picker(units) {
    const { words } = this.model.data;
    const label = html("label", { class: "pick" }, this.root);
    html("span", {}, label, words["page.pick"]);
    const menu = html("select", {}, label);
    let part = /** @type {Element} */ (menu);
    units.forEach((unit) => {
      if (unit.neuron === 0 && unit.layer < this.model.depth) {
        part = html("optgroup", { label: say(words, "layer", { n: unit.layer + 1 }) }, menu);
      } else if (unit.layer === this.model.depth) part = menu;
      html("option", { value: `${unit.layer}.${unit.neuron}` }, part, this.model.unitName("", unit));
    });
    menu.addEventListener("change", () => {
      const [layer, neuron] = menu.value.split(".").map(Number);
      this.on.chose({ layer, neuron });
    });
    return menu;
  }

  /** @param {Unit} unit @returns {Group} */
  group(unit) {
    const element = html("details", { class: "group" }, this.root);
    tint(element, this.model.colorOf(unit));
    const head = html("summary", {}, element);
    html("span", { class: "dot" }, head);
    // Where not all are ReLUs, every neuron says what it is.
    const { symbol } = this.model.layers[unit.layer];
    const kind = this.model.smooth && symbol ? ` · ${symbol}` : "";
    html("span", { class: "name" }, head, this.model.unitName("", unit) + kind);
    html("span", { class: "brief" }, head);
    let toggle = null;
    if (unit.layer < this.model.depth) {
      toggle = html("input", { type: "checkbox", role: "switch", "aria-label": this.model.unitName("page.on", unit) }, head);
      toggle.addEventListener("click", (event) => event.stopPropagation());
      toggle.addEventListener("change", () => {
        this.model.toggle(unit);
        this.on.moved();
        this.on.settled();
      });
    }
    const group = { unit, element, body: html("div", { class: "rows" }, element), toggle, rows: /** @type {Row[]} */ ([]) };
    head.addEventListener("click", (event) => {
      if (event.target === toggle) return;
      event.preventDefault();
      if (this.allOpen || !element.open) this.on.chose(unit);
      else element.open = false;
    });
    return group;
  }

  /** Open a unit's sliders. @param {Unit} unit */
  choose(unit) {
    const isChosen = (/** @type {Group} */ { unit: { layer, neuron } }) => layer === unit.layer && neuron === unit.neuron;
    if (this.picked) {
      if (this.menu) this.menu.value = `${unit.layer}.${unit.neuron}`;
      if (!this.groups.some(isChosen)) {
        this.groups.forEach(({ element }) => element.remove());
        this.groups = [this.group(unit)];
      }
    }
    for (const group of this.groups) {
      group.element.classList.toggle("chosen", isChosen(group));
      group.element.open = this.allOpen || isChosen(group);
      if (group.element.open && !group.rows.length) {
        group.rows = this.model.parametersOf(group.unit).map((address) => this.row(address, group));
        if (group.unit.layer < this.model.depth) this.actions(group);
      }
    }
    this.draw();
  }

  /** One more like it, or it away. @param {Group} group */
  actions({ unit, body }) {
    const row = html("div", { class: "actions" }, body);
    const { words } = this.model.data;
    for (const [name, text, long] of /** @type {const} */ ([["copy", "page.copy", "page.unit.copy"], ["remove", "page.remove", "page.unit.remove"]])) {
      const button = html("button", { type: "button", "aria-label": this.model.unitName(long, unit) }, row, words[text]);
      const width = this.model.layers[unit.layer].biases.length;
      button.disabled = name === "copy" ? width >= MOST_NEURONS : width <= 1;
      button.addEventListener("click", () => this.on[name](unit));
    }
  }

  /** @param {Address} address @param {Group} group @returns {Row} */
  row(address, { unit, body }) {
    const [name, long] = this.names(address, unit);
    const label = `${long}, ${this.model.unitName("", unit)}`;
    const element = html("div", { class: "row" }, body);
    html("span", { class: "label", "aria-hidden": "true" }, element, name);
    const range = html("input", { type: "range", step: "any", "aria-label": label }, element);
    const box = html("input", { type: "text", inputmode: "decimal", "aria-label": label, autocomplete: "off" }, element);
    range.addEventListener("input", () => this.move(address, Number(range.value)));
    range.addEventListener("change", () => this.on.settled());
    range.addEventListener("keydown", (event) => this.key(event, address));
    range.addEventListener("pointerdown", () => this.on.chose(unit));
    box.addEventListener("focus", () => {
      box.value = String(this.model.get(address));
      box.select();
    });
    box.addEventListener("change", () => {
      const value = parsed(box.value);
      this.on.wrong(value === null ? say(this.model.data.words, "page.wrong", { text: box.value.slice(0, 20), now: number(this.model.get(address)) }) : "");
      if (value !== null) this.move(address, value);
      box.blur();
      this.on.settled();
    });
    box.addEventListener("blur", () => this.draw());
    return { address, range, box };
  }

  /** What a parameter is called, shortly and in full. @param {Address} address @param {Unit} unit */
  names({ layer, neuron, input }, unit) {
    const { words } = this.model.data;
    if (input === null) return [words["page.bias"], words["page.bias"]];
    if (layer > unit.layer) {
      const to = this.model.unitName("", { layer, neuron });
      return this.model.layers[layer].biases.length > 1 ? [say(words, "page.to", { unit: to }), say(words, "page.to", { unit: to })] : [words["page.out"], words["page.out"]];
    }
    if (layer === 0) {
      const name = this.model.inputNames[input];
      return name ? [say(words, "page.from", { unit: name }), say(words, "page.from", { unit: name })] : [words["page.weight"], words["page.weight"]];
    }
    const from = this.model.unitName("", { layer: layer - 1, neuron: input });
    return [say(words, "page.from.short", { n: input + 1 }), say(words, "page.from", { unit: from })];
  }

  /** @param {Address} address @param {number} value */
  move(address, value) {
    this.model.set(address, value);
    this.on.moved();
  }

  /** Arrow, page, home and end keys, in steps that read well. @param {KeyboardEvent} event @param {Address} address */
  key(event, address) {
    const reach = this.reachOf(address);
    const many = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: -reach, End: reach }[event.key];
    if (many === undefined && end === undefined) return;
    event.preventDefault();
    const value = end ?? this.model.get(address) + (many ?? 0) * STEP * reach;
    this.move(address, Number(value.toPrecision(12)));
    this.on.settled();
  }

  /** A slider's range grows with its value. @param {Address} address */
  reachOf(address) {
    const name = nameOf(address);
    const size = Math.abs(this.model.get(address));
    if (size > (this.reach.get(name) ?? 1)) this.reach.set(name, round(1.2 * size));
    return this.reach.get(name) ?? 1;
  }

  /** Show the model's numbers. */
  draw() {
    for (const { unit, element, toggle, rows } of this.groups) {
      const off = this.model.isOff(unit.layer, unit.neuron);
      element.classList.toggle("off", off);
      if (toggle) toggle.checked = !off;
      if (!element.open) continue;
      for (const { address, range, box } of rows) {
        const value = this.model.get(address);
        const reach = String(this.reachOf(address));
        if (range.max !== reach) put(range, { min: `-${reach}`, max: reach });
        if (Number(range.value) !== value) range.value = String(value);
        const text = localised(parameter(value, this.model.digitsOf(address)), this.model.data.words);
        if (document.activeElement !== box && box.value !== text) box.value = text;
        put(range, { "aria-valuetext": text });
      }
    }
  }
}

/** @param {Address} address */
function nameOf({ layer, neuron, input }) {
  return `${layer}.${neuron}.${input ?? "b"}`;
}
