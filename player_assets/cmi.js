// @ts-check
/**
 * The one interpreter of the run-time data models' tables: what GetValue and SetValue answer.
 *
 * Lives here: the order in which the rules of a row are asked; the twin of
 * `runtime/cmi/interpreter.py`. May not: the name of an element or a code of a standard. The call
 * scripts in `tests/spec` run against both sides.
 */

import { diagnose } from "./cmi_diagnostics.js";
import { MENDS } from "./cmi_mending.js";
import { Places } from "./cmi_places.js";
import { compileTypes, longerThan } from "./cmi_types.js";

/** @typedef {import("./cmi_places.js").Place} Place */
/** @typedef {import("./cmi_places.js").Absent} Absent */
/** @typedef {import("./cmi_types.js").Check} Check */
/** @typedef {import("./cmi_types.js").Fault} Fault */
/** @typedef {import("./cmi_types.js").Type} Type */
/** @typedef {{en: string, ru: string}} Text */

/**
 * One row; `runtime/cmi/table.py` says what each field means.
 * @typedef {object} Row
 * @property {string} name
 * @property {"r" | "w" | "rw" | "keyword"} access
 * @property {string} type
 * @property {string} [default]
 * @property {string[]} [needs]
 * @property {boolean} [unique]
 * @property {boolean} [once]
 * @property {boolean} [append]
 * @property {boolean} [erasable]
 * @property {boolean} [fixed]
 * @property {number} [limit]
 * @property {{threshold: string, measure: string, met: string, unmet: string,
 *   unmeasured: string | null}} [judge]
 * @property {string} [rights]
 * @property {string} [known_by]
 * @property {string} [otherwise]
 * @property {Fault[]} [tolerate]
 * @property {string} [mend]
 */

/** @typedef {{response: string, pattern: string, patterns?: number, distinct?: boolean}} Format */
/** @typedef {{new: number, running: number, ended: number, failed?: number}} Call */

/**
 * A data model as `cmi.scorm12.json` and `cmi.scorm2004.json` carry it.
 * @typedef {object} Table
 * @property {string} standard
 * @property {string} edition
 * @property {{value: number, total: number, name: number, entries: number, nested: number}} limits
 * @property {Fault} unnamed
 * @property {string} interaction_type
 * @property {Record<"number" | "whole" | "language" | "time", string>} patterns
 * @property {string} languages
 * @property {Row[]} elements
 * @property {Record<string, Type>} types
 * @property {Record<string, Format>} formats
 * @property {Record<Fault, number>} codes
 * @property {Record<string, string>} strings
 * @property {Record<string, Call>} calls
 * @property {number} argument
 * @property {Record<Fault, Text>} diagnostics
 * @property {Record<string, Text>} call_diagnostics
 * @property {Record<string, {without: string[], elements: Row[], types: Record<string, Type>}>}
 *   [editions]
 */

/**
 * @typedef {object} Options
 * @property {boolean} [strict] the standard's word; else kind to real content
 * @property {"ru" | "en"} [language] of the diagnostics
 * @property {string | null} [edition] of SCORM 2004: 2nd, 3rd; else the table's own
 */

/** @typedef {{value: string, error: number, diagnostic: string}} Got */

/**
 * `element` and `value` are what was stored: the plain form of the name (`01` is 1), and the value
 * mended where the tolerant profile did so; of an element that is appended to, the new piece.
 * @typedef {{error: number, diagnostic: string, element: string, value: string}} Done
 */

/** @typedef {{get(element: string): Got, set(element: string, value: string): Done}} Model */

const SURROGATE = /\p{Surrogate}/gu;

/**
 * Return the data model of one SCO: a table and the values it begins with.
 * @param {Table} table
 * @param {Record<string, string>} values
 * @param {Options} [options]
 * @returns {Model}
 */
export function createModel(table, values, options = {}) {
  return new Interpreter(ofEdition(table, options.edition), values, options);
}

/**
 * @param {Table} table
 * @param {string | null} [edition]
 * @returns {Table} with what an older edition changes
 */
function ofEdition(table, edition) {
  const changes = table.editions?.[edition ?? ""];
  if (!changes) return table;
  const changed = new Map(changes.elements.map((row) => [row.name, row]));
  const elements = table.elements
    .filter((row) => !changes.without.includes(row.name))
    .map((row) => changed.get(row.name) ?? row);
  return { ...table, elements, types: { ...table.types, ...changes.types } };
}

/** @implements {Model} */
class Interpreter {
  #table;
  #strict;
  #language;
  #places;
  #checks;
  /** @type {Map<string, string>} */
  #values;
  #room;

  /** @param {Table} table @param {Record<string, string>} values @param {Options} options */
  constructor(table, values, { strict = false, language = "en" }) {
    this.#table = table;
    this.#strict = strict;
    this.#language = language;
    this.#places = new Places(table);
    this.#checks = compileTypes(table.types, table.patterns, table.languages);
    this.#values = new Map(Object.entries(values));
    this.#room = table.limits.total;
    for (const [name, value] of this.#values) this.#room -= name.length + value.length;
  }

  /** @param {string} element @returns {Got} */
  get(element) {
    const place = this.#places.find(element);
    const fault = "fault" in place ? place.fault : this.#unreadable(place);
    if (fault) return this.#unread(element ? fault : "get-nothing", element);
    const value = "fault" in place ? undefined : this.#value(place);
    if (value !== undefined) return { value, error: 0, diagnostic: "" };
    return this.#strict ? this.#unread("not-set", element) : { value: "", error: 0, diagnostic: "" };
  }

  /** @param {string} element @param {string} text @returns {Done} */
  set(element, text) {
    // a lone half of a surrogate pair is no text: it would not survive the way to the server
    const value = text.replace(SURROGATE, "\ufffd");
    const place = this.#places.find(element);
    if ("fault" in place) {
      const fault = place.keyword ? "keyword" : place.fault;
      return this.#refused(element ? fault : "set-nothing", element, value, null);
    }
    const unwritable = this.#unwritable(place);
    if (unwritable) return this.#refused(unwritable, element, value, place);
    const former = this.#values.get(place.name);
    const before = place.row.append ? (former ?? "") : "";
    const whole = before + value;
    const { limits, codes } = this.#table;
    const grown = whole.length + (former === undefined ? place.name.length : -former.length);
    if (longerThan(whole, limits.value) || grown > this.#room) {
      return this.#refused("too-large", element, value, place);
    }
    const judged = this.#judged(place, whole);
    let { left } = judged;
    if (left === null || !codes[left]) left = this.#conflict(place, judged.value);
    if (left) return this.#refused(left, element, value, place);
    this.#store(place, judged.value);
    const note = judged.fault ? this.#diagnostic(judged.fault, element, value, place) : "";
    const added = judged.value.slice(before.length);
    return { error: 0, diagnostic: note, element: place.name, value: added };
  }

  /**
   * Judge a value: the fault that strict reading finds, and what is left of it in this profile.
   * @param {Place} place
   * @param {string} whole
   * @returns {{fault: Fault | null, left: Fault | null, value: string}}
   */
  #judged(place, whole) {
    const { mend, tolerate = [] } = place.row;
    const missing = place.needs.some((need) => !this.#values.has(need)) ? "needs" : null;
    const fault = missing ?? this.#unfit(place, whole);
    if (!fault || !this.#table.codes[fault] || this.#strict) {
      return { fault, left: fault, value: whole };
    }
    const mended = mend ? (MENDS[mend]?.(whole) ?? whole) : whole;
    const faults = [missing, this.#unfit(place, mended)];
    const left = faults.find((one) => one && !tolerate.includes(one)) ?? null;
    return { fault, left, value: mended };
  }

  /** @param {Place} place @returns {Fault | null} */
  #unreadable({ row, entries, rights }) {
    if (row.access === "w") return "write-only";
    if (entries.some((entry) => entry.index >= this.#count(entry.count))) return "beyond";
    if (rights && !(this.#values.get(rights) ?? "rw").includes("r")) return "write-only";
    return null;
  }

  /** @param {Place} place @returns {string | undefined} */
  #value({ name, row }) {
    const threshold = row.judge && this.#values.get(row.judge.threshold);
    if (row.judge && threshold !== undefined) {
      const measure = this.#values.get(row.judge.measure);
      if (measure !== undefined) {
        return Number(measure) >= Number(threshold) ? row.judge.met : row.judge.unmet;
      }
      if (row.judge.unmeasured !== null) return row.judge.unmeasured;
    }
    const value = this.#values.get(name);
    if (value !== undefined && !(row.erasable && value === "")) return value;
    return row.known_by && this.#values.has(row.known_by) ? row.otherwise : row.default;
  }

  /** @param {Place} place @returns {Fault | null} why it may not be set at all, or not here */
  #unwritable({ row, entries, rights, kind }) {
    if (row.access === "r") return "read-only";
    if (row.access === "keyword") return "keyword";
    for (const { count, index, limit, fixed } of entries) {
      const there = this.#count(count);
      if (index > there) return "gap";
      if (index === there && (fixed || there >= limit)) return fixed ? "fixed-array" : "full";
    }
    if (rights && !(this.#values.get(rights) ?? "rw").includes("w")) return "read-only";
    const patterns = this.#part(row) === "pattern" ? this.#format(kind)?.patterns : undefined;
    if (patterns !== undefined && (entries.at(-1)?.index ?? 0) >= patterns) return "one-pattern";
    return null;
  }

  /** @param {Place} place @param {string} value @returns {Fault | null} */
  #unfit({ row, kind }, value) {
    const part = this.#part(row);
    if (!part) return this.#checks.get(row.type)?.(value) ?? null;
    const format = this.#format(kind);
    if (!format) return null; // SCORM 1.2 asks for no order: without a type, nothing to judge by
    return this.#checks.get(format[part])?.(value) ?? null;
  }

  /** @param {Place} place @param {string} value @returns {Fault | null} */
  #conflict(place, value) {
    const { row, name, kind } = place;
    if (row.once && (this.#values.get(name) ?? value) !== value) return "once";
    if (row.unique && this.#siblings(place).includes(value)) return "duplicate";
    const format = this.#part(row) === "pattern" ? this.#format(kind) : undefined;
    if (!format?.distinct) return null;
    const separator = this.#table.types[format.pattern]?.separator ?? ",";
    const members = new Set(value.split(separator));
    for (const other of this.#siblings(place)) {
      // equal sets are texts of equal length: most need no splitting
      if (other.length !== value.length) continue;
      const others = new Set(other.split(separator));
      if (others.size === members.size && [...others].every((one) => members.has(one))) {
        return "duplicate";
      }
    }
    return null;
  }

  /** @param {Place} place @returns {string[]} the same element's values in the other entries */
  #siblings({ name, entries }) {
    const entry = entries.at(-1);
    if (!entry) return [];
    const before = entry.count.slice(0, -"_count".length);
    const after = name.slice(before.length + String(entry.index).length);
    const found = [];
    for (let index = 0; index < this.#count(entry.count); index += 1) {
      const value = this.#values.get(`${before}${index}${after}`);
      if (index !== entry.index && value !== undefined) found.push(value);
    }
    return found;
  }

  /** @param {Place} place @param {string} value */
  #store({ name, entries }, value) {
    const before = this.#values.get(name);
    this.#room += before === undefined ? -name.length : before.length;
    this.#room -= value.length;
    this.#values.set(name, value);
    for (const { count, index } of entries) {
      if (index === this.#count(count)) this.#values.set(count, String(index + 1));
    }
  }

  /** @param {string} count name of an array's `_count` */
  #count(count) {
    return Number(this.#values.get(count) ?? "0");
  }

  /** @param {Row} row */
  #part(row) {
    return this.#table.types[row.type]?.part;
  }

  /** @param {string | null} kind */
  #format(kind) {
    return this.#table.formats[this.#values.get(kind ?? "") ?? ""];
  }

  /** @param {Fault} fault @param {string} element @returns {Got} */
  #unread(fault, element) {
    const error = this.#table.codes[fault] ?? 0;
    return { value: "", error, diagnostic: this.#diagnostic(fault, element, "", null) };
  }

  /**
   * @param {Fault} fault
   * @param {string} element
   * @param {string} value
   * @param {Place | null} place
   * @returns {Done}
   */
  #refused(fault, element, value, place) {
    const diagnostic = this.#diagnostic(fault, element, value, place);
    return { error: this.#table.codes[fault] ?? 0, diagnostic, element, value };
  }

  /**
   * @param {Fault} fault
   * @param {string} element
   * @param {string} value
   * @param {Place | null} place
   */
  #diagnostic(fault, element, value, place) {
    const part = place ? this.#part(place.row) : undefined;
    const format = place ? this.#format(place.kind) : undefined;
    const type = place ? ((part && format?.[part]) ?? place.row.type) : null;
    const missing = place?.needs.filter((need) => !this.#values.has(need)) ?? [];
    return diagnose(this.#table, this.#language, { fault, element, value, type, missing });
  }
}
