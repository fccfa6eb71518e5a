// The pointer on the map: a fold is dragged by its neuron's bias; points are set, moved and taken away.

/** @import { PlaneMap } from "./plane_map" */
/** @import { PlaneSession } from "./plane_session" */
/** @import { Unit } from "./types" */
/** @import { Points } from "./plane_material" */

/** Pixels within which a fold or a point is taken. */
const NEAR = 9;

export class PlaneDragging {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {PlaneSession} session
   * @param {() => PlaneMap} map
   * @param {{ moved: () => void, settled: () => void, choose: (unit: Unit) => void, points: () => Points | null, place: (points: Points, done: boolean) => void, kind: () => number }} on
   */
  constructor(canvas, session, map, on) {
    this.canvas = canvas;
    this.session = session;
    this.map = map;
    this.on = on;
    /** @type {{ unit: Unit } | { point: number } | null} */
    this.held = null;
    canvas.addEventListener("pointerdown", (event) => this.take(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) canvas.addEventListener(name, () => this.leave());
    canvas.addEventListener("dblclick", (event) => this.remove(event));
    canvas.addEventListener("contextmenu", (event) => this.pointAt(event) >= 0 && (event.preventDefault(), this.remove(event)));
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** The point under the pointer; −1 for none. @param {MouseEvent} event */
  pointAt(event) {
    const [px, py] = this.pixel(event);
    const { frame } = this.map();
    const points = this.on.points();
    let [best, near] = [-1, NEAR];
    points?.x.forEach((x, k) => {
      const away = Math.hypot(frame.px(x) - px, frame.py(points.y[k]) - py);
      if (away < near) [best, near] = [k, away];
    });
    return best;
  }

  /** The neuron whose fold is under the pointer. @param {number} px @param {number} py @returns {Unit | null} */
  foldAt(px, py) {
    const { frame } = this.map();
    let [best, near] = [/** @type {Unit | null} */ (null), NEAR];
    for (const { layer, neuron, x, y } of this.session.model.scene().creases) {
      for (let k = 0; k < x.length; k += 2) {
        const away = distance(px, py, frame.px(x[k]), frame.py(y[k]), frame.px(x[k + 1]), frame.py(y[k + 1]));
        if (away < near) [best, near] = [{ layer, neuron }, away];
      }
    }
    return best;
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button !== 0) return;
    const [px, py] = this.pixel(event);
    const { frame } = this.map();
    if (!frame.holds(px, py)) return;
    const points = this.on.points();
    const point = this.pointAt(event);
    if (points && point >= 0) this.held = { point };
    else {
      const unit = this.foldAt(px, py);
      if (unit) {
        this.held = { unit };
        this.on.choose(unit);
      } else if (points) {
        const [x, y] = frame.place(px, py).map(tidy);
        const v = points.classes.length ? this.on.kind() : 0;
        this.on.place({ ...points, x: [...points.x, x], y: [...points.y, y], v: [...points.v, v] }, true);
        return;
      }
    }
    if (!this.held) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const [px, py] = this.pixel(event);
    const { frame } = this.map();
    if (!this.held) {
      this.canvas.style.cursor = this.on.points() ? (this.pointAt(event) >= 0 ? "move" : "crosshair") : this.foldAt(px, py) ? "grab" : "default";
      return;
    }
    const [x, y] = frame.place(Math.min(frame.left + frame.w, Math.max(frame.left, px)), Math.min(frame.top + frame.h, Math.max(frame.top, py)));
    if ("unit" in this.held) {
      this.session.model.moveFold(this.held.unit, x, y);
      this.on.moved();
      return;
    }
    const points = this.on.points();
    if (!points) return;
    const { point } = this.held;
    const put = (/** @type {number[]} */ values, /** @type {number} */ value) => values.map((old, k) => (k === point ? value : old));
    this.on.place({ ...points, x: put(points.x, tidy(x)), y: put(points.y, tidy(y)) }, false);
  }

  leave() {
    if (!this.held) return;
    this.held = null;
    this.on.settled();
  }

  /** @param {MouseEvent} event */
  remove(event) {
    const points = this.on.points();
    const point = this.pointAt(event);
    if (!points || point < 0) return;
    const without = (/** @type {number[]} */ values) => values.filter((_, k) => k !== point);
    this.on.place({ ...points, x: without(points.x), y: without(points.y), v: without(points.v) }, true);
  }
}

/** Four digits: what a pointer can tell apart. @param {number} value */
function tidy(value) {
  return Number(value.toPrecision(4));
}

/** From a pixel to a segment. @param {number} px @param {number} py @param {number} ax @param {number} ay @param {number} bx @param {number} by */
function distance(px, py, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}
