/**
 * Playing a course: the example of how to embed cursus. All of it is `embed` below; the rest
 * shows what came of it.
 *
 * 1. The portal's server enrols the learner and asks for a launch link (server.py, launch).
 * 2. The link goes into an iframe with this `sandbox` and `allow`. The sandbox lets the content
 *    work and keeps it from moving this page elsewhere.
 * 3. The player tells what happens by postMessage. That is news, not proof: what the learner
 *    reached is asked of the server.
 */
import * as api from "./api.js";
import { el, poll } from "./dom.js";
import { current, nameOf } from "./learners.js";
import { drawScore, drawState } from "./results.js";
import { clock, duration, known, t } from "./text.js";

const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox " +
  "allow-modals allow-downloads";
const NEWS_LIMIT = 50;

/**
 * Returns the frame with the player in it, and a function that stops listening.
 * @param {string} url  the launch link
 * @param {(event: {type: string}) => void} onEvent
 */
export function embed(url, onEvent) {
  const frame = el("iframe", {
    src: url,
    title: t("player"),
    class: "player",
    sandbox: SANDBOX,
    allow: "fullscreen; autoplay; unload",
  });
  const listen = (message) => {
    if (message.source === frame.contentWindow && message.data?.source === "cursus") {
      onEvent(message.data);
    }
  };
  window.addEventListener("message", listen);
  return { frame, stop: () => window.removeEventListener("message", listen) };
}

export async function show(place, course) {
  const learner = current();
  if (!learner) throw new api.Refused(""); // the list of learners did not come
  const { url, registration } = await api.launch(course, learner.id);
  const news = el("ol", { class: "news" });
  const facts = el("dl", { class: "facts" });
  const title = el("h1", {}, course);
  const stage = el("div", { class: "stage" });
  const { frame, stop } = embed(url, (event) => {
    tell(news, event);
    if (event.type === "exit") stage.replaceChildren(closed(course));
    else if (event.type !== "resize") refresh();
  });
  stage.append(frame);

  const refresh = async () => {
    const result = await api.result(registration);
    title.textContent = result.course.title;
    facts.replaceChildren(
      ...fact("state", drawState(result)),
      ...fact("score", drawScore(result)),
      ...fact("time", duration(result.totalSecondsTracked ?? 0)),
    );
  };
  const address = `#/statements/${encodeURIComponent(registration)}`;
  const panel = el(
    "aside",
    { class: "panel", "aria-label": t("activity") },
    el("p", { class: "who" }, nameOf(learner)),
    facts,
    el("h2", {}, t("activity")),
    news,
    el("p", {}, el("a", { href: address }, t("statements"))),
  );
  place.append(el("div", { class: "top" }, el("a", { href: "#/" }, t("backToCourses")), title), stage, panel);
  const rest = poll(2, refresh);
  return () => {
    stop();
    rest();
  };
}

const fact = (key, value) => [el("dt", {}, t(key)), el("dd", {}, value)];

/** Adds a line to the news; the same again only renews the time of the last line. */
function tell(news, event) {
  const kind = event.type === "save" ? event.state : event.type;
  if (!known(`event.${kind}`)) return;
  const detail = event.type === "progress" ? `${event.completed} / ${event.total}` : "";
  const time = el("time", {}, clock());
  if (news.firstChild?.dataset.event === kind) news.firstChild.remove();
  news.prepend(el("li", { "data-event": kind }, el("span", {}, t(`event.${kind}`)), el("small", {}, detail), time));
  while (news.children.length > NEWS_LIMIT) news.lastChild.remove();
}

/** What stands in the frame's place once the learner has left. */
function closed(course) {
  const again = `#/play/${encodeURIComponent(course)}`;
  const reopen = (event) => {
    event.preventDefault(); // the address is the same: no view would be shown by it
    window.dispatchEvent(new Event("hashchange"));
  };
  return el(
    "div",
    { class: "closed", role: "status" },
    el("p", {}, t("closed")),
    el(
      "p",
      { class: "buttons" },
      el("a", { class: "button primary", href: "#/results" }, t("results")),
      el("a", { class: "button", href: again, onclick: reopen }, t("openAgain")),
    ),
  );
}
