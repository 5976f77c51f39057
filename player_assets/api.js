// @ts-check
/**
 * What the APIs of SCORM 1.2 and 2004 have in common: a session's states, and its last error.
 *
 * Lives here: the one way a call runs (argument, state, work, last error), after the table's
 * `calls`. May not: the names of the functions; those are in `api_scorm12.js`, `api_scorm2004.js`.
 * Nothing here throws into the content, and every answer is a string.
 */

import { createModel } from "./cmi.js";

/** @typedef {import("./cmi.js").Table} Table */
/** @typedef {import("./cmi.js").Options} Options */

/**
 * What the player does at a call. All synchronous.
 * @typedef {object} Hooks
 * @property {() => void} [onInitialize]
 * @property {(element: string, value: string) => void} [onSet] after a value was stored
 * @property {() => boolean} [onCommit] true: the data is safe
 * @property {() => boolean} [onTerminate] true: the data is safe
 */

const DIAGNOSTIC_LENGTH = 255;

/** One session of one delivered SCO with its LMS. */
export class ApiSession {
  #table;
  #model;
  #hooks;
  #language;
  /** @type {"new" | "running" | "ended"} */
  #state = "new";
  #error = 0;
  #diagnostic = "";

  /**
   * @param {Table} table
   * @param {Record<string, string>} values the data model as the session finds it
   * @param {Hooks} hooks
   * @param {Options} options
   */
  constructor(table, values, hooks, options) {
    this.#table = table;
    this.#model = createModel(table, values, options);
    this.#hooks = hooks;
    this.#language = options.language ?? "en";
  }

  /** @param {string} call its name in the table @param {unknown} argument @returns {string} */
  initialize(call, argument) {
    if (!this.#begins(call, argument)) return "false";
    if (this.#fails(call, () => (this.#hooks.onInitialize?.(), true))) return "false";
    this.#state = "running";
    return "true";
  }

  /** @param {string} call @param {unknown} argument @returns {string} */
  terminate(call, argument) {
    if (!this.#begins(call, argument)) return "false";
    if (this.#fails(call, () => this.#hooks.onTerminate?.() ?? true)) return "false";
    this.#state = "ended";
    return "true";
  }

  /** @param {string} call @param {unknown} argument @returns {string} */
  commit(call, argument) {
    if (!this.#begins(call, argument)) return "false";
    return this.#fails(call, () => this.#hooks.onCommit?.() ?? true) ? "false" : "true";
  }

  /** @param {string} call @param {unknown} element @returns {string} */
  get(call, element) {
    if (!this.#begins(call, "")) return "";
    const { value, error, diagnostic } = this.#model.get(text(element));
    this.#ends(error, diagnostic);
    return value;
  }

  /** @param {string} call @param {unknown} element @param {unknown} value @returns {string} */
  set(call, element, value) {
    if (!this.#begins(call, "")) return "false";
    const done = this.#model.set(text(element), text(value));
    this.#ends(done.error, done.diagnostic);
    if (done.error) return "false";
    const told = () => (this.#hooks.onSet?.(done.element, done.value), true);
    return this.#fails(call, told) ? "false" : "true";
  }

  /** @returns {string} */
  lastError() {
    return String(this.#error);
  }

  /** @param {unknown} code @returns {string} */
  errorString(code) {
    return this.#table.strings[text(code)] ?? "";
  }

  /**
   * Say what was wrong with the last call; of another code, what it means.
   * @param {unknown} code
   * @returns {string}
   */
  diagnostic(code) {
    const asked = text(code);
    if (asked && asked !== String(this.#error)) return this.errorString(asked);
    return (this.#diagnostic || this.errorString(this.#error)).slice(0, DIAGNOSTIC_LENGTH);
  }

  /** End the session without a word to the player: another SCO is delivered. */
  close() {
    this.#state = "ended";
  }

  /**
   * Ask whether a call may do its work now; sets the last error.
   * @param {string} call
   * @param {unknown} argument
   */
  #begins(call, argument) {
    if (text(argument) !== "") {
      this.#ends(this.#table.argument, this.#say("argument"));
      return false;
    }
    const code = this.#table.calls[call]?.[this.#state] ?? 0;
    this.#ends(code, code ? this.#say(this.#state) : "");
    return code === 0;
  }

  /** @param {string} call @param {() => boolean} work @returns {boolean} whether it failed */
  #fails(call, work) {
    let done = false;
    try {
      done = work();
    } catch (error) {
      console.error("cursus:", error);
    }
    if (!done) this.#ends(this.#table.calls[call]?.failed ?? 101, this.#say("failed"));
    return !done;
  }

  /** @param {number} error @param {string} diagnostic */
  #ends(error, diagnostic) {
    this.#error = error;
    this.#diagnostic = diagnostic;
  }

  /** @param {string} name */
  #say(name) {
    return this.#table.call_diagnostics[name]?.[this.#language] ?? "";
  }
}

/** @param {unknown} value as content passes it: a number, nothing at all @returns {string} */
function text(value) {
  return value === undefined || value === null ? "" : String(value);
}
