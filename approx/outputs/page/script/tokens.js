// A function text as numbers, names and operators: approx/inputs/expression/tokens.py in the page.

import { command, withoutCases } from "./latex.js";
import { Refusal, quoted } from "./refusal.js";

/** @typedef {"number" | "name" | "operator" | "end"} Kind */
/**
 * One word: as the grammar knows it, its column from 1, whether it follows the one before without a
 * space, and whether it is a function of LaTeX, whose argument may stand without brackets.
 * @typedef {{ kind: Kind, text: string, column: number, touches: boolean, loose: boolean }} Token
 */

const MOST_CHARACTERS = 500;
const TOKEN =
  /(?<number>(?:[0-9]+(?:\.(?![*/^]))?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?<module>(?:np|numpy|jnp|math|Math|torch|F|nn|functional|scipy|special|sympy|sp|tf)\.(?=[A-Za-z]))|(?<name>[A-Za-z_][A-Za-z_0-9]*|[πτσ])|(?<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+)|(?<operator>\.?\*\*|\.\*|\.\/|\.\^|\/\/|<=|>=|[-+*/^%(),<>|:{}−×·⋅∙∗÷≤≥√∛])/uy;
/** @type {Record<string, string>} */
const SPELLINGS = {
  "**": "^", ".**": "^", ".^": "^", ".*": "*", "./": "/",
  "−": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "÷": "/", "≤": "<=", "≥": ">=",
  π: "pi", τ: "tau", σ: "sigmoid",
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
/** What may stand before a function: y =, f(x) =, lambda x:, and LaTeX's f\left(x\right) =. */
const HEAD = /^\s*(?:lambda\s+(?<bound>[a-zA-Z])\s*:|(?:y|[a-zA-Z]\s*(?:\\left)?\(\s*(?<argument>[a-zA-Z])\s*(?:\\right)?\))\s*:?=(?!=))/;
/** The same before a function of two. */
const HEAD_OF_TWO = /^\s*(?:lambda\s+(?<first>[a-zA-Z])\s*,\s*(?<second>[a-zA-Z])\s*:|(?:z|[a-zA-Z]\s*(?:\\left)?\(\s*(?<one>[a-zA-Z])\s*,\s*(?<other>[a-zA-Z])\s*(?:\\right)?\))\s*:?=(?!=))/;
/** How the two inputs may also be called. @type {Record<string, string>} */
const NUMBERED = { x1: "x", x2: "y", x_1: "x", x_2: "y" };
/** Signs around formulas in LaTeX and Markdown. */
const FENCES = [["$$", "$$"], ["$", "$"], ["\\(", "\\)"], ["\\[", "\\]"]];

/** The words of a text, closed by one of kind "end". @param {string} given @returns {Token[]} */
export function tokens(given) {
  const length = [...given].length;
  if (length > MOST_CHARACTERS) throw new Refusal(`function text is ${length} characters; the limit is ${MOST_CHARACTERS}`);
  const [text, variable] = withoutHead(withoutFences(withoutCases(given)));
  return wordsOf(text, variable ? { [variable]: "x" } : {});
}

/** The words of a function of x and y, which a head such as f(a, b) = may rename. @param {string} given @returns {Token[]} */
export function tokensOfTwo(given) {
  const length = [...given].length;
  if (length > MOST_CHARACTERS) throw new Refusal(`function text is ${length} characters; the limit is ${MOST_CHARACTERS}`);
  const text = withoutFences(withoutCases(given));
  const match = HEAD_OF_TWO.exec(text);
  if (!match) return wordsOf(text, NUMBERED);
  const first = match.groups?.first ?? match.groups?.one;
  const second = match.groups?.second ?? match.groups?.other;
  return wordsOf(" ".repeat(match[0].length) + text.slice(match[0].length), first && second ? { [first]: "x", [second]: "y" } : NUMBERED);
}

/** @param {string} text @param {Record<string, string>} renamed @returns {Token[]} */
function wordsOf(text, renamed) {
  if (!stripped(text)) throw new Refusal('function text is empty; try "sin(3*x)"');
  const body = text.replace(/[ \t\r\n]+$/, "");
  let at = text.length - text.replace(/^[ \t\r\n]+/, "").length;
  const words = /** @type {Token[]} */ ([]);
  let end = -1;
  while (at < body.length) {
    if (body[at] === " " || body[at] === "\t") {
      at++;
      continue;
    }
    if (body[at] === "\\") {
      const found = command(body, at);
      if (found.word) {
        const [kind, word, loose] = found.word;
        words.push({ kind, text: word, column: at + 1, touches: at === end, loose });
        end = found.end;
      }
      at = found.end;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(body);
    if (!match?.groups) throw new Refusal(refused(body, at));
    const { number, name, raised, operator } = match.groups;
    const column = at + 1;
    const rest = { column, touches: at === end, loose: false };
    if (raised) words.push(...raisedTokens(raised, column));
    else if (number) words.push({ kind: "number", text: number, ...rest });
    else if (name) words.push({ kind: "name", text: Object.hasOwn(renamed, name) ? renamed[name] : (SPELLINGS[name] ?? name), ...rest });
    else if (operator) words.push({ kind: "operator", text: SPELLINGS[operator] ?? operator, ...rest });
    at += match[0].length;
    end = at;
  }
  return [...words, { kind: "end", text: "", column: body.length + 1, touches: false, loose: false }];
}

/** @param {string} text */
function stripped(text) {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

/** The text without dollar signs around it; other characters keep their columns. @param {string} text */
function withoutFences(text) {
  const bare = stripped(text);
  for (const [left, right] of FENCES) {
    if (bare.startsWith(left) && bare.endsWith(right) && bare.length > left.length + right.length) {
      const start = text.indexOf(left) + left.length;
      const stop = text.replace(/[ \t\r\n]+$/, "").length - right.length;
      return " ".repeat(start) + text.slice(start, stop);
    }
  }
  return text;
}

/** The text without y = or f(t) =, and the variable if that names another than x. @param {string} text @returns {[string, string]} */
function withoutHead(text) {
  const match = HEAD.exec(text);
  if (!match) return [text, ""];
  const rest = text.slice(match[0].length);
  if (!stripped(rest)) throw new Refusal(`nothing follows ${quoted(stripped(text))}; try y = sin(3*x)`);
  const variable = match.groups?.bound ?? match.groups?.argument ?? "";
  return [" ".repeat(match[0].length) + rest, variable.toLowerCase() === "x" ? "" : variable];
}

/** x² as x^2, x⁻¹ as x^(-1). @param {string} word @param {number} column @returns {Token[]} */
function raisedTokens(word, column) {
  const digits = [...word].map((c) => "0123456789-+"[RAISED.indexOf(c)]).join("");
  const token = (/** @type {Kind} */ kind, /** @type {string} */ text) => ({ kind, text, column, touches: false, loose: false });
  if (!"+-".includes(digits[0])) return [token("operator", "^"), token("number", digits)];
  return [token("operator", "^"), token("operator", "("), token("operator", digits[0]), token("number", digits.slice(1)), token("operator", ")")];
}

/** @param {string} text @param {number} at */
function refused(text, at) {
  const code = text.codePointAt(at) ?? 0;
  const character = String.fromCodePoint(code);
  const column = `(column ${at + 1})`;
  if ((character === "=" || character === "!") && text[at + 1] === "=") return `'${character}=' is not allowed; compare with <, <=, > or >= ${column}`;
  if (character === "=") return `'=' is not allowed; give only the right-hand side ${column}`;
  const shown = character >= " " && character <= "~" ? quoted(character) : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if ("[]".includes(character) && /[A-Za-z]{2}\[/.test(text.slice(0, at + 1))) {
    return `character ${shown} is not allowed; write sin(x) with round brackets ${column}`;
  }
  return `character ${shown} is not allowed ${column}`;
}
