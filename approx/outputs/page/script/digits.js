// Handwritten digits: an image of 8 × 8 pixels that is drawn or taken from the data, and what the network makes of it.

import { html, svg } from "./svg.js";
import { localised, number, say } from "./words.js";

const SIDE = 8;
const GREYS = 16;

/**
 * @typedef {{ weights: number[][], biases: number[] }} Dense
 * @typedef {{ layers: [Dense, Dense], images: string[], labels: number[], misread: number[], first: number, words: Record<string, string> }} DigitsData
 *   images: a character a pixel, "A" is no ink; first: the digit that is shown at the beginning
 */

/** Activations of the hidden neurons, and the shares of the digits. @param {[Dense, Dense]} layers @param {number[]} inks in [0, 1] */
export function read([first, last], inks) {
  const dense = (/** @type {Dense} */ { weights, biases }, /** @type {number[]} */ inputs) =>
    weights.map((row, j) => row.reduce((sum, w, i) => sum + w * inputs[i], biases[j]));
  const hidden = dense(first, inks).map((z) => Math.max(0, z));
  const scores = dense(last, hidden);
  const top = Math.max(...scores);
  const powers = scores.map((z) => Math.exp(z - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return { hidden, shares: powers.map((power) => power / total) };
}

/** Greys of an image, from 0 to 16. @param {string} image */
export function greys(image) {
  return [...image].map((letter) => letter.charCodeAt(0) - 65);
}

/** Ink that a pen leaves on a pixel whose middle is so far away, in pixels. @param {number} distance */
function pressed(distance) {
  return Math.round(GREYS * Math.max(0, Math.min(1, 1.3 - 0.95 * distance)));
}

/** @param {HTMLElement} root @param {DigitsData} data */
export function mount(root, data) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
  const { words, layers } = data;
  /** @type {number[]} */
  let image = new Array(SIDE * SIDE).fill(0);
  let held = -1; // which of the data is shown; -1: what was drawn
  let at = 0; // the pixel that keys change

  const pixels = gridOf(part("pixels"));
  const templates = templatesOf(part("templates"), layers[0].weights);
  const shares = sharesOf(part("shares"));
  const most = Math.max(...data.images.map((one) => Math.max(...read(layers, greys(one).map((g) => g / GREYS)).hidden)));

  const draw = () => {
    const answer = read(layers, image.map((grey) => grey / GREYS));
    pixels.forEach((pixel, k) => {
      pixel.style.setProperty("--grey", String((100 * image[k]) / GREYS));
      pixel.tabIndex = k === at ? 0 : -1;
      pixel.setAttribute("aria-label", say(words, "digits.page.pixel", { row: Math.floor(k / SIDE) + 1, column: (k % SIDE) + 1, ink: image[k] }));
    });
    templates.forEach(({ element, bar, value }, k) => {
      const now = answer.hidden[k];
      element.classList.toggle("on", now > 0);
      bar.style.setProperty("--level", String(Math.min(1, now / most)));
      value.textContent = localised(now ? number(now, 2) : "0", words);
      element.setAttribute("aria-label", say(words, "digits.page.neuron", { k: k + 1, value: number(now, 3) }));
    });
    const best = answer.shares.indexOf(Math.max(...answer.shares));
    shares.forEach(({ element, bar, value }, k) => {
      element.classList.toggle("first", k === best);
      bar.style.setProperty("--level", String(answer.shares[k]));
      value.textContent = localised(share(answer.shares[k]), words);
    });
    const blank = image.every((grey) => grey === 0);
    part("read").textContent = say(words, blank ? "digits.page.blank" : "digits.page.read", { answer: best });
    part("shown").textContent =
      held < 0 ? (blank ? "" : words["digits.page.drawn"]) : say(words, "digits.page.shown", { k: held + 1, total: data.labels.length, label: data.labels[held] });
    return answer;
  };
  const show = (/** @type {number} */ k) => {
    held = k;
    image = greys(data.images[k]);
    return draw();
  };
  const ink = (/** @type {number} */ k, /** @type {number} */ grey) => {
    if (image[k] === grey) return;
    image[k] = grey;
    held = -1;
  };

  const erase = part("erase");
  const erasing = () => erase.getAttribute("aria-pressed") === "true";
  erase.addEventListener("click", () => erase.setAttribute("aria-pressed", String(!erasing())));
  part("clear").addEventListener("click", () => {
    image.fill(0);
    held = -1;
    draw();
  });
  part("another").addEventListener("click", () => show((held + 1) % data.images.length));
  part("misread").addEventListener("click", () => show(data.misread.find((k) => k > held) ?? data.misread[0]));
  part("misread").hidden = !data.misread.length;

  /** A stroke of the pen between two points, in pixels. @param {[number, number]} from @param {[number, number]} to */
  const stroke = ([x0, y0], [x1, y1]) => {
    const length = Math.hypot(x1 - x0, y1 - y0);
    for (let k = 0; k < SIDE * SIDE; k++) {
      const [x, y] = [(k % SIDE) + 0.5, Math.floor(k / SIDE) + 0.5];
      const along = length ? Math.max(0, Math.min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length ** 2)) : 0;
      const distance = Math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0));
      if (erasing()) ink(k, Math.min(image[k], GREYS - pressed(distance)));
      else ink(k, Math.max(image[k], pressed(distance)));
    }
    draw();
  };
  const grid = part("pixels");
  const place = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const box = grid.getBoundingClientRect();
    return /** @type {[number, number]} */ ([(SIDE * (clientX - box.left)) / box.width, (SIDE * (clientY - box.top)) / box.height]);
  };
  /** @type {[number, number] | null} */
  let pen = null;
  grid.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    grid.setPointerCapture(event.pointerId);
    pen = place(event);
    stroke(pen, pen);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!pen) return;
    const to = place(event);
    stroke(pen, to);
    pen = to;
  });
  for (const end of ["pointerup", "pointercancel"]) grid.addEventListener(end, () => (pen = null));
  grid.addEventListener("keydown", (event) => {
    const [row, column] = [Math.floor(at / SIDE), at % SIDE];
    const to = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column] })[event.key];
    if (to) {
      at = SIDE * Math.max(0, Math.min(SIDE - 1, to[0])) + Math.max(0, Math.min(SIDE - 1, to[1]));
      draw();
      pixels[at].focus();
    } else if (event.key === " " || event.key === "Enter") {
      ink(at, erasing() || image[at] === GREYS ? 0 : GREYS);
      draw();
    } else if (event.key === "Backspace" || event.key === "Delete") {
      ink(at, 0);
      draw();
    } else return;
    event.preventDefault();
  });
  grid.addEventListener("focusin", (event) => {
    const k = pixels.findIndex((pixel) => pixel === event.target);
    if (k >= 0 && k !== at) {
      at = k;
      draw();
    }
  });
  part("theme").addEventListener("click", () => {
    root.dataset.theme = getComputedStyle(root).colorScheme === "dark" ? "light" : "dark";
  });
  show(data.first);
  Object.assign(root, { digits: { get image() { return [...image]; }, draw, show, read: (/** @type {number[]} */ inks) => read(layers, inks) } });
}

/** What rounds to 0 or 1 and is neither is said to be so. @param {number} value */
function share(value) {
  if (value >= 0.9995 && value < 1) return ">0.999";
  return value > 0 && value < 0.0005 ? "<0.001" : value.toFixed(3);
}

/** The pixels, row by row. @param {HTMLElement} grid */
function gridOf(grid) {
  const pixels = [];
  for (let k = 0; k < SIDE; k++) {
    const row = html("div", { role: "row" }, grid);
    for (let i = 0; i < SIDE; i++) pixels.push(html("div", { role: "gridcell", class: "pixel" }, row));
  }
  return pixels;
}

/** Every neuron's weights as an image, and a bar for its activation. @param {HTMLElement} parent @param {number[][]} weights */
function templatesOf(parent, weights) {
  const largest = Math.max(...weights.flat().map(Math.abs));
  return weights.map((row) => {
    const element = html("div", { class: "template", role: "img" }, parent);
    const picture = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, element);
    row.forEach((w, i) => {
      const share = Math.round((100 * Math.abs(w)) / largest);
      const fill = `color-mix(in srgb, var(--${w > 0 ? "above" : "below"}) ${share}%, var(--background))`;
      svg("rect", { x: i % SIDE, y: Math.floor(i / SIDE), width: 1, height: 1 }, picture).style.fill = fill;
    });
    const bar = html("i", {}, html("div", { class: "level" }, element));
    return { element, bar, value: html("span", {}, element) };
  });
}

/** A bar and a number for every digit. @param {HTMLElement} parent */
function sharesOf(parent) {
  return Array.from({ length: 10 }, (_, digit) => {
    const element = html("div", { class: "share" }, parent);
    html("span", {}, element, String(digit));
    const bar = html("i", {}, html("div", { class: "level", "aria-hidden": "true" }, element));
    return { element, bar, value: html("span", { class: "value" }, element) };
  });
}
