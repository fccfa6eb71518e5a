// Activations by name; approx/outputs/page/document.py writes them in from their records.

/** @import { Layer } from "./types" */

import { normalDensity, normalShare } from "./special.js";

/** @typedef {{ value: (z: number) => number, first: (z: number) => number }} Formulas s and its derivative */

/** What formulas may name besides Math. */
export const NORMAL = { normalShare, normalDensity };

/** @type {Record<string, Formulas>} */
export const SMOOTH = {
  /* records */
};

/**
 * What a layer can be given: how formulas write it; slopes left and right of zero, or null where it is smooth.
 * @type {Record<string, { symbol: string, slopes: [number, number] | null }>}
 */
export const ACTIVATIONS = {
  /* activations */
};

/** What a layer does to a pre-activation. @param {Layer} layer @returns {Formulas} */
export function formulasOf({ activation, slopes }) {
  if (slopes) {
    const [left, right] = slopes;
    return { value: (z) => z * (z > 0 ? right : left), first: (z) => (z > 0 ? right : left) };
  }
  if (!(activation in SMOOTH)) throw new Error(`unknown activation ${activation}`);
  return SMOOTH[activation];
}
