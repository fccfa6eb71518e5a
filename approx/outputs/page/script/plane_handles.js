// Points on the map for the keyboard: one stop of the Tab key; the keys move a point, go on to the next and remove it.

/** @import { PlaneMap } from "./plane_map" */
/** @import { PlaneModel } from "./plane_model" */
/** @import { Points } from "./plane_material" */

import { html, put } from "./svg.js";
import { localised, number, say } from "./words.js";

/** With more points the keys would be no help. */
const MOST = 400;
/** Steps through a side of the rectangle. */
const STEPS = 100;
const WAYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });

export class PlaneHandles {
  /**
   * @param {HTMLElement} root over the map
   * @param {PlaneModel} model
   * @param {() => PlaneMap} map
   * @param {{ points: () => Points, place: (points: Points) => void }} on
   */
  constructor(root, model, map, on) {
    this.root = root;
    this.model = model;
    this.map = map;
    this.on = on;
    const held = root.contains(document.activeElement) ? this.number(document.activeElement) : -1;
    const { points } = model;
    const many = points && points.x.length <= MOST ? points.x.length : 0;
    root.replaceChildren();
    for (let k = 0; k < many; k++) html("button", { type: "button", class: "point-handle", "data-point": String(k), tabindex: k === Math.max(0, Math.min(held, many - 1)) ? 0 : -1 }, root);
    root.onkeydown = (event) => this.key(event);
    if (held >= 0 && many) this.focus(Math.min(held, many - 1));
  }

  /** @param {Element | null} element */
  number(element) {
    return Number(element?.getAttribute("data-point") ?? -1);
  }

  draw() {
    const { points, data } = this.model;
    const { frame } = this.map();
    [...this.root.children].forEach((handle, k) => {
      if (!points) return;
      const { style } = /** @type {HTMLElement} */ (handle);
      style.left = `${frame.px(points.x[k])}px`;
      style.top = `${frame.py(points.y[k])}px`;
      const place = say(data.words, "page.plane.point", { x: localised(number(points.x[k]), data.words), y: localised(number(points.y[k]), data.words), n: k + 1, of: points.x.length, kind: this.kind(k) });
      put(handle, { "aria-label": place });
    });
  }

  /** The class or the value of a point. @param {number} k */
  kind(k) {
    const { points, data } = this.model;
    const value = points?.v[k] ?? 0;
    if (!data.classes.length) return localised(number(value), data.words);
    const name = data.classes[value];
    return /^\d+$/.test(name) ? say(data.words, "plane.class", { i: name }) : name;
  }

  /** @param {number} k */
  focus(k) {
    [...this.root.children].forEach((handle, other) => put(handle, { tabindex: other === k ? 0 : -1 }));
    const handle = /** @type {HTMLElement | undefined} */ (this.root.children[k]);
    handle?.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const k = this.number(/** @type {Element} */ (event.target));
    if (k < 0) return;
    const many = this.root.childElementCount;
    const to = { PageDown: (k + 1) % many, PageUp: (k + many - 1) % many, Home: 0, End: many - 1 }[event.key];
    const way = WAYS[event.key];
    const points = this.on.points();
    const { classes } = points;
    const swap = (/** @type {number[]} */ values, /** @type {number} */ value) => values.map((old, other) => (other === k ? value : old));
    if (to !== undefined) this.focus(to);
    else if (way) {
      const [x, y] = [points.x[k], points.y[k]].map((value, i) => {
        const [low, high] = this.model.data.box[i];
        const digits = Math.max(0, Math.ceil(-Math.log10((high - low) / 1000)));
        return Number(Math.min(high, Math.max(low, value + (way[i] * (high - low)) / STEPS)).toFixed(Math.min(digits, 15)));
      });
      this.on.place({ ...points, x: swap(points.x, x), y: swap(points.y, y) });
    } else if (event.key === "Delete" || event.key === "Backspace") {
      const without = (/** @type {number[]} */ values) => values.filter((_, other) => other !== k);
      this.on.place({ ...points, x: without(points.x), y: without(points.y), v: without(points.v) });
    } else if ((event.key === " " || event.key === "Enter") && classes.length) this.on.place({ ...points, v: swap(points.v, (points.v[k] + 1) % classes.length) });
    else return;
    event.preventDefault();
  }
}
