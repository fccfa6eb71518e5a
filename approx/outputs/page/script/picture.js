// The picture as a file of its own: SVG with its styles inside, or PNG.

import { put, svg } from "./svg.js";

const STYLES = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
  "opacity", "font-size", "font-weight", "paint-order",
];
/** What an SVG has without being told. @type {Record<string, string>} */
const NEUTRAL = {
  "fill-opacity": "1", "fill-rule": "nonzero", stroke: "none", "stroke-width": "1px", "stroke-opacity": "1", "stroke-dasharray": "none",
  "stroke-linecap": "butt", "stroke-linejoin": "miter", opacity: "1", "font-weight": "400", "paint-order": "normal",
};
/** Attributes that mean something in the page only. */
const PAGES = /^(?:style|class|tabindex|role|aria-.*|data-.*)$/;
const [MARGIN, TITLE, GAP, SENTENCE] = [16, 34, 10, 30];
const FONT = "Inter, system-ui, sans-serif";
/** PNG pixels for each of the page's. */
const SHARP = 2;

/**
 * Plot, error and sentence as one SVG document.
 * @param {HTMLElement} root of the page
 * @param {SVGElement[]} parts one above the other
 * @param {string} title
 * @param {string} sentence
 * @returns {{ text: string, width: number, height: number }}
 */
export function pictureOf(root, parts, title, sentence) {
  const style = getComputedStyle(root);
  const boxes = parts.map((part) => ({ width: part.clientWidth || Number(part.getAttribute("width")), height: Number(part.getAttribute("height")) }));
  const width = Math.max(...boxes.map((box) => box.width)) + 2 * MARGIN;
  const height = TITLE + boxes.reduce((total, box) => total + box.height + GAP, 0) + SENTENCE + MARGIN;
  const made = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "font-family": FONT });
  svg("title", {}, made).textContent = title;
  svg("desc", {}, made).textContent = sentence;
  svg("rect", { width, height, fill: style.backgroundColor }, made);
  svg("text", { x: MARGIN, y: TITLE - 10, "font-size": 18, "font-weight": "bold", fill: style.color }, made).textContent = title;
  let y = TITLE;
  parts.forEach((part, k) => {
    const copy = inlined(part);
    put(copy, { transform: `translate(${MARGIN} ${y})` });
    made.append(copy);
    y += boxes[k].height + GAP;
  });
  svg("text", { x: MARGIN + 54, y: y + 10, "font-size": 14, fill: style.color }, made).textContent = sentence;
  return { text: new XMLSerializer().serializeToString(made), width, height };
}

/** A group like this SVG, without what only the page's style sheet says. @param {SVGElement} part @returns {SVGElement} */
function inlined(part) {
  const group = svg("g");
  const copy = (/** @type {Element} */ from, /** @type {Element} */ to) => {
    for (const child of from.children) {
      if (child.matches(".reach, .grips")) continue;
      const shown = getComputedStyle(child);
      if (shown.display === "none" && !child.closest("defs")) continue;
      // As attributes: a page's policy refuses style attributes.
      const made = svg(child.localName);
      for (const { name, value } of child.attributes) if (!PAGES.test(name)) made.setAttribute(name, value);
      for (const name of STYLES) {
        const value = shown.getPropertyValue(name);
        if (value && !(name in NEUTRAL && NEUTRAL[name] === value)) made.setAttribute(name, value);
      }
      if (!child.children.length) made.textContent = child.textContent;
      to.append(made);
      copy(child, made);
    }
  };
  copy(part, group);
  return group;
}

/** The picture as pixels. @param {{ text: string, width: number, height: number }} picture @returns {Promise<Blob>} */
export async function pixelsOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SHARP * width, SHARP * height];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}
