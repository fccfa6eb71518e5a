// What the network learns: a typed function, or points that are clicked, dragged or pasted; and the interval.

/** @import { Layer } from "./types" */
/** @import { Session, Source, PlainLayer } from "./session" */

import { endOf, interval } from "./interval.js";
import { Refusal } from "./refusal.js";
import { html } from "./svg.js";
import { pointsOf, tableOf } from "./table.js";
import { say } from "./words.js";

/** A typed function is drawn after so many milliseconds of quiet. */
const QUIET = 300;

export class Material {
  /**
   * @param {(name: string) => any} part
   * @param {Session} session
   * @param {{ open: (source: Source, layers: Layer[] | null, done: boolean, off?: Iterable<string>) => void, wrong: (line: string) => void }} on
   */
  constructor(part, session, on) {
    this.part = part;
    this.session = session;
    this.on = on;
    this.timer = 0;
    this.typed = false;
    part("material").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.take(true);
    });
    part("formula").addEventListener("input", () => {
      this.typed = true;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.take(false), QUIET);
    });
    for (const name of ["formula", "left", "right"]) part(name).addEventListener("change", () => this.take(true));
    for (const kind of ["function", "points"]) part(`kind-${kind}`).addEventListener("change", () => this.turn(kind));
    part("clear").addEventListener("click", () => this.points([], []));
    part("use-table").addEventListener("click", () => this.paste());
    // On the click, not on "toggle": that event comes later and would erase what was typed meanwhile.
    part("paste-menu").querySelector("summary").addEventListener("click", () => {
      const { points } = session.model;
      if (!part("paste-menu").open) part("table").value = points ? tableOf(points.x, points.y) : "";
    });
    this.presets();
  }

  /** The formula and the interval as they are written, as a source. @returns {Source} */
  written() {
    const domain = this.interval();
    const text = this.part("formula").value;
    return text.trim() ? { kind: "function", text, domain } : { kind: "none", domain };
  }

  /** @returns {[number, number]} */
  interval() {
    return interval(this.part("left").value, this.part("right").value);
  }

  /** Take what is written; what cannot be read yet is only said when it is done. @param {boolean} done */
  take(done) {
    clearTimeout(this.timer);
    this.attempt(done, ["formula", "left", "right"], () => {
      const { model } = this.session;
      const isPoints = this.part("kind-points").checked;
      const source = isPoints ? this.pointSource(model.points?.x ?? [], model.points?.y ?? [], this.interval()) : this.written();
      if (this.same(source)) return this.show();
      this.session.base(source); // refuses what cannot be read
      this.on.open(source, this.moved(source), done);
    });
  }

  /** Whether nothing was changed. @param {Source} source */
  same(source) {
    const now = this.session.source;
    if (now.kind !== "given") return !this.typed && JSON.stringify(now) === JSON.stringify(source);
    const { formula, domain } = this.session.given;
    const [a, b] = source.kind === "given" ? domain : source.domain;
    return source.kind === "function" && source.text === formula && a === domain[0] && b === domain[1];
  }

  /** Say what is wrong, beside the field where it is. @param {boolean} done @param {string[]} fields @param {() => void} act */
  attempt(done, fields, act) {
    try {
      act();
      this.mark(fields, false);
      this.on.wrong("");
      if (done) this.typed = false;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!done) return;
      this.mark(/interval|number/.test(error.message) && fields.length > 1 && !this.reads("left", "right") ? fields.slice(1) : fields.slice(0, 1), true);
      this.on.wrong(error.message);
    }
  }

  /** Whether both ends are an interval. @param {string} left @param {string} right */
  reads(left, right) {
    try {
      interval(this.part(left).value, this.part(right).value);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string[]} fields @param {boolean} wrong */
  mark(fields, wrong) {
    for (const name of ["formula", "left", "right", "table"]) this.part(name).setAttribute("aria-invalid", "false");
    for (const name of fields) this.part(name).setAttribute("aria-invalid", String(wrong));
  }

  /** From functions to points, or back. @param {string} kind */
  turn(kind) {
    const { model, source, given } = this.session;
    const isPoints = source.kind === "points" || (source.kind === "given" && Boolean(given.target.points));
    if ((kind === "points") === isPoints) return;
    if (kind === "points") this.points([], []);
    else this.on.open({ kind: "none", domain: model.data.domain }, null, true);
    this.part(kind === "points" ? "kind-points" : "formula").focus();
  }

  /** @param {number[]} x @param {number[]} y @param {[number, number]} domain @returns {Source} */
  pointSource(x, y, domain) {
    const inside = x.map((t, k) => [t, y[k]]).filter(([t]) => t >= domain[0] && t <= domain[1]);
    return { kind: "points", x: inside.map(([t]) => t), y: inside.map(([, v]) => v), domain };
  }

  /** Other points on the interval as it is. @param {number[]} x @param {number[]} y */
  points(x, y) {
    this.on.wrong("");
    this.on.open({ kind: "points", x, y, domain: this.session.model.data.domain }, null, true);
  }

  /** The table that was pasted; the interval is that of its x. */
  paste() {
    this.attempt(true, ["table"], () => {
      const { x, y } = pointsOf(this.part("table").value);
      const [a, b] = [x[0], x[x.length - 1]];
      const domain = /** @type {[number, number]} */ (a < b ? [a, b] : [a - 1, b + 1]);
      const source = /** @type {Source} */ ({ kind: "points", x, y, domain });
      this.part("paste-menu").open = false;
      this.on.open(source, this.moved(source), true);
    });
  }

  /** The network carried from the old interval to the new one: it looks the same there. @param {Source} source @returns {Layer[] | null} */
  moved(source) {
    const { model } = this.session;
    const [a, b] = model.data.domain;
    const [c, d] = this.session.base(source).domain;
    if (a === c && b === d) return null;
    const [first, ...others] = model.layers;
    const scale = (b - a) / (d - c);
    const shift = a - c * scale;
    return [
      { ...first, weights: first.weights.map(([w]) => [w * scale]), biases: first.biases.map((bias, j) => bias + first.weights[j][0] * shift) },
      ...others,
    ];
  }

  /** A menu of what one can begin with. */
  presets() {
    const { presets } = this.session.given;
    const menu = this.part("presets");
    presets.forEach(({ title }, k) => html("option", { value: String(k) }, menu, title));
    menu.addEventListener("change", () => {
      const chosen = presets[Number(menu.value)];
      if (menu.value === "" || !chosen) return;
      menu.value = "";
      const source = /** @type {Source} */ ({ kind: "function", text: chosen.text, domain: chosen.domain });
      this.attempt(true, ["formula"], () => {
        this.session.base(source);
        const layers = chosen.layers?.map((/** @type {PlainLayer} */ layer) => ({ ...layer, ...this.session.kindOf(layer.activation) }));
        if (layers) this.on.open(source, layers, true, []);
        else this.on.open(source, this.moved(source), true);
      });
    });
  }

  /** Show what the page is about now. */
  show() {
    const { source, given, model } = this.session;
    const { words } = model.data;
    const isPoints = source.kind === "points" || (source.kind === "given" && Boolean(given.target.points));
    this.part("kind-function").checked = !isPoints;
    this.part("kind-points").checked = isPoints;
    this.part("for-function").hidden = isPoints;
    this.part("for-points").hidden = !isPoints;
    const formula = source.kind === "function" ? source.text : source.kind === "given" ? given.formula : "";
    if (document.activeElement !== this.part("formula") || !this.typed) this.part("formula").value = formula;
    this.part("formula").placeholder = "sin(3*x)";
    const [a, b] = model.data.domain;
    this.part("left").value = endOf(a);
    this.part("right").value = endOf(b);
    const n = model.points?.x.length ?? 0;
    this.part("count").textContent = n ? say(words, "page.points.many", { n }) : words["page.points.none"];
    this.part("clear").disabled = !n;
  }
}
