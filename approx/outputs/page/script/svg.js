// Small helpers for SVG and HTML elements.

const SPACE = "http://www.w3.org/2000/svg";
let made = 0;

/** A name no other element of the document has. */
export function unique() {
  return `approx-${++made}`;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {Element | null} parent
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, parent = null) {
  const element = document.createElementNS(SPACE, name);
  put(element, attributes);
  parent?.append(element);
  return /** @type {SVGElement} */ (element);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number>} attributes
 * @param {Element | null} parent
 * @param {string} text
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(name, attributes = {}, parent = null, text = "") {
  const element = document.createElement(name);
  put(element, attributes);
  if (text) element.textContent = text;
  parent?.append(element);
  return element;
}

/** Set attributes. @param {Element} element @param {Record<string, string | number>} attributes */
export function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = typeof value === "number" && name !== "tabindex" ? short(value) : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** A coordinate, to a hundredth of a pixel. @param {number} value */
export function short(value) {
  return String(Math.round(value * 100) / 100);
}

/** A path through points. @param {number[]} xs @param {number[]} ys */
export function path(xs, ys) {
  let d = "";
  for (let i = 0; i < xs.length; i++) d += `${i ? "L" : "M"}${short(xs[i])} ${short(ys[i])}`;
  return d;
}

/** Dots, drawn by the round ends of no line. @param {number[]} xs @param {number[]} ys */
export function dots(xs, ys) {
  return xs.map((x, i) => `M${short(x)} ${short(ys[i])}h0`).join("");
}

/** Upright lines. @param {number[]} xs @param {number[]} feet @param {number[]} tips */
export function stems(xs, feet, tips) {
  return xs.map((x, i) => `M${short(x)} ${short(feet[i])}V${short(tips[i])}`).join("");
}

/** The colour of a hidden neuron, for its element and those inside. @param {ElementCSSInlineStyle} element @param {number | null} index */
export function tint(element, index) {
  const color = index === null ? "var(--ink)" : `var(--neuron-${index % 10})`;
  // Unchanged it would still cost the browser a new look at everything inside.
  if (element.style.getPropertyValue("--color") !== color) element.style.setProperty("--color", color);
}
