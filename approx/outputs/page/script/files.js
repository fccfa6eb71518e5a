// The menu of files: copy a link, save and open networks, save pictures. Nothing is sent anywhere.

/** @import { AnySession } from "./session" */

/**
 * What files hold: the network as text, a state of a text, a checked state, and the picture.
 * @typedef {{ write: () => string, read: (text: string) => any, check: (value: unknown) => any, picture: () => { text: string, width: number, height: number } }} Forms
 */

import { fragmentOf, stateOf } from "./link.js";
import { pixelsOf } from "./picture.js";
import { Refusal } from "./refusal.js";

/** The address follows the page after so many milliseconds of quiet. */
const QUIET = 400;

export class Files {
  /**
   * @param {HTMLElement} root
   * @param {(name: string) => any} part
   * @param {AnySession} session
   * @param {Forms} forms
   * @param {{ restore: (state: any) => void, wrong: (line: string) => void, said: (line: string) => void }} on
   */
  constructor(root, part, session, forms, on) {
    this.root = root;
    this.part = part;
    this.session = session;
    this.forms = forms;
    this.on = on;
    this.timer = 0;
    /** Only a page of its own has an address; a widget in a notebook does not. */
    this.hasAddress = document.documentElement.classList.contains("approx-page");
    this.fragment = "";
    part("share").hidden = !this.hasAddress;
    this.act("share", () => this.share());
    this.act("save", () => this.download(new Blob([forms.write()], { type: "application/json" }), "json"));
    this.act("svg", () => this.download(new Blob([forms.picture().text], { type: "image/svg+xml" }), "svg"));
    this.act("png", async () => this.download(await pixelsOf(forms.picture()), "png"));
    this.act("open", () => part("chosen-file").click());
    part("chosen-file").addEventListener("change", () => this.open());
    if (!this.hasAddress) return;
    window.addEventListener("hashchange", () => this.read());
    if (location.hash) this.read();
  }

  /** @param {string} name @param {() => void | Promise<void>} act */
  act(name, act) {
    this.part(name).addEventListener("click", () => {
      this.part("menu").open = false;
      this.part("menu").querySelector("summary").focus();
      return act();
    });
  }

  /** @param {Blob} blob @param {string} ending */
  download(blob, ending) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${this.name()}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** A file's name from the title. */
  name() {
    return this.session.model.data.title.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "network";
  }

  async open() {
    const input = this.part("chosen-file");
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    await this.take(async () => this.forms.read(await file.text()));
  }

  /** Restore a state that came from outside, or say why not. @param {() => Promise<any>} load */
  async take(load) {
    try {
      const state = await load();
      this.session.base(state.source); // refuses what cannot be read
      this.on.restore(state);
      this.on.wrong("");
    } catch (error) {
      this.on.wrong(error instanceof Refusal ? error.message : this.session.given.words["page.wrong.link"]);
    }
  }

  /** The address's state. */
  async read() {
    if (location.hash === this.fragment) return;
    const { hash } = location;
    await this.take(async () => {
      const value = await stateOf(hash);
      if (value === undefined) return this.session.state();
      return this.forms.check(value);
    });
  }

  /** The address follows what is shown, once it rests. */
  follow() {
    if (!this.hasAddress) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.write(), QUIET);
  }

  async write() {
    const state = this.session.state();
    const isFirst = JSON.stringify(state) === JSON.stringify(this.session.first);
    this.fragment = isFirst ? "" : await fragmentOf(state);
    history.replaceState(null, "", this.fragment || location.pathname + location.search);
  }

  async share() {
    clearTimeout(this.timer);
    await this.write();
    const { words } = this.session.given;
    try {
      await navigator.clipboard.writeText(location.href);
      this.on.said(words["page.shared"]);
    } catch {
      // Inside another page there is no address bar to copy from.
      this.on.said(words[window.top === window ? "page.shared.bar" : "page.shared.not"]);
    }
  }
}
