// What pages of one input and of two do alike: buttons, history, training, files, and what follows a change.

/** @import { AnySession, PlainLayer } from "./session" */
/** @import { Change } from "./builder" */
/** @import { Forms } from "./files" */
/** @import { Unit } from "./types" */

import { Course } from "./course.js";
import { Files } from "./files.js";
import { startAgainFrom } from "./initial.js";
import { menusClose } from "./menus.js";
import { Refusal } from "./refusal.js";
import { SettingsForm } from "./settings.js";
import { Trainer } from "./trainer.js";

/**
 * A page says how it is built and drawn; what is the same on both pages is here.
 * @template {AnySession} S
 */
export class Desk {
  /**
   * @param {HTMLElement} root with the template inside
   * @param {S} session
   * @param {string | null} worlds the part that shows where breakpoints were, on pages that have one
   */
  constructor(root, session, worlds) {
    this.root = root;
    this.session = session;
    this.words = session.given.words;
    const part = (/** @type {string} */ name) => this.part(name);
    this.course = new Course(part("loss"), worlds && part(worlds));
    this.trainer = new Trainer(part, session, this.course, { draw: () => this.draw(), settle: () => this.settle() });
    this.settings = new SettingsForm(part("fields"), session, {
      wrong: (line) => this.note(line),
      changed: () => {
        session.keep();
        this.trainer.show();
        this.changed();
      },
    });
    /** @type {any} what is drawn of the model: made anew with it */
    this.views = {};
    /** @type {Files | null} */
    this.files = null;
  }

  /** An element of the template. @param {string} name @returns {any} */
  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  get data() {
    return this.session.model.data;
  }

  get model() {
    return this.session.model;
  }

  /** Views of another model. */
  rebuild() {}

  /** Draw the model as it is now. @returns {any} its scene */
  draw() {}

  /** Room for what is shown now; true where it must be drawn again. */
  refit() {
    return false;
  }

  /** Places for the width that there is now. */
  lay() {}

  /** The page turned dark or light. */
  turned() {}

  /** Compare with nothing. @returns {any} the source of an empty page */
  nothing() {}

  /** The phrase for what a change says. @param {string} said */
  phrase(said) {
    return said;
  }

  /** Numbers were moved by hand. */
  moved() {
    this.interrupt();
    this.draw();
  }

  /** What training said is not of these numbers. */
  interrupt() {
    const { run } = this.model;
    if (!run) return;
    const isNew = !run.left;
    run.interrupt();
    if (isNew) this.trainer.show();
  }

  /** A line that says what is wrong; empty for nothing. @param {string} line */
  note(line) {
    this.part("note").textContent = line;
    this.part("note").hidden = !line;
  }

  /** What cannot be drawn is said, and nothing changes. @param {() => void} act */
  attempt(act) {
    this.note("");
    try {
      act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.note(error.message);
    }
  }

  /** @param {Unit} unit */
  choose(unit) {
    const { chosen } = this.model;
    if (unit.layer === chosen.layer && unit.neuron === chosen.neuron) return;
    this.model.chosen = unit;
    this.views.controls.choose(unit);
    this.draw();
  }

  /** A change is done: keep it, announce it, tell the host. */
  settle() {
    if (this.refit()) this.draw();
    this.session.keep();
    this.views.readouts.announce();
    this.changed();
  }

  changed() {
    this.steps();
    this.files?.follow();
    this.root.dispatchEvent(new CustomEvent("approx-change", { bubbles: true }));
  }

  /** Whether there is something to undo. */
  steps() {
    const { canUndo, canRedo } = this.session.history;
    this.part("undo").disabled = !canUndo;
    this.part("redo").disabled = !canRedo;
  }

  /** Another shape of the network. @param {Change} to @param {string} said */
  change({ layers, off, layer, neuron }, said) {
    this.trainer.stop();
    this.attempt(() => {
      this.session.open(/** @type {any} */ (this.session.source), layers, off);
      this.model.chosen = { layer, neuron };
    });
    this.rebuild();
    this.settle();
    if (said) this.views.readouts.announce(this.words[this.phrase(said)]);
  }

  /** Everything as a state says. @param {any} state a State of the session */
  restore(state) {
    this.trainer.stop();
    this.note("");
    if (this.session.restore(state)) this.rebuild();
    else {
      this.refit();
      this.draw();
      this.settings.show();
      this.trainer.show();
    }
    this.steps();
    this.views.readouts.announce();
  }

  /** Undo and redo. @param {number} by */
  go(by) {
    this.trainer.stop();
    this.restore(this.session.history.go(by));
    this.changed();
  }

  /** Numbers by chance, or training from where it began. */
  startAgain() {
    this.trainer.stop();
    if (!startAgainFrom(this.model)) return;
    this.settings.show();
    this.forget();
    this.refit();
    this.draw();
    this.settle();
  }

  /** The network as it came. */
  reset() {
    this.restore(this.session.first);
    this.model.run = null;
    this.forget();
    this.settle();
  }

  /** What training said belongs to another run. */
  forget() {
    this.trainer.message = "";
    this.trainer.show();
  }

  empty() {
    this.begin(this.nothing(), this.session.given.empty);
  }

  /** Another target, and another network if one is given. @param {any} source a Source of the session @param {PlainLayer[]} [layers] */
  begin(source, layers) {
    const now = this.session.state();
    this.restore({ ...now, source, layers: layers ?? now.layers, off: [] });
    this.settle();
  }

  /** Show another network, from outside. @param {PlainLayer[]} layers @param {string[]} off */
  take(layers, off) {
    this.restore({ ...this.session.state(), layers, off });
    this.session.keep();
    this.steps();
  }

  /** What the sliders tell. */
  get sliders() {
    return {
      moved: () => this.moved(),
      chose: (/** @type {Unit} */ unit) => this.choose(unit),
      settled: () => this.settle(),
      copy: (/** @type {Unit} */ unit) => this.views.builder.copy(unit),
      remove: (/** @type {Unit} */ unit) => this.views.builder.remove(unit),
      wrong: (/** @type {string} */ line) => this.note(line),
    };
  }

  /**
   * Everything is there: show it, and listen.
   * @param {string[]} shown names of what can be shown or hidden
   * @param {Forms} forms
   */
  open(shown, forms) {
    for (const name of shown) this.part(name)?.addEventListener("change", () => this.toggle(name));
    this.buttons();
    this.keys();
    menusClose(this.root);
    this.rebuild();
    this.steps();
    this.files = new Files(this.root, (name) => this.part(name), this.session, forms, {
      wrong: (line) => this.note(line),
      said: (line) => {
        this.part("live").textContent = line;
        this.part("hint").textContent = line;
      },
      restore: (state) => {
        this.restore(state);
        this.session.keep();
        this.changed();
      },
    });
    this.observer = new ResizeObserver(() => this.lay());
    this.observer.observe(this.root);
    Object.assign(this.root, { approx: this });
  }

  /** @param {string} name of what is shown or hidden */
  toggle(name) {
    const show = /** @type {Record<string, boolean>} */ (this.model.show);
    show[name] = this.part(name).checked;
    this.refit();
    this.draw();
  }

  buttons() {
    const listen = (/** @type {string} */ name, /** @type {() => void} */ act) => this.part(name)?.addEventListener("click", act);
    listen("undo", () => this.go(-1));
    listen("redo", () => this.go(1));
    listen("start", () => this.startAgain());
    listen("reset", () => {
      this.part("menu").open = false;
      this.part("menu").querySelector("summary").focus();
      this.reset();
    });
    listen("empty", () => {
      this.part("menu").open = false;
      this.empty();
      this.part("formula").focus();
    });
    listen("theme", () => {
      const now = getComputedStyle(this.root).colorScheme;
      this.root.dataset.theme = now === "dark" ? "light" : "dark";
      this.turned();
    });
  }

  /** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, except in a box that knows them itself. */
  keys() {
    this.root.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const typing = /** @type {Element} */ (event.target).closest("input[type=text], textarea");
      const by = event.key.toLowerCase() === "z" ? (event.shiftKey ? 1 : -1) : event.key.toLowerCase() === "y" ? 1 : 0;
      if (!by || typing) return;
      event.preventDefault();
      this.go(by);
    });
  }

  destroy() {
    this.trainer.stop();
    this.observer?.disconnect();
  }
}
