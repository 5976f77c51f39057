/** The live table of results: who has reached what, and what they answered. */
import * as api from "./api.js";
import { el, poll } from "./dom.js";
import { nameOf } from "./learners.js";
import { duration, moment, percent, t } from "./text.js";

const SECONDS = 2;
const COLUMNS = ["learner", "course", "state", "score", "time", "lastSeen"];

export function show(place) {
  const table = el("table", { class: "results" });
  const empty = el("p", { class: "empty", hidden: true }, t("noResults"));
  const rows = new Map();
  table.append(
    el("thead", {}, el("tr", {}, ...COLUMNS.map((key) => el("th", { scope: "col" }, t(key))), el("th", {}, el("span", { class: "unseen" }, t("answers"))))),
  );
  place.append(
    el("h1", {}, t("results"), " ", el("span", { class: "live" }, t("live"))),
    empty,
    table,
  );

  return poll(SECONDS, async () => {
    const results = await api.results();
    for (const result of results) {
      if (!rows.has(result.id)) rows.set(result.id, new Row(result.id));
      rows.get(result.id).update(result);
    }
    const here = new Set(results.map((result) => result.id));
    for (const [id, row] of rows) if (!here.has(id)) rows.delete(id) && row.body.remove();
    const inOrder = results.map(({ id }) => rows.get(id).body);
    if (inOrder.some((body, n) => table.tBodies[n] !== body)) table.append(...inOrder);
    table.hidden = !results.length;
    empty.hidden = !table.hidden;
  });
}

/** A registration: a line of the table, and below it the answers when they are opened. */
class Row {
  constructor(id) {
    this.id = id;
    this.seen = null; // the summary last drawn, as text
    this.open = false;
    this.cells = COLUMNS.map((key) => el("td", { "data-label": t(key) }));
    this.button = el(
      "button",
      { type: "button", "aria-expanded": "false", onclick: () => this.toggle() },
      t("answers"),
    );
    this.place = el("td", { colspan: COLUMNS.length + 1 });
    this.details = el("tr", { class: "details", hidden: true }, this.place);
    this.body = el("tbody", { "data-registration": id }, el("tr", {}, ...this.cells, el("td", {}, this.button)), this.details);
  }

  update(result) {
    const seen = JSON.stringify(result);
    if (seen === this.seen) return;
    if (this.seen !== null) this.flash();
    this.seen = seen;
    const content = [
      nameOf(result.learner),
      result.course.title ?? result.course.id,
      drawState(result),
      drawScore(result),
      duration(result.totalSecondsTracked ?? 0),
      result.lastAccessDate ? moment(result.lastAccessDate) : "–",
    ];
    this.cells.forEach((cell, n) => cell.replaceChildren(content[n]));
    if (this.open) this.drawDetails();
  }

  flash() {
    this.body.classList.remove("changed");
    void this.body.offsetWidth; // starts the animation anew
    this.body.classList.add("changed");
  }

  async toggle() {
    this.open = !this.open;
    this.button.setAttribute("aria-expanded", String(this.open));
    this.details.hidden = !this.open;
    if (this.open) await this.drawDetails();
  }

  async drawDetails() {
    const result = await api.result(this.id);
    const address = `#/statements/${encodeURIComponent(this.id)}`;
    this.place.replaceChildren(
      ...activitiesOf(result.activityDetails).map(drawActivity),
      el("p", {}, el("a", { href: address }, t("statements"))),
    );
  }
}

/** The activities that hold anything, parents first. */
function activitiesOf(activity) {
  if (!activity) return [];
  const below = (activity.children ?? []).flatMap(activitiesOf);
  return activity.runtime || !activity.children?.length ? [activity, ...below] : below;
}

function drawActivity(activity) {
  const answers = activity.runtime?.runtimeInteractions ?? [];
  const objectives = activity.runtime?.runtimeObjectives ?? [];
  return el(
    "section",
    { class: "activity" },
    el("h3", {}, activity.title, " ", drawState({
      registrationCompletion: activity.activityCompletion,
      registrationSuccess: activity.activitySuccess,
      firstAccessDate: activity.attempts,
    })),
    objectives.length ? el("ul", { class: "objectives" }, ...objectives.map(drawObjective)) : null,
    answers.length ? el("ol", { class: "answers" }, ...answers.map(drawAnswer)) : el("p", { class: "empty" }, t("noAnswers")),
  );
}

function drawObjective(objective) {
  const scaled = objective.scoreScaled ?? (objective.scoreRaw == null ? null : objective.scoreRaw / 100);
  return el("li", {}, el("span", {}, objective.id), " ", scaled == null || scaled === "" ? "–" : percent(scaled * 100));
}

function drawAnswer(answer) {
  const result = { correct: "right", incorrect: "wrong", wrong: "wrong", neutral: "neutral" }[answer.result];
  return el(
    "li",
    { class: `answer ${result ?? ""}` },
    el("p", {}, plain(answer.description) || answer.id, " ", answer.type && el("small", {}, t(`type.${answer.type}`))),
    el(
      "dl",
      {},
      el("dt", {}, t("answered")),
      el("dd", {}, plain(answer.learnerResponse) || "–"),
      ...(answer.correctResponses?.length
        ? [el("dt", {}, t("expected")), el("dd", {}, answer.correctResponses.map(plain).join(t("or")))]
        : []),
      el("dt", {}, t("judged")),
      el("dd", { class: "judged" }, result ? t(result) : answer.result ?? "–"),
    ),
  );
}

/** An interaction's value as people write it: without SCORM's delimiters and prefixes. */
export function plain(value) {
  return (value ?? "")
    .replace(/\{(lang|case_matters|order_matters)=[^}]*\}/g, "")
    .replace(/^([^[]*)\[:\]\1$/, "$1")
    .replaceAll("[:]", "…")
    .replaceAll("[.]", " → ")
    .replaceAll("[,]", ", ");
}

/** The state in one word: success says more than completion. */
export function drawState({ registrationCompletion, registrationSuccess, firstAccessDate }) {
  const begun = firstAccessDate ? "underWay" : "notBegun";
  const state =
    { PASSED: "passed", FAILED: "failed" }[registrationSuccess] ??
    (registrationCompletion === "COMPLETED" ? "completed" : begun);
  return el("span", { class: `state ${state}` }, t(state));
}

export function drawScore({ score }) {
  if (score?.scaled == null) return el("span", {}, "–");
  const bar = el("span", { class: "score" }, percent(score.scaled));
  bar.style.setProperty("--part", `${Math.max(score.scaled, 0)}%`);
  return bar;
}
