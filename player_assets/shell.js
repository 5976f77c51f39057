// @ts-check
/**
 * What surrounds the content: course title, progress, save state, buttons, contents, messages.
 * Shows what it is told and reports what the learner does; decides nothing.
 */

import { Contents } from "./contents.js";
import { icon } from "./icons.js";
import { translate } from "./texts.js";

/** @typedef {import("./protocol.js").Control} Control */
/** @typedef {import("./protocol.js").NavigationRequest} NavigationRequest */
/** @typedef {import("./protocol.js").Preload} Preload */
/** @typedef {import("./protocol.js").Result} Result */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./texts.js").Say} Say */

/**
 * A message in place of the content.
 * @typedef {object} Message
 * @property {"course" | "done" | "paused" | "trouble"} look
 * @property {string} title
 * @property {string} [text]
 * @property {Result} [result]
 * @property {{text: string, run: () => void}} [button]
 */

export class Shell {
  #say;
  #contents;
  #ask;
  /** @type {Map<Control, HTMLButtonElement>} */
  #buttons = new Map();

  /**
   * @param {Preload} preload
   * @param {Say} say
   * @param {(request: NavigationRequest) => void} ask what the learner wants
   */
  constructor(preload, say, ask) {
    this.#say = say;
    this.#ask = ask;
    translate(document, say);
    part("course-title").textContent = preload.course.title;
    this.#contents = new Contents(part("contents-place"), preload.toc, say, (activity) => {
      this.#openContents(false);
      ask({ type: "choice", target: activity });
    });
    document.body.dataset.parts = this.#contents.size > 1 ? "many" : "one";
    this.#bindButtons();
    this.#bindContents();
    this.showSaveState("saved");
  }

  get parts() {
    return this.#contents.size;
  }

  /** @param {View} view */
  showView(view) {
    for (const [control, button] of this.#buttons) {
      if (view.hidden.includes(control)) button.remove();
      else if (!button.isConnected) part(`place-${control}`).append(button);
      button.disabled = !view.controls[control];
    }
    part("leaving").dataset.empty = String(!this.#hasQuietButtons());
    this.#contents.showView(view);
    const title = view.deliver?.title ?? "";
    part("part-title").textContent = title === part("course-title").textContent ? "" : title;
    if (view.deliver) part("news").textContent = this.#say("now", { title: view.deliver.title });
  }

  /** The delivered content has ended, which it may not show: nothing done in it counts now. */
  showFinished() {
    part("part-title").textContent = this.#say("finished");
    part("news").textContent = this.#say("finished");
  }

  /**
   * @param {Record<string, string>} status
   * @returns {number} how many activities are done
   */
  showStatus(status) {
    const completed = this.#contents.showStatus(status);
    const values = { completed, total: this.parts };
    const bar = /** @type {HTMLProgressElement} */ (part("progress-bar"));
    bar.max = Math.max(this.parts, 1);
    bar.value = completed;
    bar.setAttribute("aria-label", this.#say("progress.label", values));
    part("progress-text").textContent = this.#say("progress", values);
    return completed;
  }

  /** @param {"saved" | "saving" | "offline"} state */
  showSaveState(state) {
    const place = part("save");
    const before = place.dataset.saveState;
    place.dataset.saveState = state;
    place.title = this.#say(`save.${state}`);
    place.querySelector(".icon")?.replaceWith(icon(`save-${state}`));
    part("save-text").textContent = this.#say(`save.${state}`);
    // every change is saved: only trouble and its end are worth interrupting a screen reader's user
    if (state === "offline" || before === "offline") part("news").textContent = place.title;
  }

  /** No button works while a request is under way. */
  pause() {
    for (const button of this.#buttons.values()) button.disabled = true;
    this.#contents.pause();
  }

  /** Nothing will be delivered any more. */
  finish() {
    this.pause();
    document.body.dataset.over = "";
  }

  /**
   * Show a message in place of the content, or take it away.
   * @param {Message | null} message
   */
  showMessage(message) {
    part("message").hidden = message === null;
    part("wait").hidden = true;
    if (!message) return;
    part("message").dataset.look = message.look;
    part("message-icon").replaceChildren(icon(`look-${message.look}`));
    part("message-title").textContent = message.title;
    part("message-text").textContent = message.text ?? "";
    part("message-result").replaceChildren(...this.#resultLines(message.result));
    const button = /** @type {HTMLButtonElement} */ (part("message-button"));
    button.hidden = !message.button;
    button.textContent = message.button?.text ?? "";
    button.onclick = message.button?.run ?? null;
    part("message-title").focus();
  }

  /** @param {string | null} text why the learner waits; null when the wait is over */
  showWait(text) {
    part("wait").hidden = text === null;
    part("wait-text").textContent = text ?? "";
  }

  #bindButtons() {
    for (const button of document.querySelectorAll("button[data-nav]")) {
      if (!(button instanceof HTMLButtonElement)) continue;
      const control = /** @type {Control} */ (button.dataset.nav);
      if (button.parentElement) button.parentElement.id = `place-${control}`;
      this.#buttons.set(control, button);
      button.addEventListener("click", () => this.#press(control));
    }
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === "PageDown") this.#press("continue", event);
      if (event.key === "PageUp") this.#press("previous", event);
    });
  }

  /** @param {Control} control @param {Event} [event] */
  #press(control, event) {
    const button = this.#buttons.get(control);
    if (!button?.isConnected || button.disabled) return;
    event?.preventDefault();
    this.#openMore(false);
    this.#ask({ type: control });
  }

  #bindContents() {
    const wide = matchMedia("(min-width: 720px)");
    this.#openContents(wide.matches && this.parts > 1);
    wide.addEventListener("change", () => this.#openContents(wide.matches && this.parts > 1));
    part("menu").addEventListener("click", () => {
      const open = document.body.dataset.contents !== "open";
      this.#openContents(open);
      if (open) this.#contents.focus();
    });
    part("more").addEventListener("click", () =>
      this.#openMore(document.body.dataset.more !== "open"),
    );
    for (const id of ["contents-close", "shade"]) {
      part(id).addEventListener("click", () => this.#dismiss());
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#dismiss();
    });
  }

  /** Close what lies over the content; beside it the contents stay. */
  #dismiss() {
    const covers = !matchMedia("(min-width: 720px)").matches;
    if (covers && document.body.dataset.contents === "open") {
      this.#openContents(false);
      part("menu").focus();
    }
    if (document.body.dataset.more === "open") {
      this.#openMore(false);
      part("more").focus();
    }
  }

  /** @param {boolean} open */
  #openContents(open) {
    document.body.dataset.contents = open ? "open" : "closed";
    part("menu").setAttribute("aria-expanded", String(open));
  }

  /** @param {boolean} open */
  #openMore(open) {
    document.body.dataset.more = open ? "open" : "closed";
    part("more").setAttribute("aria-expanded", String(open));
  }

  #hasQuietButtons() {
    return part("leaving").querySelector("button[data-nav]:not(:disabled)") !== null;
  }

  /** @param {Result | undefined} result @returns {HTMLElement[]} */
  #resultLines(result) {
    const completion = result?.completion?.toLowerCase();
    const success = result?.success?.toLowerCase();
    const score = result?.score;
    /** @type {[string, string][]} */
    const lines = [];
    if (completion) lines.push(["result.completion", this.#say(`completion.${completion}`)]);
    if (success === "passed" || success === "failed") {
      lines.push(["result.success", this.#say(`success.${success}`)]);
    }
    if (typeof score === "number") lines.push(["result.score", `${Math.round(score * 100)} %`]);
    return lines.map(([key, value]) => {
      const line = document.createElement("div");
      const name = document.createElement("dt");
      const said = document.createElement("dd");
      name.textContent = this.#say(key);
      said.textContent = value;
      line.append(name, said);
      return line;
    });
  }
}

/** @param {string} id @returns {HTMLElement} an element that player.html must have */
function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`player.html has no #${id}`);
  return element;
}
