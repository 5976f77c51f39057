/**
 * A PDF, its pages as pictures with their text over them. A page is read when half of it has been
 * in sight, at once or bit by bit, for a moment; the document is done when every page is.
 *
 * The place and the pages read are saved, so that whoever returns goes on where they were.
 */
import { begin, byId, settings, showReached, tell, tellNoMore } from "./display.js";
import { Marks, savedPlace, stateOf } from "./marks.js";
import { connect } from "./session.js";
import { say } from "./texts.js";

const TICK = 250; // milliseconds
const TICKS = 3; // in sight, before a page counts
const ENOUGH = 0.5; // of a page
const PASSING = 0.25; // of the window's height in a tick: whoever moves faster does not read
const SLIVER = 0.25; // of a page: nobody reads less of it at a time, unless it fills the window
const NOTE = 150; // pixels
const ZOOMS = [1, 1.25, 1.5, 2, 3];

const { kind, passes } = settings();
const holder = byId("pages");
/** @type {HTMLElement[]} */
const pages = [...holder.querySelectorAll("section")];
const marks = new Marks(pages.length);
const session = await connect(passes);
let current = 0;
let zoom = 0;
let reminding = false;
let lastTop = 0;

begin(session);
const saved = savedPlace(session.state, kind);
if (saved) {
  marks.read(saved.marks);
  if (saved.place > 0 && saved.place < pages.length) {
    go(saved.place);
    if (!session.done) {
      tell(say("resumed", { page: saved.place + 1 }));
      window.setTimeout(tellNoMore, 6000);
    }
  }
}
show();

/** @type {Map<HTMLElement, {top: number, bottom: number, ticks: number}>} what was in sight of each */
const sights = new Map();
/** @type {Set<HTMLElement>} */
const visible = new Set();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(/** @type {HTMLElement} */ (target));
      else visible.delete(/** @type {HTMLElement} */ (target));
    }
  },
  { root: holder },
);
for (const page of pages) observer.observe(page);
window.setInterval(look, TICK);

/** Notes which pages are in sight, and which of them that makes read. */
function look() {
  if (document.visibilityState !== "visible") return;
  const window_ = holder.getBoundingClientRect();
  const passing = Math.abs(holder.scrollTop - lastTop) > window_.height * PASSING;
  lastTop = holder.scrollTop;
  let news = false;
  let [most, at] = [0, current];
  for (const page of visible) {
    const place = page.getBoundingClientRect();
    const [top, bottom] = [Math.max(place.top, window_.top), Math.min(place.bottom, window_.bottom)];
    if (bottom - top > most) [most, at] = [bottom - top, pages.indexOf(page)];
    const sliver = bottom - top < Math.min(place.height * SLIVER, window_.height / 2);
    if (passing || sliver) continue;
    const seen = sights.get(page) ?? { top: 1, bottom: 0, ticks: 0 };
    seen.top = Math.min(seen.top, (top - place.top) / place.height);
    seen.bottom = Math.max(seen.bottom, (bottom - place.top) / place.height);
    seen.ticks += 1;
    sights.set(page, seen);
    if (seen.ticks >= TICKS && seen.bottom - seen.top >= ENOUGH) {
      news = marks.mark(pages.indexOf(page)) || news;
    }
  }
  if (news || at !== current) reach(at);
  if (news || reminding !== atEnd()) remind();
}

/** @param {number} page */
function reach(page) {
  current = page;
  session.reach(
    { state: stateOf(kind, page, marks), location: String(page + 1), progress: marks.share },
    marks.share === 1,
  );
  show();
}

/** Whether the last page's end is in sight; the note itself takes some room away. */
function atEnd() {
  const rest = holder.scrollHeight - holder.scrollTop - holder.clientHeight;
  return rest <= (reminding ? NOTE : 2);
}

/** At the end, says which pages have only been passed by. */
function remind() {
  const unread = pages.map((_, at) => at).filter((at) => !marks.seen[at]);
  const first = unread[0];
  if (session.done || first === undefined || !atEnd()) {
    if (reminding) tellNoMore();
    reminding = false;
    return;
  }
  const back = document.createElement("button");
  back.type = "button";
  back.textContent = say("goThere");
  back.addEventListener("click", () => go(first));
  const shown = unread.slice(0, 5).map((at) => at + 1);
  tell(say("unread", { pages: shown.join(", ") + (unread.length > 5 ? ", …" : "") }), back);
  reminding = true;
}

function show() {
  byId("place").textContent = `${current + 1} / ${pages.length}`;
  byId("place").setAttribute("aria-label", say("page", { page: current + 1, all: pages.length }));
  byId("previous").disabled = current === 0;
  byId("next").disabled = current === pages.length - 1;
  byId("smaller").disabled = zoom === 0;
  byId("larger").disabled = zoom === ZOOMS.length - 1;
  const text = say("seen", { seen: marks.number, all: pages.length });
  showReached(text, marks.share, session.done);
}

/** @param {number} page */
function go(page) {
  current = page;
  holder.scrollTop = pages[page]?.offsetTop ? pages[page].offsetTop - holder.offsetTop : 0;
  show();
}

/** @param {number} step */
function magnify(step) {
  zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + step));
  const place = current;
  document.documentElement.style.setProperty("--zoom", String(ZOOMS[zoom]));
  go(place);
}

byId("previous").addEventListener("click", () => go(Math.max(0, current - 1)));
byId("next").addEventListener("click", () => go(Math.min(pages.length - 1, current + 1)));
byId("smaller").addEventListener("click", () => magnify(-1));
byId("larger").addEventListener("click", () => magnify(1));
holder.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(Math.min(pages.length - 1, Math.max(0, current + step)));
});
