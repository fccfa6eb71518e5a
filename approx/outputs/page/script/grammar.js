// Reads a function text: approx/inputs/expression/grammar.py in the page, with the same refusals.
//
// Loosest to tightest: a comparison, + and −, × ÷ % and what is written side by side, a sign, and ^
// from the right: -x^2 is −(x²), 2^3^2 is 2⁹, 1/2x is (1/2)·x.

/** @import { Token } from "./tokens" */

import { Refusal, quoted } from "./refusal.js";
import { ALIASES, COMPARISONS, CONSTANTS, FUNCTIONS, OPPOSITE } from "./rules.js";
import { Builder } from "./tape.js";
import { nearest } from "./similar.js";
import { tokens, tokensOfTwo } from "./tokens.js";

/** Brackets, signs and powers inside each other. */
const DEEPEST = 40;
const [SUM, PRODUCT, SIGN, POWER] = [10, 20, 25, 30];
/** @type {Record<string, number>} */
const BINDS = { "<": 5, "<=": 5, ">": 5, ">=": 5, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "%": PRODUCT, "//": PRODUCT, "^": POWER };
/** @type {Record<string, string>} */
const ROOTS = { "√": "sqrt", "∛": "cbrt" };
/** Fences, the function they write, and what closes them. @type {Record<string, [string, string]>} */
const FENCES = { "|": ["abs", "|"], "\\lfloor": ["floor", "\\rfloor"], "\\lceil": ["ceil", "\\rceil"] };
/** Functions that take more than two arguments one after the other. */
const SPREAD = ["max", "min"];

/** @type {(name: string) => { arity: number[], build: (tape: Builder, ...args: number[]) => number }} */
const inverseOf = (name) => ({ arity: [1], build: (tape, u) => tape.add("/", tape.number("1"), tape.add(name, u)) });
/** Functions that are written with others. @type {Record<string, ReturnType<typeof inverseOf>>} */
const COMPOSED = {
  clip: { arity: [3], build: (tape, u, a, b) => tape.add("min", tape.add("max", u, a), b) },
  cot: inverseOf("tan"),
  csc: inverseOf("sin"),
  log: { arity: [2], build: (tape, u, base) => tape.add("/", tape.add("ln", u), tape.add("ln", base)) },
  pow: { arity: [2], build: (tape, u, v) => tape.add("^", u, v) },
  sec: inverseOf("cos"),
  square: { arity: [1], build: (tape, u) => tape.add("^", u, tape.number("2")) },
  step: { arity: [1], build: (tape, u) => tape.add("step", u, tape.number("0")) },
};
const KNOWN = (/** @type {Record<string, unknown>} */ table, /** @type {string} */ name) => Object.hasOwn(table, name);
/** Every name in lower case. */
const LOWER = new Map([ALIASES, CONSTANTS, COMPOSED, FUNCTIONS].flatMap((table) => Object.keys(table).map((name) => [name.toLowerCase(), name])));

/** The grammar's name of a name as it was written: Sin, arcsin. @param {string} written */
function nameOf(written) {
  const name = KNOWN(FUNCTIONS, written) || KNOWN(CONSTANTS, written) ? written : written.toLowerCase();
  if (name === "x") return name;
  const found = LOWER.get(name) ?? written;
  return KNOWN(ALIASES, found) ? ALIASES[found] : found;
}

/**
 * The tape of a function of x and y, or of a condition, such as y > x^2; the root is 1 where it holds and 0 where not.
 * @param {string} text
 */
export function readOfTwo(text) {
  const parser = new Parser(tokensOfTwo(text), ["x", "y"]);
  let root = parser.choice();
  if (parser.word.kind !== "end") throw new Refusal(parser.stray());
  const comparisons = parser.comparisons(root);
  const isCondition = comparisons.length > 0;
  const shown = comparisons.length === 1 ? comparisons[0] : root;
  if (isCondition) root = parser.chosen(root, parser.tape.number("1"), parser.tape.number("0"));
  return { parts: parser.tape.parts, root, shown: comparisons.length === 1 ? shown : root, isCondition };
}

/** The tape of a text; the whole function is its last part. @param {string} text */
export function read(text) {
  const parser = new Parser(tokens(text));
  const root = parser.whole();
  return parser.tape.parts.slice(0, root + 1);
}

class Parser {
  /** @param {Token[]} words @param {string[]} variables */
  constructor(words, variables = ["x"]) {
    this.words = words;
    this.variables = variables;
    this.at = 0;
    this.depth = 0;
    this.tape = new Builder();
    /** Conditions such as 0 < x < 1: place −1 − k stands for the comparisons at k. @type {number[][]} */
    this.conjunctions = [];
  }

  get word() {
    return this.words[this.at];
  }

  next() {
    return this.words[this.at++];
  }

  /** @param {string} text */
  sees(text) {
    return this.word.kind === "operator" && this.word.text === text;
  }

  whole() {
    const root = this.choice();
    if (this.word.kind !== "end") throw new Refusal(this.stray());
    return this.number(root);
  }

  /** An expression, or Python's `a if condition else b`. @returns {number} */
  choice() {
    const left = this.expression();
    if (!(this.word.kind === "name" && this.word.text === "if")) return left;
    return this.deeper(() => {
      this.next();
      const condition = this.expression();
      if (!(this.word.kind === "name" && this.word.text === "else")) throw new Refusal(`expected else at column ${this.word.column}`);
      this.next();
      return this.chosen(condition, this.number(left), this.number(this.choice()));
    });
  }

  /** The comparisons of a condition; none for a number. @param {number} place */
  comparisons(place) {
    if (place < 0) return this.conjunctions[-1 - place];
    return this.tape.isCondition(place) ? [place] : [];
  }

  /** `one` where the condition holds, `other` where not. @param {number} condition @param {number} one @param {number} other */
  chosen(condition, one, other) {
    const comparisons = this.comparisons(condition);
    if (!comparisons.length) throw new Refusal("where() takes a comparison first: where(x > 0, 1, 0)");
    for (const comparison of [...comparisons].reverse()) one = this.tape.add("where", comparison, one, other);
    return one;
  }

  /** @param {number} place */
  number(place) {
    if (this.comparisons(place).length) throw new Refusal("a comparison is not a number; use where(x > 0, 1, 0)");
    return place;
  }

  /** @template T @param {() => T} inside @returns {T} */
  deeper(inside) {
    if (++this.depth > DEEPEST) throw new Refusal(`function nests deeper than ${DEEPEST}`);
    const result = inside();
    this.depth--;
    return result;
  }

  /** Read on while operators bind tighter than `binds`; between bars, | closes. @param {number} binds @param {boolean} bars @returns {number} */
  expression(binds = 0, bars = false) {
    let left = this.operand(bars);
    for (;;) {
      const word = this.word;
      if (word.kind === "operator" && KNOWN(BINDS, word.text)) {
        if (BINDS[word.text] <= binds) return left;
        this.next();
        left = this.operation(word, left, bars);
      } else if (this.startsFactor(bars)) {
        if (binds >= PRODUCT) return left;
        const right = this.expression(PRODUCT, bars);
        left = this.tape.add("*", this.number(left), this.number(right));
      } else return left;
    }
  }

  /** @param {Token} word @param {number} left @param {boolean} bars */
  operation(word, left, bars) {
    const op = word.text;
    if (KNOWN(COMPARISONS, op) && this.comparisons(left).length) return this.between(op, left, this.number(this.expression(BINDS[op], bars)));
    this.number(left);
    // One less than the power's: it binds from the right.
    const right = op === "^" ? this.deeper(() => this.expression(POWER - 1, bars)) : this.expression(BINDS[op], bars);
    if (op === "//") return this.tape.add("floor", this.tape.add("/", left, this.number(right)));
    return this.tape.add(op === "%" ? "mod" : op, left, this.number(right));
  }

  /** 0 < x < 1: a condition of several comparisons. @param {string} op @param {number} left @param {number} right */
  between(op, left, right) {
    const comparisons = this.comparisons(left);
    const middle = this.tape.parts[comparisons[comparisons.length - 1]].args[1];
    this.conjunctions.push([...comparisons, this.tape.add(op, middle, right)]);
    return -this.conjunctions.length;
  }

  /** Whether the next word stands beside the last one: 2x, x(x + 1), 2|x|. @param {boolean} bars */
  startsFactor(bars) {
    const word = this.word;
    if (word.kind === "number") throw new Refusal(`missing operator before ${quoted(word.text.slice(0, 20))} at column ${word.column}`);
    if (word.kind === "name") return word.text !== "if" && word.text !== "else";
    return ["(", "{", "√", "∛", "\\lfloor", "\\lceil"].some((text) => this.sees(text)) || (this.sees("|") && !bars);
  }

  /** @param {boolean} bars @returns {number} */
  operand(bars) {
    const word = this.next();
    if (word.kind === "number" || word.kind === "name") this.tape.count();
    if (word.kind === "number") return this.literal(word);
    if (word.kind === "name") return this.name(word);
    if (word.kind === "operator" && (word.text === "+" || word.text === "-")) {
      const inside = this.deeper(() => this.number(this.expression(SIGN, bars)));
      return word.text === "-" ? this.tape.add("neg", inside) : inside;
    }
    return this.group(word);
  }

  /** What stands in brackets of any kind, or under a root. @param {Token} word */
  group(word) {
    if (KNOWN(FENCES, word.text)) {
      this.tape.count();
      const [name, closing] = FENCES[word.text];
      const inside = this.deeper(() => this.number(this.expression(0, closing === "|")));
      this.close(word, closing);
      return this.tape.add(name, inside);
    }
    if (KNOWN(ROOTS, word.text)) {
      this.tape.count();
      return this.root(word);
    }
    if (word.text === "{") return this.braces(word);
    if (word.text === "(") {
      const inside = this.deeper(() => this.choice());
      this.close(word, ")");
      return inside;
    }
    throw new Refusal(`expected a number, x or a function at column ${word.column}`);
  }

  /** √x, √(x + 1): of what stands next to it. @param {Token} word */
  root(word) {
    const inside = this.deeper(() => this.number(this.operand(false)));
    if (this.sees("^")) {
      throw new Refusal(`${word.text} before a power is read in two ways (column ${word.column}); write ${word.text}(x^2) or (${word.text}x)^2`);
    }
    return this.tape.add(ROOTS[word.text], inside);
  }

  /** LaTeX's {a}, or Desmos' {x < 0: a, b}: pieces with their conditions, the last without. @param {Token} bracket */
  braces(bracket) {
    const pieces = /** @type {[number, number][]} */ ([]);
    let first = this.deeper(() => {
      for (;;) {
        const condition = this.expression();
        if (!this.sees(":")) return condition;
        const colon = this.next();
        if (!this.comparisons(condition).length) {
          throw new Refusal(`a piece begins with a comparison, as {x < 0: x^2, 3x + 1} (column ${colon.column})`);
        }
        pieces.push([condition, this.number(this.expression())]);
        if (!this.sees(",")) return this.coversTheRest(pieces) ? /** @type {[number, number]} */ (pieces.pop())[1] : this.nowhere();
        this.next();
      }
    });
    this.close(bracket, "}");
    for (const [condition, value] of [...pieces].reverse()) first = this.chosen(condition, value, this.number(first));
    return first;
  }

  /** Whether the last condition holds wherever the one before does not: x >= 0 after x < 0. @param {[number, number][]} pieces */
  coversTheRest(pieces) {
    if (pieces.length < 2) return false;
    const [last, before] = [1, 2].map((k) => this.comparisons(pieces[pieces.length - k][0]));
    if (last.length > 1 || before.length > 1) return false;
    const [one, other] = [this.tape.parts[last[0]], this.tape.parts[before[0]]];
    return one.args.join() === other.args.join() && OPPOSITE[one.op] === other.op;
  }

  /** A number that has no value, for what no piece covers. */
  nowhere() {
    const zero = this.tape.number("0");
    return this.tape.add("/", zero, zero);
  }

  /** @param {Token} word */
  literal(word) {
    const after = this.word;
    if (after.kind === "name" && after.touches && looksNumeric(after.text)) {
      throw new Refusal(`${quoted((word.text + after.text).slice(0, 20))} is not a number (column ${word.column})`);
    }
    return this.tape.number(word.text);
  }

  /** @param {Token} word @returns {number} */
  name(word) {
    if (["\\frac", "\\sqrt", "\\cbrt"].includes(word.text)) return this.ofGroups(word);
    const name = nameOf(word.text);
    if (this.variables.includes(name)) return this.tape.variable(name);
    if (this.variables.length === 2 && [...name].every((letter) => this.variables.includes(letter))) {
      // xy is x·y
      return [...name].map((letter) => this.tape.variable(letter)).reduce((left, right) => this.tape.add("*", left, right));
    }
    if (KNOWN(CONSTANTS, name)) return this.tape.constant(name);
    if (KNOWN(FUNCTIONS, name) || KNOWN(COMPOSED, name)) return this.call(word, name);
    throw new Refusal(unknown(word.text, this.sees("("), this.variables));
  }

  /** LaTeX's \frac{a}{b} and \sqrt{a}. @param {Token} word */
  ofGroups(word) {
    const isFraction = word.text === "\\frac";
    const args = [];
    for (let k = 0; k < (isFraction ? 2 : 1); k++) {
      const opened = this.word;
      if (!this.sees("{") && (isFraction || (opened.kind !== "name" && opened.kind !== "number"))) {
        throw new Refusal(`write ${isFraction ? "\\frac{a}{b}" : "\\sqrt{a}"} with braces (column ${opened.column})`);
      }
      args.push(this.number(this.operand(false)));
    }
    return isFraction ? this.tape.add("/", ...args) : this.tape.add(word.text.slice(1), ...args);
  }

  /** The 2 of sin^2(x), which is sin(x)^2; sin^-1 has two meanings. @param {string} name */
  powerOfName(name) {
    if (!this.sees("^")) return null;
    const power = this.next();
    const braced = this.sees("{");
    const opened = braced ? this.next() : power;
    const exponent = this.word;
    if (exponent.kind !== "number" || !/^[0-9]+$/.test(exponent.text)) {
      const inverse = KNOWN(FUNCTIONS, `a${name}`) ? `a${name}(x) or ` : "";
      throw new Refusal(`${name}^-1 has two meanings (column ${power.column}); write ${inverse}1/${name}(x)`);
    }
    this.next();
    if (braced) this.close(opened, "}");
    return this.tape.number(exponent.text);
  }

  /** What LaTeX's \sin takes without brackets: 3x of \sin 3x \cos x. @param {Token} word */
  bareArgument(word) {
    if (this.word.kind === "end") throw new Refusal(`nothing follows ${word.text} (column ${word.column})`);
    return this.deeper(() => {
      let left = this.number(this.expression(PRODUCT));
      while (this.startsFactor(true) && !this.sees("(") && !this.word.loose) {
        left = this.tape.add("*", left, this.number(this.expression(PRODUCT)));
      }
      return left;
    });
  }

  /** @param {Token} word @param {string} name */
  call(word, name) {
    const power = this.powerOfName(name);
    const value = this.called(word, name);
    return power === null ? value : this.tape.add("^", value, power);
  }

  /** @param {Token} word @param {string} name */
  called(word, name) {
    if (word.loose && !this.sees("(")) return this.applied(word, name, [this.bareArgument(word)]);
    if (!this.sees("(")) {
      const example = this.sees("^") ? `${word.text}(x)^2` : `${word.text}(x)`;
      throw new Refusal(`expected '(' after ${word.text} at column ${this.word.column}; write ${example}`);
    }
    const bracket = this.next();
    const args = /** @type {number[]} */ ([]);
    this.deeper(() => {
      while (!this.sees(")") || args.length) {
        args.push(this.choice());
        if (!this.sees(",")) break;
        this.next();
      }
    });
    this.close(bracket, ")");
    return this.applied(word, name, args);
  }

  /** A function of arguments that were read. @param {Token} word @param {string} name @param {number[]} args */
  applied(word, name, args) {
    if (KNOWN(COMPOSED, name) && COMPOSED[name].arity.includes(args.length)) return COMPOSED[name].build(this.tape, ...args.map((i) => this.number(i)));
    const wanted = KNOWN(FUNCTIONS, name) ? FUNCTIONS[name].arity : COMPOSED[name].arity[0];
    if (SPREAD.includes(name) && args.length > wanted) {
      return args.slice(1).reduce((total, arg) => this.tape.add(name, total, this.number(arg)), this.number(args[0]));
    }
    if (args.length !== wanted) throw new Refusal(`${word.text}() takes ${wanted} argument${wanted === 1 ? "" : "s"}, not ${args.length}`);
    if (name === "where") return this.chosen(args[0], this.number(args[1]), this.number(args[2]));
    return this.tape.add(name, ...args.map((i) => this.number(i)));
  }

  /** @param {Token} opened @param {string} bracket */
  close(opened, bracket) {
    if (this.sees(bracket)) this.next();
    else if (this.word.kind === "end") throw new Refusal(`unbalanced ${quoted(opened.text)} at column ${opened.column}`);
    else throw new Refusal(this.stray());
  }

  stray() {
    const word = this.word;
    const before = this.at ? this.words[this.at - 1] : word;
    const after = this.words[this.at + 1] ?? word;
    if (word.text === "," && before.kind === "number" && after.kind === "number" && after.touches) {
      return `a decimal comma is not read (column ${word.column}); write ${`${before.text.replaceAll(".", "")}.${after.text}`.slice(0, 20)}`;
    }
    if ([")", "|", "}"].includes(word.text)) return `unbalanced ${quoted(word.text)} at column ${word.column}`;
    return `character ${quoted(word.text.slice(0, 20))} is not allowed here (column ${word.column})`;
  }
}

/** What other languages write inside a number: 0x10, 1_000, 1j. @param {string} name */
function looksNumeric(name) {
  return name === "j" || name === "J" || /[_0-9]/.test(name);
}

/** @param {string} name @param {boolean} isCall @param {string[]} variables */
function unknown(name, isCall, variables) {
  const shown = quoted(name.length <= 40 ? name : `${name.slice(0, 40)}…`);
  const short = name.slice(0, -1).toLowerCase();
  if (!isCall && KNOWN(FUNCTIONS, short) && /[xX]$/.test(name)) return `unknown name ${shown}; write ${short}(x)`;
  if (name.length === 1) return `unknown name ${shown}; the ${variables.length === 1 ? "variable is x" : "variables are x and y"}`;
  if (name.toLowerCase() === "if") return `unknown name ${shown}; write where(x > 0, 1, 0)`;
  const names = [...new Set([...Object.keys(FUNCTIONS), ...Object.keys(COMPOSED), ...Object.keys(CONSTANTS)])].sort();
  const close = nearest(name.slice(0, 40).toLowerCase(), names);
  return `unknown name ${shown}; ${close ? `did you mean ${quoted(close)}? ` : ""}known: ${names.join(", ")}`;
}
