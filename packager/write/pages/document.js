/**
 * A PDF, its pages as pictures with their text over them. A page is read when most of it, or as
 * much as fits, has been in sight for a moment; the document is done when every page is.
 *
 * The place and the pages read are saved, so that whoever returns goes on where they were.
 */
import { begin, byId, settings, showReached, tell, tellNoMore } from "./display.js";
import { Marks, savedPlace, stateOf } from "./marks.js";
import { connect } from "./session.js";
import { say } from "./texts.js";

const IN_SIGHT = 0.5; // of a page, or of the window
const MOMENT = 800; // milliseconds
const ZOOMS = [1, 1.25, 1.5, 2, 3];

const { kind, passes } = settings();
const holder = byId("pages");
/** @type {HTMLElement[]} */
const pages = [...holder.querySelectorAll("section")];
const marks = new Marks(pages.length);
const session = await connect(passes);
let current = 0;
let zoom = 0;

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

/** @type {Map<Element, number>} */
const since = new Map();
const visible = new Map();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const height = rootBounds?.height ?? window.innerHeight;
      const most = intersectionRatio >= IN_SIGHT || intersectionRect.height >= height * IN_SIGHT;
      visible.set(target, intersectionRect.height);
      if (!most) since.delete(target);
      else if (!since.has(target)) since.set(target, Date.now());
    }
    const tallest = Math.max(0, ...visible.values());
    const at = pages.findIndex((page) => tallest > 0 && visible.get(page) === tallest);
    if (at >= 0 && at !== current) reach(at);
  },
  { root: holder, threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1] },
);
for (const page of pages) observer.observe(page);

window.setInterval(() => {
  if (document.visibilityState !== "visible") return;
  let news = false;
  for (const [page, time] of since) {
    if (Date.now() - time >= MOMENT) news = marks.mark(pages.indexOf(/** @type {any} */ (page))) || news;
  }
  if (news) reach(current);
}, 250);

/** @param {number} page */
function reach(page) {
  current = page;
  session.reach(
    { state: stateOf(kind, page, marks), location: String(page + 1), progress: marks.share },
    marks.share === 1,
  );
  show();
}

function show() {
  byId("place").textContent = say("page", { page: current + 1, all: pages.length });
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
