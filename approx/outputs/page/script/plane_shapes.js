// The map as plain shapes in pixels: areas, lines, dots, texts. Canvas and SVG draw the same ones.

/** @import { Scene, PlaneModel } from "./plane_model" */
/** @import { Colours, Rgb } from "./plane_colours" */

import { label, ticks } from "./axes.js";
import { written } from "./plane_colours.js";
import { localised } from "./words.js";

/**
 * An area of one colour, or from one to another along a line.
 * @typedef {{ kind: "area", points: number[], colour: string, to?: { colour: string, x1: number, y1: number, x2: number, y2: number } }} Area
 * @typedef {{ kind: "line", segments: number[], colour: string, width: number, dash?: number[] }} Line
 * @typedef {{ kind: "dot", x: number, y: number, size: number, form: number, fill: string, stroke: string }} Dot
 * @typedef {{ kind: "text", x: number, y: number, text: string, anchor: "start" | "middle" | "end", colour: string, turned?: boolean }} Text
 * @typedef {Area | Line | Dot | Text} Shape
 */

const MARGIN = { left: 58, right: 14, top: 8, bottom: 42 };
/** Sides of the rectangle up to so much apart are drawn to one scale. */
const ALIKE = 3;
/** Colours that differ by less are one. */
const SAME = 1.5;
/** Dots are smaller where there are more. */
const [ROOMY, LARGE, SMALL] = [60, 5, 2.2];

/** From numbers to pixels and back. */
export class Frame {
  /** @param {PlaneModel["data"]["box"]} box @param {number} width @param {number} height */
  constructor([[x0, x1], [y0, y1]], width, height) {
    const room = width - MARGIN.left - MARGIN.right;
    this.w = Math.max(40, room);
    this.h = Math.max(40, height - MARGIN.top - MARGIN.bottom);
    const [dx, dy] = [x1 - x0, y1 - y0];
    if (dx < ALIKE * dy && dy < ALIKE * dx) {
      const scale = Math.min(this.w / dx, this.h / dy);
      this.w = scale * dx;
      this.h = scale * dy;
    }
    this.left = MARGIN.left + Math.max(0, (room - this.w) / 2);
    this.top = MARGIN.top;
    this.x0 = x0;
    this.y1 = y1;
    this.sx = this.w / dx;
    this.sy = this.h / dy;
  }

  /** @param {number} x */
  px(x) {
    return this.left + (x - this.x0) * this.sx;
  }

  /** @param {number} y */
  py(y) {
    return this.top + (this.y1 - y) * this.sy;
  }

  /** The place at a pixel. @param {number} px @param {number} py @returns {[number, number]} */
  place(px, py) {
    return [this.x0 + (px - this.left) / this.sx, this.y1 - (py - this.top) / this.sy];
  }

  /** @param {number} px @param {number} py */
  holds(px, py) {
    return px >= this.left && px <= this.left + this.w && py >= this.top && py <= this.top + this.h;
  }
}

/** Everything that the map shows. @param {PlaneModel} model @param {Scene} scene @param {Frame} frame @param {Colours} colours @returns {Shape[]} */
export function shapesOf(model, scene, frame, colours) {
  const { data, show, chosen } = model;
  const isNeuron = show.neuron && chosen.layer < model.depth;
  const shapes = isNeuron ? neuronAreas(model, scene, frame, colours) : areas(model, scene, frame, colours);
  const mapped = (/** @type {number[]} */ x, /** @type {number[]} */ y) => x.flatMap((u, k) => [frame.px(u), frame.py(y[k])]);
  for (const { layer, neuron, x, y } of scene.creases) {
    const isChosen = layer === chosen.layer && neuron === chosen.neuron;
    if (!x.length || !(show.creases || isChosen)) continue;
    shapes.push({ kind: "line", segments: mapped(x, y), colour: colours.neurons[(model.offsets[layer] + neuron) % colours.neurons.length], width: isChosen ? 3.2 : 1.4 });
  }
  if (data.classes.length && !isNeuron) {
    const segments = scene.pieces.border.flatMap(([a, b, c, d]) => [frame.px(a), frame.py(b), frame.px(c), frame.py(d)]);
    shapes.push({ kind: "line", segments, colour: colours.role.background, width: 5.4 }, { kind: "line", segments, colour: colours.role.boundary, width: 3 });
  }
  return [...shapes, ...dots(model, scene, frame, colours), ...axes(model, frame, colours)];
}

/** The pieces of the sheet: coloured by height, or by class. @param {PlaneModel} model @param {Scene} scene @param {Frame} frame @param {Colours} colours @returns {Shape[]} */
function areas(model, { sheet, pieces, level }, frame, colours) {
  const { isSeveral } = model;
  const many = pieces.areas.length;
  const size = sheet.values[0].reduce((most, v) => Math.max(most, Math.abs(v - level)), 0);
  return pieces.loops.map((loop, k) => {
    const points = loop.flatMap((v) => [frame.px(pieces.x[v]), frame.py(pieces.y[v])]);
    if (isSeveral) return { kind: "area", points, colour: written(colours.classShade(pieces.winners[k], many)) };
    const [gx, gy] = sheet.gradients[pieces.parents[k]][0];
    const above = Boolean(pieces.winners[k]);
    return shaded(points, loop.map((v) => pieces.values[v]), gx, gy, frame, (value) => colours.shade(value, above, size));
  });
}

/** What the chosen neuron gives. @param {PlaneModel} model @param {Scene} scene @param {Frame} frame @param {Colours} colours @returns {Shape[]} */
function neuronAreas(model, { sheet }, frame, colours) {
  const { layer, neuron } = model.chosen;
  const values = model.field(sheet.x, sheet.y)[layer][neuron];
  const size = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
  const colour = model.colorOf(model.chosen) ?? 0;
  return sheet.loops.map((loop) => {
    const points = loop.flatMap((v) => [frame.px(sheet.x[v]), frame.py(sheet.y[v])]);
    const [gx, gy] = slopeOf(loop, sheet.x, sheet.y, values);
    return shaded(points, loop.map((v) => values[v]), gx, gy, frame, (value) => colours.neuronShade(colour, Math.abs(value) / size));
  });
}

/** The gradient of what is affine on a polygon, of its largest triangle. @param {number[]} loop @param {number[]} x @param {number[]} y @param {Float64Array} values @returns {[number, number]} */
function slopeOf(loop, x, y, values) {
  let found = /** @type {[number, number]} */ ([0, 0]);
  let largest = 0;
  for (let i = 1; i + 1 < loop.length; i++) {
    const [o, p, q] = [loop[0], loop[i], loop[i + 1]];
    const [ax, ay, bx, by] = [x[p] - x[o], y[p] - y[o], x[q] - x[o], y[q] - y[o]];
    const twice = ax * by - ay * bx;
    if (twice <= largest) continue;
    largest = twice;
    const [u, v] = [values[p] - values[o], values[q] - values[o]];
    found = [(u * by - v * ay) / twice, (ax * v - bx * u) / twice];
  }
  return found;
}

/** An area whose colour follows a height exactly: along its gradient. @param {number[]} points @param {number[]} values at the corners @param {number} gx @param {number} gy @param {Frame} frame @param {(value: number) => Rgb} colour @returns {Area} */
function shaded(points, values, gx, gy, frame, colour) {
  let [low, high] = [0, 0];
  values.forEach((v, i) => {
    if (v < values[low]) low = i;
    if (v > values[high]) high = i;
  });
  const [from, to] = [colour(values[low]), colour(values[high])];
  const first = written(from);
  // In pixels, y down: f falls by gy/sy a pixel.
  const [ux, uy] = [gx / frame.sx, -gy / frame.sy];
  const steep = ux * ux + uy * uy;
  if (!(steep > 0) || Math.max(...from.map((c, i) => Math.abs(c - to[i]))) < SAME) return { kind: "area", points, colour: first };
  const way = (values[high] - values[low]) / steep;
  const [x1, y1] = [points[2 * low], points[2 * low + 1]];
  return { kind: "area", points, colour: first, to: { colour: written(to), x1, y1, x2: x1 + way * ux, y2: y1 + way * uy } };
}

/** The points, each class with its form; and where the error is largest. @param {PlaneModel} model @param {Scene} scene @param {Frame} frame @param {Colours} colours @returns {Shape[]} */
function dots(model, { score, level }, frame, colours) {
  const { points, data } = model;
  const { role } = colours;
  const size = Math.max(SMALL, LARGE * Math.min(1, (ROOMY / Math.max(1, points?.x.length ?? 0)) ** 0.3));
  const held = new Set(model.run?.held ?? []);
  const found = /** @type {Shape[]} */ ([]);
  const largest = points && !data.classes.length ? points.v.reduce((most, v) => Math.max(most, Math.abs(v - level)), 0) : 0;
  points?.x.forEach((x, k) => {
    const [v, y] = [points.v[k], points.y[k]];
    const fill = data.classes.length ? classFill(colours, v, data.classes.length) : written(colours.shade((v - level) * 1.6, v > level, largest));
    found.push({ kind: "dot", x: frame.px(x), y: frame.py(y), size, form: data.classes.length ? v : 0, fill, stroke: held.has(k) ? role.error : role.ink });
  });
  if (score.sup !== null && score.at.length) {
    found.push({ kind: "dot", x: frame.px(score.at[0]), y: frame.py(score.at[1]), size: 8, form: -2, fill: "none", stroke: role.error });
  }
  return found;
}

/** @param {Colours} colours @param {number} k @param {number} many */
export function classFill(colours, k, many) {
  return many > 2 ? colours.classColour(k, many) : k ? colours.role.ink : colours.role.background;
}

/** @param {PlaneModel} model @param {Frame} frame @param {Colours} colours @returns {Shape[]} */
function axes({ data, inputNames }, frame, { role }) {
  const { left, top, w, h } = frame;
  const [[x0, x1], [y0, y1]] = data.box;
  const [right, bottom] = [left + w, top + h];
  const rim = [left, top, right, top, right, top, right, bottom, right, bottom, left, bottom, left, bottom, left, top];
  const shapes = /** @type {Shape[]} */ ([{ kind: "line", segments: rim, colour: role.quiet, width: 1 }]);
  const text = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ words, /** @type {Text["anchor"]} */ anchor, turned = false) =>
    shapes.push({ kind: "text", x, y, text: words, anchor, colour: role.quiet, turned });
  const xs = ticks(x0, x1, Math.max(3, Math.min(7, Math.floor(w / 60))));
  const ys = ticks(y0, y1, Math.max(3, Math.min(7, Math.floor(h / 44))));
  for (const x of xs) text(frame.px(x), bottom + 18, localised(label(x, xs[1] - xs[0]), data.words), "middle");
  for (const y of ys) text(left - 8, frame.py(y) + 4, localised(label(y, ys[1] - ys[0]), data.words), "end");
  text(left + w / 2, bottom + 36, inputNames[0], "middle");
  text(left - 44, top + h / 2, inputNames[1], "middle", inputNames[1].length > 2);
  return shapes;
}
