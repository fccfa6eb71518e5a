// States of a page of two inputs from elsewhere are checked before they are used; and its own as files.

/** @import { PlaneSession, Source, State } from "./plane_session" */
/** @import { Box } from "./plane_regions" */

import { interval } from "./interval.js";
import { Refusal } from "./refusal.js";
import { FORMAT, MOST_POINTS, VERSION, areNumbers, checkedLayers, checkedOff, checkedSettings, isObject, readFile, withoutOff } from "./state.js";

/** More classes cannot be told apart by colour. */
export const MOST_CLASSES = 10;
const LONGEST_NAME = 40;

/** @param {unknown} value @returns {Box | null} */
function checkedBox(value) {
  if (!Array.isArray(value) || value.length !== 2 || !value.every((side) => areNumbers(side, 2))) return null;
  return /** @type {Box} */ (value.map(([a, b]) => interval(String(a), String(b))));
}

/** @param {unknown} value @returns {Source | null} */
function checkedSource(value) {
  if (!isObject(value)) return null;
  const { kind, text, x, y, v, classes } = value;
  if (kind === "given") return { kind };
  const box = checkedBox(value.box);
  if (!box) return null;
  if (kind === "none") return { kind, box };
  if (kind === "function" && typeof text === "string") return { kind, text, box };
  if (kind !== "points" || !areNumbers(x) || x.length > MOST_POINTS || !areNumbers(y, x.length) || !areNumbers(v, x.length)) return null;
  if (!Array.isArray(classes) || classes.length > MOST_CLASSES || !classes.every((name) => typeof name === "string" && name.length <= LONGEST_NAME)) return null;
  if (classes.length && !v.every((k) => Number.isInteger(k) && k >= 0 && k < classes.length)) return null;
  return { kind, x: [...x], y: [...y], v: [...v], classes: [...classes], box };
}

/** A state that came from outside. @param {unknown} value @param {PlaneSession} session @returns {State} */
export function checkedState(value, session) {
  const { words } = session.given;
  const wrong = () => new Refusal(words["page.wrong.link"]);
  if (!isObject(value)) throw wrong();
  const source = checkedSource(value.source);
  if (!source) throw wrong();
  const layers = checkedLayers(value.layers, words, (name) => session.knows(name), 2, MOST_CLASSES);
  return { source, layers, off: checkedOff(value.off, layers), settings: checkedSettings(value.settings) };
}

/** The network as approx reads it; a neuron that is switched off has no weight. @param {PlaneSession} session @returns {string} */
export function networkFile(session) {
  const { model, source, given } = session;
  const layers = withoutOff(session);
  const outputs = model.isSeveral ? model.data.classes.map((name, k) => name || `class ${k + 1}`) : ["f"];
  const target = source.kind === "function" ? source.text.trim() : source.kind === "given" ? given.target.text : "";
  const facts = { format: FORMAT, version: VERSION, inputs: model.inputNames, outputs, layers, domain: model.data.box };
  return `${JSON.stringify(target ? { ...facts, target } : facts)}\n`;
}

/** A network file as a state. @param {string} text @param {PlaneSession} session @returns {State} */
export function openedFile(text, session) {
  const { words } = session.given;
  const value = readFile(text, words);
  const layers = checkedLayers(value.layers, words, (name) => session.knows(name), 2, MOST_CLASSES);
  const box = checkedBox(value.domain) ?? session.model.data.box;
  /** @type {Source} */
  const source = typeof value.target === "string" ? { kind: "function", text: value.target, box } : { kind: "none", box };
  return { source, layers, off: [], settings: { ...session.model.settings } };
}
