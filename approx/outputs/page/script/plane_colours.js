// Colours of areas, as approx/style/shades.py mixes them: by height above or below zero, by class, by neuron.

/** How much of a hue an area has at least and at most, the rest being background; of classes. */
const [LEAST, MOST, OF_CLASS] = [0.12, 0.54, 0.34];
/** Roles of the theme that the map draws. */
const ROLES = ["background", "ink", "quiet", "grid", "above", "below", "boundary", "error"];
const NEURONS = 10;
/** Colours of the scale that the style sheet has. */
const SCALE = 8;
/** So many classes have their colours on it. */
const ON_SCALE = 5;

/** @typedef {[number, number, number]} Rgb */

export class Colours {
  /** The colours as the page has them now. @param {Element} root */
  constructor(root) {
    const style = getComputedStyle(root);
    const read = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    /** @type {Record<string, string>} */
    this.role = Object.fromEntries(ROLES.map((name) => [name, read(name)]));
    this.ground = rgb(this.role.background);
    this.hues = [rgb(this.role.below), rgb(this.role.above)];
    this.neurons = Array.from({ length: NEURONS }, (_, k) => read(`neuron-${k}`));
    this.scale = Array.from({ length: SCALE }, (_, k) => rgb(read(`scale-${k}`)));
    this.font = style.fontFamily;
    /** @type {Map<number, Uint8ClampedArray>} */
    this.ramps = new Map();
  }

  /** A height's area, of this largest height. @param {number} height @param {boolean} above @param {number} size */
  shade(height, above, size) {
    return this.mixed(this.hues[Number(above)], shareOf(height, size));
  }

  /** The colour of a class among several. @param {number} k @param {number} many */
  classColour(k, many) {
    return written(this.ofClass(k, many));
  }

  /** @param {number} k @param {number} many */
  classShade(k, many) {
    return this.mixed(this.ofClass(k, many), OF_CLASS);
  }

  /** Few classes are places on the scale, from dark to light; more have the colours of neurons. @param {number} k @param {number} many @returns {Rgb} */
  ofClass(k, many) {
    return many > ON_SCALE ? rgb(this.neurons[k % NEURONS]) : this.onScale(k / Math.max(many - 1, 1));
  }

  /** A neuron's area: the larger its value, the darker. @param {number} colour @param {number} share */
  neuronShade(colour, share) {
    return this.mixed(rgb(this.neurons[colour % NEURONS]), share > 0 ? LEAST + (MOST + 0.2 - LEAST) * Math.min(1, share) : 0);
  }

  /** A neuron's areas for 256 values, from none to the largest: red, green, blue of each. @param {number} colour */
  ramp(colour) {
    let known = this.ramps.get(colour % NEURONS);
    if (!known) {
      known = Uint8ClampedArray.from(Array.from({ length: 256 }, (_, k) => this.neuronShade(colour, k / 255)).flat());
      this.ramps.set(colour % NEURONS, known);
    }
    return known;
  }

  /** @param {number} place in [0, 1] @returns {Rgb} */
  onScale(place) {
    const at = place * (SCALE - 1);
    const first = Math.min(Math.floor(at), SCALE - 2);
    return mix(this.scale[first], this.scale[first + 1], at - first);
  }

  /** @param {Rgb} hue @param {number} share @returns {Rgb} */
  mixed(hue, share) {
    return mix(this.ground, hue, share);
  }
}

/** How much of its hue the area of a height has. @param {number} height @param {number} size the largest height */
export function shareOf(height, size) {
  return LEAST + (MOST - LEAST) * Math.min(1, Math.abs(height) / (size || 1));
}

/** @param {Rgb} one @param {Rgb} other @param {number} share @returns {Rgb} */
function mix(one, other, share) {
  return [one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]), one[2] + share * (other[2] - one[2])];
}

/** @param {string} colour as #RRGGBB @returns {Rgb} */
function rgb(colour) {
  const part = (/** @type {number} */ i) => parseInt(colour.slice(i, i + 2), 16) || 0;
  return [part(1), part(3), part(5)];
}

/** @param {Rgb} colour */
export function written([r, g, b]) {
  return `rgb(${Math.round(r)},${Math.round(g)},${Math.round(b)})`;
}
