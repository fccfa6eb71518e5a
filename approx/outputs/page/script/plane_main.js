// Puts a page of two inputs together: the target, the map, the numbers, the network, its sliders and the training.

/** @import { Layer, PlaneData, TaskData } from "./types" */
/** @import { Points } from "./plane_material" */
/** @import { Source } from "./plane_session" */

import { Builder, focusedKey, refocus } from "./builder.js";
import { Controls } from "./controls.js";
import { Desk } from "./desk.js";
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
import { html } from "./svg.js";
import { Tasks } from "./tasks.js";

/** Narrower pages have one column. */
const NARROW = 760;
/** What can be shown or hidden. */
const SHOWN = /** @type {const} */ (["creases", "neuron"]);

/** @typedef {{ map: PlaneMap, diagram: PlaneDiagram, readouts: PlaneReadouts, builder: Builder, controls: Controls, handles: PlaneHandles }} Views */

/**
 * Bring the elements of the template to life.
 * @param {HTMLElement} root with the template inside
 * @param {PlaneData} data
 */
export function mount(root, data) {
  return new PlaneDesk(root, data);
}

/** @extends {Desk<PlaneSession>} */
class PlaneDesk extends Desk {
  /** @param {HTMLElement} root @param {PlaneData} data */
  constructor(root, data) {
    super(root, new PlaneSession(data), null);
    const { session } = this;
    /** @type {Views} */
    this.views = /** @type {any} */ ({});
    /** The next frame's drawing; 0 for none. */
    this.pending = 0;
    const part = (/** @type {string} */ name) => this.part(name);
    this.material = new PlaneMaterial(part, session, {
      wrong: (line) => this.note(line),
      open: (source, layers, done) => this.openSource(source, layers, done),
    });
    this.tasks = new Tasks(part("tasks"), session, {
      said: (line) => (part("live").textContent = line),
      goals: (task, scene) => planeGoals(task, session, scene),
      begin: (begin) => this.beginTask(begin),
    });
    this.listen();
    this.open([...SHOWN], {
      write: () => networkFile(session),
      read: (text) => openedFile(text, session),
      check: (value) => checkedState(value, session),
      picture: () => this.views.map.picture(session.model.scene(), session.model.data.title, this.views.readouts.sentence),
    });
    document.fonts.ready.then(() => this.draw()); // a canvas does not wait for its font
  }

  listen() {
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.lay());
    new PlaneDragging(this.part("map"), this.session, () => this.views.map, {
      moved: () => this.moved(),
      settled: () => this.settle(),
      choose: (unit) => this.choose(unit),
      kind: () => this.kind(),
      points: () => (this.session.model.points ? this.material.now() : null),
      place: (points, done) => this.place(points, done),
    });
  }

  rebuild() {
    const { model } = this.session;
    const key = focusedKey(this.part("layers"));
    this.views = {
      map: new PlaneMap(this.part("map"), model, this.root),
      diagram: new PlaneDiagram(this.part("network"), model, (unit) => this.choose(unit)),
      readouts: new PlaneReadouts((name) => this.part(name), model),
      handles: new PlaneHandles(this.part("handles"), model, () => this.views.map, {
        points: () => this.material.now(),
        place: (points) => this.place(points, true),
      }),
      builder: new Builder(this.part("layers"), model, (change, said) => this.change(change, said)),
      controls: new Controls(this.part("controls"), model, this.sliders),
    };
    refocus(this.part("layers"), key);
    this.name();
    this.kinds();
    this.lay();
    this.settings.show();
    this.material.show();
    this.trainer.show();
  }

  /** The words around the map, and what is shown in it. */
  name() {
    const { words } = this;
    const { model } = this.session;
    this.part("title").textContent = model.data.title;
    this.part("goal").textContent = model.data.target.name;
    this.part("goal").className = `key ${model.points ? "points" : "target"}`;
    this.part("goal").hidden = !model.data.target.name || Boolean(model.points && model.isOfClasses);
    this.part("hint").textContent = words[model.points ? "page.plane.hint.dots" : "page.plane.hint"];
    this.part("loss-name").textContent = words[model.data.training?.loss ? "page.plane.loss" : "page.loss"];
    for (const name of SHOWN) this.part(name).checked = model.show[name];
  }

  draw() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    const scene = this.session.model.scene();
    this.views.map.draw(scene);
    this.views.diagram.draw();
    this.views.controls.draw();
    this.views.readouts.draw(scene);
    this.views.handles.draw();
    this.tasks.show(scene);
    return scene;
  }

  /** Numbers were moved by hand; several moves of one frame are drawn once. */
  moved() {
    this.interrupt();
    this.pending ||= requestAnimationFrame(() => this.draw());
  }

  /** A map has the rectangle as its room; only a drawing may be due. */
  refit() {
    return Boolean(this.pending);
  }

  lay() {
    const width = Math.max(160, this.part("map").parentElement.clientWidth);
    const narrow = this.root.clientWidth < NARROW;
    this.views.map.resize(width, narrow ? Math.round(Math.min(420, 0.95 * width)) : Math.max(260, this.part("map").parentElement.clientHeight || 440));
    this.views.diagram.resize(this.part("network").clientWidth || 360);
    this.course.resize(narrow ? width : Math.floor((width - 54) / 2));
    this.tint();
    this.draw();
    this.course.draw(this.session.model);
  }

  turned() {
    this.lay();
  }

  /** The colours of the key's forms. */
  tint() {
    const { classes } = this.session.model.data;
    this.root.querySelectorAll("[data-class]").forEach((form) => {
      const colour = classFill(this.views.map.colours, Number(form.getAttribute("data-class")), classes.length);
      const { style } = /** @type {HTMLElement} */ (form);
      style.setProperty("--fill", colour);
    });
  }

  /** In which class points are set. */
  kinds() {
    const { classes } = this.session.model.data;
    const chosen = Math.min(this.kind(), Math.max(0, classes.length - 1));
    this.part("kind-of-point").replaceChildren();
    this.part("kind-of-point").hidden = !this.session.model.points || !classes.length;
    classes.forEach((name, k) => {
      const label = html("label", {}, this.part("kind-of-point"));
      const radio = html("input", { type: "radio", name: "class", value: k }, label);
      radio.checked = k === chosen;
      html("span", {}, label, name);
    });
  }

  kind() {
    return Number(this.root.querySelector("input[name=class]:checked")?.getAttribute("value") ?? 0);
  }

  /** Other points on the same rectangle. @param {Points} points @param {boolean} done */
  place(points, done) {
    const { session } = this;
    this.attempt(() => {
      const { chosen } = session.model;
      session.open({ kind: "points", ...points, box: session.model.data.box }, session.model.layers, session.model.off);
      session.model.chosen = chosen;
      this.rebuild();
      if (done) this.settle();
    });
  }

  /** Another target. @param {Source} source @param {Layer[] | null} layers @param {boolean} done */
  openSource(source, layers, done) {
    const { session } = this;
    this.trainer.stop();
    session.open(source, layers ?? session.model.layers, layers ? [] : session.model.off);
    this.rebuild();
    if (done) this.settle();
  }

  nothing() {
    return { kind: "none", box: [[-3, 3], [-3, 3]] };
  }

  /** @param {string} said */
  phrase(said) {
    return said === "page.said.added" ? "page.plane.added" : said;
  }

  /** What a task begins with. @param {NonNullable<TaskData["begin"]>} begin */
  beginTask({ target, on, on_y: up, layers }) {
    const given = this.session.given.box;
    const box = [on ?? given[0], up ?? on ?? given[1]];
    this.begin(target ? { kind: "function", text: target, box } : { kind: "given" }, layers);
  }
}
