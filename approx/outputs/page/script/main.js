// Puts a page together: the target, the picture, the numbers, the network, its sliders and the training.

/** @import { Data, Layer, Unit } from "./types" */

import { bestFound } from "./best.js";
import { Builder, focusedKey, refocus } from "./builder.js";
import { Controls } from "./controls.js";
import { Course } from "./course.js";
import { noteIn, showSteps, wire } from "./desk.js";
import { Diagram } from "./diagram.js";
import { encloseWith } from "./enclosure.js";
import { PointDragging, breakpointsMove, unitAt } from "./dragging.js";
import { Expression } from "./expression.js";
import { Files } from "./files.js";
import { Folds } from "./folds.js";
import { startAgainFrom } from "./initial.js";
import { Material } from "./material.js";
import { pictureOf } from "./picture.js";
import { Plot } from "./plot.js";
import { proofOf } from "./prover.js";
import { Readouts } from "./readouts.js";
import { Refusal } from "./refusal.js";
import { Session } from "./session.js";
import { SettingsForm } from "./settings.js";
import { checkedState, networkFile, openedFile } from "./state.js";
import { goalsOf } from "./goals.js";
import { Tasks } from "./tasks.js";
import { Trainer } from "./trainer.js";
import { targetOf } from "./typed.js";

/**
 * Bring the elements of the template to life.
 * @param {HTMLElement} root with the template inside
 * @param {Data} data
 */
export function mount(root, data) {
  const part = (/** @type {string} */ name) => /** @type {any} */ (root.querySelector(`[data-part="${name}"]`));
  const session = new Session(data);
  const { words } = session.given;
  const course = new Course(part("loss"), part("worlds"));
  let views = /** @type {Views} */ ({});

  const draw = () => {
    const scene = session.model.scene();
    views.plot.draw(scene);
    views.diagram.draw(scene);
    views.controls.draw();
    views.readouts.draw(scene);
    views.folds.draw(scene);
    tasks.show(scene);
    return scene;
  };
  const choose = (/** @type {Unit} */ unit) => {
    const { chosen } = session.model;
    if (unit.layer === chosen.layer && unit.neuron === chosen.neuron) return;
    session.model.chosen = unit;
    views.controls.choose(unit);
    draw();
  };
  const note = noteIn(part);
  /** A change is done: keep it, announce it, tell the host. */
  const settle = () => {
    session.keep();
    if (refit(views.plot, session)) draw();
    views.readouts.announce();
    changed();
  };
  const changed = () => {
    buttons();
    files.follow();
    root.dispatchEvent(new CustomEvent("approx-change", { bubbles: true }));
  };
  const buttons = () => showSteps(part, session.history);
  /** Numbers were moved by hand. */
  const moved = () => {
    session.model.run?.interrupt();
    draw();
  };
  const trainer = new Trainer(part, session, course, { draw, settle });

  /** Views of another model. */
  const rebuild = () => {
    const { model } = session;
    const key = focusedKey(part("layers"));
    views.readouts?.stop();
    views = {
      plot: new Plot(part("plot"), part("strip"), model),
      diagram: new Diagram(part("network"), model.data),
      readouts: new Readouts(part, model),
      folds: new Folds(part("folds"), part("fold-graphs"), model, choose),
      builder: new Builder(part("layers"), model, change),
      controls: new Controls(part("controls"), model, {
        moved, chose: choose, settled: settle, copy: (unit) => views.builder.copy(unit), remove: (unit) => views.builder.remove(unit), wrong: note,
      }),
    };
    refocus(part("layers"), key);
    part("title").textContent = model.data.title;
    part("goal").textContent = model.data.target.name;
    part("goal").className = `key ${model.points ? "points" : "target"}`;
    root.classList.toggle("no-target", Boolean(model.data.target.none));
    part("best-key").hidden = !model.data.best;
    part("hint").hidden = model.smooth; // it speaks of breakpoints
    for (const name of /** @type {const} */ (["stack", "best"])) part(name).checked = model.show[name];
    lay();
    settings.show();
    material.show();
    trainer.show();
  };
  /** Another shape of the network. @param {{ layers: Layer[], off: string[], layer: number, neuron: number }} to @param {string} said */
  const change = ({ layers, off, layer, neuron }, said) => {
    trainer.stop();
    note("");
    session.open(session.source, layers, off);
    session.model.chosen = { layer, neuron };
    rebuild();
    settle();
    if (said) views.readouts.announce(words[said]);
  };
  const restore = (/** @type {import("./session").State} */ state) => {
    trainer.stop();
    note("");
    if (session.restore(state)) rebuild();
    else {
      refit(views.plot, session);
      draw();
      settings.show();
      trainer.show();
    }
    buttons();
    views.readouts.announce();
  };
  const go = (/** @type {number} */ by) => {
    trainer.stop();
    restore(session.history.go(by));
    changed();
  };
  const settings = new SettingsForm(part("fields"), session, {
    wrong: note,
    changed: () => {
      session.keep();
      trainer.show();
      changed();
    },
  });
  const tasks = new Tasks(part("tasks"), session, {
    said: (line) => (part("live").textContent = line),
    goals: (task, scene) => goalsOf(task, session, scene),
    begin: ({ target, on, layers }) => {
      const domain = on ?? session.model.data.domain;
      let { source } = session;
      if (target !== undefined) source = target ? { kind: "function", text: target, domain } : { kind: "points", x: [], y: [], domain };
      restore({ ...session.state(), source, layers: layers ?? session.state().layers, off: [] });
      settle();
    },
  });
  const material = new Material(part, session, {
    wrong: note,
    open: (source, layers, done, off = session.model.off) => {
      trainer.stop();
      session.open(source, layers ?? session.model.layers, off);
      rebuild();
      if (done) settle();
    },
  });
  const lay = () => {
    const narrow = root.clientWidth < 760;
    // A page that is not shown yet has no width.
    const width = Math.max(120, part("plot").parentElement.clientWidth);
    views.plot.resize(width, narrow ? Math.round(Math.min(300, 0.66 * width)) : part("plot").parentElement.clientHeight || 400, narrow ? 74 : 104);
    views.diagram.resize(part("network").parentElement.clientWidth);
    course.resize(narrow ? width : Math.floor((width - 54 - 24) / 2));
    draw();
    course.draw(session.model);
  };
  const startAgain = () => {
    trainer.stop();
    if (!startAgainFrom(session.model)) return;
    settings.show();
    trainer.message = "";
    trainer.show();
    refit(views.plot, session);
    draw();
    settle();
  };

  part("find").addEventListener("click", () => {
    const { model } = session;
    const { norm } = model.data;
    const layers = bestFound(model);
    const before = model.scene().distance;
    model.layers = layers;
    model.off = new Set();
    model.changed();
    const after = model.scene().distance;
    const isBetter = norm === "l2" || model.points ? after.rms < before.rms : after.sup < before.sup;
    if (isBetter) change({ layers, off: [], ...model.chosen }, "page.said.best");
    else {
      restore(session.history.now);
      views.readouts.announce(words["page.said.none"]);
      part("advice").textContent = words["page.said.none"];
    }
  });
  for (const name of /** @type {const} */ (["stack", "best"])) {
    part(name)?.addEventListener("change", () => {
      session.model.show[name] = part(name).checked;
      refit(views.plot, session);
      draw();
    });
  }
  part("network").addEventListener("click", (/** @type {Event} */ event) => {
    const unit = unitAt(event);
    if (unit) choose(unit);
  });
  part("folds").addEventListener("toggle", draw);
  const reset = () => {
    restore(session.first);
    session.model.run = null;
    trainer.message = "";
    trainer.show();
    settle();
  };
  const empty = () => {
    restore({ ...session.state(), source: { kind: "none", domain: [-3, 3] }, layers: session.given.empty, off: [] });
    settle();
  };
  wire(root, part, { go, start: startAgain, reset, empty, turned: () => {} });
  breakpointsMove(part("plot"), session, () => views.plot, { draw: moved, choose, settle });
  new PointDragging(part("plot"), session, () => views.plot, {
    draw,
    done: (x, y) => material.points(x, y),
  });
  rebuild();
  buttons();
  const forms = {
    write: () => networkFile(session),
    read: (/** @type {string} */ text) => openedFile(text, session),
    check: (/** @type {unknown} */ value) => checkedState(value, session),
    picture: () => {
      const { title, target } = session.model.data;
      return pictureOf(root, target.none ? [part("plot")] : [part("plot"), part("strip")], title, views.readouts.sentence ?? "");
    },
  };
  const files = new Files(root, part, session, forms, {
    wrong: note,
    said: (line) => {
      part("live").textContent = line;
      part("hint").textContent = line;
    },
    restore: (state) => {
      restore(state);
      session.keep();
      changed();
    },
  });
  const observer = new ResizeObserver(lay);
  observer.observe(root);

  /** Show another network, from outside. @param {import("./session").PlainLayer[]} layers @param {string[]} off */
  const take = (layers, off) => {
    restore({ ...session.state(), layers, off });
    session.keep();
    buttons();
  };
  const destroy = () => {
    trainer.stop();
    views.readouts.stop();
    observer.disconnect();
  };
  const api = {
    session, parts: { Expression, Refusal, encloseWith, proofOf, targetOf }, draw, settle, take, destroy,
    get data() {
      return session.model.data;
    },
    get model() {
      return session.model;
    },
  };
  Object.assign(root, { approx: api });
  return api;
}

/** @typedef {{ plot: Plot, diagram: Diagram, readouts: Readouts, folds: Folds, builder: Builder, controls: Controls }} Views */

/** Heights for what is shown now, when it has left the picture or shrunk in it. @param {Plot} plot @param {Session} session */
function refit(plot, { model }) {
  const [low, high] = model.room();
  const [bottom, top] = plot.view;
  if (low >= bottom && high <= top && high - low > 0.35 * (top - bottom)) return false;
  plot.view = [low, high];
  plot.frame();
  return true;
}
