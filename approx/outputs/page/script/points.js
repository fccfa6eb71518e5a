// Given points as the target: the error is at the points and nowhere else, as in approx/core/error.py.

/** @import { Distance, Line, PointData } from "./types" */

/** Points whose error is within this share of the largest all count as the maximum. */
const TIE = 1e-9;

export class Points {
  /** @param {PointData} data ascending in x */
  constructor({ x, y, drawn, size }) {
    this.size = size;
    this.x = x;
    this.y = y;
    /** @type {[number[], number[]]} */
    this.shown = [drawn.map((i) => x[i]), drawn.map((i) => y[i])];
  }

  /**
   * Largest and root-mean-square error of a line at the points.
   * @param {Line} line
   * @returns {Distance}
   */
  distance(line) {
    const errors = new Float64Array(this.x.length);
    let sup = 0;
    let square = 0;
    let k = 0;
    this.x.forEach((x, i) => {
      while (k + 1 < line.slopes.length && line.x[k + 1] <= x) k++;
      // From the nearer end: rounding then opens no gap at a breakpoint.
      const end = x - line.x[k] > line.x[k + 1] - x ? k + 1 : k;
      const height = line.smooth?.at(x) ?? line.y[end] + line.slopes[k] * (x - line.x[end]);
      errors[i] = height - this.y[i];
      sup = Math.max(sup, Math.abs(errors[i]));
      square += errors[i] ** 2;
    });
    const reached = /** @type {{ x: number, sign: number }[]} */ ([]);
    errors.forEach((e, i) => {
      if (e === 0 || Math.abs(e) < sup * (1 - TIE)) return;
      const [x, sign] = [this.x[i], Math.sign(e)];
      if (!reached.some((place) => place.x === x && place.sign === sign)) reached.push({ x, sign });
    });
    reached.sort((one, other) => one.x - other.x || one.sign - other.sign);
    const rms = Math.sqrt(square / this.x.length);
    return { sup, at: reached.map(({ x }) => x), signs: reached.map(({ sign }) => sign), rms };
  }
}
