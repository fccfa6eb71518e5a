// The name that was probably meant: Ratcliff and Obershelp's matching blocks (1988), as Python's difflib.

/** A name at least so similar is offered. */
const CUTOFF = 0.7;

/** The most similar of the names, or null. @param {string} word @param {string[]} names */
export function nearest(word, names) {
  let best = /** @type {string | null} */ (null);
  let most = -1;
  for (const name of names) {
    const ratio = (2 * matches(name, word)) / (name.length + word.length);
    // Of equals difflib takes the last in the alphabet.
    if (ratio >= CUTOFF && (ratio > most || (ratio === most && best !== null && name > best))) [best, most] = [name, ratio];
  }
  return best;
}

/** Characters in matching blocks: the longest common one, then those left and right of it. @param {string} a @param {string} b @returns {number} */
function matches(a, b) {
  let [size, i, j] = [0, 0, 0];
  for (let p = 0; p < a.length; p++) {
    for (let q = 0; q < b.length; q++) {
      let k = 0;
      while (p + k < a.length && q + k < b.length && a[p + k] === b[q + k]) k++;
      if (k > size) [size, i, j] = [k, p, q];
    }
  }
  if (!size) return 0;
  return size + matches(a.slice(0, i), b.slice(0, j)) + matches(a.slice(i + size), b.slice(j + size));
}
