// Breakpoints and points follow the pointer and the keys.

/** @import { Plot } from "./plot" */
/** @import { Session } from "./session" */
/** @import { Unit } from "./types" */

/** The unit that an event is about. @param {Event} event @returns {Unit | null} */
export function unitAt(event) {
  const name = /** @type {Element} */ (event.target).closest("[data-unit]")?.getAttribute("data-unit");
  if (!name) return null;
  const [layer, neuron] = name.split(".").map(Number);
  return { layer, neuron };
}

/**
 * @param {SVGElement} root of the picture
 * @param {Session} session
 * @param {() => Plot} plotNow
 * @param {{ draw: () => void, choose: (unit: Unit) => void, settle: () => void }} on
 */
export function breakpointsMove(root, session, plotNow, on) {
  /** @type {Unit | null} */
  let dragged = null;
  root.addEventListener("pointerdown", (event) => {
    const handle = /** @type {Element} */ (event.target).closest(".handle");
    dragged = handle && unitAt(event);
    if (!dragged) return;
    event.preventDefault();
    handle?.dispatchEvent(new Event("focus"));
    root.setPointerCapture(event.pointerId);
    session.model.busy = true;
    on.choose(dragged);
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    session.model.moveBreakpoint(dragged, plotNow().x(event.clientX - root.getBoundingClientRect().left));
    on.draw();
  });
  const drop = () => {
    if (!dragged) return;
    dragged = null;
    session.model.busy = false;
    on.settle();
  };
  root.addEventListener("pointerup", drop);
  root.addEventListener("pointercancel", drop);
  root.addEventListener("keydown", (event) => {
    const handle = /** @type {Element} */ (event.target).closest(".handle");
    const unit = handle && unitAt(event);
    const many = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!handle || !unit || many === undefined) return;
    event.preventDefault();
    const { model } = session;
    const [a, b] = model.data.domain;
    const now = Number(handle.getAttribute("aria-valuenow"));
    model.busy = true;
    on.choose(unit);
    model.moveBreakpoint(unit, Math.min(b, Math.max(a, now + (many * (b - a)) / 200)));
    on.draw();
    model.busy = false;
    on.settle();
  });
}

/** Points follow the pointer and the keys; a click where there is none makes one. */
export class PointDragging {
  /**
   * @param {SVGElement} root of the picture
   * @param {Session} session
   * @param {() => Plot} plotNow
   * @param {{ draw: () => void, done: (x: number[], y: number[]) => void }} on
   */
  constructor(root, session, plotNow, on) {
    this.root = root;
    this.session = session;
    this.plotNow = plotNow;
    this.on = on;
    this.index = -1;
    root.addEventListener("pointerdown", (event) => this.down(event));
    root.addEventListener("pointermove", (event) => this.index >= 0 && this.move(this.at(event)));
    root.addEventListener("pointerup", () => this.drop());
    root.addEventListener("pointercancel", () => this.drop());
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Whether points can be clicked now. */
  get active() {
    const { model, source, given } = this.session;
    return source.kind === "points" || (source.kind === "given" && Boolean(given.target.points)) || Boolean(model.points);
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  at(event) {
    const box = this.root.getBoundingClientRect();
    const plot = this.plotNow();
    return [plot.x(event.clientX - box.left), plot.y(event.clientY - box.top)];
  }

  /** @param {PointerEvent} event */
  down(event) {
    const target = /** @type {Element} */ (event.target);
    if (!this.active || event.button !== 0 || target.closest(".handle")) return;
    const point = target.closest("[data-point]");
    const plot = this.plotNow();
    const box = this.root.getBoundingClientRect();
    if (!point && !plot.holds(event.clientX - box.left, event.clientY - box.top)) return;
    event.preventDefault();
    this.root.setPointerCapture(event.pointerId);
    const { points } = this.session.model;
    const [xs, ys] = [[...(points?.x ?? [])], [...(points?.y ?? [])]];
    if (point) this.index = Number(point.getAttribute("data-point"));
    else {
      const [x, y] = this.at(event).map(tidied(plot));
      this.index = xs.findIndex((other) => other > x);
      if (this.index < 0) this.index = xs.length;
      xs.splice(this.index, 0, x);
      ys.splice(this.index, 0, y);
      if (!points) return this.finish(xs, ys);
      this.put(xs, ys);
    }
  }

  /** @param {[number, number]} to */
  move(to) {
    const { points } = this.session.model;
    if (!points) return;
    const [x, y] = to.map(tidied(this.plotNow()));
    const [xs, ys] = [[...points.x], [...points.y]];
    xs.splice(this.index, 1);
    ys.splice(this.index, 1);
    let index = xs.findIndex((other) => other > x);
    if (index < 0) index = xs.length;
    xs.splice(index, 0, x);
    ys.splice(index, 0, y);
    this.index = index;
    this.put(xs, ys);
  }

  /** Show these points while one is moved. @param {number[]} xs @param {number[]} ys */
  put(xs, ys) {
    this.session.model.movePoints(xs, ys);
    this.plotNow().takePoints();
    this.on.draw();
  }

  drop() {
    const { points } = this.session.model;
    if (this.index < 0 || !points) return;
    this.finish(points.x, points.y);
  }

  /** @param {number[]} xs @param {number[]} ys */
  finish(xs, ys) {
    this.index = -1;
    this.on.done(xs, ys);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const point = /** @type {Element} */ (event.target).closest("[data-point]");
    const { points } = this.session.model;
    if (!point || !points) return;
    const k = Number(point.getAttribute("data-point"));
    const [dx, dy] = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] })[event.key] ?? [0, 0];
    const [xs, ys] = [[...points.x], [...points.y]];
    let place = Math.min(k, xs.length - 2);
    if (event.key === "Delete" || event.key === "Backspace") {
      xs.splice(k, 1);
      ys.splice(k, 1);
    } else if (dx || dy) {
      const plot = this.plotNow();
      const [[a, b], [low, high]] = [this.session.model.data.domain, plot.view];
      const x = Math.min(b, Math.max(a, xs[k] + (dx * (b - a)) / 100));
      const y = ys[k] + (dy * (high - low)) / 100;
      xs.splice(k, 1);
      ys.splice(k, 1);
      const at = xs.findIndex((other) => other > x);
      place = at < 0 ? xs.length : at;
      xs.splice(place, 0, x);
      ys.splice(place, 0, y);
    } else return;
    event.preventDefault();
    this.finish(xs, ys);
    // The points are drawn anew; the keys go on with the same one, or the next.
    const moved = /** @type {SVGElement | null} */ (this.root.querySelector(`[data-point="${place}"]`));
    moved?.focus();
  }
}

/** Rounded to about a pixel. @param {Plot} plot @returns {(value: number, axis: number) => number} */
function tidied(plot) {
  return (value, axis) => {
    const [low, high] = axis ? plot.view : plot.data.domain;
    const digits = Math.max(0, Math.ceil(-Math.log10((high - low) / 1000)));
    return digits > 15 ? value : Number(value.toFixed(digits));
  };
}
