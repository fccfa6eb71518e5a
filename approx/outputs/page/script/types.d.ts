// The shapes of what Python hands over (approx/outputs/page/data.py) and of what the script computes.

export interface Layer {
  weights: number[][]; // (width, width of the layer before)
  biases: number[];
  activation: string; // its name
  symbol: string; // how formulas write it
  slopes: [number, number] | null; // of the activation left and right of zero; null: it is smooth
}

export interface TargetData {
  label: string;
  name: string; // as the key says it
  points: PointData | null; // instead of the function below
  none?: boolean; // nothing to approach was given yet
  own: boolean; // only the network's own function: nothing to approach
  over: string; // what its errors leave out, in words; empty: nothing
  breaks: number[];
  defined_on: [number, number][]; // where it is looked at
  excluded: [number, number][]; // the rest of the domain
  length: number; // of all of them
  smooth_pieces: [number, number, number, number][]; // left, right, and the limits there: one curve each
  pieces: { left: number; right: number; coefficients: number[] }[]; // Chebyshev series
  convex_pieces: [number, number, number][]; // left, right, piece; convex or concave each
  enclose?: import("./enclosure").Enclose; // bounds of a function that was typed in the page
}

export interface PointData {
  x: number[]; // ascending
  y: number[];
  drawn: number[]; // which of them are drawn
  size: number; // of the dots, as a share of the usual
}

export interface BestData {
  sup: (number | null)[]; // by number of breakpoints
  rms: (number | null)[];
  known: { sup: (boolean | null)[]; l2: (boolean | null)[] }; // whether no function is better
  lower: { sup: (number | null)[]; l2: (number | null)[] }; // no function is closer; 0: not known
  curves: ([number[], number[]] | null)[];
}

export interface TrainingData {
  rate: number | null; // with which gradient descent made the network; null: another way
  samples: number;
  middle: number[]; // x = middle + half z, input by input; y = centre + unit v
  half: number[];
  centre: number;
  unit: number;
  loss?: "binary" | "softmax"; // of classes; none: of squares
}

export interface TaskData {
  text: string;
  begin?: { target?: string; on?: [number, number]; on_y?: [number, number]; layers?: { weights: number[][]; biases: number[]; activation: string }[] };
  goals: {
    sup?: number; rms?: number; neurons?: number; silent?: number; // at most
    layers?: number; breakpoints?: number; points?: number; steps?: number; // at least
    through?: [number, number][];
    regions?: number; // of two inputs, at least
    wrong?: number; // points on the wrong side, at most
  };
  hints?: string[];
}

export interface Data {
  name: string;
  title: string;
  domain: [number, number];
  layers: Layer[];
  digits: { weight: number; x: number; y: number }; // as in every other picture of the subject
  target: TargetData;
  norm: "sup" | "l2"; // in which the network was fitted, and is judged
  half_jump: number; // at a jump no continuous function is closer to the target
  best: BestData | null;
  training: TrainingData | null;
  empty: { weights: number[][]; biases: number[]; activation: string }[]; // the network of an empty page
  formula: string; // the target as it can be typed; empty: it cannot
  presets: { title: string; text: string; domain: [number, number]; layers?: { weights: number[][]; biases: number[]; activation: string }[] }[];
  tasks?: TaskData[];
  speaks: string; // of the errors: "points", "found", or "" where they are proved
  words: Record<string, string>;
  proved?: Record<string, string>; // the words of a largest error that is proved
}

export interface Pieces {
  x: number[]; // ends of all pieces
  width: number;
  value: Float64Array; // pre-activation at the left end, piece by piece
  slope: Float64Array;
  factor: Float64Array; // the activation's slope there
  heights?: number[][]; // activations at the nodes, where a smooth layer makes them no product
}

export interface SlopeChange {
  x: number;
  layer: number;
  neuron: number;
  jump: number;
}

export interface Line {
  x: number[];
  y: number[];
  slopes: number[];
  smooth?: Smooth; // of what the line is only a drawing
}

export interface Smooth {
  at: (x: number) => number;
  slope: (x: number) => number;
  breakpoints: number[];
}

export interface Exact {
  layers: Pieces[];
  output: Line; // its true breakpoints only
  slopeChanges: SlopeChange[];
}

export interface Distance {
  sup: number;
  at: number[];
  signs: number[];
  rms: number;
}

export interface Unit {
  layer: number; // hidden layer from 0; the output is layer number `depth`
  neuron: number;
}

// Two inputs (approx/outputs/page/plane_data.py).

export interface PlanePointData {
  x: number[];
  y: number[];
  v: number[]; // values, or numbers of classes
}

export interface PlaneTargetData {
  label: string;
  name: string; // as the key says it
  text: string; // as it can be typed; empty: it cannot
  samples: number[] | null; // on the grid of plane_target.js, row by row, of a function that cannot be typed
  points: PlanePointData | null;
  none: boolean; // nothing to approach
}

export interface PlaneData {
  name: string;
  title: string;
  box: [[number, number], [number, number]];
  domain: [number, number]; // both sides of the box lie in it
  layers: Layer[];
  target: PlaneTargetData;
  classes: string[]; // none: it gives values
  is_probability: boolean; // a logistic function stands behind its last sum
  axes: [string, string, string]; // of x, y and the value
  decay: number; // that training begins with
  training: TrainingData | null;
  proved: { sup: number; at: number[]; layers?: Layer[] } | null; // the largest error of these layers, where that is proved
  presets: { title: string; source: import("./plane_session").Source; layers?: { weights: number[][]; biases: number[]; activation: string }[] }[];
  empty: { weights: number[][]; biases: number[]; activation: string }[];
  tasks?: TaskData[];
  words: Record<string, string>;
}
