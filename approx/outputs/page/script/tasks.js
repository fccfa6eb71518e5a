// Guided tasks: what to reach, checked on the exact function; hints one after the other.

/** @import { AnySession } from "./session" */
/** @import { TaskData } from "./types" */

import { html } from "./svg.js";
import { number, say } from "./words.js";

/** A goal is reached up to the rounding of float64. */
const SLACK = 1e-9;

/** @typedef {{ text: string, reached: boolean }} Goal */

/** Goals in the order in which they are listed: each with its limit, if the task has one, and what there is now. */
export class GoalList {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    /** @type {Goal[]} */
    this.found = [];
  }

  /** @param {string} key @param {number | undefined} limit @param {number} now */
  most(key, limit, now) {
    if (limit !== undefined) this.add(key, limit, now, now <= limit * (1 + SLACK) + 1e-15);
  }

  /** @param {string} key @param {number | undefined} limit @param {number} now */
  least(key, limit, now) {
    if (limit !== undefined) this.add(key, limit, now, now >= limit);
  }

  /** @param {string} key @param {number} limit @param {number} now @param {boolean} reached */
  add(key, limit, now, reached) {
    this.found.push({ text: say(this.words, key, { limit: number(limit), now: number(now) }), reached });
  }
}

export class Tasks {
  /**
   * @param {HTMLElement} root
   * @param {AnySession} session
   * @param {{ begin: (begin: NonNullable<TaskData["begin"]>) => void, said: (line: string) => void, goals: (task: TaskData, scene: any) => Goal[] }} on goals: each in words, and whether it is reached
   */
  constructor(root, session, on) {
    this.root = root;
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
    this.on.begin(this.task.begin ?? {});
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

  /** Check the goals on what is shown. @param {any} scene */
  show(scene) {
    if (!this.tasks.length || !this.goals || !this.name || !this.count) return;
    const goals = this.on.goals(this.task, scene ?? this.session.model.scene());
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
