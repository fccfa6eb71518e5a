// The goals of tasks for one input, checked on the exact function.

/** @import { Session } from "./session" */
/** @import { Scene } from "./model" */
/** @import { TaskData } from "./types" */
/** @import { Goal } from "./tasks" */

import { countBreakpoints, heightAt } from "./exact.js";
import { GoalList } from "./tasks.js";
import { localised, number, say } from "./words.js";

/** Every goal of a task in words, and whether it is reached. @param {TaskData} task @param {Session} session @param {Scene} scene @returns {Goal[]} */
export function goalsOf({ goals, begin }, session, scene) {
  const { model } = session;
  const { words } = session.given;
  const hidden = model.layers.slice(0, -1).map(({ biases }) => biases.length);
  const { distance, exact } = scene;
  const list = new GoalList(words);
  const none = Boolean(model.data.target.none);
  list.most("page.goal.sup", goals.sup, none ? Infinity : distance.sup);
  list.most("page.goal.rms", goals.rms, none ? Infinity : distance.rms);
  list.most("page.goal.neurons", goals.neurons, hidden.reduce((total, width) => total + width, 0));
  list.least("page.goal.layers", goals.layers, hidden.length);
  list.least("page.goal.breakpoints", goals.breakpoints, countBreakpoints(exact.output));
  list.least("page.goal.dots", goals.points, model.points?.x.length ?? 0);
  list.least("page.goal.steps", goals.steps, model.steps);
  list.most("page.goal.silent", goals.silent, model.silent());
  const { found } = list;
  for (const [x, y] of goals.through ?? []) {
    const now = heightAt(exact.output, x);
    const text = say(words, "page.goal.through", { x: number(x), y: number(y), now: number(now) });
    found.push({ text, reached: Math.abs(now - y) <= 1e-6 * Math.max(1, Math.abs(y)) });
  }
  // Of another function than the task's the goals would say nothing.
  if (begin?.target) {
    const right = session.source.kind === "function" ? session.source.text : session.source.kind === "given" ? session.given.formula : "";
    const text = say(words, "page.goal.target", { target: localised(begin.target, words) });
    if (right !== begin.target) found.unshift({ text, reached: false });
  }
  return found;
}
