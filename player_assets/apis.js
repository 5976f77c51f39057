// @ts-check
/**
 * Puts the API of the delivered SCO where content looks for it: on the player's window.
 */

import { createApi as createApi12 } from "./api_scorm12.js";
import { createApi as createApi2004 } from "./api_scorm2004.js";

/** @typedef {import("./api.js").Hooks} Hooks */
/** @typedef {import("./cmi.js").Options} Options */
/** @typedef {import("./cmi.js").Table} Table */
/** @typedef {"scorm12" | "scorm2004"} Standard */

const ADAPTERS = {
  scorm12: { createApi: createApi12, name: "API" },
  scorm2004: { createApi: createApi2004, name: "API_1484_11" },
};

/** @type {Map<Standard, Promise<Table>>} */
const tables = new Map();

/**
 * The data model of a standard; asked for twice, loaded once.
 * @param {Standard} standard
 * @returns {Promise<Table>}
 */
export function loadTable(standard) {
  const known = tables.get(standard);
  if (known) return known;
  const url = new URL(`cmi.${standard}.json`, import.meta.url);
  const table = fetch(url).then((answer) => answer.json());
  tables.set(standard, table);
  return table;
}

/**
 * Put a fresh API session on the window.
 * @param {Standard} standard
 * @param {Table} table
 * @param {Record<string, string>} values
 * @param {Hooks} hooks
 * @param {Options} options
 * @returns {() => void} takes it away; whoever still holds it is told that it is over
 */
export function installApi(standard, table, values, hooks, options) {
  const { createApi, name } = ADAPTERS[standard];
  const api = createApi(table, values, hooks, options);
  Reflect.set(window, name, api);
  return () => {
    api.close();
    Reflect.deleteProperty(window, name);
  };
}

/**
 * End the content's search for an API at this window. The standards' search goes from parent to
 * parent; the next one is the portal, another origin, where reading any property throws. An
 * inactive object of the other standard would end the search as well, but content that speaks
 * both would take it for the real one.
 * @returns {Window | null} the framing window
 */
export function closeTheWayUp() {
  const above = window.parent === window ? null : window.parent;
  Object.defineProperty(window, "parent", { value: window, configurable: true });
  return above;
}
