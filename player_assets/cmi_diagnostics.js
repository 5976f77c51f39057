// @ts-check
/** What GetDiagnostic says: the table's text for a fault, with what it is about filled in. */

/** @typedef {import("./cmi.js").Table} Table */
/** @typedef {import("./cmi_types.js").Fault} Fault */
/** @typedef {import("./cmi_types.js").Type} Type */

/**
 * @typedef {object} Trouble
 * @property {Fault} fault
 * @property {string} element
 * @property {string} value
 * @property {string | null} type name of the type that was asked for
 * @property {string[]} missing elements that must be set first
 */

const EXCERPT = 60; // characters of a name or value that are quoted

/**
 * Say what is wrong, in the language of the learner's page.
 * @param {Table} table
 * @param {"en" | "ru"} language
 * @param {Trouble} trouble
 */
export function diagnose(table, language, { fault, element, value, type, missing }) {
  /** @type {Record<string, string>} */
  const words = {
    element: excerpt(element),
    value: excerpt(value),
    expected: fault === "needs" ? missing.join(", ") : expected(table, fault, type),
  };
  const text = table.diagnostics[fault]?.[language] ?? "";
  return text.replace(/\{(element|value|expected)\}/gu, (_, name) => words[name] ?? "");
}

/** @param {Table} table @param {Fault} fault @param {string | null} name @returns {string} */
function expected(table, fault, name) {
  const type = name === null ? undefined : table.types[name];
  const ways = type?.of?.map((way) => table.types[way]) ?? [type];
  return ways.map((way) => said(fault, way)).join(" / ");
}

/** @param {Fault} fault @param {Type | undefined} type @returns {string} what it asks for */
function said(fault, type) {
  if (fault === "range") return `${type?.least ?? "−∞"} … ${type?.most ?? "∞"}`;
  if (fault === "length") return String(type?.longest ?? "");
  if (fault === "minimum") return String(type?.minimum ?? "");
  return type?.words?.map((word) => word || '""').join(", ") ?? type?.example ?? "";
}

/** @param {string} text */
function excerpt(text) {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
