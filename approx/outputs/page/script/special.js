// Functions that Math lacks: the error function, the normal distribution, and whole numbers as NumPy rounds them.

/** Chebyshev coefficients of ln(erfc) (Numerical Recipes 2007, 6.2.2). */
const ERFC = [
  -1.3026537197817094, 6.4196979235649026e-1, 1.9476473204185836e-2, -9.561514786808631e-3, -9.46595344482036e-4,
  3.66839497852761e-4, 4.2523324806907e-5, -2.0278578112534e-5, -1.624290004647e-6, 1.30365583558e-6, 1.5626441722e-8,
  -8.5238095915e-8, 6.529054439e-9, 5.059343495e-9, -9.91364156e-10, -2.27365122e-10, 9.6467911e-11, 2.394038e-12,
  -6.886027e-12, 8.94487e-13, 3.13092e-13, -1.12708e-13, 3.81e-16, 7.106e-15, -1.523e-15, -9.4e-17, 1.21e-16, -2.8e-17,
];

/** 1 − erf(z) for z >= 0. @param {number} z */
function erfc(z) {
  const t = 2 / (2 + z);
  const y = 4 * t - 2;
  let [d, before] = [0, 0];
  for (let k = ERFC.length - 1; k > 0; k--) [d, before] = [y * d - before + ERFC[k], d];
  return t * Math.exp(-z * z + 0.5 * (ERFC[0] + y * d) - before);
}

/** @param {number} z */
export function erf(z) {
  if (Number.isNaN(z)) return z;
  if (Math.abs(z) > 0.6) return z > 0 ? 1 - erfc(z) : erfc(-z) - 1;
  let [term, total] = [z, z];
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
    term *= (-z * z) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

/** The share of a normal distribution below z. @param {number} z */
export function normalShare(z) {
  const u = z / Math.SQRT2;
  if (u < -0.6) return erfc(-u) / 2;
  return (1 + erf(u)) / 2;
}

/** @param {number} z */
export function normalDensity(z) {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** 1/(1 + e^−z), without overflow. @param {number} z */
export function logistic(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

/** To the nearest whole number, halves to the even one. @param {number} z */
export function rint(z) {
  const down = Math.floor(z);
  if (z - down !== 0.5) return Math.round(z);
  return down % 2 === 0 ? down : down + 1;
}

/** The remainder with the sign of the divisor. @param {number} u @param {number} v */
export function modulo(u, v) {
  const r = u % v;
  return r !== 0 && r < 0 !== v < 0 ? r + v : r;
}
