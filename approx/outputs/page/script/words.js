// Words and numbers as approx/style/languages writes them; the words themselves come from Python.

/**
 * The phrase `key`, its blanks filled in; a value named n also picks singular or plural.
 * @param {Record<string, string>} words
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function say(words, key, values = {}) {
  const one = `${key}.one`;
  const phrase = words[values.n === 1 && one in words ? one : key];
  return phrase.replace(/\{(\w+)\}/g, (_, name) => {
    const text = String(values[name]);
    return NUMERIC.test(text) ? localised(text, words) : text;
  });
}

/**
 * The words as they speak of points, or of an error that is not proved to be the largest.
 * @param {Record<string, string>} raw
 * @param {string} kind "points", "found" or ""
 * @returns {Record<string, string>}
 */
export function spoken(raw, kind) {
  const chosen = { ...raw };
  const end = `.${kind}`;
  // What is said either way stands in the raw words beside the plain one.
  for (const key of Object.keys(raw)) if (kind && key.endsWith(end) && SPOKEN.test(key)) chosen[key.slice(0, -end.length)] = raw[key];
  return chosen;
}

/** Phrases that speak of points, or of what was found, in place of those without the ending. */
const SPOKEN = /^(?:error\.(?:at|places|none|of)|page\.(?:strip|sup|rms))\.(?:points|found)$|^best\.equal\.found$/;

/** A text of nothing but numbers. */
const NUMERIC = /^[\d.,;·⁰¹²³⁴-⁹⁻−±×%/()[\] \u00a0]+$/;

/**
 * Numbers as the page's language writes them: 0.5 is 0,5 in German, and (0, 0.5) is (0; 0,5).
 * @param {string} text
 * @param {Record<string, string>} words
 */
export function localised(text, words) {
  const apart = words.decimal === "," ? text.replace(/(?<=[\d⁰-⁹]), (?=[±−-]?\d)/g, "; ") : text;
  return apart.replace(/(?<=\d)\.(?=\d)/g, words.decimal);
}

/**
 * A value with so many significant digits, no trailing zeros and a true minus sign.
 * @param {number} value
 * @param {number} digits
 */
export function number(value, digits = 4) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  if (Math.abs(value) < 1e-305) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const plain = power >= -4 && power < digits;
  const text = plain ? value.toFixed(Math.max(0, digits - 1 - power)) : mantissa;
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return (plain ? short : `${short}·10${raised(power)}`).replace(/-/g, "−");
}

/** A bound with three digits is still one. @param {number} bound */
export function roundedUp(bound) {
  const step = 10 ** (Math.floor(Math.log10(bound)) - 2);
  return Math.ceil(bound / step) * step;
}

/**
 * A network's own number: short fractions of halves to sixty-fourths as they are, else so many digits.
 * @param {number} value
 * @param {number} digits
 */
export function parameter(value, digits) {
  const below = [1, 2, 4, 8, 16, 32, 64].find((many) => Number.isInteger(value * many));
  const isShort = below !== undefined && Math.abs(value * below) < (below === 1 ? 10_000 : 100);
  return isShort ? String(value + 0).replace("-", "−") : number(value, digits);
}

/** @param {number} power */
function raised(power) {
  return [...String(power)].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
}

/**
 * A typed number: 0.5, 0,5, −1 or 1/3; null when it is none.
 * @param {string} text
 */
export function parsed(text) {
  const plain = text.trim().replace(/−/g, "-").replace(",", ".");
  const match = /^([-+]?[\d.]+(?:e[-+]?\d+)?)(?:\/(\d+(?:\.\d+)?))?$/i.exec(plain);
  if (!match) return null;
  const value = Number(match[1]) / Number(match[2] ?? 1);
  return Number.isFinite(value) && Math.abs(value) <= 1e6 ? value : null;
}
