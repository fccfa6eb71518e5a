// What is typed, clicked or pasted as the data that the page is made of: approx/outputs/page/data.py in the page.

/** @import { Data, TargetData, TrainingData } from "./types" */
/** @import { Source } from "./session" */

import { middles } from "./training.js";
import { targetOf } from "./typed.js";
import { say, spoken } from "./words.js";

/** Of the numbers of networks that no other picture shows. */
const DIGITS = { weight: 4, x: 4, y: 4 };
/** Samples of a typed function. */
const SAMPLES = 256;
/** Up to so many dots have their full size; more are smaller, but never below this share of it. */
const [ROOMY, LEAST] = [40, 0.42];
/** More points are not drawn. */
const MOST_DRAWN = 1000;
const NOTHING = { breaks: [], defined_on: [], excluded: [], smooth_pieces: [], pieces: [], convex_pieces: [], length: 0, over: "" };

/** @param {Source} source @param {Data} given with the network and the words @returns {Data} */
export function dataOf(source, given) {
  if (source.kind === "given") return given;
  const common = { ...given, name: source.kind, digits: DIGITS, best: null, half_jump: 0, norm: /** @type {const} */ ("sup") };
  const raw = given.words;
  if (source.kind === "function") {
    const words = spoken(raw, "found");
    const { target, domain, at, halfJump } = targetOf(source.text, source.domain, words);
    const xs = middles(SAMPLES, target.defined_on);
    const training = trainingOf(domain, xs.map(at), xs.length);
    const norm = halfJump || target.excluded.length ? "l2" : "sup";
    return { ...common, words, proved: raw, domain, target, training, norm, half_jump: halfJump };
  }
  const points = source.kind === "points" ? source : { x: [], y: [] };
  const n = points.x.length;
  const words = spoken(raw, "points");
  const empty = { ...NOTHING, label: "", name: "", points: null, own: true, none: true };
  if (!n) return { ...common, words, domain: source.domain, training: null, target: empty };
  const step = Math.ceil(n / MOST_DRAWN);
  const drawn = points.x.map((_, k) => k).filter((k) => k % step === 0);
  const label = say(words, "points", { points: n });
  const name = step > 1 ? say(words, "points.some", { drawn: drawn.length, points: n }) : label;
  const size = Math.max(LEAST, Math.min(1, (ROOMY / drawn.length) ** 0.25));
  /** @type {TargetData} */
  const target = { ...NOTHING, label, name, own: false, points: { x: points.x, y: points.y, drawn, size } };
  const several = points.x[0] < points.x[n - 1];
  const training = several ? trainingOf(source.domain, points.y, n) : null;
  return { ...common, words, domain: source.domain, target, training, norm: "l2" };
}

/** How x and y are scaled to [−1, 1]. @param {[number, number]} domain @param {number[]} ys @param {number} samples @returns {TrainingData} */
function trainingOf([a, b], ys, samples) {
  const [low, high] = ys.reduce(([least, most], y) => [Math.min(least, y), Math.max(most, y)], [Infinity, -Infinity]);
  const half = high / 2 - low / 2;
  const centre = low + half;
  const isFlat = half <= 4 * 2 ** -52 * Math.abs(centre);
  const middle = [a + (b / 2 - a / 2)];
  return { rate: null, samples, middle, half: [b / 2 - a / 2], centre, unit: isFlat ? 1 : half };
}
