// Puts a page of two inputs together: the target, the map, the numbers, the network, its sliders and the training.

/** @import { Layer, PlaneData, Unit } from "./types" */
/** @import { Source, State } from "./plane_session" */

import { Builder, focusedKey, refocus } from "./builder.js";
import { Controls } from "./controls.js";
import { Course } from "./course.js";
import { noteIn, showSteps, wire } from "./desk.js";
import { Files } from "./files.js";
import { startAgainFrom } from "./initial.js";
import { PlaneDiagram } from "./plane_diagram.js";
import { PlaneDragging } from "./plane_dragging.js";
import { planeGoals } from "./plane_goals.js";
import { PlaneHandles } from "./plane_handles.js";
import { PlaneMap } from "./plane_map.js";
import { PlaneMaterial } from "./plane_material.js";
import { PlaneReadouts } from "./plane_readouts.js";
import { PlaneSession } from "./plane_session.js";
import { classFill } from "./plane_shapes.js";
import { checkedState, networkFile, openedFile } from "./plane_state.js";
import { Refusal } from "./refusal.js";
import { SettingsForm } from "./settings.js";
import { html } from "./svg.js";
import { Tasks } from "./tasks.js";
import { Trainer } from "./trainer.js";

/** Narrower pages have one column. */
const NARROW = 760;

/** @typedef {{ map: PlaneMap, diagram: PlaneDiagram, readouts: PlaneReadouts, builder: Builder, controls: Controls, handles: PlaneHandles }} Views */

/**
 * Bring the elements of the template to life.
 * @param {HTMLElement} root with the template inside
 * @param {PlaneData} data
 */
export function mount(root, data) {
  const part = (/** @type {string} */ name) => /** @type {any} */ (root.querySelector(`[data-part="${name}"]`));
  const session = new PlaneSession(data);
  const { words } = session.given;
  const course = new Course(part("loss"), null);
  let views = /** @type {Views} */ ({});
  let pending = 0;

  const draw = () => {
    cancelAnimationFrame(pending);
    pending = 0;
    const scene = session.model.scene();
    views.map.draw(scene);
    views.diagram.draw();
    views.controls.draw();
    views.readouts.draw(scene);
    views.handles.draw();
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
  const settle = () => {
    if (pending) draw();
    session.keep();
    views.readouts.announce();
    changed();
  };
  const changed = () => {
    buttons();
    files.follow();
    root.dispatchEvent(new CustomEvent("approx-change", { bubbles: true }));
  };
  const buttons = () => showSteps(part, session.history);
  /** Numbers were moved by hand; several moves of one frame are drawn once. */
  const moved = () => {
    session.model.run?.interrupt();
    pending ||= requestAnimationFrame(draw);
  };
  const trainer = new Trainer(part, session, course, { draw, settle });

  const rebuild = () => {
    const { model } = session;
    const key = focusedKey(part("layers"));
    views = {
      map: new PlaneMap(part("map"), model, root),
      diagram: new PlaneDiagram(part("network"), model, choose),
      readouts: new PlaneReadouts(part, model),
      handles: new PlaneHandles(part("handles"), model, () => views.map, edit),
      builder: new Builder(part("layers"), model, change),
      controls: new Controls(part("controls"), model, {
        moved, chose: choose, settled: settle, copy: (unit) => views.builder.copy(unit), remove: (unit) => views.builder.remove(unit), wrong: note,
      }),
    };
    refocus(part("layers"), key);
    part("title").textContent = model.data.title;
    part("goal").textContent = model.data.target.name;
    part("goal").className = `key ${model.points ? "points" : "target"}`;
    part("goal").hidden = !model.data.target.name || Boolean(model.points && model.isOfClasses);
    part("hint").textContent = words[model.points ? "page.plane.hint.dots" : "page.plane.hint"];
    part("loss-name").textContent = words[model.data.training?.loss ? "page.plane.loss" : "page.loss"];
    for (const name of /** @type {const} */ (["creases", "neuron"])) part(name).checked = model.show[name];
    kinds();
    lay();
    settings.show();
    material.show();
    trainer.show();
  };
  /** Other points on the same rectangle. @param {import("./plane_material").Points} points @param {boolean} done */
  const place = (points, done) => attempt(() => {
    const { chosen } = session.model;
    session.open({ kind: "points", ...points, box: session.model.data.box }, session.model.layers, session.model.off);
    session.model.chosen = chosen;
    rebuild();
    if (done) settle();
  });
  const edit = { points: () => material.now(), place: (/** @type {import("./plane_material").Points} */ points) => place(points, true) };
  /** In which class points are set. */
  const kinds = () => {
    const { classes } = session.model.data;
    const chosen = Math.min(kind(), Math.max(0, classes.length - 1));
    part("kind-of-point").replaceChildren();
    part("kind-of-point").hidden = !session.model.points || !classes.length;
    classes.forEach((name, k) => {
      const label = html("label", {}, part("kind-of-point"));
      const radio = html("input", { type: "radio", name: "class", value: k }, label);
      radio.checked = k === chosen;
      html("span", {}, label, name);
    });
  };
  const kind = () => Number(root.querySelector("input[name=class]:checked")?.getAttribute("value") ?? 0);
  /** Another shape of the network. @param {{ layers: Layer[], off: string[], layer: number, neuron: number }} to @param {string} said */
  const change = ({ layers, off, layer, neuron }, said) => {
    trainer.stop();
    attempt(() => {
      session.open(session.source, layers, off);
      session.model.chosen = { layer, neuron };
    });
    rebuild();
    settle();
    if (said) views.readouts.announce(words[said === "page.said.added" ? "page.plane.added" : said]);
  };
  /** What cannot be drawn is said, and nothing changes. @param {() => void} act */
  const attempt = (act) => {
    note("");
    try {
      act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note(error.message);
    }
  };
  const restore = (/** @type {State} */ state) => {
    trainer.stop();
    note("");
    if (session.restore(state)) rebuild();
    else {
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
  const open = (/** @type {Source} */ source, /** @type {Layer[] | null} */ layers, /** @type {boolean} */ done) => {
    trainer.stop();
    session.open(source, layers ?? session.model.layers, layers ? [] : session.model.off);
    rebuild();
    if (done) settle();
  };
  const settings = new SettingsForm(part("fields"), session, {
    wrong: note,
    changed: () => {
      session.keep();
      trainer.show();
      changed();
    },
  });
  const material = new PlaneMaterial(part, session, { wrong: note, open });
  const tasks = new Tasks(part("tasks"), session, {
    said: (line) => (part("live").textContent = line),
    goals: (task, scene) => planeGoals(task, session, scene),
    begin: ({ target, on, on_y: up, layers }) => {
      const box = /** @type {PlaneData["box"]} */ ([on ?? session.given.box[0], up ?? on ?? session.given.box[1]]);
      const source = /** @type {Source} */ (target ? { kind: "function", text: target, box } : { kind: "given" });
      restore({ ...session.state(), source, layers: layers ?? session.state().layers, off: [] });
      settle();
    },
  });
  const lay = () => {
    const width = Math.max(160, part("map").parentElement.clientWidth);
    const narrow = root.clientWidth < NARROW;
    views.map.resize(width, narrow ? Math.round(Math.min(420, 0.95 * width)) : Math.max(260, part("map").parentElement.clientHeight || 440));
    views.diagram.resize(part("network").clientWidth || 360);
    course.resize(narrow ? width : Math.floor((width - 54) / 2));
    forms();
    draw();
    course.draw(session.model);
  };
  /** The colours of the key's forms. */
  const forms = () => {
    const { classes } = session.model.data;
    root.querySelectorAll("[data-class]").forEach((form) => {
      const colour = classFill(views.map.colours, Number(form.getAttribute("data-class")), classes.length);
      const { style } = /** @type {HTMLElement} */ (form);
      style.setProperty("--fill", colour);
    });
  };
  const startAgain = () => {
    trainer.stop();
    if (!startAgainFrom(session.model)) return;
    settings.show();
    trainer.message = "";
    trainer.show();
    draw();
    settle();
  };

  for (const name of /** @type {const} */ (["creases", "neuron"])) {
    part(name).addEventListener("change", () => {
      session.model.show[name] = part(name).checked;
      draw();
    });
  }
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => lay());
  const reset = () => {
    restore(session.first);
    session.model.run = null;
    trainer.message = "";
    trainer.show();
    settle();
  };
  const empty = () => {
    const box = /** @type {PlaneData["box"]} */ ([[-3, 3], [-3, 3]]);
    restore({ ...session.state(), source: { kind: "none", box }, layers: session.given.empty, off: [] });
    settle();
  };
  wire(root, part, { go, start: startAgain, reset, empty, turned: lay });
  new PlaneDragging(part("map"), session, () => views.map, {
    moved, settled: settle, choose, kind,
    points: () => (session.model.points ? material.now() : null),
    place,
  });
  rebuild();
  buttons();
  const contents = {
    write: () => networkFile(session),
    read: (/** @type {string} */ text) => openedFile(text, session),
    check: (/** @type {unknown} */ value) => checkedState(value, session),
    picture: () => views.map.picture(session.model.scene(), session.model.data.title, views.readouts.sentence),
  };
  const files = new Files(root, part, session, contents, {
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
  document.fonts.ready.then(() => draw()); // a canvas does not wait for its font
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
    observer.disconnect();
  };
  const api = {
    session, draw, settle, take, destroy,
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
