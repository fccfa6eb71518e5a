// The page inside a notebook: anywidget hands over the model, which Python and the page share.

import { mount } from "./script/main.js";
import { plain } from "./script/state.js";

/**
 * @typedef {object} Shared a part of Backbone's model, as anywidget passes it on
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

/** @param {{ model: Shared, el: HTMLElement }} given */
function render({ model, el }) {
  const root = document.createElement("div");
  root.className = model.get("_data").box ? "approx plane" : "approx";
  root.lang = model.get("_language");
  root.dataset.theme = model.get("_theme");
  root.innerHTML = model.get("_body"); // the template of this package, its words escaped
  el.append(root);
  const page = mount(root, model.get("_data"));
  const now = () => ({ layers: plain(page.model.layers), off: [...page.model.off].sort() });
  const send = () => {
    model.set("state", now());
    model.save_changes();
  };
  const receive = () => {
    const { layers, off } = model.get("state");
    if (JSON.stringify({ layers, off }) !== JSON.stringify(now())) page.take(layers, off);
  };
  receive(); // shown a second time, it has the state in which it was left
  root.addEventListener("approx-change", send);
  model.on("change:state", receive);
  return () => {
    model.off("change:state", receive);
    page.destroy();
  };
}

export default { render };
