// The train button: gradient descent, some updates per frame, and how it goes.

/** @import { Model } from "./model" */

import { localised, number, say } from "./words.js";

/** Milliseconds of updates per frame; and between two pictures when motion is reduced. */
const BUSY = 9;
const CALM = 1000;

export class Trainer {
  /**
   * @param {(name: string) => any} part
   * @param {Model} model
   * @param {{ draw: () => void, settle: () => void }} on
   */
  constructor(part, model, on) {
    this.part = part;
    this.model = model;
    this.on = on;
    this.running = false;
    this.drawn = 0;
    if (!model.training) return;
    part("training").hidden = false;
    part("train").addEventListener("click", () => (this.running ? this.stop() : this.start()));
    part("rate").value = String(Math.log10(model.data.training?.rate ?? 0.05));
    part("rate").addEventListener("input", () => this.show());
    this.show();
  }

  get rate() {
    return Number((10 ** Number(this.part("rate").value)).toPrecision(2));
  }

  start() {
    this.running = true;
    this.message = "";
    this.show();
    requestAnimationFrame((now) => this.frame(now));
  }

  stop() {
    if (!this.running) return this.show();
    this.running = false;
    this.show();
    this.on.settle();
  }

  /** @param {number} now */
  frame(now) {
    if (!this.running) return;
    const { model } = this;
    const end = performance.now() + BUSY;
    let good = true;
    do good = model.step(this.rate);
    while (good && performance.now() < end);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!calm || !good || now - this.drawn > CALM) {
      this.drawn = now;
      model.changed();
      this.on.draw();
      this.show();
    }
    if (good) requestAnimationFrame((next) => this.frame(next));
    else {
      this.message = say(model.data.words, "page.diverged", { n: model.steps });
      this.stop();
    }
  }

  /** The button, the rate and how far it went. */
  show() {
    const { part, model } = this;
    const { words } = model.data;
    part("train").textContent = words[this.running ? "page.stop" : "page.train"];
    part("train").setAttribute("aria-pressed", String(this.running));
    const rate = localised(number(this.rate, 2), words);
    part("rate-value").textContent = rate;
    part("rate").setAttribute("aria-valuetext", rate);
    const gone = model.steps ? say(words, "page.progress", { n: model.steps, loss: number(model.loss) }) : "";
    part("progress").textContent = (model.steps && this.message) || gone;
  }
}
