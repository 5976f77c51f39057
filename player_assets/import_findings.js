// @ts-check
/** What was found in a package, for its author to read: by gravity, then by file. */

import { el } from "./elements.js";

/** @typedef {import("./import_protocol.js").Finding} Finding */
/** @typedef {import("./import_protocol.js").Severity} Severity */
/** @typedef {import("./texts.js").Say} Say */

/** @type {Severity[]} */
const GRAVITY = ["error", "warning", "info"];

const MARKED = /^(?:<[\w:.-]+|[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))/u;

/**
 * @param {Finding[]} findings
 * @param {Severity} severity
 */
export const count = (findings, severity) => findings.filter((one) => one.severity === severity).length;

/**
 * @param {Finding[]} findings
 * @param {Say} say
 * @returns {HTMLElement}
 */
export function drawFindings(findings, say) {
  const groups = GRAVITY.map((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    return own.length ? drawGroup(severity, own, say) : null;
  });
  return el(
    "section",
    { class: "findings", "aria-labelledby": "findings-title" },
    el("h3", { id: "findings-title" }, say("findings")),
    findings.length ? null : el("p", { class: "muted" }, say("findings.none")),
    ...groups,
  );
}

/**
 * @param {Severity} severity
 * @param {Finding[]} findings
 * @param {Say} say
 */
function drawGroup(severity, findings, say) {
  /** @type {Map<string, Finding[]>} */
  const files = new Map();
  for (const finding of findings) {
    const file = finding.file ?? "";
    files.set(file, [...(files.get(file) ?? []), finding]);
  }
  return el(
    "details",
    { class: `group ${severity}`, open: severity !== "info" },
    el("summary", {}, say(`${severity}s`, { n: findings.length })),
    ...[...files].map(([file, own]) =>
      el(
        "div",
        { class: "file" },
        el("h4", {}, file ? el("code", {}, file) : say("findings.whole")),
        el("ol", {}, ...own.map((finding) => drawFinding(finding, say))),
      ),
    ),
  );
}

/**
 * @param {Finding} finding
 * @param {Say} say
 */
function drawFinding({ rule, message, hint, line, column, element, clause, mended, source, caret }, say) {
  const place = line ? say(column ? "place.column" : "place", { line, column: column ?? 0 }) : "";
  return el(
    "li",
    { "data-rule": rule },
    el("p", { class: "message" }, message, mended ? el("span", { class: "mended" }, say("mended")) : null),
    source ? drawSource(source, line, caret, say) : null,
    hint ? el("p", { class: "hint" }, hint) : null,
    el(
      "p",
      { class: "where" },
      place ? el("span", {}, place) : null,
      element ? el("code", {}, element) : null,
      el("code", {}, rule),
      clause ? el("span", {}, clause) : null,
    ),
  );
}

/**
 * The line of the file, with a mark on what the finding is about: an attribute with its value, the
 * beginning of an element, or one character.
 * @param {string} source
 * @param {number | undefined} line
 * @param {number | undefined} caret where in the source, from 0
 * @param {Say} say
 */
function drawSource(source, line, caret, say) {
  const number = line ? el("span", { class: "number", "aria-hidden": "true" }, line) : null;
  const code = el("code", {});
  if (caret === undefined) code.append(source.trim());
  else {
    const rest = source.slice(caret);
    const marked = MARKED.exec(rest)?.[0] ?? rest.slice(0, 1);
    const before = source.slice(0, caret).trimStart();
    code.append(before, el("mark", {}, marked), rest.slice(marked.length).trimEnd());
  }
  return el("pre", { class: "source", role: "group", "aria-label": say("source") }, number, code);
}
