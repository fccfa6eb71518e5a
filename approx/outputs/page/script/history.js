// Undo and redo: every settled state of the page, one after the other.

/** More states than this are not kept. */
const MOST = 200;

/** @template State */
export class History {
  /** @param {State} first */
  constructor(first) {
    this.states = [first];
    this.at = 0;
  }

  get now() {
    return this.states[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at + 1 < this.states.length;
  }

  /** A new state; those that were undone are gone. @param {State} state */
  push(state) {
    if (JSON.stringify(state) === JSON.stringify(this.now)) return;
    this.states = [...this.states.slice(0, this.at + 1), state].slice(-MOST);
    this.at = this.states.length - 1;
  }

  /** The state so many steps away, back or on. @param {number} by */
  go(by) {
    this.at = Math.max(0, Math.min(this.states.length - 1, this.at + by));
    return this.now;
  }
}
