// Puts a page together: the target, the picture, the numbers, the network, its sliders and the training.

/** @import { Data, TaskData } from "./types" */

import { bestFound } from "./best.js";
import { Builder, focusedKey, refocus } from "./builder.js";
import { Controls } from "./controls.js";
import { Desk } from "./desk.js";
import { Diagram } from "./diagram.js";
import { encloseWith } from "./enclosure.js";
import { PointDragging, breakpointsMove, unitAt } from "./dragging.js";
import { Expression } from "./expression.js";
import { Folds } from "./folds.js";
import { Material } from "./material.js";
import { pictureOf } from "./picture.js";
import { Plot } from "./plot.js";
import { proofOf } from "./prover.js";
import { Readouts } from "./readouts.js";
import { Refusal } from "./refusal.js";
import { Session } from "./session.js";
import { checkedState, networkFile, openedFile } from "./state.js";
import { goalsOf } from "./goals.js";
import { Tasks } from "./tasks.js";
import { targetOf } from "./typed.js";

/** Narrower pages have one column. */
const NARROW = 760;
/** What can be shown or hidden. */
const SHOWN = /** @type {const} */ (["stack", "best"]);

/** @typedef {{ plot: Plot, diagram: Diagram, readouts: Readouts, folds: Folds, builder: Builder, controls: Controls }} Views */

/**
 * Bring the elements of the template to life.
 * @param {HTMLElement} root with the template inside
 * @param {Data} data
 */
export function mount(root, data) {
  return new LineDesk(root, data);
}

/** @extends {Desk<Session>} */
class LineDesk extends Desk {
  /** @param {HTMLElement} root @param {Data} data */
  constructor(root, data) {
    super(root, new Session(data), "worlds");
    const { session } = this;
    /** @type {Views} */
    this.views = /** @type {any} */ ({});
    /** For tests, and for whoever builds on the page. */
    this.parts = { Expression, Refusal, encloseWith, proofOf, targetOf };
    const part = (/** @type {string} */ name) => this.part(name);
    this.tasks = new Tasks(part("tasks"), session, {
      said: (line) => (part("live").textContent = line),
      goals: (task, scene) => goalsOf(task, session, scene),
      begin: (begin) => this.beginTask(begin),
    });
    this.material = new Material(part, session, {
      wrong: (line) => this.note(line),
      open: (source, layers, done, off = session.model.off) => {
        this.trainer.stop();
        session.open(source, layers ?? session.model.layers, off);
        this.rebuild();
        if (done) this.settle();
      },
    });
    this.listen();
    this.open([...SHOWN], {
      write: () => networkFile(session),
      read: (text) => openedFile(text, session),
      check: (value) => checkedState(value, session),
      picture: () => this.picture(),
    });
  }

  listen() {
    const { session } = this;
    this.part("find").addEventListener("click", () => this.find());
    this.part("network").addEventListener("click", (/** @type {Event} */ event) => {
      const unit = unitAt(event);
      if (unit) this.choose(unit);
    });
    this.part("folds").addEventListener("toggle", () => this.draw());
    const plot = () => this.views.plot;
    breakpointsMove(this.part("plot"), session, plot, {
      draw: () => this.moved(),
      choose: (unit) => this.choose(unit),
      settle: () => this.settle(),
    });
    new PointDragging(this.part("plot"), session, plot, {
      draw: () => this.draw(),
      done: (x, y) => this.material.points(x, y),
    });
  }

  rebuild() {
    const { model } = this.session;
    const key = focusedKey(this.part("layers"));
    this.views.readouts?.stop();
    this.views = {
      plot: new Plot(this.part("plot"), this.part("strip"), model),
      diagram: new Diagram(this.part("network"), model.data),
      readouts: new Readouts((name) => this.part(name), model),
      folds: new Folds(this.part("folds"), this.part("fold-graphs"), model, (unit) => this.choose(unit)),
      builder: new Builder(this.part("layers"), model, (change, said) => this.change(change, said)),
      controls: new Controls(this.part("controls"), model, this.sliders),
    };
    refocus(this.part("layers"), key);
    this.name();
    this.lay();
    this.settings.show();
    this.material.show();
    this.trainer.show();
  }

  /** The words around the picture, and what is shown in it. */
  name() {
    const { model } = this.session;
    this.part("title").textContent = model.data.title;
    this.part("goal").textContent = model.data.target.name;
    this.part("goal").className = `key ${model.points ? "points" : "target"}`;
    this.root.classList.toggle("no-target", Boolean(model.data.target.none));
    this.part("best-key").hidden = !model.data.best;
    this.part("hint").hidden = model.smooth; // it speaks of breakpoints
    for (const name of SHOWN) this.part(name).checked = model.show[name];
  }

  draw() {
    const scene = this.session.model.scene();
    this.views.plot.draw(scene);
    this.views.diagram.draw(scene);
    this.views.controls.draw();
    this.views.readouts.draw(scene);
    this.views.folds.draw(scene);
    this.tasks.show(scene);
    return scene;
  }

  /** Heights for what is shown now, when it has left the picture or shrunk in it. */
  refit() {
    const { plot } = this.views;
    const [low, high] = this.session.model.room();
    const [bottom, top] = plot.view;
    if (low >= bottom && high <= top && high - low > 0.35 * (top - bottom)) return false;
    plot.view = [low, high];
    plot.frame();
    return true;
  }

  lay() {
    const narrow = this.root.clientWidth < NARROW;
    const { parentElement } = this.part("plot");
    // A page that is not shown yet has no width.
    const width = Math.max(120, parentElement.clientWidth);
    this.views.plot.resize(width, narrow ? Math.round(Math.min(300, 0.66 * width)) : parentElement.clientHeight || 400, narrow ? 74 : 104);
    this.views.diagram.resize(this.part("network").parentElement.clientWidth);
    this.course.resize(narrow ? width : Math.floor((width - 54 - 24) / 2));
    this.draw();
    this.course.draw(this.session.model);
  }

  nothing() {
    return { kind: "none", domain: [-3, 3] };
  }

  /** What a task begins with. @param {NonNullable<TaskData["begin"]>} begin */
  beginTask({ target, on, layers }) {
    const domain = on ?? this.session.model.data.domain;
    if (target === undefined) this.begin(this.session.source, layers);
    else this.begin(target ? { kind: "function", text: target, domain } : { kind: "points", x: [], y: [], domain }, layers);
  }

  /** The best network that the page finds, where it is better than this one. */
  find() {
    const { session } = this;
    const { model } = session;
    const layers = bestFound(model);
    const before = model.scene().distance;
    model.layers = layers;
    model.off = new Set();
    model.changed();
    const after = model.scene().distance;
    const isBetter = model.data.norm === "l2" || model.points ? after.rms < before.rms : after.sup < before.sup;
    if (isBetter) return this.change({ layers, off: [], ...model.chosen }, "page.said.best");
    this.restore(session.history.now);
    this.views.readouts.announce(this.words["page.said.none"]);
    this.part("advice").textContent = this.words["page.said.none"];
  }

  picture() {
    const { title, target } = this.session.model.data;
    const shown = target.none ? [this.part("plot")] : [this.part("plot"), this.part("strip")];
    return pictureOf(this.root, shown, title, this.views.readouts.sentence ?? "");
  }

  destroy() {
    super.destroy();
    this.views.readouts.stop();
  }
}
