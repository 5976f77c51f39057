/** What the service found in a package, for the author to read. */
import { el } from "./dom.js";
import { t } from "./text.js";

const ORDER = ["error", "warning", "info"];

/**
 * @param {{rule: string, severity: string, file?: string, line?: number, column?: number,
 *   clause?: string, mended?: boolean, message: string, hint?: string}[]} findings
 */
export function drawFindings(findings, { open = false } = {}) {
  const counts = ORDER.map((severity) => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n ? el("span", { class: `count ${severity}` }, t(`${severity}s`, { n })) : null;
  });
  const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return el(
    "details",
    { class: "findings", open },
    el("summary", {}, ...counts),
    el("ol", {}, ...sorted.map(drawFinding)),
  );
}

function drawFinding({ rule, severity, file, line, column, clause, mended, message, hint }) {
  const where = [file, line, column].filter((part) => part != null && part !== "").join(":");
  return el(
    "li",
    { class: severity },
    el("p", {}, el("span", { class: "severity" }, t(severity)), message),
    hint ? el("p", { class: "hint" }, hint) : null,
    el(
      "p",
      { class: "where" },
      where ? el("code", {}, where) : null,
      mended ? el("span", { class: "mended" }, t("mended")) : null,
      el("span", {}, [rule, clause].filter(Boolean).join(" · ")),
    ),
  );
}
