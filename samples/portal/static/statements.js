/** A registration's xAPI statements: one sentence each, and the whole of it on request. */
import * as api from "./api.js";
import { el } from "./dom.js";
import { plain } from "./results.js";
import { moment, ofMap, percent, t } from "./text.js";

export async function show(place, ...parts) {
  const registration = parts.join("/");
  const list = el("ol", { class: "statements" });
  const more = el("button", { type: "button", hidden: true }, t("more"));
  let next;
  const load = async () => {
    const page = await api.statements(registration, next);
    list.append(...page.statements.map(drawStatement));
    next = page.more;
    more.hidden = !next;
    if (!list.children.length) list.append(el("li", { class: "empty" }, t("noStatements")));
  };
  more.addEventListener("click", load);
  place.append(
    el("p", {}, el("a", { href: "#/results" }, t("backToResults"))),
    el("h1", {}, t("statements")),
    el("p", { class: "facts" }, el("code", {}, registration)),
    list,
    more,
  );
  await load();
}

function drawStatement(statement) {
  const { actor, verb, result, timestamp } = statement;
  const thing = statement.objectActivity ?? statement.objectAgentGroup ?? statement.objectStatementReference ?? {};
  const name =
    ofMap(thing.definition?.name) ||
    ofMap(thing.definition?.description) ||
    thing.name ||
    decodeURIComponent((thing.id ?? "").split("/").pop());
  const answered = result?.response != null;
  const facts = [
    result?.score?.scaled != null && percent(result.score.scaled * 100),
    answered && plain(result.response),
    answered && result.success != null && t(result.success ? "right" : "wrong"),
  ];
  return el(
    "li",
    {},
    el("time", { datetime: timestamp }, moment(timestamp)),
    el(
      "p",
      {},
      actor.name ?? actor.account?.name ?? actor.mbox ?? "",
      " ",
      el("strong", {}, ofMap(verb.display) || verb.id.split("/").pop()),
      " ",
      el("span", { class: "thing", title: thing.id }, name),
      ...facts.filter(Boolean).map((fact) => el("span", { class: "chip" }, fact)),
    ),
    el("details", {}, el("summary", {}, t("raw")), el("pre", { tabindex: "0" }, JSON.stringify(statement, null, 2))),
  );
}
