// Commands of LaTeX as words of the grammar: approx/inputs/expression/latex.py in the page.

import { Refusal } from "./refusal.js";

const COMMAND =
  /\\(?:(?<upright>operatorname\*?|mathrm|mathit|mathbf|text|textrm|rm)\s*\{\s*(?<inside>[A-Za-z]+[0-9]*)\s*\}|(?<name>[A-Za-z]+)(?:_(?:\{\s*(?<base>[0-9]+|e)\s*\}|(?<digit>[0-9e])))?|(?<space>[,;:!> \t\\])|(?<sign>[{}|%]))/y;
/** @type {Record<string, string>} */
const OPERATORS = {
  cdot: "*", times: "*", ast: "*", div: "/", bmod: "%", mid: "|", vert: "|",
  le: "<=", leq: "<=", leqslant: "<=", ge: ">=", geq: ">=", geqslant: ">=",
  lt: "<", gt: ">", lvert: "|", rvert: "|", lbrace: "{", rbrace: "}",
  lfloor: "\\lfloor", rfloor: "\\rfloor", lceil: "\\lceil", rceil: "\\rceil",
};
/** Commands that only move what they stand beside. */
const NOTHING = new Set(
  "left right big Big bigg Bigg bigl bigr Bigl Bigr quad qquad displaystyle textstyle limits nolimits mathopen mathclose".split(" "),
);
const FRACTIONS = new Set(["frac", "dfrac", "tfrac", "cfrac"]);
/** Functions whose argument stands without brackets. @type {Record<string, string>} */
const LOOSE = {
  sin: "sin", cos: "cos", tan: "tan", cot: "cot", sec: "sec", csc: "csc", sinh: "sinh", cosh: "cosh", tanh: "tanh",
  arcsin: "asin", arccos: "acos", arctan: "atan", exp: "exp", ln: "ln", log: "log", lg: "log10", erf: "erf",
  max: "max", min: "min", sgn: "sign", sigma: "sigmoid",
};
const CASES = /\\begin\s*\{cases\}([^$]*?)\\end\s*\{cases\}/;
const OTHERWISE = /^(?:\\?(?:text|mathrm)?\{?\s*(?:otherwise|else|sonst)\s*\.?\s*\}?)$/i;
const IF = /\\(?:text|mathrm)\{\s*(?:if|for|when|falls|für|wenn)\s*\}|\b(?:if|for|when)\b/g;

/**
 * The command that begins at `at`, as a word, or null for one that means nothing here; and where it ends.
 * @param {string} text
 * @param {number} at
 * @returns {{ word: [import("./tokens").Kind, string, boolean] | null, end: number }}
 */
export function command(text, at) {
  COMMAND.lastIndex = at;
  const match = COMMAND.exec(text);
  if (!match?.groups) throw new Refusal(`'\\' is not allowed (column ${at + 1}); LaTeX commands are read`);
  const { sign, inside, name, base, digit } = match.groups;
  const end = at + match[0].length;
  if (sign) return { word: ["operator", sign, false], end };
  if (inside) return { word: ["name", inside, true], end };
  if (name === undefined) return { word: null, end };
  if (name === "right" && text[end] === ".") return { word: null, end: end + 1 };
  if (Object.hasOwn(OPERATORS, name)) return { word: ["operator", OPERATORS[name], false], end };
  if (name === "pi" || name === "tau") return { word: ["name", name, false], end };
  if (FRACTIONS.has(name)) return { word: ["name", "\\frac", false], end };
  if (name === "sqrt") return root(text, end);
  if (Object.hasOwn(LOOSE, name)) return { word: ["name", withBase(LOOSE[name], base ?? digit), true], end };
  if (!NOTHING.has(name)) {
    const known = "\\frac, \\sqrt, \\cdot, \\pi, \\left, \\right, \\sin, \\exp, \\ln";
    throw new Refusal(`LaTeX's \\${name.slice(0, 30)} is not read (column ${at + 1}); read are ${known}, …`);
  }
  return { word: null, end };
}

/** @param {string} text @param {number} at @returns {ReturnType<typeof command>} */
function root(text, at) {
  const degree = /^\s*\[\s*([0-9]+)\s*\]/.exec(text.slice(at));
  if (!degree) return { word: ["name", "\\sqrt", false], end: at };
  const name = /** @type {Record<string, string>} */ ({ 2: "\\sqrt", 3: "\\cbrt" })[Number(degree[1].slice(0, 4))];
  if (!name) throw new Refusal(`a root of degree ${degree[1].slice(0, 9)} is not read; write x^(1/${degree[1].slice(0, 9)})`);
  return { word: ["name", name, false], end: at + degree[0].length };
}

/** @param {string} name @param {string | undefined} base */
function withBase(name, base) {
  const bases = /** @type {Record<string, string>} */ ({ 2: "log2", 10: "log10", e: "ln" });
  if (base === undefined) return name;
  if (name !== "log" || !Object.hasOwn(bases, base)) {
    throw new Refusal(`\\${name}_${base.slice(0, 9)} is not read; write log(x)/log(${base.slice(0, 9)})`);
  }
  return bases[base];
}

/** \begin{cases} a & x < 0 \\ b & x \ge 0 \end{cases} as {x < 0: a, x >= 0: b}. @param {string} text */
export function withoutCases(text) {
  const match = CASES.exec(text);
  if (!match) return text;
  const pieces = [];
  for (const row of match[1].split("\\\\")) {
    const cut = row.indexOf("&");
    const value = stripped(cut < 0 ? row : row.slice(0, cut), /[,;]+$/);
    const condition = stripped((cut < 0 ? "" : row.slice(cut + 1)).replace(IF, " "), /[,.;]+$/);
    if (!value && !condition) continue;
    pieces.push(!condition || OTHERWISE.test(condition.trim()) ? value : `${condition}: ${value}`);
  }
  return `${text.slice(0, match.index)}{${pieces.join(", ")}}${text.slice(match.index + match[0].length)}`;
}

/** @param {string} text @param {RegExp} last */
function stripped(text, last) {
  return text.trim().replace(last, "");
}
