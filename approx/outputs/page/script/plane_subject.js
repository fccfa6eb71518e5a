// What is typed, clicked or pasted as the data that a page of two inputs is made of: approx/outputs/page/plane_data.py in the page.

/** @import { Layer, PlaneData, PlanePointData, PlaneTargetData } from "./types" */
/** @import { Box } from "./plane_regions" */
/** @import { Source } from "./plane_session" */

import { FunctionOfTwo, refuseUnbounded, sampled } from "./plane_target.js";
import { generator, normal } from "./random.js";
import { Refusal } from "./refusal.js";
import { say } from "./words.js";

/** Points that are set for a condition, the seed of their places, and their distance from its border as a share of the rectangle. */
const [MANY, SEED, GAP] = [160, 1, 0.012];
/** What is behind a condition, false and true. */
export const NO_YES = ["no", "yes"];
const NOTHING = { label: "", name: "", text: "", samples: null, points: null, none: true };

/** @param {Source} source @param {PlaneData} given with the network and the words @returns {PlaneData} */
export function dataOf(source, given) {
  if (source.kind === "given") return given;
  const { words } = given;
  const { box } = source;
  const domain = around(box);
  const common = { ...given, name: source.kind, box, domain, classes: /** @type {string[]} */ ([]), is_probability: false, axes: /** @type {[string, string, string]} */ (["x", "y", ""]), training: null, proved: null, decay: 0 };
  if (source.kind === "function") {
    const f = new FunctionOfTwo(source.text);
    if (f.isCondition) return { ...common, target: withPoints(bothSides(f, box), f.label, words), classes: NO_YES };
    refuseUnbounded(f, box, sampled(f, box)); // which refuses what has no values
    return { ...common, target: { ...NOTHING, none: false, label: f.label, name: `${words.target} ${f.label}`, text: source.text } };
  }
  if (source.kind === "none" || !source.x.length) return { ...common, target: source.kind === "none" ? NOTHING : withPoints(source, "", words), classes: source.kind === "points" ? source.classes : [] };
  return { ...common, target: withPoints(source, "", words), classes: source.classes };
}

/** An interval in which both sides lie. @param {Box} box @returns {[number, number]} */
export function around(box) {
  const far = Math.max(...box.flat().map(Math.abs));
  return [-far, far];
}

/** @param {PlanePointData} points @param {string} label @param {Record<string, string>} words @returns {PlaneTargetData} */
function withPoints({ x, y, v }, label, words) {
  const many = say(words, "points", { points: x.length });
  return { ...NOTHING, none: !x.length, label: label || many, name: label ? `${label}: ${many}` : many, points: { x, y, v } };
}

/** Points on both sides of a condition, apart from its border. @param {FunctionOfTwo} f @param {Box} box @returns {PlanePointData} */
function bothSides(f, [[x0, x1], [y0, y1]]) {
  const random = generator(SEED);
  const points = { x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]), v: /** @type {number[]} */ ([]) };
  for (let k = 0; k < 4 * MANY && points.x.length < MANY; k++) {
    const [x, y] = [x0 + (x1 - x0) * random(), y0 + (y1 - y0) * random()].map((u) => Math.round(1000 * u) / 1000);
    const kind = f.at(x, y);
    const ways = [[1, 0], [-1, 0], [0, 1], [0, -1], [0.7, 0.7], [-0.7, -0.7]];
    if (!ways.every(([dx, dy]) => f.at(x + dx * GAP * (x1 - x0), y + dy * GAP * (y1 - y0)) === kind)) continue;
    points.x.push(x);
    points.y.push(y);
    points.v.push(kind);
  }
  if (new Set(points.v).size < 2) throw new Refusal(`${f.label} holds ${points.v[0] ? "everywhere" : "nowhere"} on the rectangle; choose another`);
  return points;
}

/** The layers with as many outputs as the classes need; those that are there stay. @param {Layer[]} layers @param {number} classes @returns {Layer[]} */
export function withOutputs(layers, classes) {
  const many = classes > 2 ? classes : 1;
  const last = layers[layers.length - 1];
  if (last.biases.length === many) return layers;
  const random = generator(many);
  const row = (/** @type {number} */ k) => last.weights[k] ?? last.weights[0].map(() => 0.5 * normal(random));
  const made = { ...last, weights: Array.from({ length: many }, (_, k) => [...row(k)]), biases: Array.from({ length: many }, (_, k) => last.biases[k] ?? 0) };
  return [...layers.slice(0, -1), made];
}
