// @ts-check
/** What a package would change in its course, and what that means for those who are learning. */

import { el } from "./elements.js";

/** @typedef {import("./import_protocol.js").Diff} Diff */
/** @typedef {import("./elements.js").Child} Child */
/** @typedef {import("./texts.js").Say} Say */

/**
 * @param {Diff} diff
 * @param {Say} say
 * @returns {HTMLElement}
 */
export function drawDiff(diff, say) {
  const { added, removed, renamed, moved, relaunched, reidentified, settings, files } = diff;
  const parts = [
    drawList("added", added, say, ({ title }) => [title]),
    drawList("removed", removed, say, ({ title }) => [title]),
    drawList("renamed", renamed, say, ({ before, after }) => change(before, after, say)),
    drawList("moved", moved, say, ({ title, before, after }) => [title, ": ", ...change(before, after, say)]),
    drawList("relaunched", relaunched, say, ({ title, before, after }) => [title, ": ", ...change(before, after, say)]),
    drawList("reidentified", reidentified, say, ({ title, before, after }) => [title, ": ", ...change(before, after, say)]),
    drawList("settings", settings, say, ({ title, setting, before, after }) => [
      title ? `${title}: ` : "",
      el("code", {}, setting),
      " ",
      ...change(before, after, say),
    ]),
    drawFiles(files, say),
  ].filter((part) => part !== null);
  return el(
    "section",
    { class: "diff", "aria-labelledby": "diff-title" },
    el("h3", { id: "diff-title" }, say("diff", { version: diff.from })),
    parts.length ? null : el("p", { class: "muted" }, say("diff.none")),
    drawLearners(diff, say),
    ...parts,
  );
}

/**
 * Those who are learning stay where they are: say so before saying what a move would cost.
 * @param {Diff} diff
 * @param {Say} say
 */
function drawLearners({ verdict, lost, learners, from }, say) {
  return el(
    "div",
    { class: lost ? "note warn" : "note" },
    learners.underWay ? el("p", {}, say("learners", { n: learners.underWay, version: from })) : null,
    el("p", {}, verdict),
    learners.losing ? el("p", {}, el("strong", {}, say("learners.losing", { n: learners.losing }))) : null,
  );
}

/**
 * @template T
 * @param {string} kind
 * @param {{count: number, items: T[]}} listed
 * @param {Say} say
 * @param {(item: T) => Child[]} draw
 */
function drawList(kind, listed, say, draw) {
  if (!listed.count) return null;
  const rest = listed.count - listed.items.length;
  return el(
    "details",
    { class: "change", "data-change": kind },
    el("summary", {}, say(`diff.${kind}`, { n: listed.count })),
    el(
      "ul",
      {},
      ...listed.items.map((item) => el("li", {}, ...draw(item))),
      rest ? el("li", { class: "muted" }, say("diff.more", { n: rest })) : null,
    ),
  );
}

/**
 * @param {Diff["files"]} files
 * @param {Say} say
 */
function drawFiles(files, say) {
  const kinds = /** @type {const} */ (["added", "removed", "changed"]);
  const all = kinds.reduce((sum, kind) => sum + files[kind].count, 0);
  if (!all) return null;
  const values = { added: files.added.count, removed: files.removed.count, changed: files.changed.count };
  return el(
    "details",
    { class: "change", "data-change": "files" },
    el("summary", {}, say("diff.files", values)),
    ...kinds.map((kind) => drawList(`files.${kind}`, files[kind], say, (name) => [el("code", {}, name)])),
  );
}

/**
 * @param {string | undefined} before
 * @param {string | undefined} after
 * @param {Say} say
 * @returns {Child[]}
 */
function change(before, after, say) {
  return [
    el("del", {}, before ?? say("nothing")),
    el("span", { class: "arrow", "aria-hidden": "true" }, " → "),
    el("ins", {}, after ?? say("nothing")),
  ];
}
