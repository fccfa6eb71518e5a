// What is typed, clicked or pasted as the data that the page is made of: approx/outputs/page/data.py in the page.

/** @import { Data } from "./types" */
/** @import { Source } from "./session" */

/** @param {Source} source @param {Data} given @returns {Data} */
export function dataOf(source, given) {
  return { ...given, name: source.kind };
}
