// A function as plain text, from its parts: approx/inputs/expression/write.py in the page.

/** @import { Part } from "./tape" */

// How tightly a piece holds together, loosest first; a sign in front of a factor is no sum.
const [COMPARISON, SUM, SIGNED, PRODUCT, QUOTIENT, ATOM] = [0, 1, 2, 3, 4, 5];
/** @typedef {{ text: string, level: number }} Piece */
/** @type {Record<string, string>} */
const SIGNS = { "<": "<", "<=": "≤", ">": ">", ">=": "≥", pi: "π", e: "e", tau: "τ" };
/** @type {Record<string, [string, string]>} */
const CALLS = { abs: ["|", "|"], sigmoid: ["σ(", ")"], relu: ["ReLU(", ")"], gelu: ["GELU(", ")"], silu: ["SiLU(", ")"] };

/** How the function is written that a part is, usually the last. @param {Part[]} parts @param {number} root */
export function written(parts, root = parts.length - 1) {
  const pieces = /** @type {Piece[]} */ ([]);
  for (const { op, args, text } of parts) {
    const given = args.map((i) => pieces[i]);
    if (["x", "y", "number", "constant"].includes(op)) pieces.push(leaf(op, text));
    else pieces.push(operation(op, given));
  }
  return pieces[root].text;
}

/** @param {string} op @param {string} text @returns {Piece} */
function leaf(op, text) {
  if (op === "x" || op === "y") return { text: op, level: ATOM };
  if (op === "constant") return { text: SIGNS[text], level: ATOM };
  const [mantissa, exponent] = text.toLowerCase().split("e");
  return { text: exponent ? `${mantissa}e${Number(exponent)}` : mantissa, level: ATOM };
}

/** @param {string} op @param {Piece[]} args @returns {Piece} */
function operation(op, args) {
  const [u, v] = args;
  if (op === "neg") return { text: `−${held(u, PRODUCT)}`, level: SIGNED };
  if (op === "+" || op === "-") {
    return { text: `${held(u, SUM)} ${op === "+" ? "+" : "−"} ${held(v, PRODUCT)}`, level: SUM };
  }
  if (op === "*") return product(u, v);
  if (op === "/") return { text: `${held(u, SIGNED)}/${held(v, QUOTIENT)}`, level: ledBy(u) };
  if (op === "^") return power(held(u, ATOM), v);
  if (Object.hasOwn(SIGNS, op)) return { text: `${u.text} ${SIGNS[op]} ${v.text}`, level: COMPARISON };
  const inside = args.map(({ text }) => text).join(", ");
  const [left, right] = CALLS[op] ?? [`${op}(`, ")"];
  return { text: left + inside + right, level: ATOM };
}

/** The piece, in brackets when it is looser than `level`. @param {Piece} piece @param {number} level */
function held(piece, level) {
  return piece.level >= level ? piece.text : `(${piece.text})`;
}

/** @param {Piece} left @param {Piece} right @returns {Piece} */
function product(left, right) {
  const first = held(left, SIGNED);
  const second = held(right, QUOTIENT);
  const join = /^[0-9]/.test(second) || !isNumber(first.replace(/^[−-]+/, "")) ? "·" : "";
  return { text: first + join + second, level: ledBy(left) };
}

/** How tightly a product or quotient holds that begins with `first`, in brackets or not. @param {Piece} first */
function ledBy(first) {
  return first.level === SIGNED ? SIGNED : PRODUCT;
}

/** @param {string} text */
function isNumber(text) {
  return /^[0-9]+$/.test(text.replaceAll(".", ""));
}

/** @param {string} base @param {Piece} exponent @returns {Piece} */
function power(base, exponent) {
  const digits = exponent.text.replaceAll("−", "-");
  if (isNumber(digits.replace(/^-+/, "")) && !digits.includes(".")) {
    return { text: base + [...digits].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789-".indexOf(c)]).join(""), level: QUOTIENT };
  }
  return { text: `${base}^${held(exponent, ATOM)}`, level: QUOTIENT };
}
