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
