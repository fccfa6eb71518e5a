// What a user typed and cannot be read: one line that says why, and the way out.

export class Refusal extends Error {}

/** A text as Python's repr writes it. @param {string} text */
export function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = "";
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    const short = /** @type {Record<string, string>} */ ({ "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c];
    if (short) inside += short;
    else if (c === quote) inside += `\\${c}`;
    else if (code < 32 || code === 127) inside += `\\x${code.toString(16).padStart(2, "0")}`;
    else inside += c;
  }
  return `${quote}${inside}${quote}`;
}

/** A number as Python's %g writes it. @param {number} value @param {number} digits */
export function general(value, digits = 6) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const trimmed = (/** @type {string} */ text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (power >= -4 && power < digits) return trimmed(value.toFixed(Math.max(0, digits - 1 - power)));
  return `${trimmed(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
