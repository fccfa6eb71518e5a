// The buttons, keys and menus around the picture, the same for one input and for two.

import { menusClose } from "./menus.js";

/** @typedef {(name: string) => any} Part */

/** A line that says what is wrong; empty for nothing. @param {Part} part */
export function noteIn(part) {
  return (/** @type {string} */ line) => {
    part("note").textContent = line;
    part("note").hidden = !line;
  };
}

/** @param {Part} part @param {{ canUndo: boolean, canRedo: boolean }} history */
export function showSteps(part, { canUndo, canRedo }) {
  part("undo").disabled = !canUndo;
  part("redo").disabled = !canRedo;
}

/**
 * @param {HTMLElement} root
 * @param {Part} part
 * @param {{ go: (by: number) => void, start: () => void, reset: () => void, empty: () => void, turned: () => void }} on
 */
export function wire(root, part, on) {
  part("undo").addEventListener("click", () => on.go(-1));
  part("redo").addEventListener("click", () => on.go(1));
  part("start").addEventListener("click", on.start);
  part("reset").addEventListener("click", () => {
    part("menu").open = false;
    part("menu").querySelector("summary").focus();
    on.reset();
  });
  part("empty").addEventListener("click", () => {
    part("menu").open = false;
    on.empty();
    part("formula").focus();
  });
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const typing = /** @type {Element} */ (event.target).closest("input[type=text], textarea");
    const by = event.key.toLowerCase() === "z" ? (event.shiftKey ? 1 : -1) : event.key.toLowerCase() === "y" ? 1 : 0;
    if (!by || typing) return;
    event.preventDefault();
    on.go(by);
  });
  part("theme")?.addEventListener("click", () => {
    const now = getComputedStyle(root).colorScheme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    on.turned();
  });
  menusClose(root);
}
