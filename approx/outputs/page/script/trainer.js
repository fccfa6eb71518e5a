// Training by hand: run, pause, one step; how it goes, and what to do when it goes wrong.

/** @import { AnySession } from "./session" */
/** @import { Course } from "./course" */

import { localised, number, roundedUp, say } from "./words.js";

/** Milliseconds of updates per frame; and between two pictures when motion is reduced. */
const BUSY = 9;
const CALM = 1000;
/** Training that gains less than this share in so many steps stands still. */
const [SLOW, WINDOW] = [0.01, 200];
/** An rms error within this factor of the best possible cannot be halved any more. */
const NEAR = 2;
/** After so many steps an rms error that is not halved is explained. */
const LATE = 300;
/** A loss is called rising when it is so many times the lowest. */
const RISING = 2;

export class Trainer {
  /**
   * @param {(name: string) => any} part
   * @param {AnySession} session
   * @param {Course} course
   * @param {{ draw: () => void, settle: () => void }} on
   */
  constructor(part, session, course, on) {
    this.part = part;
    this.session = session;
    this.course = course;
    this.on = on;
    this.running = false;
    this.drawn = 0;
    this.message = "";
    part("train").addEventListener("click", () => (this.running ? this.stop() : this.start()));
    part("step").addEventListener("click", () => this.once());
  }

  get model() {
    return this.session.model;
  }

  start() {
    if (!this.model.training || this.running) return;
    this.running = true;
    this.message = "";
    this.model.begun();
    this.show();
    requestAnimationFrame((now) => this.frame(now));
  }

  stop() {
    if (!this.running) return this.show();
    this.running = false;
    this.show();
    this.on.settle();
  }

  /** One update, and its picture. */
  once() {
    if (this.running) return this.stop();
    this.message = "";
    this.model.begun();
    if (!this.model.step()) this.message = this.diverged();
    else if (this.model.isSolved()) this.message = this.solved();
    this.picture();
    this.on.settle();
  }

  /** @param {number} now */
  frame(now) {
    if (!this.running) return;
    const { model } = this;
    const { speed } = model.settings;
    const end = performance.now() + BUSY;
    let good = true;
    let done = 0;
    do good = model.step();
    while (good && ++done !== speed && performance.now() < end);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!calm || !good || now - this.drawn > CALM) {
      this.drawn = now;
      this.picture();
    }
    if (good && !model.isSolved()) requestAnimationFrame((next) => this.frame(next));
    else {
      this.message = good ? this.solved() : this.diverged();
      this.stop();
    }
  }

  picture() {
    this.model.changed();
    this.model.note();
    this.on.draw();
    this.show();
  }

  solved() {
    const { words, training } = this.model.data;
    return words[training?.loss ? "page.plane.solved" : "page.advice.solved"];
  }

  diverged() {
    return say(this.model.data.words, "page.diverged", { n: this.model.steps });
  }

  /** What a learner should know now, the most important first; "" for nothing. */
  advice() {
    const { model } = this;
    const { run } = model;
    const { words } = model.data;
    if (run?.left) return "";
    if (this.message) return this.message;
    if (!run || run.moments.length < 2) return "";
    const moments = run.moments;
    const now = moments[moments.length - 1];
    const lowest = Math.min(...moments.map(({ train }) => train));
    const dead = model.silent();
    const hidden = model.layers.slice(0, -1).reduce((total, { biases }) => total + biases.length, 0);
    if (!model.settings.auto && now.train > RISING * lowest && now.train > moments[0].train * 0.5) return say(words, "page.advice.rising");
    if (2 * dead > hidden && !model.isSolved()) return say(words, "page.advice.silent", { n: dead });
    if (now.test !== null && now.test > 3 * now.train && now.train < 0.5 * moments[0].train) return say(words, "page.advice.overfit");
    const { limit, known } = model.leastRms();
    const before = moments.filter(({ step }) => step <= now.step - WINDOW).at(-1);
    const [first, rms] = [moments[0].train, now.train].map(Math.sqrt);
    if (limit !== null && limit > 0 && first < NEAR * limit) {
      const ratio = Math.max(1, rms / limit);
      if (known) return say(words, "page.advice.near", { ratio: number(ratio, 3) });
      return say(words, "page.advice.near.most", { ratio: number(roundedUp(ratio), 3) });
    }
    const late = now.step >= LATE && rms > first / 2 && !model.isSolved();
    const least = late && !limit ? model.leastFound() : null;
    if (least !== null && least > 0 && first < NEAR * least) return say(words, "page.advice.near.found", { n: hidden, ratio: number(Math.max(1, rms / least), 3) });
    if (before && before.train - now.train < SLOW * before.train && !model.isSolved()) return say(words, "page.advice.still", { n: WINDOW });
    if (late) return say(words, "page.advice.slow", { n: now.step, share: number((100 * rms) / first, 3) });
    if (run.halvings > 0 && model.settings.auto) return say(words, "page.advice.lowered", { rate: number(run.rate, 2) });
    return "";
  }

  /** The buttons, how far it went, and the course. */
  show() {
    const { part, model } = this;
    const { words } = model.data;
    part("training").hidden = !model.training;
    part("settings").hidden = !model.training;
    if (part("find")) part("find").hidden = !model.canFind;
    part("train").textContent = words[this.running ? "page.stop" : "page.train"];
    part("train").setAttribute("aria-pressed", String(this.running));
    const moments = model.run?.moments ?? [];
    const last = moments[moments.length - 1];
    const key = last?.test === null ? "page.progress" : "page.progress.test";
    const isOfNow = Boolean(last?.step) && !model.run?.left;
    part("progress").textContent = isOfNow ? say(words, key, { n: last.step, loss: number(last.train), test: number(last.test ?? 0) }) : "";
    const advice = this.advice();
    if (part("advice").textContent !== advice) part("advice").textContent = advice;
    part("course").hidden = moments.length < 2;
    if (moments.length > 1) this.course.draw(model);
    const { method, rate, auto, start, seed } = model.settings;
    const shown = auto && model.run ? model.run.rate : rate;
    part("settings-now").textContent = say(words, auto ? "page.settings.auto" : "page.settings.now", {
      method: words[`page.method.${method}`], rate: localised(number(shown, 2), words), start: words[`page.start.${start}`], seed,
    });
  }
}
