/**
 * A web page that does not report by itself, in a frame. Done when it has been scrolled to its end,
 * or has been in sight for as long as its text takes to read.
 */
import { begin, byId, settings, showReached } from "./display.js";
import { savedPlace } from "./marks.js";
import { connect } from "./session.js";
import { say } from "./texts.js";

const TICK = 500; // milliseconds
const END = 8; // pixels short of the end are the end
const SHORTEST = 3; // seconds in sight before anything counts

const { kind, passes, seconds } = settings();
/** @type {HTMLIFrameElement} */
const frame = byId("content");
const session = await connect(passes);
let farthest = 0;
let spent = 0;
let place = 0;

begin(session);
const saved = savedPlace(session.state, kind);
if (saved) {
  place = saved.place;
  farthest = Math.min(1, Number(saved.marks) || 0);
}
if (frame.contentDocument?.readyState === "complete") arrive();
frame.addEventListener("load", arrive);
show();

function arrive() {
  const inside = frame.contentWindow;
  if (!inside || place <= 0) return;
  inside.scrollTo(0, (place / 1000) * Math.max(0, height(inside) - inside.innerHeight));
}

/** @param {Window} inside */
const height = (inside) =>
  Math.max(
    inside.document.documentElement?.scrollHeight ?? 0,
    inside.document.body?.scrollHeight ?? 0,
  );

window.setInterval(() => {
  if (document.visibilityState !== "visible") return;
  spent += TICK / 1000;
  const { seen, at } = position();
  const further = Math.max(farthest, seen, Math.min(1, spent / seconds));
  const moved = Math.abs(at - place) >= 20;
  if (spent < SHORTEST || (further <= farthest && !moved)) return;
  farthest = further;
  place = at;
  reach();
}, TICK);

/** How much of the page has been above the lower edge, and where its upper edge is of a thousand. */
function position() {
  const inside = frame.contentWindow;
  try {
    if (!inside) return { seen: 0, at: 0 };
    const all = height(inside);
    const rest = all - inside.innerHeight;
    const edge = inside.scrollY + inside.innerHeight;
    const at = rest > 0 ? Math.round((inside.scrollY / rest) * 1000) : 0;
    return { seen: edge >= all - END ? 1 : edge / all, at };
  } catch {
    return { seen: 0, at: 0 }; // it has gone to another site: the time counts
  }
}

function reach() {
  const state = `${kind};${place};${farthest.toFixed(3)}`;
  session.reach({ state, location: String(place), progress: farthest }, farthest >= 1);
  show();
}

function show() {
  const share = session.done ? 1 : farthest;
  showReached(say("read", { share: Math.floor(share * 100) }), share, session.done);
}
