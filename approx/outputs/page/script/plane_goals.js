// The goals of tasks for two inputs, checked on the exact regions and on the points.

/** @import { PlaneSession } from "./plane_session" */
/** @import { Scene } from "./plane_model" */
/** @import { TaskData } from "./types" */
/** @import { Goal } from "./tasks" */

import { GoalList } from "./tasks.js";
import { localised, say } from "./words.js";

/** Every goal of a task in words, and whether it is reached. @param {TaskData} task @param {PlaneSession} session @param {Scene} scene @returns {Goal[]} */
export function planeGoals({ goals, begin }, session, { score, sheet }) {
  const { model } = session;
  const { words, target } = session.given;
  const hidden = model.layers.slice(0, -1).map(({ biases }) => biases.length);
  const list = new GoalList(words);
  list.most("page.goal.wrong", goals.wrong, score.hits === null ? Infinity : score.many - score.hits);
  list.most("page.goal.sup.found", goals.sup, score.sup ?? Infinity);
  list.most("page.goal.rms", goals.rms, score.sup === null ? Infinity : score.rms);
  list.most("page.goal.neurons", goals.neurons, hidden.reduce((total, width) => total + width, 0));
  list.least("page.goal.layers", goals.layers, hidden.length);
  list.least("page.goal.regions", goals.regions, sheet.loops.length);
  list.least("page.goal.dots", goals.points, model.points?.x.length ?? 0);
  list.least("page.goal.steps", goals.steps, model.steps);
  list.most("page.goal.silent", goals.silent, model.silent());
  // Of another function, or of other points, the goals would say nothing.
  const { source } = session;
  const now = source.kind === "function" ? source.text : source.kind === "given" ? target.text : "";
  const right = begin?.target ? now === begin.target : !begin || source.kind === "given";
  if (!right) list.found.unshift({ text: say(words, "page.goal.target", { target: localised(begin?.target || target.label, words) }), reached: false });
  return list.found;
}
