// @ts-check
/**
 * The import page: an author gives a package, sees how far it is, reads what was found and decides.
 *
 * One view after the other in `#view`, whose `data-state` names it: choose, sending, working,
 * judged, imported, refused, ended, failed, used, trouble. The page needs no cookies and no
 * storage; the job's id stands behind the `#` of the address, so that a reload goes on with it.
 */

import { el } from "./elements.js";
import { drawDiff } from "./import_diff.js";
import { count, drawFindings } from "./import_findings.js";
import { Cancelled, Refused, Requests } from "./import_requests.js";
import { loadTexts, translate } from "./texts.js";

/** @typedef {import("./import_protocol.js").Job} Job */
/** @typedef {import("./import_protocol.js").Preload} Preload */
/** @typedef {import("./elements.js").Child} Child */

/** @type {Record<string, string>} the step that a state belongs to */
const STEPS = { sending: "send", working: "check", judged: "look", imported: "ready" };
const NEWS_STEP = 25; // per cent between two announcements

/** @type {Preload} */
const preload = JSON.parse(byId("preload").textContent ?? "");
const requests = new Requests(preload.base, preload.language);
const say = await loadTexts(preload.language, "import");
const view = byId("view");
const portal = window.parent === window ? null : window.parent;

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * Tell the page that frames us, and no other.
 * @param {string} type
 * @param {object} [more]
 */
function tell(type, more = {}) {
  if (!portal || !preload.embedOrigin) return;
  portal.postMessage({ source: "cursus", type, courseId: preload.course.id, ...more }, preload.embedOrigin);
}

/** @param {string} text */
function announce(text) {
  byId("news").textContent = text;
}

/** @param {number} size bytes */
function bytes(size) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = size < 1 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), 3);
  const options = { style: "unit", unit: units[step], maximumFractionDigits: step < 2 ? 0 : 1 };
  return (size / 1000 ** step).toLocaleString(preload.language, /** @type {Intl.NumberFormatOptions} */ (options));
}

/**
 * Show a view; the keyboard goes to its heading, so that it is read and Tab goes on from there.
 * @param {string} state
 * @param {string} heading
 * @param {...Child} children
 * @returns {HTMLElement} the heading
 */
function show(state, heading, ...children) {
  view.dataset["state"] = state;
  const title = el("h2", { tabindex: "-1", id: "heading" }, heading);
  const section = el("section", { class: `view ${state}`, "aria-labelledby": "heading" }, title);
  for (const child of children) if (child) section.append(/** @type {Node} */ (child));
  view.replaceChildren(section);
  const at = STEPS[state];
  for (const step of byId("steps").querySelectorAll("[data-step]")) {
    if (step.getAttribute("data-step") === at) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
  byId("steps").hidden = at === undefined;
  return title;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 * @param {string} [look] primary, quiet
 */
const button = (text, onclick, look = "") => el("button", { type: "button", class: look, onclick }, text);

/** @param {...Child} children */
const actions = (...children) => el("div", { class: "actions" }, ...children);

/** @param {string} [trouble] why the author has to choose again */
function choose(trouble) {
  history.replaceState(null, "", location.pathname + location.search);
  if (preload.used) return showUsed();
  const input = el("input", { type: "file", hidden: true, id: "file", accept: ".zip,.xml,application/zip" });
  const wish = el("strong", {}, say("drop"));
  const drop = el(
    "button",
    { type: "button", class: "drop", id: "drop", "aria-describedby": "kinds", onclick: () => input.click() },
    wish,
    el("span", {}, say("drop.also")),
  );
  input.addEventListener("change", () => take(input.files));
  acceptDrops(drop, wish);
  const kinds = el("p", { class: "muted", id: "kinds" }, say("drop.kinds", { limit: bytes(preload.limit) }));
  const why = trouble ? el("p", { class: "note bad", role: "alert" }, trouble) : null;
  const heading = show("choose", say("drop"), why, drop, input, kinds);
  heading.className = "unseen"; // the button says the same
  if (trouble) drop.focus();
}

/**
 * Files may be dropped anywhere on the page; the browser must not open them instead.
 * @param {HTMLElement} drop
 * @param {HTMLElement} wish
 */
function acceptDrops(drop, wish) {
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      const over = kind === "dragenter" || kind === "dragover";
      drop.classList.toggle("over", over);
      wish.textContent = say(over ? "drop.over" : "drop");
      if (kind === "drop" && event instanceof DragEvent) take(event.dataTransfer?.files ?? null);
    });
  }
}

/** @param {FileList | null} files */
function take(files) {
  const [file] = files ?? [];
  if (!file || !files) return;
  const sizes = { name: file.name, size: bytes(file.size), limit: bytes(preload.limit) };
  if (files.length > 1) choose(say("drop.one"));
  else if (file.size === 0) choose(say("drop.empty", sizes));
  else if (file.size > preload.limit) choose(say("drop.large", sizes));
  else void attempt(() => send(file));
}

/**
 * Do something whose refusal is shown.
 * @param {() => Promise<void>} work
 */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof Cancelled) choose(say("cancelled"));
    else if (error instanceof Refused && error.type === "used-import-link") showUsed();
    else if (error instanceof Refused) showTrouble(error);
    else throw error;
  }
}

/** @param {File} file */
async function send(file) {
  const bar = el("progress", { max: file.size, value: 0, "aria-label": say("sending", { name: file.name }) });
  const status = el("p", { class: "muted" }, say("sent", { sent: bytes(0), size: bytes(file.size) }));
  const trouble = el("p", { class: "note warn", hidden: true }, say("sending.lost"));
  const cancelling = new AbortController();
  const cancel = button(say("cancel"), () => cancelling.abort());
  const leave = (/** @type {Event} */ event) => event.preventDefault();
  let told = 0;

  /** @param {number} sent */
  const onSent = (sent) => {
    trouble.hidden = true;
    const done = Math.min(sent, file.size); // the form around the file counts too
    bar.value = done;
    status.textContent = say("sent", { sent: bytes(done), size: bytes(file.size) });
    const percent = Math.floor((100 * done) / file.size);
    if (percent >= told + NEWS_STEP) {
      told = percent - (percent % NEWS_STEP);
      announce(say("sent.percent", { percent: told }));
    }
    tell("importing", { phase: "sending", done, total: file.size });
  };
  const onTrouble = () => {
    trouble.hidden = false;
    told = 0;
    bar.value = 0;
    announce(say("sending.lost"));
  };

  show("sending", say("sending", { name: file.name }), bar, status, trouble, actions(cancel));
  cancel.focus();
  window.addEventListener("beforeunload", leave);
  try {
    const job = await requests.upload(file, onSent, onTrouble, cancelling.signal);
    history.replaceState(null, "", `${location.pathname}${location.search}#job=${job}`);
    await work(job);
  } catch (error) {
    if (!(error instanceof Refused) || !error.isPassing) throw error;
    showLost(file);
  } finally {
    window.removeEventListener("beforeunload", leave);
  }
}

/**
 * Look at a job until it has come somewhere, and show where.
 * @param {string} job
 */
async function work(job) {
  const bar = el("progress", { "aria-label": say("working") });
  const status = el("p", { class: "muted" }, say("phase."));
  const trouble = el("p", { class: "note warn", hidden: true }, say("working.lost"));
  let phase = "";

  /** @param {Job} found */
  const onLook = (found) => {
    const name = say(`phase.${found.phase}`);
    if (found.total && found.phase) {
      bar.max = found.total;
      bar.value = found.done;
      status.textContent = `${name}: ${say("phase.of", { done: bytes(found.done), size: bytes(found.total) })}`;
    } else status.textContent = name;
    if (found.phase !== phase) announce(name);
    phase = found.phase;
    tell("importing", { phase: found.phase || "received", done: found.done, total: found.total });
  };
  const onTrouble = (/** @type {boolean} */ lost) => {
    trouble.hidden = !lost;
    if (lost) announce(say("working.lost"));
  };

  show("working", say("working"), bar, status, trouble).focus();
  const found = await requests.follow(job, onLook, onTrouble);
  if (found.state === "judged") await showJudged(job, found);
  else showEnd(found);
}

/**
 * @param {Job} job
 * @returns {HTMLElement | null}
 */
function verdicts({ playable, conformant }) {
  if (playable === undefined) return null;
  const chip = (/** @type {boolean} */ good, /** @type {string} */ look, /** @type {string} */ text) =>
    el("li", { class: `chip ${good ? "good" : look}` }, say(text));
  return el(
    "ul",
    { class: "verdicts", "aria-label": say("verdicts") },
    chip(playable, "bad", playable ? "verdict.playable" : "verdict.unplayable"),
    chip(conformant === true, "warn", conformant ? "verdict.conformant" : "verdict.deviant"),
  );
}

/**
 * @param {string} id
 * @param {Job} job
 */
async function showJudged(id, job) {
  const { version } = preload.course;
  const findings = job.findings ?? [];
  const diff = version === null ? null : await requests.diff(id);
  const accept = button(say(version === null ? "accept" : "accept.version"), () => void attempt(decideWell), "primary");
  const replace = button(say("replace"), () => void attempt(() => decideBadly(say("discarded"))));
  const discard = button(say("discard"), () => void attempt(() => decideBadly(null)), "quiet");

  async function decideWell() {
    for (const one of [accept, replace, discard]) one.disabled = true;
    accept.textContent = say("accepting");
    await requests.decide(id, "accept");
    await work(id);
  }
  /** @param {string | null} again said above the next choice; null: the author is done */
  async function decideBadly(again) {
    for (const one of [accept, replace, discard]) one.disabled = true;
    await requests.decide(id, "discard");
    if (again !== null) return choose(again);
    await work(id);
    tell("discarded");
  }

  const heading = say(job.conformant ? "judged.good" : "judged.remarks");
  show(
    "judged",
    heading,
    verdicts(job),
    el("p", { class: "lead" }, say("judged.text")),
    diff ? drawDiff(diff, say) : null,
    drawFindings(findings, say),
    actions(accept, replace, discard),
  ).focus();
  announce(heading);
  tell("judged", outcome(job));
}

/** @param {Job} job */
function outcome({ playable, conformant, findings = [] }) {
  return { playable, conformant, errors: count(findings, "error"), warnings: count(findings, "warning") };
}

/** @param {Job} job */
function showEnd(job) {
  const good = job.state === "imported" && job.course;
  const findings = job.findings ?? [];
  const lead = good
    ? say("imported.text", { title: job.course?.title ?? "", version: job.course?.version ?? 0 })
    : say(job.state === "refused" ? "refused.text" : job.message ? "" : "failed.text");
  const heading = say(job.state);
  show(
    job.state,
    heading,
    verdicts(job),
    lead ? el("p", { class: "lead" }, lead) : null,
    !good && job.message && job.state !== "refused" ? el("p", { class: "note warn" }, job.message) : null,
    job.state === "failed" ? el("p", { class: "lead" }, say("failed.text")) : null,
    job.state !== "ended" && job.findings ? drawFindings(findings, say) : null,
    actions(good ? null : button(say("replace"), () => choose(), "primary"), ...onward(good ? "primary" : "")),
  ).focus();
  announce(heading);
  if (good) {
    preload.used = true;
    tell("imported", { version: job.course?.version, title: job.course?.title, ...outcome(job) });
  } else if (job.state !== "ended") tell("refused", { message: job.message ?? null, ...outcome(job) });
}

/**
 * What leads on from the end: an address, or the portal that frames us.
 * @param {string} look
 */
function onward(look) {
  const { redirectUrl, embedOrigin } = preload;
  if (redirectUrl) return [el("a", { class: `button ${look}`, href: redirectUrl }, say("continue"))];
  if (portal && embedOrigin) return [button(say("close"), () => tell("close"), look)];
  return [];
}

function showUsed() {
  preload.used = true;
  show("used", say("used"), el("p", { class: "lead" }, say("used.text")), actions(...onward("primary"))).focus();
}

/**
 * The connection broke each time: a network's or proxy's limit may be in the way.
 * @param {File} file
 */
function showLost(file) {
  const again = button(say("sending.again"), () => void attempt(() => send(file)), "primary");
  const note = el("p", { class: "note bad", role: "alert" }, say("sending.failed", { size: bytes(file.size) }));
  show("trouble", say("failed"), note, actions(again, button(say("replace"), () => choose()))).focus();
}

/** @param {Refused} refused */
function showTrouble({ message, status }) {
  const over = status === 404 || status === 410; // the link, or what it began
  show(
    "trouble",
    say("trouble"),
    el("p", { class: "note bad", role: "alert" }, message || say("failed.text")),
    over ? null : actions(button(say("replace"), () => choose(), "primary")),
  ).focus();
  tell("refused", { message });
}

/** Tell the portal how high we are, for a frame that grows with its content. */
function tellSize() {
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height !== told) tell("resize", { height });
    told = height;
  }).observe(document.body);
}

const { title, version } = preload.course;
byId("title").textContent = title === null ? say("title.new") : say("title.version", { title });
byId("about").textContent = version === null ? "" : say("about.version", { version });
byId("about").hidden = version === null;
translate(document, say);
byId("steps").querySelector('[data-step="look"]')?.toggleAttribute("hidden", !preload.ask);
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, (event) => event.preventDefault());
}
const begun = /^#job=([\w-]+)$/.exec(location.hash)?.[1];
if (begun) await attempt(() => work(begun));
else choose();
tellSize();
