// The settings of training, each with its name and its limits; a wrong number is said, not dropped.

/** @import { AnySession } from "./session" */
/** @import { Field, Settings } from "./run" */

import { STARTS } from "./initial.js";
import { FIELDS, isAllowed } from "./run.js";
import { html } from "./svg.js";
import { localised, number, parsed, say } from "./words.js";

export class SettingsForm {
  /**
   * @param {HTMLElement} root
   * @param {AnySession} session
   * @param {{ changed: () => void, wrong: (line: string) => void }} on
   */
  constructor(root, session, on) {
    this.session = session;
    this.on = on;
    const { words } = session.model.data;
    this.words = words;
    this.method = this.menu(root, "method", ["gd", "adam"]);
    /** @type {Map<string, HTMLInputElement>} */
    this.boxes = new Map();
    for (const field of FIELDS) {
      if (field.name === "seed") this.starts = this.menu(root, "start", [...STARTS]);
      const label = html("label", { title: words[`page.set.${field.name}.help`] }, root);
      html("span", {}, label, words[`page.set.${field.name}`]);
      const box = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": "note" }, label);
      box.addEventListener("change", () => this.take(field, box));
      this.boxes.set(field.name, box);
      if (field.name === "rate") this.auto = this.check(root, "auto");
    }
    this.show();
  }

  get settings() {
    return this.session.model.settings;
  }

  /** @param {HTMLElement} root @param {"method" | "start"} name @param {string[]} values */
  menu(root, name, values) {
    const label = html("label", { title: this.words[`page.set.${name}.help`] }, root);
    html("span", {}, label, this.words[`page.set.${name}`]);
    const menu = html("select", {}, label);
    for (const value of values) html("option", { value }, menu, this.words[`page.${name}.${value}`]);
    menu.addEventListener("change", () => this.put({ [name]: menu.value }));
    return menu;
  }

  /** @param {HTMLElement} root @param {"auto"} name */
  check(root, name) {
    const label = html("label", { class: "check", title: this.words[`page.set.${name}.help`] }, root);
    const box = html("input", { type: "checkbox" }, label);
    html("span", {}, label, this.words[`page.set.${name}`]);
    box.addEventListener("change", () => this.put({ auto: box.checked }));
    return box;
  }

  /** @param {Field} field @param {HTMLInputElement} box */
  take(field, box) {
    const { name, least, most, whole } = field;
    const value = parsed(box.value);
    const wrong = value === null || !isAllowed(field, value);
    box.setAttribute("aria-invalid", String(wrong));
    if (wrong) {
      const key = whole ? "page.wrong.whole" : "page.wrong.range";
      return this.on.wrong(say(this.words, key, { name: this.words[`page.set.${name}`], text: box.value.slice(0, 20), low: String(least), high: String(most) }));
    }
    // Who sets a rate wants that rate.
    this.put(name === "rate" ? { rate: value, auto: false } : { [name]: value });
  }

  /** @param {Partial<Settings>} change */
  put(change) {
    const { model } = this.session;
    model.settings = { ...model.settings, ...change };
    if (model.run && ("rate" in change || "auto" in change || "method" in change)) {
      model.run.rate = model.settings.rate;
      model.run.interrupt();
    }
    this.on.wrong("");
    this.show();
    this.on.changed();
  }

  /** Show the settings as they are. */
  show() {
    const { settings } = this;
    this.method.value = settings.method;
    if (this.starts) this.starts.value = settings.start;
    if (this.auto) this.auto.checked = settings.auto;
    this.boxes.forEach((box, name) => {
      box.value = localised(number(settings[/** @type {Field["name"]} */ (name)], name === "seed" ? 7 : 4), this.words);
      box.setAttribute("aria-invalid", "false");
    });
    const momentum = this.boxes.get("momentum");
    if (momentum) momentum.disabled = settings.method === "adam";
  }
}
