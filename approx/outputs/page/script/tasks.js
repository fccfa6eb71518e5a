// Guided tasks: what to reach, checked on the exact function; hints one after the other.

/** @import { Session, Source, PlainLayer } from "./session" */
/** @import { Scene } from "./model" */
/** @import { TaskData } from "./types" */

import { countBreakpoints, heightAt } from "./exact.js";
import { html } from "./svg.js";
import { localised, number, say } from "./words.js";

/** A goal is reached up to the rounding of float64. */
const SLACK = 1e-9;

/** @typedef {{ text: string, reached: boolean }} Goal */

export class Tasks {
  /**
   * @param {HTMLElement} root
   * @param {Session} session
   * @param {{ begin: (source: Source, layers: PlainLayer[] | null) => void, said: (line: string) => void }} on
   */
  constructor(root, session, on) {
    this.root = root;
    /** @type {Session} */
    this.session = session;
    this.on = on;
    this.tasks = session.given.tasks ?? [];
    this.at = 0;
    this.hints = 0;
    /** @type {Set<number>} */
    this.solved = new Set();
    root.hidden = !this.tasks.length;
    if (!this.tasks.length) return;
    const { words } = session.given;
    const details = html("details", { class: "task-card", open: "" }, root);
    const head = html("summary", {}, details);
    this.name = html("span", { class: "name" }, head);
    this.count = html("span", { class: "count" }, head);
    this.text = html("p", { class: "task-text" }, details);
    this.goals = html("ul", { class: "goals" }, details);
    this.hint = html("p", { class: "hint-text", role: "status" }, details);
    const row = html("div", { class: "actions" }, details);
    this.button(row, "page.task.begin", () => this.begin());
    this.more = this.button(row, "page.task.hint", () => this.reveal());
    this.button(row, "page.task.next", () => this.go((this.at + 1) % this.tasks.length)).classList.add("next");
    this.words = words;
    this.go(0);
  }

  /** @param {HTMLElement} row @param {string} key @param {() => void} act @returns {HTMLButtonElement} */
  button(row, key, act) {
    const button = /** @type {HTMLButtonElement} */ (html("button", { type: "button" }, row, this.session.given.words[key]));
    button.addEventListener("click", act);
    return button;
  }

  /** @returns {TaskData} */
  get task() {
    return this.tasks[this.at];
  }

  /** @param {number} at */
  go(at) {
    this.at = at;
    this.hints = 0;
    if (this.text) this.text.textContent = this.task.text;
    this.showHint();
    this.show(null);
  }

  /** Set up what the task begins with. */
  begin() {
    const { target, on, layers } = this.task.begin ?? {};
    const domain = on ?? this.session.model.data.domain;
    /** @type {Source} */
    let source = this.session.source;
    if (target !== undefined) source = target ? { kind: "function", text: target, domain } : { kind: "points", x: [], y: [], domain };
    this.on.begin(source, layers ?? null);
  }

  reveal() {
    this.hints = Math.min(this.hints + 1, this.task.hints?.length ?? 0);
    this.showHint();
  }

  showHint() {
    const hints = this.task.hints ?? [];
    if (this.hint) this.hint.textContent = hints.slice(0, this.hints).join(" ");
    if (this.more) this.more.hidden = this.hints >= hints.length;
  }

  /** Check the goals on what is shown. @param {Scene | null} scene */
  show(scene) {
    if (!this.tasks.length || !this.goals || !this.name || !this.count) return;
    const goals = goalsOf(this.task, this.session, scene ?? this.session.model.scene());
    while (this.goals.childElementCount > goals.length) this.goals.lastElementChild?.remove();
    while (this.goals.childElementCount < goals.length) html("li", {}, this.goals);
    goals.forEach(({ text, reached }, k) => {
      const item = /** @type {HTMLElement} */ (this.goals?.children[k]);
      item.classList.toggle("reached", reached);
      const shown = `${reached ? "✓" : "○"} ${text}`;
      if (item.textContent !== shown) item.textContent = shown;
    });
    const done = goals.every(({ reached }) => reached);
    if (done && !this.solved.has(this.at)) {
      this.solved.add(this.at);
      this.on.said(say(this.words ?? {}, "page.task.solved", { n: this.at + 1 }));
      // A lesson around the page says it, too.
      if (parent !== window) parent.postMessage({ solved: this.solved.size }, "*");
    }
    this.root.classList.toggle("solved", done);
    this.name.textContent = say(this.words ?? {}, "page.task", { n: this.at + 1, of: this.tasks.length });
    this.count.textContent = say(this.words ?? {}, "page.task.count", { n: this.solved.size });
  }
}

/** Every goal of a task in words, and whether it is reached. @param {TaskData} task @param {Session} session @param {Scene} scene @returns {Goal[]} */
export function goalsOf({ goals, begin }, session, scene) {
  const { model } = session;
  const { words } = session.given;
  const hidden = model.layers.slice(0, -1).map(({ biases }) => biases.length);
  const many = hidden.reduce((total, width) => total + width, 0);
  const { distance, exact } = scene;
  const found = /** @type {Goal[]} */ ([]);
  const most = (/** @type {string} */ key, /** @type {number | undefined} */ limit, /** @type {number} */ now) => {
    if (limit !== undefined) found.push({ text: say(words, key, { limit: number(limit), now: number(now) }), reached: now <= limit * (1 + SLACK) + 1e-15 });
  };
  const least = (/** @type {string} */ key, /** @type {number | undefined} */ limit, /** @type {number} */ now) => {
    if (limit !== undefined) found.push({ text: say(words, key, { limit: number(limit), now: number(now) }), reached: now >= limit });
  };
  const none = Boolean(model.data.target.none);
  most("page.goal.sup", goals.sup, none ? Infinity : distance.sup);
  most("page.goal.rms", goals.rms, none ? Infinity : distance.rms);
  most("page.goal.neurons", goals.neurons, many);
  least("page.goal.layers", goals.layers, hidden.length);
  least("page.goal.breakpoints", goals.breakpoints, countBreakpoints(exact.output));
  least("page.goal.dots", goals.points, model.points?.x.length ?? 0);
  least("page.goal.steps", goals.steps, model.steps);
  most("page.goal.silent", goals.silent, model.silent());
  for (const [x, y] of goals.through ?? []) {
    const now = heightAt(exact.output, x);
    const text = say(words, "page.goal.through", { x: number(x), y: number(y), now: number(now) });
    found.push({ text, reached: Math.abs(now - y) <= 1e-6 * Math.max(1, Math.abs(y)) });
  }
  // Of another function than the task's the goals would say nothing.
  if (begin?.target) {
    const right = session.source.kind === "function" ? session.source.text : session.source.kind === "given" ? session.given.formula : "";
    const text = say(words, "page.goal.target", { target: localised(begin.target, words) });
    if (right !== begin.target) found.unshift({ text, reached: false });
  }
  return found;
}
