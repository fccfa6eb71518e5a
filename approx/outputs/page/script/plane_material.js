// What a network of two inputs learns: a typed function, or points that are clicked, dragged or pasted; and the rectangle.

/** @import { Layer } from "./types" */
/** @import { PlaneSession, Source } from "./plane_session" */
/** @import { Box } from "./plane_regions" */

import { endOf, interval } from "./interval.js";
import { NO_YES } from "./plane_subject.js";
import { textOf, triplesOf } from "./plane_table.js";
import { Refusal } from "./refusal.js";
import { html } from "./svg.js";
import { say } from "./words.js";

/** A typed function is drawn after so many milliseconds of quiet. */
const QUIET = 300;
const FIELDS = ["formula", "left", "right", "below", "above"];
/** A rectangle around points goes this much further. */
const ROOM = 0.08;

/** @typedef {{ x: number[], y: number[], v: number[], classes: string[] }} Points */

export class PlaneMaterial {
  /**
   * @param {(name: string) => any} part
   * @param {PlaneSession} session
   * @param {{ open: (source: Source, layers: Layer[] | null, done: boolean) => void, wrong: (line: string) => void }} on
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
    for (const name of FIELDS) part(name).addEventListener("change", () => this.take(true));
    for (const kind of ["function", "points"]) part(`kind-${kind}`).addEventListener("change", () => this.turn(kind));
    part("clear").addEventListener("click", () => this.points({ x: [], y: [], v: [], classes: this.classes() }));
    part("use-table").addEventListener("click", () => this.paste());
    part("paste-menu").querySelector("summary").addEventListener("click", () => {
      const { points, data } = session.model;
      if (!part("paste-menu").open) part("table").value = points ? textOf(points.x, points.y, points.v, data.classes) : "";
    });
    this.presets();
  }

  /** @returns {Box} */
  box() {
    const value = (/** @type {string} */ name) => this.part(name).value;
    return [interval(value("left"), value("right")), interval(value("below"), value("above"))];
  }

  /** The points there are, on another rectangle too. @returns {Points} */
  now() {
    const { points, data } = this.session.model;
    return { x: points?.x ?? [], y: points?.y ?? [], v: points?.v ?? [], classes: data.classes };
  }

  /** The classes that points can be set in. */
  classes() {
    const { points, data } = this.session.model;
    return points ? data.classes : NO_YES;
  }

  get isPoints() {
    const { source, given } = this.session;
    return source.kind === "points" || (source.kind === "given" && Boolean(given.target.points));
  }

  /** Take what is written; what cannot be read yet is only said when it is done. @param {boolean} done */
  take(done) {
    clearTimeout(this.timer);
    this.attempt(done, FIELDS, () => {
      const box = this.box();
      const text = this.part("formula").value;
      /** @type {Source} */
      let source = text.trim() ? { kind: "function", text, box } : { kind: "none", box };
      if (this.part("kind-points").checked) source = { kind: "points", ...inside(this.now(), box), box };
      if (this.same(source)) return this.show();
      this.on.open(source, null, done);
    });
  }

  /** Whether nothing was changed. @param {Source} source */
  same(source) {
    const now = this.session.source;
    if (now.kind !== "given") return !this.typed && JSON.stringify(now) === JSON.stringify(source);
    const { target, box } = this.session.given;
    if (source.kind === "given" || JSON.stringify(source.box) !== JSON.stringify(box)) return false;
    return source.kind === "points" || (source.kind === "function" ? source.text : "") === target.text;
  }

  /** Say what is wrong, beside the field where it is. @param {boolean} done @param {string[]} fields @param {() => void} act */
  attempt(done, fields, act) {
    try {
      act();
      this.mark([]);
      this.on.wrong("");
      if (done) this.typed = false;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!done) return;
      this.mark(fields === FIELDS ? (this.wrongSide() ?? ["formula"]) : fields);
      this.on.wrong(error.message);
    }
  }

  /** The two ends of which no interval can be made. */
  wrongSide() {
    return [["left", "right"], ["below", "above"]].find(([low, high]) => {
      try {
        interval(this.part(low).value, this.part(high).value);
        return false;
      } catch {
        return true;
      }
    });
  }

  /** @param {string[]} fields that are wrong */
  mark(fields) {
    for (const name of [...FIELDS, "table"]) this.part(name).setAttribute("aria-invalid", String(fields.includes(name)));
  }

  /** From functions to points, or back. @param {string} kind */
  turn(kind) {
    if ((kind === "points") === this.isPoints) return;
    if (kind === "points") this.points({ x: [], y: [], v: [], classes: NO_YES });
    else this.on.open({ kind: "none", box: this.session.model.data.box }, null, true);
    this.part(kind === "points" ? "kind-points" : "formula").focus();
  }

  /** Other points on the rectangle as it is. @param {Points} points */
  points(points) {
    this.on.wrong("");
    this.on.open({ kind: "points", ...points, box: this.session.model.data.box }, null, true);
  }

  /** The table that was pasted; the rectangle goes around it. */
  paste() {
    this.attempt(true, ["table"], () => {
      const points = triplesOf(this.part("table").value);
      this.part("paste-menu").open = false;
      this.on.open({ kind: "points", ...points, box: boxOf(points) }, null, true);
    });
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
      this.attempt(true, ["formula"], () => {
        const layers = chosen.layers?.map((layer) => ({ ...layer, ...this.session.kindOf(layer.activation) }));
        this.on.open(chosen.source, layers ?? null, true);
      });
    });
  }

  /** Show what the page is about now. */
  show() {
    const { source, given, model } = this.session;
    const { words } = model.data;
    const { isPoints } = this;
    this.part("kind-function").checked = !isPoints;
    this.part("kind-points").checked = isPoints;
    this.part("for-function").hidden = isPoints;
    this.part("for-points").hidden = !isPoints;
    const formula = source.kind === "function" ? source.text : source.kind === "given" ? given.target.text : "";
    if (document.activeElement !== this.part("formula") || !this.typed) this.part("formula").value = formula;
    this.part("formula").placeholder = "x*y";
    const [[x0, x1], [y0, y1]] = model.data.box;
    for (const [name, value] of /** @type {[string, number][]} */ ([["left", x0], ["right", x1], ["below", y0], ["above", y1]])) this.part(name).value = endOf(value);
    const n = model.points?.x.length ?? 0;
    this.part("count").textContent = n ? say(words, "points", { points: n }) : words["page.points.none"];
    this.part("clear").disabled = !n;
  }
}

/** @param {Points} points @param {Box} box @returns {Points} */
function inside({ x, y, v, classes }, [[x0, x1], [y0, y1]]) {
  const kept = x.map((_, k) => k).filter((k) => x[k] >= x0 && x[k] <= x1 && y[k] >= y0 && y[k] <= y1);
  const of = (/** @type {number[]} */ values) => kept.map((k) => values[k]);
  return { x: of(x), y: of(y), v: of(v), classes };
}

/** A rectangle around points, with some room, on round ends: approx/core/plane_target.py. @param {Points} points @returns {Box} */
function boxOf({ x, y }) {
  const side = (/** @type {number[]} */ values) => {
    const [low, high] = values.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]);
    const size = Math.max(high - low, 1e-12);
    const step = 10 ** Math.floor(Math.log10(size) - 0.7);
    return /** @type {[number, number]} */ ([Number((Math.floor((low - ROOM * size) / step) * step).toFixed(12)), Number((Math.ceil((high + ROOM * size) / step) * step).toFixed(12))]);
  };
  return [side(x), side(y)];
}
