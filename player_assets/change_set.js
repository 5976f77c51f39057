// @ts-check
/**
 * The draft of the next change set of one delivered activity: folds what the content sets.
 *
 * An element set twice keeps its first position and its last value. `cmi.comments` of SCORM 1.2 is
 * appended to by the standard (RTE 3.4.4), so its pieces are joined instead. A long value goes as
 * the difference from what the element holds after the change set before (`splice.js`).
 */

import { spliceOf, wellFormed } from "./splice.js";

/** @typedef {import("./protocol.js").ChangeSet} ChangeSet */

const APPENDED = "cmi.comments";

export class Draft {
  #activity;
  #visit;
  /** @type {Map<string, string>} what each element holds after the last change set */
  #base;
  /** @type {Map<string, string>} */
  #changes = new Map();
  /** @type {string[]} */
  #events = [];
  /** @type {number | null} when the first change came, milliseconds since the epoch */
  since = null;

  /**
   * @param {string} activity
   * @param {number} visit
   * @param {Record<string, string>} values the data model as the server has it
   */
  constructor(activity, visit, values) {
    this.#activity = activity;
    this.#visit = visit;
    this.#base = new Map(Object.entries(values));
  }

  /** Whether there is anything to send. */
  get dirty() {
    return this.#changes.size > 0 || this.#events.length > 0;
  }

  /**
   * @param {string} element
   * @param {string} value
   */
  set(element, value) {
    const before = element === APPENDED ? (this.#changes.get(element) ?? "") : "";
    this.#changes.set(element, before + wellFormed(value));
  }

  /** @param {string} event */
  mark(event) {
    this.#events.push(event);
  }

  /**
   * Take the changes as a numbered change set and begin the next one.
   * @param {number} seq
   * @param {string} at ISO 8601
   * @returns {ChangeSet}
   */
  take(seq, at) {
    /** @type {ChangeSet} */
    const set = { seq, activity: this.#activity, visit: this.#visit, changes: [], at };
    /** @type {Record<string, [number, number, string]>} */
    const splices = {};
    for (const [element, value] of this.#changes) {
      const splice = element === APPENDED ? null : spliceOf(this.#base.get(element), value);
      if (splice) splices[element] = splice;
      else set.changes.push([element, value]);
      this.#base.set(element, value);
    }
    if (Object.keys(splices).length > 0) set.splices = splices;
    if (this.#events.length > 0) set.events = this.#events;
    this.#changes = new Map();
    this.#events = [];
    this.since = null;
    return set;
  }
}
