// The smooth activations by name; approx/outputs/page/document.py writes them in from their records.

/** @typedef {{ value: (z: number) => number, first: (z: number) => number }} Formulas s and its derivative */

/** @type {Record<string, Formulas>} */
export const SMOOTH = {
  /* records */
};
