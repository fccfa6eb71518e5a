// The numbers beside the picture, the sentence under it, and what a screen reader announces.

/** @import { Scene, Model } from "./model" */

import { countBreakpoints } from "./exact.js";
import { UNSEEN } from "./model.js";
import { Prover } from "./prover.js";
import { html, put } from "./svg.js";
import { localised, number, roundedUp, say } from "./words.js";

/** A reader hears the new sentence after this many milliseconds of quiet. */
const QUIET = 500;
/** A place closer to zero than this share of the domain is zero. */
const TINY = 1e-12;
/** So much of a function's changes must be more than the rounding of its values, which is below a share of these. */
const [SEEN, ROUNDING] = [1e-9, 64 * 2 ** -52];

/** Of the one announcement that waits. */
let timer = 0;

/** The size of values beside whose rounding their changes are not seen, else 0: approx/core/error.py. @param {ArrayLike<number>} y */
function lostInRounding(y) {
  const values = Array.from(y);
  const size = Math.max(...values.map(Math.abs));
  const change = Math.max(...values) - Math.min(...values);
  return 0 < SEEN * change && SEEN * change < ROUNDING * size ? size : 0;
}

export class Readouts {
  /**
   * @param {(name: string) => any} part
   * @param {Model} model
   */
  constructor(part, model) {
    this.part = part;
    this.model = model;
    this.words = model.data.words;
    /** @type {Scene | null} */
    this.scene = null;
    this.prover = new Prover(() => this.scene && this.tell(this.scene, true));
    part("strip-name").textContent = this.words["page.strip"]; // of points, that these are theirs
    put(part("strip"), { "aria-label": this.words["page.strip"] });
    part("tiles").replaceChildren();
    this.tiles = ["page.sup", "page.rms", "page.breakpoints"].map((name) => {
      const tile = html("div", { class: `tile ${name.slice("page.".length)}` }, part("tiles"));
      html("span", { class: "name" }, tile, this.words[name]);
      return { value: html("strong", {}, tile), note: html("span", { class: "note" }, tile) };
    });
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { best } = this.model.data;
    const { sup, rms } = scene.distance;
    const n = countBreakpoints(scene.exact.output);
    const { none } = scene;
    const [supTile, rmsTile, breakpointTile] = this.tiles;
    supTile.value.textContent = none ? "0" : localised(number(sup), this.words);
    rmsTile.value.textContent = none ? "0" : localised(number(rms), this.words);
    breakpointTile.value.textContent = String(n);
    supTile.note.textContent = none ? "" : this.ratio("sup", sup, n);
    rmsTile.note.textContent = none ? "" : this.ratio("l2", rms, n);
    const isFound = best?.known.sup[n] === false;
    this.part("best-name").textContent = this.words[isFound ? "compare.found" : "best.key"];
    const dead = this.model.silent();
    breakpointTile.note.textContent = dead ? say(this.words, "page.dead", { n: dead }) : "";
    this.scene = scene;
    this.tell(scene, this.prover.sees(this.model, scene));
  }

  /** Another model's readouts take over. */
  stop() {
    this.prover.stop();
    this.scene = null;
  }

  /** The sentence; whether its largest error is proved. @param {Scene} scene @param {boolean} proved */
  tell(scene, proved) {
    const { target, title } = this.model.data;
    this.sentence = this.verdict(scene, (proved && this.model.data.proved) || this.words);
    put(this.part("plot"), { "aria-label": `${title}. ${target.label}. ${this.sentence}` });
    this.part("verdict").textContent = this.sentence;
  }

  /**
   * How near the error is to the best possible: a number where that is known, else a bound, if any.
   * @param {"sup" | "l2"} norm @param {number} error @param {number} n breakpoints
   */
  ratio(norm, error, n) {
    const { best, target } = this.model.data;
    const least = best?.[norm === "l2" ? "rms" : "sup"][n] ?? undefined;
    if (!best || least === undefined || target.own || least < 1e-12 * error) return "";
    if (best.known[norm][n]) return say(this.words, "page.ratio", { ratio: number(Math.max(1, error / least), 3) });
    const lower = best.lower[norm][n];
    return lower ? say(this.words, "page.ratio.most", { ratio: number(roundedUp(error / lower), 3) }) : "";
  }

  /** The error and the limit: approx/panels/wording.py. @param {Scene} scene @param {Record<string, string>} words */
  verdict(scene, words) {
    const { best, target, norm } = this.model.data;
    const { sup, rms, at } = scene.distance;
    if (target.none) return words["page.none"];
    const over = target.over && `, ${target.over}`;
    const lost = !target.own && !target.points && lostInRounding(scene.exact.output.y);
    if (scene.none && lost) return `${say(words, "error.rounding", { size: number(roundedUp(UNSEEN * lost)) })}${over}.`;
    if (scene.none) return `${words[target.own ? "error.own" : "error.none"]}${over}.`;
    const value = number(sup);
    const [a, b] = this.model.data.domain;
    const name = (/** @type {number} */ x) => number(Math.abs(x) < TINY * (b - a) ? 0 : x);
    const mirrored = at.length === 2 && name(-at[0]) === name(at[1]);
    const place = mirrored ? `±${name(at[1])}` : name(at[0]);
    const largest =
      at.length === 1 || mirrored
        ? say(words, "error.at", { value, place, x: "x" })
        : say(words, "error.places", { value, n: at.length });
    const error = (norm === "l2" ? this.rms(rms, largest) : largest) + over;
    const n = countBreakpoints(scene.exact.output);
    const [distance, kind] = norm === "l2" ? [rms, ".rms"] : [sup, ""];
    const least = best?.[norm === "l2" ? "rms" : "sup"][n] ?? undefined;
    if (best === null || least === undefined) return `${error}.`;
    const many = say(words, "breakpoints.with", { n });
    const blanks = { breakpoints: many, best: number(least), ratio: number(distance / least, 3) };
    if (least < 1e-12 * distance) return `${error}; ${say(words, "page.exact", { breakpoints: many })}.`;
    if (!best.known[norm][n]) {
      if (distance <= least * (1 + 1e-6)) return `${error}; ${say(words, `best.equal${kind}.found`, blanks)}.`;
      const lower = best.lower[norm][n];
      if (!lower) return `${error}; ${say(words, `best.found${kind}`, blanks)}.`;
      const ratio = number(roundedUp(distance / lower), 3);
      return `${error}; ${say(words, `best.most${kind}`, { ...blanks, ratio })}.`;
    }
    if (kind) return `${error}; ${say(words, distance <= least * (1 + 1e-6) ? "best.equal.rms" : "best.ratio.rms", blanks)}.`;
    if (sup <= least * (1 + 1e-6)) return this.best(value, many, best?.sup ?? [], sup, n);
    return `${error}; ${say(words, "best.ratio", blanks)}.`;
  }

  /**
   * The rms error first, for which the network was fitted; at a jump the largest says nothing.
   * @param {number} rms @param {string} largest
   */
  rms(rms, largest) {
    const { half_jump: half } = this.model.data;
    const value = number(rms);
    if (half) return say(this.words, "error.jump", { value, half: number(half) });
    return say(this.words, "error.least_squares", { value, largest: largest[0].toLowerCase() + largest.slice(1) });
  }

  /**
   * The sentence where no function does better; on a plateau, how many breakpoints are enough.
   * @param {string} value @param {string} breakpoints @param {(number | null)[]} known
   * @param {number} sup @param {number} n
   */
  best(value, breakpoints, known, sup, n) {
    const { words } = this;
    const sentence = `${say(words, "error.of", { value })}: ${say(words, "best.equal", { breakpoints })}`;
    const enough = known.findIndex((least) => least !== null && least <= sup * (1 + 1e-6));
    if (enough < 0 || enough >= n) return `${sentence}.`;
    return `${sentence}; ${say(words, enough ? "best.plateau" : "best.plateau.line", { n: enough })}.`;
  }

  /** Announce what was done, and the sentence, once nothing has moved for a while. @param {string} done */
  announce(done = "") {
    clearTimeout(timer);
    timer = window.setTimeout(() => (this.part("live").textContent = `${done} ${this.sentence}`.trim()), QUIET);
  }
}

