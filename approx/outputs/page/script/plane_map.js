// The map on a canvas, sharp on every screen; and the same shapes as a picture of their own.

/** @import { PlaneModel, Scene } from "./plane_model" */
/** @import { Dot, Shape } from "./plane_shapes" */

import { Colours } from "./plane_colours.js";
import { Frame, shapesOf } from "./plane_shapes.js";
import { put, short, svg } from "./svg.js";

const TEXT = 13;
/** Pixels by which areas overlap. */
const OVER = 0.6;
const [MARGIN, TITLE, SENTENCE] = [16, 34, 34];

export class PlaneMap {
  /** @param {HTMLCanvasElement} canvas @param {PlaneModel} model @param {Element} root whose colours it has */
  constructor(canvas, model, root) {
    this.canvas = canvas;
    this.model = model;
    this.root = root;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.colours = new Colours(root);
    this.frame = new Frame(model.data.box, 400, 400);
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    const sharp = Math.min(3, window.devicePixelRatio || 1);
    put(this.canvas, { width: Math.round(sharp * width), height: Math.round(sharp * height) });
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(sharp, 0, 0, sharp, 0, 0);
    this.size = [width, height];
    this.frame = new Frame(this.model.data.box, width, height);
    this.colours = new Colours(this.root);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { context } = this;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    for (const shape of shapesOf(this.model, scene, this.frame, this.colours)) painted(context, shape, this.colours.font);
  }

  /** The map as one SVG document, with its title above and a sentence below. @param {Scene} scene @param {string} title @param {string} sentence */
  picture(scene, title, sentence) {
    const [w, h] = this.size ?? [400, 400];
    const [width, height] = [w + 2 * MARGIN, h + TITLE + SENTENCE];
    const { role } = this.colours;
    const made = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "font-family": "Inter, system-ui, sans-serif" });
    svg("title", {}, made).textContent = title;
    svg("desc", {}, made).textContent = sentence;
    svg("rect", { width, height, fill: role.background }, made);
    svg("text", { x: MARGIN, y: TITLE - 10, "font-size": 18, "font-weight": "bold", fill: role.ink }, made).textContent = title;
    const group = svg("g", { transform: `translate(${MARGIN} ${TITLE})`, "font-size": TEXT }, made);
    shapesOf(this.model, scene, this.frame, this.colours).forEach((shape, k) => written(group, shape, k));
    svg("text", { x: MARGIN, y: height - 12, "font-size": 14, fill: role.ink }, made).textContent = sentence;
    return { text: new XMLSerializer().serializeToString(made), width, height };
  }
}

/** @param {CanvasRenderingContext2D} context @param {Shape} shape @param {string} font */
function painted(context, shape, font) {
  context.beginPath();
  if (shape.kind === "area") {
    const { points, to } = shape;
    grown(context, points);
    /** @type {string | CanvasGradient} */
    let fill = shape.colour;
    if (to) {
      fill = context.createLinearGradient(to.x1, to.y1, to.x2, to.y2);
      fill.addColorStop(0, shape.colour);
      fill.addColorStop(1, to.colour);
    }
    context.fillStyle = fill;
    context.fill();
  } else if (shape.kind === "line") {
    const { segments } = shape;
    for (let i = 0; i < segments.length; i += 4) {
      context.moveTo(segments[i], segments[i + 1]);
      context.lineTo(segments[i + 2], segments[i + 3]);
    }
    context.strokeStyle = shape.colour;
    context.lineWidth = shape.width;
    context.lineCap = "round";
    context.stroke();
  } else if (shape.kind === "dot") {
    const d = outline(shape);
    const path = new Path2D(d);
    if (shape.fill !== "none") {
      context.fillStyle = shape.fill;
      context.fill(path);
    }
    context.strokeStyle = shape.stroke;
    context.lineWidth = shape.form === -2 ? 2.4 : 1.2;
    context.stroke(path);
  } else {
    context.save();
    context.font = `${TEXT}px ${font}`;
    context.fillStyle = shape.colour;
    context.textAlign = shape.anchor === "middle" ? "center" : shape.anchor;
    context.translate(shape.x, shape.y);
    if (shape.turned) context.rotate(-Math.PI / 2);
    context.fillText(shape.text, 0, 0);
    context.restore();
  }
}

/** A polygon that reaches a little over its rim: else the ground shines through between neighbours. @param {CanvasRenderingContext2D} context @param {number[]} points */
function grown(context, points) {
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += (2 * points[i]) / points.length;
    y += (2 * points[i + 1]) / points.length;
  }
  for (let i = 0; i < points.length; i += 2) {
    const [dx, dy] = [points[i] - x, points[i + 1] - y];
    const more = OVER / (Math.hypot(dx, dy) || 1);
    context.lineTo(points[i] + more * dx, points[i + 1] + more * dy);
  }
  context.closePath();
}

/** A dot's form by its class, from a disc on; a cross for the largest error. @param {Dot} dot */
function outline({ x, y, size: r, form }) {
  const round = (/** @type {number} */ radius) => `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
  if (form === -2) return `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
  const turn = form % 5;
  if (turn === 0) return round(r);
  const side = 0.9 * r;
  if (turn === 1) return `M${x - side} ${y - side}h${2 * side}v${2 * side}h${-2 * side}Z`;
  const corners = turn === 2 ? 3 : turn === 3 ? 4 : 5;
  const at = Array.from({ length: corners }, (_, k) => (2 * Math.PI * k) / corners - Math.PI / 2);
  return `M${at.map((angle) => `${short(x + 1.25 * r * Math.cos(angle))} ${short(y + 1.25 * r * Math.sin(angle))}`).join("L")}Z`;
}

/** @param {SVGElement} parent @param {Shape} shape @param {number} k */
function written(parent, shape, k) {
  if (shape.kind === "area") {
    const { points, to } = shape;
    let fill = shape.colour;
    if (to) {
      const made = svg("linearGradient", { id: `g${k}`, gradientUnits: "userSpaceOnUse", x1: to.x1, y1: to.y1, x2: to.x2, y2: to.y2 }, parent);
      svg("stop", { offset: "0", "stop-color": shape.colour }, made);
      svg("stop", { offset: "1", "stop-color": to.colour }, made);
      fill = `url(#g${k})`;
    }
    svg("polygon", { points: points.map(short).join(" "), fill, stroke: fill, "stroke-width": 0.7 }, parent);
  } else if (shape.kind === "line") {
    let d = "";
    for (let i = 0; i < shape.segments.length; i += 4) d += `M${short(shape.segments[i])} ${short(shape.segments[i + 1])}L${short(shape.segments[i + 2])} ${short(shape.segments[i + 3])}`;
    svg("path", { d, fill: "none", stroke: shape.colour, "stroke-width": shape.width, "stroke-linecap": "round" }, parent);
  } else if (shape.kind === "dot") svg("path", { d: outline(shape), fill: shape.fill, stroke: shape.stroke, "stroke-width": shape.form === -2 ? 2.4 : 1.2 }, parent);
  else {
    const made = svg("text", { x: shape.x, y: shape.y, "text-anchor": shape.anchor, fill: shape.colour }, parent);
    if (shape.turned) put(made, { transform: `rotate(-90 ${short(shape.x)} ${short(shape.y)})` });
    made.textContent = shape.text;
  }
}
