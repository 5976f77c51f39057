/**
 * A film or a recording. Done when nine tenths of it have been played or it has been played to its
 * end; what is skipped is not played.
 */
import { begin, byId, settings, showReached, tell, tellNoMore } from "./display.js";
import { Marks, savedPlace, stateOf } from "./marks.js";
import { connect } from "./session.js";
import { say } from "./texts.js";

const ENOUGH = 0.9;
const MOST_PIECES = 4000;
const LONGEST_STEP = 2; // seconds between two reports of the time; a longer one is a jump

const { kind, passes } = settings();
/** @type {HTMLMediaElement} */
const media = byId("media");
const session = await connect(passes);
let marks = new Marks(0);
let piece = 1; // seconds
let last = 0;
let started = false;

begin(session);
showReached(say("watched", { share: 0 }), 0, session.done);
if (media.readyState >= HTMLMediaElement.HAVE_METADATA) start();
else media.addEventListener("loadedmetadata", start);
media.addEventListener("durationchange", start);
media.addEventListener("error", () => tell(say("broken")));

function start() {
  if (started || Number.isNaN(media.duration)) return;
  if (media.duration === Infinity) {
    media.currentTime = 1e7; // a recording that a browser made knows its length only at its end
    return;
  }
  started = true;
  if (media.currentTime >= media.duration) media.currentTime = 0;
  last = 0;
  piece = Math.max(1, media.duration / MOST_PIECES);
  marks = new Marks(Math.max(1, Math.ceil(media.duration / piece)));
  const saved = savedPlace(session.state, kind);
  if (saved) {
    marks.read(saved.marks);
    if (saved.place > 5 && saved.place < media.duration - 5 && !session.done) resume(saved.place);
  }
  show();
}

/** @param {number} place seconds */
function resume(place) {
  media.currentTime = place;
  last = place;
  const minutes = Math.floor(place / 60);
  const time = `${minutes}:${String(Math.floor(place % 60)).padStart(2, "0")}`;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = say("fromStart");
  again.addEventListener("click", () => {
    media.currentTime = 0;
    tellNoMore();
  });
  tell(say("continued", { time }), again);
  media.addEventListener("play", tellNoMore, { once: true });
}

media.addEventListener("timeupdate", () => {
  const now = media.currentTime;
  if (!started || media.seeking) return;
  const step = now - last;
  if (step > 0 && step <= LONGEST_STEP * media.playbackRate) {
    for (let at = Math.floor(last / piece); at <= Math.floor(now / piece); at += 1) marks.mark(at);
  }
  last = now;
  if (!media.paused) reach(false);
});
media.addEventListener("seeking", () => (last = media.currentTime));
media.addEventListener("pause", () => started && reach(false));
media.addEventListener("ended", () => reach(true));

/** @param {boolean} ended */
function reach(ended) {
  const place = ended ? 0 : Math.floor(media.currentTime);
  const done = ended || marks.share >= ENOUGH;
  session.reach(
    { state: stateOf(kind, place, marks), location: String(place), progress: done ? 1 : marks.share },
    done,
  );
  if (media.paused) session.save();
  show();
}

function show() {
  const share = session.done ? 1 : marks.share;
  showReached(say("watched", { share: Math.round(share * 100) }), share, session.done);
}
