// Puts a page together: the picture, the numbers, the network, its sliders and the training.

/** @import { Data, Unit } from "./types" */

import { Controls } from "./controls.js";
import { Diagram } from "./diagram.js";
import { Model } from "./model.js";
import { Plot } from "./plot.js";
import { Readouts } from "./readouts.js";
import { Trainer } from "./trainer.js";

/**
 * Bring the elements of the template to life.
 * @param {HTMLElement} root with the template inside
 * @param {Data} data
 */
export function mount(root, data) {
  const part = (/** @type {string} */ name) => /** @type {any} */ (root.querySelector(`[data-part="${name}"]`));
  const model = new Model(data);
  const plot = new Plot(part("plot"), part("strip"), model);
  const diagram = new Diagram(part("network"), data);
  const readouts = new Readouts(part, model);
  const draw = () => {
    const scene = model.scene();
    plot.draw(scene);
    diagram.draw(scene);
    controls.draw();
    readouts.draw(scene);
    return scene;
  };
  const choose = (/** @type {Unit} */ unit) => {
    if (unit.layer === model.chosen.layer && unit.neuron === model.chosen.neuron) return;
    model.chosen = unit;
    controls.choose(unit);
    draw();
  };
  const settle = () => {
    if (refit(plot, model)) draw();
    readouts.announce();
    root.dispatchEvent(new CustomEvent("approx-change", { bubbles: true }));
  };
  const controls = new Controls(part("controls"), model, { moved: draw, chose: choose, settled: settle });
  const trainer = new Trainer(part, model, { draw, settle });
  const reset = () => {
    trainer.stop();
    model.reset();
    plot.view = model.room();
    plot.frame();
    draw();
    settle();
  };
  part("best-key").hidden = !data.best;
  part("hint").hidden = model.smooth; // it speaks of breakpoints
  part("reset").addEventListener("click", reset);
  for (const name of /** @type {const} */ (["stack", "best"])) {
    part(name).checked = model.show[name];
    part(name)?.addEventListener("change", () => {
      model.show[name] = part(name).checked;
      refit(plot, model);
      draw();
    });
  }
  part("network").addEventListener("click", (/** @type {Event} */ event) => {
    const unit = unitAt(event);
    if (unit) choose(unit);
  });
  part("theme")?.addEventListener("click", () => {
    const now = getComputedStyle(root).colorScheme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
  dragging(plot, model, { draw, choose, settle });
  const lay = () => {
    const narrow = root.clientWidth < 760;
    // A page that is not shown yet has no width.
    const width = Math.max(120, part("plot").parentElement.clientWidth);
    plot.resize(width, narrow ? Math.round(Math.min(300, 0.66 * width)) : part("plot").parentElement.clientHeight || 400, narrow ? 74 : 104);
    diagram.resize(part("network").parentElement.clientWidth);
    draw();
  };
  const observer = new ResizeObserver(lay);
  observer.observe(root);
  lay();
  /** Show other numbers. @param {{ weights: number[][], biases: number[] }[]} layers @param {string[]} off */
  const load = (layers, off) => {
    trainer.stop();
    model.load(layers, off);
    refit(plot, model);
    draw();
    readouts.announce();
  };
  const destroy = () => {
    trainer.stop();
    observer.disconnect();
  };
  const api = { data, model, reset, draw, settle, load, destroy };
  Object.assign(root, { approx: api });
  return api;
}

/** Heights for what is shown now, when it has left the picture or shrunk in it. @param {Plot} plot @param {Model} model */
function refit(plot, model) {
  const [low, high] = model.room();
  const [bottom, top] = plot.view;
  if (low >= bottom && high <= top && high - low > 0.35 * (top - bottom)) return false;
  plot.view = [low, high];
  plot.frame();
  return true;
}

/** The unit that an event is about. @param {Event} event @returns {Unit | null} */
function unitAt(event) {
  const name = /** @type {Element} */ (event.target).closest("[data-unit]")?.getAttribute("data-unit");
  if (!name) return null;
  const [layer, neuron] = name.split(".").map(Number);
  return { layer, neuron };
}

/**
 * Breakpoints follow the pointer and the arrow keys.
 * @param {Plot} plot
 * @param {Model} model
 * @param {{ draw: () => void, choose: (unit: Unit) => void, settle: () => void }} on
 */
function dragging(plot, model, on) {
  const { handles, root } = plot;
  /** @type {Unit | null} */
  let dragged = null;
  handles.addEventListener("pointerdown", (event) => {
    dragged = unitAt(event);
    if (!dragged) return;
    event.preventDefault();
    /** @type {Element} */ (event.target).closest(".handle")?.dispatchEvent(new Event("focus"));
    root.setPointerCapture(event.pointerId);
    model.busy = true;
    on.choose(dragged);
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    model.moveBreakpoint(dragged, plot.x(event.clientX - root.getBoundingClientRect().left));
    on.draw();
  });
  const drop = () => {
    if (!dragged) return;
    dragged = null;
    model.busy = false;
    on.settle();
  };
  root.addEventListener("pointerup", drop);
  root.addEventListener("pointercancel", drop);
  handles.addEventListener("keydown", (event) => {
    const unit = unitAt(event);
    const many = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!unit || many === undefined) return;
    event.preventDefault();
    const [a, b] = model.data.domain;
    const now = Number(/** @type {Element} */ (event.target).getAttribute("aria-valuenow"));
    model.busy = true;
    on.choose(unit);
    model.moveBreakpoint(unit, Math.min(b, Math.max(a, now + (many * (b - a)) / 200)));
    on.draw();
    model.busy = false;
    on.settle();
  });
}
