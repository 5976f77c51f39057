/** What all wrapping pages show alike: how far the learner is, and that it is done. */
import { say, sayAll } from "./texts.js";

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** What the build has put into this page. */
export const settings = () => JSON.parse(byId("wrapping").textContent);

/** @param {{connected: boolean}} session */
export function begin(session) {
  sayAll();
  if (!session.connected) tell(say("alone"));
}

/** @param {string} text @param {number} share 0 to 1 @param {boolean} done */
export function showReached(text, share, done) {
  const reached = byId("reached");
  if (reached.textContent !== text) reached.textContent = text;
  byId("progress").value = share;
  const mark = byId("done");
  if (done && mark.hidden) {
    mark.textContent = say("done");
    mark.hidden = false;
  }
}

/** @param {string} text @param {Node[]} more */
export function tell(text, ...more) {
  const note = byId("note");
  note.hidden = false;
  note.replaceChildren(text, " ", ...more);
}

export function tellNoMore() {
  byId("note").hidden = true;
}
