// A function of x as a value: read from a text, called, differentiated, written.

import { read } from "./grammar.js";
import { jetsAt, needed, valueAt } from "./tape.js";
import { written } from "./writing.js";

export class Expression {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.parts = read(text);
    this.label = written(this.parts);
    this.order = needed(this.parts, [this.parts.length - 1]);
    this.room = new Float64Array(this.parts.length);
  }

  /** @param {number} x */
  at(x) {
    return valueAt(this.parts, this.order, x, this.room);
  }

  /** Value, first and second derivative. @param {number} x */
  jet(x) {
    return jetsAt(this.parts, this.order, x)[this.parts.length - 1];
  }
}
