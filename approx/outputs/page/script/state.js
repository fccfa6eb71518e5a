// States from elsewhere, a link or a file, are checked before they are used; and the page's own as files.

/** @import { AnySession, Session, Source, State, PlainLayer } from "./session" */

import { ACTIVATIONS } from "./activations.js";
import { interval } from "./interval.js";
import { Refusal, quoted } from "./refusal.js";
import { DEFAULTS, FIELDS, isAllowed } from "./run.js";
import { say } from "./words.js";

/** Larger networks are not opened. */
const [MOST_LAYERS, MOST_WIDTH, MOST_PARAMETERS] = [16, 256, 20000];
export const MOST_POINTS = 10000;
export const FORMAT = "approx-network";
export const VERSION = 2;
const FAMILY = /^leaky_relu\(([-+.0-9eE]+)\)$/;

/** The symbol and slopes of an activation's name; null for one that pages do not compute. @param {string} name @returns {{ symbol: string, slopes: [number, number] | null } | null} */
export function kindOfName(name) {
  if (Object.hasOwn(ACTIVATIONS, name)) return ACTIVATIONS[name];
  const slope = Number(FAMILY.exec(name)?.[1] ?? NaN);
  return Number.isFinite(slope) ? { symbol: "leaky", slopes: [slope, 1] } : null;
}

/** Weights, biases and activations alone. @param {import("./types").Layer[]} layers @returns {PlainLayer[]} */
export function plain(layers) {
  return layers.map(({ weights, biases, activation }) => ({ weights: weights.map((row) => [...row]), biases: [...biases], activation }));
}

/** Whether layers have the same widths and activations. @param {PlainLayer[]} one @param {PlainLayer[]} other */
export function sameShape(one, other) {
  return (
    one.length === other.length &&
    one.every(({ biases, activation }, l) => biases.length === other[l].biases.length && activation === other[l].activation)
  );
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {number} length @returns {value is number[]} */
export function areNumbers(value, length = -1) {
  return Array.isArray(value) && (length < 0 || value.length === length) && value.every((v) => typeof v === "number" && Number.isFinite(v) && Math.abs(v) < 1e100);
}

/** Layers that belong together. @param {unknown} value @param {Record<string, string>} words @param {(name: string) => boolean} knows @param {number} inputs @param {number} most outputs @returns {PlainLayer[]} */
export function checkedLayers(value, words, knows, inputs = 1, most = 1) {
  const wrong = (/** @type {string} */ what) => new Refusal(say(words, "page.wrong.network", { what }));
  if (!Array.isArray(value) || !value.length || value.length > MOST_LAYERS + 1) throw wrong("layers");
  let width = inputs;
  let total = 0;
  const layers = value.map((layer) => {
    if (!isObject(layer)) throw wrong("layers");
    const { weights, biases, activation } = layer;
    if (!areNumbers(biases) || !biases.length || biases.length > MOST_WIDTH) throw wrong("biases");
    if (!Array.isArray(weights) || weights.length !== biases.length || !weights.every((row) => areNumbers(row, width))) throw wrong("weights");
    if (typeof activation !== "string" || !knows(activation)) throw wrong(`activation ${quoted(String(activation).slice(0, 30))}`);
    total += biases.length * (width + 1);
    width = biases.length;
    return { weights: weights.map((row) => [...row]), biases: [...biases], activation };
  });
  if (width > most) throw wrong("outputs");
  if (total > MOST_PARAMETERS) throw wrong(`${total} parameters`);
  return layers;
}

/** @param {unknown} value @returns {Source | null} */
function checkedSource(value) {
  if (!isObject(value)) return null;
  const { kind, text, x, y, domain } = value;
  if (kind === "given") return { kind };
  if (!areNumbers(domain, 2)) return null;
  const [a, b] = interval(String(domain[0]), String(domain[1]));
  if (kind === "none") return { kind, domain: [a, b] };
  if (kind === "function" && typeof text === "string") return { kind, text, domain: [a, b] };
  if (kind !== "points" || !areNumbers(x) || !areNumbers(y, x.length) || x.length > MOST_POINTS) return null;
  const order = x.map((_, k) => k).sort((one, other) => x[one] - x[other]);
  return { kind, x: order.map((k) => x[k]), y: order.map((k) => y[k]), domain: [a, b] };
}

/** A state that came from outside. @param {unknown} value @param {Session} session @returns {State} */
export function checkedState(value, session) {
  const { words } = session.given;
  const wrong = () => new Refusal(words["page.wrong.link"]);
  if (!isObject(value)) throw wrong();
  const source = checkedSource(value.source);
  if (!source) throw wrong();
  const layers = checkedLayers(value.layers, words, (name) => session.knows(name));
  return { source, layers, off: checkedOff(value.off, layers), settings: checkedSettings(value.settings) };
}

/** Names of hidden neurons that there are. @param {unknown} value @param {PlainLayer[]} layers @returns {string[]} */
export function checkedOff(value, layers) {
  const known = new Set(layers.slice(0, -1).flatMap(({ biases }, l) => biases.map((_, j) => `${l}.${j}`)));
  return Array.isArray(value) ? value.filter((name) => known.has(name)) : [];
}

/** What is known of settings from outside; the rest as usual. @param {unknown} value */
export function checkedSettings(value) {
  const settings = { ...DEFAULTS };
  if (isObject(value)) {
    for (const [name, given] of Object.entries(value)) {
      if (Object.hasOwn(settings, name) && typeof given === typeof Reflect.get(settings, name)) Reflect.set(settings, name, given);
    }
  }
  for (const field of FIELDS) {
    if (!isAllowed(field, settings[field.name])) settings[field.name] = DEFAULTS[field.name];
  }
  if (!["gd", "adam"].includes(settings.method)) settings.method = DEFAULTS.method;
  if (!["spread", "he", "xavier"].includes(settings.start)) settings.start = DEFAULTS.start;
  return settings;
}

/** The network as approx reads it; a neuron that is switched off has no weight. @param {Session} session @returns {string} */
export function networkFile(session) {
  const { model, source, given } = session;
  const layers = withoutOff(session);
  const target = source.kind === "function" ? source.text.trim() : source.kind === "given" ? given.formula : "";
  const facts = { format: FORMAT, version: VERSION, inputs: ["x"], outputs: ["y"], layers, domain: model.data.domain };
  return `${JSON.stringify(target ? { ...facts, target } : facts)}\n`;
}

/** The layers; a neuron that is switched off has no weight. @param {AnySession} session */
export function withoutOff({ model }) {
  const layers = plain(model.layers);
  for (const name of model.off) {
    const [layer, neuron] = name.split(".").map(Number);
    layers[layer + 1].weights.forEach((row) => (row[neuron] = 0));
  }
  return layers;
}

/** The object in a network file. @param {string} text @param {Record<string, string>} words */
export function readFile(text, words) {
  const wrong = (/** @type {string} */ what) => new Refusal(say(words, "page.wrong.network", { what }));
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong("JSON");
  }
  if (!isObject(value) || value.format !== FORMAT) throw wrong("format");
  if (typeof value.version !== "number" || value.version > VERSION) throw wrong("version");
  if (Array.isArray(value.skips) && value.skips.length) throw wrong("skips");
  return value;
}

/** A network file as a state. @param {string} text @param {Session} session @returns {State} */
export function openedFile(text, session) {
  const { words, domain: usual } = session.given;
  const value = readFile(text, words);
  const layers = checkedLayers(value.layers, words, (name) => session.knows(name));
  const domain = areNumbers(value.domain, 2) && value.domain[0] < value.domain[1] ? value.domain : usual;
  const [a, b] = domain;
  /** @type {Source} */
  let source = { kind: "none", domain: [a, b] };
  if (typeof value.target === "string") source = { kind: "function", text: value.target, domain: [a, b] };
  return { source, layers, off: [], settings: { ...session.model.settings } };
}

/** What a session shows, as plain values. @param {AnySession} session @returns {any} its State */
export function stateOf({ model, source }) {
  const { layers, off, settings } = model;
  return { source, layers: plain(layers), off: [...off].sort(), settings: { ...settings } };
}

/**
 * Everything as a state says; true where the model is another and the views must be made anew.
 * @param {AnySession} session
 * @param {any} state its State
 */
export function restored(session, { source, layers, off, settings }) {
  const { model } = session;
  const same = JSON.stringify(source) === JSON.stringify(session.source) && sameShape(layers, model.layers);
  const full = layers.map((/** @type {PlainLayer} */ layer) => ({ ...layer, ...session.kindOf(layer.activation) }));
  if (same) {
    model.load(full, off);
    model.settings = { ...settings };
    return false;
  }
  session.open(source, full, off, settings);
  return true;
}
